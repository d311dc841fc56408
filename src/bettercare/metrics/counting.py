"""Records to counts: all measures, periods and breakdowns of a kind of record in one query.

The records are read once for each kind of area (commissioner, council) that measures are counted
by: never once more for a measure, a period or a breakdown. The query is written in Ibis, so DuckDB
and Spark answer it with the same whole numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeAlias

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from bettercare.engines.answers import Make, Tables, answer
from bettercare.errors import BadRequest
from bettercare.labels import listed
from bettercare.metrics.apportion import apportioned, decimals, share_sums, shares_table
from bettercare.metrics.counting_periods import KEYS, by_periods, period
from bettercare.metrics.counting_plan import Band, Plan, plans
from bettercare.metrics.counting_totals import BEFORE, Control, Placing, Read, control
from bettercare.metrics.cube import ROWS, UNDATED, cells, counted_as
from bettercare.metrics.definition import Definition
from bettercare.metrics.record_checks import Checked
from bettercare.metrics.results import Count
from bettercare.places import Mapping as Shares

Records: TypeAlias = ir.Table | Checked


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one plan as they came out of the query.

    Counts are whole numbers of the last decimal of the shares, of which ``decimals`` are behind the
    point: 0 where nothing was apportioned.
    """

    plan: Plan
    table: pa.Table
    decimals: int


