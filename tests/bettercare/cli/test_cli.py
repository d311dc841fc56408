"""The command line: what each command prints, where, and with which exit code."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import bettercare as bc
from bettercare import examples, report
from bettercare.cli import run
from bettercare.cli.app import app
from bettercare.cli.colour import coloured, harmless
from bettercare.errors import ExitCode
from bettercare.plan.records import without_places
from bettercare.rounds.loader import SHIPPED

COMMANDS = (
    *("check", "summary", "explain", "convert", "compare", "what-if", "merge", "roll-forward"),
    *("template", "collate", "synthesise", "rounds", "round", "places", "schema", "demo"),
    *("push", "pull", "link", "key", "synthesise-people", "measures", "equity", "spc"),
    *("measure", "synthesise-records"),
)
# They need files of a user, or write some, or ask a service.
WITH_FILES = {"convert", "merge", "template", "collate", "synthesise", "push", "pull"} | {
    *("link", "key", "synthesise-people", "equity", "spc", "measure", "synthesise-records"),
}
OOH = "required.nhs_out_of_hospital.planned"
WITH_PATH = {"PYTHONPATH": os.pathsep.join(sys.path)}
SOUND = {
    "plan.csv": "field,value\nround,2019-20\narea,Sometown\n",
    "requirements.csv": "code,response\n" + "".join(f"PR{n},Yes\n" for n in range(1, 10)),
}


@pytest.fixture
def told(capsys):
    """Run one command in this process: its exit code, output and errors."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        assert type(code) is int
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def sound(tmp_path):
    """A folder that holds a plan without an error."""
    folder = tmp_path / "sometown"
    folder.mkdir()
    for name, text in SOUND.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def copied(tmp_path):
    """Leicester's plan in a folder of the user's."""
    return Path(shutil.copytree(examples.path("leicester"), tmp_path / "mine-2019-20"))


class TestAgainst:
    def test_check_with_last_years_plan(self, told):
        code, out, err = told("check", "rotherham", "--against", "rotherham-2017-19", "--all")
        assert (code, err) == (1, "")  # for an error of the plan itself
        assert "CHK-132  Row " in out
        assert "was in the plan for 2018-19" in out
        _, alone, _ = told("check", "rotherham", "--all")
        assert "CHK-132  Row " not in alone
        assert "last year's plan" in " ".join(alone.split())

    def test_summary_with_last_years_plan(self, told):
        # £8,818,000 planned after £8,278,137
        growth = "required.adult_social_care.growth"
        words = ("summary", "rotherham", "--format", "csv")
        assert growth not in told(*words)[1]
        code, out, _ = told(*words, "--against", "rotherham-2017-19")
        [row] = [one for one in csv.reader(StringIO(out)) if one[0] == growth]
        assert (code, row[4]) == (0, "6.5%")

    def test_a_plan_of_a_later_round_is_refused(self, told):
        code, out, err = told("check", "rotherham-2017-19", "--against", "rotherham")
        assert (code, out) == (2, "")
        assert "is for 2019-20, after 2017-19" in err

    def test_without_it_nothing_of_comparisons_or_places_is_loaded(self):
        script = (
            "import sys; from bettercare.cli import run; run(['check', 'leicester']);"
            "print([m for m in sys.modules if m.startswith(('bettercare.comparison', "
            "'bettercare.places'))])"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                              check=True, env={**os.environ, **WITH_PATH})  # fmt: skip
        assert done.stdout.splitlines()[-1] == "[]"


class TestCheck:
    def test_errors_found(self, told):
        code, out, err = told("check", "leicester")
        assert (code, err) == (1, "")
        assert out.startswith("Leicester, 2019-20: 1 error, 12 warnings, 3 notes\n")

    def test_no_errors_found(self, told, sound):
        code, out, err = told("check", sound)
        assert (code, err) == (0, "")
        assert out.startswith("Sometown, 2019-20: 0 errors,")

    def test_it_ends_with_a_command_that_runs(self, told):
        last = told("check", "leicester")[1].splitlines()[-1]
        assert last == "Next: bettercare explain leicester required.adult_social_care.planned"
        assert told(*last.removeprefix("Next: bettercare ").split())[0] == 0

    def test_the_command_repeats_what_was_asked_for(self, told, sound):
        folder = sound.rename(sound.with_name("some town"))
        last = told("check", folder, "--round", "2019/20", "--rounds", "x")[1].splitlines()[-1]
        assert last == (
            f'Next: bettercare explain "{folder}" --round 2019/20 --rounds x balance.total'
        )

    def test_json(self, told):
        code, out, _ = told("check", "leicester", "--format", "json")
        assert code == 1
        assert json.loads(out)["format"] == "bettercare-report-1"

    def test_csv(self, told):
        code, out, _ = told("check", "leicester", "-f", "csv")
        rows = list(csv.reader(StringIO(out)))
        assert code == 1
        assert rows[0][:3] == ["code", "name", "severity"]
        assert rows[1][0] == "CHK-085"
        assert [] not in rows

    def test_all(self, told):
        assert "See all with --all." in told("check", "rotherham")[1]
        assert "See all with --all." not in told("check", "rotherham", "--all")[1]


