"""Who is in a plan now, so that people see each other at work."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from bettercare_web.areas.models import Person
from bettercare_web.plans.models import Plan, Presence

HERE = timedelta(seconds=20)  # pages tell where somebody is every 5 seconds
OFTEN = timedelta(seconds=8)  # a place that stays the same is not written more often


class Other(NamedTuple):
    """Somebody else who is in the plan: the name, and the row in hand, if any."""

    name: str
    row: str


def note_presence(plan: Plan, person: Person, place: str, row: UUID | None) -> None:
    """Note where somebody is in a plan; this is no event, and nothing of it is kept for long."""
    now = timezone.now()
    held = Presence.objects.filter(plan=plan, person=person).first()
    if held is None:
        Presence.objects.get_or_create(
            plan=plan, person=person, defaults={"place": place, "row": row, "seen": now}
        )
    elif (held.place, held.row) != (place, row) or now - held.seen > OFTEN:
        held.place, held.row, held.seen = place, row, now
        held.save(update_fields=["place", "row", "seen"])


def others_in(plan: Plan, person: Person, place: str) -> list[Other]:
    """Who else is at a place of a plan now."""
    seen = plan.presences.filter(place=place, seen__gt=timezone.now() - HERE)
    found = seen.exclude(person=person).select_related("person").order_by("person__name")
    return [Other(one.person.name, str(one.row or "")) for one in found]
