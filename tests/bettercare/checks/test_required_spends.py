"""The required spends: short, thin, counted twice, and answered against the figures."""

import msgspec
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.checks import run
from tests.bettercare.builders import RULES, findings, fixes, places, plan_of, report, told

OOH = "required.nhs_out_of_hospital.minimum"
ASC = "required.adult_social_care.minimum"


def nhs_plan(rows, **given):
    return plan_of(schemes=rows, given={OOH: given.get("ooh", 1), ASC: given.get("asc", 1)})


ROWS = """
area_of_spend    | commissioner | amount
Community Health | CCG          | 600
Social Care      | CCG          | 250
Social Care      | LA           | 400
Acute            | CCG          | 90
"""


def test_nhs_out_of_hospital_short():
    plan = nhs_plan(ROWS, ooh=900)
    assert told("CHK-056", plan) == ["NHS out-of-hospital. £50 short of the minimum £900."]
    assert fixes("CHK-056", plan) == [
        "Move at least £50 to rows the NHS commissions outside acute care."
    ]
    assert findings("CHK-057", plan) == []


def test_adult_social_care_short():
    plan = nhs_plan(ROWS, asc=651)
    assert told("CHK-057", plan) == ["Adult social care. £1 short of the minimum £651."]
    assert fixes("CHK-057", plan) == [
        "Move at least £1 of the NHS minimum to rows whose area of spend is social care."
    ]
    assert findings("CHK-056", plan) == []


def test_exactly_at_the_minimum_is_not_short():
    plan = nhs_plan(ROWS, ooh=850, asc=650)
    assert findings("CHK-056", plan) == findings("CHK-057", plan) == []


def test_without_a_minimum_it_says_what_it_needs():
    plan = plan_of(schemes=ROWS)
    needs = "a minimum for NHS out-of-hospital"
    assert [one.needs for one in report("CHK-056", plan).not_run] == [needs]
    both = f"{needs} and a minimum for Adult social care"
    for code in ("CHK-058", "CHK-059"):
        assert [one.needs for one in report(code, plan).not_run] == [both]


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ({}, "a minimum given with the plan"),
        (
            {ASC: 5},
            "the figures of 2018-19 (give previous.required.adult_social_care.minimum and "
            "previous.income.nhs_minimum)",
        ),
    ],
)
def test_without_two_minimums_to_compare_it_says_what_it_needs(given, needs):
    plan = plan_of(schemes=ROWS, income="amount\n3519", given=given)
    assert [one.needs for one in report("CHK-060", plan).not_run] == [needs]
    assert report("CHK-060", plan_of(schemes=ROWS, income="amount\n3519", given={**given, OOH: 5}))


@pytest.mark.parametrize(
    ("cells", "noun", "column"),
    [
        ({"area_of_spend": ""}, "area of spend", "Area of Spend"),
        ({"commissioner": "Trust"}, "commissioner", "Commissioner"),
        ({"commissioner": "Joint"}, "shares", "% NHS (if Joint Commissioner)"),
    ],
)
def test_rows_that_cannot_count_yet_are_named_before_money_is_moved(cells, noun, column):
    plan = plan_of(schemes=[{"amount": "100"}, {"amount": "900", **cells}], given={OOH: 500})
    assert fixes("CHK-056", plan) == [
        f"Row 2 (£900) cannot count without a known {noun}: "
        "mend that first, then move what is still missing."
    ]
    assert places("CHK-056", plan) == [[("schemes", 2, column)]]


def test_which_check_a_required_spend_has_is_for_the_round_to_say():
    spend = RULES.required_spends["adult_social_care"]
    spends = {"third": msgspec.structs.replace(spend, check="CHK-056")}
    rules = msgspec.structs.replace(RULES, required_spends=spends, checks={
        code: RULES.checks[code] for code in ("CHK-056", "CHK-057")
    })  # fmt: skip
    plan = plan_of(schemes=ROWS, given={"required.third.minimum": 651})
    found = run(Calculations(plan, rules)).findings
    assert [(one.code, one.problem) for one in found] == [("CHK-056", "required.third")]


def test_a_joint_row_counts_twice_with_the_part_that_counts_to_both():
    row = {"commissioner": "Joint", "nhs_share": "60%", "area_of_spend": "Social Care"}
    plan = plan_of(schemes=[{**row, "amount": "900000"}], given={OOH: 1, ASC: 1})
    [said] = told("CHK-059", plan)
    assert said.startswith("Required spends. 1 row (£540,000) counts to both required spends.")


def test_with_one_minimum_the_other_checks_run_on_that_one():
    plan = plan_of(schemes=ROWS, given={OOH: 850})
    assert told("CHK-058", plan) == ["NHS out-of-hospital. Exactly at the minimum."]
    assert [one.needs for one in report("CHK-057", plan).not_run] == [
        "a minimum for Adult social care"
    ]


def test_silent_in_a_round_without_that_required_spend():
    spends = {"other": RULES.required_spends["adult_social_care"]}
    checks = {code: RULES.checks[code] for code in ("CHK-056", "CHK-057", "CHK-059")}
    rules = msgspec.structs.replace(RULES, required_spends=spends, checks=checks)
    found = run(Calculations(nhs_plan(ROWS, asc=9999), rules))
    assert found.findings == ()


def test_thin_headroom():
    plan = nhs_plan("area_of_spend | amount\nSocial Care | 1000\nSocial Care | 3", asc=1000)
    assert told("CHK-058", plan) == ["Adult social care. Only £3 (0.3%) above the minimum."]
    assert fixes("CHK-058", plan) == ["Leave more room; 1 of its 2 rows is larger than this."]


