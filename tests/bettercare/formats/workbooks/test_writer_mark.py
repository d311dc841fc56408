"""A mark on every sheet of a workbook, such as DRAFT, that is no part of the plan."""

from io import BytesIO

import openpyxl

import bettercare
from bettercare import examples
from bettercare.formats.workbooks.writer import workbook_of
from bettercare.plan.records import without_places
from bettercare.rounds import load

RULES = load("2019-20")
PLAN = bettercare.read(examples.path("leicester")).plan
MARK = "DRAFT: Leicester & others, version 12"


def test_every_sheet_that_people_see_has_the_mark_on_screen_and_in_print():
    book = openpyxl.load_workbook(BytesIO(workbook_of(PLAN, RULES, MARK)))
    seen = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert len(seen) > 5
    for sheet in seen:
        line = [cell.value for cell in sheet[2] if cell.value]
        assert any(str(text).startswith(f"{MARK}. ") for text in line), sheet.title
        assert sheet.oddHeader.center.text == MARK.replace("&", "&&"), sheet.title


def test_the_plan_that_is_read_has_no_mark(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook_of(PLAN, RULES, MARK))
    read = bettercare.read(path).plan
    assert "DRAFT" not in repr(read)
    assert without_places(read) == without_places(PLAN)


def test_without_a_mark_the_bytes_are_what_they_were():
    assert workbook_of(PLAN, RULES) == workbook_of(PLAN, RULES, "")
    assert b"DRAFT" not in workbook_of(PLAN, RULES)
