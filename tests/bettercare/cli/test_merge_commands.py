"""The command that merges two edited copies: exit codes, what it prints, writes and refuses."""

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.cli import run
from bettercare.plan import without_places


@pytest.fixture
def told(capsys):
    """Run one command in this process: its exit code, output and errors."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def copy(tmp_path):
    """A copy of Leicester's plan in a folder, with some texts of a table replaced."""

    def make(name: str, **replaced: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(examples.path("leicester"), folder)
        path = folder / "schemes.csv"
        text = path.read_text(encoding="utf-8-sig")
        for old, new in replaced.items():
            assert text.count(old[1:]) == 1
            text = text.replace(old[1:], new)
        path.write_text(text, encoding="utf-8")
        return folder

    return make


def test_edits_of_two_copies_come_together(told, copy, tmp_path):
    mine, theirs = copy("mine", _1216760="1216770"), copy("theirs", _1255073="1255063")
    target = tmp_path / "out.json"
    code, out, err = told("merge", "leicester", mine, theirs, "-o", target)
    assert (code, err) == (0, "")
    assert out.startswith(
        "Leicester, 2019-20: 2 changes taken, no conflicts.\nBase leicester, mine"
    )
    assert f"Next:bettercarecheck{target}" in "".join(out.split())
    schemes = bc.read(target).plan.schemes or ()
    assert [schemes[item - 1].amounts["2019-20"] for item in (13, 19)] == [1255063, 1216770]


@pytest.mark.parametrize("form", ["plan.json", "folder"])
def test_any_format_may_stand_for_each(told, copy, tmp_path, form):
    mine = tmp_path / form
    told("convert", copy("edited", _1216760="1216770"), mine)
    assert told("merge", "leicester", mine, "leicester", "-o", tmp_path / "out")[0] == 0
    merged, expected = bc.read(tmp_path / "out").plan, bc.read(mine).plan
    assert without_places(merged) == without_places(expected)


def test_a_conflict_is_exit_1_and_says_what_stands_in_the_result(told, copy, tmp_path):
    mine, theirs = copy("mine", _1216760="1216770"), copy("theirs", _1216760="1300000")
    target = tmp_path / "out"
    words = ("merge", "leicester", mine, theirs, "-o", target)
    code, out, _ = told(*words)
    assert code == 1
    assert (
        "  Row 19, Reablement - LPT: planned £\n"
        "    base    £1,216,760                          schemes.csv S20\n"
        "    mine    £1,216,770                          schemes.csv S20\n"
        "    theirs  £1,300,000                          schemes.csv S20\n"
        "    merged  row 19, as mine\n"
    ) in out
    assert (bc.read(target).plan.schemes or ())[18].amounts["2019-20"] == 1216770
    code, _, err = told(*words)
    assert (code, err) == (2, f"Cannot write {target}: it is there already. Add --force.\n")
    code, out, _ = told(*words, "--force", "--prefer", "theirs")
    assert code == 1
    assert "merged  row 19, as theirs" in out
    assert (bc.read(target).plan.schemes or ())[18].amounts["2019-20"] == 1300000


def test_without_output_nothing_is_written(told):
    code, out, _ = told("merge", "leicester", "leicester", "leicester")
    assert code == 0
    assert out.splitlines()[0] == "Leicester, 2019-20: no change, no conflicts."
    assert out.splitlines()[-1].startswith("Nothing was written. To write the merged plan, add: -o")


def test_json_and_csv(told, copy):
    words = ("merge", "leicester", copy("mine", _1216760="5"), copy("theirs", _1216760="6"), "-f")
    code, out, _ = told(*words, "json")
    assert code == 1
    assert json.loads(out)["format"] == "bettercare-merge-1"
    code, out, _ = told(*words, "csv")
    assert code == 1
    [row] = csv.DictReader(StringIO(out))
    assert [row[name] for name in ("what", "base", "mine", "theirs", "now", "row_now")] == [
        "conflict", "1216760", "5", "6", "5", "19",
    ]  # fmt: skip


def test_what_was_noticed_while_reading_is_counted(told, copy):
    _, out, _ = told("merge", "leicester", "leicester", copy("theirs", _1216760="about 5"))
    assert "1 finding while reading. See: bettercare check" in " ".join(out.split())
    assert "£1,216,760 to about 5" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["leicester", "leicester", "lecester"], "Did you mean leicester?"),
        (
            ["rotherham", "rotherham", "rotherham-2017-19"],
            "base 2019-20, mine 2019-20 and theirs 2017-19",
        ),
    ],
)
def test_what_cannot_be_merged_is_a_sentence(told, words, said):
    code, out, err = told("merge", *words)
    assert (code, out) == (2, "")
    assert said in err


def test_two_areas_are_a_warning(told):
    code, out, _ = told("merge", "leicester", "leicester", "rotherham")
    assert code == 0
    assert "These may be plans of two areas: base says Leicester, theirs says Rotherham." in out
