"""``bettercare push`` and ``pull`` against the API itself."""

import json

import msgspec
import pytest
from typer.testing import CliRunner

from bettercare import examples
from bettercare.cli.app import app
from bettercare.formats import read
from bettercare_client.connection import Service
from bettercare_client.pulled import pulled_from
from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan

pytestmark = pytest.mark.django_db
HOST = "https://bcf.example.org"


@pytest.fixture
def command(program, monkeypatch):
    """Run a command of Leicester's lead, whose connection ends in the API of the test."""
    lead = program("lead@leicester")
    monkeypatch.setenv("BETTERCARE_TOKEN", lead.token)

    def once(self, method, path, body, sent):  # noqa: ARG001
        answer = lead.client.generic(
            method,
            f"/api/v1{path}",
            body or b"",
            content_type="application/json",
            headers={"Authorization": f"Bearer {lead.token}", **sent},
        )
        return answer.status_code, answer.content, {k.lower(): v for k, v in answer.items()}

    monkeypatch.setattr(Service, "_once", once)
    runner = CliRunner()

    def run(*words):
        done = runner.invoke(app, list(words))
        return done.exit_code, done.output if done.exception is None else str(done.exception)

    return run


def pull(command, plan, place):
    return command("pull", "--from", f"{HOST}/plans/{plan.pk}/", "-o", str(place))


def test_what_is_pulled_is_the_plan(command, leicester, tmp_path):
    place = tmp_path / "plan.json"
    assert pull(command, leicester, place) == (0, f"Wrote {place}: Leicester, 2019-20.\n")
    core = to_core(leicester.round, leicester.rows.all())
    assert msgspec.json.decode(place.read_bytes(), type=type(core)) == core
    assert pulled_from(place) == (HOST, f'"{leicester.pk}.{leicester.revision}"')
    code, said = pull(command, leicester, place)
    assert (code, "Add --force" in said) == (1, True)


def test_a_pulled_plan_is_changed_and_pushed(command, leicester, tmp_path):
    place = tmp_path / "plan.json"
    pull(command, leicester, place)
    content = json.loads(place.read_bytes())
    content["schemes"][0]["scheme_name"] = "Renamed"
    place.write_text(json.dumps(content), encoding="utf-8")
    to = ("--to", HOST, "--area", leicester.area.code)
    revision = leicester.revision + 1
    code, said = command("push", str(place), *to)
    assert (code, said) == (
        0,
        f"Changed 1 row. The plan in the service is at revision {revision}.\n",
    )
    code, said = command("push", str(place), *to)  # on what it has just pushed
    assert (code, said.startswith("Changed 0 rows.")) == (0, True)


def test_what_others_changed_meanwhile_is_not_overwritten(command, leicester, tmp_path):
    place = tmp_path / "plan.json"
    pull(command, leicester, place)
    Plan.objects.filter(pk=leicester.pk).update(revision=leicester.revision + 1)
    to = ("--to", HOST, "--area", leicester.area.code)
    code, said = command("push", str(place), *to)
    assert (code, "Pull it again" in said) == (1, True)
    assert command("push", str(place), *to, "--replace")[0] == 0


def test_a_plan_that_was_not_pulled_replaces_only_when_asked(command, leicester):
    to = ("--to", HOST, "--area", leicester.area.code)
    code, said = command("push", "leicester", *to)
    assert (code, "--replace" in said) == (1, True)
    assert command("push", "leicester", *to, "--replace")[0] == 0


def test_a_plan_is_started_where_there_is_none(command, leicester):
    Plan.objects.filter(pk=leicester.pk).update(kind="what-if")
    code, said = command("push", "leicester", "--to", HOST, "--area", leicester.area.code)
    assert (code, said.startswith("Started the plan with ")) == (0, True)
    started = Plan.objects.get(area=leicester.area, kind="plan", round="2019-20")
    shipped = read(examples.path("leicester")).plan
    assert to_core("2019-20", started.rows.all()).schemes == shipped.schemes


@pytest.mark.parametrize("address", [HOST, f"{HOST}/plans/1/"])
def test_an_address_of_no_plan_is_refused(command, address, tmp_path):
    code, said = command("pull", "--from", address, "-o", str(tmp_path / "x.json"))
    assert (code, "no address of a plan" in said) == (1, True)
