"""The guide to plans as CSV names every file, column and finding, and what it says is true."""

import re

import pytest

from bettercare import formats, rounds
from bettercare.formats import delimited, text_files
from bettercare.formats.plan_fields import SINGLE
from bettercare.formats.reading import NAMES
from bettercare.money import MOST_DIGITS, is_not_given, read_number
from tests.repository.tree import ROOT

GUIDE = (ROOT / "docs" / "how-to" / "write-a-csv-plan.md").read_text(encoding="utf-8")
FIRST_OF_PRINTS = "READ-30"  # those are in the guide to printed papers
FIRST_OF_WORKBOOKS = "READ-70"  # those and later ones are in the guide to Excel
TABLES = rounds.load("2019-20").tables


def part(heading):
    """The text under a heading, up to the next of its level or a higher one."""
    level = heading.split()[0]
    start = GUIDE.index(f"\n{heading}\n")
    end = re.compile(rf"^#{{1,{len(level)}}} ", re.MULTILINE).search(
        GUIDE, start + len(heading) + 2
    )
    return GUIDE[start : end.start() if end else len(GUIDE)]


def in_code(text):
    """What stands in backticks, without whole blocks of code."""
    return re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_guide_and_marked_where_it_is_needed(table):
    named = re.findall(
        r"`(\w+)`( ●)?", part(f"### {table}.csv").split("|---|---|")[1].split("\n\n")[0]
    )
    assert [
        (c.header, c.required == "always") for c in sorted(TABLES[table].columns, key=_at(named))
    ] == [(name, bool(mark)) for name, mark in named]


def _at(named):
    order = [name for name, _ in named]
    return lambda column: order.index(column.header)


def test_every_file_and_field_is_in_the_guide():
    assert {"plan.csv", *(f"{name}.csv" for name in TABLES)} <= set(
        in_code(part("## Lay out the folder"))
    )
    assert set(SINGLE) <= set(in_code(part("## Say whose plan it is")))


def test_every_finding_of_reading_is_in_the_guide():
    listed = re.findall(
        r"^\| (READ-\d\d) \|", part("## What the findings of reading mean"), re.MULTILINE
    )
    assert listed == [code for code in NAMES if code < FIRST_OF_PRINTS]


def test_numbers_are_read_as_the_guide_says():
    accepted, refused = part("## Type numbers").split("Nothing is guessed.")
    rows = [line.split("|")[1:3] for line in accepted.splitlines() if line.startswith("| `")]
    for typed, meant in rows:
        for text in in_code(typed):
            assert is_not_given(text) if "not given" in meant else read_number(text) is not None
    assert [text for text in in_code(refused) if read_number(text) is not None] == []
    assert f"{MOST_DIGITS} digits" in refused


def test_the_limits_are_as_the_guide_says():
    text = part("## Encodings, separators, sizes")
    assert f"{text_files.LARGEST_FILE // 10**6} MB" in text
    assert f"{delimited.MOST_ROWS:,} rows" in text
    assert f"{delimited.MOST_COLUMNS:,} columns" in text
    assert f"{delimited.LONGEST_CELL:,} characters" in text


def test_the_example_of_plan_csv_is_read_without_a_word(tmp_path):
    example = re.search(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    assert example
    (tmp_path / "plan.csv").write_text(example[1], encoding="utf-8")
    reading = formats.read(tmp_path)
    assert reading.findings == ()
    assert (reading.plan.area, reading.plan.facts) == ("Leicester", {"version": "12"})
