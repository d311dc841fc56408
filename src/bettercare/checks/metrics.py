"""Family F, first part: what is written for each metric, and whether it can be right."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.completeness import number_of
from bettercare.calculations.metrics import (
    as_fraction,
    is_share,
    kind_of,
    part_of,
    planned_lines,
    rate,
    slot_of,
)
from bettercare.checks.agreement import agrees, half_unit, unread
from bettercare.checks.metric_lines import (
    ASKED,
    meant_elsewhere,
    metric_slip,
    unknown_metrics,
    unknown_years,
    year_of,
)
from bettercare.checks.registry import Slip, check
from bettercare.dates import year_before, year_meant
from bettercare.labels import listed
from bettercare.money import percent, round_half_up
from bettercare.rounds.metric_rules import Metric
from bettercare.statistics import wilson

Lines = Mapping[str, CodedMetric]

PRINTED = ("value_printed", "value_printed_on_summary")


def by_metric(working: Calculations) -> Iterator[tuple[Metric, Lines]]:
    """Each metric of the round with the plan's lines for it, by year."""
    for code, metric in working.rules.metrics.items():
        yield metric, planned_lines(working, code)


def value_of(metric: Metric, line: CodedMetric) -> Decimal | None:
    """The value of a line: worked out where it can be, else as it is printed."""
    computed = None if metric.collected == "value" else rate(line, metric)
    if computed is not None or line.line.value_printed is None:
        return computed
    return as_fraction(metric, line.line.value_printed)


def shown(metric: Metric, value: Decimal) -> str:
    """A value as people read it, without its unit but for a per cent sign."""
    if is_share(metric):
        return percent(value, metric.decimals)
    return f"{round_half_up(value, Decimal(1).scaleb(-metric.decimals)):,}"


def plain(number: Decimal | None) -> str:
    """A count as it was typed, with commas and without needless zeros.

    >>> plain(Decimal("43358.0")), plain(Decimal("43000"))
    ('43,358', '43,000')
    """
    return "not given" if number is None else f"{number.normalize():,f}"


@check(
    "CHK-090",
    name="metric-not-complete",
    message="{year} has no {missing}.",
    fix="Enter the number of {wanted}.",
    cites="metrics",
    needs=("metrics",),
)
def metric_not_complete(working: Calculations) -> Iterator[Slip]:
    """A metric is planned by what is counted: without its numbers nobody can check the rate.

    A year before the plan that has no line at all is a matter of its own. A line of a metric or a
    year that is not known is asked about, and what it may stand for is not called missing.
    """
    yield from unknown_metrics(working)
    yield from unknown_years(working)
    meant = meant_elsewhere(working)
    for code, (metric, lines) in zip(working.rules.metrics, by_metric(working), strict=True):
        for year in metric.years:
            slots = metric.slots_of(year) if lines.keys() & {*metric.slots_of(year)} else [year]
            for slot in slots:
                line = lines.get(slot)
                missing = _missing(metric, line)
                if missing and (line or (year in working.rules.years and code not in meant)):
                    yield _not_complete(working, metric, line, slot, missing)


def _not_complete(
    working: Calculations, metric: Metric, line: CodedMetric | None, year: str, missing: list[str]
) -> Slip:
    words = {"numerator": metric.numerator, "denominator": metric.denominator}
    nouns = {"value_printed": metric.unit}
    facts = {
        "year": year,
        "missing": " and no ".join(nouns.get(one, one) for one in missing),
        "wanted": words.get(missing[0], metric.numerator),
    }
    slip = metric_slip(working, metric, line, missing, facts)
    return slip._replace(fix="Enter both numbers." if len(missing) > 1 else "")


def _missing(metric: Metric, line: CodedMetric | None) -> list[str]:
    """The cells that are asked for and blank; one that could not be read is not blank."""
    return [
        field
        for field in ASKED[metric.collected]
        if line is None or not (number_of(metric, line, field) or unread(line.line, field))
    ]


@check(
    "CHK-091",
    name="rate-differs",
    message="{numerator} ÷ {denominator} gives {computed}, not {printed}.",
    fix="Check both numbers, or let the rate be worked out from them.",
    cites="metrics",
    needs=("metrics",),
)
def rate_differs(working: Calculations) -> Iterator[Slip]:
    """A printed rate comes from its own numerator and denominator, but for rounding."""
    for metric, lines in by_metric(working):
        for line in lines.values():
            computed = rate(line, metric) if metric.collected == "ratio" else None
            if computed is None or computed < 0:
                continue
            wrong = _printed_wrong(metric, line, computed)
            if wrong:
                facts = {
                    "numerator": plain(line.line.numerator),
                    "denominator": plain(line.line.denominator),
                    "computed": shown(metric, computed),
                    "printed": shown(metric, next(iter(wrong.values()))),
                }
                yield metric_slip(working, metric, line, wrong, facts)


