"""When the plans of a round are due, and from when none is taken: for all areas, or for one.

The round says a day; the national team may move it, for all areas or for one of them. Nobody else
needs to know which: they ask for the ``Due`` of an area.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q

from bettercare.errors import BetterCareError
from bettercare.rounds import Round, load
from bettercare_web.areas.models import Area
from bettercare_web.plans.models import Deadline, Plan

ZONE = "Europe/London"
LAST = time(23, 59, 59)  # a day is over at its end


class Due(NamedTuple):
    """When a plan is due. ``moved``: not the day of the round; ``reason`` says why."""

    day: date
    moment: datetime
    moved: bool = False
    reason: str = ""


def in_utc(wall: datetime, zone: str = ZONE) -> datetime:
    """The moment of a time on the clocks of a zone.

    Of an hour that comes twice it is the second, and one that is left out counts from after the
    clocks were put forward: nobody is late by a change of the clocks.

    >>> in_utc(datetime(2019, 9, 27, 23, 59, 59)).isoformat()
    '2019-09-27T22:59:59+00:00'
    >>> in_utc(datetime(2019, 10, 27, 1, 30)).isoformat()
    '2019-10-27T01:30:00+00:00'
    >>> in_utc(datetime(2020, 3, 29, 1, 30)).isoformat()
    '2020-03-29T01:30:00+00:00'
    """
    times = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return max(one.astimezone(UTC) for one in times)


class Deadlines:
    """The deadlines of one round, read once for as many areas as a page shows."""

    def __init__(self, round_id: str, held: Iterable[Deadline]) -> None:
        self.rules = _rules(round_id)
        self.held: dict[tuple[str, object], Deadline] = {
            (one.kind, one.area_id): one for one in sorted(held, key=_when)
        }

    @classmethod
    def of(cls, round_id: str, area: Area | None = None) -> "Deadlines":
        """Those of a round, for all areas or, where one is given, as far as it is concerned."""
        found = Deadline.objects.filter(round=round_id).exclude(
            area__isnull=False, confirmed_at=None
        )
        if area is not None:
            found = found.filter(Q(area=None) | Q(area=area))
        return cls(round_id, found)

    def due(self, area_id: object = None) -> Due | None:
        """When the plan of an area is due; ``None`` where nobody has said a day."""
        moved = self._held(Deadline.Kind.SOFT, area_id)
        if moved is not None:
            return Due(datetime.fromisoformat(moved.wall).date(), moved.moment, True, moved.reason)
        event = self.rules.plans_due if self.rules else None
        if event is None:
            return None
        return Due(event.day, in_utc(datetime.combine(event.day, LAST)))

    def closes(self, area_id: object = None) -> datetime | None:
        """From when no plan of an area is taken; ``None`` where plans are taken however late."""
        hard = self._held(Deadline.Kind.HARD, area_id)
        return hard.moment if hard else None

    def _held(self, kind: str, area_id: object) -> Deadline | None:
        own = self.held.get((kind, area_id)) if area_id else None
        return own or self.held.get((kind, None))


def _when(one: Deadline) -> datetime:
    """From when a deadline counts."""
    return one.confirmed_at or one.set_at


def _rules(round_id: str) -> Round | None:
    try:
        return load(round_id)
    except BetterCareError:
        return None


def due(round_id: str, area: Area) -> Due | None:
    """When the plan of an area for a round is due; ``None`` where nobody has said a day."""
    return Deadlines.of(round_id, area).due(area.pk)


def due_of(plan: Plan) -> Due | None:
    """When a plan is due; asked once for each plan object."""
    known: tuple[Due | None] | None = getattr(plan, "_due", None)
    if known is None:
        known = (due(plan.round, plan.area),)
        plan._due = known  # type: ignore[attr-defined]
    return known[0]


def is_closed(plan: Plan, now: datetime) -> bool:
    """Whether a plan is no longer taken: the hard deadline of its area is past."""
    closes = Deadlines.of(plan.round, plan.area).closes(plan.area_id)
    return closes is not None and now > closes
