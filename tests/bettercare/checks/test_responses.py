"""Answers to requirements and questions: read as meant, the first of two, and what is odd."""

from bettercare.calculations import Calculations
from bettercare.checks.responses import (
    answered_questions,
    answered_requirements,
    meant,
    odd_lines,
    reply,
)
from tests.bettercare.builders import RULES, plan_of


def working(**tables):
    return Calculations(plan_of(**tables), RULES)


def said(slips):
    return [f"{one.subject}. {one.message.format_map(one.facts)}" for one in slips]


def test_harmless_variants_of_a_code_are_read_as_meant():
    given = working(requirements=[{"code": code} for code in ("PR 1", "pr02", "Pr-3")])
    assert list(answered_requirements(given)) == ["PR1", "PR2", "PR3"]
    assert list(odd_lines(given, "requirements")) == []


def test_a_code_that_is_not_known_is_asked_about_at_its_cell():
    rows = [{"code": f"PR{n}"} for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    given = working(requirements=[*rows, {"code": "PR88"}])
    [slip] = odd_lines(given, "requirements")
    assert said([slip]) == ["Requirement 9, code. 'PR88' is not a planning requirement."]
    assert slip.fix.format_map(slip.facts) == "Did you mean 'PR8'? If so, write that."
    assert [(at.table, at.item, at.column) for at in slip.places] == [("requirements", 9, "Code")]
    assert meant(given, "requirements") == {"PR8"}


def test_two_answers_that_differ_are_one_finding_and_the_first_counts():
    rows = [{"code": "PR4"}, {"code": "PR4", "response": "No"}, {"code": "PR5"}, {"code": "PR5"}]
    given = working(requirements=[*rows, {"code": "PR5", "response": ""}])
    assert answered_requirements(given)["PR4"].answer == "yes"
    [slip] = odd_lines(given, "requirements")
    assert said([slip]) == [
        "PR4, lines 1 and 2. 'PR4' is given twice, and the lines differ; the first is used."
    ]
    assert [at.item for at in slip.places] == [1, 2]


def test_questions_that_are_not_known_but_for_the_purposes_of_a_grant():
    rows = [
        {"question": "carers"},
        {"question": "wibble"},
        {"question": "iBCF purpose 1", "response": "40%"},
    ]
    given = working(answers=rows)
    assert list(answered_questions(given)) == ["carers"]
    assert reply(given, "carers") == "yes"
    assert said(odd_lines(given, "answers")) == [
        "Question 2, question. 'wibble' is not a funding question."
    ]
