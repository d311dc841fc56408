"""The findings on papers beside a plan: tables that do not add up, or differ from the plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.side_match import Match, matches
from bettercare.formats.prints.side_sums import across, down
from bettercare.formats.prints.side_tables import SideRow, SideTable
from bettercare.formats.prints.side_text import POUNDS
from bettercare.formats.reading import few, noted
from bettercare.labels import shortened
from bettercare.money import round_half_up
from bettercare.plan import Plan
from bettercare.rounds import Round

LONGEST_LABEL = 60
POOL = "income.total"
ROUNDING = Decimal(1)  # unit of the table: both sides are rounded


def side_findings(
    tables: Sequence[SideTable], plan: Plan, rules: Round, name: str
) -> Iterator[Finding]:
    """What is wrong inside the tables of money beside a plan, and between them and the plan."""
    for table in tables:
        if table.unit and table.total:
            yield from _sums(table, name)
            yield from _against_plan(table, plan, rules, name)


def profile_column(table: SideTable, plan: Plan, rules: Round) -> tuple[int, str] | None:
    """The column of a table whose total is the pool of a year as the plan prints it, and the year.

    Such a table shares out the whole pool, so its items stand for rows of the plan.
    """
    total = table.total
    for n, value in enumerate(total.values if total else ()):
        for year in rules.years if value is not None and n else ():
            key = f"{POOL}.{year}" if rules.several_years else POOL
            pool = plan.printed.get(key)
            if pool and round_half_up(pool / POUNDS.get(table.unit, 1)) == value:
                return n, year
    return None


def _sums(table: SideTable, name: str) -> Iterator[Finding]:
    for column in down(table):
        if column.printed != column.added:
            message = (
                f"The rows under '{shortened(column.head, LONGEST_LABEL)}' add up to "
                f"{column.added:,f}, not to the {column.printed:,f} printed as their total."
            )
            yield _finding(table, message, (table.total,), name)
    for sums in across(table):
        for row in sums.wrong:
            parts = sum((row.value(part) or Decimal(0) for part in sums.parts), Decimal(0))
            message = (
                f"'{shortened(row.label, LONGEST_LABEL)}': its parts add up to {parts:,f}, not to "
                f"{row.value(sums.whole) or Decimal(0):,f}."
            )
            yield _finding(table, message, (row,), name)


def _against_plan(table: SideTable, plan: Plan, rules: Round, name: str) -> Iterator[Finding]:
    found = profile_column(table, plan, rules)
    if found is None:
        return
    column, year = found
    for one in matches(table, column, plan, year):
        if abs(one.over) > ROUNDING:
            yield _finding(table, _differs(one, table.unit), (one.item,), name)


def _differs(one: Match, unit: str) -> str:
    rows = few(one.rows)
    return (
        f"'{shortened(one.item.label, LONGEST_LABEL)}' is {one.printed:,f} here ({unit}); "
        f"{rows} of the plan come{'s' if len(one.rows) == 1 else ''} to {one.computed:,f}."
    )


def _finding(table: SideTable, message: str, rows: Sequence[SideRow | None], name: str) -> Finding:
    places = tuple(Place(file=name, row=row.line) for row in rows if row)
    title = shortened(table.title, LONGEST_LABEL) or f"Table on line {table.line}"
    fix = "Find out which of the two is right before you quote either."
    return noted("READ-34", Severity.WARNING, title, message, fix, places)
