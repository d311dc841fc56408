"""A whole plan sent: started, or brought to what the body says as one change."""

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.models import Plan
from bettercare_web.uploads.actions import bring_in
from bettercare_web.uploads.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(program):
    return program("lead@leicester")


def content_of(program, plan):
    answer = program("GET", f"/plans/{plan.pk}/content")
    return answer.json(), answer["ETag"]


def test_what_was_read_and_sent_back_changes_nothing(lead, leicester):
    content, etag = content_of(lead, leicester)
    answer = lead("PUT", f"/plans/{leicester.pk}/content", content, match=etag)
    assert answer.status_code == 200, answer.content
    assert answer.json()["rows_changed"] == 0
    assert answer["ETag"] == etag


def test_rows_are_edited_added_and_taken_away_as_one_change(lead, leicester):
    content, etag = content_of(lead, leicester)
    content["schemes"][0]["scheme_name"] = "Renamed"
    del content["schemes"][-1]
    content["schemes"].append({"scheme_name": "New", "amounts": {"2019-20": "5"}})
    path = f"/plans/{leicester.pk}/content"
    answer = lead("PUT", path, content, match=etag, key="push-1")
    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == f'"{leicester.pk}.{leicester.revision + 1}"'
    now, _ = content_of(lead, leicester)
    assert now["schemes"][0]["scheme_name"] == "Renamed"
    assert now["schemes"][-1]["scheme_name"] == "New"
    assert len(now["schemes"]) == 49
    again = lead("PUT", path, content, match=etag, key="push-1")
    assert (again.status_code, again.json()) == (200, answer.json())
    assert Upload.objects.count() == 1
    assert Event.objects.filter(action="file-brought-in").count() == 1


def test_an_old_revision_is_refused_before_the_body_is_read(lead, leicester):
    content, etag = content_of(lead, leicester)
    Plan.objects.filter(pk=leicester.pk).update(revision=leicester.revision + 1)
    path = f"/plans/{leicester.pk}/content"
    assert lead("PUT", path, content, match=etag).status_code == 412
    assert lead("PUT", path, content).status_code == 428
    assert not Upload.objects.exists()


def test_what_changed_while_the_body_was_read_is_not_overwritten(lead, leicester, monkeypatch):
    content, etag = content_of(lead, leicester)
    content["schemes"][0]["scheme_name"] = "Mine"

    def slowly(*given, **named):
        read = bring_in(*given, **named)
        Plan.objects.filter(pk=leicester.pk).update(revision=leicester.revision + 1)
        return read

    monkeypatch.setattr("bettercare_web.api.content.bring_in", slowly)
    answer = lead("PUT", f"/plans/{leicester.pk}/content", content, match=etag)
    assert answer.status_code == 412, answer.content
    assert answer.json()["current"]["revision"] == leicester.revision + 1


def test_rows_of_others_are_named_and_nothing_is_changed(program, leicester):
    partner = program("nhs-finance@leicester")
    content, etag = content_of(partner, leicester)
    content["narrative"] = [{"section": "x", "text": "Mine"}]
    answer = partner("PUT", f"/plans/{leicester.pk}/content", content, match=etag)
    assert answer.status_code == 409, answer.content
    assert answer.json()["errors"]
    assert Plan.objects.get(pk=leicester.pk).revision == leicester.revision


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"round": "2025-26"},
        {"schemes": [{"scheme_name": "x", "extra": {"NHS number": "943 476 5919"}}]},
    ],
)
def test_what_is_no_plan_for_this_round_is_refused(lead, leicester, change):
    content, etag = content_of(lead, leicester)
    answer = lead("PUT", f"/plans/{leicester.pk}/content", {**content, **change}, match=etag)
    assert answer.status_code == 422, answer.content
    assert Plan.objects.get(pk=leicester.pk).revision == leicester.revision


def test_a_plan_is_started_with_its_body_once(lead, leicester):
    content, _ = content_of(lead, leicester)
    Plan.objects.filter(pk=leicester.pk).update(kind="what-if")
    path = f"/areas/{leicester.area.code}/plans"
    first = lead("POST", path, content, key="start-1")
    assert first.status_code == 201, first.content
    assert lead("POST", path, content, key="start-1").json() == first.json()
    started = Plan.objects.get(pk=first.json()["plan"]["id"])
    assert started.rows.filter(table="schemes").count() == 49
    assert lead("POST", path, content, key="start-2").status_code == 409
