"""Periods as results write them: "2019-20", "2019-20 Q1" and "2019-04"."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bettercare.dates import FIRST_MONTH, year_meant

Kind = Literal["year", "quarter", "month"]
PER_YEAR: dict[Kind, int] = {"year": 1, "quarter": 4, "month": 12}
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\S+) Q([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """A period by the first and last of its months, counted from the year 0."""

    kind: Kind
    first_month: int
    last_month: int

    @property
    def number(self) -> int:
        """Which of its kind it is: those that follow each other differ by 1."""
        return self.first_month * PER_YEAR[self.kind] // 12

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        year, month = divmod(self.last_month, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])


def parsed(text: str, kind: Kind | None = None) -> Period | None:
    """The period that a text means; ``None`` where it means none, or none of the ``kind`` asked.

    Up to 2011-12 a text can be a month or a financial year: without a ``kind`` it is a year.

    >>> parsed("2019-20 Q4").last_day, parsed("2019-04").last_day, parsed("2019-20").last_day
    (datetime.date(2020, 3, 31), datetime.date(2019, 4, 30), datetime.date(2020, 3, 31))
    >>> parsed("2011-12").kind, parsed("2011-12", "month").kind, parsed("soon")
    ('year', 'month', None)
    """
    tried = {"year": _year, "quarter": _quarter, "month": _month}
    wanted = (kind,) if kind else tried
    found = (tried[one](text.strip()) for one in wanted)
    return next((one for one in found if one is not None), None)


def _year(text: str) -> Period | None:
    if year_meant(text) != text:
        return None
    first = int(text[:4]) * 12 + FIRST_MONTH - 1
    return Period("year", first, first + 11)


def _quarter(text: str) -> Period | None:
    found = _QUARTER.fullmatch(text)
    year = _year(found[1]) if found else None
    if found is None or year is None:
        return None
    first = year.first_month + 3 * (int(found[2]) - 1)
    return Period("quarter", first, first + 2)


def _month(text: str) -> Period | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    month = int(found[1]) * 12 + int(found[2]) - 1
    return Period("month", month, month)


def all_of_one_kind(texts: Sequence[str]) -> tuple[Period, ...] | None:
    """Every text as a period of one kind; ``None`` where they are not.

    >>> [one.kind for one in all_of_one_kind(["2011-11", "2011-12"])]
    ['month', 'month']
    """
    kinds: tuple[Kind, ...] = ("month", "quarter", "year")
    for kind in kinds:
        found = [parsed(text, kind) for text in texts]
        if found and all(found):
            return tuple(one for one in found if one is not None)
    return None