class TestSummary:
    def test_it_never_judges(self, told):
        code, out, err = told("summary", "leicester")
        assert (code, err) == (0, "")
        assert out.startswith("Leicester, 2019-20: £43,368,727 in 49 rows.")
        assert out.endswith("how to mend it: bettercare check leicester\n")

    def test_json(self, told):
        code, out, _ = told("summary", "leicester", "--format", "json")
        assert code == 0
        assert json.loads(out)["figures"]["income.total"]["value"] == "43368727"

    def test_csv(self, told):
        code, out, _ = told("summary", "leicester", "--format", "csv")
        rows = {row["figure"]: row for row in csv.DictReader(StringIO(out))}
        assert code == 0
        assert rows["income.total"]["value"] == "43368727"


class TestExplain:
    def test_a_figure(self, told):
        code, out, err = told("explain", "leicester", OOH)
        assert (code, err) == (0, "")
        assert out.startswith(
            "NHS out-of-hospital, planned: £7,242,204, £440,117 above the minimum"
        )

    def test_an_id_that_is_not_there(self, told):
        code, out, err = told("explain", "leicester", "balance.tottal")
        assert (code, out) == (2, "")
        assert "Did you mean balance.total?" in err

    def test_the_command_named_in_the_message_lists_the_ids(self, told):
        err = told("explain", "leicester", "x")[2]
        assert "bettercare summary PATH --format csv" in err


class TestConvert:
    @pytest.mark.parametrize("target", ["plan.json", "folder"])
    def test_nothing_is_lost(self, told, tmp_path, target):
        code, out, err = told("convert", "leicester", tmp_path / target)
        assert (code, err) == (0, "")
        assert out.splitlines()[0] == f"Wrote {tmp_path / target}."
        assert "  schemes            49 of 49 rows, £43,368,727" in out.splitlines()
        again = bc.read(tmp_path / target).plan
        assert without_places(again) == without_places(bc.read(examples.path("leicester")).plan)

    def test_what_is_there_is_left_alone(self, told, tmp_path):
        for target in (tmp_path / "plan.json", tmp_path / "folder" / "notes.txt"):
            target.parent.mkdir(exist_ok=True)
            target.write_text("mine", encoding="utf-8")
            taken = target if target.suffix == ".json" else target.parent
            code, out, err = told("convert", "leicester", taken)
            assert (code, out) == (2, "")
            assert err == f"Cannot write {taken}: it is there already. Add --force.\n"
            assert target.read_text(encoding="utf-8") == "mine"

    def test_unless_told_to_replace_it(self, told, tmp_path):
        target = tmp_path / "plan.json"
        target.write_text("mine", encoding="utf-8")
        assert told("convert", "leicester", target, "--force")[0] == 0
        assert bc.read(target).plan.area == "Leicester"

    def test_replacing_a_plan_leaves_nothing_of_the_old_one(self, told, tmp_path):
        told("convert", "leicester", tmp_path / "plan")
        assert told("convert", "rotherham", tmp_path / "plan", "--force")[0] == 0
        assert without_places(bc.read(tmp_path / "plan").plan) == without_places(
            bc.read(examples.path("rotherham")).plan
        )

    def test_an_empty_folder_is_not_taken(self, told, tmp_path):
        assert told("convert", "leicester", tmp_path)[0] == 0

    def test_findings_of_reading_are_counted(self, told, sound, tmp_path):
        (sound / "notes.txt").write_text("x", encoding="utf-8")
        last = told("convert", sound, tmp_path / "plan.json")[1].splitlines()[-1]
        assert last == f"1 finding while reading. See: bettercare check {sound}"

    def test_a_format_that_is_not_known_is_refused(self, told, tmp_path):
        code, _, err = told("convert", "leicester", tmp_path / "plan.docx")
        assert code == 2
        assert "a folder of CSV files, a JSON file or an Excel workbook" in err
        assert list(tmp_path.iterdir()) == []


