"""Signing in, and what keeps others out: throttles, second factors, the same words for all."""

# ruff: noqa: ARG001, S107  (fixtures set the scene; the passwords are made up)

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from bettercare_web.accounts.factors import make_codes
from bettercare_web.accounts.limits import ADDRESS, failed
from bettercare_web.areas.models import Person
from bettercare_web.audit.models import Event
from tests.bettercare_web.accounts.conftest import PASSWORD, sign_in

LEAD = "lead@leicester.example"


def user_of(client):
    return client.session.get("_auth_user_id")


def test_signing_in_with_a_password(client, person):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert user_of(client) == str(person("lead@leicester").pk)


def test_the_session_gets_a_new_key_at_sign_in(client, db):
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key not in {before, None}


def test_signing_in_goes_back_to_the_page_asked_for_but_to_no_other_site(client, db):
    form = {"login": LEAD, "password": PASSWORD}
    wanted = client.post("/account/login/", {**form, "next": "/account/tokens/"})
    assert wanted["Location"] == "/account/tokens/"
    other = Client().post("/account/login/", {**form, "next": "https://evil.example/"})
    assert other["Location"] == "/"


@pytest.mark.parametrize("typed", ["LEAD@Leicester.example", " lead@leicester.example "])
def test_letter_case_and_spaces_of_an_address_do_not_matter(client, db, typed):
    assert sign_in(client, typed).status_code == 302


def test_known_and_unknown_addresses_get_the_same_words(db):
    def page(address):
        answer = sign_in(Client(), address, "wrong password, quite long")
        text = answer.content.decode().replace(address, "ADDRESS")
        text = re.sub(r'(nonce|value)="[^"]*"', "", text)
        return answer.status_code, text

    known, unknown = page(LEAD), page("nobody@leicester.example")
    assert known == unknown
    assert known[0] == 422
    assert "Check your email address and password, and enter them again." in known[1]
    assert "<title>Error: Sign in" in " ".join(known[1].split())


def test_a_password_is_hashed_for_unknown_addresses_too(db, monkeypatch):
    hashed = []
    monkeypatch.setattr(Person, "set_password", lambda _, text: hashed.append(text))
    sign_in(Client(), "nobody@leicester.example", "wrong password, quite long")
    assert hashed == ["wrong password, quite long"]


@pytest.mark.parametrize("address", [LEAD, "nobody@leicester.example"])
def test_ten_failures_then_waits_that_grow_but_never_a_lock(db, clock, address):
    def tried(password="wrong password, quite long"):
        answer = sign_in(Client(), address, password)
        return answer.status_code, answer.headers.get("Retry-After")

    assert [tried() for _ in range(10)] == [(422, None)] * 10
    waits = []
    for _ in range(7):
        status, wait = tried()
        assert status == 429
        waits.append(int(wait))
        clock.moves(seconds=int(wait) - 1)
        assert tried()[0] == 429  # one second too early, which makes the wait no longer
        clock.moves(seconds=1)
        assert tried()[0] == 422
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    clock.moves(seconds=900)
    if address == LEAD:
        assert tried(PASSWORD)[0] == 302


def test_failures_in_more_than_five_minutes_do_not_add_up(db, clock):
    for _ in range(3):
        for _ in range(9):
            assert sign_in(Client(), LEAD, "wrong password, quite long").status_code == 422
        clock.moves(minutes=5)


def test_the_page_of_too_many_tries_is_plain_and_shows_the_way_out(db, clock):
    for _ in range(10):
        sign_in(Client(), LEAD, "wrong password, quite long")
    page = sign_in(Client()).content.decode()
    assert "Too many tries: wait 1 minute" in page
    assert "/account/password/reset/" in page


def test_a_new_password_ends_the_wait(client, db, clock, letters, link_in):
    for _ in range(10):
        sign_in(Client(), LEAD, "wrong password, quite long")
    client.post("/account/password/reset/", {"email": LEAD})
    form = client.get(link_in(letters()[0][2]), follow=True).request["PATH_INFO"]
    words = "otters wander quietly home"
    client.post(form, {"password1": words, "password2": words})
    assert sign_in(Client(), LEAD, words).status_code == 302


def test_300_failures_from_one_address_are_too_many_for_any_account(db, clock):
    for _ in range(299):
        failed(ADDRESS, "127.0.0.1")
    assert sign_in(Client(), "nobody@leicester.example", "x").status_code == 422
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="127.0.0.2").status_code == 302


