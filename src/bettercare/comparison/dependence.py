"""Rows that meeting a required spend depends on: those that it could not lose."""

from decimal import Decimal

import msgspec

from bettercare.calculations import Calculations
from bettercare.comparison.records import RowOf
from bettercare.comparison.schemes import row_of


class Dependence(msgspec.Struct, frozen=True, kw_only=True):
    """How a required spend stands, and the rows that it rests on.

    ``rows``: those that count for more than the headroom, each of which alone would leave the plan
    short if it no longer counted, smallest first; ``counted``: how many rows count. ``shared`` are
    the rows that count to other required spends too, and ``without_shared`` the headroom if none of
    them counted here. Where the minimum is not known or not met, there are no ``rows``.
    """

    code: str
    label: str
    year: str
    headroom: Decimal | None
    counted: int
    rows: tuple[RowOf, ...]
    shared: tuple[int, ...]
    without_shared: Decimal | None


def dependence(working: Calculations) -> tuple[Dependence, ...]:
    """The rows that each required spend depends on, in the year of the working.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> working = bc.summarise(bc.read(examples.path("leicester"))).working
    >>> [(one.label, one.counted, len(one.rows)) for one in dependence(working)]
    [('NHS out-of-hospital', 29, 6), ('Adult social care', 20, 18)]
    """
    found = []
    for code, test in working.required.items():
        room = test.headroom
        met = room is not None and room >= 0
        critical = [pair for pair in test.counted if met and pair[1] > (room or 0)]
        critical.sort(key=lambda pair: pair[1])
        items = working.overlap.items
        found.append(
            Dependence(
                code=code,
                label=test.rule.label,
                year=working.year,
                headroom=room,
                counted=len(test.counted),
                rows=tuple(row_of(working, row) for row, _ in critical),
                shared=tuple(row.item for row, _ in test.counted if row.item in items),
                without_shared=working.overlap.without(test),
            )
        )
    return tuple(found)
