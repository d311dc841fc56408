"""Control totals from file to figure: where every row went, and that sums of cells agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bettercare.metrics.counting_periods import part_periods, period
from bettercare.metrics.counting_plan import Plan
from bettercare.metrics.cube import ROWS
from bettercare.metrics.record_checks_report import Excluded
from bettercare.metrics.record_checks_rules import UNKNOWN

ALL = "all"  # the kind of period of sums by area, before they are added up or shared out
MONTHS = "months"  # the kind of period of the months that records are of


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of one kind of record on their way to be counted.

    ``rows`` are in the files, ``excluded`` are left out by the rules of the check, ``given`` is
    what was left to count, and ``undated`` have no date that says in which period they count.
    """

    rows: int
    given: int
    undated: int
    excluded: tuple[Excluded, ...] = ()

    def __add__(self, other: "Read") -> "Read":
        """Rows of two deliveries together."""
        return Read(
            self.rows + other.rows,
            self.given + other.given,
            self.undated + other.undated,
            (*self.excluded, *other.excluded),
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """How counts were placed: what 1 is counted as, and what each commissioner's shares sum to."""

    unit: int
    sums: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Summed:
    """Sums of the cells of one measure, whichever way they are added up.

    ``counted`` is the sum over months and areas before anything else; ``groups`` the same by the
    groups of each breakdown. ``expected`` is what should be placed: ``counted``, or where counts
    are apportioned, of each commissioner its count times what its shares add up to. ``placed`` is
    the sum over areas in the end, by kind of period, ``unknown`` what of it no area is known of.
    """

    metric: str
    part: str
    counted: int
    groups: tuple[tuple[str, int], ...]
    expected: Decimal
    placed: tuple[tuple[str, Decimal], ...]
    unknown: Decimal

    @property
    def holds(self) -> bool:
        """Whether groups add up to everybody, and periods and areas to what was counted."""
        by_group = all(total == self.counted for _, total in self.groups)
        return by_group and all(total == self.expected for _, total in self.placed)


@dataclass(frozen=True, slots=True)
class Control:
    """Where the rows of one kind of record went that were counted by one kind of area.

    Undated rows, such as spells that have not ended, are excluded by rule: no period is theirs.
    ``not_counted`` are dated and meet the conditions of no measure. ``part`` names the periods
    that lack the records of a month.
    """

    records: str
    area: str
    read: Read
    counted: int
    sums: tuple[Summed, ...]
    months: tuple[str, ...]
    part: tuple[str, ...]

    @property
    def not_counted(self) -> int:
        """Dated rows that no measure asks for."""
        return self.read.given - self.read.undated - self.counted

    @property
    def holds(self) -> bool:
        """Whether every row of the files is accounted for, and sums agree at every step."""
        excluded = sum(one.rows for one in self.read.excluded)
        rows = self.read.rows == excluded + self.read.given and self.not_counted >= 0
        return rows and all(one.holds for one in self.sums)


def control(plan: Plan, read: Read, found: pa.Table, placing: Placing) -> Control:
    """The control totals of one plan, from the cells that it gave and how they were placed."""
    months = sorted(pc.unique(_of(found, MONTHS)["period"]).to_pylist())
    before = _of(found, ALL).to_pylist()
    everybody = [row for row in before if not row["breakdown"]]
    return Control(
        records=plan.kind.name,
        area=plan.area,
        read=read,
        counted=sum(row[ROWS] for row in everybody) // placing.unit,
        sums=tuple(_summed(plan, found, before, placing)),
        months=tuple(period("month", n) for n in months),
        part=tuple(one for kind in plan.periods for one in part_periods(months, kind)),
    )


def _of(found: pa.Table, kind: str) -> pa.Table:
    return found.filter(pc.field("period_kind") == kind)


def _summed(
    plan: Plan, found: pa.Table, before: list[dict[str, Any]], placing: Placing
) -> Iterator[Summed]:
    everybody = found.filter(pc.field("breakdown") == "")
    for one in plan.definitions:
        for part, counting in (("numerator", one.count), ("denominator", one.of)):
            if counting is None:
                continue
            name = f"c{plan.countings.index(counting)}"
            placed = {kind: _of(everybody, kind) for kind in one.periods}
            yield Summed(
                metric=one.metric,
                part=part,
                counted=_total(before, name) // placing.unit,
                groups=tuple((b, _total(before, name, b) // placing.unit) for b in one.breakdowns),
                expected=_expected(before, name, placing),
                placed=tuple((kind, _sum(some, name, placing)) for kind, some in placed.items()),
                unknown=_sum(_unknown(placed[one.periods[0]]), name, placing),
            )


def _total(before: list[dict[str, Any]], name: str, breakdown: str = "") -> int:
    return sum(row[name] or 0 for row in before if row["breakdown"] == breakdown)


def _expected(before: list[dict[str, Any]], name: str, placing: Placing) -> Decimal:
    """Units of each area's count, times what the shares of its commissioner add up to."""
    sums = placing.sums or {}
    units = sum(
        (row[name] or 0) // placing.unit * sums.get(row["area"], placing.unit)
        for row in before
        if not row["breakdown"]
    )
    return Decimal(units) / placing.unit


def _unknown(found: pa.Table) -> pa.Table:
    return found.filter(pc.field("area") == UNKNOWN)


def _sum(found: pa.Table, name: str, placing: Placing) -> Decimal:
    return Decimal(pc.sum(found[name]).as_py() or 0) / placing.unit
