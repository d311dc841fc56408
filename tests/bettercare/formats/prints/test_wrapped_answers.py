"""Levels of maturity and planning requirements as text."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_answers import Answers
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.rounds import load

RULES = load("2019-20")


def sections(text):
    paper = paper_of(text, "a.txt")
    pages = {line.number: line.page for line in paper.lines}
    found = Answers(words_of(paper.lines), pages, RULES).sections()
    return {one.table: (one.fields, [row.cells for row in one.rows]) for one in found}


def test_changes_with_their_planned_level_over_several_lines():
    text = """Chg 1 Early discharge planning Mature

Chg 3
Multi-disciplinary/Multi-agency discharge
teams

Not yet
established

Seven-day service Established"""
    assert sections(text) == {
        "hicm": (
            ("change_no", "change", "planned"),
            [
                ("1", "Early discharge planning", "Mature"),
                ("3", "Multi-disciplinary/Multi-agency discharge teams", "Not yet established"),
                ("", "Seven-day service", "Established"),
            ],
        )
    }


def test_the_present_level_comes_before_the_planned_one():
    fields, rows = sections("Trusted assessors Established Mature")["hicm"]
    assert (fields, rows) == (
        ("change", "current", "planned"),
        [("Trusted assessors", "Established", "Mature")],
    )


def test_a_change_by_another_name_is_kept_as_printed():
    _, rows = sections("Discharge to assess Mature")["hicm"]
    assert rows == [("Discharge to assess", "Mature")]


def test_a_change_without_a_level_is_no_answer():
    assert sections("Early discharge planning is Mature") == {}


def test_a_change_that_is_printed_twice_is_read_once():
    _, rows = sections("Trusted assessors Mature\n\nTrusted assessors Established")["hicm"]
    assert rows == [("Trusted assessors", "Mature")]


def test_requirements_under_the_theme_before_them():
    text = """NC1: Jointly agreed plan

PR1 Yes

PR2 No

NC4: Implementation of the High Impact Change
Model for Managing Transfers of Care

PR6 Yes
Metrics PR9 Yes"""
    fields, rows = sections(text)["requirements"]
    long = "NC4: Implementation of the High Impact Change Model for Managing Transfers of Care"
    assert fields == ("code", "theme", "response")
    assert rows == [
        ("PR1", "NC1: Jointly agreed plan", "Yes"),
        ("PR2", "NC1: Jointly agreed plan", "No"),
        ("PR6", long, "Yes"),
        ("PR9", "Metrics", "Yes"),
    ]


def test_a_code_inside_a_text_is_no_answer():
    assert sections("As PR1 says, we agree. See PR2.") == {}
