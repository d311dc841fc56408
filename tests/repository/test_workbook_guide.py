"""The guide to Excel names every finding of reading workbooks, every sheet and every limit."""

import re

from bettercare.formats.reading import NAMES
from bettercare.formats.workbooks.limits import COMMAND_LINE
from tests.repository.test_csv_guide import FIRST_OF_WORKBOOKS
from tests.repository.tree import ROOT

HOW_TO = ROOT / "docs" / "how-to"
GUIDE = (HOW_TO / "work-in-excel.md").read_text(encoding="utf-8")


def test_every_finding_of_reading_a_workbook_is_in_the_guide_under_its_name():
    listed = dict(re.findall(r"^\| (READ-\d\d) \| ([a-z-]+) \|", GUIDE, re.MULTILINE))
    assert listed == {code: name for code, name in NAMES.items() if code >= FIRST_OF_WORKBOOKS}


def test_every_picture_of_a_sheet_is_in_the_guide_and_is_there():
    shown = set(re.findall(r"\(\.\./(images/workbook/[\w-]+\.png)\)", GUIDE))
    made = (ROOT / "docs" / "images" / "workbook").glob("*.png")
    assert shown == {path.relative_to(ROOT / "docs").as_posix() for path in made}


def test_the_limits_in_the_guide_are_those_of_the_command_line():
    for number in (COMMAND_LINE.entries, COMMAND_LINE.sheets, COMMAND_LINE.rows):
        assert f"{number:,}" in GUIDE
