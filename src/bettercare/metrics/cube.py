"""From rows to a small table of cells, as one Ibis expression that any engine works out.

Rows are grouped by area, month and the columns of breakdowns, and each group says by one code or
whole number which conditions its rows meet: so a measure more or a period more takes no second look
at the records, nor does a breakdown, unless groups would be nearly as many as rows. All that
follows is added up from these groups. Everything is a whole number, so that no engine can round
otherwise than another.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add, and_, or_

import ibis
from ibis.expr import types as ir

from bettercare.metrics.counting_plan import BITS, OTHER, UNKNOWN_GROUP, Band, Plan, amount
from bettercare.metrics.definition import Condition, Counting
from bettercare.metrics.record_checks_rules import UNKNOWN

ROWS = "n"
MONTHS = 12
UNDATED = -1  # the month of rows without a date


def groups(records: ir.Table, plan: Plan, together: Sequence[str]) -> ir.Table:
    """The rows that any measure counts, grouped by some breakdowns together.

    Rows of no measure are left out; undated ones stay, so that they can be told.
    Year and month stay apart: to add them up row by row would take longer. Group columns are
    ``g_`` and their name, ``b0`` and on are the bits of the conditions met, or a column by its own
    name what the conditions are about; ``n`` the rows, ``s0`` and on the amounts.
    """
    kept = records.filter(wanted(records, plan)) if all(plan.conditions) else records
    day = kept[plan.kind.counted_on]
    keys = {
        "area": kept[plan.area],
        "year": day.year(),
        "month_of_year": day.month(),
        **{f"g_{name}": _group(kept[name], plan, name) for name in together},
        **_marks(kept, plan),
    }
    sums = {
        f"s{n}": _amount(kept, *one).sum().fill_null(0).cast("int64")
        for n, one in enumerate(plan.amounts)
    }
    return kept.group_by(**keys).aggregate(**{ROWS: kept.count()}, **sums)


def wanted(records: ir.Table, plan: Plan) -> ir.BooleanValue:
    """Whether a row meets the conditions of some measure."""
    some = [plan.apart(where) for where in plan.conditions]
    common = [meets(records, plan.common)] if plan.common else []
    any_of = [reduce(or_, (meets(records, one) for one in some))] if all(some) else []
    return reduce(and_, [*common, *any_of])


def meets(table: ir.Table, where: Sequence[Condition]) -> ir.BooleanValue:
    """Whether a row meets all conditions; a blank cell meets none, and answers with a blank."""
    tests = [test for one in where for test in _tests(_cell(table, one), one)]
    return reduce(and_, tests) if tests else ibis.literal(True)


def _cell(table: ir.Table, one: Condition) -> ir.Value:
    """What a condition is about: a column, or the days until it from another."""
    cell = table[one.column]
    return cell.delta(table[one.days_since], unit="day") if one.days_since else cell


def _tests(cell: ir.Value, one: Condition) -> Iterator[ir.BooleanValue]:
    if one.equal is True or one.equal is False:
        yield cell if one.equal else ~cell
    elif one.equal is not None:
        yield cell == one.equal
    if one.one_of:
        yield cell.isin(one.one_of)
    if one.at_least is not None:
        yield cell >= one.at_least
    if one.at_most is not None:
        yield cell <= one.at_most
    if one.starts_with:
        yield reduce(or_, (cell.startswith(start) for start in one.starts_with))


def _group(cell: ir.Value, plan: Plan, name: str) -> ir.Value:
    """A cell as rows are grouped by it: the number of its band, else as it stands."""
    return ibis.cases(*_edges(cell, plan.bands[name])) if name in plan.bands else cell


def _edges(cell: ir.Value, bands: Sequence[Band]) -> Iterator[tuple[ir.BooleanValue, int]]:
    """The bands from the lowest up: one comparison each, and one for each gap before them."""
    none, covered = len(bands), None
    for number, band in enumerate(bands):
        gap = covered is None or band.at_least != covered + 1
        if band.at_least is not None and gap:
            yield cell < band.at_least, none
        yield (cell.notnull() if band.at_most is None else cell <= band.at_most), number
        covered = band.at_most
    yield cell.notnull(), none


def _marks(kept: ir.Table, plan: Plan) -> dict[str, ir.Value]:
    """What says which conditions a row meets: the code that they are about, or bits.

    Conditions that all rows kept meet need neither.
    """
    if plan.marked_by:
        return {plan.marked_by: kept[plan.marked_by]}
    found: dict[str, ir.Value] = {}
    for first in range(0, len(plan.conditions), BITS):
        some = [plan.apart(where) for where in plan.conditions[first : first + BITS]]
        terms = [ibis.ifelse(meets(kept, one), 1 << n, 0) for n, one in enumerate(some) if one]
        if terms:
            found[f"b{first // BITS}"] = reduce(add, terms)
    return found


def _amount(table: ir.Table, column: str, first: str, until: str) -> ir.Value:
    if column:
        return table[column].cast("int64")
    return table[until].delta(table[first], unit="day").cast("int64")


def cells(records: ir.Table, plan: Plan) -> ir.Table:
    """Counts of records by month, area and group of each breakdown: ``c0`` and on by counting.

    A month is its number since the year 0, so January 2018 is 2018 times 12; -1 is no date.
    Everybody is the breakdown "". Of a breakdown that is not asked for a count is 0, and no blank:
    on its way from Spark a whole number among blanks would become a fraction.
    """
    parts = []
    for number, together in enumerate(plan.together):
        grouped = groups(records, plan, together)
        everybody = () if number else ("",)
        parts += [_part(grouped, plan, breakdown) for breakdown in (*everybody, *together)]
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _part(grouped: ir.Table, plan: Plan, breakdown: str) -> ir.Table:
    numbers = plan.wanted(breakdown)
    month = grouped["year"] * MONTHS + grouped["month_of_year"] - 1
    keys = {"month": month, "area": grouped["area"]}
    if breakdown:
        keys["cell"] = grouped[f"g_{breakdown}"]
    sums = {f"c{n}": _sum(grouped, plan, plan.countings[n]) for n in numbers}
    sums[ROWS] = grouped[ROWS].sum().cast("int64")
    found = grouped.group_by(**keys).aggregate(**sums)
    not_asked = ibis.literal(0, "int64")
    counts = {name: found[name] if name in sums else not_asked for name in counted_as(plan)}
    return found.select(
        area=found["area"].fill_null(UNKNOWN),
        month=found["month"].cast("int64").fill_null(UNDATED),
        breakdown=ibis.literal(breakdown),
        group=_label(found["cell"], plan, breakdown) if breakdown else ibis.literal(""),
        **counts,
    )


def counted_as(plan: Plan) -> tuple[str, ...]:
    """The columns of cells that hold counts, in the order of the countings; then the rows."""
    return (*(f"c{n}" for n in range(len(plan.countings))), ROWS)


def _met(grouped: ir.Table, plan: Plan, counting: Counting) -> ir.BooleanValue | None:
    """Whether rows of a group meet the conditions of a counting; ``None`` where all do."""
    apart = plan.apart(counting.where)
    if not apart:
        return None
    if plan.marked_by:
        return meets(grouped, apart)
    bits, bit = divmod(plan.conditions.index(counting.where), BITS)
    return (grouped[f"b{bits}"] & (1 << bit)) > 0


def _sum(kept: ir.Table, plan: Plan, counting: Counting) -> ir.Value:
    adds = amount(counting)
    value = kept[f"s{plan.amounts.index(adds)}"] if any(adds) else kept[ROWS]
    met = _met(kept, plan, counting)
    only = value if met is None else ibis.ifelse(met, value, 0)
    return only.sum().cast("int64")


def _label(cell: ir.Value, plan: Plan, name: str) -> ir.StringValue:
    """A group as people read it; a blank is "unknown", a number in no band "other"."""
    if name in plan.bands:
        labels = [*(band.label for band in plan.bands[name]), OTHER]
        return cell.cases(*enumerate(labels), else_=UNKNOWN_GROUP)
    kind = plan.kind.column(name).type
    words = ibis.ifelse(cell, "yes", "no") if kind == "yes_no" else cell.cast("string")
    return ibis.ifelse(cell.isnull(), UNKNOWN_GROUP, words)
