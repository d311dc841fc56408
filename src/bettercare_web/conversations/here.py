"""Who is in a plan now, where, and what happened since somebody last looked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from bettercare_web.areas.models import Person
from bettercare_web.plans.models import Plan, Presence
from bettercare_web.plans.presence import note_presence

HERE = timedelta(minutes=3)  # pages without script say where somebody is only when they open


class Here(NamedTuple):
    """Somebody else in the plan, and where."""

    name: str
    place: str


def seen(plan: Plan, person: Person, place: str) -> None:
    """Note that somebody opened a page of a plan, by its name in words."""
    note_presence(plan, person, place[:100], None)


def here_now(plan: Plan, person: Person) -> list[Here]:
    """The others who are in a plan now, by name."""
    now = timezone.now()
    found = plan.presences.filter(seen__gt=now - HERE).exclude(person=person)
    held = list(found.exclude(place="").select_related("person").order_by("person__name"))
    numbers = dict(_numbers(plan)) if any(one.row for one in held) else {}
    return [Here(one.person.name, _place(one, numbers)) for one in held]


def _numbers(plan: Plan) -> Iterator[tuple[str, int]]:
    rows = plan.rows.filter(table="schemes").values_list("pk", flat=True)
    yield from ((str(pk), number) for number, pk in enumerate(rows, 1))


def _place(one: Presence, numbers: dict[str, int]) -> str:
    place = one.place[:1].upper() + one.place[1:]
    number = numbers.get(str(one.row or ""))
    return f"{place}, row {number}" if number else place


class Looked(NamedTuple):
    """Up to which event somebody has seen a plan, and when that was."""

    seq: int
    at: datetime | None


def looked(plan: Plan, person: Person) -> Looked:
    """When somebody last looked at a plan's home page."""
    held = plan.presences.filter(person=person).first()
    return Looked(held.looked_seq, held.looked) if held else Looked(0, None)


def note_looked(plan: Plan, person: Person, seq: int) -> None:
    """Note that somebody has seen all events of a plan up to one."""
    Presence.objects.update_or_create(
        plan=plan,
        person=person,
        defaults={"looked_seq": seq, "looked": timezone.now()},
        create_defaults={
            "looked_seq": seq,
            "looked": timezone.now(),
            "seen": timezone.now() - HERE,
        },
    )
