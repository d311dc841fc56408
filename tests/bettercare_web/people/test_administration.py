"""The administrators' pages, accounts that end, lost factors, and reminders."""

# ruff: noqa: ARG001  (fixtures set the scene)

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from bettercare_web.accounts.tokens import Scope, make_token, person_of
from bettercare_web.areas.models import Body, FactorReset, Grant, GrantRequest, Person
from bettercare_web.audit.models import Event
from bettercare_web.mail.models import Letter
from bettercare_web.people.leaving import carry_out_resets, suspend_unused
from bettercare_web.people.reminders import remind_of_endings

PEOPLE = "/administration/people/"
WHY = "Asked for by the board"


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator@england")


@pytest.fixture
def second(db, signed_in):
    """The browser of a second administrator."""
    made = Person.objects.create_user("second@england.example", "x", name="Second")
    Grant.objects.create(
        person=made, role="AD", scope_kind="system", ends=timezone.now() + timedelta(days=90)
    )
    return signed_in("second@england")


def offered(email, role, **more):
    empty = {"area": "", "body": "", "region": "", "capacity": "", "reason": WHY}
    return {"email": email, "role": role, **empty, **more}


@pytest.mark.parametrize("who", ["lead@leicester", "national@england", "auditor@leicester"])
def test_nothing_is_here_for_others(signed_in, person, who):
    client, somebody = signed_in(who), person("viewer@leicester").pk
    for page in ("", "give/", f"{somebody}/"):
        assert client.get(f"{PEOPLE}{page}").status_code == 404
    for what in ("close", "open", "sign-out", "reset"):
        assert client.post(f"{PEOPLE}{somebody}/{what}/").status_code == 404


def test_people_are_found_by_parts_of_their_name(admin):
    page = admin.get(PEOPLE, {"q": "rotherham chair"}).content.decode()
    assert "chair@rotherham.example" in page
    assert "chair@leicester.example" not in page


def test_a_role_is_given_on_the_page(admin, person, area_of):
    area = area_of("Leicester")
    words = offered("viewer@leicester.example", "LD", area=str(area.pk))
    assert admin.post(f"{PEOPLE}give/", words)["Location"] == PEOPLE
    grant = Grant.objects.get(person=person("viewer@leicester"), role="LD")
    assert (grant.scope_id, grant.reason) == (str(area.pk), WHY)


@pytest.mark.parametrize(
    ("role", "field"),
    [("LD", "area"), ("CH", "area"), ("NS", "body"), ("BM", "region"), ("RA", "region")],
)
def test_what_a_role_is_over_must_be_chosen(admin, role, field):
    answer = admin.post(f"{PEOPLE}give/", offered("viewer@leicester.example", role))
    assert answer.status_code == 422
    assert "Select this for a" in answer.content.decode()
    assert f'href="#id_{field}"' in answer.content.decode()


def test_a_signatory_signs_as_something(admin, area_of):
    words = offered("viewer@leicester.example", "S1", area=str(area_of("Leicester").pk))
    assert "Select as what they sign." in admin.post(f"{PEOPLE}give/", words).content.decode()
    admin.post(f"{PEOPLE}give/", {**words, "capacity": "s151_officer"})
    assert Grant.objects.filter(role="S1", capacity="s151_officer").count() == 3


def test_somebody_new_is_invited_to_a_role(admin, client, area_of):
    body = Body.objects.get(name="NHS Leicester City CCG")
    words = offered("new@nhs.example", "NS", body=str(body.pk), capacity="accountable_officer")
    admin.post(f"{PEOPLE}give/", words)
    link = Letter.objects.get().text.split("http://testserver")[1].split()[0]
    client.post(link, {"name": "New Person", "password": "otters wander quietly home"})
    grant = Grant.objects.get(person__email="new@nhs.example")
    assert (grant.role, grant.scope_id, grant.capacity) == (
        "NS",
        str(body.pk),
        "accountable_officer",
    )


def test_the_widest_roles_are_asked_for_and_approved(admin, second, person):
    admin.post(f"{PEOPLE}give/", offered("auditor@leicester.example", "NT"))
    asked = GrantRequest.objects.get()
    page = admin.get(PEOPLE).content.decode()
    assert "1 role waits for a second administrator" in page
    assert "Approve<" not in page
    where = f"/administration/requests/{asked.pk}/"
    assert admin.post(where, {"approve": "yes"}).status_code == 409
    assert "Approve<" in second.get(PEOPLE).content.decode()
    second.post(where, {"approve": "yes"})
    assert Grant.objects.filter(person=person("auditor@leicester"), role="NT").exists()


def test_roles_are_renewed_and_taken_away(admin, person):
    lead = person("lead@leicester")
    grant = Grant.objects.get(person=lead)
    admin.post(f"/administration/grants/{grant.pk}/renew/")
    new = Grant.objects.live().get(person=lead)
    assert new.pk != grant.pk
    admin.post(f"/administration/grants/{new.pk}/take-away/")
    assert not Grant.objects.live().filter(person=lead).exists()


def test_every_change_asks_for_a_step_up(signed_in, person):
    client = signed_in("administrator@england", just_now=False)
    somebody, grant = person("viewer@leicester").pk, Grant.objects.first().pk
    for where in (f"{PEOPLE}{somebody}/close/", f"/administration/grants/{grant}/take-away/"):
        assert client.post(where)["Location"].startswith("/account/reauthenticate/")
    assert person("viewer@leicester").is_active


