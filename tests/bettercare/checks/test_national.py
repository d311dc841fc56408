"""National conditions answered one by one, and questions for two-tier areas."""

import pytest

from tests.bettercare.checks.of_2017_19 import needs, report, told

ALL = """
    code | year    | response | comment
    NC1  | 2017-18 | Yes      |
    NC2  | 2017-18 | Yes      |
    NC3  | 2017-18 | Yes      |
    NC4  | 2017-18 | {first}  | {comment}
    NC1  | 2018-19 | Yes      |
    NC2  | 2018-19 | Yes      |
    NC3  | 2018-19 | Yes      |
    NC4  | 2018-19 | {second} |
"""


def conditions(first="Yes", second="Yes", comment=""):
    return ALL.format(first=first, second=second, comment=comment)


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, []),
        ({"first": "No", "comment": "By March, through the new team"}, []),
        (
            {"first": "No"},
            ["NC4, comment, 2017-18. NC4 is answered No, and nothing says how and when it will "
             "be met."],
        ),
        (
            {"second": "No"},
            ["NC4, comment, 2018-19. NC4 is answered No, and nothing says how and when it will "
             "be met."],
        ),
    ],
)  # fmt: skip
def test_a_condition_answered_no_is_explained(answers, found):
    assert told("CHK-063", conditions=conditions(**answers)) == found


def test_each_condition_is_answered_for_each_year():
    assert told("CHK-065", conditions=conditions()) == []
    [found] = told("CHK-065", conditions=conditions(second=""))
    assert found.startswith("NC4, answer, 2018-19. NC4 has no answer:")
    [found] = told("CHK-065", conditions=conditions(first="Perhaps"))
    assert found == "NC4, answer, 2017-18. 'Perhaps' is no answer to NC4."


def test_an_answer_without_a_year_holds_for_all():
    lines = "code | response\n" + "\n".join(f"NC{n} | Yes" for n in range(1, 5))
    assert told("CHK-065", conditions=lines) == []


def test_two_lines_of_two_years_do_not_contradict_each_other():
    lines = conditions(first="No", comment="Later")
    assert not [one for one in told("CHK-065", conditions=lines) if "differ" in one]


def test_two_lines_of_one_year_do():
    twice = conditions() + "\nNC1 | 2017-18 | No |"
    assert [one for one in told("CHK-065", conditions=twice) if "the lines differ" in one]


def test_without_the_table_it_says_what_it_needs():
    assert needs("CHK-065") == ["the National Conditions tab"]


def test_yes_does_not_meet_a_condition_that_figures_decide():
    schemes = """
        source_of_funding        | area_of_spend | commissioner | 2017-18 | 2018-19
        CCG Minimum Contribution | Acute         | CCG          | 1000    | 1000
    """
    income = "source_of_funding | 2017-18 | 2018-19\nCCG Minimum Contribution | 3519 | 3519"
    found = report("CHK-064", schemes=schemes, income=income, conditions=conditions()).findings
    assert [(one.subject, one.message) for one in found if "NC3" in one.subject] == [
        (f"NC3, {year}", "You answered Yes, but NHS out-of-hospital is £1,000 short.")
        for year in ("2017-18", "2018-19")
    ]


@pytest.mark.parametrize(
    ("two_tier", "response", "count"), [("No", "Yes", 1), ("No", "", 0), ("Yes", "Yes", 0)]
)
def test_questions_for_district_councils_are_for_areas_that_have_some(two_tier, response, count):
    answers = f"question | year | response\ndfg_passed_in_full | 2017-18 | {response}"
    found = told("CHK-071", facts={"two_tier": two_tier}, answers=answers)
    assert len(found) == count


def test_whether_an_area_is_two_tier_must_be_known():
    answers = "question | year | response\ndfg_passed_in_full | 2017-18 | Yes"
    assert needs("CHK-071", answers=answers) == ["whether the area is two-tier"]
