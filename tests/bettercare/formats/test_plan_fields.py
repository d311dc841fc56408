"""plan.csv: single facts of a plan as rows of field and value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare import formats
from bettercare.formats.delimited import Sheet
from bettercare.formats.plan_fields import fact_findings, home_of, read_plan_fields
from tests.bettercare.formats.folders import (
    ERROR,
    INFORMATION,
    WARNING,
    folder_of,
)
from tests.bettercare.strategies import names, texts

OWN = ["dialect", "bettercare-1"]


def fields_of(*rows):
    return read_plan_fields(Sheet("plan.csv", tuple(list(row) for row in rows)))


def notes(findings):
    return [(one.code, one.severity, one.subject, one.message) for one in findings]


def test_a_plan_has_a_round_an_area_figures_and_facts():
    fields = fields_of(
        ["Field", "Value"],
        ["round", "2019/20"],
        ["area", " Leicester "],
        [],
        ["required.adult_social_care.minimum", "£15,411,303"],
        ["previous.income.nhs_minimum", "5"],
        ["printed.balance.dfg", "0"],
        ["version", "3"],
        ["two_tier", "No"],
    )
    assert (fields.round, fields.area, fields.own) == ("2019-20", "Leicester", False)
    assert fields.given == {
        "required.adult_social_care.minimum": Decimal(15411303),
        "previous.income.nhs_minimum": Decimal(5),
    }
    assert fields.printed == {"balance.dfg": Decimal(0)}
    assert fields.facts == {"version": "3", "two_tier": "No"}
    assert fields.findings == ()


def test_blank_rows_do_not_count():
    fields = fields_of([], [""], ["field", "value"], [" ", ""], ["area", "X"])
    assert (fields.area, fields.facts, fields.findings) == ("X", {}, ())


def test_the_name_of_the_dialect_means_nothing_elsewhere():
    assert fields_of(["version", "bettercare-1"]).own is False


def test_the_header_may_be_left_out_and_capitals_do_not_matter():
    fields = fields_of(["ROUND", "2019-20"], ["Area", "X"], ["Field", "y"])
    assert (fields.round, fields.area, fields.facts) == ("2019-20", "X", {"Field": "y"})


def test_a_blank_value_is_no_value():
    fields = fields_of(["round", " "], ["area", ""], ["version"], ["printed.balance.dfg", ""])
    assert (fields.round, fields.area) == (None, None)
    assert (fields.printed, fields.facts, fields.findings) == ({}, {}, ())


def test_a_field_given_twice_is_said_and_the_first_is_used():
    fields = fields_of(["area", "A"], ["round", ""], ["round", "2019-20"], ["area", "B"])
    assert (fields.area, fields.round) == ("A", "2019-20")
    assert notes(fields.findings) == [
        ("READ-15", WARNING, "plan.csv, row 4", "'area' is given twice; the first is used.")
    ]


def test_more_than_a_field_and_a_value_is_said():
    fields = fields_of(["area", "Bath", "", ""], ["version", "3", "4"])
    assert notes(fields.findings) == [
        (
            "READ-14",
            WARNING,
            "plan.csv",
            "More than a field and a value; the rest is not read (row 2 of the file).",
        )
    ]


def test_a_value_without_a_field_is_said():
    fields = fields_of(["area", "Bath"], [" ", "5"], ["", " "], [])
    assert fields.facts == {}
    assert notes(fields.findings) == [
        (
            "READ-15",
            WARNING,
            "plan.csv",
            "A value without the name of its field is not read (row 2 of the file).",
        )
    ]


@pytest.mark.parametrize("rows", [(), ([""],), ([" ", ""],)])
def test_an_empty_file_is_said(rows):
    assert notes(fields_of(*rows).findings) == [
        ("READ-02", WARNING, "plan.csv", "The file is empty.")
    ]


@pytest.mark.parametrize("text", ["-", "n/a"])
def test_a_figure_marked_as_not_given_is_said(text):
    fields = fields_of(["printed.balance.dfg", text])
    assert (fields.printed, fields.facts) == ({}, {})
    assert notes(fields.findings) == [
        (
            "READ-09",
            INFORMATION,
            "plan.csv",
            f"'{text}' is read as not given for 'printed.balance.dfg'.",
        )
    ]


@pytest.mark.parametrize("field", ["printed.x", "required.x", "previous.x", "given.x"])
def test_a_figure_that_cannot_be_read_is_kept_as_a_fact_and_said(field):
    [one] = fact_findings({field: "£1.2m", "version": "1.2m"})
    assert notes([one]) == [
        ("READ-01", ERROR, "plan.csv", f"'£1.2m' is not a number; '{field}' counts as not given.")
    ]
    assert one.fix == "Type it out, as 1200000 for 1.2m."
    assert list(fact_findings({field: "-"})) == []
    assert list(fact_findings({field: "5"})) == []


def test_a_figure_whose_kind_is_misspelt_is_said():
    facts = {"requierd.adult_social_care.minimum": "5", "printd.x": "5", "version": "3"}
    assert notes(fact_findings(facts)) == [
        (
            "READ-15",
            INFORMATION,
            "plan.csv",
            "No figure starts as 'requierd.adult_social_care.minimum' and 'printd.x' does; "
            "kept, and not used.",
        )
    ]


def test_findings_on_facts_are_made_for_a_folder(tmp_path):
    plan = "round,2019-20\narea,X\nprinted.balance.dfg,tbc\nrequird.x,5\n"
    reading = formats.read(folder_of(tmp_path, {}, plan))
    assert reading.plan.facts == {"printed.balance.dfg": "tbc", "requird.x": "5"}
    assert [one.code for one in reading.findings] == ["READ-01", "READ-15"]


def test_a_dialect_that_is_not_known_is_said():
    fields = fields_of(["dialect", "bettercare-9"], ["area", "'=x"])
    assert (fields.own, fields.area, fields.facts) == (False, "'=x", {})
    [one] = fields.findings
    assert notes([one]) == [
        (
            "READ-15",
            WARNING,
            "plan.csv, dialect",
            "'bettercare-9' is no dialect that is known; not used.",
        )
    ]


def test_in_our_own_dialect_texts_are_read_as_they_were_written():
    fields = fields_of(
        ["field", "value"],
        OWN,
        ["area", "'=Leicester"],
        ["version", " 3 "],
        ["'=x", "'"],
        ["fact.round", "1"],
        ["fact.", "2"],
        ["given.x", "5"],
        ["Area", "B"],
    )
    assert (fields.own, fields.area) == (True, "=Leicester")
    assert fields.facts == {"version": " 3 ", "=x": "", "round": "1", "": "2", "Area": "B"}
    assert fields.given == {"x": Decimal(5)}
    assert fields.findings == ()


def test_other_folders_have_no_fields_of_that_dialect():
    fields = fields_of(["given.x", "5"], ["fact.x", "6"])
    assert (fields.given, fields.facts) == ({}, {"given.x": "5", "fact.x": "6"})


@given(names, texts, st.booleans())
def test_every_field_has_one_home(field, text, own):
    home, name = home_of(field, text, own)
    assert home in {"single", "given", "printed", "facts", ""}
    assert field.endswith(name)


def test_a_fact_that_the_reading_of_a_print_leaves_is_no_unknown_figure():
    assert list(fact_findings({"print.parts_not_joined": "67 and 65"})) == []
    assert [one.code for one in fact_findings({"prints.parts": "67"})] == ["READ-15"]
