"""The summary of a plan as text."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.labels import listed, shortened
from bettercare.money import pounds
from bettercare.report.layout import (
    BALANCED,
    below,
    heading,
    money_cell,
    out_of_balance,
    overlap_line,
    required_lines,
    titled,
)
from bettercare.report.summary import Summary
from bettercare.report.text_metrics import metric_lines, payment_lines
from bettercare.report.text_spend import spend_lines

ALL_MET = {0: "no minimum to meet", 1: "the minimum is met", 2: "both minimums met"}


def summary_text(summary: Summary, path: str = "PATH") -> str:
    """Headline, sources, required spends, scheme types, areas of spend, metrics, findings."""
    return "\n".join(_lines(summary, path))


def _lines(summary: Summary, path: str) -> Iterator[str]:
    yield from heading(summary, _headline(summary.working))
    for working in summary.working.by_year:
        yield from _of_year(summary, working)
    yield from spend_lines(summary)
    yield from metric_lines(summary)
    yield from payment_lines(summary)
    yield ""
    yield f"What is wrong, where, and how to mend it: bettercare check {path}"


def _headline(working: Calculations) -> str:
    """How much is planned, year by year, and whether it adds up."""
    if working.plan.schemes is None:
        return f"no schemes given. {_verdict(working)}"
    rows = f"{len(working.rows):,} row{'' if len(working.rows) == 1 else 's'}"
    if not working.rules.several_years:
        return f"{pounds(working.total_expenditure)} in {rows}. {_verdict(working)}"
    years = working.by_year
    planned = listed(f"{pounds(one.total_expenditure)} in {one.year}" for one in years)
    said = " ".join(f"{one.year}: {_verdict(one)}" for one in years)
    return f"{planned}, {rows}. {said}"


def _of_year(summary: Summary, working: Calculations) -> Iterator[str]:
    """Sources and required spends of one year."""
    yield ""
    yield from _sources(summary, working)
    if working.required:
        yield ""
        yield from required_lines(working)
        yield from below(overlap_line(working))


def _verdict(working: Calculations) -> str:
    """Whether all is allocated and the minimums are met, in one short sentence."""
    if not working.lines and not working.rows:
        return "Nothing to work out yet."
    allocated = "Not in balance" if out_of_balance(working) else "All allocated"
    allocated = "Balances not known" if working.lost_tables(*BALANCED) else allocated
    tests = working.required.values()
    short = [test.rule.label for test in tests if (test.headroom or 0) < 0]
    unknown = [test.rule.label for test in tests if test.minimum is None]
    said = [f"short on {listed(short)}"] if short else []
    said += [f"minimum not known for {listed(unknown)}"] if unknown else []
    if working.plan.schemes is None:
        said = said or ["planned spend not known"]
    said = said or [ALL_MET.get(len(tests), "all minimums met")]
    return f"{'; '.join([allocated, *said])}."


def _sources(summary: Summary, working: Calculations) -> Iterator[str]:
    title = titled(working, "Source, £")
    yield f"{title:<34}{'Income':>15}{'Planned':>15}{'Left':>15}"
    ordered = sorted(working.rules.sources, key=lambda code: -working.income[code])
    lost = working.income[None] or working.expenditure[None]
    for code in [*ordered, *([None] if lost else [])]:
        name = working.rules.sources.name(code) if code else "No known source"
        yield _money_row(summary, name, working.id(code or "not_placed"))
        yield from _parts(summary, working, code)
    yield _money_row(summary, "Total", working.id("total"))


def _parts(summary: Summary, working: Calculations, code: str | None) -> Iterator[str]:
    """The income of each part of a source that has income lines of its own."""
    for key, part in (working.rules.sources[code].income_parts if code else {}).items():
        income = summary.figures[working.id(f"income.{key}")].value
        yield f"    {shortened(f'of which {part.name}', 29):<30}{money_cell(income):>15}"


def _money_row(summary: Summary, name: str, key: str) -> str:
    """One source with its income, planned expenditure and balance."""
    families = ("income", "expenditure", "balance")
    values = (summary.figures[f"{family}.{key}"].value for family in families)
    cells = "".join(f"{money_cell(value):>15}" for value in values)
    return f"  {shortened(name, 31):<32}{cells}"
