"""Doing less instead of doing harm: reading only, no files, no room, no database."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from bettercare_web.running import health, ladder
from bettercare_web.running.ladder import MB, Now, Room, Step
from tests.bettercare_web.running.service import Service

GB = 1024 * MB


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def room(monkeypatch):
    """Sets how much room the disk seems to have, of 100 GB."""

    def free(size):
        monkeypatch.setattr(ladder, "measure", lambda _: Room(size, 100 * GB))

    free(50 * GB)
    return free


@pytest.mark.parametrize(
    ("free", "step"),
    [
        (2 * GB, Step.ALL),
        (2 * GB - 1, Step.NO_FILES),
        (512 * MB, Step.NO_FILES),
        (512 * MB - 1, Step.READ_ONLY),
        (0, Step.READ_ONLY),
    ],
)
def test_a_disk_that_fills_takes_the_steps_by_itself(room, free, step):
    room(free)
    assert ladder.now().step == step


def test_read_only_is_said_with_reason_and_end(room, capsys):  # noqa: ARG001
    call_command("readonly", "on", reason="The database moves.", until="2026-11-30T18:00")
    found = ladder.now()
    assert found == Now(
        Step.READ_ONLY, "The database moves.", datetime(2026, 11, 30, 18, tzinfo=UTC)
    )
    assert "Until 30 November 2026, 6:00pm." in capsys.readouterr().out
    call_command("readonly", "off")
    assert ladder.now().step == Step.ALL
    call_command("readonly", "off")  # and once more does no harm


def test_who_switches_it_on_says_why():
    with pytest.raises(CommandError, match="Give --reason"):
        call_command("readonly", "on")
    with pytest.raises(CommandError, match="is no moment"):
        call_command("readonly", "on", reason="Because.", until="tomorrow")


def test_a_flag_that_cannot_be_read_counts(room, tmp_path):  # noqa: ARG001
    (tmp_path / ladder.FLAG).write_text("{")
    assert ladder.now().step == Step.READ_ONLY


def test_reading_goes_on_and_what_was_typed_is_handed_back(room, signed_in, leicester):  # noqa: ARG001
    browser = signed_in("lead@leicester")
    until = datetime.now(UTC) + timedelta(minutes=30)
    ladder.switch_on(settings.DATA, "The database moves.", until)
    assert browser.get("/").status_code == 302
    row = leicester.rows.filter(table="schemes").first()
    address = f"/plans/{leicester.pk}/findings/dismiss/"
    typed = {"reason": "Agreed <with> the trust", "password": "hidden words", "form_key": "abc"}
    refused = browser.post(address, typed)
    assert refused.status_code == 503
    assert 1700 <= int(refused.headers["Retry-After"]) <= 1800
    assert "The database moves." in refused.text
    assert "Agreed &lt;with&gt; the trust" in refused.text
    assert "Agreed%20%3Cwith%3E%20the%20trust" in refused.text  # to download
    assert "hidden words" not in refused.text
    row.refresh_from_db()
    assert row.version == 1


def test_people_can_still_sign_in_to_read(room, person):  # noqa: ARG001
    ladder.switch_on(settings.DATA, "The database moves.", None)
    person("lead@leicester")
    sent = {"login": "lead@leicester.example", "password": "wrong"}
    assert Client().post("/account/login/", sent).status_code != 503


def test_who_sends_json_is_answered_in_json(room, signed_in, leicester):  # noqa: ARG001
    ladder.switch_on(settings.DATA, "The database moves.", None)
    refused = signed_in("lead@leicester").post(
        f"/plans/{leicester.pk}/findings/dismiss/", "{}", content_type="application/json"
    )
    assert refused.status_code == 503
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"].startswith("The database moves. Nothing was saved.")


def test_files_wait_while_the_disk_fills_and_plans_are_edited(room, signed_in, leicester):
    browser = signed_in("lead@leicester")
    address = f"/plans/{leicester.pk}/upload/"
    assert browser.get(address).status_code == 200
    room(GB)
    refused = browser.get(address)
    assert refused.status_code == 503
    assert "Files cannot be brought in" in refused.text
    assert browser.get(f"/plans/{leicester.pk}/findings/").status_code == 200


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database or disk is full"), "The disk of the service is full."),
        (OperationalError("database is locked"), "The service is busier than it should be."),
    ],
)
@pytest.mark.django_db
def test_a_database_that_is_full_or_away_says_not_saved(monkeypatch, error, words):
    def fail():
        raise error

    monkeypatch.setattr(health, "signs", fail)
    browser = Client(raise_request_exception=False)
    response = browser.post("/readyz", {"scheme_name": "Typed at length"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert words in response.text
    assert "Typed at length" in response.text


@pytest.mark.django_db
def test_the_page_of_a_fault_hands_back_what_was_typed(monkeypatch):
    def fail():
        raise RuntimeError

    monkeypatch.setattr(health, "signs", fail)
    response = Client(raise_request_exception=False).post("/readyz", {"text": "Typed at length"})
    assert response.status_code == 500
    assert "Typed at length" in response.text


def test_ballast_is_kept_where_there_is_room(tmp_path, room):
    room(2 * GB + 256 * MB)
    ladder.keep_ballast(tmp_path)
    assert not (tmp_path / "ballast").exists()
    room(2 * GB + 256 * MB + 1)
    ladder.keep_ballast(tmp_path)
    assert (tmp_path / "ballast").stat().st_size == 256 * MB


def test_a_full_disk_in_the_middle_of_a_save_saves_nothing(prepared, tmp_path):
    """The file of the database can grow no more: "not saved", and all of it is taken back."""
    shutil.copytree(prepared.data, tmp_path / "copy")
    service = Service(tmp_path / "copy")
    full, after = service.program("disk_full", "lead@leicester.example")["said"]
    assert full[0] == 503
    assert full[1].startswith("The disk of the service is full. Nothing was saved.")
    assert full[2] is False
    assert after == [200, None, True]
    assert service.program("chain")["broken"] == []
