"""The commands about rounds: show one, list them, compare two."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from bettercare.cli import run
from bettercare.rounds.loader import SHIPPED
from tests.bettercare.rounds.made_rounds import made_round

NEXT = {
    "funding.yaml": {"must_be_pooled: true": "must_be_pooled: false"},
    "checks.yaml": {"CHK-033: {severity: error}": "CHK-033: {severity: warning}"},
    "requirements.yaml": {"label: Director of adult social services": "label: Director of care"},
}


@pytest.fixture
def told(capsys):
    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def home(tmp_path):
    """A folder with one round made of 2019-20."""
    made_round(tmp_path, "2031-32", NEXT)
    return tmp_path


class TestShow:
    def test_a_round_is_shown_with_and_without_the_word(self, told):
        assert told("round", "2019-20") == told("round", "show", "2019-20")
        assert told("round", "2019-20")[1].startswith("Better Care Fund plan 2019-20: in force")

    def test_an_option_may_come_first(self, told):
        assert told("round", "--format", "csv", "2019-20")[1].startswith("fact,label,")

    def test_a_round_of_the_name_of_a_command_is_shown_by_the_word(self, told, tmp_path):
        made_round(tmp_path, "2031-32").rename(tmp_path / "diff")
        path = tmp_path / "diff" / "round.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('round: "2031-32"', "round: diff"), encoding="utf-8")
        assert told("round", "show", "diff", "--rounds", tmp_path)[0] == 0

    def test_the_group_alone_shows_its_commands(self, told):
        code, out, err = told("round")
        assert code == 2
        assert "\n  diff " in out + err
        assert told("round", "-h")[0] == 0

    def test_a_round_that_is_not_there(self, told):
        assert told("round", "1948-49")[0] == 2

    def test_a_round_of_one_year_names_no_years(self, told):
        assert "Plans for" not in told("round", "2019-20")[1]

    def test_several_years_and_what_it_amends_are_said(self, told, tmp_path):
        folder = made_round(tmp_path, "2031-32")
        path = folder / "round.yaml"
        text = path.read_text(encoding="utf-8")
        text = text.replace('years: ["2031-32"]', 'years: ["2031-32", "2032-33"]')
        path.write_text(text + '\namends: "2019-20"\n', encoding="utf-8")
        lines = told("round", "2031-32", "--rounds", tmp_path)[1].splitlines()
        assert lines[1:3] == ["Plans for 2031-32 and 2032-33", "Amends 2019-20"]


class TestRounds:
    def test_the_earliest_comes_first_and_amendments_follow_what_they_amend(self, told, tmp_path):
        for name in ("2031-32", "2015-16"):
            made_round(tmp_path, name)
        refresh = made_round(tmp_path, "2031-33")
        path = refresh / "round.yaml"
        text = path.read_text(encoding="utf-8").replace("2031-33", "2031-32 refresh")
        text = text.replace('round: "2031-32 refresh"', 'round: "2031-32r"')
        path.write_text(text + '\namends: "2031-32"\n', encoding="utf-8")
        refresh.rename(tmp_path / "2031-32r")
        for file in (tmp_path / "2031-32r").glob("*.yaml"):
            words = file.read_text(encoding="utf-8").replace(
                'key: "2031-33"', 'key: "2031-32 refresh"'
            )
            file.write_text(words, encoding="utf-8")
        code, out, err = told("rounds", "--rounds", tmp_path)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        ids = [line.split()[0] for line in lines]
        assert ids.index("2015-16") < ids.index("2019-20") < ids.index("2031-32")
        after = lines[ids.index("2031-32r") :]
        assert ids.index("2031-32r") == ids.index("2031-32") + 1
        assert after[1].split() == ["amends", "2031-32"]
        assert after[-1] == "See what one asks for: bettercare round 2031-32r"
        assert [line for line in lines if len(line) > 80] == []

    def test_data_says_what_is_amended(self, told):
        [*_, row] = csv.DictReader(StringIO(told("rounds", "-f", "csv")[1]))
        assert set(row) == {"round", "label", "start", "end", "amends"}


class TestDiff:
    def test_counts_come_first_then_each_change(self, told, home):
        code, out, err = told("round", "diff", "2019-20", "2031-32", "--rounds", home)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert lines[0].startswith("From 2019-20 to 2031-32: ")
        assert lines[0].endswith(" changes, 1 not confirmed")
        assert "  Sources of funding        1 changed" in lines
        assert lines.index("  Checks                    1 changed") < lines.index("Checks")
        assert "  CHK-033, source not all allocated, is now a warning (was an error)." in lines
        assert "  iBCF, must be pooled: no (was yes)." in lines
        words = " ".join(out.split())
        assert "'Director of adult social services' is now called 'Director of care'. (not" in words
        assert [line for line in lines if len(line) > 80] == []

    def test_nothing_changed(self, told):
        assert told("round", "diff", "2019-20", "2019-20") == (
            0,
            "2019-20 and 2019-20 ask for the same.\n",
            "",
        )

    def test_json(self, told, home):
        words = ("round", "diff", "2019-20", "2031-32", "--rounds", home, "-f", "json")
        data = json.loads(told(*words)[1])
        assert (data["from"], data["to"]) == ("2019-20", "2031-32")
        assert data["counts"]["checks"] == {"new": 0, "gone": 0, "changed": 1}
        [check] = [one for one in data["changes"] if one["part"] == "checks"]
        assert check["path"] == "checks.CHK-033"
        assert check["certainty"] == "confirmed"

    def test_csv(self, told, home):
        words = ("round", "diff", "2019-20", "2031-32", "--rounds", home, "-f", "csv")
        rows = list(csv.DictReader(StringIO(told(*words)[1])))
        [pooled] = [one for one in rows if one["part"] == "sources"]
        assert pooled["words"] == "iBCF, must be pooled: no (was yes)."
        assert (pooled["before"], pooled["after"]) == ("yes", "no")

    @pytest.mark.parametrize("words", [("2019-20", "1948-49"), ("1948-49", "2019-20")])
    def test_a_round_that_is_not_there(self, told, words):
        code, out, err = told("round", "diff", *words)
        assert (code, out) == (2, "")
        assert "There is no round '1948-49'" in err


@pytest.mark.parametrize("command", ["show", "diff"])
def test_every_command_of_the_group_has_help_with_an_example_that_runs(told, command):
    code, out, _ = told("round", command, "--help")
    assert code == 0
    example = " ".join(out.partition("Example:")[2].split())
    assert example.startswith(f"bettercare round {command} ")
    assert told(*example.split()[1:])[0] == 0


def test_shipped_rounds_are_all_listed(told):
    ids = {one.name for one in SHIPPED.iterdir() if (one / "round.yaml").is_file()}
    assert ids <= {line.split()[0] for line in told("rounds")[1].splitlines()}
