"""What a password may be, changing it, and setting a new one by a link."""

# ruff: noqa: ARG001  (fixtures set the scene; the passwords are made up)

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from bettercare_web.accounts.passwords import ResetTokens
from bettercare_web.config import settings as shipped
from tests.bettercare_web.accounts.conftest import PASSWORD, sign_in

LEAD = "lead@leicester.example"
NEW = "otters wander quietly home"


@pytest.mark.parametrize(
    ("password", "allowed"),
    [
        ("xkqvwzjbtpmrtd", False),  # 14 characters
        ("xkqvwzjbtpmrtdh", True),  # 15
        ("x" * 64 + "é ☂" + "y" * 61, True),  # 128, any characters
        ("xy" * 64 + "z", False),  # 129
        ("leicester city council", False),  # nothing but the organisation
        ("Leicester Better Care", False),
        ("leicesterlead2027!", False),
        ("leicester otters wander home", True),
        ("               ", False),  # spaces alone
        ("zzzzzzzzzzzzzzz", False),
        ("Wombat7!wombat7!", False),  # 8 characters, twice
        ("trombonetrombone trombone", True),  # but for a space
        ("12345671234567123", False),  # cut off in the third
    ],
)
def test_which_passwords_are_allowed(person, password, allowed):
    if allowed:
        validate_password(password, person("lead@leicester"))
    else:
        with pytest.raises(ValidationError):
            validate_password(password, person("lead@leicester"))


def test_the_commonest_are_refused(person):
    with pytest.raises(ValidationError, match="too common"):
        validate_password("1q2w3e4r5t6y7u8i9o0p", person("lead@leicester"))


def test_passwords_are_kept_by_argon2():
    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_changing_the_password_ends_the_other_sign_ins(letters, db):
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/change/", form).status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert letters()[-1][:2] == (LEAD, "Your password was changed")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            {"oldpassword": "wrong", "password1": NEW, "password2": NEW},
            "Check your current password",
        ),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "s"}, "the same password"),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "15 to 128"),
        ({}, "Enter your current password."),
    ],
)
def test_what_is_wrong_with_a_change_is_said(signed_in, form, said):
    answer = signed_in("lead@leicester").post("/account/password/change/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_link_sets_a_new_password_once(client, db, letters, link_in):
    assert client.post("/account/password/reset/", {"email": LEAD}).status_code == 302
    [(to, subject, text)] = letters()
    assert (to, subject) == (LEAD, "Set a new password")
    link = link_in(text)
    page = client.get(link, follow=True)
    where = page.request["PATH_INFO"]
    assert "set-password" in where  # the token is in no address that a page could pass on
    answer = client.post(where, {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/account/password/reset/key/done/"
    assert "This link works no more" in Client().get(link, follow=True).content.decode()
    assert sign_in(Client(), LEAD, NEW).status_code == 302


def test_the_link_has_256_bits_and_lasts_30_minutes(
    client, db, letters, link_in, clock, monkeypatch
):
    client.post("/account/password/reset/", {"email": LEAD})
    link = link_in(letters()[0][2])
    assert len(link.rstrip("/").rsplit("-", 1)[1]) == 64
    now = ResetTokens()._now()
    monkeypatch.setattr(ResetTokens, "_now", lambda _: now + timedelta(minutes=29))
    assert "works no more" not in client.get(link, follow=True).content.decode()
    monkeypatch.setattr(ResetTokens, "_now", lambda _: now + timedelta(minutes=31))
    assert "works no more" in client.get(link, follow=True).content.decode()


def test_asking_for_a_link_answers_alike_for_unknown_addresses(db, letters):
    def asked(address):
        answer = Client().post("/account/password/reset/", {"email": address})
        return answer.status_code, answer["Location"]

    assert asked(LEAD) == asked("nobody@leicester.example")
    assert [to for to, *_ in letters()] == [LEAD, "nobody@leicester.example"]
    assert "/account/password/reset/key/" not in letters()[1][2]


@pytest.mark.parametrize("address", [LEAD, "nobody@leicester.example"])
def test_three_links_an_hour(db, clock, address):
    def asked():
        return Client().post("/account/password/reset/", {"email": address})

    assert [asked().status_code for _ in range(3)] == [302] * 3
    assert (asked().status_code, asked()["Retry-After"]) == (429, "3600")
    clock.moves(hours=1)
    assert asked().status_code == 302


def test_a_new_password_does_not_stand_in_for_the_second_factor(
    client, db, letters, link_in, production, with_app
):
    with_app("lead@leicester")
    client.post("/account/password/reset/", {"email": LEAD})
    where = client.get(link_in(letters()[0][2]), follow=True).request["PATH_INFO"]
    client.post(where, {"password1": NEW, "password2": NEW})
    assert sign_in(client, LEAD, NEW)["Location"] == "/account/factors/show/"
