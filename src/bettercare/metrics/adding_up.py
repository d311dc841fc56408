"""Counts add, rates never average: counts of periods and areas together, and figures of counts.

A rate of a year or of several areas is worked out of the numbers that were added, never of rates.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from bettercare.dates import days_in
from bettercare.errors import BadRequest
from bettercare.labels import listed
from bettercare.metrics.definition import Definition, PopulationRule
from bettercare.metrics.period_months import months_in
from bettercare.metrics.results import Count, Result

MONTHS = 12
JANUARY_TO_MARCH = 3
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December")  # fmt: skip


def add_up(
    counts: Sequence[Count | Result], definition: Definition, *, period: str = "", area: str = ""
) -> Count:
    """One count of several: over the periods that make up ``period``, over areas to ``area``.

    Numerators add up, and so do denominators that were counted. People of several areas add up;
    people of several periods are averaged by their months, for each lives there only so long.
    Raises ``BadRequest`` for rates, counts of another metric or group, counts given twice, periods
    that overlap or leave a part out, and what does not add up over time.

    >>> from bettercare.metrics.library import definition
    >>> quarters = [
    ...     Count("nea", f"2017-18 Q{n}", "Rotherham", Decimal(count))
    ...     for n, count in enumerate((7395, 7436, 7047, 7016), 1)
    ... ]
    >>> add_up(quarters, definition("nea", round_id="2017-19"), period="2017-18").numerator
    Decimal('28894')
    """
    if not counts or not (period or area):
        raise BadRequest("There is nothing to add up: give counts, and the period or area of all.")
    faults = list(dict.fromkeys(_faults(counts, definition, period, area)))
    if faults:
        raise BadRequest(" ".join(faults))
    first = counts[0]
    return Count(
        metric=first.metric,
        period=period or first.period,
        area=area or first.area,
        numerator=sum((_given(one.numerator) for one in counts), Decimal(0)),
        denominator=_denominator(counts, definition),
        breakdown=first.breakdown,
        group=first.group,
    )


def figure(count: Count, definition: Definition) -> Decimal | None:
    """The figure of a count, unrounded; ``None`` where a denominator is missing or 0.

    A percentage is of 100. A standardised rate is not worked out of one count, so it is ``None``.

    >>> from bettercare.metrics.library import definition
    >>> res = definition("res", round_id="2017-19")
    >>> round(figure(Count("res", "2017-18", "Rotherham", Decimal(297), Decimal(51186)), res), 1)
    Decimal('580.2')
    >>> daily = definition("dtoc", round_id="2019-20")
    >>> figure(Count("dtoc", "2017-18 Q1", "Rotherham", Decimal(2400)), daily)
    Decimal('26.37362637362637362637362637')
    """
    if definition.interval in ("dsr", "isr"):
        return None
    if definition.unit in ("count", "days", "local"):
        return count.numerator
    bottom = count.denominator
    if definition.unit == "per_day":
        bottom = Decimal(days_of(count.period))
    return count.numerator * definition.per / bottom if bottom else None


def population_year(rule: PopulationRule, period: str) -> int:
    """The calendar year whose estimate of people belongs to a period.

    A financial year takes that of the year in which it begins. Raises ``BadRequest`` for a text
    that is no period.

    >>> population_year("calendar_year_of_period", "2017-18 Q4")
    2018
    >>> population_year("calendar_year_of_start", "2017-18 Q4")
    2017
    >>> population_year("calendar_year_of_period", "2018-02")
    2018
    """
    months = months_in(period)
    number = months[0]
    if rule == "calendar_year_of_start":
        number -= JANUARY_TO_MARCH
    return number // MONTHS


def days_of(period: str) -> int:
    """The days of a year, quarter or month.

    >>> days_of("2019-20"), days_of("2019-20 Q4"), days_of("2020-02")
    (366, 91, 29)
    """
    months = months_in(period)
    return sum(_days_of_month(*divmod(number, MONTHS)) for number in months)


def _days_of_month(year: int, month: int) -> int:
    start = year if month >= JANUARY_TO_MARCH else year - 1
    return days_in(f"{start}-{(start + 1) % 100:02}", NAMES[month]) or 0


def people_a_day(rate: Decimal, people: Decimal, period: str, per: int = 100_000) -> Decimal:
    """People delayed on an average day, out of days of delay for ``per`` people in a period.

    >>> round(people_a_day(Decimal("1166.4755"), Decimal(205748), "2017-18 Q1"), 1)
    Decimal('26.4')
    """
    return rate * people / per / days_of(period)


def days_for_people(daily: Decimal, people: Decimal, period: str, per: int = 100_000) -> Decimal:
    """Days of delay for ``per`` people in a period, out of people delayed on an average day.

    Raises ``BadRequest`` where there are no people.

    >>> round(days_for_people(Decimal("15.52"), Decimal(205748), "2017-18 Q2"), 1)
    Decimal('694.0')
    """
    if people <= 0:
        raise BadRequest("A rate needs people: their number must be above 0.")
    return daily * days_of(period) * per / people


def _given(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else value


def _denominator(counts: Sequence[Count | Result], definition: Definition) -> Decimal | None:
    known = [one.denominator for one in counts]
    if all(one is None for one in known):
        return None
    if definition.population is None:
        return sum((_given(one) for one in known), Decimal(0))
    months = {one.period: len(months_in(one.period)) for one in counts}
    weighted = (_given(one.denominator) * months[one.period] for one in counts)
    return sum(weighted, Decimal(0)) / sum(months.values())


def _faults(
    counts: Sequence[Count | Result], definition: Definition, period: str, area: str
) -> list[str]:
    """Every reason why these cannot be added up, in words."""
    found = [_rate(one) for one in counts if one.numerator is None]
    others = sorted({one.metric for one in counts} - {definition.metric})
    found += [f"Counts of {listed(others)} are not of {definition.metric}."] if others else []
    if len({(one.breakdown, one.group) for one in counts}) > 1:
        found.append("Counts of different groups stand together: add up one group at a time.")
    given = [one.denominator is None for one in counts]
    if any(given) and not all(given):
        found.append("Some counts have a denominator and some have none.")
    pairs = [(one.period, one.area) for one in counts]
    if len(set(pairs)) < len(pairs):
        found.append("A count is given twice.")
    periods = list(dict.fromkeys(one.period for one in counts))
    areas = list(dict.fromkeys(one.area for one in counts))
    if set(product(periods, areas)) - set(pairs):
        found.append("An area lacks a period that another has.")
    if len(areas) > 1 and not area:
        found.append(f"Counts of {len(areas)} areas stand together: name the area of them all.")
    if period:
        found += _faults_of_time(periods, definition, period)
    elif len(periods) > 1:
        found.append(f"Counts of {len(periods)} periods stand together: name the period of all.")
    return found


def _rate(one: Count | Result) -> str:
    if isinstance(one, Result) and one.hidden:
        return "A count is withheld, so the sum cannot be known."
    return "A rate cannot be added up or averaged: give the counts that it was worked out of."


def _faults_of_time(periods: Sequence[str], definition: Definition, whole: str) -> list[str]:
    if definition.cohort and " " not in whole:
        wanted = f"{whole} {definition.cohort}"
        if list(periods) != [wanted]:
            return [f"The year's figure is that of {wanted}: give that quarter alone."]
        return []
    if not definition.adds_over_time and len(periods) > 1:
        return [f"{definition.metric} is of one moment, so it does not add up over time."]
    wanted_months = set(months_in(whole))
    months = [month for one in periods for month in months_in(one)]
    found = []
    if len(set(months)) < len(months):
        found.append("Periods overlap: give quarters or months, not both.")
    if set(months) - wanted_months:
        found.append(f"A period lies outside {whole}.")
    if wanted_months - set(months):
        found.append(f"{len(wanted_months - set(months))} months of {whole} are missing.")
    return found