class TestRounds:
    def test_the_rounds_at_hand(self, told):
        code, out, _ = told("rounds")
        assert code == 0
        assert "2019-20 " in [line[:8] for line in out.splitlines()]
        assert out.splitlines()[-1].startswith("See what one asks for: bettercare round ")

    def test_json_and_csv(self, told):
        one = {
            "round": "2019-20",
            "label": "Better Care Fund plan 2019-20",
            "start": "2019-04-01",
            "end": "2020-03-31",
            "amends": "",
        }
        assert one in json.loads(told("rounds", "--format", "json")[1])
        assert one in list(csv.DictReader(StringIO(told("rounds", "--format", "csv")[1])))

    def test_a_folder_of_the_users_own(self, told, tmp_path):
        shutil.copytree(SHIPPED / "2019-20", tmp_path / "2030-31")
        for file in (tmp_path / "2030-31").glob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            text = text.replace(
                "start: 2019-04-01, end: 2020-03-31", "start: 2030-04-01, end: 2031-03-31"
            )
            file.write_text(text.replace('round: "2019-20"', 'round: "2030-31"'), encoding="utf-8")
        assert "2030-31" in told("rounds", "--rounds", tmp_path)[1]
        code, out, _ = told("check", "leicester", "--round", "2030-31", "--rounds", tmp_path)
        assert code == 1
        assert out.startswith("Leicester, 2030-31: ")

    def test_a_faulty_one_says_where(self, told, tmp_path):
        shutil.copytree(SHIPPED / "2019-20", tmp_path / "2030-31")
        (tmp_path / "2030-31" / "round.yaml").write_text("round: [", encoding="utf-8")
        code, out, err = told("check", "leicester", "-r", "2030-31", "--rounds", tmp_path)
        assert (code, out) == (2, "")
        assert re.search(r"round\.yaml:\d+: .*Fix: ", err)


class TestRound:
    def test_what_it_asks_for(self, told):
        code, out, _ = told("round", "2019-20")
        assert code == 0
        assert [line for line in out.splitlines() if len(line) > 80] == []
        for heading in (
            "Sources of funding",
            "Required spends",
            "Planning requirements",
            "Metrics",
        ):
            assert f"\n{heading}\n" in out

    def test_json(self, told):
        assert json.loads(told("round", "2019-20", "--format", "json")[1])["round"] == "2019-20"

    def test_csv_tells_how_sure_each_fact_is(self, told):
        rows = list(csv.DictReader(StringIO(told("round", "2019-20", "--format", "csv")[1])))
        assert {row["certainty"] for row in rows} == {"confirmed", "unconfirmed"}
        assert all(row["reference"] and row["label"] for row in rows)

    def test_one_that_is_not_there(self, told):
        code, out, err = told("round", "1948-49")
        assert (code, out) == (2, "")
        assert err.startswith("There is no round '1948-49'. Rounds at hand: ")
        assert "2019-20" in err


class TestSchema:
    @pytest.mark.parametrize("of", ["plan", "report", "round"])
    def test_of_each_format(self, told, of):
        code, out, _ = told("schema", of)
        assert code == 0
        assert (
            json.loads(out)["$ref"] == f"#/$defs/{ {'report': 'ReportData'}.get(of, of.title()) }"
        )

    def test_of_nothing_else(self, told):
        code, _, err = told("schema", "banana")
        assert code == 2
        known = (
            "plan, report, compare, what-if, merge, roll-forward, round, programme or "
            "programme-report"
        )
        assert err == f"There is no schema of 'banana'. Choose {known}.\n"


