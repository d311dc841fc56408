"""Removing what is about people once its time is over, each with what tells of it in the trail.

No plan, version, signature or receipt is touched: what people signed stays as they signed it. An
account is not deleted, as signatures and events name its id, but loses all that says who it was.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Case, DateTimeField, F, Max, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from bettercare_web.accounts.models import (
    AccessToken,
    CalendarAddress,
    Identity,
    RecoveryCode,
    SignIn,
)
from bettercare_web.areas.models import Invitation, Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event
from bettercare_web.audit.record import SYSTEM, Thing, record
from bettercare_web.audit.redaction import NothingToRedact, redact
from bettercare_web.mail.models import Letter
from bettercare_web.plans.models import Note
from bettercare_web.running.kept import KEPT, period

JOB = Actor(kind="job", channel="job")
WHY = "Its time was over"
NOBODY = "removed.invalid"  # a domain that no letter ever reaches
log = logging.getLogger("bettercare.retention")


class Removal(NamedTuple):
    """What is past at a moment, and how one of it is removed inside a transaction."""

    past: Callable[[datetime], "QuerySet[Any]"]
    remove: Callable[[Any], object]


def remove_past(*, dry_run: bool = False) -> dict[str, int]:
    """Remove all whose time is over; gives how many of each kind. A dry run only counts them.

    Each goes in a transaction of its own with its events, so that what was cut off goes on at the
    next run, and nothing is removed twice.
    """
    counts = {}
    for one in KEPT:
        lasts = period(settings.KEPT[one.name])
        removal = REMOVALS[one.name]
        past = removal.past(timezone.now() - lasts) if lasts else None
        counts[one.name] = 0 if past is None else _carry_out(past, removal, dry_run=dry_run)
    if not dry_run:
        _tell(counts)
    return counts


def _carry_out(past: "QuerySet[Any]", removal: Removal, *, dry_run: bool) -> int:
    if dry_run:
        return past.count()
    found = list(past)
    for one in found:
        with transaction.atomic():
            removal.remove(one)
    return len(found)


def _tell(counts: Mapping[str, int]) -> None:
    """Say in the trail and the log how many went; where nothing did, in the log alone."""
    log.info("what was past is removed", extra={"facts": dict(counts)})
    if not any(counts.values()):
        return
    text = ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
    with transaction.atomic():
        about = Thing("retention", timezone.now().strftime("%Y-%m-%d"))
        record(stream=SYSTEM, by=JOB, action="past-removed", about=about, reason=text)


def _accounts(before: datetime) -> "QuerySet[Person]":
    """Closed accounts whose last role ended before, and in which nobody signed in since."""
    ended = Case(
        When(grants__revoked_at__lt=F("grants__ends"), then=F("grants__revoked_at")),
        default=F("grants__ends"),
        output_field=DateTimeField(),
    )
    seen = Coalesce(F("last_login"), F("joined"))
    closed = Person.objects.filter(is_active=False).exclude(email__endswith=f"@{NOBODY}")
    known = closed.annotate(last_role=Max(ended), touched=seen)
    return known.filter(Q(last_role=None) | Q(last_role__lt=before), touched__lt=before)


def _forget(person: Person) -> None:
    for held in (SignIn, AccessToken, RecoveryCode, Identity, CalendarAddress):
        held._default_manager.filter(person=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.name, person.email, person.body = "", f"{person.pk}@{NOBODY}", None
    person.set_unusable_password()
    person.save(update_fields=["name", "email", "body", "password"])
    about = Thing("person", str(person.pk))
    record(stream=SYSTEM, by=JOB, action="account-anonymised", about=about, reason=WHY)


def _notes(before: datetime) -> "QuerySet[Note]":
    """First notes of plans that nobody edited since, to which nobody answered since."""
    old = Note.objects.filter(answers_to=None, at__lt=before, plan__edited__lt=before)
    return old.exclude(answers__at__gte=before).select_related("plan__area")


def _drop_note(note: Note) -> None:
    ids = [str(note.pk), *(str(one) for one in note.answers.values_list("pk", flat=True))]
    _redact("note", ids)
    area = note.plan.area.code
    note.delete()
    about = Thing("note", ids[0])
    record(stream=area, by=JOB, action="note-removed", about=about, area=area, reason=WHY)


def _invitations(before: datetime) -> "QuerySet[Invitation]":
    over = Coalesce(F("accepted_at"), F("withdrawn_at"), F("ends"))
    return Invitation.objects.annotate(over=over).filter(over__lt=before)


def _drop_invitation(invitation: Invitation) -> None:
    _redact("invitation", [str(invitation.pk)])
    invitation.delete()


def _redact(kind: str, ids: list[str]) -> None:
    """Take the private words of the events about some things out of the trail."""
    for event in Event.objects.filter(object_type=kind, object_id__in=ids):
        try:
            redact(event, by=JOB, reason=WHY)
        except NothingToRedact:
            continue  # it held none, or they were taken out before


def _tokens(before: datetime) -> "QuerySet[AccessToken]":
    return AccessToken.objects.filter(Q(ends__lt=before) | Q(revoked_at__lt=before))


REMOVALS: dict[str, Removal] = {
    "accounts": Removal(_accounts, _forget),
    "notes": Removal(_notes, _drop_note),
    "invitations": Removal(_invitations, _drop_invitation),
    "letters": Removal(lambda before: Letter.objects.filter(sent__lt=before), Letter.delete),
    "sign-ins": Removal(lambda before: SignIn.objects.filter(started__lt=before), SignIn.delete),
    "tokens": Removal(_tokens, AccessToken.delete),
}
