"""A backup while people work, and the way back into an empty place, on both databases."""

import io
import json
import tarfile
import uuid

import pytest
from django.core.management import CommandError, call_command

from bettercare_web.running import backup, databases, restore, sealing
from bettercare_web.running.backup import back_up, opened
from bettercare_web.running.trouble import Trouble
from tests.bettercare_web.running.service import Service


@pytest.fixture
def elsewhere(service, request, tmp_path):
    """An empty place for the same kind of database."""
    if "BETTERCARE_DATABASE" not in service.environment:
        yield Service(tmp_path / "elsewhere")
        return
    server, name = request.getfixturevalue("server"), f"e{uuid.uuid4().hex[:12]}"
    path = f"{server.bin}:{service.environment['PATH']}"
    service.environment["PATH"] = path
    yield Service(tmp_path / "elsewhere", server.database(name), PATH=path)
    server.drop(name)


def test_a_restored_service_is_the_one_that_was_backed_up(service, elsewhere, tmp_path):
    """Its files, its trail and its exports are as they were, to the byte."""
    (service.data / "quarantine").mkdir(exist_ok=True)
    (service.data / "quarantine" / "cafe").write_bytes(b"a workbook")
    service.command("audit", "anchor")
    service.program("edit", "before", "5", "0", "5")
    key, file = str(tmp_path / "key"), str(tmp_path / "one.backup")
    service.command("backup", file, "--key-file", key, "--new-key")
    service.command("verify-backup", file, "--key-file", key)
    said = elsewhere.command("restore", file, "--key-file", key).stdout
    assert "Whole: " in said
    assert elsewhere.program("exports") == service.program("exports")
    assert elsewhere.program("chain") == service.program("chain")
    assert (elsewhere.data / "quarantine" / "cafe").read_bytes() == b"a workbook"
    ours, theirs = (one.data / "anchors" / "anchors.jsonl" for one in (service, elsewhere))
    assert theirs.read_bytes() == ours.read_bytes()


def test_a_backup_taken_while_people_save_holds_a_moment_of_it(service, elsewhere, tmp_path):
    file = str(tmp_path / "one.backup")
    editor = service.begin("edit", "during", "30", "0", "5")
    service.command("backup", file)
    done = service.result(editor)["held"]
    elsewhere.command("restore", file)
    found = elsewhere.program("chain")
    assert found["broken"] == []
    assert found["new"] == list(done)[: len(found["new"])]
    again = elsewhere.command("restore", file, ok=False)
    assert again.returncode == 1
    assert "Restore into an empty place." in again.stderr


@pytest.fixture
def small(settings, tmp_path, monkeypatch, db):  # noqa: ARG001
    """A backup of a small database that is no database at all, with a file that came in."""
    settings.DATA = tmp_path / "data"
    (settings.DATA / "quarantine").mkdir(parents=True)
    (settings.DATA / "quarantine" / "cafe").write_bytes(b"a workbook")
    monkeypatch.setattr(databases, "dump", lambda target: target.write_bytes(b"rows"))
    return tmp_path / "small.backup"


def test_what_a_backup_holds(small):
    made = back_up(small)
    assert sorted(made.files) == ["database", "quarantine/cafe"]
    assert small.stat().st_mode & 0o777 == 0o600
    with opened(small) as (contents, folder):
        assert contents == made
        assert (folder / "database").read_bytes() == b"rows"
    assert not folder.exists()


def test_a_backup_never_replaces_another(small):
    back_up(small)
    with pytest.raises(Trouble, match="is there already"):
        back_up(small)


def test_a_sealed_backup_opens_with_its_key_alone(small, tmp_path):
    keys = [tmp_path / "one", tmp_path / "two"]
    for key in keys:
        sealing.new_key(key)
    mine, other = map(sealing.read_key, keys)
    back_up(small, mine)
    assert b"a workbook" not in small.read_bytes()
    with opened(small, mine) as (_, folder):
        assert (folder / "quarantine" / "cafe").read_bytes() == b"a workbook"
    with pytest.raises(Trouble, match="is sealed: give its key"), opened(small):
        pass
    with pytest.raises(Trouble, match="another key"), opened(small, other):
        pass


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    file = tmp_path / "key"
    sealing.new_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        sealing.new_key(file)
    for text in ("short", "not base64 at all!"):
        (tmp_path / "no-key").write_text(text)
        with pytest.raises(sealing.WrongKey, match="holds no key"):
            sealing.read_key(tmp_path / "no-key")


