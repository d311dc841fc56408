"""What is said of a programme: as text, as data, and on the command line."""

import csv
import json
import subprocess
import sys
from io import StringIO

import pytest
from jsonschema import Draft202012Validator

from bettercare import examples
from bettercare.cli import run
from bettercare.errors import ExitCode, UnknownFigure
from bettercare.formats import programme as programmes
from bettercare.programmes.records import Programme
from bettercare.report.programme import summarise
from bettercare.report.programme_data import report_json, schema
from bettercare.report.programme_text import check_text, summary_text
from tests.bettercare.programmes.drawn import programme_of

NAMES = ("rutland-2017-19", "rutland-2016-17")
SUMMARIES = {name: summarise(programmes.read(examples.path(name))) for name in NAMES}
OVER = {
    "lines": "priority | item | source | bcf.2024-25 \n 1 | A | BCF | 12",
    "funds": "source | year | available \n bcf | 2024-25 | 10",
}


@pytest.fixture
def told(capsys):
    """Run one command: its exit code, output and errors."""

    def call(*words):
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", [check_text, summary_text])
def test_a_line_has_at_most_80_columns(name, text):
    assert max(len(line) for line in text(SUMMARIES[name], name).splitlines()) <= 80


class TestSummaryText:
    LINES = summary_text(SUMMARIES["rutland-2017-19"], "x").splitlines()

    def row(self, start):
        return next(line.split() for line in self.LINES if line.strip().startswith(start))

    def test_the_answer_comes_first(self):
        assert self.LINES[0].startswith("Rutland, programme 2017-18 to 2019-20: £2,787k in 2017-18")
        assert self.LINES[2].endswith(" beside the lines: 130 agree and 3 cannot be tested.")

    def test_priorities_with_their_share(self):
        assert self.row("4 Enablers") == ["4", "Enablers", "138", "87", "0", "5.0%"]
        assert self.row("Total") == ["Total", "2,787", "2,436", "77"]

    def test_sources_of_a_year(self):
        at = self.LINES.index(
            "Source 2018-19, £k                       Available Allocated Remaining"
        )
        assert self.LINES[at + 4].split()[-3:] == ["0", "63", "-63"]
        assert self.LINES[at + 5].split() == ["All", "sources", "2,432", "2,436", "-4"]

    def test_what_is_carried_forward(self):
        text = " ".join(" ".join(self.LINES).split())
        assert "Carried forward, 2016-17 carry over: £278k available in all years, £264k" in text

    def test_leads_and_marks(self):
        assert self.row("ELRCCG") == ["ELRCCG", "788", "698", "0"]
        assert self.row("Reablement success")[-4:] == ["2", "1", "1", "2"]

    def test_one_year_has_no_word_on_which(self):
        text = summary_text(SUMMARIES["rutland-2016-17"])
        assert "The share is that of" not in text
        assert "Metric, schemes by mark" in text

    def test_an_empty_programme(self):
        text = summary_text(summarise(Programme()))
        assert text.startswith("Programme no year: nothing allocated in 0 lines.")
        assert "Printed figures: there are none to compare with." in text

    def test_it_is_what_a_notebook_shows(self):
        assert repr(SUMMARIES["rutland-2016-17"]).startswith("Rutland, programme 2016-17: £2,249k")


class TestCheckText:
    def test_the_answer_comes_first(self):
        lines = check_text(SUMMARIES["rutland-2016-17"], "x").splitlines()
        assert lines[0] == "Rutland, programme 2016-17: 0 errors, 1 warning, 5 notes"
        assert lines[1] == "Read 18 lines, £2,249k in all years."
        assert lines[-1] == "Next: bettercare explain x total.2016-17"

    def test_the_next_figure_is_the_source_that_is_most_over(self):
        text = check_text(SUMMARIES["rutland-2017-19"], "x")
        assert text.endswith("Next: bettercare explain x remaining.carry_over.2018-19")

    def test_doubts_are_counted(self):
        programme = programme_of(
            lines="priority | item | source | bcf.2024-25 | dfg.2024-25 \n 1 | A | BCF | 0 | 10",
            printed={"total.dfg.2024-25": 10, "total.bcf.2024-25": 3},
        )
        text = " ".join(check_text(summarise(programme)).split())
        assert "lines: 1 differs, 1 is in doubt and 1 cannot be tested." in text


