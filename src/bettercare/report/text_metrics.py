"""Metrics as text: for one year in sentences, for several years or quarters as a table."""

from collections.abc import Iterator, Sequence

from bettercare.calculations import Figure
from bettercare.calculations.metrics import kind_of, planned_lines
from bettercare.labels import listed, shortened
from bettercare.money import percent
from bettercare.report.layout import below
from bettercare.report.summary import Summary
from bettercare.rounds.metric_rules import Metric

SHOWN_YEARS = 4  # as many as fit on a line, the last ones
RATE = "per 100,000"


def metric_lines(summary: Summary) -> Iterator[str]:
    """Each metric with what is planned, and what was before."""
    rules = summary.working.rules
    by_period = any(metric.periods for metric in rules.metrics.values())
    lines = list((_table if rules.several_years or by_period else _sentences)(summary))
    if lines:
        yield ""
        yield from lines


def payment_lines(summary: Summary) -> Iterator[str]:
    """What fewer admissions are paid, where the round pays for them."""
    rules, found = summary.working.rules.payment, summary.figures
    if rules is None or "payment.pot" not in found:
        return
    share = found["payment.reduction_share"]
    least = f"; {percent(rules.least)} is expected" if (share.value or 0) < rules.least else ""
    yield ""
    yield "Pay for performance"
    fewer = f"{found['payment.reduction'].display} fewer admissions ({share.display}{least})"
    yield f"  {'At stake':<32}{found['payment.pot'].display}, for {fewer}"
    for slot in rules.slots:
        paid = found.get(f"payment.paid.{slot.replace(' ', '.')}")
        if paid:
            yield f"  {f'Paid for {slot}':<32}{paid.display}"
    if "payment.withheld" in found:
        yield f"  {'Not earned':<32}{found['payment.withheld'].display}"


def _sentences(summary: Summary) -> Iterator[str]:
    """The year planned for, and the year before."""
    rules = summary.working.rules
    lines = []
    for code, metric in rules.metrics.items():
        now = summary.figures.get(f"metric.{code}.{rules.year}")
        before = summary.figures.get(f"metric.{code}.{rules.previous_year}")
        if now:
            was = f", from {before.display}" if before and before.value is not None else ""
            lines.append(f"  {shortened(metric.short, 31):<32}{now.display}{was}")
    if lines:
        yield f"Metrics, {rules.year}"
        yield from lines


def _table(summary: Summary) -> Iterator[str]:
    """A column for each year, and a row for each metric or for each of its quarters."""
    metrics = {
        code: metric
        for code, metric in summary.working.rules.metrics.items()
        if any(_cells(summary, code, metric.years, one) for one in ("", *metric.periods))
    }
    if not metrics:
        return
    asked = sorted({year for metric in metrics.values() for year in metric.years})[-SHOWN_YEARS:]
    yield f"{'Metrics':<{80 - 10 * len(asked)}}" + "".join(f"{year:>10}" for year in asked)
    for code, metric in metrics.items():
        yield from _rows(summary, code, metric, asked)
    if actual := listed(_actuals(summary)):
        yield from below(f"Actual figures, not planned: {actual}.")


def _rows(summary: Summary, code: str, metric: Metric, years: Sequence[str]) -> Iterator[str]:
    unit = f", {_unit(metric)}" if _unit(metric) else ""
    whole = _cells(summary, code, years, "")
    if whole or not metric.periods:
        yield _line(f"  {metric.short}{unit}", whole, years)
        return
    yield f"  {metric.short}{unit}"
    for period in metric.periods:
        yield _line(f"    {period}", _cells(summary, code, years, period), years)


def _line(name: str, cells: dict[str, str], years: Sequence[str]) -> str:
    width = 80 - 10 * len(years)
    indent = len(name) - len(name.lstrip())
    short = f"{' ' * indent}{shortened(name.strip(), width - indent - 1)}"
    return f"{short:<{width}}{''.join(f'{cells.get(year, str()):>10}' for year in years)}".rstrip()


def _cells(summary: Summary, code: str, years: Sequence[str], period: str) -> dict[str, str]:
    """The values of a metric by year, without their unit."""
    end = f".{period}" if period else ""
    found = {year: summary.figures.get(f"metric.{code}.{year}{end}") for year in years}
    return {year: _plain(one) for year, one in found.items() if one and one.value is not None}


def _plain(figure: Figure) -> str:
    unit = RATE if figure.unit == "rate" else figure.unit
    return figure.display.removesuffix(f" {unit}")


def _unit(metric: Metric) -> str:
    return "" if metric.unit in {"fraction", "count"} else metric.unit


def _actuals(summary: Summary) -> Iterator[str]:
    """The metrics with actual figures, and the years of those."""
    working = summary.working
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code)
        years = {slot.split()[0] for slot, line in lines.items() if kind_of(line) == "actual"}
        if years:
            yield f"{metric.short} {listed(sorted(years))}"
