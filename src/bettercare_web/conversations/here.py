"""Who is in a plan now, where, and what happened since somebody last looked."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError
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
    """Note that somebody opened a page of a plan, by its name in words.

    The page opens all the same where nothing can be written, as on a full disk.
    """
    with suppress(DatabaseError):
        note_presence(plan, person, place[:100], None)


class Looked(NamedTuple):
    """Up to which event somebody has seen a plan, and when that was."""

    seq: int
    at: datetime | None


class Around(NamedTuple):
    """The others who are in a plan now, by name; and when the person last looked at its home."""

    here: list[Here]
    looked: Looked


def around(plan: Plan, person: Person, numbers: Mapping[str, int]) -> Around:
    """Who else is in a plan, in one query; ``numbers`` are those of its rows by their ids."""
    held = list(plan.presences.select_related("person").order_by("person__name"))
    since = timezone.now() - HERE
    here = [
        Here(one.person.name, _place(one, numbers))
        for one in held
        if one.seen > since and one.place and one.person_id != person.pk
    ]
    mine = next((one for one in held if one.person_id == person.pk), None)
    return Around(here, Looked(mine.looked_seq, mine.looked) if mine else Looked(0, None))


def _place(one: Presence, numbers: Mapping[str, int]) -> str:
    place = one.place[:1].upper() + one.place[1:]
    number = numbers.get(str(one.row or ""))
    return f"{place}, row {number}" if number else place


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
