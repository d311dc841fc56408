"""Answers to requirements and funding questions, and two-tier areas."""

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.findings import Severity
from tests.bettercare.builders import findings, fixes, places, plan_of, report, told

CODES = [f"PR{number}" for number in range(1, 10)]


def answered(**changes):
    """All nine requirements answered Yes, but for the changes."""
    return [{"code": code, **changes.get(code, {})} for code in CODES]


def test_every_requirement_answered():
    assert findings("CHK-065", plan_of(requirements=answered())) == []


def test_requirements_without_an_answer():
    rows = answered(PR2={"response": ""}, PR3={"response": "Partly"})[:-1]
    plan = plan_of(requirements=rows)
    assert told("CHK-065", plan) == [
        "PR2, answer. PR2 has no answer: A clear account of how health and care will be joined up.",
        "PR3, answer. 'Partly' is no answer to PR3.",
        "PR9, answer. PR9 has no answer: Metrics that stretch, with plans that can reach them.",
    ]
    assert set(fixes("CHK-065", plan)) == {"Choose Yes or No."}
    assert places("CHK-065", plan) == [
        [("requirements", 2, "Response")],
        [("requirements", 3, "Response")],
        [],
    ]


@pytest.mark.parametrize(
    ("action", "timeframe", "expected"),
    [
        ("", "", ["PR6, action and date. PR6 is answered No: give the action and date."]),
        ("Recruit", "", ["PR6, date. PR6 is answered No: give the date."]),
        ("", "March 2020", ["PR6, action. PR6 is answered No: give the action."]),
        ("Recruit", "March 2020", []),
    ],
)
def test_an_answer_of_no_has_an_action_and_a_date(action, timeframe, expected):
    no = {"response": "No", "action": action, "timeframe": timeframe}
    plan = plan_of(requirements=answered(PR6=no))
    assert told("CHK-066", plan) == expected


def test_an_answer_of_yes_needs_no_action():
    assert findings("CHK-066", plan_of(requirements=answered())) == []


ALL_YES = "question\ncare_act\ncarers\nreablement"


def test_shares_of_the_minimum_are_confirmed():
    assert findings("CHK-072", plan_of(answers=ALL_YES)) == []


def test_shares_of_the_minimum_that_are_not_confirmed():
    rows = """
    question | response
    Is the share of the NHS minimum for Care Act duties identified? | No
    carers   | Yes
    """
    plan = plan_of(answers=rows)
    assert told("CHK-072", plan) == [
        "Funding questions. 'Is the share of the NHS minimum for Care Act duties identified?' "
        "is answered No.",
        "Funding questions. 'Is the share of the NHS minimum for reablement agreed?' "
        "is not answered.",
    ]
    assert places("CHK-072", plan) == [[("answers", 1, "Response")], []]


def test_what_is_confirmed_is_seen_in_a_scheme():
    plan = plan_of(answers=ALL_YES, schemes="scheme_type\nIntermediate Care Services")
    assert told("CHK-073", plan) == [
        "Funding questions. You answered Yes to 'Is the share of the NHS minimum for support to "
        "carers agreed?', but no scheme is of type 'Carers Services'."
    ]
    assert places("CHK-073", plan) == [[("answers", 2, "Response")]]


@pytest.mark.parametrize("kind", ["Carers Services", "carers service", "Support for carers"])
def test_an_old_name_of_the_type_is_a_scheme_all_the_same(kind):
    plan = plan_of(answers="question\ncarers", schemes=f"scheme_type\n{kind}")
    assert findings("CHK-073", plan) == []


def test_an_answer_of_no_needs_no_scheme():
    assert (
        findings(
            "CHK-073", plan_of(answers="question | response\ncarers | No", schemes="amount\n1")
        )
        == []
    )


TIERS = "whether the area is two-tier"


def test_checks_of_two_tier_areas_need_to_know():
    plan = plan_of(income="source_of_funding\nDFG", answers="question\ncarers")
    for code in ("CHK-069", "CHK-070"):
        assert [one.needs for one in report(code, plan).not_run] == [TIERS]


def test_an_area_of_one_tier_is_not_asked():
    plan = plan_of(income="source_of_funding\nDFG", facts={"two_tier": "No"})
    for code in ("CHK-069", "CHK-070"):
        assert report(code, plan).not_run == ()
        assert findings(code, plan) == []


def dfg(lines, two_tier="yes"):
    head = "source_of_funding | contributor | amount\n"
    return plan_of(income=head + lines, facts={"two_tier": two_tier})


def test_a_county_shows_what_each_district_gets():
    plan = dfg("DFG | County | 900")
    assert told("CHK-069", plan) == [
        "Income, DFG. No line says what part of £900 each district council gets."
    ]
    assert places("CHK-069", plan) == [[("income", 1, "Contributor")]]


def test_a_county_that_shows_its_districts():
    assert findings("CHK-069", dfg("DFG | North | 400\nDFG | South | 500")) == []


def test_two_lines_without_names_show_no_district():
    assert len(findings("CHK-069", dfg("DFG |  | 400\nDFG |  | 500"))) == 1


def test_the_answers_are_needed_in_a_two_tier_area_only():
    assert [one.needs for one in report("CHK-070", dfg("DFG | A | 1")).not_run] == [
        "Funding questions"
    ]


@pytest.mark.parametrize(
    ("passed", "agreed", "slips"),
    [("Yes", "", 0), ("No", "Yes", 0), ("No", "No", 1), ("No", "", 1), ("", "", 1)],
)
def test_what_a_county_keeps_is_agreed(passed, agreed, slips):
    rows = f"question | response\ndfg_passed_in_full | {passed}\ndistrict_agreement | {agreed}"
    plan = plan_of(answers=rows, facts={"two_tier": "Yes"})
    said = "Income, DFG. The DFG is not passed on in full, and no district agreement is recorded."
    assert told("CHK-070", plan) == [said] * slips
    if slips:
        assert [one.severity for one in findings("CHK-070", plan)] == [Severity.WARNING]
        assert places("CHK-070", plan) == [[("answers", 1, "Response"), ("answers", 2, "Response")]]


@pytest.mark.parametrize("code", ["CHK-065", "CHK-066"])
def test_leicester_answers_everything(code):
    assert findings(code, bc.read(examples.path("leicester")).plan) == []


def test_065_a_code_that_is_not_known_is_one_finding():
    rows = [{"code": f"PR{n}"} for n in range(1, 9)]
    plan = plan_of(requirements=[*rows, {"code": "PR99"}])
    assert told("CHK-065", plan) == ["Requirement 9, code. 'PR99' is not a planning requirement."]


def test_065_two_answers_that_differ_are_one_finding():
    rows = [{"code": f"PR {n}"} for n in range(1, 10)]
    plan = plan_of(requirements=[*rows, {"code": "PR4", "response": "No"}])
    assert told("CHK-065", plan) == [
        "PR4, lines 4 and 10. 'PR4' is given twice, and the lines differ; the first is used."
    ]


def test_072_a_question_that_is_not_known_is_asked_about():
    plan = plan_of(
        answers=[
            *({"question": q} for q in ("care_act", "carers", "reablement")),
            {"question": "wibble"},
        ]
    )
    assert told("CHK-072", plan) == ["Question 4, question. 'wibble' is not a funding question."]
