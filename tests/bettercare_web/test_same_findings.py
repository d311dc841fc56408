"""One plan checked in four ways: by the library, the command line, the page and the API."""

import json

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client
from typer.testing import CliRunner

import bettercare
from bettercare import examples
from bettercare.cli.app import app
from bettercare.formats import read
from bettercare.report.data import finding_data
from bettercare_web.accounts.tokens import Scope, make_token
from bettercare_web.audit.actors import Actor
from bettercare_web.plans import findings_views

pytestmark = pytest.mark.django_db
COUNTS = {"leicester": (1, 12), "rotherham": (1, 15)}  # errors and warnings


@pytest.fixture(params=COUNTS)
def area(request):
    return request.param


@pytest.fixture
def plan(area, request):
    return request.getfixturevalue(area)


@pytest.fixture
def program(area, person):
    """A client and the headers of a token of the area's lead."""
    lead = person(f"lead@{area}")
    scopes = frozenset({Scope.PLAN_READ, Scope.EXPORT_READ})
    token = make_token(lead, "Check", scopes, by=Actor(person_id=str(lead.pk)))
    return lambda path: Client().get(
        f"/api/v1/plans/{path}", headers={"Authorization": f"Bearer {token}"}
    )


def plain(found):
    return json.loads(msgspec.json.encode([finding_data(one) for one in found]))


def by_library(area):
    return plain(bettercare.check(read(examples.path(area)).plan).findings)


def by_command(content, tmp_path):
    """What ``check`` says of the plan as the service gave it."""
    place = tmp_path / "plan.json"
    place.write_bytes(content)
    done = CliRunner().invoke(app, ["check", str(place), "--format", "json"])
    return json.loads(done.stdout)["findings"]


def by_page(plan, signed_in, area, monkeypatch):
    """What the page of findings is made of."""
    seen = {}

    def render(*given, **_):
        seen.update(given[2])
        return HttpResponse()

    monkeypatch.setattr(findings_views, "render", render)
    signed_in(f"lead@{area}").get(f"/plans/{plan.pk}/findings/")
    return plain(finding for problem in seen["all"] for finding in problem.findings)


def in_order(found):
    return sorted(found, key=lambda one: json.dumps(one, sort_keys=True))


def test_the_findings_are_the_same(area, plan, program, signed_in, tmp_path, monkeypatch):
    api = program(f"{plan.pk}/findings?limit=500").json()["items"]
    severities = [one["severity"] for one in api]
    assert (severities.count("error"), severities.count("warning")) == COUNTS[area]
    assert api == by_library(area)
    assert api == program(f"{plan.pk}/report").json()["findings"]
    assert api == by_command(program(f"{plan.pk}/content").content, tmp_path)
    assert in_order(api) == in_order(by_page(plan, signed_in, area, monkeypatch))
