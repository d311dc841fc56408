"""Copies of workbooks from the command line: marked by check, filled in by convert."""

import json

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bettercare import examples, formats
from bettercare.cli import run
from bettercare.cli.workbook_copies import marked_text
from bettercare.plan import Plan
from bettercare.plan.records import SchemeRow


@pytest.fixture
def told(capsys):
    """Run one command in this process: its exit code, output and errors."""

    def call(*words):
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "plan.xlsx"
    formats.write(formats.read(examples.path("leicester")).plan, path)
    return path


@pytest.fixture
def official(tmp_path):
    """A template with room for 60 schemes, named as the round names them."""
    path = tmp_path / "official.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Schemes")
    heads = ["Scheme ID", "Scheme Name", "Scheme Type", "Source of Funding"]
    sheet.write_row("A3", heads)
    book.close()
    return path


def test_check_marks_a_copy_after_its_usual_report(told, workbook, tmp_path):
    out = tmp_path / "out.xlsx"
    usual = told("check", workbook)
    code, text, err = told("check", workbook, "--mark", out)
    assert (code, err) == (usual[0], "") == (1, "")
    *report, last = text.splitlines()
    assert report == usual[1].splitlines()
    assert last.startswith(f"Marked copy: {out} (")
    copy = load_workbook(out)
    comments = sum(
        cell.comment is not None for sheet in copy for row in sheet.iter_rows() for cell in row
    )
    assert last.endswith(f"({comments} comments, {copy['Findings'].max_row - 1} findings)")


def test_beside_data_the_line_goes_to_standard_error(told, workbook, tmp_path):
    code, text, err = told("check", workbook, "--format", "json", "--mark", tmp_path / "out.xlsx")
    assert code == 1
    assert json.loads(text)["findings"]
    assert err.startswith("Marked copy: ")


def test_one_of_each_is_said_so(workbook, tmp_path):
    assert marked_text(str(workbook), [], tmp_path / "a.xlsx").endswith("(0 comments, 0 findings)")


def test_what_cannot_be_marked_is_refused_before_any_work(told, tmp_path, workbook):
    code, text, err = told("check", "leicester", "--mark", tmp_path / "out.xlsx")
    assert (code, text) == (2, "")
    assert "only Excel workbooks (.xlsx, .xlsm) can be marked" in err
    assert told("check", workbook, "--mark", workbook)[0] == 2
    assert not (tmp_path / "out.xlsx").exists()


def test_convert_fills_in_a_template_and_says_what_has_no_place(told, tmp_path, official):
    out = tmp_path / "out.xlsx"
    code, text, err = told("convert", "leicester", out, "--template", official)
    assert (code, err) == (1, ""), "income of £43,368,727 has no place in it"
    assert text.startswith("Filled in ")
    assert "READ-84  Income. The template has no table for it" in text
    names = [cell.value for cell in load_workbook(out)["Schemes"]["B"]]
    plan = formats.read(examples.path("leicester")).plan
    assert names[3:] == [scheme.scheme_name for scheme in plan.schemes]


def test_rows_without_room_give_the_exit_code_of_errors(told, tmp_path, official):
    book = load_workbook(official)
    book["Schemes"]["A9"] = "Total"
    book.save(official)
    code, text, _ = told("convert", "leicester", tmp_path / "out.xlsx", "--template", official)
    assert code == 1
    assert "READ-85" in text


def test_a_template_that_takes_all_says_so(told, tmp_path, official):
    plan = tmp_path / "plan.json"
    formats.write(Plan(round="2019-20", schemes=(SchemeRow(scheme_name="Falls"),)), plan)
    code, text, _ = told("convert", plan, tmp_path / "out.xlsx", "--template", official)
    assert (code, text.splitlines()[-1]) == (0, "All of the plan is in it.")


def test_what_is_there_is_not_written_over_unless_forced(told, tmp_path, official):
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"mine")
    words = ("convert", "leicester", out, "--template", official)
    code, _, err = told(*words)
    assert (code, "it is there already" in err) == (2, True)
    assert told(*words, "--force")[0] == 1  # written, and the income has no place in it
    assert told("convert", "leicester", official, "--template", official, "--force")[0] == 2
