"""Working days in England: Monday to Friday, without bank holidays."""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5

# Days that were moved or given once, by year (GOV.UK, "UK bank holidays"): instead of, and besides.
MOVED = {
    date(2012, 5, 28): date(2012, 6, 4),  # the Diamond Jubilee
    date(2020, 5, 4): date(2020, 5, 8),  # the 75th anniversary of VE Day
    date(2022, 5, 30): date(2022, 6, 2),  # the Platinum Jubilee
}
BESIDES = (
    date(2011, 4, 29),  # a royal wedding
    date(2012, 6, 5),  # the Diamond Jubilee
    date(2022, 6, 3),  # the Platinum Jubilee
    date(2022, 9, 19),  # the funeral of Queen Elizabeth II
    date(2023, 5, 8),  # the coronation of King Charles III
)


def working_days(after: date, until: date) -> int:
    """How many working days there are after a day, up to and with another; below 0 when it is past.

    >>> working_days(date(2019, 9, 24), date(2019, 9, 27))
    3
    >>> working_days(date(2019, 12, 24), date(2020, 1, 2))
    4
    >>> working_days(date(2019, 9, 30), date(2019, 9, 27))
    -1
    """
    if until < after:
        return -working_days(until, after)
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(1 for day in days if is_working_day(day))


def is_working_day(day: date) -> bool:
    """Whether people in England work on a day.

    >>> is_working_day(date(2023, 5, 8)), is_working_day(date(2023, 5, 9))
    (False, True)
    """
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year.

    >>> sorted(day.isoformat() for day in bank_holidays(2021))[-3:]
    ['2021-08-30', '2021-12-27', '2021-12-28']
    """
    easter = _easter(year)
    days = {
        _next_free(date(year, 1, 1), set()),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    christmas = _next_free(date(year, 12, 25), {date(year, 12, 26)})
    days |= {christmas, _next_free(date(year, 12, 26), {christmas})}
    extra = {day for day in BESIDES if day.year == year}
    return frozenset({MOVED.get(day, day) for day in days} | extra)


def _monday_from(day: date) -> date:
    """The first Monday from a day on."""
    return day + timedelta(days=-day.weekday() % 7)


def _next_free(day: date, taken: set[date]) -> date:
    """A holiday that falls on a weekend is kept on the next working day that is none already."""
    if day.weekday() < SATURDAY and day not in taken:
        return day
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY or following in taken:
        following += timedelta(days=1)
    return following


def _easter(year: int) -> date:
    """Easter Sunday, by the method of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leap = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - skipped - correction + 15) % 30
    quarter, left = divmod(rest, 4)
    week = (32 + 2 * leap + 2 * quarter - moon - left) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
