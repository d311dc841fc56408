"""How long sign-ins last, how many there may be, and how they end."""

# ruff: noqa: ARG001  (fixtures set the scene)

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bettercare_web.accounts.models import AccessToken, SignIn
from bettercare_web.accounts.sessions import browser_of
from bettercare_web.accounts.tokens import Scope, make_token
from bettercare_web.areas.models import Grant
from bettercare_web.audit.models import Event
from tests.bettercare_web.accounts.conftest import sign_in


def is_in(client):
    return client.get("/account/sessions/").status_code == 200


@pytest.mark.parametrize(
    ("who", "minutes"),
    [
        ("lead@leicester", 60),
        ("viewer@leicester", 60),
        ("section151@leicester", 30),
        ("nhs-signatory@leicester", 30),
        ("chair@leicester", 30),
        ("national@england", 30),
        ("administrator@england", 30),
    ],
)
def test_who_does_nothing_is_signed_out(clock, signed_in, who, minutes):
    client = signed_in(who)
    clock.moves(minutes=minutes, seconds=-1)
    assert is_in(client)
    clock.moves(minutes=minutes)
    assert not is_in(client)
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    ("who", "hours", "step"),
    [("lead@leicester", 12, 40), ("administrator@england", 4, 20)],
)
def test_nobody_stays_signed_in_for_ever(clock, signed_in, who, hours, step):
    client = signed_in(who)
    for _ in range(hours * 60 // step):
        assert is_in(client)
        clock.moves(minutes=step)
    assert not is_in(client)


def test_asking_extends_the_sign_in_and_says_how_long(clock, signed_in):
    client = signed_in("lead@leicester")
    clock.moves(minutes=55)
    assert client.post("/account/extend/").json() == {"seconds": 3600}
    clock.moves(minutes=55)
    assert is_in(client)


def test_the_last_minutes_of_the_whole_time_are_told(clock, signed_in):
    client = signed_in("lead@leicester")
    for _ in range(14):
        clock.moves(minutes=50)
        left = client.post("/account/extend/").json()
    assert left == {"seconds": 20 * 60}


def test_last_seen_is_written_once_a_minute(clock, signed_in):
    client = signed_in("lead@leicester")
    first = SignIn.objects.get().seen
    clock.moves(seconds=59)
    is_in(client)
    assert SignIn.objects.get().seen == first
    clock.moves(seconds=1)
    is_in(client)
    assert SignIn.objects.get().seen == first + timedelta(minutes=1)


def test_a_sixth_browser_ends_the_oldest_and_tells(db, clock, letters):
    browsers = []
    for _ in range(6):
        browsers.append(Client())
        sign_in(browsers[-1])
        clock.moves(seconds=10)
    assert [is_in(one) for one in browsers] == [False, True, True, True, True, True]
    assert [one[1] for one in letters()] == ["One of your sign-ins was ended"]


def test_ending_one_and_all_others(db):
    here, there, elsewhere = Client(), Client(), Client()
    for one in (here, there, elsewhere):
        sign_in(one)
    theirs = there.session["sign_in"]
    assert here.post(f"/account/sessions/{theirs}/end/").status_code == 302
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, True]
    here.post("/account/sessions/end-others/")
    assert [is_in(one) for one in (here, elsewhere)] == [True, False]
    assert Event.objects.filter(action="sign-in-ended", stream="system").count() == 2


def test_nobody_ends_the_sign_in_of_somebody_else(signed_in):
    lead, finance = signed_in("lead@leicester"), signed_in("finance@leicester")
    theirs = lead.session["sign_in"]
    assert finance.post(f"/account/sessions/{theirs}/end/").status_code == 404
    assert is_in(lead)


def test_a_session_whose_sign_in_is_of_another_person_is_ended(signed_in, person):
    client = signed_in("lead@leicester")
    SignIn.objects.update(person=person("finance@leicester"))
    assert not is_in(client)