def _as_printed(metric: Metric, value: Decimal) -> Decimal:
    """A printed value in the unit of its metric, with as many digits as were printed."""
    return value.scaleb(-2) if as_fraction(metric, value) != value else value


def _printed_wrong(metric: Metric, line: CodedMetric, computed: Decimal) -> dict[str, Decimal]:
    """The printed values of a line that its numbers do not give, by field."""
    share = is_share(metric)
    least = half_unit(metric.decimals, fraction=share)
    printed = {
        field: _as_printed(metric, value)
        for field in PRINTED
        if (value := getattr(line.line, field)) is not None
    }
    return {
        field: value
        for field, value in printed.items()
        if value >= 0
        and shown(metric, value) != shown(metric, computed)
        and not agrees(value, computed, least, fraction=share)
    }


@check(
    "CHK-092",
    name="denominator-not-above-nought",
    message="The number of {bottom} must be above 0, not {denominator}.",
    fix="Enter the number of {bottom} for {year}.",
    cites="metrics",
    needs=("metrics",),
)
def denominator_not_above_nought(working: Calculations) -> Iterator[Slip]:
    """No rate can be worked out from a population of nobody, and no count is below 0."""
    for metric, lines in by_metric(working):
        for year, line in lines.items():
            if line.line.denominator is not None and line.line.denominator <= 0:
                facts = {"denominator": plain(line.line.denominator), "year": year}
                yield metric_slip(working, metric, line, ["denominator"], facts)
            yield from _below_nought(working, metric, line, year)


def _below_nought(
    working: Calculations, metric: Metric, line: CodedMetric, year: str
) -> Iterator[Slip]:
    """A count or a printed value that is less than nothing."""
    for field in ("numerator", *PRINTED):
        number = getattr(line.line, field)
        if number is not None and number < 0:
            column = working.rules.column("metrics", field)
            noun = column.noun if column else field
            facts = {"noun": noun, "number": plain(number), "year": year}
            yield metric_slip(working, metric, line, [field], facts)._replace(
                message="The {noun} cannot be below 0, as {number} is.",
                fix="Enter the {noun} for {year}.",
            )


@check(
    "CHK-095",
    name="numerator-above-denominator",
    message="{numerator} is more than the {denominator} that it is a part of.",
    fix="Check both numbers: {top}, out of {bottom}.",
    cites="metrics",
    needs=("metrics",),
)
def numerator_above_denominator(working: Calculations) -> Iterator[Slip]:
    """The people at home after 91 days are some of the people who were discharged."""
    for metric, lines in by_metric(working):
        for line in lines.values():
            top, bottom = line.line.numerator, line.line.denominator
            if is_share(metric) and top is not None and bottom and top > bottom > 0:
                facts = {"numerator": plain(top), "denominator": plain(bottom)}
                yield metric_slip(working, metric, line, ASKED["ratio"], facts)


@check(
    "CHK-096",
    name="small-cohort",
    message="With only {denominator} {people}, chance alone moves it by ±{spread} points{planned}.",
    fix="Judge it over more than one year, or by counts.",
    cites="metrics",
    needs=("metrics",),
)
def small_cohort(working: Calculations) -> Iterator[Slip]:
    """A share of few people swings by chance, so a target for it says little.

    The spread is half of the 95% interval (Wilson) of the planned year.
    """
    for metric, lines in by_metric(working):
        for slot in (slot for year in working.rules.years for slot in metric.slots_of(year)):
            line, before = lines.get(slot), lines.get(slot_before(slot))
            spread = _spread(metric, line) if line else None
            if line is None or spread is None:
                continue
            facts = {
                "denominator": plain(line.line.denominator),
                "spread": spread,
                "planned": _planned_change(metric, line, before),
            }
            yield metric_slip(working, metric, line, ["denominator"], facts)


def slot_before(slot: str) -> str:
    """The same period of the year before: "2016-17 Q1" for "2017-18 Q1"."""
    year, _, period = slot.partition(" ")
    return f"{year_before(year)} {period}".strip()


