"""The commands about rounds: show one, list them, compare two."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bettercare.cli import run
from bettercare.cli.app import app
from bettercare.rounds.loader import SHIPPED
from tests.bettercare.rounds.made_rounds import made_round

COMMANDS = ("show", "diff", "new", "check")
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
    def test_the_first_round_says_how_income_comes_in_and_what_is_paid_for(self, told):
        code, out, _ = told("round", "2015-16")
        assert code == 0
        for line in (
            "  LA contribution     Local Authority Social Services   mixed",
            "    DFG               DFG                               grant, part of it",
            "  NC6   Agreement on the consequential impact on acute providers",
            "  Local metric                  local measure, measure chosen locally",
            "  Paid for: £1,490 each for fewer non-elective admissions; 3.5% fewer is",
            "  Approved, Approved with support, Approved subject to conditions or Not",
            "1 scheme type, 0 sub types, 71 checks.",
        ):
            assert f"\n{line}\n" in out
        for heading in ("Required spends", "Planning requirements"):
            assert heading not in out  # it has none

    @pytest.mark.parametrize("one", ["2015-16", "2016-17", "2017-19", "2018-19"])
    def test_a_round_fits_80_columns(self, told, one):
        assert [line for line in told("round", one)[1].splitlines() if len(line) > 80] == []

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
        told("round", "new", "2031-33", "--from", "2019-20", "-o", tmp_path)
        words = ("--rounds", tmp_path)
        assert (
            told("round", "2031-33", *words)[1].splitlines()[1] == "Plans for 2031-32 and 2032-33"
        )
        told("round", "new", "2031-33a", "--from", "2031-33", "--amends", "-o", tmp_path, *words)
        assert "Amends 2031-33" in told("round", "2031-33a", *words)[1].splitlines()


class TestRounds:
    def test_the_earliest_comes_first_and_amendments_follow_what_they_amend(self, told, tmp_path):
        told("round", "new", "2031-32", "--from", "2019-20", "-o", tmp_path)
        words = ("--rounds", tmp_path)
        told("round", "new", "2031-32r", "--from", "2031-32", "--amends", "-o", tmp_path, *words)
        made_round(tmp_path, "2001-02")
        code, out, err = told("rounds", *words)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        ids = [line.split()[0] for line in lines]
        assert ids[0] == "2001-02"
        assert ids[-4:] == ["2031-32", "2031-32r", "amends", "See"]
        assert lines[-2].split() == ["amends", "2031-32"]
        assert lines[-1] == "See what one asks for: bettercare round 2031-32r"
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
        assert (
            "'Director of adult social services' is now called 'Director of care' (not confirmed)."
            in words
        )
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


class TestNew:
    def test_a_folder_is_made_and_what_to_do_next_is_said(self, told, tmp_path):
        code, out, err = told("round", "new", "2031-32", "--from", "2019-20", "-o", tmp_path / "my")
        folder = tmp_path / "my" / "2031-32"
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert lines[0] == (
            f"Wrote {folder}: round.yaml, funding.yaml, metrics.yaml and tables.yaml."
        )
        assert lines[1].endswith(" facts are taken over from 2019-20, none of them confirmed.")
        assert lines[-1] == f"Next: bettercare round check {folder}"
        assert told(*lines[-1].removeprefix("Next: bettercare ").split())[0] == 0

    def test_it_is_made_where_one_stands_unless_told(self, told, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert told("round", "new", "2031-32", "--from", "2019-20")[0] == 0
        assert (tmp_path / "2031-32" / "round.yaml").is_file()

    def test_an_amendment_is_as_sure_as_what_it_amends(self, told, tmp_path):
        out = told("round", "new", "2019-20a", "--from", "2019-20", "--amends", "-o", tmp_path)[1]
        assert "taken over from 2019-20, each as sure as there." in out
        assert [one.name for one in (tmp_path / "2019-20a").iterdir()] == ["round.yaml"]

    def test_what_is_there_is_left_alone(self, told, tmp_path):
        (tmp_path / "2031-32").mkdir()
        code, out, err = told("round", "new", "2031-32", "--from", "2019-20", "-o", tmp_path)
        assert (code, out) == (2, "")
        assert err == f"Cannot write {tmp_path / '2031-32'}: it is there already.\n"
        assert list((tmp_path / "2031-32").iterdir()) == []

    def test_a_file_in_the_way(self, told, tmp_path):
        (tmp_path / "my").write_text("mine", encoding="utf-8")
        code, _, err = told("round", "new", "2031-32", "--from", "2019-20", "-o", tmp_path / "my")
        assert code == 2
        assert err.startswith(f"Cannot write {tmp_path / 'my' / '2031-32'}: ")

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("next", "'next' does not say for which year."),
            ("../2031-32", "'../2031-32' cannot be the name of a round: it is a path."),
        ],
    )
    def test_a_name_that_will_not_do(self, told, tmp_path, name, words):
        code, _, err = told("round", "new", name, "--from", "2019-20", "-o", tmp_path / "my")
        assert code == 2
        assert err.startswith(words)
        assert list(tmp_path.iterdir()) == []

    def test_a_round_to_make_it_from_that_is_not_there(self, told, tmp_path):
        assert told("round", "new", "2031-32", "--from", "1948-49", "-o", tmp_path)[0] == 2


class TestCheck:
    @pytest.fixture
    def made(self, told, tmp_path):
        told("round", "new", "2031-32", "--from", "2019-20", "-o", tmp_path)
        return tmp_path / "2031-32"

    def test_a_sound_one_says_what_it_changes_and_what_is_not_confirmed(self, told, made):
        code, out, err = told("round", "check", made)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert lines[0] == (
            "2031-32 is sound: Better Care Fund plan 2031-32, 2031-04-01 to 2032-03-31"
        )
        assert lines[2].startswith("From 2019-20 to 2031-32: ")
        assert "  Year before: 2030-31 (was 2018-19)." in lines
        [count] = [line for line in lines if line.startswith("Not confirmed: ")]
        some, of, every, _ = count.removeprefix("Not confirmed: ").split()
        assert (some, of) == (every, "of")
        assert "  Narrative                     4" in lines
        assert "Still to fill in" in lines
        assert "  round.yaml:29  the dates of the round" in lines
        assert lines[-1] == (
            f"See every fact: bettercare round 2031-32 --rounds {made.parent} --format csv"
        )

    def test_one_that_rests_on_nothing(self, told):
        code, out, _ = told("round", "check", "2019-20")
        assert code == 0
        assert "From " not in out
        assert out.splitlines()[-1] == "See every fact: bettercare round 2019-20 --format csv"

    def test_an_amendment_says_so(self, told, tmp_path):
        told("round", "new", "2019-20a", "--from", "2019-20", "--amends", "-o", tmp_path)
        lines = told("round", "check", tmp_path / "2019-20a")[1].splitlines()
        assert lines[1] == "It amends 2019-20."
        assert "2019-20 and 2019-20a ask for the same." in lines

    def test_faults(self, told, made):
        path = made / "round.yaml"
        text = path.read_text(encoding="utf-8").replace("timetable:", "timetabel:")
        path.write_text(text.replace("terms:", "term:"), encoding="utf-8")
        code, out, err = told("round", "check", made)
        assert (code, err) == (1, "")
        lines = out.splitlines()
        assert lines[0] == f"2 faults in {made}:"
        assert [
            line.endswith(("Fix: Write 'timetable'.", "Fix: Write 'terms'.")) for line in lines[1:]
        ]
        assert all(line.startswith(f"{path}:") for line in lines[1:])
        assert len(lines) == 3

    def test_faults_as_data(self, told, made):
        path = made / "round.yaml"
        text = path.read_text(encoding="utf-8").replace("timetable:", "timetabel:")
        path.write_text(text, encoding="utf-8")
        code, out, _ = told("round", "check", made, "--format", "json")
        data = json.loads(out)
        assert (code, data["sound"], data["changes"]) == (1, False, [])
        assert [one["fix"] for one in data["faults"]] == ["Write 'timetable'."]
        code, out, _ = told("round", "check", made, "--format", "csv")
        [row] = csv.DictReader(StringIO(out))
        assert (code, row["kind"], row["file"]) == (1, "fault", str(path))

    def test_a_sound_one_as_data(self, told, made):
        data = json.loads(told("round", "check", made, "-f", "json")[1])
        assert (data["sound"], data["base"], data["faults"]) == (True, "2019-20", [])
        assert len(data["unconfirmed"]) == data["facts"]
        assert {one["kind"] for one in data["changes"]} == {"new", "gone", "changed"}
        rows = list(csv.DictReader(StringIO(told("round", "check", made, "-f", "csv")[1])))
        assert {row["kind"] for row in rows} == {"to fill"}

    def test_what_is_no_folder_of_a_round(self, told, tmp_path):
        assert told("round", "check", tmp_path)[0] == 2


def test_every_command_of_the_group_is_tested_here():
    whole = typer.main.get_command(app)
    assert isinstance(whole, TyperGroup)
    group = whole.commands["round"]
    assert isinstance(group, TyperGroup)
    assert set(group.commands) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_group_has_help_with_an_example_that_runs(
    told, command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    code, out, _ = told("round", command, "--help")
    assert code == 0
    assert [line for line in out.splitlines() if len(line) > 80] == []
    example = " ".join(out.partition("Example:")[2].split())
    assert example.startswith(f"bettercare round {command} ")
    assert told(*example.split()[1:])[0] == 0


def test_shipped_rounds_are_all_listed(told):
    ids = {one.name for one in SHIPPED.iterdir() if (one / "round.yaml").is_file()}
    assert ids <= {line.split()[0] for line in told("rounds")[1].splitlines()}
