"""Figures as they were released: provisional or final, when, and how late."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bettercare.metrics.period_months import MONTHS, months_in
from bettercare.metrics.results import Status


@dataclass(frozen=True, slots=True)
class Release:
    """One figure of a period as published on a day; ``None`` where it was withheld."""

    period: str
    value: Decimal | None
    status: Status
    published: date

    @property
    def lag(self) -> int:
        """Days from the end of the period to its publication.

        Raises ``BadRequest`` for a period that is none.

        >>> Release("2019-20 Q1", Decimal(1428), "provisional", date(2019, 8, 8)).lag
        39
        """
        return (self.published - last_day(self.period)).days


def last_day(period: str) -> date:
    """The last day of "2019-20", "2019-20 Q1" or "2019-04"; ``BadRequest`` for no period.

    >>> last_day("2019-20 Q4"), last_day("2019-04")
    (datetime.date(2020, 3, 31), datetime.date(2019, 4, 30))
    """
    year, month = divmod(months_in(period)[-1], MONTHS)
    return date(year, month + 1, monthrange(year, month + 1)[1])


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of a period: first released figure, last one, and how far apart they are."""

    period: str
    first: Release
    last: Release

    @property
    def change(self) -> Decimal | None:
        """The last figure less the first; ``None`` where one was withheld."""
        if self.first.value is None or self.last.value is None:
            return None
        return self.last.value - self.first.value


def known_on(releases: Iterable[Release], day: date) -> dict[str, Release]:
    """What was known on a day: the newest release of each period, in order of the periods.

    Of two releases on one day a final one wins over a provisional one. A forecast that is scored
    later has to start from this, not from what came out since.

    >>> first = Release("2019-04", Decimal(500), "provisional", date(2019, 6, 13))
    >>> last = Release("2019-04", Decimal(512), "final", date(2019, 9, 12))
    >>> [known_on([last, first], day)["2019-04"].status for day in (date(2019, 7, 1), date.max)]
    ['provisional', 'final']
    """
    found: dict[str, Release] = {}
    for one in sorted(releases, key=_order):
        if one.published <= day:
            found[one.period] = one
    return dict(sorted(found.items(), key=lambda item: _end(item[1])))


def _order(release: Release) -> tuple[date, bool]:
    return release.published, release.status == "final"


def _end(release: Release) -> tuple[date, str]:
    return last_day(release.period), release.period


def revisions(releases: Iterable[Release]) -> tuple[Revision, ...]:
    """Each period that was released more than once, in order, with its first and last figure."""
    by_period: dict[str, list[Release]] = {}
    for one in sorted(releases, key=_order):
        by_period.setdefault(one.period, []).append(one)
    found = [
        Revision(period, every[0], every[-1]) for period, every in by_period.items() if every[1:]
    ]
    return tuple(sorted(found, key=lambda one: _end(one.last)))


def standing(release: Release) -> str:
    """What stands beside a figure: whether it may still change, and how late it came.

    >>> standing(Release("2019-04", Decimal(500), "provisional", date(2019, 6, 13)))
    'provisional, published 44 days after the period'
    """
    day = "day" if release.lag == 1 else "days"
    return f"{release.status}, published {release.lag} {day} after the period"
