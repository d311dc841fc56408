"""Financial years as people and codes write them."""

import re
from calendar import monthrange

_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?(?:[-/–]|to) ?(?:[0-9]{2})?([0-9]{2})")
_TWO_DIGITS = re.compile(r"([0-9]{2}) ?[-/–] ?([0-9]{2})")
_WORDS = re.compile(r"\b(?:plan|planned|actual|estimate|estimated|forecast|fy)\b", re.IGNORECASE)


def short_year(text: str) -> str:
    """A financial year as codes write it; any other text is only stripped.

    >>> short_year("2019/20"), short_year("2019-2020"), short_year(" 2019 to 2020 ")
    ('2019-20', '2019-20', '2019-20')
    >>> short_year("19/20"), short_year("2019/20 Plan")
    ('2019-20', '2019-20')
    >>> short_year("2022-23-discharge")
    '2022-23-discharge'
    """
    found = _YEAR.fullmatch(text.strip())
    if found:
        return f"{found[1]}-{found[2]}"
    return year_meant(text) or text.strip()


def year_meant(text: str) -> str | None:
    """The financial year that a text means, ``None`` where it means no one year.

    Two years that follow each other are one, with or without a century, whatever kind of figure
    is said to stand there.

    >>> year_meant("2019/20"), year_meant("19/20 Plan"), year_meant("2018-19 actual")
    ('2019-20', '2019-20', '2018-19')
    >>> year_meant("12/15"), year_meant("2019-21"), year_meant("next year")
    (None, None, None)
    """
    plain = " ".join(_WORDS.sub(" ", text).split())
    short = _TWO_DIGITS.fullmatch(plain)
    found = _YEAR.fullmatch(f"20{plain}" if short else plain)
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}-{found[2]}" if found and follows else None


_QUARTERS = {"Q1": (4, 5, 6), "Q2": (7, 8, 9), "Q3": (10, 11, 12), "Q4": (1, 2, 3)}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
FIRST_MONTH = 4  # a financial year starts on 1 April


def days_in(year: str, period: str = "") -> int | None:
    """The days of a financial year, or of a quarter or month of one; ``None`` for no such period.

    >>> days_in("2017-18", "Q1"), days_in("2019-20", "Q4"), days_in("2019-20"), days_in("x")
    (91, 91, 366, None)
    >>> days_in("2025-26", "February"), days_in("2025-26", "Q9")
    (28, None)
    """
    if year_meant(year) is None or not year[:4].isdigit():
        return None
    months = _QUARTERS.get(period.upper()) if period else tuple(range(1, 13))
    if period.title() in _MONTHS:
        months = (_MONTHS.index(period.title()) + 1,)
    first = int(year[:4])
    return (
        sum(monthrange(first + (month < FIRST_MONTH), month)[1] for month in months or ()) or None
    )


def year_before(year: str) -> str:
    """The financial year before one; any other text is given back.

    >>> year_before("2017-18"), year_before("2000-01"), year_before("soon")
    ('2016-17', '1999-00', 'soon')
    """
    if year_meant(year) is None:
        return year
    first = int(year[:4])
    return f"{first - 1}-{first % 100:02}"


def year_after(year: str) -> str:
    """The financial year after one; any other text is given back.

    >>> year_after("2017-18"), year_after("1998-99"), year_after("soon")
    ('2018-19', '1999-00', 'soon')
    """
    if year_meant(year) is None:
        return year
    first = int(year[:4]) + 1
    return f"{first}-{(first + 1) % 100:02}"
