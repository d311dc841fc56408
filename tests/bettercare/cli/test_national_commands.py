"""The command collate: what it prints, where it writes, and its exit codes."""

import csv
import os
import shutil
import subprocess
import sys
from decimal import Decimal

import msgspec
import pytest

from bettercare import examples, formats, rounds
from bettercare.cli import national_commands, run
from bettercare.national import output, running
from bettercare.synthetic.plans import synthesise
from tests.bettercare.national.here import Here


@pytest.fixture
def plans(tmp_path):
    """A folder with Leicester's plan."""
    folder = tmp_path / "plans"
    shutil.copytree(examples.path("leicester"), folder / "leicester")
    return folder


@pytest.fixture
def told(capsys, plans, tmp_path, monkeypatch):
    """Collate the folder in this process: exit code, output and errors."""
    monkeypatch.setattr(running, "_pool", Here)

    def call(*words, out="e.parquet"):
        (tmp_path / "areas.txt").write_text("Leicester\n")
        areas = () if "--areas" in words else ("--areas", tmp_path / "areas.txt")
        asked = ("collate", plans, "-o", tmp_path / out, *areas, *words)
        code = run([str(word) for word in asked])
        return code, *capsys.readouterr()

    return call


def test_one_plan_with_an_error(told):
    code, out, err = told()
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0].startswith("1 file: 1 read. Written to ")
    assert lines[2].split() == ["Table", "Rows", "Records", "Pounds", "Control", "totals"]
    assert lines[3].split() == ["income", "6", "6", "£43,368,727", "agree"]
    assert lines[4].split() == ["schemes", "49", "49", "£43,368,727", "agree"]
    assert lines[5].split() == ["metrics", "6", "6", "agree"]
    assert lines[7:] == [
        "Round 2019-20: 1 of 1 area. Due 27 September 2019.",
        "  With errors 1: Leicester (1)",
        "  Nobody can say of 1 plan whether late: a day is not known.",
    ]


def test_no_errors_at_all(told, plans):
    shutil.rmtree(plans / "leicester")
    made_up = synthesise(rounds.load("2019-20"), "Leicester", seed=1, schemes=30)
    formats.write(made_up, plans / "made-up.json")
    code, out, _ = told()
    assert code == 0
    assert out.splitlines()[-1] == "Round 2019-20: 1 of 1 area. Due 27 September 2019."


def test_a_missing_area(told, tmp_path):
    (tmp_path / "two.csv").write_text("name\nLeicester\nLeeds\n")
    code, out, _ = told("--areas", tmp_path / "two.csv")
    assert code == 1
    assert "Round 2019-20: 1 of 2 areas." in out
    assert "  Missing 1: Leeds\n" in out


def test_every_board_is_expected_unless_areas_are_named(capsys, plans, tmp_path):
    run(["collate", str(plans), "-o", str(tmp_path / "e.csv")])
    out = capsys.readouterr().out
    assert "Round 2019-20: 1 of 150 areas." in out
    assert "  Missing 149: Barking and Dagenham, Barnet," in out
    assert "and 141 more" in out


def test_files_that_are_not_used_are_named(told, plans):
    (plans / "broken.json").write_text("{")
    (plans / "notes.pdf").touch()
    shutil.copytree(plans / "leicester", plans / "old")
    for one in (plans / "old").iterdir():
        os.utime(one, (0, 0))
    code, out, _ = told()
    assert code == 1
    assert out.startswith("3 files: 2 read, 1 not read, 1 passed over for a newer one.")
    assert "Not looked at, as no plan is collated from such files: 1 .pdf." in out
    assert "Not read 1\n  broken.json: Cannot read broken.json: it is not JSON" in out
    assert "Passed over 1\n  old: leicester is newer, and is used." in out


def test_long_lists_are_cut(told, plans):
    for number in range(6):
        (plans / f"broken{number}.json").write_text("{")
        shutil.copytree(plans / "leicester", plans / f"copy{number}")
    out = told()[1]
    assert out.count("and 1 more; all are in the table files") == 2


def test_a_late_plan_and_a_stray_round(told, plans):
    for number in range(12):
        plan = formats.read(plans / "leicester").plan
        changed = {"area": f"Area {number}", "facts": {"submitted": "2019-09-30"}}
        formats.write(msgspec.structs.replace(plan, **changed), plans / f"{number}.json")
    shutil.copytree(examples.path("rotherham-2017-19"), plans / "rotherham")
    out = told()[1]
    assert "  Late 12: Area 0 (3 days), Area 1 (3 days), " in out
    assert "Round 2017-19: 1 plan among those of another round." in out


