"""One plan, one verdict: a workbook of ours is found to have what the plan it holds has."""

import pytest
from openpyxl import load_workbook

import bettercare as bc
from bettercare import examples


def verdict(reading):
    """What the checks say; notes of reading are about the file."""
    report = bc.check(reading)
    said = [(f.code, f.severity, f.subject, f.message) for f in report if f.code[:3] == "CHK"]
    return said, report.not_run


@pytest.mark.parametrize("name", ["leicester", "rotherham", "rotherham-2017-19"])
def test_a_plan_has_the_same_verdict_in_a_workbook(tmp_path, name):
    plan = bc.read(examples.path(name)).plan
    bc.write(plan, tmp_path / "plan.xlsx")
    assert verdict(bc.read(tmp_path / "plan.xlsx")) == verdict(plan)


def test_a_column_that_somebody_fills_in_counts_as_given(tmp_path):
    """Leicester's HICM had no column of current levels; where one is given, so are all asked."""
    path = tmp_path / "plan.xlsx"
    bc.write(bc.read(examples.path("leicester")).plan, path)
    book = load_workbook(path)
    sheet = book["7. HICM"]
    heads = next(row for row in sheet.iter_rows() if any(c.value == "Change" for c in row))
    at = next(c.column for c in heads if str(c.value).startswith("Current level"))
    sheet.cell(heads[0].row + 1, at).value = "Established"
    book.save(path)
    asked = [f.subject for f in bc.check(bc.read(path)) if f.code == "CHK-115"]
    assert len(asked) == 7
