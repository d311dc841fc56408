"""What a program changes: with If-Match and Idempotency-Key, or nothing happens."""

import json

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.models import Note, Plan, Row

pytestmark = pytest.mark.django_db

FIELDS = {"fields": {"scheme_name": "Falls", "amounts.2019-20": "1,000"}}


@pytest.fixture
def lead(program):
    return program("lead@leicester")


@pytest.fixture
def scheme(leicester):
    """The address of the first scheme, and the row."""
    row = leicester.rows.filter(table="schemes").first()
    return f"/plans/{leicester.pk}/rows/{row.pk}", row


def schemes(plan):
    return f"/plans/{plan.pk}/tables/schemes/rows"


def told(answer):
    """The status and detail of an error, which is always told as problem details."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["detail"]


def test_a_row_is_edited_by_the_version_that_was_read(lead, scheme, leicester):
    path, row = scheme
    etag = lead("GET", path)["ETag"]
    answer = lead("PATCH", path, {"fields": {"scheme_name": "Falls"}}, match=etag)
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{row.pk}.{row.version + 1}"'
    assert answer.json()["fields"]["scheme_name"] == "Falls"
    event = json.loads(Event.objects.order_by("seq").last().body)
    assert event["actor"]["kind"] == "token"
    assert event["request"]["channel"] == "api"
    assert Plan.objects.get(pk=leicester.pk).standing.revision == leicester.revision + 1


def test_without_if_match_nothing_is_changed(lead, scheme):
    path, row = scheme
    for match in ("", "*"):
        status, _ = told(lead("PATCH", path, {"fields": {"scheme_name": "x"}}, match=match))
        assert status == 428
    assert told(lead("DELETE", path))[0] == 428
    assert Row.objects.get(pk=row.pk).version == row.version


def test_an_old_version_is_refused_with_what_is_there_now(lead, scheme):
    path, _ = scheme
    etag = lead("GET", path)["ETag"]
    lead("PATCH", path, {"fields": {"scheme_name": "Theirs"}}, match=etag)
    answer = lead("PATCH", path, {"fields": {"provider": "Mine"}}, match=etag)
    assert told(answer)[0] == 412
    assert answer.json()["current"]["fields"]["scheme_name"] == "Theirs"
    assert answer.json()["etag"] == lead("GET", path)["ETag"]
    assert told(lead("DELETE", path, match=etag))[0] == 412
    assert told(lead("PATCH", path, {"fields": {}}, match=f"W/{answer.json()['etag']}"))[0] == 412


def test_a_row_is_taken_away(lead, scheme):
    path, row = scheme
    etag = lead("GET", path)["ETag"]
    assert lead("DELETE", path, match=etag, key="gone-1").status_code == 204
    assert not Row.objects.filter(pk=row.pk).exists()
    assert lead("DELETE", path, match=etag, key="gone-1").status_code == 204
    assert told(lead("DELETE", path, match=etag))[0] == 404


def test_a_post_sent_twice_is_done_once(lead, leicester):
    first = lead("POST", schemes(leicester), FIELDS, key="k-1")
    again = lead("POST", schemes(leicester), FIELDS, key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (
        first["Location"]
        == again["Location"]
        == f"/api/v1/plans/{leicester.pk}/rows/{first.json()['id']}"
    )
    assert first["ETag"] == again["ETag"]
    assert leicester.rows.filter(table="schemes").count() == 50
    assert first.json()["fields"] == {"scheme_name": "Falls", "amounts.2019-20": "1000"}


def test_the_key_of_another_request_is_refused(lead, leicester):
    lead("POST", schemes(leicester), FIELDS, key="k-1")
    other = {"fields": {"scheme_name": "Other"}}
    assert told(lead("POST", schemes(leicester), other, key="k-1"))[0] == 422
    assert leicester.rows.filter(table="schemes").count() == 50


@pytest.mark.parametrize("key", ["", "x" * 65, "a b"])
def test_a_post_needs_a_key(lead, leicester, key):
    assert told(lead("POST", schemes(leicester), FIELDS, key=key))[0] == 400
    assert leicester.rows.filter(table="schemes").count() == 49


def test_what_failed_leaves_its_key_free(lead, leicester):
    wrong = {"fields": {"amounts.2019-20": "many", "nothing": "x"}}
    answer = lead("POST", schemes(leicester), wrong, key="k-1")
    assert told(answer)[0] == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"amounts.2019-20", "nothing"}
    assert lead("POST", schemes(leicester), FIELDS, key="k-1").status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 422),
        (b"\xff", 400),
        ('{"fields": {"scheme_name": "\\u0000"}}', 422),
        ('{"fields": {"scheme_name": 3}}', 422),
        ('{"fields": {}, "sign": true}', 422),
        ("", 400),
        (b" " * (4 * 1024 * 1024 + 1), 413),
    ],
)
def test_bodies_that_are_refused(lead, leicester, body, status):
    assert told(lead("POST", schemes(leicester), body))[0] == status


def test_a_body_is_json(lead, scheme):
    path, _ = scheme
    answer = lead.client.patch(
        f"/api/v1{path}",
        "fields=x",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {lead.token}"},
    )
    assert told(answer)[0] == 415


def test_a_submitted_plan_is_stopped_in_words(lead, leicester):
    Plan.objects.filter(pk=leicester.pk).update(state="submitted")
    status, detail = told(lead("POST", schemes(leicester), FIELDS))
    assert (status, detail) == (409, "This plan is submitted, so nobody can change it.")


def test_an_nhs_partner_edits_its_own_lines_alone(program, leicester):
    partner = program("nhs-finance@leicester")
    made = partner("POST", schemes(leicester), FIELDS)
    assert told(made)[0] == 404
    income = f"/plans/{leicester.pk}/tables/income/rows"
    mine = {"fields": {"source_of_funding": "Minimum CCG Contribution", "contributor": "x"}}
    assert partner("POST", income, mine).status_code == 201


def test_notes_are_written_answered_and_settled(lead, leicester):
    path = f"/plans/{leicester.pk}/notes"
    note = lead("POST", path, {"text": "Why?", "table": "schemes"}).json()
    assert lead("POST", f"{path}/{note['id']}/answers", {"text": "So."}).status_code == 201
    assert lead("POST", f"{path}/{note['id']}/settle").json()["settled"] is True
    assert told(lead("POST", f"{path}/{note['id']}/settle"))[0] == 409
    [found] = [one for one in lead.get(path)["items"] if one["id"] == note["id"]]
    assert [one["text"] for one in found["answers"]] == ["So."]
    assert Note.objects.get(pk=note["id"]).by.email == "lead@leicester.example"


def test_a_warning_is_set_aside_and_opened_again(lead, leicester):
    path = f"/plans/{leicester.pk}"
    found = lead.get(f"{path}/problems?limit=500")["items"]
    warning = next(one for one in found if one["severity"] == "warning")
    named = {"code": warning["code"], "problem": warning["problem"], "reason": "Agreed"}
    made = lead("POST", f"{path}/dismissals", named)
    assert made.status_code == 201
    assert [one["reason"] for one in lead.get(f"{path}/dismissals")["items"]] == ["Agreed"]
    assert lead("DELETE", f"{path}/dismissals/{made.json()['id']}").status_code == 204
    assert lead.get(f"{path}/dismissals")["count"] == 0
    error = next(one for one in found if one["severity"] == "error")
    refused = {"code": error["code"], "problem": error["problem"], "reason": "Agreed"}
    assert told(lead("POST", f"{path}/dismissals", refused))[0] == 409


def test_the_draft_is_kept_as_a_version(lead, leicester):
    path = f"/plans/{leicester.pk}"
    kept = lead("POST", f"{path}/versions", {"name": "Before the board"})
    assert kept.status_code == 201
    number = kept.json()["number"]
    assert lead.get(f"{path}/versions/{number}") == kept.json()
    assert lead.get(f"{path}/versions/{number}/content") == lead.get(f"{path}/content")
    assert lead.get(f"{path}/versions")["items"][0] == kept.json()


def test_every_post_is_done_once_however_often_it_is_sent(lead, leicester):
    path = f"/plans/{leicester.pk}"
    found = lead.get(f"{path}/problems?limit=500")["items"]
    warning = next(one for one in found if one["severity"] == "warning")
    note = lead("POST", f"{path}/notes", {"text": "Why?"}).json()["id"]
    posts = {
        f"{path}/notes": {"text": "Again?"},
        f"{path}/notes/{note}/answers": {"text": "So."},
        f"{path}/notes/{note}/settle": None,
        f"{path}/dismissals": {
            "code": warning["code"],
            "problem": warning["problem"],
            "reason": "Agreed",
        },
        f"{path}/versions": {"name": "Once"},
        schemes(leicester): FIELDS,
    }
    for number, (where, body) in enumerate(posts.items()):
        first = lead("POST", where, body, key=f"once-{number}")
        count = Event.objects.count()
        again = lead("POST", where, body, key=f"once-{number}")
        assert first.status_code in {200, 201}, first.content
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert Event.objects.count() == count
        assert told(lead("POST", where, {"other": 1}, key=f"once-{number}"))[0] == 422
        assert told(lead("POST", where, body, key=""))[0] == 400
