"""The guide to printed papers names every finding of reading them."""

import re

from bettercare.formats.reading import NAMES
from tests.repository.test_csv_guide import FIRST_OF_PRINTS, FIRST_OF_WORKBOOKS
from tests.repository.tree import ROOT

GUIDE = (ROOT / "docs" / "how-to" / "read-a-printed-paper.md").read_text(encoding="utf-8")


def test_every_finding_of_reading_a_print_is_in_the_guide_under_its_name():
    listed = dict(re.findall(r"^\| (READ-\d\d) \| ([a-z-]+) \|", GUIDE, re.MULTILINE))
    assert listed == {
        code: name for code, name in NAMES.items() if FIRST_OF_PRINTS <= code < FIRST_OF_WORKBOOKS
    }