def test_demo_shows_both_plans_and_one_working(told):
    code, out, err = told("demo")
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if line.startswith("$ ")] == [
        "$ bettercare check leicester",
        f"$ bettercare explain leicester {OOH}",
        "$ bettercare check rotherham",
    ]
    assert [line for line in out.splitlines() if len(line) > 80] == []


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_every_command_has_an_example(self, told, command, flag):
        code, out, _ = told(command, flag)
        assert code == 0
        assert f"Example: bettercare {command}" in " ".join(out.split())
        assert [line for line in out.splitlines() if len(line) > 80] == []

    @pytest.mark.parametrize("command", [one for one in COMMANDS if one not in WITH_FILES])
    def test_the_example_runs(self, told, command):
        example = " ".join(told(command, "--help")[1].partition("Example:")[2].split())
        words = example.partition(">")[0].split()
        assert told(*words[1:])[0] in {0, 1}

    def test_all_commands_and_exit_codes_are_listed(self, told):
        code, out, _ = told("--help")
        assert code == 0
        assert [name for name in COMMANDS if f"\n  {name} " not in out] == []
        words = " ".join(out.split())
        assert "0 no errors found, 1 errors found, 2 cannot read, 3 our fault" in words

    def test_no_command_is_a_question(self, told):
        code, out, err = told()
        assert code == 2
        assert "Commands:" in out + err

    def test_the_version(self, told):
        assert told("--version") == (0, f"bettercare {bc.__version__}\n", "")


class TestPathsThatCannotBeRead:
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("leicster", "Cannot read leicster: no such folder or file. Did you mean leicester?\n"),
            ("zzz", "Cannot read zzz: no such folder or file.\n"),
        ],
    )
    def test_a_shipped_plan_that_was_probably_meant(self, told, path, words):
        for command in (("check", path), ("summary", path), ("explain", path, OOH)):
            assert told(*command) == (2, "", words)

    def test_a_folder_nearby_that_was_probably_meant(self, told, copied, monkeypatch):
        monkeypatch.chdir(copied.parent)
        assert "Did you mean mine-2019-20?" in told("check", "mine-201920")[2]
        assert "Did you mean mine-2019-20?" in told("check", copied.with_name("mine-201920"))[2]

    def test_a_folder_of_the_users_wins_over_a_shipped_plan(self, told, sound, monkeypatch):
        sound.rename(sound.with_name("leicester"))
        monkeypatch.chdir(sound.parent)
        assert told("check", "leicester")[1].startswith("Sometown")

    def test_one_file_of_a_plan(self, told, copied):
        code, _, err = told("check", copied / "schemes.csv")
        assert code == 2
        assert err.startswith("Cannot read schemes.csv alone: give the folder that holds it")

    def test_a_folder_without_a_plan(self, told, tmp_path):
        code, _, err = told("check", tmp_path)
        assert code == 2
        assert "it holds no file of a plan" in err

    def test_an_option_that_is_not_known(self, told):
        assert told("check", "leicester", "--loud")[0] == 2
        assert told("check", "leicester", "--format", "xml")[0] == 2
        assert told("chek", "leicester")[0] == 2

    def test_a_round_that_is_not_known(self, told):
        code, out, err = told("check", "leicester", "--round", "2031-32")
        assert (code, out) == (2, "")
        assert err.startswith("There is no round '2031-32'. Rounds at hand: ")


class TestFaultsOfOurs:
    PRIVATE = "MH Discharge Team of £44,832"

    @pytest.mark.parametrize(
        "command", [("check", "leicester"), ("summary", "leicester"), ("explain", "leicester", OOH)]
    )
    def test_they_are_said_as_ours_and_tell_nothing_of_the_plan(self, told, monkeypatch, command):
        def broken(*_args, **_more):
            raise ValueError(self.PRIVATE)

        monkeypatch.setattr(report, "summarise", broken)
        code, out, err = told(*command)
        assert (code, out) == (3, "")
        assert re.fullmatch(
            r"Sorry, something went wrong in bettercare itself; your files are as they were\. "
            r"Report this: ValueError at test_cli\.py:\d+\.\n",
            err,
        )

    def test_a_figure_that_breaks_does_not_look_like_a_fault_in_the_file(self, told, monkeypatch):
        monkeypatch.setattr(
            "bettercare.calculations.metrics.rate", lambda *_: 1 // len(self.PRIVATE[:0])
        )
        code, _, err = told("summary", "leicester")
        assert code == 3
        assert "ZeroDivisionError" in err
        assert not any(word in err for word in self.PRIVATE.split()[:2])

    @pytest.mark.parametrize(
        ("package", "extra"), [("ibis", "measures"), ("pyspark.sql", "spark"), ("nobody", "")]
    )
    def test_an_extra_that_is_not_installed_is_no_fault_of_ours(
        self, told, monkeypatch, package, extra
    ):
        def lacking(*_):
            raise ModuleNotFoundError(name=package)

        monkeypatch.setattr("bettercare.calculations.metrics.rate", lacking)
        code, _, err = told("summary", "leicester")
        assert code == (2 if extra else 3)
        assert (f"needs the extra '{extra}', which is not installed" in err) == bool(extra)

    def test_exit_codes_are_as_the_table_says(self):
        assert [(one.name, one.value) for one in ExitCode] == [
            ("NO_ERRORS", 0),
            ("ERRORS_FOUND", 1),
            ("CANNOT_READ", 2),
            ("OUR_FAULT", 3),
        ]


