"""The metrics of a synthetic plan: counts and values that agree, and get a little better."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bettercare.dates import days_in
from bettercare.money import round_half_up
from bettercare.plan import MetricPlan
from bettercare.rounds import Round
from bettercare.rounds.metric_rules import Metric
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.words import words

POUNDS_A_PERSON = Decimal(120)
GROWTH = Decimal("1.008")  # of the people, a year
HUNDRED = Decimal(100)
MOST = Decimal(99)  # a hundred people in a hundred is more than anybody plans


class Sizes(NamedTuple):
    """An area's people, and how a metric stands in the first year it is asked for."""

    people: Decimal
    start: Decimal
    better: Decimal  # what it is multiplied by from one year to the next


def metric_lines(rules: Round, area: str, pool: Decimal, draw: Draw) -> tuple[MetricPlan, ...]:
    """The lines of every metric of the round, with a plan in words where there is a column."""
    return tuple(
        line
        for code, metric in rules.metrics.items()
        for line in _lines(rules, area, (code, metric), pool, draw)
    )


def _lines(
    rules: Round, area: str, named: tuple[str, Metric], pool: Decimal, draw: Draw
) -> Iterator[MetricPlan]:
    code, metric = named
    sizes = _sizes(code, metric, pool, draw)
    slots = metric.slots or (rules.year,)
    narrative = _narrative(metric, area)
    told = next(at for at, slot in enumerate(slots) if slot.split(maxsplit=1)[0] in rules.years)
    for at, slot in enumerate(slots):
        yield _line(rules, metric, slot, sizes, narrative if at == told else None)
    yield from _parts(rules, named, sizes)


def _sizes(code: str, metric: Metric, pool: Decimal, draw: Draw) -> Sizes:
    span = words().span_of(code, metric)
    start = span.low + (span.high - span.low) * Decimal(draw.whole(0, 100)) / 100
    better = Decimal("1.015") if metric.better == "higher" else Decimal(draw.whole(88, 92)) / 100
    people = pool / POUNDS_A_PERSON * span.people
    return Sizes(round_half_up(people), start, better)


def _narrative(metric: Metric, area: str) -> str:
    topics = f", and the {metric.topics[0]} grant answers the second" if metric.topics else ""
    return words().metric_narrative.format(area=area, topics=topics)


def _turn(metric: Metric, slot: str) -> int:
    """How many years after the first of its years a slot is."""
    return metric.years.index(slot.split(maxsplit=1)[0]) if metric.years else 0


def _people(metric: Metric, sizes: Sizes, slot: str) -> Decimal:
    """The people in a slot; those of the next calendar year in the last quarter, where so."""
    turn = _turn(metric, slot)
    last = bool(metric.periods) and slot.endswith(metric.periods[-1])
    turn += last and metric.population == "calendar_year"
    return round_half_up(sizes.people * GROWTH**turn)


def _shown(metric: Metric, sizes: Sizes, slot: str) -> Decimal:
    """The value in a slot, as people read it: a percentage, a rate or a number."""
    value = sizes.start * sizes.better ** _turn(metric, slot)
    return min(value, MOST) if metric.collected == "ratio" and metric.scale == 1 else value


def _line(
    rules: Round, metric: Metric, slot: str, sizes: Sizes, narrative: str | None
) -> MetricPlan:
    year, _, period = slot.partition(" ")
    top, bottom, value = _numbers(metric, sizes, slot)
    kinds = rules.column("metrics", "kind") is not None
    return MetricPlan(
        metric=metric.short,
        year=year,
        period=period or None,
        kind=("plan" if year in rules.years else "actual") if kinds else None,
        measure=metric.label if rules.column("metrics", "measure") else None,
        unit=metric.unit if rules.column("metrics", "unit") else None,
        numerator=top,
        denominator=bottom,
        value_printed=value,
        narrative=narrative if rules.column("metrics", "narrative") else None,
    )


Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]


def _numbers(metric: Metric, sizes: Sizes, slot: str) -> Numbers:
    """Numerator, denominator and value of a slot, as far as the metric collects them."""
    shown, unit = _shown(metric, sizes, slot), Decimal(1).scaleb(-metric.decimals)
    if metric.collected == "words":
        return None, None, None
    if metric.collected == "value":
        return None, None, round_half_up(shown, unit)
    people = _people(metric, sizes, slot)
    if metric.collected == "count":
        return round_half_up(shown * people / 100_000), None, None
    if metric.scale == 1:
        top = round_half_up(shown * people / HUNDRED)
        return top, people, round_half_up(top / people, unit / HUNDRED)
    top = _days(sizes, metric, slot) or round_half_up(shown * people / metric.scale)
    return top, people, round_half_up(top * metric.scale / people, unit)


def _days(sizes: Sizes, metric: Metric, slot: str) -> Decimal | None:
    """Days in a slot from one daily figure for the year; nothing for what is not counted so."""
    days = days_in(*slot.split(maxsplit=1)) if metric.counts_days else None
    if not days:
        return None
    usual = Decimal(365) / max(1, len(metric.periods))
    return round_half_up(_shown(metric, sizes, slot) * sizes.people / metric.scale / usual * days)


def _parts(rules: Round, named: tuple[str, Metric], sizes: Sizes) -> Iterator[MetricPlan]:
    """The lines of a metric that is taken from commissioners' plans: mapped, and no reduction."""
    code, metric = named
    found = rules.admissions
    if found is None or found.metric != code:
        return
    for part in (found.mapped, found.reduction):
        for slot in metric.slots:
            line = _line(rules, metric, slot, sizes, None)
            top = line.numerator if part == found.mapped else Decimal(0)
            yield MetricPlan(
                metric=line.metric,
                year=line.year,
                period=line.period,
                kind=line.kind,
                part=part,
                unit=line.unit,
                numerator=top,
            )
