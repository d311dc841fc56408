"""Income, expenditure and balance by source of funding."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.working import NOUGHT, Working
from bettercare.labels import listed

INCOME_RULE = "Add the income lines of {source}."
SPEND_RULE = "Add the planned expenditure of the rows paid from {source}."
BALANCE_RULE = "Income of {source} less the expenditure planned from it; it should come to £0."


def balance_figures(working: Working) -> Iterator[Figure]:
    """Income, expenditure and balance of each source, of what has no known source, and in total."""
    known: list[str | None] = list(working.rules.sources)
    lost = working.income[None] or working.expenditure[None]
    for code in [*known, *([None] if lost else [])]:
        yield from _of_source(working, code)
    yield from _in_total(working)
    yield from _minimum_la(working)


def _of_source(working: Working, code: str | None) -> Iterator[Figure]:
    name = working.rules.sources.name(code) if code else "no known source"
    key = code or "not_placed"
    reference = working.rules.cite(working.rules.tables["income"].reference)
    lines = tuple(
        Input(
            line.line.contributor or name,
            line.amount,
            working.place("income", line.item, "amounts", working.year),
        )
        for line in working.lines
        if line.source.accepted == code
    )
    rows = [(row, row.amount) for row in working.rows if row.source.accepted == code]
    yield Figure(
        id=f"income.{key}",
        label=f"Income, {name}",
        value=_given(working, "income", working.income[code]),
        unit="GBP",
        rule=INCOME_RULE.format(source=name),
        reference=reference,
        inputs=lines,
        notes=working.lacking("income"),
    )
    yield Figure(
        id=f"expenditure.{key}",
        label=f"Planned expenditure, {name}",
        value=_given(working, "schemes", working.expenditure[code]),
        unit="GBP",
        rule=SPEND_RULE.format(source=name),
        reference=reference,
        inputs=working.row_inputs(rows),
        notes=working.lacking("schemes"),
    )
    yield from _parts(working, code, lines)
    yield _balance(working, key, name, (working.income[code], working.expenditure[code]))


def _parts(working: Working, code: str | None, lines: tuple[Input, ...]) -> Iterator[Figure]:
    """The income of each part of a source that has lines of its own."""
    parts = working.rules.sources[code].income_parts if code else {}
    for key, part in parts.items():
        own = [line.item for line in working.lines if line.part == key]
        inputs = tuple(one for one in lines if one.place and one.place.item in own)
        yield Figure(
            id=f"income.{key}",
            label=f"Income, {part.name}",
            value=_given(working, "income", sum((one.value for one in inputs), NOUGHT)),
            unit="GBP",
            rule=INCOME_RULE.format(source=part.name),
            reference=working.rules.cite(working.rules.tables["income"].reference),
            inputs=inputs,
            notes=working.lacking("income"),
        )


def _in_total(working: Working) -> Iterator[Figure]:
    """The three totals, over every line and row whatever its source."""
    reference = working.rules.cite(working.rules.tables["income"].reference)
    for key, label, table, sums in (
        ("income", "Income", "income", working.income),
        ("expenditure", "Planned expenditure", "schemes", working.expenditure),
    ):
        yield Figure(
            id=f"{key}.total",
            label=f"{label}, total",
            value=_given(working, table, sum(sums.values(), NOUGHT)),
            unit="GBP",
            rule=f"Add the {label.lower()} of all sources, known or not.",
            reference=reference,
            inputs=_of_sources(working, table, sums),
            notes=working.lacking(table),
        )
    both = (working.total_income, working.total_expenditure)
    yield _balance(working, "total", "all sources", both)


def _minimum_la(working: Working) -> Iterator[Figure]:
    """What the council must put in at the least: the sources that the round marks so."""
    sources = working.rules.sources
    sums = {code: working.income[code] for code in sources if sources[code].minimum_la}
    if sums:
        yield Figure(
            id="income.minimum_la",
            label="Total minimum LA contribution, excluding iBCF",
            value=_given(working, "income", sum(sums.values(), NOUGHT)),
            unit="GBP",
            rule=f"Add the income of {listed(sources.name(code) for code in sums)}.",
            reference=working.rules.cite(working.rules.tables["income"].reference),
            inputs=_of_sources(working, "income", sums),
            notes=working.lacking("income"),
        )


def _given(working: Working, table: str, value: Decimal) -> Decimal | None:
    """A sum over a table, and no number where that table was not given."""
    return None if working.lacking(table) else value


def _of_sources(
    working: Working, table: str, sums: Mapping[str | None, Decimal] | Mapping[str, Decimal]
) -> tuple[Input, ...]:
    if working.lacking(table):
        return ()
    name = working.rules.sources.name
    return tuple(
        Input(name(code) if code else "No known source", amount)
        for code, amount in sums.items()
        if code or amount
    )


def _balance(working: Working, key: str, name: str, both: tuple[Decimal, Decimal]) -> Figure:
    income, spend = both
    missing = working.lacking("income", "schemes")
    return Figure(
        id=f"balance.{key}",
        label=f"Balance, {name}",
        value=None if missing else income - spend,
        unit="GBP",
        rule=BALANCE_RULE.format(source=name),
        reference=working.rules.cite(working.rules.tables["income"].reference),
        inputs=()
        if missing
        else (Input("Income", income), Input("less planned expenditure", -spend)),
        notes=missing,
    )
