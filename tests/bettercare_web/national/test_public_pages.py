"""Pages that anybody may read."""

import pytest
from django.test import Client
from django.urls import reverse

from bettercare.rounds import available

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_without_signing_in(name):
    answer = Client().get(reverse(name))
    assert answer.status_code == 200 and b"<h1" in answer.content
    assert not answer.cookies


def test_how_long_things_are_kept_is_what_the_settings_say(settings):
    settings.KEPT = {**settings.KEPT, "notes": "365", "letters": "for-ever"}
    said = Client().get(reverse("privacy")).content.decode()
    assert "notes: 365 days after" in said
    assert "invitations and letters: 90 days and for ever" in said


def test_who_runs_it_comes_from_the_settings(settings):
    draft = Client().get(reverse("accessibility")).content.decode()
    assert "[Name of the organisation that runs this service]" in draft
    settings.OPERATOR, settings.OPERATOR_CONTACT = "Leicester City Council", "bcf@example.org"
    said = Client().get(reverse("accessibility")).content.decode()
    assert "Leicester City Council" in said and "[Name" not in said and "bcf@example.org" in said
    assert "no audit by people has been carried out" in said


@pytest.mark.parametrize("round_id", sorted(available()))
def test_the_rules_of_every_round(round_id):
    answer = Client().get(reverse("rules", args=[round_id]))
    assert answer.status_code == 200


def test_what_the_rules_of_a_round_say():
    page = " ".join(Client().get(reverse("rules", args=["2019-20"])).content.decode().split())
    assert "What the rules say, 2019 to 2020" in page
    assert "NHS minimum / 3.519: the share that £1bn was of £3.519bn in 2016-17" in page
    assert "Signs for the council: measures, high impact changes, narrative." in page
    assert "27 September 2019" in page and "Better Care Fund planning requirements 2019-20" in page
    assert "Scheme type not in list" in page and "CHK-001" in page
    assert "The plan is for one year; no scheme has a duration." in page


def test_no_such_round():
    assert Client().get(reverse("rules", args=["2031-32"])).status_code == 404


def test_the_links_at_the_foot_of_a_page(signed_in, leicester):
    page = signed_in("lead@leicester").get(reverse("plan", args=[leicester.pk])).content.decode()
    pages = [reverse(name) for name in ("help", "accessibility", "privacy")]
    for address in [*pages, reverse("rules", args=["2019-20"])]:
        assert f'href="{address}"' in page
    newest = Client().get(reverse("help")).content.decode()
    assert reverse("rules", args=[max(available())]) in newest
