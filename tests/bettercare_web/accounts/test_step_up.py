"""What matters most asks for a factor used in the last five minutes."""

import time
from typing import Any

import pytest
from django.test import RequestFactory

from bettercare_web.accounts.step_up import note_shown, stepped_up


@pytest.fixture
def request_of(person):
    """A request of Leicester's lead, who showed a factor some seconds ago."""

    def made(seconds, method="password"):
        request: Any = RequestFactory().get("/")
        request.user = person("lead@leicester")
        request.session = {}
        note_shown(request.session, request.user, method, time.time() - seconds)
        return request

    return made


@pytest.mark.parametrize(
    ("seconds", "method", "demo", "enough"),
    [
        (0, "mfa", False, True),
        (298, "mfa", False, True),
        (300, "mfa", False, False),
        (0, "password", False, False),  # a password is no second factor
        (0, "password", True, True),  # but all that the demonstration has
        (300, "password", True, False),
        (0, "socialaccount", False, False),
        (-30, "mfa", False, False),  # not in the future
    ],
)
def test_when_a_factor_is_enough(request_of, settings, seconds, method, demo, enough):
    settings.DEMO = demo
    assert stepped_up(request_of(seconds, method)) is enough


def test_what_another_person_showed_in_this_session_does_not_count(request_of, person):
    request = request_of(0)
    request.user = person("viewer@leicester")
    assert not stepped_up(request)
