"""Whatever is done to a thousand events is found, with its place."""

import hashlib
import json
import subprocess
import sys
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from bettercare_web.audit import anchors
from bettercare_web.audit.actors import SYSTEM
from bettercare_web.audit.canonical import canonical
from bettercare_web.audit.models import Event, Head
from bettercare_web.audit.record import Thing, record
from bettercare_web.audit.verify import Broken, Whole, exported, streams, verify

STAND_ALONE = Path(str(files("bettercare_web.audit") / "stand_alone.py"))


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def broken(stream="TEST"):
    found = verify(stream)
    assert isinstance(found, Broken), found
    return found.seq, found.field


def elsewhere(tmp_path, kept=None):
    """What the program that stands alone says of an export."""
    export = tmp_path / "events.jsonl"
    export.write_text("".join(exported()), encoding="utf-8")
    words = [sys.executable, "-I", str(STAND_ALONE), str(export), *([str(kept)] if kept else [])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split("\n")[0]


def test_a_thousand_events_are_whole(thousand, tmp_path):
    found = verify(thousand)
    assert isinstance(found, Whole)
    assert found.seq == 1001
    assert elsewhere(tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("done", "place"),
    [
        # altered, and the hash left as it was
        ('UPDATE audit_event SET body = replace(body, \'"new":"500"\', \'"new":"501"\')', "hash"),
        ("UPDATE audit_event SET hash = '{other}'", "hash"),
        ("UPDATE audit_event SET action = 'other'", "action"),
        ("UPDATE audit_event SET person_id = 'other'", "person_id"),
        ("UPDATE audit_event SET object_id = 'other'", "object_id"),
        ("DELETE FROM audit_event", "seq"),
    ],
)
def test_one_event_altered_or_taken_out(thousand, tamper, done, place):
    tamper(done.format(other="f" * 64) + " WHERE stream = %s AND seq = %s", thousand, 501)
    assert broken() == (501, place)


def test_an_event_altered_together_with_its_hash_breaks_the_next(thousand, tamper, event, tmp_path):
    body = json.loads(event(thousand, 501).body)
    body["changes"][0]["new"] = "9"
    rehash(tamper, thousand, 501, body)
    assert broken() == (502, "prev")
    assert elsewhere(tmp_path) == (1, "BROKEN TEST 502: prev")


def rehash(tamper, stream, seq, body):
    hashed = hashlib.sha256(canonical(body)).hexdigest()
    tamper(
        "UPDATE audit_event SET body = %s, hash = %s WHERE stream = %s AND seq = %s",
        canonical(body).decode(),
        hashed,
        stream,
        seq,
    )
    return hashed


@pytest.mark.usefixtures("thousand")
def test_two_events_that_changed_places(tamper):
    for old, new in ((500, 90_000), (501, 500), (90_000, 501)):
        tamper("UPDATE audit_event SET seq = %s WHERE stream = 'TEST' AND seq = %s", new, old)
    assert broken() == (500, "prev")


def test_an_event_that_was_put_in(thousand, tamper, event):
    tamper("UPDATE audit_event SET seq = seq + 10000 WHERE stream = 'TEST' AND seq > 500")
    one = event(thousand, 500)
    Event.objects.create(
        stream="TEST", seq=501, at=one.at, action="counted", object_type="n", object_id="1",
        body=one.body, hash=one.hash,
    )  # fmt: skip
    tamper("UPDATE audit_event SET seq = seq - 9999 WHERE stream = 'TEST' AND seq > 10000")
    assert broken() == (501, "prev")


def test_an_event_after_the_head(thousand, event):
    one = event(thousand, 1001)
    body = {**json.loads(one.body), "seq": 1002, "prev": one.hash, "id": str(one.pk)[:-4] + "0000"}
    text = canonical(body).decode()
    Event.objects.create(
        id=body["id"], stream="TEST", seq=1002, at=one.at, action="counted", object_type="n",
        object_id="1", body=text, hash=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    assert broken() == (1002, "seq")


def test_a_tail_that_was_cut_without_its_head(thousand, tamper):
    tamper("DELETE FROM audit_event WHERE stream = %s AND seq > 990", thousand)
    assert broken() == (991, "seq")


def test_a_tail_that_was_cut_with_its_head_shows_against_an_anchor(
    thousand, tamper, event, tmp_path
):
    anchors.anchor()
    kept = list(anchors.read(anchors.anchor_file()))
    assert anchors.against(kept) is None
    tamper("DELETE FROM audit_event WHERE stream = %s AND seq > 990", thousand)
    Head.objects.filter(pk=thousand).update(seq=990, hash=event(thousand, 990).hash)
    assert isinstance(verify(thousand), Whole)
    found = anchors.against(kept)
    assert found is not None
    assert (found.stream, found.seq, found.field) == ("TEST", 1001, "seq")
    assert elsewhere(tmp_path, anchors.anchor_file()) == (1, "BROKEN TEST 1001: anchor")


def test_a_stream_written_anew_shows_against_an_anchor(thousand, tamper, event):
    anchors.anchor()
    before = "0" * 64
    for seq in range(1, 1002):
        body = {**json.loads(event(thousand, seq).body), "prev": before, "reason": "anew"}
        before = rehash(tamper, thousand, seq, body)
    Head.objects.filter(pk=thousand).update(hash=before)
    assert isinstance(verify(thousand), Whole)
    found = anchors.against(anchors.read(anchors.anchor_file()))
    assert found is not None
    assert (found.stream, found.seq, found.field) == ("TEST", 1001, "hash")


def test_an_anchor_that_was_altered_is_found(thousand, settings):
    anchors.anchor()
    path = anchors.anchor_file()
    head = Head.objects.get(pk=thousand).hash
    path.write_text(path.read_text().replace(head, "a" * 64))
    found = anchors.against(anchors.read(path))
    assert found is not None and found.field == "hmac"
    path.write_text(path.read_text().replace("a" * 64, head))
    assert anchors.against(anchors.read(path)) is None
    settings.AUDIT_KEY = "another key"
    assert anchors.against(anchors.read(path)) is not None


def test_an_anchor_lost_on_its_way_to_the_file_is_written_the_next_time(thousand):  # noqa: ARG001
    anchors.anchor()
    path = anchors.anchor_file()
    path.unlink()
    anchors.anchor()
    assert [one["body"]["action"] for one in anchors.read(path)] == ["anchored", "anchored"]


def test_when_an_anchor_is_due(thousand):
    assert anchors.is_due()
    anchors.anchor()
    assert not anchors.is_due()
    with transaction.atomic():
        record(stream=thousand, by=SYSTEM, action="plan-submitted", about=Thing("n", "1"))
    assert anchors.is_due()


def test_the_database_refuses_to_change_or_delete_an_event(thousand):
    for statement in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement + " WHERE stream = %s AND seq = 7", [thousand])
    assert isinstance(verify(thousand), Whole)


class TestCommand:
    """``bettercare-web audit``: exit codes and what it says."""

    def run(self, *words):
        out = StringIO()
        try:
            call_command("audit", *words, stdout=out)
        except SystemExit as stop:
            return stop.code, out.getvalue()
        return 0, out.getvalue()

    def test_the_demonstration_is_whole_and_its_rows_are_what_the_trail_says(self, leicester):
        code, said = self.run("verify")
        assert (code, said) == (
            0,
            f"Whole: {Event.objects.count()} events in {len(streams())} streams.\n",
        )
        assert leicester.rows.exists()

    def test_a_row_changed_behind_the_back_of_the_trail_is_named(self, leicester):
        row = leicester.rows.filter(table="schemes")[8]
        row.content = row.content.replace("MH Discharge Team", "MH Team")
        row.save()
        code, said = self.run("verify", "--stream", "E06000016")
        assert code == 1
        assert f"schemes.scheme_name: row {row.pk} does not hold what the trail says" in said
        assert self.run("verify", "--stream", "E08000018")[0] == 0

    def test_a_row_that_was_deleted_behind_the_back_of_the_trail_is_named(self, leicester):
        leicester.rows.filter(table="schemes")[8].delete()
        assert self.run("verify")[0] == 1

    def test_a_fault_of_ours_is_told_apart(self, leicester, tmp_path):  # noqa: ARG002
        assert self.run("verify", "--against", str(tmp_path / "nowhere"))[0] == 3

    def test_an_export_can_be_checked_elsewhere(self, leicester, tmp_path):  # noqa: ARG002
        self.run("anchor")
        self.run("export", "--to", str(tmp_path / "out"))
        words = [sys.executable, "-I", "verify.py", "events.jsonl", "anchors.jsonl"]
        done = subprocess.run(
            words, cwd=tmp_path / "out", capture_output=True, text=True, check=False
        )
        assert done.stdout == f"Whole: {Event.objects.count()} events.\n"
        assert done.returncode == 0
