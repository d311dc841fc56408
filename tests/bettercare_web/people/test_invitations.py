"""Inviting somebody, and what the link does: for people with an account and without."""

# ruff: noqa: ARG001  (fixtures set the scene)

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.test import Client
from django.utils import timezone

from bettercare_web.accounts.limits import INVITATIONS, take
from bettercare_web.areas.models import Body, Grant, Invitation, Person
from bettercare_web.audit.models import Event, Sealed
from bettercare_web.mail.models import Letter

PEOPLE = "/areas/E06000016/people/"
NEW = "new@leicester.example"
PASSWORD = "otters wander quietly home"  # noqa: S105


def form(role="VW", email=NEW, body="Leicester City Council", **more):
    chosen = Body.objects.get(name=body).pk if body != "other" else "other"
    return {"email": email, "role": role, "body": str(chosen), **more}


@pytest.fixture
def lead(signed_in):
    return signed_in("lead@leicester")


@pytest.fixture
def invited(lead):
    """The path of the link in the letter, for a viewer who has no account."""
    assert lead.post(f"{PEOPLE}invite/", form())["Location"] == PEOPLE
    return link()


def link():
    text = Letter.objects.last().text
    return re.search(r"http://testserver(\S+)", text).group(1)


def test_the_letter_names_the_role_and_its_subject_nobody(invited):
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (NEW, "You are invited")
    assert "as Viewer for Leicester" in letter.text
    assert len(invited.strip("/").split("/")[1]) == 43  # 256 bits


def test_the_secret_of_the_link_is_kept_by_hash_alone(invited):
    secret = invited.strip("/").split("/")[1]
    for model in apps.get_models():
        if model is not Letter:
            assert secret not in serialize("json", model._default_manager.all())


def test_an_address_is_sealed_in_the_trail(invited):
    event = Event.objects.get(action="invited")
    assert NEW not in event.body
    assert Sealed.objects.get(event=event).value == NEW


def test_somebody_new_opens_an_account_once(client, invited):
    page = client.get(invited).content.decode()
    assert "You are invited to the plan of Leicester" in page
    answer = client.post(invited, {"name": "New Person", "password": PASSWORD})
    assert answer["Location"] == "/"
    person = Person.objects.get(email=NEW)
    assert (person.name, person.body.name) == ("New Person", "Leicester City Council")
    assert client.get("/areas/E06000016/").status_code == 200
    grant = Grant.objects.get(person=person)
    assert (grant.role, grant.granted_by.email) == ("VW", "lead@leicester.example")
    assert Client().get(invited).status_code == 404
    assert Client().post(invited, {"name": "x", "password": PASSWORD}).status_code == 404


def test_outside_the_demonstration_a_second_factor_comes_next(client, invited, settings):
    settings.DEMO = False
    answer = client.post(invited, {"name": "New Person", "password": PASSWORD})
    assert answer["Location"] == "/account/factors/"
    assert client.get("/areas/E06000016/")["Location"] == "/account/factors/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "password": PASSWORD}, "Enter your name."),
        ({"name": "x", "password": ""}, "Enter a password."),
        ({"name": "x", "password": "short"}, "15 to 128"),
        ({"name": "Quentin", "password": "quentin leicester"}, "Use other words"),
    ],
)
def test_an_account_that_cannot_be_opened(client, invited, typed, said):
    answer = client.post(invited, typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Person.objects.filter(email=NEW).exists()
    assert Invitation.objects.get().accepted_at is None


def test_somebody_with_an_account_signs_in_and_takes_it_up(lead, signed_in, person):
    address = "analyst@rotherham.example"
    lead.post(f"{PEOPLE}invite/", form("AN", address, "NHS Leicester City CCG"))
    where = link()
    page = Client().get(where).content.decode()
    assert f"/account/login/?next={where}" in page
    analyst = signed_in("analyst@rotherham")
    assert analyst.get("/areas/E06000016/").status_code == 404
    assert analyst.post(where)["Location"] == "/"
    assert analyst.get("/areas/E06000016/").status_code == 200
    assert person("analyst@rotherham").body.name == "Rotherham Metropolitan Borough Council"


def test_nobody_takes_up_the_invitation_of_somebody_else(invited, signed_in):
    other = signed_in("viewer@rotherham")
    assert "You are signed in as viewer@rotherham.example" in other.get(invited).content.decode()
    assert other.post(invited).status_code == 404
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (1, 404)])
def test_a_link_works_for_seven_days(client, invited, seconds, status):
    made = timezone.now() - timedelta(days=7) - timedelta(seconds=seconds)
    assert (Invitation.objects.get().ends - Invitation.objects.get().made).days in {6, 7}
    Invitation.objects.update(made=made, ends=made + timedelta(days=7))
    assert client.get(invited).status_code == status


def test_a_withdrawn_link_works_no_more(client, lead, invited):
    pk = Invitation.objects.get().pk
    assert NEW in lead.get(PEOPLE).content.decode()
    lead.post(f"{PEOPLE}invitations/{pk}/withdraw/")
    assert client.get(invited).status_code == 404
    assert lead.post(f"{PEOPLE}invitations/{pk}/withdraw/").status_code == 409


