"""Moving what is said of some financial years to others: names, texts, days."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bettercare.errors import UnknownRound

MOST_YEARS = 9
NEVER = r"(?!)"
_NAME = re.compile(r"20(\d\d)-(\d\d)")


def years_of(name: str) -> tuple[str, ...]:
    """The financial years that the name of a round stands for.

    Raises ``UnknownRound`` where it stands for none.

    >>> years_of("2026-27"), years_of("2026-28")
    (('2026-27',), ('2026-27', '2027-28'))
    """
    found = _NAME.fullmatch(name)
    first, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 < end - first <= MOST_YEARS:
        raise UnknownRound(
            f"'{name}' does not say for which year. Write a financial year, such as 2026-27, or "
            "the first and the last of several, such as 2026-28."
        )
    return tuple(f"20{year:02}-{year + 1:02}" for year in range(first, end))


def year_before(year: str) -> str:
    """The financial year before one.

    >>> year_before("2026-27")
    '2025-26'
    """
    start = int(year[:4])
    return f"{start - 1}-{start % 100:02}"


def first_day(year: str) -> date:
    """The first day of a financial year.

    >>> first_day("2026-27")
    datetime.date(2026, 4, 1)
    """
    return date(int(year[:4]), 4, 1)


def last_day(year: str) -> date:
    """The last day of a financial year.

    >>> last_day("2026-27")
    datetime.date(2027, 3, 31)
    """
    return date(int(year[:4]) + 1, 3, 31)


def days_in(year: str) -> int:
    """The days in a financial year.

    >>> days_in("2019-20"), days_in("2020-21")
    (366, 365)
    """
    return (last_day(year) - first_day(year)).days + 1


def moved_years(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Which year takes the place of which: each in its turn, and all of them together as a span.

    The year before the first is moved too; of more years than before, the last stands for the rest.

    >>> moved_years(["2019-20"], ["2026-27"])
    {'2018-19': '2025-26', '2019-20': '2026-27'}
    >>> moved_years(["2017-18", "2018-19"], ["2026-27"])["2017-19"]
    '2026-27'
    """
    found = {year_before(old[0]): year_before(new[0])}
    found |= {year: new[min(turn, len(new) - 1)] for turn, year in enumerate(old)}
    return found | {_span(old): _span(new)}


def _span(years: Sequence[str]) -> str:
    return f"{years[0][:4]}-{years[-1][-2:]}"


def redated(text: str, years: Mapping[str, str]) -> str:
    """A text with each year in another's place, in the way that it was written.

    >>> redated("Template 2025/26, after 2024-2025", {"2025-26": "2026-27", "2024-25": "2025-26"})
    'Template 2026/27, after 2025-2026'
    """
    ways = {
        _written(old, sign, century): _written(new, sign, century)
        for old, new in years.items()
        for sign in ("-", "/", "_", " to ")
        for century in ("20", "")
    }
    return re.sub("|".join(map(re.escape, ways)) or NEVER, lambda found: ways[found[0]], text)


def _written(year: str, sign: str, century: str) -> str:
    return f"{year[:4]}{sign}{century}{year[-2:]}"
