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


class TestWhatIf:
    def test_a_change_and_nothing_saved(self, told, edited):
        before = {path: path.read_bytes() for path in edited.iterdir()}
        code, out, err = told("what-if", edited, "--set", "19.commissioner=LA")
        assert (code, err) == (0, "")
        assert out.startswith("Leicester, 2019-20, what if: row 19, commissioner CCG to LA.\n")
        assert "bettercare check" in " ".join(out.split())
        assert f"check{edited}" in "".join(out.split())  # a long path runs over several lines
        assert {path: path.read_bytes() for path in edited.iterdir()} == before

    def test_several_changes_income_and_all(self, told):
        words = ("--set", "19.commissioner=LA", "--set", "19.expenditure-=60")
        code, out, _ = told("what-if", "leicester", *words, "--income", "ibcf=15500000", "--all")
        assert code == 0
        assert "£776,643 short" in out
        assert "Balance, iBCF                               0      33,479      +33,479" in out

    def test_json_and_csv(self, told):
        words = ("what-if", "leicester", "--set", "19.commissioner=LA", "--format")
        assert json.loads(told(*words, "json")[1])["format"] == "bettercare-what-if-1"
        assert told(*words, "csv")[1].splitlines()[0].startswith('"year","figure","label"')

    def test_what_cannot_be_understood_is_exit_2(self, told):
        code, out, err = told("what-if", "leicester", "--set", "19.comissioner=LA")
        assert (code, out) == (2, "")
        assert err == (
            "'19.comissioner=LA': There is no column comissioner. Did you mean commissioner?\n"
        )


class TestRollForward:
    WORDS = ("roll-forward", "rotherham-2017-19", "--to", "2019-20")

    def test_without_output_nothing_is_written(self, told):
        code, out, err = told(*self.WORDS)
        assert (code, err) == (0, "")
        assert out.startswith("Rotherham, 2017-19 to 2019-20: 44 rows and £25,418,959 carried;")
        assert out.endswith("To write the draft, add: -o FOLDER or -o FILE.json\n")

    @pytest.mark.parametrize("name", ["draft", "draft.json"])
    def test_the_draft_is_a_plan_like_any_other(self, told, tmp_path, name):
        target = tmp_path / name
        words = ("--income", "nhs_minimum=19614894", "--uplift", "-o", target)
        assert told(*self.WORDS, *words)[0] == 0
        out = told("summary", target)[1]
        assert out.startswith("Rotherham, 2019-20: £26,112,318 in 44 rows.")
        assert "  Adult social care               6,975,909    8,570,537" in out

    def test_what_is_there_is_not_written_over_unless_asked(self, told, tmp_path):
        target = tmp_path / "draft.json"
        target.write_text("mine")
        code, _, err = told(*self.WORDS, "-o", target)
        assert (code, target.read_text()) == (2, "mine")
        assert err.endswith("it is there already. Add --force.\n")
        assert told(*self.WORDS, "-o", target, "--force")[0] == 0

    def test_json_and_csv(self, told):
        assert json.loads(told(*self.WORDS, "-f", "json")[1])["format"] == (
            "bettercare-roll-forward-1"
        )
        assert told(*self.WORDS, "-f", "csv")[1].startswith('"code","name","severity"')

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--to", "2015-16"], "Round 2015-16 does not come after 2017-19."),
            (["--to", "2091-92"], "There is no round '2091-92'."),
            (["--to", "2019-20", "--uplift"], "An uplift needs the new income of a source"),
        ],
    )
    def test_what_cannot_be_done_is_exit_2(self, told, words, said):
        code, out, err = told("roll-forward", "rotherham-2017-19", *words)
        assert (code, out) == (2, "")
        assert said in err