def test_what_the_inviter_may_give_no_more_is_not_given(client, invited, person):
    Grant.objects.filter(person=person("lead@leicester")).update(revoked_at=timezone.now())
    answer = client.post(invited, {"name": "New Person", "password": PASSWORD})
    assert answer.status_code == 404
    assert not Person.objects.filter(email=NEW).exists()


def test_a_scheme_lead_is_invited_to_chosen_schemes(client, lead, leicester):
    rows = [str(row.pk) for row in leicester.rows.filter(table="schemes")[2:4]]
    lead.post(f"{PEOPLE}invite/", form("SL", schemes=rows))
    client.post(link(), {"name": "New Person", "password": PASSWORD})
    grants = Grant.objects.filter(person__email=NEW)
    assert {(one.role, one.scope_kind, one.scope_id) for one in grants} == {
        ("SL", "scheme", rows[0]),
        ("SL", "scheme", rows[1]),
    }


def test_a_provider_that_is_new_is_added(client, lead, leicester):
    row = str(leicester.rows.filter(table="schemes").first().pk)
    words = form("PR", body="other", provider="Home Help Ltd", schemes=[row])
    lead.post(f"{PEOPLE}invite/", words)
    assert Body.objects.get(name="Home Help Ltd").kind == "provider"
    client.post(link(), {"name": "New Person", "password": PASSWORD})
    assert Person.objects.get(email=NEW).body.name == "Home Help Ltd"


def test_nhs_finance_holds_the_role_over_their_organisation(client, lead):
    lead.post(f"{PEOPLE}invite/", form("NF", body="NHS Leicester City CCG"))
    client.post(link(), {"name": "New Person", "password": PASSWORD})
    grant = Grant.objects.get(person__email=NEW)
    body = Body.objects.get(name="NHS Leicester City CCG")
    assert (grant.scope_kind, grant.scope_id) == ("body", str(body.pk))


def test_what_is_missing_is_said(lead, rotherham):
    other = str(rotherham.rows.filter(table="schemes").first().pk)
    for words, said, status in [
        (form("SL"), "Select the schemes", 422),
        (form("VW", email="new"), "Enter an email address like", 422),
        ({}, "Select a role.", 422),
        (form("VW", body="other"), "Enter the name of the provider.", 422),
        (form("SL", schemes=[other]), "Select a valid choice", 422),
        (form("LD"), "Select a valid choice", 422),
    ]:
        answer = lead.post(f"{PEOPLE}invite/", words)
        assert answer.status_code == status, words
        assert said in answer.content.decode(), words
    answer = lead.post(f"{PEOPLE}invite/", form("NF", body="Leicester City Council"))
    assert answer.status_code == 404  # a council is no NHS organisation
    assert not Invitation.objects.exists()


def test_fifty_invitations_a_day(lead):
    key = str(Person.objects.get(email="lead@leicester.example").pk)
    for _ in range(50):
        take(INVITATIONS, key)
    assert lead.post(f"{PEOPLE}invite/", form()).status_code == 429


def test_inviting_asks_for_a_step_up(signed_in):
    answer = signed_in("lead@leicester", just_now=False).post(f"{PEOPLE}invite/", form())
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("who", "see", "invite"),
    [
        ("lead@leicester", 200, 200),
        ("section151@leicester", 200, 404),
        ("nhs-signatory@leicester", 200, 404),
        ("chair@leicester", 200, 404),
        ("auditor@leicester", 200, 404),
        ("finance@leicester", 404, 404),
        ("viewer@leicester", 404, 404),
        ("lead@rotherham", 404, 404),
        ("national@england", 404, 404),
        ("administrator@england", 404, 404),
    ],
)
def test_who_sees_the_people_of_an_area(signed_in, who, see, invite):
    client = signed_in(who)
    assert client.get(PEOPLE).status_code == see
    assert client.get(f"{PEOPLE}invite/").status_code == invite


def test_the_page_says_who_holds_what(lead):
    page = " ".join(lead.get(PEOPLE).content.decode().split())
    assert "13 people hold 13 roles" in page
    assert "Director of adult social services" in page
    assert "an administrator&#39;s to change" in page or "an administrator's to change" in page


def test_roles_are_renewed_and_taken_away_on_the_page(lead, person):
    grant = Grant.objects.get(person=person("viewer@leicester"))
    assert lead.post(f"{PEOPLE}{grant.pk}/renew/")["Location"] == PEOPLE
    new = Grant.objects.live().get(person=person("viewer@leicester"))
    asked = lead.get(f"{PEOPLE}{new.pk}/take-away/").content.decode()
    assert "Take the role away from Leicester viewer?" in asked
    lead.post(f"{PEOPLE}{new.pk}/take-away/")
    assert not Grant.objects.live().filter(person=person("viewer@leicester")).exists()
    assert lead.post(f"{PEOPLE}{new.pk}/take-away/").status_code == 404


def test_drafts_are_shared_on_the_page(lead, area_of):
    lead.post(f"{PEOPLE}sharing/", {"share": "yes"})
    assert area_of("Leicester").shared_with_region
    assert "can see your drafts" in lead.get(PEOPLE).content.decode()
    lead.post(f"{PEOPLE}sharing/", {"share": "no"})
    assert not area_of("Leicester").shared_with_region
