"""The page of what the service promises names tests, benchmarks and variables that are there."""

import re

import pytest

from tests.repository.tree import ROOT

PAGE = (ROOT / "docs" / "reference" / "what-is-tested.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|benchmarks)/[\w/]+\.py)`", PAGE)))
VARIABLES = sorted(set(re.findall(r"BETTERCARE_[A-Z]+", PAGE)))


def test_each_promise_names_what_shows_it():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) > 20
    heads = "| promise | shown by | not shown |"
    assert [row for row in rows if row != heads and ".py`" not in row] == []


@pytest.mark.parametrize("path", NAMED)
def test_what_is_named_is_there(path):
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_is_read_by_a_test_that_is_named(variable):
    assert any(variable in (ROOT / path).read_text(encoding="utf-8") for path in NAMED)