class TestData:
    @pytest.mark.parametrize("name", NAMES)
    def test_the_json_keeps_to_its_schema(self, name):
        data = json.loads(report_json(SUMMARIES[name]))
        Draft202012Validator(schema()).validate(data)
        assert data["figures"].keys() == SUMMARIES[name].figures.keys()

    def test_a_comparison(self):
        data = json.loads(report_json(SUMMARIES["rutland-2016-17"]))
        assert data["comparisons"]["priority.4.2016-17"] == {
            "label": "Priority 4, Enablers, 2016-17",
            "unit": "GBP thousand",
            "printed": "90",
            "computed": "89",
            "difference": "-1",
            "result": "differs",
            "note": "Rounding of 2 amounts can explain it.",
        }

    def test_an_unknown_figure_has_the_nearest_suggested(self):
        with pytest.raises(UnknownFigure, match=r"Did you mean total\.2017-18\?"):
            SUMMARIES["rutland-2017-19"].figure("totl.2017-18")


class TestCommands:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_shipped_one_has_no_error(self, told, name):
        code, out, err = told("check", name)
        assert (code, err) == (ExitCode.NO_ERRORS, "")
        assert out.startswith("Rutland, programme ")

    def test_errors_give_exit_code_1(self, told, tmp_path):
        programmes.write(programme_of(**OVER), tmp_path / "p")
        assert told("check", tmp_path / "p")[0] == ExitCode.ERRORS_FOUND
        assert told("check", tmp_path / "p", "--format", "csv")[0] == ExitCode.ERRORS_FOUND
        assert told("summary", tmp_path / "p")[0] == ExitCode.NO_ERRORS

    def test_every_finding_in_full(self, told):
        short, long = told("check", NAMES[0])[1], told("check", NAMES[0], "--all")[1]
        assert len(long) >= len(short)

    def test_a_figure_is_explained(self, told):
        code, out, _ = told("explain", NAMES[0], "left.carry_over.2018-19")
        assert code == ExitCode.NO_ERRORS
        assert out.splitlines()[0].endswith("£14k")

    def test_a_figure_that_is_not_there(self, told):
        assert told("explain", NAMES[0], "banana")[0] == ExitCode.CANNOT_READ

    def test_data(self, told):
        assert json.loads(told("check", NAMES[0], "--format", "json")[1])["unit"] == "£k"
        assert json.loads(told("summary", NAMES[1], "--format", "json")[1])["area"] == "Rutland"
        rows = list(csv.DictReader(StringIO(told("summary", NAMES[1], "--format", "csv")[1])))
        assert {row["figure"]: row["value"] for row in rows}["total.2016-17"] == "2249"

    @pytest.mark.parametrize("form", ["p", "p.json"])
    def test_converted_and_checked_again(self, told, tmp_path, form):
        code, out, _ = told("convert", NAMES[0], tmp_path / form)
        assert code == ExitCode.NO_ERRORS
        assert "lines              25 of 25 rows, £5,300k" in out
        first = told("check", NAMES[0])[1].splitlines()[:-1]
        assert told("check", tmp_path / form)[1].splitlines()[: len(first)] == first

    def test_nothing_is_written_over(self, told, tmp_path):
        (tmp_path / "p.json").write_text("x", encoding="utf-8")
        assert told("convert", NAMES[0], tmp_path / "p.json")[0] == ExitCode.CANNOT_READ
        assert told("convert", NAMES[0], tmp_path / "p.json", "--force")[0] == ExitCode.NO_ERRORS

    def test_what_was_noticed_is_counted(self, told, tmp_path):
        (tmp_path / "programme.csv").write_text("field,value\n", encoding="utf-8")
        (tmp_path / "lines.csv").write_text("priority,colour\n1,red\n", encoding="utf-8")
        assert "1 finding while reading." in told("convert", tmp_path, tmp_path / "p.json")[1]

    def test_a_round_is_not_used_and_that_is_said(self, told):
        code, out, _ = told("check", NAMES[1], "--round", "2016-17")
        assert code == ExitCode.NO_ERRORS
        assert "the rules of 2016-17 are not used" in " ".join(out.split())

    @pytest.mark.parametrize("of", ["programme", "programme-report"])
    def test_schemas(self, told, of):
        assert "$defs" in json.loads(told("schema", of)[1])

    def test_a_plan_loads_nothing_of_programmes(self):
        script = (
            "import sys\n"
            "from bettercare.cli import run\n"
            "run(['summary', 'leicester'])\n"
            "print([one for one in sys.modules if one.startswith('bettercare.programmes')])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"
