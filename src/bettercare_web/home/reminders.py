"""Letters before a plan is due: to the leads and to those who have something of it; for the worker.

A letter says whose turn it is and until when, and nothing of what stands in the plan.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bettercare.working_days import working_days
from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action, Role
from bettercare_web.conversations.people import people_of
from bettercare_web.home.dates import left_words
from bettercare_web.mail.actions import write_letter
from bettercare_web.plans.deadlines import Deadlines, Due
from bettercare_web.plans.models import Plan, Reminder
from bettercare_web.versions.signatories import capacities
from bettercare_web.versions.standing import standing_of
from bettercare_web.words import day as in_words
from bettercare_web.words import moment as in_hours

BEFORE = (1, 2, 5, 10)  # working days
LATE = "late"
LONGEST_LATE = 10  # working days after which nobody is written to


def remind_of_deadlines() -> int:
    """Write to everybody a plan waits for, once for each distance. Gives how many letters.

    Where a distance was missed, as when a deadline is moved close, it is made up for.
    """
    now = timezone.now()
    drafts = Plan.objects.filter(kind=Plan.Kind.PLAN, state=Plan.State.DRAFT)
    known: dict[str, Deadlines] = {}
    count = 0
    for plan in drafts.select_related("area"):
        dates = known.setdefault(plan.round, Deadlines.of(plan.round))
        due = dates.due(plan.area_id)
        reached = distance(due, now) if due else ""
        if due and reached:
            count += _remind(plan, due, reached, timezone.localdate(now))
    return count


def distance(due: Due, now: datetime) -> str:
    """How near a deadline is, as the distance whose letter is due; blank while it is far off.

    >>> from datetime import UTC
    >>> due = Due(date(2019, 9, 27), datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC))
    >>> [distance(due, datetime(2019, 9, day, 9, tzinfo=UTC)) for day in (12, 13, 23, 26, 28)]
    ['', '10', '5', '1', 'late']
    """
    left = working_days(timezone.localdate(now), due.day)
    if now > due.moment:
        return LATE if left >= -LONGEST_LATE else ""
    return next((str(one) for one in BEFORE if left <= one), "")


def _remind(plan: Plan, due: Due, reached: str, today: date) -> int:
    known = Reminder.objects.filter(plan=plan, day=due.day, distance=reached)
    told = set(known.values_list("person_id", flat=True))
    people = people_of(plan.area, plan.round)
    if people and told >= {one.pk for one in people}:
        return 0
    waits = _waits(plan, people)
    return sum(
        _write(plan, person, due, reached, _text(plan, due, today, waits[person.pk]))
        for person in people
        if person.pk in waits and person.pk not in told
    )


def _waits(plan: Plan, people: list[Person]) -> Mapping[object, list[str]]:
    """What waits for each person of an area, as sentences; leads are there in any case."""
    missing = {one.code: one for one in standing_of(plan).missing}
    asked = plan.notes.filter(settled_at=None, answers_to=None, owner__isnull=False)
    owners = list(asked.values_list("owner_id", flat=True))
    found: dict[object, list[str]] = {}
    for person in people:
        signs = [one for one in capacities(person, plan) if one.role in missing]
        said = [f"Your signature as {missing[one.role].label} is missing." for one in signs]
        queries = owners.count(person.pk)
        if queries:
            noun = "1 question waits" if queries == 1 else f"{queries} questions wait"
            said.append(f"{noun} for your answer.")
        if said or _leads(person, plan):
            found[person.pk] = said
    return found


def _leads(person: Person, plan: Plan) -> bool:
    held = rights(person, Action.SUBMIT, plan.area, plan.round)
    return any(one.role is Role.LEAD for one in held)


def _text(plan: Plan, due: Due, today: date, waits: list[str]) -> str:
    return "\n\n".join(_lines(plan, due, today, waits)) + "\n"


def _lines(plan: Plan, due: Due, today: date, waits: list[str]) -> Iterator[str]:
    yield f"The plan of {plan.area.name} for {plan.round} is due {in_hours(due.moment)}."
    left = left_words(due, today)
    yield f"Today is {in_words(today, weekday=True)}. {left}." if left else ""
    yield from waits or ["It is not submitted yet."]
    yield "Sign in to see what is left."


def _write(plan: Plan, person: Person, due: Due, reached: str, text: str) -> int:
    with transaction.atomic():
        _, is_new = Reminder.objects.get_or_create(
            plan=plan, person=person, day=due.day, distance=reached
        )
        if is_new:
            subject = (
                "A Better Care plan is late" if reached == LATE else "A Better Care plan is due"
            )
            write_letter(person.email, subject, text)
    return int(is_new)
