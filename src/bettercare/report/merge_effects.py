"""What a merge does to a plan: the balances and required spends that move, and new errors."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare.calculations import Figure
from bettercare.comparison.merge_records import Merged, RowOf
from bettercare.findings import Finding, Severity
from bettercare.plan import Plan
from bettercare.report.summary import summarise

WATCHED = ("balance.", "required.")
LEFT_OUT = ".under_spend"  # says again what the headroom says

Rows = Mapping[str, Sequence[RowOf]]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that differs, in mine and in the merged plan; ``None`` where it is not known."""

    id: str
    label: str
    unit: str
    mine: Decimal | None
    merged: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Merged less mine, where both are known."""
        if self.mine is None or self.merged is None:
            return None
        return self.merged - self.mine


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """What the merged plan has that mine does not: figures that moved, errors new and gone.

    New errors count the rows of the merged plan, errors that are gone those of mine.
    """

    figures: tuple[Moved, ...]
    new_errors: tuple[Finding, ...]
    gone_errors: tuple[Finding, ...]


def effects(found: Merged, mine: Plan, *, folders: Sequence[Path] = ()) -> Effects:
    """Set the merged plan beside mine. Raises ``UnknownRound`` when the round is not at hand.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> plan = bc.read(examples.path("leicester")).plan
    >>> effects(bc.merge(plan, plan, plan), plan).figures
    ()
    """
    before, after = (summarise(plan, folders=folders) for plan in (mine, found.plan))
    was = {_key(one, {}): one for one in before.report.of(Severity.ERROR)}
    now = {_key(one, found.rows): one for one in after.report.of(Severity.ERROR)}
    return Effects(
        figures=tuple(_moved(before.figures, after.figures)),
        new_errors=tuple(one for key, one in now.items() if key not in was),
        gone_errors=tuple(one for key, one in was.items() if key not in now),
    )


def _moved(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Moved]:
    for name in dict.fromkeys((*after, *before)):
        if name.startswith(WATCHED) and LEFT_OUT not in name:
            one = after.get(name) or before[name]
            values = [side[name].value if name in side else None for side in (before, after)]
            if values[0] != values[1]:
                yield Moved(
                    id=name, label=one.label, unit=one.unit, mine=values[0], merged=values[1]
                )


def _key(finding: Finding, rows: Rows) -> Hashable:
    """What a finding is about, with rows as mine counts them; one on no place by its subject."""
    places = [_in_mine(one.table, one.item, rows) for one in finding.places]
    columns = [one.column for one in finding.places]
    return finding.code, tuple(zip(places, columns, strict=True)) or finding.subject


def _in_mine(table: str, item: int, rows: Rows) -> tuple[str, int, int]:
    """A row by its number in mine; one that mine does not have by that in the merged plan."""
    known = rows.get(table, ())
    if not rows or not 0 < item <= len(known):
        return table, item, 0
    own = known[item - 1].mine
    return (table, own, 0) if own else (table, 0, item)
