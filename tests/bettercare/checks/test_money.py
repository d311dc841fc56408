"""Amounts, shares, additional contributions and printed figures."""

import msgspec
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.findings import group_problems
from tests.bettercare.builders import RULES, YEAR, findings, fixes, places, plan_of, told

ROWS = "amount\n100\n200"


def test_a_printed_figure_that_its_rows_do_not_give():
    plan = plan_of(schemes=ROWS, printed={"expenditure.total": 350, "expenditure.nhs_minimum": 300})
    assert told("CHK-036", plan) == [
        "Planned expenditure, total. The file shows £350; the rows give £300, £50 less."
    ]


def test_a_printed_figure_of_some_rows_points_at_them():
    plan = plan_of(schemes=ROWS, printed={"expenditure.nhs_minimum": 301})
    assert places("CHK-036", plan) == [
        [("schemes", 1, "Expenditure (£)"), ("schemes", 2, "Expenditure (£)")]
    ]


def test_printed_figures_of_one_source_are_one_problem():
    printed = {"expenditure.nhs_minimum": 301, "balance.nhs_minimum": -1, "expenditure.total": 301}
    found = findings("CHK-036", plan_of(schemes=ROWS, income="amount\n300", printed=printed))
    assert [one.problem for one in found] == [
        "printed.nhs_minimum",
        "printed.nhs_minimum",
        "printed.total",
    ]


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        ("expenditure.total", "300"),
        ("expenditure.total", "300.4"),
        ("metric.res.2019-20", "586"),
        ("metric.res.2019-20", "585.8158124"),
        ("metric.rea.2019-20", "0.93"),
        ("required.adult_social_care.headroom", "1"),  # cannot be worked out here
    ],
)
def test_rounding_is_no_difference(figure, printed):
    metrics = """
    metric | numerator | denominator
    RES    | 254       | 43358
    REA    | 214       | 230
    """
    plan = plan_of(schemes=ROWS, metrics=metrics, printed={figure: printed})
    assert findings("CHK-036", plan) == []


def test_a_printed_figure_of_an_unknown_name():
    plan = plan_of(schemes=ROWS, printed={"expenditure.totl": "300", "what": 5})
    assert told("CHK-036", plan) == [
        "Printed figures. The file shows 300 for 'expenditure.totl', "
        "which is no figure of this plan.",
        "Printed figures. The file shows 5 for 'what', which is no figure of this plan.",
    ]
    assert fixes("CHK-036", plan) == [
        "Did you mean 'expenditure.total'? If so, write that.",
        "Correct the name, or drop it.",
    ]


def test_an_amount_below_nought():
    plan = plan_of(schemes="scheme_name | amount\nRefund | -20\nCare | 20", income="amount\n-5\n5")
    assert told("CHK-037", plan) == [
        "Row 1, planned £. 'Refund' has -£20: expenditure cannot be below £0.",
        "Income line 1, amount. -£5 is below £0: income cannot be.",
    ]
    assert places("CHK-037", plan) == [
        [("schemes", 1, "Expenditure (£)")],
        [("income", 1, "Gross Contribution")],
    ]


def test_an_amount_of_nought_is_not_a_blank_one():
    plan = plan_of(schemes="scheme_name | amount\nIdle | 0\nBlank | \nCare | 1")
    assert told("CHK-038", plan) == ["Row 1, planned £. 'Idle' has £0."]


def test_a_large_row():
    plan = plan_of(schemes="scheme_name | amount\nAll sorts | 26\nA | 25\nB | 25\nC | 24")
    assert told("CHK-039", plan) == ["Row 1, planned £. 'All sorts' is 26% of the plan (£26)."]


def test_a_plan_of_nothing_has_no_large_row():
    assert findings("CHK-039", plan_of(schemes="amount\n0")) == []


def test_pence():
    plan = plan_of(schemes="amount\n10.50\n10.00\n11", income="amount\n31.49")
    assert told("CHK-042", plan) == [
        "Row 1, planned £. Amounts are whole pounds; £10.50 will be rounded.",
        "Income line 1, amount. Amounts are whole pounds; £31.49 will be rounded.",
    ]
    assert fixes("CHK-042", plan) == [
        "Write whole pounds (11) so that NHS minimum still balances.",
        "Write whole pounds (31) so that NHS minimum still balances.",
    ]
    lost = plan_of(schemes="source_of_funding | amount\nLottery | 1.20")
    assert fixes("CHK-042", lost) == ["Write whole pounds (1) so that its source still balances."]


def test_one_row_in_thousands():
    plan = plan_of(income="amount\n301790", schemes="amount\n102\n200000")
    assert told("CHK-043", plan) == [
        "Row 1, planned £. £102 reads like thousands: £101,790 would bring NHS minimum into "
        "balance."
    ]
    assert fixes("CHK-043", plan) == ["If you typed thousands, enter 101790."]
    assert findings("CHK-043", plan)[0].problem == findings("CHK-033", plan)[0].problem


