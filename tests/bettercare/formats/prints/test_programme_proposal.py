"""Printed proposals: schemes that pages cut, draft budgets, mappings and shares in words."""

from decimal import Decimal

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.programme import read_paper
from bettercare.formats.prints.programme_proposal import is_proposal
from bettercare.programmes.rules import load

PAPER = """\
Better Care Fund – Proposal for the 2016-17 programme
A. Person, Exampleton County Council

Contents
Mapping – Prevention\t3

The plan of 2015-16 had three priorities:

- 1. Prevention services
- 2. Urgent response
- 3. Hospital discharge

It is proposed that urgent response and hospital discharge should be consolidated into a single \
priority. They are now:

- 1. Prevention services
- 2. Crisis and transfer

Programme metrics

- 1. People who go into care homes
- 2. People who fall

1. Prevention

Mapping – Prevention – 2015-16 to 2016-17

\t\tPlans\t\t
Ref\tScheme Name\t\tRes Admissions\tFalls
P1\tTelling\tSome plans\tY\t
P2\tInnova-\tMore plans\tYY\tY

\tgarbage\tPlans\t\t
Ref\tScheme Name\t\tRes Admissions\tFalls
\ttion fund\tthat go on\t\t
C1\tIntegrated commiss- ioning\tPlans\t\tYYY

Enablers. Integrated commissioning is new.

Mapping – Crisis

2015-16\t\t2016-17
E1 Old scheme\t—\tP1 Telling
E2 Other scheme\t\tC9 Commissioning

Draft budget allocations

Around 30% of the budget goes to prevention services and a third of it, roughly, to crisis and \
transfer.

Priorities and schemes\t%\tIn BCF programme (£k)\tFrom/ Lead
1. Prevention services\t30\t30\t
P1 Telling\t10\t10\tRCC
P2: Innovation\t5\t5\tDFG
fund\t15\t15\tCapital RCC
2. Crisis and transfer\t70\t70\t
C1 Integrated commissioning\t60\t60\tCCG
\t10\t10\tRCC
C2 Nothing yet\t\t\tCCG
Total\t100%\t100\t
Text behind the table
"""
READING = read_paper(paper_of(PAPER, "paper.txt"))
PROGRAMME = READING.programme


def said(code):
    return [one.message for one in READING.findings if one.code == code]


def test_it_is_a_proposal():
    assert is_proposal(paper_of(PAPER, "a"), load())
    assert not is_proposal(paper_of("Priorities and schemes are below", "a"), load())


def test_area_year_unit_and_title():
    assert (PROGRAMME.area, PROGRAMME.years, PROGRAMME.unit) == ("Exampleton", ("2016-17",), "£k")
    assert PROGRAMME.title == "Better Care Fund – Proposal for the 2016-17 programme"


def test_lines_of_the_budget():
    assert [
        (one.priority, one.measure, one.item, one.annual.get("2016-17"), one.lead, one.source)
        for one in PROGRAMME.lines
    ] == [
        ("1", "P1", "Telling", 10, "RCC", None),
        ("1", "P2", "Innovation fund", 5, "RCC", "DFG capital"),
        ("1", "P2", "Innovation fund", 15, "RCC", None),
        ("2", "C1", "Integrated commissioning", 60, "CCG", None),
        ("2", "C1", "Integrated commissioning", 10, "RCC", None),
        ("2", "C2", "Nothing yet", None, "CCG", None),
    ]


def test_printed_totals_and_shares():
    assert PROGRAMME.printed == {
        "priority.1.2016-17": 30,
        "share.priority.1.2016-17": Decimal("0.3"),
        "priority.2.2016-17": 70,
        "share.priority.2.2016-17": Decimal("0.7"),
        "total.2016-17": 100,
        "share.total.2016-17": 1,
    }


def test_the_lead_that_ran_on_is_said():
    [message] = said("READ-31")
    assert message.startswith("'DFG' and 'Capital RCC' are read as 'DFG Capital' and 'RCC'")


