"""The pages about linkage say what is so."""

import doctest
import re

from bettercare.linkage import linking, people
from bettercare.linkage.settings import shipped
from tests.repository.tree import ROOT

HOW_TO = ROOT / "docs/how-to/link-records.md"
EXPLANATION = ROOT / "docs/explanation/linkage-error.md"


def test_the_worked_example_is_right():
    failed, tried = doctest.testfile(str(EXPLANATION), module_relative=False)
    assert tried >= 4
    assert failed == 0


def test_every_code_has_a_line_and_no_other():
    listed = re.findall(r"^\| (LNK-\d{3}) ", HOW_TO.read_text(encoding="utf-8"), flags=re.M)
    assert listed == sorted({*people.NAMES, *linking.NAMES})


def test_every_column_that_is_needed_is_listed():
    text = HOW_TO.read_text(encoding="utf-8")
    assert all(f"`{column}`" in text for column in people.NEEDED)


def test_the_thresholds_are_those_of_the_settings():
    text = HOW_TO.read_text(encoding="utf-8")
    assert f"linked from {shipped().link_at:g}, reviewed from {shipped().review_at:g}" in text