def test_who_left_loses_roles_sign_ins_and_tokens_together(admin, signed_in, person, actor):
    lead, client = person("lead@leicester"), signed_in("lead@leicester")
    token = make_token(lead, "x", frozenset({Scope.PLAN_READ}), by=actor("lead@leicester"))
    admin.post(f"{PEOPLE}{lead.pk}/close/")
    assert client.get("/account/").status_code == 302
    assert person_of(f"Bearer {token}") is None
    assert not Grant.objects.live().filter(person=lead).exists()
    actions = set(Event.objects.filter(stream="system").values_list("action", flat=True))
    assert {"role-taken-away", "account-closed"} <= actions
    admin.post(f"{PEOPLE}{lead.pk}/open/")
    assert person("lead@leicester").is_active
    assert person_of(f"Bearer {token}") is None  # tokens and roles do not come back
    assert not Grant.objects.live().filter(person=lead).exists()


def test_nobody_closes_their_own_account(admin, person):
    assert admin.post(f"{PEOPLE}{person('administrator@england').pk}/close/").status_code == 409


def test_everybody_is_signed_out_by_an_administrator(admin, signed_in, person):
    client = signed_in("lead@leicester")
    admin.post(f"{PEOPLE}{person('lead@leicester').pk}/sign-out/")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(("days", "open_still"), [(89.9, True), (90.1, False)])
def test_an_account_that_nobody_uses_is_closed(person, days, open_still):
    Person.objects.filter(email="viewer@leicester.example").update(
        last_login=timezone.now() - timedelta(days=days)
    )
    assert suspend_unused() == (0 if open_still else 1)
    assert person("viewer@leicester").is_active is open_still
    assert Grant.objects.live().filter(person=person("viewer@leicester")).exists()


def test_the_only_administrator_is_not_shut_out(person):
    Person.objects.update(joined=timezone.now() - timedelta(days=200))
    suspend_unused()
    assert list(Person.objects.filter(is_active=True)) == [person("administrator@england")]


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        ("lead@leicester", False),
        ("section151@leicester", True),
        ("nhs-signatory@leicester", True),
        ("chair@leicester", True),
        ("national@england", True),
    ],
)
def test_a_lost_factor_is_reset_after_a_day_for_those_who_sign(admin, person, who, waits):
    somebody = person(who)
    Authenticator.objects.create(user=somebody, type="totp", data={"secret": "x"})
    admin.post(f"{PEOPLE}{somebody.pk}/reset/", {"reason": "Spoke on the telephone"})
    assert Letter.objects.get().to == somebody.email
    assert Authenticator.objects.filter(user=somebody).exists() is waits
    if waits:
        due = FactorReset.objects.get().due - timezone.now()
        assert timedelta(hours=23, minutes=59) < due <= timedelta(hours=24)
        assert carry_out_resets() == 0
        FactorReset.objects.update(due=timezone.now())
        assert carry_out_resets() == 1
    assert not Authenticator.objects.filter(user=somebody).exists()
    assert Event.objects.filter(action="factors-reset", stream="system").count() == 1


def test_a_reset_that_nobody_asked_for_is_stopped(admin, person):
    signer = person("section151@leicester")
    Authenticator.objects.create(user=signer, type="totp", data={"secret": "x"})
    admin.post(f"{PEOPLE}{signer.pk}/reset/", {"reason": "Spoke on the telephone"})
    asked = FactorReset.objects.get()
    admin.post(f"/administration/resets/{asked.pk}/stop/")
    FactorReset.objects.update(due=timezone.now())
    assert carry_out_resets() == 0
    assert Authenticator.objects.filter(user=signer).exists()


def test_a_reset_says_how_the_person_is_known_and_is_not_for_oneself(admin, person):
    viewer, own = person("viewer@leicester").pk, person("administrator@england").pk
    assert admin.post(f"{PEOPLE}{viewer}/reset/", {"reason": ""}).status_code == 422
    assert admin.post(f"{PEOPLE}{viewer}/reset/", {"reason": "yes"}).status_code == 409
    long = {"reason": "Spoke on the telephone"}
    assert admin.post(f"{PEOPLE}{own}/reset/", long).status_code == 409


@pytest.mark.parametrize(
    ("left", "letters"),
    [(30.5, 0), (29.9, 1), (7.1, 1), (6.9, 1), (0.1, 1)],
)
def test_a_letter_before_a_role_ends(db, left, letters):
    ends = timezone.now() + timedelta(days=left)
    Grant.objects.filter(person__email="viewer@leicester.example").update(ends=ends)
    assert remind_of_endings() == letters
    assert remind_of_endings() == 0


def test_two_letters_in_all_and_none_for_roles_taken_away(db):
    grant = Grant.objects.filter(person__email="viewer@leicester.example")
    grant.update(ends=timezone.now() + timedelta(days=29))
    assert remind_of_endings() == 1
    grant.update(ends=timezone.now() + timedelta(days=5))
    assert (remind_of_endings(), remind_of_endings()) == (1, 0)
    assert "You are Viewer for Leicester until" in Letter.objects.first().text
    grant.update(reminded=0, revoked_at=timezone.now())
    assert remind_of_endings() == 0


def test_the_page_of_somebody_offers_what_can_be_done(admin, person):
    page = admin.get(f"{PEOPLE}{person('viewer@leicester').pk}/").content.decode()
    for words in ("Renew", "Take away", "Sign them out", "Reset the second", "Close the account"):
        assert words in page
    own = admin.get(f"{PEOPLE}{person('administrator@england').pk}/").content.decode()
    assert "Close the account" not in own
    assert "Renew" not in own
