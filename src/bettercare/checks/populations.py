"""Family F: the populations that rates are worked out with."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.calculations.metrics import planned_lines
from bettercare.checks.metric_lines import metric_slip
from bettercare.checks.metrics import plain
from bettercare.checks.registry import Slip, check

QUARTERS = 4
PUBLISHED = "published.population"


def _published(working: Calculations, code: str, slot: str) -> Decimal | None:
    """The population published for a metric in a year or quarter, if the plan gives it."""
    given = working.plan.given
    year = slot.partition(" ")[0]
    return given.get(f"{PUBLISHED}.{code}.{slot.replace(' ', '.')}") or given.get(
        f"{PUBLISHED}.{code}.{year}"
    )


def _lacks_published(working: Calculations) -> str:
    known = any(name.startswith(f"{PUBLISHED}.") for name in working.plan.given)
    return "" if known else "the published populations"


@check(
    "CHK-093",
    name="population-differs-from-projection",
    message="The number of {bottom} in {slot}, {people}, is not the published {published}.",
    fix="Use the published projection, or say which one this is.",
    cites="thresholds",
    needs=("metrics",),
    lacks=_lacks_published,
)
def population_differs_from_projection(working: Calculations) -> Iterator[Slip]:
    """A rate can be compared with others only if its population is the published one.

    The plan's own file gives published populations as published.population.METRIC.YEAR.
    """
    for code, metric in working.rules.metrics.items():
        for slot, line in planned_lines(working, code).items():
            people, published = line.line.denominator, _published(working, code, slot)
            if people is None or not published:
                continue
            if abs(people / published - 1) > working.rules.thresholds.population_change:
                facts = {"slot": slot, "people": plain(people), "published": plain(published)}
                yield metric_slip(working, metric, line, ["denominator"], facts)


@check(
    "CHK-094",
    name="population-without-step",
    message="{slot} has the population of the quarters before it, {people}.",
    fix="Use the projection for the next calendar year.",
    cites="metrics",
    needs=("metrics",),
)
def population_without_step(working: Calculations) -> Iterator[Slip]:
    """January to March belong to the next calendar year, and so does their population.

    In a series of calendar-year populations the last quarter steps to the figure that the first
    quarter of the next year has.
    """
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code)
        for year in metric.years if metric.population == "calendar_year" else ():
            found = [lines.get(slot) for slot in metric.slots_of(year)]
            people = [line.line.denominator if line else None for line in found]
            if len(people) == QUARTERS and None not in people and people[-1] == people[-2]:
                facts = {"slot": metric.slots_of(year)[-1], "people": plain(people[-1])}
                yield metric_slip(working, metric, found[-1], ["denominator"], facts)
