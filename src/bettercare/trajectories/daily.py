"""Delays planned as one daily figure, and the days and rates of quarters that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from bettercare.dates import days_in

Rounding = Literal["half_up", "up"]
PER = 100_000
MOST_PLACES = 6
_MODES = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One period of a plan: the daily figure, its days exact and as planned, and their rate.

    ``rate`` is of the days as planned per 100,000 people, which is what the template works out;
    ``None`` where the people are not known.
    """

    period: str
    daily: Decimal
    days_in_period: int
    days: Decimal
    planned_days: Decimal
    people: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class DailyFigure:
    """The one daily figure behind several periods, the range it lies in, and how days were rounded.

    Every figure from ``lowest`` to ``highest`` gives the same whole days; ``value`` is the one with
    the fewest decimals.
    """

    value: Decimal
    lowest: Fraction
    highest: Fraction
    rounding: Rounding


def period_days(period: str) -> int:
    """The days of a financial year, or of a quarter or month of one: "2019-20", "2019-20 Q4".

    Raises ``ValueError`` for anything else.

    >>> period_days("2019-20"), period_days("2017-18 Q1"), period_days("2019-20 February")
    (366, 91, 29)
    """
    days = days_in(*period.split(maxsplit=1)) if period.strip() else None
    if days is None:
        raise ValueError(f"{period!r} is no period: write 2019-20, 2019-20 Q1 or 2019-20 April")
    return days


def days_from_daily(daily: Decimal, period: str) -> Decimal:
    """The delayed days of a period, unrounded, from the people delayed on an average day.

    >>> days_from_daily(Decimal("21.4"), "2019-20")
    Decimal('7832.4')
    """
    return daily * period_days(period)


def daily_from_days(days: Decimal, period: str) -> Decimal:
    """People delayed on an average day, unrounded, from the delayed days of a period.

    >>> round(daily_from_days(Decimal(2400), "2017-18 Q1"), 1)
    Decimal('26.4')
    """
    return days / period_days(period)


def plan_lines(
    daily: Decimal,
    periods: Sequence[str],
    people: Mapping[str, Decimal] | Decimal | None = None,
    rounding: Rounding = "half_up",
) -> tuple[PlanLine, ...]:
    """One daily figure as the days and rates of each period.

    ``people`` is the population, one or by period; which year's belongs to a quarter is for the
    metric to say. ``rounding`` "up" counts a part of a day as a day. Raises ``ValueError`` for a
    period that is none, for a daily figure below 0 and for no people.

    >>> [str(line.planned_days) for line in plan_lines(
    ...     Decimal("15.52"), ["2017-18 Q2", "2017-18 Q4", "2018-19 Q1"], rounding="up")]
    ['1428', '1397', '1413']
    """
    if daily < 0:
        raise ValueError("a daily figure is 0 or more")
    return tuple(_line(daily, period, _people(people, period), rounding) for period in periods)


def _people(people: Mapping[str, Decimal] | Decimal | None, period: str) -> Decimal | None:
    found = people.get(period) if isinstance(people, Mapping) else people
    if found is not None and found <= 0:
        raise ValueError(f"the people of {period} must be more than 0")
    return found


def _line(daily: Decimal, period: str, people: Decimal | None, rounding: Rounding) -> PlanLine:
    days = days_from_daily(daily, period)
    planned = days.quantize(Decimal(1), _MODES[rounding])
    rate = None if people is None else planned * PER / people
    return PlanLine(period, daily, period_days(period), days, planned, people, rate)


def one_daily_figure(days: Mapping[str, int]) -> DailyFigure | None:
    """The one daily figure behind the whole days of several periods; ``None`` where there is none.

    Days may have been rounded half up or to whole days begun; the way that explains them by the
    shorter figure is taken, half up where both do alike. Raises ``ValueError`` without any days and
    for a period that is none.

    >>> found = one_daily_figure({"2017-18 Q2": 1428, "2017-18 Q4": 1397, "2018-19 Q1": 1413})
    >>> str(found.value), found.rounding
    ('15.52', 'up')
    >>> one_daily_figure({"2017-18 Q1": 2400, "2017-18 Q2": 1428}) is None
    True
    """
    if not days:
        raise ValueError("a daily figure is told from the days of one period or more")
    half_up, up = _from_half_up(days), _from_up(days)
    found = [one for one in (half_up, up) if one is not None]
    return min(found, key=lambda one: _places(one.value), default=None)


def _from_half_up(days: Mapping[str, int]) -> DailyFigure | None:
    """Figures whose days lie from half a day below to just under half a day above."""
    half = Fraction(1, 2)
    low = max(Fraction(n - half) / period_days(period) for period, n in days.items())
    high = min(Fraction(n + half) / period_days(period) for period, n in days.items())
    value = _shortest(low, high, without="high")
    return None if value is None else DailyFigure(value, low, high, "half_up")


def _from_up(days: Mapping[str, int]) -> DailyFigure | None:
    """Figures whose days lie from just over one day below."""
    low = max(Fraction(n - 1, period_days(period)) for period, n in days.items())
    high = min(Fraction(n, period_days(period)) for period, n in days.items())
    value = _shortest(low, high, without="low")
    return None if value is None else DailyFigure(value, low, high, "up")


def _shortest(low: Fraction, high: Fraction, *, without: Literal["low", "high"]) -> Decimal | None:
    """The number with the fewest decimals between two, nearest to their middle."""
    for places in range(MOST_PLACES + 1):
        scale = 10**places
        first, last = -(-low * scale // 1), high * scale // 1
        if without == "low" and first == low * scale:
            first += 1
        if without == "high" and last == high * scale:
            last -= 1
        if first <= last:
            near = round((low + high) / 2 * scale)
            return Decimal(int(min(max(near, first), last))).scaleb(-places)
    return None


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
