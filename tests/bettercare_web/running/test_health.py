"""Whether the service is ready, and who is told what is amiss."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from bettercare_web.audit import clock
from bettercare_web.audit.models import Head
from bettercare_web.running import health, ladder
from bettercare_web.running.ladder import MB, Room
from bettercare_web.running.models import Job, Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _looked_at_anew(monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    monkeypatch.setattr(health, "KEPT", -1)
    monkeypatch.setattr(ladder, "measure", lambda _: Room(500_000 * MB, 1_000_000 * MB))


def ready(client=None):
    response = (client or Client()).get("/readyz")
    return response.status_code, response.json()


def signs():
    return {one.name: one.well for one in health.look()}


def test_all_is_well():
    assert ready() == (200, {"status": "ready"})


def test_alive_needs_no_database(monkeypatch):
    monkeypatch.setattr(health, "_database", lambda: 1 / 0)
    assert Client().get("/livez").content == b"ok"


def test_a_database_that_cannot_be_written_is_not_ready(monkeypatch):
    def fail(**_):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Pulse.objects, "update_or_create", fail)
    assert ready() == (503, {"status": "not ready"})


def test_a_database_that_is_behind_is_not_ready(monkeypatch):
    monkeypatch.setattr(health, "waiting_migrations", lambda: ["plans.0009"])
    assert ready() == (503, {"status": "not ready"})


def test_read_only_is_ready_and_writes_nothing(tmp_path, monkeypatch):
    ladder.switch_on(tmp_path, "The database moves.", None)
    monkeypatch.setattr(Pulse.objects, "update_or_create", lambda **_: 1 / 0)
    assert ready() == (200, {"status": "ready"})


def test_a_disk_that_fills_is_ready_with_a_hint(monkeypatch):
    monkeypatch.setattr(ladder, "measure", lambda _: Room(99_999 * MB, 1_000_000 * MB))
    assert ready() == (200, {"status": "ready, but look at it"})


def test_only_an_administrator_is_told_what_is_amiss(monkeypatch, signed_in):
    monkeypatch.setattr(ladder, "measure", lambda _: Room(99_999 * MB, 1_000_000 * MB))
    _, told = ready(signed_in("administrator@england"))
    [disk] = [one for one in told["signs"] if not one["well"]]
    assert disk["words"] == "99,999 MB free of 1,000,000 MB"
    assert "signs" not in ready(signed_in("lead@leicester"))[1]


def test_a_worker_that_is_silent_is_seen(settings):
    settings.DEMO = False
    assert not signs()["worker"]
    Pulse.objects.create(name="worker", at=timezone.now() - timedelta(minutes=4))
    assert not signs()["worker"]
    Pulse.objects.filter(pk="worker").update(at=timezone.now() - timedelta(minutes=2))
    assert signs()["worker"]


def test_jobs_that_failed_too_often_are_seen():
    assert signs()["jobs"]
    Job.objects.create(name="letters", dead=True)
    assert not signs()["jobs"]


@pytest.mark.parametrize(
    ("seconds", "well", "sure"), [(4, True, True), (6, False, True), (61, False, False)]
)
def test_a_clock_behind_the_trail_is_seen(seconds, well, sure):
    newest = Head.objects.exclude(at=None).first()
    newest.at = timezone.now() + timedelta(seconds=seconds)
    newest.save()
    assert signs()["clock"] is well
    assert clock.is_sure() is sure


def test_an_answer_holds_for_a_while(monkeypatch):
    monkeypatch.setattr(health, "KEPT", 60)
    monkeypatch.setattr(health, "_kept", (float("-inf"), []))
    assert ready()[0] == 200
    monkeypatch.setattr(health, "look", lambda: 1 / 0)
    assert ready()[0] == 200
