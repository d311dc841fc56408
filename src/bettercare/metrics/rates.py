"""From a count to its figure with an interval, by the definition of its metric."""

from decimal import Decimal
from typing import NamedTuple

from bettercare.metrics.adding_up import days_of, figure
from bettercare.metrics.definition import Definition
from bettercare.metrics.results import Count
from bettercare.statistics import poisson_rate, wilson

METHODS = {
    "wilson": "Wilson score",
    "poisson": "exact Poisson below 10 events, Byar from 10",
}


class Figured(NamedTuple):
    """A value in the unit of its metric, its limits, and how these were worked out."""

    value: float | None
    lower: float | None
    upper: float | None
    method: str


NOTHING = Figured(None, None, None, "")


def figured(count: Count, definition: Definition, level: float = 0.95) -> Figured:
    """The value of a count and its limits; nothing where a denominator is missing or 0.

    A proportion above 1 has no limits: numerator and denominator are then not of the same people.

    >>> from bettercare.metrics.library import definition
    >>> res = definition("res", round_id="2019-20")
    >>> found = figured(Count("res", "2017-18", "Rotherham", Decimal(297), Decimal(51186)), res)
    >>> [round(one, 1) for one in found[:3]]
    [580.2, 516.1, 650.1]
    """
    value = figure(count, definition)
    if value is None:
        return NOTHING
    bottom = _bottom(count, definition)
    limits = _limits(count, definition, bottom, level)
    if limits is None:
        return Figured(float(value), None, None, "")
    return Figured(float(value), *limits, METHODS[definition.interval])


def _bottom(count: Count, definition: Definition) -> Decimal | None:
    if definition.unit == "per_day":
        return Decimal(days_of(count.period))
    return count.denominator


def _limits(
    count: Count, definition: Definition, bottom: Decimal | None, level: float
) -> tuple[float, float] | None:
    if definition.interval not in METHODS or not bottom:
        return None
    if definition.interval == "wilson":
        if count.numerator > bottom:
            return None
        share = wilson(float(count.numerator), float(bottom), level)
        return share.lower * definition.per, share.upper * definition.per
    rate = poisson_rate(float(count.numerator), float(bottom), definition.per, level)
    return rate.lower, rate.upper