def _spread(metric: Metric, line: CodedMetric) -> Decimal | None:
    """Half of the interval in points, where the cohort is small."""
    top, of = line.line.numerator, line.line.denominator
    if metric.smallest_cohort is None or top is None or not of:
        return None
    if not 0 <= top <= of < metric.smallest_cohort:
        return None
    interval = wilson(float(top), float(of))
    return round_half_up(Decimal((interval.upper - interval.lower) * 50), Decimal("0.1"))


def _planned_change(metric: Metric, line: CodedMetric, before: CodedMetric | None) -> str:
    now, then = rate(line, metric), rate(before, metric) if before else None
    if now is None or then is None:
        return ""
    return f"; the plan moves it by {round_half_up(abs(now - then) * 100, Decimal('0.1'))}"


@check(
    "CHK-103",
    name="metric-in-another-unit",
    message="{value} is too many for {unit}; it looks like days, or a rate per 100,000.",
    fix="Enter the number of {top}.",
    cites="metrics",
    needs=("metrics",),
)
def metric_in_another_unit(working: Calculations) -> Iterator[Slip]:
    """Delays were counted in days, and per 100,000 people, in other rounds than this one."""
    for metric, lines in by_metric(working):
        for line in lines.values():
            value = line.line.value_printed
            if value and metric.largest_plausible and value > metric.largest_plausible:
                facts = {"value": plain(value), "unit": metric.unit}
                yield metric_slip(working, metric, line, ["value_printed"], facts)


@check(
    "CHK-113",
    name="metric-years",
    message="There is no line for {year}.",
    fix="Add one: the plan is compared with that year.",
    cites="metrics",
    needs=("metrics",),
)
def metric_years(working: Calculations) -> Iterator[Slip]:
    """Each metric has one line for each of its years, in time order."""
    meant = meant_elsewhere(working)
    for code, metric in working.rules.metrics.items():
        lines = [line for line in working.metric_lines if line.metric.accepted == code]
        if metric.years:
            if code not in meant:
                yield from _earlier_years_missing(working, metric, lines)
            yield from _years_out_of_place(working, metric, lines)


def _earlier_years_missing(
    working: Calculations, metric: Metric, lines: list[CodedMetric]
) -> Iterator[Slip]:
    given = {slot_of(line) for line in lines}
    for slot in metric.slots:
        if slot not in given and slot.split()[0] not in working.rules.years:
            yield metric_slip(working, metric, None, (), {"year": slot})


def _told(working: Calculations, line: CodedMetric) -> tuple[str, str, str]:
    """What a line is about: its year and period, its part, and whether it is no plan."""
    kind = kind_of(line)
    return slot_of(line), part_of(working, line), "" if kind == "plan" else kind


def _periods_not_known(
    working: Calculations, metric: Metric, lines: list[CodedMetric]
) -> Iterator[Slip]:
    for line in lines:
        _, _, period = slot_of(line).partition(" ")
        if metric.periods and line.line.period and period and period not in metric.periods:
            facts = {"value": line.line.period, "choices": listed(metric.periods, "or")}
            slip = metric_slip(working, metric, line, ["period"], facts)
            yield slip._replace(message="'{value}' is no period.", fix="Write {choices}.")


def _years_out_of_place(
    working: Calculations, metric: Metric, lines: list[CodedMetric]
) -> Iterator[Slip]:
    years = [year_of(line) for line in lines]
    for line in lines:
        if not line.line.year:
            slip = metric_slip(working, metric, line, ["year"], {})
            yield slip._replace(message="A line has no year.", fix="Enter its year.")
    yield from _periods_not_known(working, metric, lines)
    told = [_told(working, line) for line in lines if line.line.year]
    for one, count in Counter(told).items():
        if count > 1:
            last = next(line for line in reversed(lines) if _told(working, line) == one)
            year = " ".join(filter(None, one))
            slip = metric_slip(working, metric, last, ["year"], {"year": year, "count": count})
            message = "{year} has {count} lines; the first is used."
            yield slip._replace(message=message, fix="Keep one line for each year.")
    distinct = list(dict.fromkeys(year for year in years if year_meant(year)))
    if distinct != sorted(distinct):
        slip = metric_slip(working, metric, lines[0], ["year"], {})
        message = "The years are not in time order."
        yield slip._replace(message=message, fix="Put the earliest year first.")
