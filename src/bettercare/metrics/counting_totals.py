"""Control totals from file to figure: where every row went, and that sums of cells agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bettercare.metrics.counting_periods import part_periods, period
from bettercare.metrics.counting_plan import Plan
from bettercare.metrics.cube import ROWS, UNDATED, counted_as
from bettercare.metrics.record_checks_report import Excluded
from bettercare.metrics.record_checks_rules import UNKNOWN

BEFORE = "before"  # the kind of period of sums before they are added up to periods and placed


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of one kind of record on their way to be counted.

    ``rows`` are in the files, ``excluded`` are left out by the rules of the check, and ``given`` is
    what was left to count.
    """

    rows: int
    given: int
    excluded: tuple[Excluded, ...] = ()

    def __add__(self, other: "Read") -> "Read":
        """Rows of two deliveries together."""
        return Read(
            self.rows + other.rows,
            self.given + other.given,
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

    Of the rows that a measure asks for, ``undated`` ones, such as spells that have not ended, are
    excluded by rule: no period is theirs. ``not_asked`` are rows that meet the conditions of no
    measure. ``part`` names the periods that lack the records of a month.
    """

    records: str
    area: str
    read: Read
    counted: int
    undated: int
    sums: tuple[Summed, ...]
    months: tuple[str, ...]
    part: tuple[str, ...]

    @property
    def not_asked(self) -> int:
        """Rows that no measure asks for."""
        return self.read.given - self.undated - self.counted

    @property
    def holds(self) -> bool:
        """Whether every row of the files is accounted for, and sums agree at every step."""
        excluded = sum(one.rows for one in self.read.excluded)
        rows = self.read.rows == excluded + self.read.given and self.not_asked >= 0
        return rows and all(one.holds for one in self.sums)


def control(plan: Plan, read: Read, found: pa.Table, placing: Placing) -> Control:
    """The control totals of one plan, from the cells that it gave and how they were placed."""
    before = _of(found, BEFORE)
    everybody = _everybody(before)
    dated = before.filter(pc.not_equal(before["period"], UNDATED))
    months = sorted(n for n in pc.unique(everybody["period"]).to_pylist() if n != UNDATED)
    counted = int(pc.sum(_everybody(dated)[ROWS]).as_py() or 0)
    return Control(
        records=plan.kind.name,
        area=plan.area,
        read=read,
        counted=counted,
        undated=int(pc.sum(everybody[ROWS]).as_py() or 0) - counted,
        sums=tuple(_summed(plan, found, _by_area(dated, plan), placing)),
        months=tuple(period("month", n) for n in months),
        part=tuple(one for kind in plan.periods for one in part_periods(months, kind)),
    )


def _everybody(found: pa.Table) -> pa.Table:
    return found.filter(pc.equal(found["breakdown"], ""))


def _by_area(dated: pa.Table, plan: Plan) -> list[dict[str, Any]]:
    """Sums over months, by area and breakdown."""
    names = counted_as(plan)
    sums = dated.group_by(["area", "breakdown"]).aggregate([(name, "sum") for name in names])
    rows: list[dict[str, Any]] = sums.rename_columns(["area", "breakdown", *names]).to_pylist()
    return rows


def _of(found: pa.Table, kind: str) -> pa.Table:
    return found.filter(pc.equal(found["period_kind"], kind))


def _summed(
    plan: Plan, found: pa.Table, before: list[dict[str, Any]], placing: Placing
) -> Iterator[Summed]:
    everybody = _everybody(found)
    for one in plan.definitions:
        for part, counting in (("numerator", one.count), ("denominator", one.of)):
            if counting is None:
                continue
            name = f"c{plan.countings.index(counting)}"
            placed = {kind: _of(everybody, kind) for kind in one.periods}
            yield Summed(
                metric=one.metric,
                part=part,
                counted=_total(before, name),
                groups=tuple((b, _total(before, name, b)) for b in one.breakdowns),
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
        (row[name] or 0) * sums.get(row["area"], placing.unit)
        for row in before
        if not row["breakdown"]
    )
    return Decimal(units) / placing.unit


def _unknown(found: pa.Table) -> pa.Table:
    return found.filter(pc.equal(found["area"], UNKNOWN))


def _sum(found: pa.Table, name: str, placing: Placing) -> Decimal:
    return Decimal(pc.sum(found[name]).as_py() or 0) / placing.unit
