"""The summary of a plan as text."""

from collections.abc import Iterator

from bettercare.calculations.summaries import shares
from bettercare.calculations.working import NOUGHT
from bettercare.labels import listed, shortened
from bettercare.money import percent, plain_pounds, pounds
from bettercare.report.layout import (
    BALANCED,
    below,
    heading,
    money_cell,
    out_of_balance,
    overlap_line,
    required_lines,
)
from bettercare.report.summary import Summary

ALL_MET = {0: "no minimum to meet", 1: "the minimum is met", 2: "both minimums met"}


def summary_text(summary: Summary, path: str = "PATH") -> str:
    """Headline, sources, required spends, scheme types, areas of spend, metrics, findings."""
    return "\n".join(_lines(summary, path))


def _lines(summary: Summary, path: str) -> Iterator[str]:
    working = summary.working
    rows = len(working.rows)
    planned = f"{pounds(working.total_expenditure)} in {rows:,} row{'' if rows == 1 else 's'}."
    said = planned if working.plan.schemes is not None else "no schemes given."
    yield from heading(summary, f"{said} {_verdict(summary)}")
    yield ""
    yield from _sources(summary)
    yield ""
    yield from required_lines(summary)
    yield from below(overlap_line(summary))
    if working.plan.schemes is not None:
        yield ""
        yield from _family(summary, "scheme_type", "Scheme type, £", "types")
        yield ""
        yield from _family(summary, "area_of_spend", "Area of spend, £", "areas")
    yield from _metrics(summary)
    yield ""
    yield f"What is wrong, where, and how to mend it: bettercare check {path}"


def _verdict(summary: Summary) -> str:
    """Whether all is allocated and the minimums are met, in one short sentence."""
    working = summary.working
    if not working.lines and not working.rows:
        return "Nothing to work out yet."
    allocated = "Not in balance" if out_of_balance(summary) else "All allocated"
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


def _sources(summary: Summary) -> Iterator[str]:
    working = summary.working
    yield f"{'Source, £':<34}{'Income':>15}{'Planned':>15}{'Left':>15}"
    ordered = sorted(working.rules.sources, key=lambda code: -working.income[code])
    lost = working.income[None] or working.expenditure[None]
    for code in [*ordered, *([None] if lost else [])]:
        name = working.rules.sources.name(code) if code else "No known source"
        yield _money_row(summary, name, code or "not_placed")
    yield _money_row(summary, "Total", "total")


def _money_row(summary: Summary, name: str, key: str) -> str:
    """One source with its income, planned expenditure and balance."""
    families = ("income", "expenditure", "balance")
    values = (summary.figures[f"{family}.{key}"].value for family in families)
    cells = "".join(f"{money_cell(value):>15}" for value in values)
    return f"  {shortened(name, 31):<32}{cells}"


def _family(summary: Summary, family: str, title: str, noun: str) -> Iterator[str]:
    """Codes of a list with money on them, largest first, and how many have none."""
    found = shares(summary.figures, family, summary.working.total_expenditure)
    yield f"{title:<43}{'Rows':>7}{'Planned':>15}{'% of pool':>15}"
    for figure, share in found:
        if figure.inputs:
            name = shortened(figure.label.removeprefix("Planned expenditure, "), 40)
            cells = (f"{len(figure.inputs):,}", plain_pounds(figure.value or NOUGHT))
            yield f"  {name:<41}{cells[0]:>7}{cells[1]:>15}{percent(share).rstrip('%'):>15}"
    empty = sum(not figure.inputs for figure, _ in found)
    if empty:
        label = f"{empty} {noun if empty > 1 else noun[:-1]} with nothing planned"
        yield f"  {label:<41}{'0':>7}{'0':>15}{'0.0':>15}"


def _metrics(summary: Summary) -> Iterator[str]:
    """Each metric with what is planned and the year before."""
    rules = summary.working.rules
    lines = []
    for code, metric in rules.metrics.items():
        now = summary.figures.get(f"metric.{code}.{rules.year}")
        before = summary.figures.get(f"metric.{code}.{rules.previous_year}")
        if now:
            was = f", from {before.display}" if before and before.value is not None else ""
            lines.append(f"  {shortened(metric.short, 31):<32}{now.display}{was}")
    if lines:
        yield ""
        yield f"Metrics, {rules.year}"
        yield from lines
