"""The process that reads a file can read that file and answer, and nothing else (T16)."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bettercare_web.uploads.answers import Read, Refused
from bettercare_web.uploads.isolation import ask

CHILDREN = Path(__file__).with_name("children.py")


@pytest.fixture
def attempt(tmp_path, monkeypatch):
    """What becomes of an attempt, made in a folder of its own beside a secret."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "own"
    folder.mkdir()
    really = subprocess.Popen

    def start(words, **more):
        at = words.index("-m")
        return really([*words[:at], str(CHILDREN), *words[at + 2 :]], **more)

    monkeypatch.setattr("bettercare_web.uploads.isolation.subprocess.Popen", start)
    return lambda name, seconds=20.0: ask(folder, name, seconds=seconds)


@pytest.mark.parametrize(
    ("tried", "stopped_by"),
    [
        ("read_elsewhere", "Forbidden"),
        ("write_here", "Forbidden"),
        ("write_by_number", "OSError"),
        ("connect", "Forbidden"),
        ("fork", "Forbidden"),
        ("shell", "Forbidden"),
        ("take_memory", "MemoryError"),
        ("open_many", "OSError"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system differ")
def test_what_no_reader_does_is_stopped(attempt, tried, stopped_by):
    assert attempt(tried) == Refused(f"stopped: {stopped_by}")


@pytest.mark.parametrize("tried", ["loop", "sleep", "answer_too_much"])
def test_what_does_not_end_is_ended(attempt, tried):
    started = time.monotonic()
    answer = attempt(tried, seconds=1.5)
    assert isinstance(answer, Refused) and "takes more time or memory" in answer.why
    assert time.monotonic() - started < 5


def test_a_workbook_is_read_quickly_and_whole(leicester_files):
    started = time.monotonic()
    answer = ask(leicester_files, "leicester.xlsx")
    took = time.monotonic() - started
    assert isinstance(answer, Read)
    assert len(answer.reading.plan.schemes or ()) == 49
    assert took < 5  # about 0.4 s of work; the machine of the tests may be busy


def test_the_process_has_no_environment_and_no_framework(leicester_files):
    """Nothing of the service is imported in it: no Django, no settings, no database."""
    program = (
        "import sys; from pathlib import Path; from bettercare_web.uploads import child;"
        "child.os.write = lambda _, whole: len(whole);"
        f"child.main({str(leicester_files)!r}, 'leicester.json', '');"
        "print([one for one in sys.modules if one.partition('.')[0] in "
        "{'django', 'sqlite3', 'socket', 'pickle', 'subprocess', 'jinja2'}])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program],
        capture_output=True,
        text=True,
        env={},
        check=True,
    )
    assert done.stdout.strip() == "[]"