def test_a_closed_account_is_told_so_only_with_its_password(client, person):
    Person.objects.filter(email=LEAD).update(is_active=False)
    assert sign_in(client, LEAD, "wrong password, quite long").status_code == 422
    assert sign_in(client)["Location"] == "/account/inactive/"
    assert user_of(client) is None


def test_with_an_app_the_password_alone_opens_nothing(client, production, with_app):
    with_app("lead@leicester")
    assert sign_in(client)["Location"] == "/account/factors/show/"
    assert user_of(client) is None
    assert client.get("/account/tokens/").status_code == 302


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_codes_of_this_step_and_one_either_side(client, clock, with_app, steps, right):
    code = with_app("lead@leicester")
    sign_in(client)
    answer = client.post("/account/factors/show/", {"code": code(steps)})
    assert answer.status_code == (302 if right else 422)
    assert (user_of(client) is not None) is right


def test_a_code_works_once_and_none_before_it(clock, with_app):
    code = with_app("lead@leicester")
    used = []
    for typed in (code(0), code(0), code(-1), code(1)):
        client = Client()
        sign_in(client)
        used.append(client.post("/account/factors/show/", {"code": typed}).status_code)
    assert used == [302, 422, 422, 302]


def test_five_wrong_codes_in_five_minutes_are_too_many(client, clock, with_app):
    code = with_app("lead@leicester")
    sign_in(client)
    page = "/account/factors/show/"
    assert [client.post(page, {"code": "000000"}).status_code for _ in range(5)] == [422] * 5
    refused = client.post(page, {"code": code()})
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    clock.moves(seconds=30)
    assert client.post(page, {"code": code()}).status_code == 302


def test_a_recovery_code_works_once_and_is_told(client, with_app, person, actor, letters):
    with_app("lead@leicester")
    codes = make_codes(person("lead@leicester"), by=actor("lead@leicester"))
    assert len(codes) == 10
    assert all(re.fullmatch(r"(?:[a-z2-7]{4}-){3}[a-z2-7]{4}", one) for one in codes)
    sign_in(client)
    typed = codes[3].replace("-", " ").upper()
    assert client.post("/account/factors/show/", {"code": typed}).status_code == 302
    assert letters()[-1][:2] == (LEAD, "A recovery code was used")
    other = Client()
    sign_in(other)
    assert other.post("/account/factors/show/", {"code": codes[3]}).status_code == 422


def test_the_secret_of_an_app_is_not_readable_in_the_database(with_app):
    with_app("lead@leicester")
    assert "JBSWY3DP" not in str(Authenticator.objects.get().data)


def test_without_a_second_factor_only_setting_one_up_opens(client, db, production):
    sign_in(client)
    for page in ("/", "/account/", "/account/tokens/", "/areas/E06000016/", "/nothing/"):
        assert client.get(page)["Location"] == "/account/factors/"
    assert "Set up a second factor to go on" in client.get("/account/factors/").content.decode()
    assert client.get("/account/factors/app/").status_code == 200
    assert client.get("/account/factors/passkeys/add/").status_code == 200
    assert client.get("/account/logout/").status_code == 200


def test_setting_up_an_app_opens_the_rest(
    client, production, letters, django_capture_on_commit_callbacks
):
    sign_in(client)
    client.get("/account/factors/app/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/factors/app/", {"code": code})
    assert answer["Location"] == "/account/factors/"
    assert Event.objects.filter(action="factor-added", stream="system").count() == 1
    assert letters()[-1][:2] == (LEAD, "A second factor was added")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "social/signup/", "password/set/", "3rdparty/"]
)
def test_pages_that_are_not_used_are_not_there(client, path):
    assert client.get(f"/account/{path}").status_code == 404


def test_the_people_of_the_demonstration(client, person):
    page = client.get("/account/demo/").content.decode()
    assert page.index('<h2 class="nhsuk-heading-m">Leicester</h2>') < page.index("Rotherham</h2>")
    assert "Sign in as Leicester lead" in page
    answer = client.post(f"/account/demo/{person('lead@leicester').pk}/")
    assert answer["Location"] == "/"
    assert client.get("/account/tokens/new/").status_code == 200  # the button is a step up there


def test_nobody_of_the_demonstration_is_there_outside_it(client, production, person):
    assert client.get("/account/demo/").status_code == 404
    answer = client.post(f"/account/demo/{person('lead@leicester').pk}/")
    assert answer.status_code == 404
    assert "demo" not in client.get("/account/login/").content.decode()


def test_signing_out_clears_what_the_browser_keeps(signed_in):
    client = signed_in("lead@leicester")
    assert client.get("/account/logout/").status_code == 200
    answer = client.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/")["Location"].startswith("/account/login/")
