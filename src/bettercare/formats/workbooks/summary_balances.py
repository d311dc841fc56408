"""The first blocks of the summary: income, planned expenditure and balance of each source."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.formats.workbooks.lists import number_in
from bettercare.formats.workbooks.summary_words import BALANCE
from bettercare.formats.workbooks.sums import Block, Row, Sums

HEADS = ("Income", "Planned expenditure", "Balance")
NOT_PLACED = "Income and planned expenditure whose source of funding is blank or not known."


def balance_blocks(sums: Sums) -> Iterator[Block]:
    """One block a year."""
    for working in sums.years:
        title = f"Income, planned expenditure and balance, {working.year}"
        yield Block(title, HEADS, tuple(_rows(sums, working)))


def _rows(sums: Sums, working: Calculations) -> Iterator[Row]:
    sources = sums.rules.sources
    for code, source in sources.items.items():
        number = sums.source(code)
        income = sums.of(working, "income", source_no=number)
        spent = sums.of(working, "schemes", source_of_funding_no=number)
        yield _of_three(sums, working, code, source.name, (income, spent))
        for key, part in source.income_parts.items():
            own = sums.of(working, "income", item_no=number_in(sums.rules.income_names, key))
            cell = sums.cell(working.id(f"income.{key}"), own)
            yield sums.row(f"    of which {part.name}", cell, None, None)
    yield _not_placed(sums, working)
    both = (sums.all(working, "income"), sums.all(working, "schemes"))
    yield _of_three(sums, working, "total", "All sources", both)._replace(is_total=True)
    least = [sums.source(code) for code, one in sources.items.items() if one.minimum_la]
    if least:
        parts = (sums.of(working, "income", source_no=number) for number in least)
        cell = sums.cell(working.id("income.minimum_la"), "+".join(parts))
        yield sums.row("Minimum LA contribution, excluding iBCF", cell, None, None)


def _of_three(
    sums: Sums, working: Calculations, key: str, label: str, both: tuple[str, str], rule: str = ""
) -> Row:
    income, spent = both
    now = _now(working, key)
    row = sums.row(
        label,
        sums.cell(working.id(f"income.{key}"), income, now[0]),
        sums.cell(working.id(f"expenditure.{key}"), spent, now[1]),
        sums.cell(working.id(f"balance.{key}"), "ROUND({left2}-{left1},6)", now[0] - now[1]),
        rule=rule,
    )
    return row._replace(words=BALANCE)


def _now(working: Calculations, key: str) -> tuple[Decimal, Decimal]:
    """Income and expenditure as a formula has them: £0 where the plan does not give a table."""
    if key == "total":
        return working.total_income, working.total_expenditure
    code = None if key == "not_placed" else key
    return working.income[code], working.expenditure[code]


def _not_placed(sums: Sums, working: Calculations) -> Row:
    """What is of no known source: all, less what is of each."""
    numbers = range(1, len(sums.rules.sources.items) + 1)
    income = [sums.of(working, "income", source_no=number) for number in numbers]
    spent = [sums.of(working, "schemes", source_of_funding_no=number) for number in numbers]
    both = (
        f"ROUND({'-'.join((sums.all(working, 'income'), *income))},6)",
        f"ROUND({'-'.join((sums.all(working, 'schemes'), *spent))},6)",
    )
    return _of_three(sums, working, "not_placed", "Source blank or not known", both, NOT_PLACED)