def test_a_grant_that_is_taken_away_stops_at_the_next_request(signed_in, person, area_of):
    client, area = signed_in("viewer@leicester"), area_of("Leicester")
    assert client.get(f"/areas/{area.code}/").status_code == 200
    Grant.objects.filter(person=person("viewer@leicester")).update(revoked_at=timezone.now())
    assert client.get(f"/areas/{area.code}/").status_code == 404


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 404), (1, 404)])
def test_a_grant_ends_to_the_second(clock, signed_in, person, area_of, seconds, status):
    client, area = signed_in("viewer@leicester"), area_of("Leicester")
    ends = clock.now() + timedelta(minutes=10)
    Grant.objects.filter(person=person("viewer@leicester")).update(ends=ends)
    clock.moves(minutes=10, seconds=seconds)
    assert client.get(f"/areas/{area.code}/").status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(4.9, 200), (5, 302), (6, 302)])
def test_making_a_token_asks_again_after_five_minutes(clock, signed_in, minutes, status):
    client = signed_in("lead@leicester")
    clock.moves(minutes=minutes)
    answer = client.get("/account/tokens/new/")
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == "/account/reauthenticate/?next=%2Faccount%2Ftokens%2Fnew%2F"


def test_stepping_up_comes_back_with_a_new_session_key(signed_in):
    client = signed_in("lead@leicester", just_now=False)
    asked = client.get("/account/tokens/new/")["Location"]
    before = client.session.session_key
    assert client.post(asked, {"password": "wrong"}).status_code == 422
    answer = client.post(asked, {"password": "a demonstration, not a secret"})
    assert answer["Location"] == "/account/tokens/new/"
    assert client.session.session_key != before
    assert client.get("/account/tokens/new/").status_code == 200


def test_outside_the_demonstration_a_code_is_the_step_up(signed_in, production, with_app):
    code = with_app("lead@leicester")
    client = signed_in("lead@leicester")  # a password was shown just now, which is not enough
    asked = client.get("/account/tokens/new/")["Location"]
    assert asked.startswith("/account/factors/show-again/?next=")
    assert client.get("/account/reauthenticate/").status_code == 302  # no password in its place
    assert client.post(asked, {"code": code()})["Location"] == "/account/tokens/new/"
    assert client.get("/account/tokens/new/").status_code == 200


def test_a_token_is_made_shown_once_listed_and_ended(signed_in):
    client = signed_in("lead@leicester")
    form = {"name": "Ledger", "scopes": ["plan:read", "export:read"], "days": "30"}
    page = client.post("/account/tokens/new/", form).content.decode()
    secret = page.split('<code class="bc-secret">')[1].split("<")[0]
    assert secret.startswith("bct_")
    listed = client.get("/account/tokens/").content.decode()
    assert "You have 1 access token" in listed
    assert secret not in listed
    end = listed.split('action="')[1].split('"')[0]
    client.post(end)
    assert "You have no access token" in client.get("/account/tokens/").content.decode()


def test_nobody_ends_the_token_of_somebody_else(signed_in, person, actor):
    by = actor("lead@leicester")
    make_token(person("lead@leicester"), "x", frozenset({Scope.PLAN_READ}), by=by)
    end = f"/account/tokens/{AccessToken.objects.get().pk}/end/"
    assert signed_in("finance@leicester").post(end).status_code == 404
    assert AccessToken.objects.get().revoked_at is None
    lead = signed_in("lead@leicester")
    assert [lead.post(end).status_code for _ in range(2)] == [302, 404]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "scopes": ["plan:read"], "days": "30"}, "Enter what the token is for."),
        ({"name": "x", "days": "30"}, "Select what the token may do."),
        ({"name": "x", "scopes": ["plan:sign"], "days": "30"}, "plan:sign"),
        ({"name": "x", "scopes": ["plan:read"], "days": "366"}, "from 1 to 365"),
    ],
)
def test_a_token_that_cannot_be_made(signed_in, form, said):
    answer = signed_in("lead@leicester").post("/account/tokens/new/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_token_opens_no_page(client, person, actor):
    lead = person("lead@leicester")
    token = make_token(lead, "x", frozenset({Scope.PLAN_READ}), by=actor("lead@leicester"))
    answer = client.get("/account/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/126 Safari/537 Edg/126",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU) AppleWebKit Version/17 Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux) AppleWebKit Chrome/126 Safari/537", "Chrome on Linux"),
        ("curl/8", "Another browser"),
    ],
)
def test_only_the_family_of_a_browser_is_kept(agent, name):
    assert browser_of(agent) == name