@pytest.mark.parametrize("size", [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000])
def test_any_length_is_sealed_and_unsealed(size):
    data, key = bytes(range(256)) * (size // 256 + 1), b"k" * 32
    sealed, plain = io.BytesIO(), io.BytesIO()
    sealing.seal(io.BytesIO(data[:size]), sealed, key)
    sealed.seek(0)
    sealing.unseal(sealed, plain, key)
    assert plain.getvalue() == data[:size]


@pytest.mark.parametrize(
    "harm",
    [
        lambda b: b[:-1],  # cut within the last piece
        lambda b: b[: 20 + 32 + 2 * (64 * 1024 + 16)],  # cut between two pieces
        lambda b: b[:60] + bytes([b[60] ^ 1]) + b[61:],  # one bit
        lambda b: b[: 20 + 32] + b[20 + 32 + 65552 : 20 + 32 + 2 * 65552] + b[20 + 32 + 65552 :],
        lambda b: b + b"more",
        lambda b: b"x" + b[1:],
    ],
)
def test_a_sealed_file_that_was_changed_does_not_open(harm):
    sealed, key = io.BytesIO(), b"k" * 32
    sealing.seal(io.BytesIO(b"x" * 180_000), sealed, key)
    with pytest.raises(sealing.WrongKey):
        sealing.unseal(io.BytesIO(harm(sealed.getvalue())), io.BytesIO(), key)


def archive(path, members):
    with tarfile.open(path, "w") as made:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))


def manifest(**files):
    said = {"form": backup.FORM, "at": "", "release": "", "engine": "", "migrations": []}
    return ("manifest.json", json.dumps({**said, "files": files}).encode())


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([("database", b"rows")], "does not begin with its contents"),
        ([("manifest.json", b"{}")], "or one of a newer release"),
        ([manifest(database="00"), ("database", b"rows")], "missing or was changed"),
        ([manifest(database="00")], "missing or was changed"),
        ([manifest(), ("stray", b"")], "none of its contents"),
        ([manifest(**{"../out": "00"}), ("../out", b"")], "none of its contents"),
    ],
)
def test_what_is_no_backup_of_ours_is_refused(tmp_path, members, words):
    archive(tmp_path / "strange", members)
    with pytest.raises(Trouble, match=words), opened(tmp_path / "strange"):
        pass
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(Trouble, match="cannot be read as a backup"), opened(tmp_path / "text"):
        pass


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"engine": "postgresql"}, "The backup is of postgresql, and this database of sqlite"),
        ({"migrations": ["plans.9999_later"]}, "newer release: it has plans.9999_later"),
        ({}, "quarantine already. Restore into an empty place"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(small, monkeypatch, change, words):
    made = back_up(small)
    monkeypatch.setattr(databases, "load", lambda _: pytest.fail("it was restored"))
    monkeypatch.setattr(restore, "opened", lambda *_: Opened(made._replace(**change), small.parent))
    with pytest.raises(Trouble, match=words):
        list(restore.restore(small))


class Opened:
    """A backup that seems to hold something else."""

    def __init__(self, contents, folder):
        self.both = contents, folder

    def __enter__(self):
        return self.both

    def __exit__(self, *_):
        pass


def test_a_database_that_is_not_whole_is_seen(small):
    back_up(small)
    with pytest.raises(CommandError, match="The database is not whole: file is not a database"):
        call_command("verify_backup", str(small))


def test_the_demo_database_is_there_already(small):
    with pytest.raises(CommandError, match="Restore into an empty place"):
        call_command("backup", str(small))
        call_command("restore", str(small))
