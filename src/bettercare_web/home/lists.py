"""The areas of somebody who has several, each with how its plan stands."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bettercare.errors import BetterCareError
from bettercare.rounds import load
from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.home.dates import left_words
from bettercare_web.plans.models import Plan


class Line(NamedTuple):
    """One area: the round of its newest plan, how that stands, days left, errors."""

    area: Area
    round: str
    state: str
    words: str
    left: str
    errors: str


def lines_of(areas: Iterable[Area], person: Person, today: date) -> list[Line]:
    """A line for each area; of drafts that somebody may not see nothing is told."""
    return [_line(one, person, today) for one in areas]


def _line(area: Area, person: Person, today: date) -> Line:
    plans: list[Plan] = area.newest  # type: ignore[attr-defined]
    if not plans:
        return Line(area, "", "not-started", "No plan yet", "", "")
    plan = plans[0]
    if plan.sent:  # type: ignore[attr-defined]
        return Line(area, plan.round, "frozen", "Submitted", "", "")
    if not rights(person, Action.SEE_DRAFT, area, plan.round):
        return Line(area, plan.round, "not-started", "Not submitted", _left(plan, today), "")
    errors = plan.standing.errors if hasattr(plan, "standing") else None
    said = "" if errors is None else f"{errors} {'error' if errors == 1 else 'errors'}"
    state = "error" if errors else "in-progress"
    return Line(area, plan.round, state, "Draft", _left(plan, today), said)


def _left(plan: Plan, today: date) -> str:
    try:
        return left_words(load(plan.round), today)
    except BetterCareError:
        return ""
