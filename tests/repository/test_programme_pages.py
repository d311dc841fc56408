"""The pages on programmes say what the program does."""

import doctest
import re

import pytest

from bettercare import examples
from bettercare.formats import programme as programmes
from bettercare.formats.headers import fields_of
from bettercare.programmes.records import TABLES
from bettercare.report.programme import summarise
from tests.repository.tree import ROOT

PAGE = (ROOT / "docs/reference/programmes.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/how-to/programme-budgets.md").read_text(encoding="utf-8")
SHIPPED = ("rutland-2016-17", "rutland-2017-19")
SUMMARIES = [summarise(programmes.read(examples.path(name))) for name in SHIPPED]


def section(page, heading):
    return page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def documented():
    """The ids of the page on figures, with anything in place of a code."""
    ids = re.findall(r"`([a-z_]+\.[^`\s]+)`", section(PAGE, "Figures"))
    parts = [re.split(r"\{\w+\}", one) for one in ids]
    return [re.compile(r"[^.]+(?:\.\d)?".join(map(re.escape, one))) for one in parts]


def test_every_figure_is_documented():
    known = documented()
    names = {name for summary in SUMMARIES for name in summary.figures}
    assert [one for one in sorted(names) if not any(p.fullmatch(one) for p in known)] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table):
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{table}.csv`"))
    named = {re.split(r"[.{]", one)[0] for one in re.findall(r"`([^`]+)`", row)}
    assert set(fields_of(TABLES[table])) <= named


def test_every_result_is_documented():
    results = {one.result for summary in SUMMARIES for one in summary.comparisons.all}
    named = set(re.findall(r"^\| `(\w+)` \|", section(PAGE, "Printed figures beside ours"), re.M))
    assert results <= named == {"ok", "ok_within_rounding", "differs", "in_doubt", "not_testable"}


def test_the_example_of_the_page_runs():
    source = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    example = doctest.DocTestParser().get_doctest(source, {}, "programmes.md", "x", 0)
    said: list[str] = []
    assert doctest.DocTestRunner().run(example, out=said.append).failed == 0, "".join(said)


def test_the_folder_of_the_guide_is_read_without_a_word(tmp_path):
    names = ("programme", "lines", "funds", "links")
    blocks = re.findall(r"^```csv\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    for name, text in zip(names, blocks, strict=True):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    reading = programmes.read(tmp_path)
    assert reading.findings == ()
    figures = summarise(reading).figures
    assert figures["total.2024-25"].value == reading.programme.printed["total.2024-25"] == 250
    assert figures["left.carry_over.2025-26"].value == 30
