"""The months of a year, quarter or month, as numbers counted from the year 0."""

import re

from bettercare.dates import FIRST_MONTH, year_meant
from bettercare.errors import BadRequest

MONTHS = 12
OF_QUARTER = 3
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"([0-9]{4}-[0-9]{2})(?: Q([1-4]))?")


def months_in(period: str) -> tuple[int, ...]:
    """The months of "2019-20", "2019-20 Q1" or "2019-04"; raises ``BadRequest`` for no period.

    Up to 2011-12 a text can be a month or a financial year: it is a year.

    >>> [(n // 12, n % 12 + 1) for n in months_in("2017-18 Q4")]
    [(2018, 1), (2018, 2), (2018, 3)]
    >>> len(months_in("2017-18")), len(months_in("2017-04"))
    (12, 1)
    """
    found = _YEAR.fullmatch(period.strip())
    if found and year_meant(found[1]):
        start = int(period.strip()[:4]) * MONTHS + FIRST_MONTH - 1
        if found[2]:
            start += OF_QUARTER * (int(found[2]) - 1)
        return tuple(range(start, start + (OF_QUARTER if found[2] else MONTHS)))
    month = _MONTH.fullmatch(period.strip())
    if month is None:
        raise BadRequest(f"'{period}' is no period. Write 2019-20, 2019-20 Q1 or 2019-04.")
    return (int(month[1]) * MONTHS + int(month[2]) - 1,)
