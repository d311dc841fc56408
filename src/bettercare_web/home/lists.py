"""The areas of somebody who has several, each with how its plan stands."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.home.dates import left_words
from bettercare_web.plans.deadlines import Deadlines
from bettercare_web.plans.findings_places import seen_rows
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
    known: dict[str, Deadlines] = {}
    return [_line(one, person, today, known) for one in areas]


def _line(area: Area, person: Person, today: date, known: dict[str, Deadlines]) -> Line:
    plans: list[Plan] = area.newest  # type: ignore[attr-defined]
    if not plans:
        return Line(area, "", "not-started", "No plan yet", "", "")
    plan = plans[0]
    if plan.sent:  # type: ignore[attr-defined]
        return Line(area, plan.round, "frozen", "Submitted", "", "")
    held = rights(person, Action.SEE_DRAFT, area, plan.round)
    if not held:
        return Line(area, plan.round, "not-started", "Not submitted", _left(plan, today, known), "")
    is_told = hasattr(plan, "standing") and seen_rows(held) is None  # errors are of every row
    errors = plan.standing.errors if is_told else None
    said = "" if errors is None else f"{errors} {'error' if errors == 1 else 'errors'}"
    state = "error" if errors else "in-progress"
    return Line(area, plan.round, state, "Draft", _left(plan, today, known), said)


def _left(plan: Plan, today: date, known: dict[str, Deadlines]) -> str:
    """How long there is left, with the deadlines of each round asked for once."""
    if plan.round not in known:
        known[plan.round] = Deadlines.of(plan.round)
    return left_words(known[plan.round].due(plan.area_id), today)
