"""The pages on places say what the program does."""

import doctest
import re

import pytest

from bettercare.places.geography import areas
from bettercare.places.notices import KINDS
from bettercare.places.shipped import spoken
from tests.repository.tree import ROOT

REFERENCE = ROOT / "docs" / "reference" / "places.md"
HOW_TO = ROOT / "docs" / "how-to" / "apportion-admissions.md"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("page", [REFERENCE, HOW_TO], ids=lambda page: page.stem)
def test_the_examples_run(page):
    source = "\n".join(FENCE.findall(page.read_text(encoding="utf-8")))
    example = doctest.DocTestParser().get_doctest(source, {}, page.name, page.name, 0)
    assert len(example.examples) > 8
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(example, out=told.append)
    assert result.failed == 0, "".join(told)


def test_every_kind_of_finding_is_on_the_page_and_no_other():
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (\w+) \| (.+) \|$", reference(), re.MULTILINE)
    shown = {code: (name, severity, when) for code, name, severity, when in rows if "-" in name}
    assert shown == {
        code: (kind.name, kind.severity.value, kind.meaning) for code, kind in KINDS.items()
    }


def test_every_change_of_areas_is_on_the_page():
    named = {one.code: one.name for one in areas().places}
    lines = [line for line in reference().splitlines() if line.startswith("| 1 April")]
    for change in areas().changes:
        [*found] = [line for line in lines if line.startswith(f"| {spoken(change.day)} |")]
        assert any(named[change.before] in line for line in found)
        verdicts = {line.split("|")[4].strip() for line in found if named[change.before] in line}
        assert verdicts == {"no" if change.same_people == "no" else "yes"}


def reference():
    return REFERENCE.read_text(encoding="utf-8")
