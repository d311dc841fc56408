"""The end of accounts, and what is done when a second factor is lost."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from bettercare_web.accounts.models import (
    AccessToken,
    CalendarAddress,
    RecoveryCode,
    SignIn,
)
from bettercare_web.areas.models import FactorReset, Grant, Person
from bettercare_web.areas.permissions import has_role
from bettercare_web.areas.roles import Role
from bettercare_web.audit.actors import SYSTEM as THE_SYSTEM
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record
from bettercare_web.mail.actions import write_letter
from bettercare_web.people.giving import end_grant
from bettercare_web.people.rules import administrator, is_only_administrator
from bettercare_web.plans.edits import Stopped

NOT_SEEN = timedelta(days=90)
WAIT = timedelta(hours=24)
WAITING = (
    Role.SECTION_151,
    Role.NHS_SIGNATORY,
    Role.CHAIR,
    Role.NATIONAL,
    Role.ADMINISTRATOR,
)


def left_organisation(person: Person, *, by: Actor) -> None:
    """Close the account of somebody who left: roles, sign-ins and tokens end together."""
    administrator(by)
    if str(person.pk) == by.person_id:
        raise Stopped("Another administrator must close your account.")
    if is_only_administrator(person):
        raise Stopped("The only administrator cannot be closed. Give the role first.")
    with transaction.atomic():
        for grant in Grant.objects.live().filter(person=person):
            end_grant(grant, by=by, reason="Left the organisation")
        _close(person, by, "account-closed")


def suspend_unused() -> int:
    """Close accounts in which nobody signed in for 90 days; for the worker. How many.

    Roles stay as they are until they end, so that reopening is one step.
    """
    seen = Coalesce(F("last_login"), F("joined"))
    unused = Person.objects.filter(is_active=True).annotate(touched=seen)
    stale = unused.filter(touched__lt=timezone.now() - NOT_SEEN)
    closed = 0
    for person in stale:
        if not is_only_administrator(person):
            with transaction.atomic():
                _close(person, THE_SYSTEM, "account-suspended")
            closed += 1
    return closed


def reopen(person: Person, *, by: Actor) -> None:
    """Open a closed account again, with whatever roles it still holds."""
    administrator(by)
    with transaction.atomic():
        person.is_active, person.joined = True, timezone.now()
        person.last_login = None
        person.save(update_fields=["is_active", "joined", "last_login"])
        _record(person, by, "account-reopened")


def _close(person: Person, by: Actor, action: str) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])
    SignIn.objects.filter(person=person).delete()
    now = timezone.now()
    AccessToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    CalendarAddress.objects.filter(person=person).delete()
    _record(person, by, action)


def ask_for_reset(person: Person, reason: str, *, by: Actor) -> FactorReset:
    """Vouch for somebody who lost their second factor, so that they set up a new one.

    Who signs or administers waits a day, and everybody is told at once: whoever did not ask can
    stop it.
    """
    asked_by = administrator(by)
    if asked_by.pk == person.pk:
        raise Stopped("Another administrator must vouch for you.")
    if len(reason.strip()) < 10:  # noqa: PLR2004
        raise Stopped("Say in at least 10 characters how you know that it is them.")
    wait = WAIT if has_role(person, *WAITING) else timedelta(0)
    with transaction.atomic():
        asked = FactorReset.objects.create(
            person=person,
            asked_by=asked_by,
            reason=reason.strip()[:500],
            due=timezone.now() + wait,
        )
        when = "in 24 hours" if wait else "now"
        write_letter(
            person.email,
            "Your second factor is being reset",
            f"An administrator vouches that you lost your second factor. It is taken away {when}, "
            "and you set up a new one when you next sign in. If you did not ask for this, tell the "
            "Better Care Fund lead of your area at once.",
        )
        _record(person, by, "factor-reset-asked-for", reason)
    carry_out_resets()
    return asked


def stop_reset(asked: FactorReset, *, by: Actor) -> None:
    """Stop a reset that has not been carried out."""
    administrator(by)
    with transaction.atomic():
        waiting = FactorReset.objects.filter(pk=asked.pk, done_at=None, stopped_at=None)
        if not waiting.update(stopped_at=timezone.now()):
            raise Stopped("This reset was carried out or stopped already.")
        _record(asked.person, by, "factor-reset-stopped")


def carry_out_resets() -> int:
    """Take away the factors whose wait is over; for the worker. How many."""
    due = Q(done_at=None, stopped_at=None, due__lte=timezone.now())
    count = 0
    for asked in FactorReset.objects.filter(due).select_related("person"):
        with transaction.atomic():
            Authenticator.objects.filter(user=asked.person).delete()
            RecoveryCode.objects.filter(person=asked.person).delete()
            SignIn.objects.filter(person=asked.person).delete()
            asked.done_at = timezone.now()
            asked.save(update_fields=["done_at"])
            _record(asked.person, THE_SYSTEM, "factors-reset")
        count += 1
    return count


def _record(person: Person, by: Actor, action: str, reason: str = "") -> None:
    changes = [Changed(field="open", new=str(person.is_active).lower())]
    about = Thing("person", str(person.pk))
    record(stream=SYSTEM, by=by, action=action, about=about, changes=changes, reason=reason)
