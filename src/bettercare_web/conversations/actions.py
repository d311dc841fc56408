"""Adding notes, answering, giving a query to somebody, settling it; each with its event.

What is written is about people and free, so the trail knows it by its seal alone. Letters tell
whose turn it is and where, and hold nothing of the plan.
"""

from datetime import date, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone

from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import Right, rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.conversations.people import named_in, people_of
from bettercare_web.mail.actions import write_letter
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Note, Plan

LONGEST = 4_000  # letters of a note
AGAIN = timedelta(minutes=10)  # after which somebody may be reminded again


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a note is about: a section by its table, a row, a field; all blank for the plan."""

    table: str = ""
    row: str = ""
    field: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to answer a query, and until when."""

    owner: Person | None = None
    due: date | None = None


NOBODY = Asked()


def add_note(
    plan: Plan, text: str, about: About, asked: Asked = NOBODY, *, by: Actor, link: str = ""
) -> Note:
    """Write a note, or a query where somebody is asked; who is named by @ gets a letter.

    ``link`` is the address that letters give. Raises ``Refused`` where the person may not write
    here, or asks somebody who is not of the area, and ``Stopped`` for a text that is empty or too
    long.
    """
    right = _right(by, plan, about.row)
    text = _checked(text)
    people = people_of(plan.area, plan.round)
    if asked.owner is not None and asked.owner not in people:
        raise Refused
    if about.row and not plan.rows.filter(pk=about.row).exists():
        raise Refused
    with transaction.atomic():
        note = Note.objects.create(
            plan=plan,
            table=about.table,
            row=about.row or None,
            field=about.field,
            text=text,
            by_id=by.person_id,
            owner=asked.owner,
            due=asked.due,
        )
        _write_letters(note, named_in(text, people), link)
        changes = [
            Changed(field="note.text", new=text, private=True),
            *_given(None, asked.owner, None, asked.due),
        ]
        _tell(note, "note-added", by.under(right.role.value, right.grant_id), changes)
    return note


def answer(note: Note, text: str, *, by: Actor, link: str = "") -> Note:
    """Answer a note; its writer and owner get a letter, and who is named by @.

    Raises as ``add_note`` does.
    """
    first = note.answers_to or note
    plan = first.plan
    right = _right(by, plan, str(first.row or ""))
    text = _checked(text)
    with transaction.atomic():
        made = Note.objects.create(
            plan=plan,
            answers_to=first,
            table=first.table,
            row=first.row,
            field=first.field,
            text=text,
            by_id=by.person_id,
        )
        named = named_in(text, people_of(plan.area, plan.round))
        _write_letters(made, [first.by, *filter(None, [first.owner]), *named], link)
        changes = [Changed(field="note.text", new=text, private=True)]
        _tell(made, "note-answered", by.under(right.role.value, right.grant_id), changes)
    return made


def give(note: Note, asked: Asked, *, by: Actor, link: str = "") -> Note:
    """Say who is to answer a note, and until when; they get a letter.

    Raises ``Refused`` where the person may not, or asks somebody who is not of the area, and
    ``Stopped`` when it is settled.
    """
    right = _right(by, note.plan, str(note.row or ""))
    if asked.owner is not None and asked.owner not in people_of(note.plan.area, note.plan.round):
        raise Refused
    with transaction.atomic():
        locked = _open(note)
        changes = _given(locked.owner, asked.owner, locked.due, asked.due)
        is_new = asked.owner is not None and asked.owner != locked.owner
        locked.owner, locked.due = asked.owner, asked.due
        locked.save(update_fields=["owner", "due"])
        if is_new:
            _write_letters(locked, [], link)
        _tell(locked, "query-given", by.under(right.role.value, right.grant_id), changes)
    return locked


def settle(note: Note, *, by: Actor) -> Note:
    """Say that a note or query is settled. Raises ``Stopped`` when it is."""
    right = _right(by, note.plan, str(note.row or ""))
    with transaction.atomic():
        locked = _open(note)
        locked.settled_at = timezone.now()
        locked.settled_by_id = by.person_id
        locked.save(update_fields=["settled_at", "settled_by"])
        _tell(locked, "query-settled", by.under(right.role.value, right.grant_id), [])
    return locked


def remind(plan: Plan, person: Person, what: str, *, by: Actor, link: str = "") -> None:
    """Write to somebody of the area that a plan waits for them; ``what`` is our own words.

    Raises ``Refused`` where the one who reminds may not write here, and ``Stopped`` where somebody
    of the area reminded them in the last ten minutes.
    """
    right = _right(by, plan, "")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if _was_reminded(plan, person):
            raise Stopped("They were reminded less than ten minutes ago.")
        write_letter(
            person.email,
            "A Better Care plan waits for you",
            f"{_name(by)} reminds you: {what}\n\n{link}".strip(),
        )
        record(
            stream=plan.area.code,
            by=by.under(right.role.value, right.grant_id),
            action="reminded",
            about=Thing("person", str(person.pk)),
            area=plan.area.code,
            reason=what,
        )


def _was_reminded(plan: Plan, person: Person) -> bool:
    lately = Event.objects.filter(stream=plan.area.code, at__gt=timezone.now() - AGAIN)
    return lately.filter(action="reminded", object_type="person", object_id=str(person.pk)).exists()


def _right(by: Actor, plan: Plan, row: str) -> Right:
    person = Person.objects.filter(pk=by.person_id, is_active=True).first()
    held = rights(person, Action.COMMENT, plan.area, plan.round) if person else []
    for right in held:
        if right.rows.every or row in right.rows.ids:
            return right
    raise Refused


def _checked(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise Stopped("Write something first.")
    if len(clean) > LONGEST:
        raise Stopped(
            f"Shorten this: a note holds {LONGEST:,} letters, and this has {len(clean):,}."
        )
    return clean


def _open(note: Note) -> Note:
    locked = Note.objects.select_for_update().select_related("plan__area").get(pk=note.pk)
    if locked.settled_at is not None:
        raise Stopped("This is settled already.")
    return locked


def _given(
    before: Person | None, after: Person | None, was_due: date | None, due: date | None
) -> list[Changed]:
    changes = []
    if before != after:
        old, new = (str(one.pk) if one else None for one in (before, after))
        changes.append(Changed(field="note.owner", old=old, new=new))
    if was_due != due:
        old, new = (one.isoformat() if one else None for one in (was_due, due))
        changes.append(Changed(field="note.due", old=old, new=new))
    return changes


def _tell(note: Note, action: str, by: Actor, changes: list[Changed]) -> None:
    record(
        stream=note.plan.area.code,
        by=by,
        action=action,
        about=Thing("note", str(note.pk)),
        area=note.plan.area.code,
        changes=changes,
    )


def _write_letters(note: Note, people: list[Person], link: str) -> None:
    """Write to those whose turn it is, but never to the one who wrote."""
    asked = [note.owner] if note.owner and note.answers_to_id is None else []
    told = {
        one.pk: one for one in (*asked, *people) if one.is_active and str(one.pk) != str(note.by_id)
    }
    for one in told.values():
        is_asked = one in asked
        subject = "You are asked about a Better Care plan" if is_asked else NAMED
        until = f" Answer it by {note.due:%-d %B %Y}." if is_asked and note.due else ""
        write_letter(one.email, subject, f"{subject}.{until}\n\n{link}".strip())


NAMED = "You are named in a note about a Better Care plan"


def _name(by: Actor) -> str:
    person = Person.objects.filter(pk=by.person_id).first()
    return str(person) if person else "Somebody"