@dataclass(frozen=True)
class Counted:
    """Everything that was counted, and the control totals of each kind of record and area."""

    cells: tuple[Cells, ...]
    controls: tuple[Control, ...]

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The counts by metric, period, area, breakdown and group; no count is a count of 0."""
        found = [one for some in self.cells for one in _counts(some)]
        return tuple(sorted(found, key=_order))

    @property
    def holds(self) -> bool:
        """Whether all control totals do."""
        return all(one.holds for one in self.controls)


def count_records(
    connection: ibis.BaseBackend,
    records: Mapping[str, Records],
    definitions: Iterable[Definition],
    *,
    bands: Mapping[str, tuple[Band, ...]] | None = None,
    shares: Shares | None = None,
) -> Counted:
    """Count definitions from records, by kind of record, on the engine of ``connection``.

    ``records`` are tables of that engine, checked or as they are, with the columns of their kind.
    ``bands`` are those that breakdowns by number go by; of age, five are given. With ``shares``
    counts of commissioners become those of areas of boards. Rows without the date that counts are
    excluded and told in the control totals.

    Raises ``BadRequest`` where a definition cannot be counted, or records or columns are missing.
    """
    found, controls = [], []
    reads: dict[str, Read] = {}
    for plan in plans(definitions, bands):
        if plan.kind.name not in records:
            raise BadRequest(f"There are no records of {plan.kind.name}: give them.")
        given = records[plan.kind.name]
        read = reads.get(plan.kind.name) or rows_read(connection, given)
        reads[plan.kind.name] = read
        some, totals = finished(connection, from_records, table_of(given), plan, read, shares)
        found.append(some)
        controls.append(totals)
    return Counted(tuple(found), tuple(controls))


def fitting(table: ir.Table, plan: Plan) -> ir.Table:
    """The columns of a table that a plan looks at; ``BadRequest`` where one is missing or odd."""
    types = {column.name: column.type for column in plan.kind.columns}
    lacking = [name for name in plan.columns if name not in table.columns]
    odd = [
        name
        for name in plan.columns
        if name not in lacking and not _is(table[name].type(), types[name])
    ]
    if lacking or odd:
        missing = f" Missing: {listed(lacking)}." if lacking else ""
        other = f" Of another type: {listed(odd)}." if odd else ""
        raise BadRequest(f"Cannot count these {plan.kind.name}.{missing}{other}")
    return table.select(
        **{
            name: table[name].cast("date") if types[name] == "date" else table[name]
            for name in plan.columns
        }
    )


def _is(found: ibis.DataType, wanted: str) -> bool:
    if wanted == "date":
        return bool(found.is_date() or found.is_timestamp())
    answers = {"integer": found.is_integer, "yes_no": found.is_boolean, "text": found.is_string}
    return bool(answers[wanted]())


def table_of(given: Records) -> ir.Table:
    """Records as a table, checked or as they are."""
    return given.table if isinstance(given, Checked) else given


def rows_read(connection: ibis.BaseBackend, given: Records) -> Read:
    """How many rows the files have, and how many of them there are to count."""
    found = answer(connection, _rows, {"given": table_of(given)})
    rows = int(found[ROWS][0].as_py())
    if isinstance(given, Checked):
        return Read(given.report.rows, rows, given.report.excluded)
    return Read(rows, rows)


def _rows(tables: Tables) -> ir.Table:
    return tables["given"].aggregate(**{ROWS: tables["given"].count()})


def finished(
    connection: ibis.BaseBackend,
    make: Make,
    given: ir.Table,
    plan: Plan,
    read: Read,
    shares: Shares | None,
) -> tuple[Cells, Control]:
    """Cells of months added up to periods and shared out, with their control totals.

    ``make`` is ``from_records`` or ``from_cells``, as the given table holds one or the other.
    """
    shared = shares if plan.area == "commissioner" else None
    places = decimals(shared) if shared else 0
    tables = {"given": given} | ({"shares": shares_table(shared)} if shared else {})
    table = answer(connection, make, tables, plan, 10**places)
    total = control(plan, read, table, Placing(10**places, share_sums(shared) if shared else None))
    return Cells(plan, table, places), total


def from_records(tables: Tables, plan: Plan, unit: int) -> ir.Table:
    """Records counted, placed by shares in such units where there are any."""
    return from_cells({**tables, "given": counted_cells(tables, plan)}, plan, unit)


def counted_cells(tables: Tables, plan: Plan) -> ir.Table:
    """Cells by month of the records given, of which only what the plan looks at is read."""
    return cells(fitting(tables["given"], plan), plan)


def from_cells(tables: Tables, plan: Plan, unit: int) -> ir.Table:
    """Cells of months added up to periods and placed; beside them, their sums before that."""
    found, names = tables["given"], counted_as(plan)
    dated = found.filter(found["month"] != UNDATED)
    summed = by_periods(dated, plan.periods, names)
    placed = apportioned(summed, tables["shares"], unit, names) if "shares" in tables else summed
    order = ["period_kind", "period", *KEYS, *names]
    return ibis.union(placed.select(order), _before(found, names, order))


def _before(found: ir.Table, names: Sequence[str], order: Sequence[str]) -> ir.Table:
    """Sums of cells before they are added up to periods and placed: by month, area, breakdown."""
    sums = {name: found[name].sum().cast("int64") for name in names}
    by = {"period": found["month"], "area": found["area"], "breakdown": found["breakdown"]}
    summed = found.group_by(**by).aggregate(**sums)
    return summed.mutate(period_kind=ibis.literal(BEFORE), group=ibis.literal("")).select(*order)


def _counts(some: Cells) -> Iterator[Count]:
    """The counts of each definition, from the columns that its numerator and denominator are in."""
    plan, rows = some.plan, some.table.to_pydict()
    keys = list(zip(*(rows[name] for name in ("period_kind", "period", *KEYS)), strict=True))
    nothing = [None] * len(keys)
    for one in plan.definitions:
        tops = rows[f"c{plan.countings.index(one.count)}"] if one.count else nothing
        unders = rows[f"c{plan.countings.index(one.of)}"] if one.of else nothing
        asked = frozenset(("", *one.breakdowns))
        for key, top, under in zip(keys, tops, unders, strict=True):
            kind, number, area, breakdown, group = key
            if kind in one.periods and breakdown in asked and (top or under):
                yield Count(
                    metric=one.metric,
                    period=period(kind, number),
                    area=area,
                    numerator=_exact(top or 0, some.decimals),
                    denominator=None if one.of is None else _exact(under or 0, some.decimals),
                    breakdown=breakdown,
                    group=group,
                )


@lru_cache(maxsize=65_536)
def _exact(number: int, places: int) -> Decimal:
    return Decimal(number).scaleb(-places) if places else Decimal(number)


def _order(one: Count) -> tuple[str, ...]:
    return one.metric, one.period, one.area, one.breakdown, one.group
