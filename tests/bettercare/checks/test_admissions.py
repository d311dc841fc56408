"""Emergency admissions: answers, reductions, the contingency fund and its unit cost."""

import pytest

from tests.bettercare.checks.of_2017_19 import needs, report, told


def admissions(reduction="0", fund_question="", cost_answer="", answer="No"):
    return {
        "metrics": f"""
            metric | year    | period | part      | numerator
            NEA    | 2017-18 | Q1     | mapped    | 7395
            NEA    | 2017-18 | Q1     | reduction | {reduction}
            NEA    | 2018-19 | Q1     | mapped    | 7378
        """,
        "answers": f"""
            question        | year    | response        | comment
            nea_reduction   | 2017-18 | {answer}        |
            nea_contingency | 2017-18 | {fund_question} |
            nea_cost        | 2017-18 |                 | {cost_answer}
        """,
    }


@pytest.mark.parametrize(
    ("answer", "reduction", "found"),
    [
        ("No", "0", []),
        ("Yes", "30", []),
        ("No", "30", ["You answered No; the reductions come to 30."]),
        ("Yes", "0", ["You answered Yes; the reductions come to 0."]),
    ],
)
def test_the_answer_agrees_with_the_reductions(answer, reduction, found):
    plan = admissions(reduction, answer=answer)
    assert told("CHK-107", **plan) == [
        f"Non-elective admissions, 2017-18. {message}" for message in found
    ]


def test_without_the_question_it_says_what_it_needs():
    plan = admissions()
    plan["answers"] = "question | year | response\ncarers | 2017-18 | Yes"
    assert needs("CHK-107", **plan) == ["the question on an additional reduction"]


@pytest.mark.parametrize(
    ("answer", "reduction", "count"), [("Yes", "0", 1), ("Yes", "30", 0), ("No", "0", 0)]
)
def test_a_fund_that_is_answered_yes_is_not_empty(answer, reduction, count):
    assert len(told("CHK-108", **admissions(reduction, fund_question=answer))) == count


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("45510", []),  # 30 x 1,517
        (
            "50000",
            ["The fund is £50,000; a reduction of 30 at £1,517 each comes to £45,510."],
        ),
    ],
)
def test_a_printed_fund_is_the_reduction_times_the_unit_cost(printed, found):
    plan = admissions("30")
    printed_fund = {"admissions.fund.2017-18": printed}
    assert told("CHK-109", printed=printed_fund, **plan) == [
        f"Non-elective admissions, 2017-18. {message}" for message in found
    ]


def test_a_fund_cannot_be_larger_than_the_ring_fence_that_it_is_held_from():
    given = {"required.nhs_out_of_hospital.minimum.2017-18": "45509"}
    [found] = told("CHK-109", given=given, **admissions("30"))
    assert "The fund of £45,510 is larger than the NHS out-of-hospital minimum of £45,509" in found


@pytest.mark.parametrize(
    ("cost", "reason", "count"), [("1831", "", 1), ("1831", "Current price", 0), ("1517", "", 0)]
)
def test_another_unit_cost_needs_a_reason(cost, reason, count):
    given = {"admissions.unit_cost.2017-18": cost}
    plan = admissions("30", cost_answer=reason)
    assert len(report("CHK-110", given=given, **plan).findings) == count
