"""What is done when somebody signs in or shows a factor."""

import time
from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
)
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from bettercare_web.accounts import sessions
from bettercare_web.accounts.step_up import FACTOR, note_shown
from bettercare_web.areas.models import Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record


@receiver(authentication_step_completed)
def factor_shown(
    request: HttpRequest, user: Person, method: str, reauthenticated: bool = False, **_: Any
) -> None:
    """Remember when; a session in which a factor was shown again gets a new key."""
    note_shown(request.session, user, method, time.time())
    if reauthenticated:
        request.session.cycle_key()


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    """Who has just set up a factor has shown it."""
    note_shown(request.session, user, FACTOR, time.time())
    _record(user, "factor-added", authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    """Write into the trail that a factor is gone."""
    _record(user, "factor-removed", authenticator.type)


@receiver(password_changed)
@receiver(password_reset)
def password_is_new(user: Person, **_: Any) -> None:
    """Write into the trail that a password was changed."""
    _record(user, "password-changed", "")


def _record(user: Person, action: str, kind: str) -> None:
    about = Thing("person", str(user.pk))
    changes = [Changed(field="factor", new=kind)] if kind else []
    by = Actor(person_id=str(user.pk))
    with transaction.atomic():
        record(stream=SYSTEM, by=by, action=action, about=about, changes=changes)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Begin a sign-in of this browser."""
    sessions.begin(request, user)
