"""How long sign-ins last, how many there may be at once, and how they end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from bettercare_web.accounts.letters import LETTERS
from bettercare_web.accounts.models import SignIn
from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import has_role
from bettercare_web.areas.roles import Role
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record
from bettercare_web.mail.actions import write_letter

KEY = "sign_in"  # where a session names its row
MOST = 5  # sign-ins of one person at once
SEEN_EVERY = timedelta(minutes=1)
IDLE = timedelta(minutes=60)
IDLE_SHORT = timedelta(minutes=30)
WHOLE = timedelta(hours=12)
WHOLE_ADMINISTRATOR = timedelta(hours=4)
SHORT = (Role.SECTION_151, Role.NHS_SIGNATORY, Role.CHAIR, Role.NATIONAL, Role.ADMINISTRATOR)
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
NAMES = {"Edg": "Edge", "OPR": "Opera"}


def idle_limit(person: Person) -> timedelta:
    """How long somebody may do nothing before they are signed out."""
    return IDLE_SHORT if has_role(person, *SHORT) else IDLE


def whole_limit(person: Person) -> timedelta:
    """How long somebody stays signed in at most, whatever they do."""
    return WHOLE_ADMINISTRATOR if has_role(person, Role.ADMINISTRATOR) else WHOLE


def begin(request: HttpRequest, person: Person) -> None:
    """Write down that somebody signed in with this browser; a sixth ends the oldest."""
    browser = browser_of(request.headers.get("User-Agent", ""))
    now = timezone.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        older = list(SignIn.objects.filter(person=person).order_by("-started")[MOST - 1 :])
        for one in older:
            one.delete()
        new = SignIn.objects.create(person=person, started=now, seen=now, browser=browser)
        if older:
            words = LETTERS["oldest-sign-in-ended"]
            write_letter(person.email, words.subject, words.text)
    request.session[KEY] = str(new.pk)


def living(session: SessionBase, person: Person, now: datetime) -> SignIn | None:
    """The sign-in that a session names, if it has not ended; one that is too old ends here."""
    pk = session.get(KEY)
    found = SignIn.objects.filter(pk=pk, person=person).first() if pk else None
    if found is None:
        return None
    if now - found.seen >= idle_limit(person) or now - found.started >= whole_limit(person):
        found.delete()
        return None
    return found


def note_seen(sign_in: SignIn, now: datetime) -> None:
    """Write when somebody was last seen, at most once a minute."""
    if now - sign_in.seen >= SEEN_EVERY:
        SignIn.objects.filter(pk=sign_in.pk).update(seen=now)


def time_left(sign_in: SignIn, person: Person, now: datetime) -> timedelta:
    """How long until somebody is signed out if they do nothing more after this moment."""
    return min(idle_limit(person), sign_in.started + whole_limit(person) - now)


def extend(sign_in_id: str) -> None:
    """Count this moment as one in which somebody did something."""
    SignIn.objects.filter(pk=sign_in_id).update(seen=timezone.now())


def forget(sign_in_id: str) -> None:
    """Take away the sign-in of somebody who signs out."""
    SignIn.objects.filter(pk=sign_in_id).delete()


def end(sign_in_id: UUID | str, person: Person, *, by: Actor) -> bool:
    """End one sign-in of a person; whether there was one."""
    with transaction.atomic():
        gone, _ = SignIn.objects.filter(pk=sign_in_id, person=person).delete()
        if gone:
            _record(person, str(sign_in_id), by)
    return bool(gone)


def end_others(person: Person, keep: str | None, *, by: Actor) -> int:
    """End every sign-in of a person but one; how many."""
    with transaction.atomic():
        ending = SignIn.objects.filter(person=person)
        gone, _ = (ending.exclude(pk=keep) if keep else ending).delete()
        if gone:
            _record(person, "others" if keep else "all", by)
    return gone


def browser_of(agent: str) -> str:
    """The family of a browser and its system, and nothing closer.

    >>> browser_of("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0")
    'Firefox on Windows'
    """
    family = next((one for one in BROWSERS if one in agent), "")
    systems = ("Windows", "Android", "iPhone", "iPad", "Macintosh", "Linux")
    system = next((one for one in systems if one in agent), "")
    named = NAMES.get(family, family) or "Another browser"
    return f"{named} on {system.replace('Macintosh', 'Mac')}" if system else named


def _record(person: Person, which: str, by: Actor) -> None:
    changes: list[Any] = [Changed(field="sign-in", old=which, new="ended")]
    about = Thing("person", str(person.pk))
    record(stream=SYSTEM, by=by, action="sign-in-ended", about=about, changes=changes)
