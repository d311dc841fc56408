"""The command equity: exit codes, forms, files."""

import json
from pathlib import Path

import pytest

from bettercare.cli import run
from tests.bettercare.equity.made_up import folder, users

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def told(capsys):
    def call(*words):
        code = run(["equity", *map(str, words)])
        return code, *capsys.readouterr()

    return call


def test_a_sound_folder(told, tmp_path):
    code, out, err = told(folder(tmp_path, users=users(20, 30, 150)))
    assert (code, err) == (0, "")
    assert " 1 service beside the people who live there: 1 " in " ".join(out.split())


def test_errors_exit_1(told):
    code, out, err = told(DATA / "equity-2016")
    assert (code, err) == (1, "")
    assert "verdicts 11 of 11 and 1 blank worked out" in " ".join(out.split())


@pytest.mark.parametrize("words", [("--json",), ("--format", "json"), ("-f", "json")])
def test_json(told, words):
    code, out, _ = told(DATA / "equity-exampleton", *words)
    assert code == 0
    assert json.loads(out)["title"] == "equity-exampleton"


def test_csv(told):
    _, out, _ = told(DATA / "equity-exampleton", "--format", "csv")
    assert out.startswith("service,name,part,")


def test_a_report_beside_the_text(told, tmp_path):
    path = tmp_path / "report.html"
    code, out, _ = told(DATA / "equity-exampleton", "-o", path)
    assert code == 0
    assert out
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, _, err = told(DATA / "equity-exampleton", "-o", path)
    assert (code, err) == (2, "Cannot write report.html: it is there already. Add --force.\n")
    assert told(DATA / "equity-exampleton", "-o", path, "--force")[0] == 0


def test_what_cannot_be_read_or_written_exits_2(told, tmp_path):
    assert told(tmp_path / "none")[0] == 2
    code, out, err = told(DATA / "equity-exampleton", "-o", tmp_path / "report.docx")
    assert (code, out) == (2, "")
    assert ".html, .md, .csv, .json" in err


def test_small_numbers_are_shown_with_a_reason_alone(told, tmp_path):
    place = folder(tmp_path, users=users(3, 0, 150))
    assert "hidden" in told(place)[1]
    _, out, _ = told(place, "--no-disclosure-control", "to check the list")
    assert out.startswith("NOT FOR RELEASE: small numbers are shown. Why: to check the list")
    code, _, err = told(place, "--no-disclosure-control", " ")
    assert (code, err) == (2, "Say why small numbers are to be shown.\n")
