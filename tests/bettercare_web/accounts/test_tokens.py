"""Tokens: what they open, for how long, and that their secret is nowhere kept."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.urls import reverse
from django.utils import timezone

from bettercare_web.accounts.models import AccessToken
from bettercare_web.accounts.tokens import (
    Scope,
    TokenRefused,
    make_token,
    person_of,
    revoke_token,
)
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event

READ = frozenset({Scope.PLAN_READ})


@pytest.fixture
def token(person, actor):
    """The readable copy of a token of Leicester's lead."""
    return make_token(person("lead@leicester"), "Ledger", READ, by=actor("lead@leicester"))


def test_a_token_speaks_for_its_person_within_its_scopes(token, person):
    assert re.fullmatch(r"bct_[0-9a-f]{8}_[\w-]{43}", token)
    assert person_of(f"Bearer {token}") == (person("lead@leicester"), READ)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer ", "Basic {}", "{}", "Bearer {} ", "bearer {}", "Bearer {}x", "Bearer bct__"],
)
def test_other_headers_speak_for_nobody(token, header):
    assert person_of(header.format(token)) is None


def test_a_wrong_secret_speaks_for_nobody(token):
    assert person_of(f"Bearer {token[:-1]}{'a' if token[-1] != 'a' else 'b'}") is None


@pytest.mark.parametrize(
    ("field", "ago", "alive"),
    [
        ("ends", timedelta(seconds=-60), True),  # still a minute to go
        ("ends", timedelta(0), False),
        ("used", timedelta(days=60) - timedelta(minutes=1), True),
        ("used", timedelta(days=60), False),
        ("made", timedelta(days=60), False),
        ("revoked_at", timedelta(0), False),
    ],
)
def test_how_long_a_token_lives(token, field, ago, alive):
    AccessToken.objects.update(**{field: timezone.now() - ago})
    assert (person_of(f"Bearer {token}") is not None) is alive


def test_a_closed_account_has_no_living_token(token, person):
    lead = person("lead@leicester")
    lead.is_active = False
    lead.save()
    assert person_of(f"Bearer {token}") is None


def test_a_token_that_was_ended_is_refused_at_once(token, actor):
    revoke_token(AccessToken.objects.get(), by=actor("lead@leicester"))
    assert person_of(f"Bearer {token}") is None
    assert Event.objects.filter(action="token-ended").exists()


def test_nobody_ends_or_makes_a_token_of_somebody_else(token, actor, person):
    with pytest.raises(TokenRefused):
        revoke_token(AccessToken.objects.get(), by=actor("administrator@england"))
    with pytest.raises(TokenRefused):
        make_token(person("lead@leicester"), "Mine", READ, by=actor("finance@leicester"))
    assert person_of(f"Bearer {token}")


def test_a_token_makes_no_token(person):
    lead = person("lead@leicester")
    with pytest.raises(TokenRefused):
        make_token(lead, "Child", READ, by=Actor(person_id=str(lead.pk), kind="token"))


@pytest.mark.parametrize(("days", "scopes"), [(0, READ), (366, READ), (90, frozenset())])
def test_what_cannot_be_made(person, actor, days, scopes):
    with pytest.raises(TokenRefused):
        make_token(person("lead@leicester"), "x", scopes, days, by=actor("lead@leicester"))
    assert not AccessToken.objects.exists()


def test_a_token_lasts_90_days_or_up_to_365(person, actor):
    lead, by = person("lead@leicester"), actor("lead@leicester")
    make_token(lead, "Usual", READ, by=by)
    make_token(lead, "Long", READ, 365, by=by)
    days = {one.name: (one.ends - one.made).days for one in AccessToken.objects.all()}
    assert days == {"Usual": 90, "Long": 365}


def test_the_secret_is_nowhere_in_the_database(token, caplog):
    person_of(f"Bearer {token}")
    secret = token.split("_", 2)[2]
    for model in apps.get_models():
        assert secret not in serialize("json", model._default_manager.all())
    assert secret not in caplog.text


def test_a_double_click_makes_one_token_and_shows_it_both_times(signed_in, person):
    browser, address = signed_in("lead@leicester"), reverse("account_new_token")
    [key] = re.findall(r'name="form_key" value="(\w+)"', browser.get(address).text)
    form = {"name": "Ledger", "scopes": ["plan:read"], "days": "30", "form_key": key}
    shown = [
        re.findall(r"bct_[0-9a-f]{8}_[\w-]{43}", browser.post(address, form).text)[0]
        for _ in range(2)
    ]
    assert shown[0] == shown[1]
    assert AccessToken.objects.filter(person=person("lead@leicester"), name="Ledger").count() == 1
    assert Event.objects.filter(action="token-made").count() == 1
    assert person_of(f"Bearer {shown[0]}") == (person("lead@leicester"), READ)
    browser.post(address, {**form, "days": "31"})  # another form, though it has the same key
    assert AccessToken.objects.filter(person=person("lead@leicester"), name="Ledger").count() == 2
