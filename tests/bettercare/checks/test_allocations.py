"""Family C: income against published allocations, and money carried forward."""

import pytest

from tests.bettercare.builders import fixes, places, plan_of, report, told
from tests.bettercare.checks import of_2017_19

ALLOCATIONS = "the published allocations (published.income in plan.csv)"
CARRIED = "money carried forward, and what last year closed with"


def income(amount, source="Minimum CCG Contribution", **published):
    given = {f"published.income.{code}": value for code, value in published.items()}
    return plan_of(income=[{"source_of_funding": source, "amount": amount}], given=given)


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        *((code, ALLOCATIONS) for code in ("CHK-048", "CHK-049", "CHK-050")),
        *((code, CARRIED) for code in ("CHK-054", "CHK-055")),
    ],
)
def test_what_needs_another_document_says_so(code, needs):
    found = report(code, income("300"))
    assert not found.findings
    assert [one.needs for one in found.not_run] == [needs]


@pytest.mark.parametrize(
    ("amount", "below", "above"),
    [
        ("999", True, False),
        ("1000", False, False),
        ("1001", False, True),
    ],
)
def test_048_and_049_the_nhs_minimum_beside_its_allocation(amount, below, above):
    plan = income(amount, nhs_minimum="1000")
    assert told("CHK-048", plan) == [
        "Income, NHS minimum. The NHS minimum is £999; the published allocation is £1,000."
    ] * int(below)
    assert told("CHK-049", plan) == [
        "Income, NHS minimum. The NHS minimum is £1 above the published allocation of £1,000."
    ] * int(above)


@pytest.mark.parametrize("code", ["CHK-048", "CHK-049", "CHK-050"])
def test_pence_of_an_allocation_are_no_difference(code):
    assert told(code, income("1000", nhs_minimum="1000.99")) == []
    assert told(code, income("1000", nhs_minimum="999.01")) == []
    assert told(code, income("1000", "iBCF", ibcf="1000.99")) == []


@pytest.mark.parametrize(("amount", "said"), [("999", True), ("1000", False), ("1001", True)])
def test_050_a_grant_beside_its_allocation(amount, said):
    plan = income(amount, "iBCF", ibcf="1000")
    shown = f"{int(amount):,}"
    assert told("CHK-050", plan) == [
        f"Income, iBCF. The iBCF is £{shown}; the published allocation is £1,000."
    ] * int(said)
    if said:
        assert places("CHK-050", plan) == [[("income", 1, "Gross Contribution")]]
        assert fixes("CHK-050", plan) == ["Enter the published allocation."]


def test_each_kind_of_source_has_a_check_of_its_own():
    grant, minimum = income("5", "iBCF", ibcf="9"), income("5", nhs_minimum="9")
    additional = income("5", "Additional LA Contribution", additional_la="9")
    found = {
        code: [len(told(code, plan)) for plan in (minimum, grant, additional)]
        for code in ("CHK-048", "CHK-049", "CHK-050")
    }
    assert found == {"CHK-048": [1, 0, 0], "CHK-049": [0, 0, 0], "CHK-050": [0, 1, 0]}


def test_income_that_cannot_be_read_is_not_compared():
    assert told("CHK-048", income("about 5", nhs_minimum="1000")) == []
    assert len(told("CHK-048", income("", nhs_minimum="1000"))) == 1


def test_048_a_round_of_two_years_has_an_allocation_for_each():
    rows = "source_of_funding | 2017-18 | 2018-19\nCCG Minimum Contribution | 100 | 110"
    given = {"published.income.nhs_minimum.2017-18": "100"}
    given |= {"published.income.nhs_minimum.2018-19": "120"}
    assert of_2017_19.told("CHK-048", income=rows, given=given) == [
        "Income, NHS minimum, 2018-19. The NHS minimum is £110; the published allocation is £120."
    ]


@pytest.mark.parametrize(
    ("carried", "closed", "not_as_closed", "over"),
    [
        ("199", "200", "£199 of iBCF is carried forward, but last year closed with £200.", ""),
        ("200", "200", "", ""),
        ("201", "200", "", "£201 of iBCF is carried forward, £1 more than last year left."),
        ("0", "-5", "£0 of iBCF is carried forward, but last year closed with -£5.", ""),
        ("1", "-5", "", "£1 of iBCF is carried forward, £1 more than last year left."),
    ],
)
def test_054_and_055_money_carried_forward(carried, closed, not_as_closed, over):
    plan = plan_of(given={"carried_forward.ibcf": carried, "previous.closing.ibcf": closed})
    subject = "Carried forward, iBCF. "
    assert told("CHK-054", plan) == [subject + not_as_closed] * bool(not_as_closed)
    assert told("CHK-055", plan) == [subject + over] * bool(over)


def test_055_says_how_much_can_be_carried_forward():
    for closed, most in (("200", "£200"), ("-5", "£0")):
        plan = plan_of(given={"carried_forward.ibcf": "201", "previous.closing.ibcf": closed})
        assert fixes("CHK-055", plan) == [
            f"Carry forward {most} at most, and lower the rows that it pays for."
        ]


@pytest.mark.parametrize("only", ["carried_forward.ibcf", "previous.closing.ibcf"])
def test_054_needs_both_figures(only):
    assert [one.needs for one in report("CHK-054", plan_of(given={only: "5"})).not_run] == [CARRIED]


def test_054_money_is_carried_into_the_first_year_of_a_round():
    closed = {"previous.closing.ibcf": "7"}
    first, second = ({f"carried_forward.ibcf.{year}": "5"} for year in ("2017-18", "2018-19"))
    assert of_2017_19.told("CHK-054", given=first | closed) == [
        "Carried forward, iBCF. £5 of iBCF is carried forward, but last year closed with £7."
    ]
    assert of_2017_19.needs("CHK-054", given=second | closed) == [CARRIED]
