"""What a comparison says: every row of two plans once, and every figure side by side."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from bettercare.comparison.likeness import Reason
from bettercare.findings import Place
from bettercare.rounds.crosswalk import Gap

NOUGHT = Decimal(0)
Status = Literal["changed", "unchanged", "new", "stopped", "unsettled"]
Kind = Literal["renamed", "moved", "retyped", "edited"]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two plans: ``name`` is what a table calls it, ``total`` its planned pounds."""

    name: str
    area: str | None
    round: str
    year: str
    rows: int
    total: Decimal


class RowOf(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a plan: its number, what it is called, and its pounds in the year compared.

    ``kind`` is its scheme type and sub type as written; ``other_years`` the pounds that it has in
    other years of the plan.
    """

    item: int
    place: Place
    scheme_id: str | None
    name: str
    source: str
    amount: Decimal
    kind: str = ""
    other_years: Mapping[str, Decimal] = {}


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a scheme that differs, as it was written in each plan.

    ``kind``: ``renamed``, ``moved`` (to another commissioner, provider or source), ``retyped``
    (another scheme type, sub type or area of spend) or ``edited`` (any other field).
    """

    kind: Kind
    field: str
    noun: str
    before: str
    after: str


class SchemeChange(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a scheme row, or of several where it is not settled which became which.

    ``why`` says in words why rows are not settled; ``score`` is out of 100, for the ``reasons``.
    """

    status: Status
    before: tuple[RowOf, ...] = ()
    after: tuple[RowOf, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    why: str = ""

    @property
    def amount_before(self) -> Decimal:
        """Planned pounds before."""
        return sum((row.amount for row in self.before), NOUGHT)

    @property
    def amount_after(self) -> Decimal:
        """Planned pounds after."""
        return sum((row.amount for row in self.after), NOUGHT)

    @property
    def change(self) -> Decimal:
        """Pounds more; below 0 for less."""
        return self.amount_after - self.amount_before

    @property
    def percent(self) -> Decimal | None:
        """The change as a fraction of what it was; ``None`` where that was nothing."""
        return self.change / self.amount_before if self.amount_before else None

    @property
    def name(self) -> str:
        """The name of the scheme, as it is called now."""
        return (self.after or self.before)[0].name


class Mover(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme, or a line of income, by how much it moved a figure."""

    name: str
    items_before: tuple[int, ...]
    items_after: tuple[int, ...]
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What it moved the figure by."""
        return self.after - self.before


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in both plans; ``None`` where a plan does not have it.

    ``comparable`` is false where the two must not be set side by side; ``note`` says why, or what
    to know of the comparison. ``movers`` come largest first. Where a code became several, its
    figure stands beside the sum of its ``parts``, and each of them says what it is ``part_of``.
    """

    id: str
    label: str
    unit: str
    decimals: int = 1
    before: Decimal | None
    after: Decimal | None
    movers: tuple[Mover, ...] = ()
    comparable: bool = True
    note: str = ""
    parts: tuple[str, ...] = ()
    part_of: str = ""

    @property
    def change(self) -> Decimal | None:
        """After less before, where both are known and can be compared."""
        if self.before is None or self.after is None or not self.comparable:
            return None
        return self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """The change as a fraction of what it was."""
        change = self.change
        return None if change is None or not self.before else change / self.before

    @property
    def moved(self) -> bool:
        """Whether the two differ, or only one plan has the figure."""
        if not self.comparable:
            return False
        return self.change != 0 and (self.before or self.after) is not None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Planned pounds: after is before + new + changed + unsettled - stopped, to the penny."""

    before: Decimal
    after: Decimal
    new: Decimal
    stopped: Decimal
    changed: Decimal
    unsettled: Decimal


class Missing(Gap, frozen=True, kw_only=True):
    """A code with nothing to be compared with; ``rows`` of the earlier plan have it.

    For a metric the rows are its lines.
    """

    rows: tuple[int, ...] = ()


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two plans side by side.

    ``schemes`` holds every row of both once; ``figures`` every figure that either plan has.
    ``gaps`` are codes of the earlier round that have nothing to be compared with in the later one,
    ``arrivals`` codes that are new there. ``notes`` say what a reader must know first.
    """

    before: Head
    after: Head
    schemes: tuple[SchemeChange, ...]
    figures: tuple[Movement, ...]
    gaps: tuple[Missing, ...] = ()
    arrivals: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, status: Status) -> tuple[SchemeChange, ...]:
        """The schemes of one status, in order."""
        return tuple(one for one in self.schemes if one.status == status)

    def figure(self, figure_id: str) -> Movement:
        """One figure by its id, without the year. Raises ``KeyError`` where neither plan has it."""
        return {one.id: one for one in self.figures}[figure_id]

    @property
    def moved(self) -> tuple[Movement, ...]:
        """The figures that differ."""
        return tuple(one for one in self.figures if one.moved)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.moved and all(one.status == "unchanged" for one in self.schemes)

    @property
    def totals(self) -> Totals:
        """The planned pounds of both, and what the difference is made of."""
        return Totals(
            before=self.before.total,
            after=self.after.total,
            new=_sum(self.of("new")),
            stopped=-_sum(self.of("stopped")),
            changed=_sum(self.of("changed")),
            unsettled=_sum(self.of("unsettled")),
        )


def _sum(schemes: Sequence[SchemeChange]) -> Decimal:
    return sum((one.change for one in schemes), NOUGHT)