def test_nothing_could_be_read(told, plans):
    shutil.rmtree(plans / "leicester")
    (plans / "broken.json").write_text("{")
    code, out, _ = told()
    assert code == 2
    assert out.startswith("1 file: 0 read, 1 not read.")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--areas", "nowhere.txt"), "Cannot read nowhere.txt"),
        (("--jobs", "1"), "it is there already. Add --force."),
    ],
)
def test_what_cannot_be_done_is_said(told, tmp_path, words, message):
    (tmp_path / "e.parquet").mkdir()
    (tmp_path / "e.parquet" / "x").touch()
    code, out, err = told(*words)
    assert (code, out) == (2, "")
    assert message in err


def test_our_fault(told, monkeypatch):
    monkeypatch.setattr(running, "collated", lambda *_: 1 // 0)
    code, out, _ = told()
    assert code == 3
    assert "Something went wrong in bettercare itself, not in the file." in out


@pytest.fixture
def too_long(plans):
    """A plan with an amount of more digits than a workbook keeps."""
    plan = formats.read(plans / "leicester").plan
    amounts = {"2019-20": Decimal("999999999999999.99")}
    first = msgspec.structs.replace((plan.income or ())[0], amounts=amounts)
    changed = msgspec.structs.replace(plan, income=(first,), area="York")
    formats.write(changed, plans / "a.json")


@pytest.mark.usefixtures("too_long")
def test_a_workbook_that_cannot_hold_an_amount(told):
    code, out, err = told(out="e.xlsx")
    assert (code, out) == (2, "")
    assert "income: rows or pounds of a.json differ from the control totals" in err
    assert "A workbook keeps 15 digits of a number. Write .parquet or .duckdb instead." in err


def test_another_output_that_differs_is_our_fault(told, monkeypatch):
    write = output.write

    def losing(making, rows):
        write(making, {**rows, "schemes": list})

    monkeypatch.setattr(output, "write", losing)
    code, out, err = told()
    assert (code, out) == (3, "")
    assert "schemes: rows or pounds of leicester differ" in err
    assert "15 digits" not in err


def test_kept_parts_are_taken_over(told):
    told("--keep-parts")
    assert "1 file was read by an earlier run and not read again." in told("--force")[1]


def test_stopped_by_hand_what_was_read_is_kept(told, plans, monkeypatch):
    plan = formats.read(plans / "leicester").plan
    formats.write(msgspec.structs.replace(plan, area="Leeds"), plans / "z.json")
    keep = running.keep

    def stopping(number, path, work):
        if path.name == "z.json":
            raise KeyboardInterrupt
        return keep(number, path, work)

    monkeypatch.setattr(running, "keep", stopping)
    code, out, err = told()
    assert (code, out) == (2, "")
    assert err == "Stopped. What was read is kept: run it again to read only the rest.\n"
    monkeypatch.setattr(running, "keep", keep)
    assert "1 file was read by an earlier run and not read again." in told()[1]


def test_a_made_up_nation_against_its_truth(tmp_path, monkeypatch, capsys):
    """Every planted fault is found, and who is late, missing or unreadable is as was planted."""
    monkeypatch.setattr(running, "_pool", Here)
    folder, target = tmp_path / "nation", tmp_path / "e.csv"
    made = ("synthesise", "-o", folder, "--round", "2019-20", "--areas", "25", "--as", "json")
    assert run([str(word) for word in (*made, "--schemes", "30")]) == 0
    truth = _lines(folder / "truth.csv")
    (tmp_path / "areas.txt").write_text("\n".join({one["area"] for one in truth}))
    words = ("collate", folder, "-o", target, "--areas", tmp_path / "areas.txt")
    assert run([str(word) for word in words]) == 1
    capsys.readouterr()
    league, files = _lines(target / "league.csv"), _lines(target / "files.csv")
    used = {one["file"] for one in files if one["chosen"] == "yes"}

    def planted(what, column="file"):
        return {one[column] for one in truth if one["what"] == what}

    assert planted("late") & used == {one["file"] for one in league if one["late"] == "yes"}
    assert planted("broken") == {one["file"] for one in files if one["status"] == "not read"}
    gone = planted("missing", "area") | planted("broken", "area") | planted("another round", "area")
    assert gone == {one["area"] for one in league if one["standing"] == "missing"}
    assert planted("another version") <= used
    found = {(one["file"], one["code"]) for one in _lines(target / "findings.csv")}
    faults = {(one["file"], one["code"]) for one in truth if one["what"] == "fault"}
    assert len(faults) > 20
    assert {one for one in faults if one[0] in used} <= found


def _lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_bar_on_a_terminal_only(monkeypatch, capsys):
    with national_commands._progress() as progress:
        assert progress is None
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with national_commands._progress() as progress:
        assert progress is not None
        progress(1, 2)
        progress(2, 2)
    assert "Reading plans" in capsys.readouterr().err


def test_from_the_shell(plans, tmp_path):
    """As people run it: the processes begin, end, and leave nothing behind."""
    words = ["collate", str(plans), "-o", str(tmp_path / "e.duckdb"), "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "bettercare", *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["e.duckdb", "plans"]