@pytest.mark.parametrize(
    ("rows", "fix"),
    [
        ("1003", "Leave more room; its one row is larger than this."),
        ("500 503", "Leave more room; 2 of its 2 rows are larger than this."),
        ("2 " * 501 + "1", "Leave more room."),
    ],
)
def test_thin_headroom_says_how_many_rows_could_break_it(rows, fix):
    drawn = [{"area_of_spend": "Social Care", "amount": one} for one in rows.split()]
    assert fixes("CHK-058", nhs_plan(drawn, asc=1000)) == [fix]


@pytest.mark.parametrize("amount", ["1005", "999"])
def test_neither_enough_room_nor_too_little_is_thin(amount):
    plan = nhs_plan(f"area_of_spend | amount\nSocial Care | {amount}", asc=1000)
    assert findings("CHK-058", plan) == []


def test_rows_that_count_to_both():
    plan = nhs_plan(ROWS, ooh=700, asc=600)
    assert told("CHK-059", plan) == [
        "Required spends. 1 row (£250) counts to both required spends. "
        "Without it NHS out-of-hospital would be £100 short."
    ]
    assert fixes("CHK-059", plan) == ["Keep enough of this commissioned by the NHS."]
    assert places("CHK-059", plan) == [[("schemes", 2, "Commissioner")]]


def test_rows_that_count_to_both_and_are_not_needed():
    plan = nhs_plan(ROWS, ooh=500)
    assert told("CHK-059", plan) == [
        "Required spends. 1 row (£250) counts to both required spends. "
        "Without it NHS out-of-hospital would still be £100 above."
    ]
    assert fixes("CHK-059", plan) == ["Nothing to mend."]


def test_no_row_counts_to_both():
    plan = nhs_plan("area_of_spend | commissioner\nSocial Care | LA\nCommunity Health | CCG")
    assert findings("CHK-059", plan) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "6802090",
            [
                "NHS out-of-hospital. The minimum given, £6,802,090, is not the formula's "
                "£6,802,087.",
            ],
        ),
        ("6802088", []),
        ("6802087", []),
    ],
)
def test_a_minimum_is_compared_with_the_formula(given, expected):
    plan = plan_of(income="amount\n23936545", schemes=ROWS, given={OOH: given})
    assert told("CHK-060", plan) == expected


def test_a_minimum_without_the_inputs_of_the_formula_is_taken_as_given():
    plan = plan_of(schemes=ROWS, given={OOH: 5, ASC: 5})
    assert findings("CHK-060", plan) == []


def test_an_answer_of_yes_against_the_figures():
    rows = "code | response\nPR4 | Yes\nPR5 | Yes\nPR1 | Yes"
    plan = plan_of(schemes=ROWS, requirements=rows, given={OOH: 900, ASC: 1})
    assert told("CHK-064", plan) == ["PR5. You answered Yes, but NHS out-of-hospital is £50 short."]
    assert places("CHK-064", plan) == [[("requirements", 2, "Response")]]
    assert findings("CHK-064", plan)[0].problem == findings("CHK-056", plan)[0].problem


def test_an_answer_of_no_is_honest():
    plan = plan_of(schemes=ROWS, requirements="code | response\nPR5 | No", given={OOH: 900})
    assert findings("CHK-064", plan) == []


def test_acute_spend_counts_to_neither():
    rows = """
    source_of_funding        | area_of_spend    | commissioner | amount
    Minimum CCG Contribution | Acute            | CCG          | 90
    Minimum CCG Contribution | Acute            | LA           | 5
    Minimum CCG Contribution | Community Health | LA           | 70
    iBCF                     | Acute            | CCG          | 60
    """
    plan = plan_of(schemes=rows)
    assert told("CHK-078", plan) == [
        "Rows 1 and 2, area of spend. £95 of NHS minimum is Acute and counts to neither "
        "required spend."
    ]
    assert places("CHK-078", plan) == [
        [("schemes", 1, "Area of Spend"), ("schemes", 2, "Area of Spend")]
    ]


def test_no_acute_spend():
    assert findings("CHK-078", plan_of(schemes="area_of_spend\nCommunity Health")) == []


@pytest.mark.parametrize("code", ["CHK-061", "CHK-062"])
def test_what_needs_last_years_plan_says_so(code):
    assert [one.needs for one in report(code, plan_of(schemes=ROWS)).not_run] == [
        "last year's plan"
    ]


CODES = ("CHK-056", "CHK-057", "CHK-058", "CHK-059", "CHK-060", "CHK-064", "CHK-078")


def test_leicester():
    plan = bc.read(examples.path("leicester")).plan
    assert {code: told(code, plan) for code in CODES if told(code, plan)} == {
        "CHK-058": ["Adult social care. Only £15,021 (0.1%) above the minimum."],
        "CHK-059": [
            "Required spends. 9 rows (£441,125) count to both required spends. "
            "Without them NHS out-of-hospital would be £1,008 short."
        ],
        "CHK-078": [
            "Rows 23 and 36, area of spend. £1,709,142 of NHS minimum is Acute and counts to "
            "neither required spend."
        ],
    }
    assert fixes("CHK-058", plan) == ["Leave more room; 18 of its 20 rows are larger than this."]


def test_rotherham():
    plan = bc.read(examples.path("rotherham")).plan
    assert {code: told(code, plan) for code in CODES if told(code, plan)} == {
        "CHK-059": [
            "Required spends. 1 row (£1,623,000) counts to both required spends. "
            "Without it NHS out-of-hospital would still be £2,859,897 above."
        ],
    }