class TestColour:
    TEXT = "ERROR (1): stops submission\n  Adult social care  +15,021  thin\n  X  +1  met\nthin ice"

    def test_a_few_words_and_the_text_is_the_same_without(self, monkeypatch):
        monkeypatch.delenv("NO_COLOR", raising=False)
        shown = coloured(self.TEXT)
        assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == self.TEXT
        assert re.findall(r"\x1b\[[0-9;]+m(\w+)\x1b\[0m", shown) == ["ERROR", "thin", "met"]

    def test_no_color_is_heeded(self, monkeypatch):
        monkeypatch.setenv("NO_COLOR", "1")
        assert coloured(self.TEXT) == self.TEXT

    def test_none_in_a_pipe(self, told):
        assert "\x1b" not in told("check", "leicester")[1]

    def test_some_on_a_terminal(self, told, monkeypatch):
        """Which typer then leaves to the terminal; here it is a pipe still, and takes them out."""
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        said = []
        monkeypatch.setattr("typer.echo", said.append)
        assert told("check", "leicester")[0] == 1
        assert "\x1b[31m\x1b[1mERROR\x1b[0m (1): stops submission" in said[0]
        assert told("summary", "leicester", "--format", "json")[0] == 0
        assert "\x1b" not in said[1]

    @pytest.mark.parametrize("sign", ["\x1b", "\x00", "\r", "\x07", "\x9b", "\x7f", "\t"])
    def test_a_plan_cannot_steer_the_terminal(self, sign):
        assert harmless(f"a{sign}b\nc") == "a?b\nc"

    def test_nor_through_a_command(self, told, sound):
        rows = "scheme_id,scheme_name,funding_source,expenditure\n1,\x1b]0;owned\x07Falls,DFG,100\n"
        (sound / "schemes.csv").write_text(rows, encoding="utf-8")
        (sound / "plan.csv").write_text("round,\x1b[2J2031\n", encoding="utf-8")
        for command in (("check", sound), ("explain", sound, "expenditure.dfg", "-r", "2019-20")):
            code, out, err = told(*command)
            assert code in {0, 1, 2}
            assert "\x1b" not in out + err


class TestAsAProgram:
    """As its own process, through ``python -m bettercare``."""

    def start(self, *words: str | Path, **env: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "bettercare", *map(str, words)]
        return subprocess.run(
            command, capture_output=True, check=False, env=os.environ | WITH_PATH | env
        )

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("summary", "leicester"), 0),
            (("check", "leicester"), 1),
            (("check", "leicster"), 2),
        ],
    )
    def test_exit_codes(self, words, code):
        done = self.start(*words)
        assert done.returncode == code
        assert bool(done.stdout) is (code != 2)
        assert bool(done.stderr) is (code == 2)

    def test_no_colour_in_a_pipe(self):
        assert b"\x1b" not in self.start("check", "leicester", FORCE_COLOR="1").stdout

    @pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
    def test_letters_that_the_output_cannot_show(self, sound, encoding):
        """Text is shown with "?" for them; data is UTF-8 and keeps them."""
        text = SOUND["plan.csv"].replace("Sometown", "Łódź")
        (sound / "plan.csv").write_text(text, encoding="utf-8")
        shown = self.start("summary", sound, PYTHONIOENCODING=encoding)
        assert shown.returncode == 0
        assert shown.stdout.decode(encoding).startswith("?ód?, 2019-20: no schemes given.")
        data = self.start("summary", sound, "--format", "json", PYTHONIOENCODING=encoding)
        assert json.loads(data.stdout.decode("utf-8"))["area"] == "Łódź"

    def test_a_reader_that_has_had_enough_is_no_fault(self):
        command = [sys.executable, "-m", "bettercare", "summary", "leicester", "-f", "json"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | WITH_PATH
        ) as started:
            assert started.stdout and started.stderr
            started.stdout.close()
            assert (started.stderr.read(), started.wait()) == (b"", 0)


def test_every_command_is_tested_here():
    whole = typer.main.get_command(app)
    assert isinstance(whole, TyperGroup)
    assert set(whole.commands) == set(COMMANDS)