def test_schemes_and_marks():
    assert [(one.code, one.priority, one.label, one.marks) for one in PROGRAMME.measures] == [
        ("P1", "1", "Telling", {"res_admissions": "Y"}),
        ("P2", "1", "Innovation fund", {"res_admissions": "YY", "falls": "Y"}),
        ("C1", "2", "Integrated commissioning", {"falls": "YYY"}),
    ]
    assert PROGRAMME.measures[1].description == "More plans that go on"


def test_what_was_joined_is_said():
    assert said("READ-30") == [
        "P2 go on below the head of the next page; each is one row again.",
        "'Innova- tion fund' and 'Integrated commiss- ioning' is read as 'Innovation fund' and"
        " 'Integrated commissioning', as the paper writes it elsewhere.",
    ]


def test_metrics_with_their_names():
    assert [(one.code, one.label, one.name) for one in PROGRAMME.metrics] == [
        ("res_admissions", "Res Admissions", "People who go into care homes"),
        ("falls", "Falls", "People who fall"),
    ]


def test_priorities_by_name_and_by_the_sentence_that_merges_two():
    assert [
        (one.old_code, one.old, one.new_code, one.new)
        for one in PROGRAMME.mappings
        if one.level == "priority"
    ] == [
        ("1", "Prevention services", "1", "Prevention services"),
        ("2", "Urgent response", "2", "Crisis and transfer"),
        ("3", "Hospital discharge", "2", "Crisis and transfer"),
    ]


def test_schemes_side_by_side():
    assert [
        (one.old_code, one.new_code, one.new) for one in PROGRAMME.mappings if one.level == "scheme"
    ] == [("E1", "P1", "Telling"), ("E2", "C9", "Commissioning")]


def test_what_the_text_does_not_have():
    messages = said("READ-44")
    assert len(messages) == 2
    assert "arrows" in messages[0]
    assert messages[1].startswith("1 mapping is a picture that the text does not have")


def test_shares_in_words():
    assert [(one.figure, one.text, one.value) for one in PROGRAMME.stated] == [
        ("share.priority.1.2016-17", "Around 30%", Decimal("0.3")),
        ("share.priority.2.2016-17", "a third", Decimal("0.3333")),
    ]


def reread(old, new):
    return read_paper(paper_of(PAPER.replace(old, new), "paper.txt"))


def test_priorities_that_nothing_tells_of_are_said():
    reading = reread("consolidated into a single", "thought of as one")
    [message] = [one.message for one in reading.findings if "Nothing says" in one.message]
    assert message == "Nothing says what became of 'Urgent response' and 'Hospital discharge'."


def test_a_paper_with_one_list_of_priorities_has_no_mapping_of_them():
    reading = reread("- 1. Prevention services\n- 2. Urgent response", "- 1. Some\n- 2. Thing")
    assert not [one for one in reading.programme.mappings if one.level == "priority"]


def test_rows_that_belong_to_no_scheme_are_said():
    reading = reread("P1\tTelling\tSome plans\tY\t", "Note\tSome words\tSome plans\t\t")
    messages = [one.message for one in reading.findings if one.code == "READ-44"]
    assert "1 rows belong to no scheme; not read." in messages


def test_an_amount_that_is_no_number_is_kept():
    reading = reread("C2 Nothing yet\t\t\tCCG", "C2 Nothing yet\t\ttbc\tCCG")
    assert reading.programme.lines[-1].written == {"annual.2016-17": "tbc"}


@pytest.mark.parametrize("title", ["Better Care Fund – Proposal", "Proposal for 2016-19"])
def test_without_a_year_in_the_title(title):
    text = PAPER.replace(PAPER.splitlines()[0], title).replace("plan of 2015-16", "old plan")
    assert read_paper(paper_of(text, "paper.txt")).programme.years == ()


def test_more_names_than_metrics_are_not_given_to_any():
    reading = reread("- 2. People who fall", "- 2. People who fall\n- 3. People who wait")
    assert {one.name for one in reading.programme.metrics} == {None}
