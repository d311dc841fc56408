"""Metrics: rates from numerators and denominators, days from daily figures, and changes.

A metric is planned by year or by quarter or month; a line without a part is about the whole of it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.working import Working
from bettercare.dates import days_in, short_year
from bettercare.labels import listed, normalise
from bettercare.rounds.metric_rules import Metric

HALF = Decimal("0.5")
WHOLE_YEAR = frozenset({"", "Year", "Annual", "Whole Year"})  # periods that are no part of a year


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


def slot_of(line: CodedMetric) -> str:
    """The year of a line, with its period where it has one: "2017-18 Q1"."""
    year, period = short_year(line.line.year or ""), (line.line.period or "").strip().title()
    return f"{year} {period}" if period not in WHOLE_YEAR else year


def planned_lines(working: Working, code: str, part: str = "") -> Mapping[str, CodedMetric]:
    """The lines of one metric, or of a part of it, by year and period; plans before actuals.

    The first wins where a slot is written twice. Lines of the baseline of a payment stand apart.
    """
    found: dict[str, CodedMetric] = {}
    lines = [
        line
        for line in working.metric_lines
        if line.metric.accepted == code
        and line.line.year
        and part_of(working, line) == part
        and kind_of(line) != "baseline"
    ]
    for line in sorted(lines, key=lambda line: kind_of(line) == "actual"):
        found.setdefault(slot_of(line), line)
    return found


def kind_of(line: CodedMetric) -> str:
    """Whether a line is a plan (the rule), an actual, or a baseline."""
    return (line.line.kind or "plan").strip().casefold()


def part_of(working: Working, line: CodedMetric) -> str:
    """The code of the part of a metric that a line is about; "" for the whole."""
    text = (line.line.part or "").strip()
    code = line.metric.accepted
    parts = working.rules.metrics[code].parts if code else {}
    for key, one in parts.items():
        if normalise(text) in {normalise(name) for name in (key, one.label, *one.aliases)}:
            return key
    return text


def metric_figures(working: Working) -> Iterator[Figure]:
    """For each metric: its value by year, and the change from the year before.

    A line that lacks a number still makes a figure, which says what is missing. A metric that is
    collected in words has one only where a value was written all the same.
    """
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code)
        by_slot = {slot: _value(working, code, metric, slot, line) for slot, line in lines.items()}
        for figure in by_slot.values():
            if figure.value is not None or metric.collected != "words":
                yield figure
        yield from _days(working, code, metric, by_slot)
        yield from _daily(working, code, metric, lines)
        yield from _ceiling(working, code, metric, lines)
        yield from _totals(working, code, metric, by_slot)
        yield from _rates_of_years(working, code, metric, lines)
        for year in working.rules.years:
            yield from _change(working.in_year(year), code, metric, by_slot)


def _value(working: Working, code: str, metric: Metric, slot: str, line: CodedMetric) -> Figure:
    computed = rate(line, metric)
    printed = line.line.value_printed
    if metric.collected == "count" and printed is None:
        printed = line.line.numerator
    written = metric.collected in {"value", "count"} or computed is None
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
        id=_id(code, slot),
        label=f"{metric.short}, {slot}",
        value=value,
        unit=_unit(metric),
        rule="As written in the plan." if written else f"Numerator over denominator{times}.",
        reference=working.rules.cite(metric.reference),
        inputs=inputs,
        notes=(_missing(line, metric),) if value is None else (),
        decimals=metric.decimals,
    )


def _id(code: str, slot: str) -> str:
    return f"metric.{code}.{slot.replace(' ', '.')}"


def _unit(metric: Metric) -> str:
    """The unit of a metric as figures name it; any other unit of a round stays as it is."""
    return {"per 100,000": "rate"}.get(metric.unit, metric.unit)


def _missing(line: CodedMetric, metric: Metric) -> str:
    """What a metric line lacks to give a value."""
    if metric.collected in {"value", "count"}:
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


def _daily(
    working: Working, code: str, metric: Metric, lines: Mapping[str, CodedMetric]
) -> Iterator[Figure]:
    """Days of a quarter or month as people on an average day."""
    for slot, line in lines.items() if metric.counts_days else ():
        days = days_in(*slot.split(maxsplit=1))
        if days and line.line.numerator is not None:
            top = line.line.numerator
            yield Figure(
                id=f"{_id(code, slot)}.daily",
                label=f"{metric.short}, an average day, {slot}",
                value=top / days,
                unit="a day",
                rule=f"{metric.numerator or 'Days'} over the {days} days of {slot}.",
                reference=working.rules.cite(metric.reference),
                inputs=(
                    Input("Days", top, working.place("metrics", line.item, "numerator")),
                    Input("Days in the period", Decimal(days)),
                ),
            )


def _ceiling(
    working: Working, code: str, metric: Metric, lines: Mapping[str, CodedMetric]
) -> Iterator[Figure]:
    """What the national ceiling comes to for the people of the area, and its parts."""
    people = next((p for line in lines.values() if (p := line.line.denominator)), None)
    if metric.ceiling is None or not people:
        return
    known = {key: one.label for key, one in metric.parts.items()}
    rates = {"": metric.ceiling.daily, **metric.ceiling.parts}
    for part, daily in rates.items():
        yield Figure(
            id=f"metric.{code}.ceiling{f'.{part}' if part else ''}",
            label=f"{metric.short}, national ceiling{f', {known.get(part, part)}' if part else ''}",
            value=daily * people / metric.ceiling.per,
            unit="a day",
            rule=f"{daily} a day for each {metric.ceiling.per:,} people.",
            reference=working.rules.cite(metric.ceiling.reference),
            inputs=(Input("People", people), Input("A day", daily)),
        )


def _totals(
    working: Working, code: str, metric: Metric, by_slot: Mapping[str, Figure]
) -> Iterator[Figure]:
    """The counts of a year, where all of its quarters or months are given."""
    for year in metric.years if metric.collected == "count" and metric.periods else ():
        found = [by_slot[slot] for slot in metric.slots_of(year) if slot in by_slot]
        values = [one.value for one in found if one.value is not None]
        if len(values) == len(metric.periods):
            yield Figure(
                id=_id(code, year),
                label=f"{metric.short}, {year}",
                value=sum(values, Decimal(0)),
                unit=_unit(metric),
                rule="Add the periods of the year; a printed total may be off by half of one each.",
                reference=working.rules.cite(metric.reference),
                inputs=tuple(Input(one.label, one.value or Decimal(0)) for one in found),
                decimals=metric.decimals,
                tolerance=HALF * len(values),
            )


def _rates_of_years(
    working: Working, code: str, metric: Metric, lines: Mapping[str, CodedMetric]
) -> Iterator[Figure]:
    """The rate of a year from its quarters or months, where all are given: never their average.

    A share has both numbers added. A rate has its counts added over the one population of the year;
    where that changes within the year there is none.
    """
    for year in metric.years if metric.collected == "ratio" and metric.periods else ():
        found = [lines[slot].line for slot in metric.slots_of(year) if slot in lines]
        tops = [one.numerator for one in found if one.numerator is not None]
        people = [one.denominator for one in found if one.denominator]
        of = people if is_share(metric) else people[:1] * (len(set(people)) == 1)
        if year not in lines and len(tops) == len(people) == len(metric.periods) and of:
            top, bottom = sum(tops, Decimal(0)), sum(of, Decimal(0))
            added = "both numbers" if is_share(metric) else "the counts"
            yield Figure(
                id=_id(code, year),
                label=f"{metric.short}, {year}",
                value=top * metric.scale / bottom,
                unit=_unit(metric),
                rule=f"Add {added} of the periods of the year, then work out the rate.",
                reference=working.rules.cite(metric.reference),
                inputs=(Input(metric.numerator, top), Input(metric.denominator, bottom)),
                decimals=metric.decimals,
            )


def _change(
    working: Working, code: str, metric: Metric, by_year: Mapping[str, Figure]
) -> Iterator[Figure]:
    earlier = working.year_before.year if working.year_before else working.rules.previous_year
    now, before = by_year.get(working.year), by_year.get(earlier)
    if now and before and now.value is not None and before.value:
        yield Figure(
            id=working.id(f"metric.{code}.change"),
            label=f"{metric.short}, change",
            value=now.value / before.value - 1,
            unit="fraction",
            rule=f"{working.year} over {earlier}, less 1.",
            reference=working.rules.cite(metric.reference),
            inputs=(Input(now.label, now.value), Input(before.label, before.value)),
        )
