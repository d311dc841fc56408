"""What is done when somebody signs in or shows a factor."""

import time
from typing import Any

from allauth.account.signals import authentication_step_completed
from django.dispatch import receiver
from django.http import HttpRequest

from bettercare_web.accounts.step_up import note_shown
from bettercare_web.areas.models import Person


@receiver(authentication_step_completed)
def factor_shown(
    request: HttpRequest, user: Person, method: str, reauthenticated: bool = False, **_: Any
) -> None:
    """Remember when; a session in which a factor was shown again gets a new key."""
    note_shown(request.session, user, method, time.time())
    if reauthenticated:
        request.session.cycle_key()
