"""From the text of a cell to a value and back, and texts that no spreadsheet may run."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bettercare.formats.notes import fix_for
from bettercare.formats.values import (
    as_cell,
    as_typed,
    as_written,
    guarded,
    to_text,
    to_value,
    unguarded,
)
from bettercare.rounds.schema import Column
from tests.bettercare.strategies import TRIGGERS, numbers, texts

KINDS = {
    kind: Column(header="x", field="x", label="x", noun="x", kind=kind)
    for kind in ("text", "number", "money", "share")
}

any_text = st.one_of(texts, st.text())


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "5", "5"),
        ("text", "n/a", "n/a"),
        ("text", "-", "-"),
        ("number", "£1,234.50", Decimal("1234.50")),
        ("number", "93%", Decimal("0.93")),
        ("share", "60%", Decimal("0.6")),
        ("money", "-5", Decimal(-5)),
    ],
)
def test_a_text_becomes_the_value_that_its_column_asks_for(kind, text, value):
    assert to_value(text, KINDS[kind]) == (value, None)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "n/a"),
        ("number", "-"),
        ("money", "tbc"),
        ("money", "1e5"),
        ("money", "50%"),
        ("share", "half"),
    ],
)
def test_a_text_that_is_no_number_is_kept_as_it_stands(kind, text):
    assert to_value(text, KINDS[kind]) == (None, text)


def test_a_value_is_written_without_exponent_and_nothing_as_nothing():
    assert to_text(None) == ""
    assert to_text(Decimal("1E+3")) == "1000"
    assert to_text(Decimal("-0.50")) == "-0.50"
    assert to_text("=x") == "=x"


@given(numbers)
def test_every_number_comes_back_from_its_cell(number):
    for kind in ("number", "money", "share"):
        assert to_value(to_text(number), KINDS[kind]) == (number, None)


@given(any_text)
@example("'" * 5)
@example("'" * 5 + "=")
def test_a_guarded_text_comes_back_whatever_it_is(text):
    assert unguarded(guarded(text)) == text


@given(st.one_of(st.none(), any_text))
@example("")
@example("'")
@example("''")
def test_a_cell_of_our_own_gives_back_its_text_and_tells_empty_from_blank(text):
    assert as_written(as_cell(text)) == text


@given(any_text)
def test_no_guarded_text_starts_as_a_formula_does(text):
    assert guarded(text)[:1] not in set(TRIGGERS) - {"'"}
    assert as_cell(text)[:1] not in set(TRIGGERS) - {"'"}


@pytest.mark.parametrize("trigger", [one for one in TRIGGERS if one != "'"])
@pytest.mark.parametrize("before", ["", "'", "'''"])
def test_each_trigger_is_guarded_by_one_apostrophe(trigger, before):
    assert guarded(f"{before}{trigger}1+1") == f"'{before}{trigger}1+1"


@pytest.mark.parametrize("text", ["Falls service", "a=b", " =1", "'quoted' words", "5", "", "£5"])
def test_other_texts_are_left_as_they_are(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_what_people_type_is_read_without_the_white_space_around_it():
    assert as_typed("  Falls  service \t") == "Falls  service"
    assert as_typed(" \t\n") is None
    assert as_typed("'=1") == "'=1"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("tbc", "Type the number alone, such as 12345.67."),
        ("50%", "Type the number alone, such as 12345.67."),
        ("=SUM(A1:A9)", "Type the number that the formula gives."),
        ("+A1*2", "Type the number that the formula gives."),
        ("@SUM(A1)", "Type the number that the formula gives."),
        ("#REF!", "Mend the cell that the number comes from, or type the number."),
        ("########", "Mend the cell that the number comes from, or type the number."),
        ("2019/20", "Type the number itself; this is a year."),
        ("2019-2020", "Type the number itself; this is a year."),
        ("£1.2m", "Type it out, as 1200000 for 1.2m."),
        ("1k", "Type it out, as 1200000 for 1.2m."),
        ("£3 million", "Type it out, as 1200000 for 1.2m."),
        ("1e5", "Type it out, as 100000 for 1e5."),
        ("1.2E+06", "Type it out, as 100000 for 1e5."),
        ("12 345", "Take the spaces out of the number."),
        ("£1 234.50", "Take the spaces out of the number."),
        ("1,23", "Write commas between thousands and a full stop before pence."),
        ("12.345.678", "Write commas between thousands and a full stop before pence."),
        ("1.234,56", "Write commas between thousands and a full stop before pence."),
    ],
)
def test_the_fix_says_how_to_write_the_number(text, fix):
    assert fix_for(text) == fix


@given(any_text)
def test_there_is_a_fix_for_every_text(text):
    assert fix_for(text)
