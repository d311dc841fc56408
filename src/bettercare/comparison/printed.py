"""A plan beside the figures that its own source prints."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare.calculations import Calculations
from bettercare.comparison.records import Movement
from bettercare.dates import short_year
from bettercare.formats.reading import Reading
from bettercare.money import round_half_up
from bettercare.plan import Plan
from bettercare.rounds import load


class PrintedComparison(msgspec.Struct, frozen=True, kw_only=True):
    """Printed figures beside ours: ``before`` is what is printed, ``after`` what the rows give.

    ``unknown`` are printed under an id that this plan and round have no figure for.
    """

    area: str | None
    round: str
    figures: tuple[Movement, ...]
    unknown: tuple[str, ...] = ()

    @property
    def differing(self) -> tuple[Movement, ...]:
        """The figures that differ when ours are rounded as the printed ones are."""
        return tuple(one for one in self.figures if not _agrees(one))


def _agrees(one: Movement) -> bool:
    """Whether a printed figure is ours, rounded to the decimals that are printed."""
    if one.before is None or one.after is None:
        return one.before == one.after
    exponent = one.before.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return round_half_up(one.after, Decimal(1).scaleb(places)) == one.before


def compare_printed(plan: Plan | Reading, *, folders: Sequence[Path] = ()) -> PrintedComparison:
    """Set the figures that a plan prints of itself beside those that its rows give.

    Printed figures are those that plan.csv names ``printed.`` and the id of a figure, or that were
    read from a printed paper. Ours are unrounded; they agree when, rounded to as many decimals as
    are printed, they are the same.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> found = compare_printed(bc.read(examples.path("leicester")))
    >>> len(found.figures) > 20, found.unknown
    (True, ())
    """
    plan = plan.plan if isinstance(plan, Reading) else plan
    rules = load(short_year(plan.round), tuple(folders))
    figures = Calculations(plan, rules).figures
    return PrintedComparison(
        area=plan.area,
        round=rules.round,
        figures=tuple(
            Movement(
                id=name,
                label=figures[name].label,
                unit=figures[name].unit,
                decimals=figures[name].decimals,
                before=value,
                after=figures[name].value,
            )
            for name, value in plan.printed.items()
            if name in figures
        ),
        unknown=tuple(name for name in plan.printed if name not in figures),
    )
