"""A clock that tests can set, and what the account tests share."""

import re
import time
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.utils import timezone

from bettercare_web.mail.models import Letter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  (made up)
PASSWORD = "a demonstration, not a secret"  # noqa: S105


class Clock:
    """The time as the service sees it; it stands still until it is moved."""

    def __init__(self):
        self.at = time.time()

    def moves(self, **parts):
        """Move on by so many seconds, minutes, hours or days."""
        self.at += timedelta(**parts).total_seconds()

    def time(self):
        return self.at

    def now(self):
        return datetime.fromtimestamp(self.at, tz=timezone.get_fixed_timezone(0))


@pytest.fixture
def clock(monkeypatch):
    """The clock, standing still."""
    made = Clock()
    monkeypatch.setattr(time, "time", made.time)
    monkeypatch.setattr(timezone, "now", made.now)
    return made


@pytest.fixture
def production(settings):
    """The profile in which a second factor is asked for."""
    settings.DEMO = False


@pytest.fixture
def with_app(person):
    """Give somebody an authenticator app; gives the code that it shows, so many steps from now."""

    def made(address):
        Authenticator.objects.create(
            user=person(address), type="totp", data={"secret": encrypt(SECRET)}
        )
        return lambda steps=0: format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))

    return made


@pytest.fixture
def letters(db):  # noqa: ARG001
    """The letters that wait, as (to, subject, text), oldest first."""
    return lambda: list(Letter.objects.values_list("to", "subject", "text"))


@pytest.fixture
def link_in():
    """The path of the first address in a text."""

    def found(text):
        return re.search(r"https?://[^/\s]+(/\S+)", text).group(1)

    return found


def sign_in(client, address="lead@leicester.example", password=PASSWORD, **more):
    """Send the form of the sign-in page."""
    return client.post("/account/login/", {"login": address, "password": password}, **more)
