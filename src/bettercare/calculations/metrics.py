"""Metrics: rates from numerators and denominators, days from daily figures, and changes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.working import CodedMetric, Working
from bettercare.dates import short_year
from bettercare.labels import listed
from bettercare.rounds.schema import Metric


def rate(line: CodedMetric, metric: Metric) -> Decimal | None:
    """Numerator over denominator times the scale, unrounded; ``None`` if not computable."""
    top, bottom = line.line.numerator, line.line.denominator
    if top is None or bottom is None or bottom <= 0:
        return None
    return top * metric.scale / bottom


def is_share(metric: Metric) -> bool:
    """Whether a metric is a share of people, shown as a percentage."""
    return metric.collected == "ratio" and metric.scale == 1


def as_fraction(metric: Metric, printed: Decimal) -> Decimal:
    """A printed value in the unit of its metric: a percentage above 1 becomes a fraction."""
    return printed / 100 if is_share(metric) and printed > 1 else printed


def planned_lines(working: Working, code: str) -> Mapping[str, CodedMetric]:
    """The lines of one metric by year; the first wins where a year is written twice."""
    found: dict[str, CodedMetric] = {}
    for line in working.metric_lines:
        if line.metric.accepted == code and line.line.year:
            found.setdefault(short_year(line.line.year), line)
    return found


def metric_figures(working: Working) -> Iterator[Figure]:
    """For each metric: its value by year, and the change from the year before.

    A line that lacks a number still makes a figure, which says what is missing. A metric that is
    collected in words has one only where a value was written all the same.
    """
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code)
        by_year = {year: _value(working, code, metric, year, line) for year, line in lines.items()}
        for figure in by_year.values():
            if figure.value is not None or metric.collected != "words":
                yield figure
        yield from _days(working, code, metric, by_year)
        yield from _change(working, code, metric, by_year)


def _value(working: Working, code: str, metric: Metric, year: str, line: CodedMetric) -> Figure:
    computed = rate(line, metric)
    printed = line.line.value_printed
    written = metric.collected == "value" or computed is None
    value = computed
    if written:
        value = None if printed is None else as_fraction(metric, printed)
    inputs = tuple(
        Input(label, number, working.place("metrics", line.item, field))
        for label, field, number in (
            (metric.numerator or "Numerator", "numerator", line.line.numerator),
            (metric.denominator or "Denominator", "denominator", line.line.denominator),
            ("As written", "value_printed", printed if written else None),
        )
        if number is not None
    )
    times = f", times {metric.scale:,}" if metric.scale != 1 else ""
    return Figure(
        id=f"metric.{code}.{year}",
        label=f"{metric.short}, {year}",
        value=value,
        unit=_unit(metric),
        rule="As written in the plan." if written else f"Numerator over denominator{times}.",
        reference=working.rules.cite(metric.reference),
        inputs=inputs,
        notes=(_missing(line, metric),) if value is None else (),
        decimals=metric.decimals,
    )


def _unit(metric: Metric) -> str:
    """The unit of a metric as figures name it; any other unit of a round stays as it is."""
    return {"per 100,000": "rate"}.get(metric.unit, metric.unit)


def _missing(line: CodedMetric, metric: Metric) -> str:
    """What a metric line lacks to give a value."""
    if metric.collected == "value":
        return f"Cannot be worked out: it needs the {metric.unit}."
    fields = ("numerator", "denominator")
    blank = [f"the {field}" for field in fields if getattr(line.line, field) is None]
    return f"Cannot be worked out: it needs {listed(blank) or 'a denominator above 0'}."


def _days(
    working: Working, code: str, metric: Metric, by_year: Mapping[str, Figure]
) -> Iterator[Figure]:
    """A daily figure as days in the year."""
    daily = by_year.get(working.year)
    if metric.days_in_year and daily and daily.value is not None:
        yield Figure(
            id=f"metric.{code}.{working.year}.days",
            label=f"{metric.short}, days in {working.year}",
            value=daily.value * metric.days_in_year,
            unit="days",
            rule=f"Daily figure times the {metric.days_in_year} days of the year.",
            reference=working.rules.cite(metric.reference),
            inputs=(Input(daily.label, daily.value), Input("Days", Decimal(metric.days_in_year))),
            decimals=0,
        )


def _change(
    working: Working, code: str, metric: Metric, by_year: Mapping[str, Figure]
) -> Iterator[Figure]:
    now, before = by_year.get(working.year), by_year.get(working.rules.previous_year)
    if now and before and now.value is not None and before.value:
        yield Figure(
            id=f"metric.{code}.change",
            label=f"{metric.short}, change",
            value=now.value / before.value - 1,
            unit="fraction",
            rule=f"{working.year} over {working.rules.previous_year}, less 1.",
            reference=working.rules.cite(metric.reference),
            inputs=(Input(now.label, now.value), Input(before.label, before.value)),
        )