@pytest.mark.parametrize("income", ["200102", "301000", "303000", "100000"])
def test_a_small_row_is_not_in_thousands_without_the_arithmetic(income):
    plan = plan_of(income=f"amount\n{income}", schemes="amount\n102\n200000")
    assert findings("CHK-043", plan) == []


def test_a_whole_source_in_thousands():
    plan = plan_of(income="amount\n300250", schemes="amount\n100\n200")
    assert told("CHK-043", plan) == [
        "NHS minimum. All its rows read like thousands: together £300, for £300,250 of income."
    ]
    assert places("CHK-043", plan) == [
        [("schemes", 1, "Expenditure (£)"), ("schemes", 2, "Expenditure (£)")]
    ]


JOINT = """
scheme_name | commissioner | nhs_share | la_share
A           | Joint        | 60%       | 30%
B           | Joint        | 60%       | 40%
C           | Joint        | 33.33%    | 66.67%
D           | Joint        | 60%       |
E           | Joint        |           |
F           | Joint        | most      |
G           | Joint        | 100%      | 0%
H           | CCG          | 50%       | 50%
I           | LA           |           |
J           |              | 50%       | 50%
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CHK-044", ["Row 1, shares. The joint shares of 'A' add to 90.0%."]),
        ("CHK-045", ["Row 5, shares. Give the NHS and the council share of 'E'."]),
        (
            "CHK-046",
            ["Row 8, shares. Shares are for Joint schemes; those of 'H' (CCG) will be ignored."],
        ),
        ("CHK-047", ["Row 7, shares. With a share of 100.0%, 'G' is not joint."]),
    ],
)
def test_shares_of_joint_schemes(code, expected):
    plan = plan_of(schemes=JOINT.strip())
    assert told(code, plan) == expected
    [[nhs, la]] = places(code, plan)
    assert (nhs[2], la[2]) == ("% NHS (if Joint Commissioner)", "% LA (if Joint Commissioner)")


ADDITIONAL = """
source_of_funding           | amount | answer | contributor | comment
Additional LA Contribution  | {}     | {}     | City        | Agreed in May
Minimum CCG Contribution    | 5      | No     |             |
"""


@pytest.mark.parametrize(
    ("amount", "answer", "expected"),
    [
        ("70", "No", ["Income, Additional LA. You answered No; the lines come to £70."]),
        ("0", "Yes", ["Income, Additional LA. You answered Yes; the lines come to £0."]),
        ("", "Yes", ["Income, Additional LA. You answered Yes; the lines come to £0."]),
        ("some", "Yes", []),
        ("70", "Yes", []),
        ("0", "No", []),
        ("70", "", []),
    ],
)
def test_the_answer_on_additional_contributions(amount, answer, expected):
    plan = plan_of(income=ADDITIONAL.format(amount, answer))
    assert told("CHK-051", plan) == expected
    if expected:
        column = "Are any additional contributions being made?"
        assert places("CHK-051", plan) == [[("income", 1, column)]]


def test_a_no_above_money_is_one_problem_with_the_balance_and_leads_it():
    head = "source_of_funding | amount | answer\n"
    plan = plan_of(income=f"{head}Additional LA Contribution | 100000 | No", schemes="amount\n5")
    rules = {code: RULES.checks[code] for code in ("CHK-033", "CHK-051")}
    found = run(Calculations(plan, msgspec.structs.replace(RULES, checks=rules)))
    [problem] = [one for one in group_problems(found.findings) if one[0].code == "CHK-051"]
    assert [one.code for one in problem] == ["CHK-051", "CHK-033"]


def test_additional_money_is_explained():
    plan = plan_of(
        income="""
        source_of_funding           | amount | contributor | comment
        Additional LA Contribution  | 70     | City        | Agreed in May
        Additional LA Contribution  | 80     | County      |
        Additional CCG Contribution | 90     |             |
        Additional CCG Contribution | 0      |             |
        Minimum CCG Contribution    | 5      |             |
        """
    )
    assert told("CHK-052", plan) == [
        "Income line 2, comment. Say what the additional £80 from County is for, "
        "or where it comes from.",
        "Income line 3, comment. Say what the additional £90 from the NHS is for, "
        "or where it comes from.",
    ]
    assert places("CHK-052", plan)[0] == [("income", 2, "Comments")]


MONEY = ["CHK-036", "CHK-037", "CHK-038", "CHK-039", "CHK-042", "CHK-043", "CHK-044", "CHK-045"]
MONEY += ["CHK-046", "CHK-047", "CHK-051", "CHK-052"]


@pytest.mark.parametrize("code", MONEY)
def test_leicester_has_no_slip_of_money(code):
    assert told(code, bc.read(examples.path("leicester"), YEAR).plan) == []


def test_rotherham_does_not_explain_its_additional_money():
    plan = bc.read(examples.path("rotherham"), YEAR).plan
    assert {code: len(findings(code, plan)) for code in MONEY if findings(code, plan)} == {
        "CHK-052": 2
    }
