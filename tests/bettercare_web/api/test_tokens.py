"""Who comes in: by a token in its header alone, within its scopes, as often as it may."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bettercare_web.accounts.limits import API
from bettercare_web.accounts.models import AccessToken, Tally
from bettercare_web.accounts.tokens import Scope

pytestmark = pytest.mark.django_db


def is_refused(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return True


@pytest.mark.parametrize("path", ["plans", "nothing-like-it", "plans/x", ""])
def test_strangers_are_told_the_same_of_every_address(path):
    answer = Client().get(f"/api/v1/{path}")
    assert is_refused(answer, 401)
    assert answer["WWW-Authenticate"] == 'Bearer realm="bettercare"'
    assert "location" not in answer


def test_a_session_opens_nothing(signed_in):
    browser = signed_in("lead@leicester")
    assert is_refused(browser.get("/api/v1/plans"), 401)
    assert "Set-Cookie" not in browser.get("/api/v1/plans").headers


def test_a_cookie_beside_a_token_counts_for_nothing(signed_in, program):
    browser = signed_in("lead@rotherham")
    headers = {"Authorization": f"Bearer {program('lead@leicester').token}"}
    with CaptureQueriesContext(connection) as asked:
        found = browser.get("/api/v1/areas", headers=headers).json()["items"]
    assert [one["name"] for one in found] == ["Leicester"]
    assert not [one for one in asked.captured_queries if "django_session" in one["sql"]]


def test_a_token_opens_no_page(program, leicester):
    headers = {"Authorization": f"Bearer {program('lead@leicester').token}"}
    assert Client().get(f"/plans/{leicester.pk}/", headers=headers).status_code == 302


def test_a_token_in_the_address_counts_for_nothing(program):
    token = program("lead@leicester").token
    assert is_refused(Client().get(f"/api/v1/plans?token={token}&access_token={token}"), 401)


def test_a_scope_opens_its_own_operations_alone(program, leicester):
    reader = program("lead@leicester", Scope.PLAN_READ)
    rows = f"/plans/{leicester.pk}/tables/schemes/rows"
    assert reader("GET", rows).status_code == 200
    assert is_refused(reader("POST", rows, {"fields": {}}), 403)
    writer = program("lead@leicester", Scope.PLAN_WRITE)
    assert is_refused(writer("GET", rows), 403)
    assert leicester.rows.filter(table="schemes").count() == 49


def test_a_token_that_ended_is_refused(program):
    lead = program("lead@leicester")
    AccessToken.objects.update(revoked_at=timezone.now())
    assert is_refused(lead("GET", "/plans"), 401)


def test_a_right_that_was_taken_away_is_gone_at_once(program, person, leicester):
    lead = program("lead@leicester")
    person("lead@leicester").grants.update(revoked_at=timezone.now())
    assert is_refused(lead("GET", f"/plans/{leicester.pk}"), 404)


def test_what_is_refused_looks_like_what_is_not_there(program, leicester):
    stranger = program("lead@rotherham")
    for path in ("content", "figures/x", "tables/schemes/rows", f"rows/{uuid.uuid4()}"):
        refused = stranger("GET", f"/plans/{leicester.pk}/{path}")
        unknown = stranger("GET", f"/plans/{uuid.uuid4()}/{path}")
        assert is_refused(refused, 404)
        assert refused.content == unknown.content
        assert refused.headers == unknown.headers
    nowhere = stranger("GET", "/nothing-like-it")
    assert nowhere.content == refused.content


def test_more_than_600_requests_a_minute_are_refused(program):
    lead = program("lead@leicester")
    assert lead("GET", "/plans").status_code == 200
    assert (API.times, API.seconds) == (600, 60)
    Tally.objects.update(count=600)
    answer = lead("GET", "/plans")
    assert is_refused(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60
    assert program("finance@leicester")("GET", "/plans").status_code == 200


def test_faults_and_methods_are_told_as_problems_too(program, monkeypatch, leicester):
    lead = program("lead@leicester", raise_request_exception=False)
    answer = lead("PUT", "/plans")
    assert is_refused(answer, 405)
    assert answer["Allow"] == "GET"
    monkeypatch.setattr("bettercare_web.api.judged.report_data", lambda _: 1 / 0)
    answer = lead("GET", f"/plans/{leicester.pk}/report")
    assert is_refused(answer, 500)
    assert "division" not in answer.content.decode()


def test_there_is_nothing_that_signs_or_submits():
    described = Client().get("/api/v1/openapi.json").json()["paths"]
    changing = {
        f"{address} {one['operationId']}"
        for address, methods in described.items()
        for method, one in methods.items()
        if method != "get"
    }
    assert len(changing) > 10
    for word in ("sign", "submit", "score", "grant", "release", "approv", "delegat", "withdraw"):
        assert not [one for one in changing if word in one], word


def test_how_often_an_operation_asks_the_database(
    program, leicester, django_assert_max_num_queries
):
    lead = program("lead@leicester")
    path = f"/plans/{leicester.pk}"
    row = leicester.rows.filter(table="schemes").first()
    paths = ["/areas", f"/areas/{leicester.area.code}", "/plans", path]
    paths += [
        f"{path}/{part}"
        for part in (
            "tables/schemes/rows",
            f"rows/{row.pk}",
            "report",
            "figures",
            "findings",
            "problems",
            "notes",
            "versions",
            "content",
        )
    ]
    for one in paths:
        with django_assert_max_num_queries(20):
            lead.get(one)
    etag = lead("GET", f"{path}/rows/{row.pk}")["ETag"]
    with django_assert_max_num_queries(20):
        lead("PATCH", f"{path}/rows/{row.pk}", {"fields": {"provider": "x"}}, match=etag)
