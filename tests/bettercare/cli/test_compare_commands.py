"""The commands that set plans side by side: what they print, and what they refuse."""

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest

from bettercare import examples
from bettercare.cli import run


@pytest.fixture
def told(capsys):
    """Run one command in this process: its exit code, output and errors."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def edited(tmp_path):
    """Leicester's plan in a folder, with one amount changed."""
    folder = tmp_path / "leicester-edited"
    shutil.copytree(examples.path("leicester"), folder)
    path = folder / "schemes.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert text.count("1216760") == 1
    path.write_text(text.replace("1216760", "1216770"), encoding="utf-8")
    return folder


class TestCompare:
    def test_two_versions(self, told, edited):
        code, out, err = told("compare", "leicester", edited)
        assert (code, err) == (0, "")
        assert out.startswith(
            "Leicester, 2019-20, two versions: planned £43,368,727, then £43,368,737 (+£10).\n"
        )
        assert out.splitlines()[-1].endswith("--format csv")

    def test_all_shows_why_rows_were_matched(self, told, edited):
        assert "Matched with" not in told("compare", "leicester", edited)[1]
        assert "Matched with" in told("compare", "leicester", edited, "--all")[1]

    def test_json_and_csv(self, told, edited):
        data = json.loads(told("compare", "leicester", edited, "--format", "json")[1])
        assert data["totals"]["changed"] == "10"
        rows = list(csv.DictReader(StringIO(told("compare", "leicester", edited, "-f", "csv")[1])))
        assert [row["change"] for row in rows if row["status"] == "changed"] == ["10"]

    def test_the_printed_summary(self, told):
        code, out, _ = told("compare", "leicester", "--printed")
        assert code == 0
        assert out == "Leicester, 2019-20: 25 of 25 printed figures agree with the rows.\n"
        data = json.loads(told("compare", "leicester", "--printed", "-f", "json")[1])
        assert data["format"] == "bettercare-printed-1"
        assert told("compare", "leicester", "--printed", "-f", "csv")[1].count("\n") == 26

    def test_years(self, told):
        words = ("compare", "leicester", "leicester", "--years", "2019/20,2019-20")
        assert told(*words)[0] == 0
        code, _, err = told(*words[:-1], "2019-20,2020-21")
        assert code == 2
        assert err == ("Round 2019-20 does not plan for 2020-21. It plans for 2019-20.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["leicester"], "Give a second plan to compare with, or --printed: one of the two."),
        (["leicester", "rotherham", "--printed"], "Give a second plan to compare with, or"),
        (["leicester", "rotherham", "--years", "2019-20"], "Write --years as two years with a"),
        (["leicester", "roterham"], "Did you mean rotherham?"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(told, words, said):
    code, out, err = told("compare", *words)
    assert (code, out) == (2, "")
    assert said in err
