"""Family F: delayed transfers against what was expected, and against one daily figure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.metrics import planned_lines
from bettercare.calculations.working import NOUGHT
from bettercare.checks.metric_lines import metric_slip
from bettercare.checks.metrics import plain
from bettercare.checks.registry import Slip, check
from bettercare.dates import days_in
from bettercare.labels import listed, normalise
from bettercare.money import round_half_up
from bettercare.rounds.metric_rules import Metric

TENTH = Decimal("0.1")


class Expected(NamedTuple):
    """What is expected of an area on an average day, and of each part of it."""

    daily: Decimal
    parts: Mapping[str, Decimal]


def expected_of(working: Calculations, code: str, metric: Metric) -> Expected | None:
    """The area's own expectation: as the plan gives it, else as the round knows it."""
    given = working.plan.given
    daily = given.get(f"expectation.{code}")
    if daily is not None:
        names = {part: f"expectation.{code}.{part}" for part in metric.parts}
        return Expected(daily, {p: given[name] for p, name in names.items() if name in given})
    area = normalise(working.plan.area or "")
    known = [one for one in metric.expectations if normalise(one.area) == area]
    return Expected(known[-1].daily, known[-1].parts) if known else None


def _with_daily(working: Calculations) -> Iterator[tuple[str, Metric]]:
    """The metrics that an average day can be told of."""
    for code, metric in working.rules.metrics.items():
        if metric.counts_days or metric.days_in_year:
            yield code, metric


def _lacks_expectation(working: Calculations) -> str:
    metrics = list(_with_daily(working))
    if not metrics or any(expected_of(working, *one) for one in metrics):
        return ""
    return "the area's expectation"


@check(
    "CHK-101",
    name="delays-above-expectation",
    message="{value} a day in {slot} is above the area's expectation of {expectation}.",
    fix="Plan for the expectation, or agree another.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_expectation,
)
def delays_above_expectation(working: Calculations) -> Iterator[Slip]:
    """Each area was given its own expectation; it is not worked out from the national one.

    The last period planned is held against it. Its parts (NHS, social care, joint) come together
    to the whole, but for rounding.
    """
    for code, metric in _with_daily(working):
        expected = expected_of(working, code, metric)
        last = _last_daily(working, code, metric)
        if expected and last and round_half_up(last[2], TENTH) > expected.daily:
            slot, line, daily = last
            facts = {
                "value": round_half_up(daily, TENTH),
                "slot": slot,
                "expectation": plain(expected.daily),
            }
            yield metric_slip(working, metric, line, [_field(metric)], facts)
        if expected and expected.parts:
            yield from _parts_off(working, metric, expected)


def _field(metric: Metric) -> str:
    return "value_printed" if metric.collected == "value" else "numerator"


def _last_daily(
    working: Calculations, code: str, metric: Metric
) -> tuple[str, CodedMetric, Decimal] | None:
    """The last slot planned, with its line and its average day."""
    lines = planned_lines(working, code)
    slots = [slot for year in working.rules.years for slot in metric.slots_of(year)]
    for slot in reversed(slots):
        line = lines.get(slot)
        daily = _daily(metric, slot, line) if line else None
        if line and daily is not None:
            return slot, line, daily
    return None


def _daily(metric: Metric, slot: str, line: CodedMetric) -> Decimal | None:
    if not metric.counts_days:
        return line.line.value_printed
    days = days_in(*slot.split(maxsplit=1))
    return line.line.numerator / days if days and line.line.numerator is not None else None


def _parts_off(working: Calculations, metric: Metric, expected: Expected) -> Iterator[Slip]:
    missing = [one.label for key, one in metric.parts.items() if key not in expected.parts]
    total = sum(expected.parts.values(), NOUGHT)
    if missing:
        message, facts = "The expectation has no part for {parts}.", {"parts": listed(missing)}
        slip = metric_slip(working, metric, None, [], facts)
        yield slip._replace(message=message, fix="Give every part, 0 where there is none.")
    elif abs(total - expected.daily) > TENTH:
        numbers = {"total": plain(total), "expectation": plain(expected.daily)}
        message = "The parts of the expectation add to {total}, not {expectation}."
        slip = metric_slip(working, metric, None, [], numbers)
        yield slip._replace(message=message, fix="Check the parts against the letter.")


@check(
    "CHK-102",
    name="quarters-of-unlike-days",
    message="The quarters of {year} come to {dailies} a day.",
    fix="Plan one daily figure, or say why it changes.",
    cites="metrics",
    needs=("metrics",),
)
def quarters_of_unlike_days(working: Calculations) -> Iterator[Slip]:
    """One daily target makes quarters that differ by their days only.

    Rounding to whole days is allowed for.
    """
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code)
        for year in working.rules.years if metric.counts_days and metric.periods else ():
            found = [(slot, line) for slot in metric.slots_of(year) if (line := lines.get(slot))]
            dailies = [d for slot, line in found if (d := _daily(metric, slot, line)) is not None]
            if len(dailies) == len(metric.periods) and not _one_target(dailies, found):
                shown = listed(f"{round_half_up(one, TENTH)}" for one in dailies)
                facts = {"year": year, "dailies": shown}
                yield metric_slip(working, metric, found[0][1], ["numerator"], facts)


def _one_target(dailies: list[Decimal], found: list[tuple[str, CodedMetric]]) -> bool:
    """Whether one daily figure could have made all quarters, each rounded to whole days."""
    half = [Decimal("0.5") / (days_in(*slot.split(maxsplit=1)) or 1) for slot, _ in found]
    lowest = max(one - more for one, more in zip(dailies, half, strict=True))
    highest = min(one + more for one, more in zip(dailies, half, strict=True))
    return lowest <= highest
