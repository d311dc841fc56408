"""Balances: what each check says, and that one slip is one problem."""

from dataclasses import dataclass
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.findings import group_problems
from bettercare.plan import IncomeLine, Plan, SchemeRow
from tests.bettercare.builders import RULES, YEAR, findings, fixes, places, plan_of, told

BALANCES = ("CHK-031", "CHK-032", "CHK-033", "CHK-034", "CHK-035")

BALANCED = plan_of(
    income="""
    source_of_funding        | amount
    DFG                      | 300
    Minimum CCG Contribution | 900
    """,
    schemes="""
    source_of_funding        | amount
    DFG                      | 300
    Minimum CCG Contribution | 500
    Minimum CCG Contribution | 400
    """,
)

OVER_AND_UNDER = plan_of(
    income="""
    source_of_funding         | amount
    Minimum CCG Contribution  | 900
    Additional CCG Contribution | 100
    """,
    schemes="""
    source_of_funding        | amount
    Minimum CCG Contribution | 600
    Minimum CCG Contribution | 100
    Minimum CCG Contribution | 300
    """,
)


def among_balances(plan):
    """The findings of the five checks together, in the order of a report."""
    rules = {code: RULES.checks[code] for code in BALANCES}
    return run(Calculations(plan, msgspec.structs.replace(RULES, checks=rules))).findings


@pytest.mark.parametrize("code", BALANCES)
def test_silent_when_every_source_is_in_balance(code):
    assert findings(code, BALANCED) == []


@pytest.mark.parametrize("code", BALANCES)
def test_not_run_without_income(code):
    assert findings(code, plan_of(schemes="amount\n100")) == []


def test_a_source_over_committed():
    plan = plan_of(
        income="source_of_funding | amount\niBCF | 912",
        schemes="source_of_funding | amount\niBCF | 1000",
    )
    assert told("CHK-032", plan) == ["iBCF. Over-committed by £88."]
    assert fixes("CHK-032", plan) == [
        "Lower its rows by £88, or raise the income if the allocation says so."
    ]
    assert places("CHK-032", plan) == [[("income", 1, "Gross Contribution")]]
    assert findings("CHK-033", plan) == []
    assert told("CHK-031", plan) == ["Balance. iBCF: income £912, planned £1,000, difference -£88."]


def test_a_source_without_income_is_shown_by_its_rows():
    plan = plan_of(
        income="source_of_funding | amount\nDFG | 5",
        schemes="source_of_funding | amount\nDFG | 5\niBCF | 70",
    )
    assert told("CHK-032", plan) == ["iBCF. Over-committed by £70."]
    assert places("CHK-032", plan) == [[("schemes", 2, "Source of Funding")]]


def test_money_not_allocated():
    plan = plan_of(income="amount\n1000", schemes="amount\n900")
    assert told("CHK-033", plan) == ["NHS minimum. £100 is not allocated to a scheme."]
    assert fixes("CHK-033", plan) == [
        "Add or raise rows by £100, or lower the income if the allocation says so."
    ]
    assert findings("CHK-032", plan) == []


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("Council money | 100", "row 2"),
        ("Council money | 60\nCouncil money | 30\nCouncil money | 10", "rows 2, 3 and 4"),
        ("Council money | 60\nOther money | 40\nMore money | 5", "rows 2 and 3"),
        (" | 100", "row 2"),
    ],
)
def test_rows_without_a_known_source_that_fill_the_gap_are_named(rows, named):
    plan = plan_of(
        income="amount\n1000",
        schemes=f"source_of_funding | amount\nMinimum CCG Contribution | 900\n{rows}",
    )
    [fix] = fixes("CHK-033", plan)
    assert fix == (
        f"Choose Minimum CCG Contribution as the source of {named}, "
        "where none of this round is given."
    )


def test_rows_without_a_known_source_that_do_not_fill_the_gap_are_not_named():
    plan = plan_of(
        income="amount\n1000",
        schemes="source_of_funding | amount\nMinimum CCG Contribution | 900\nCouncil money | 99",
    )
    assert fixes("CHK-033", plan)[0].startswith("Add or raise rows")


def test_a_row_in_thousands_is_named_where_it_explains_the_gap():
    plan = plan_of(income="amount\n101790", schemes="amount\n102")
    assert fixes("CHK-033", plan) == ["If you typed thousands in row 1, enter 101790."]


def test_two_sources_that_offset_each_other_name_the_row_on_the_wrong_one():
    plan = OVER_AND_UNDER
    assert told("CHK-034", plan) == [
        "NHS minimum and Additional NHS. NHS minimum is £100 over and Additional NHS as much "
        "under: rows may be on the wrong source."
    ]
    move = "Move row 2 from NHS minimum to Additional NHS, which is under by as much."
    assert fixes("CHK-034", plan) == [move]
    assert places("CHK-034", plan) == [[("schemes", 2, "Source of Funding")]]


def test_the_finding_that_leads_the_problem_says_what_to_move():
    [problem] = group_problems(among_balances(OVER_AND_UNDER))
    assert [found.code for found in problem] == [
        "CHK-032",
        "CHK-033",
        "CHK-031",
        "CHK-031",
        "CHK-034",
    ]
    assert problem[0].message == "Over-committed by £100."
    assert problem[0].fix == problem[1].fix == problem[-1].fix


@pytest.mark.parametrize(
    ("amounts", "remedy"),
    [
        ("600 60 300 40", "Move rows 2 and 4 from NHS minimum to Additional NHS, which is under"),
        ("700 50 50 200", "Move rows 2 and 3 from NHS minimum to Additional NHS, which is under"),
        ("100 500 100 300", "Move row 1, or row 3 from NHS minimum to Additional NHS, which is"),
        ("700 300", "Split one of the larger rows of NHS minimum: pay £100 of it from Additional"),
        ("90 " * 11 + "10", "Move rows 1 and 12 from NHS minimum to Additional NHS, which is un"),
        ("80 " * 12 + "40", "Move rows that add up to £100 from NHS minimum to Additional NHS."),
    ],
)
def test_what_to_move_is_one_row_or_two(amounts, remedy):
    rows = amounts.split()
    assert sum(map(int, rows)) == 1000
    plan = plan_of(
        income="""
        source_of_funding           | amount
        Minimum CCG Contribution    | 900
        Additional CCG Contribution | 100
        """,
        schemes=[{"amount": amount} for amount in rows],
    )
    [fix] = fixes("CHK-034", plan)
    assert fix.startswith(remedy)


def test_sources_off_by_other_amounts_do_not_offset_each_other():
    plan = plan_of(
        income="""
        source_of_funding           | amount
        Minimum CCG Contribution    | 900
        Additional CCG Contribution | 101
        """,
        schemes="amount\n1000",
    )
    assert findings("CHK-034", plan) == []
    problems = group_problems(among_balances(plan))
    assert len(problems) == 2
    assert "CHK-035" in {one.code for one in problems[1]}  # the source that is off by more


def test_each_source_has_one_partner_at_most():
    plan = plan_of(
        income="""
        source_of_funding           | amount
        Minimum CCG Contribution    | 900
        DFG                         | 100
        Additional CCG Contribution | 100
        """,
        schemes="amount\n1000",
    )
    assert len(findings("CHK-034", plan)) == 1
    keys = {found.problem for found in among_balances(plan)}
    assert keys == {"balance.dfg+nhs_minimum", "balance.additional_nhs"}


def test_the_total_is_told_with_the_source_that_moves_it_most():
    plan = plan_of(
        income="source_of_funding | amount\nDFG | 100\niBCF | 100",
        schemes="source_of_funding | amount\nDFG | 90\niBCF | 80",
    )
    found = among_balances(plan)
    assert {one.problem for one in found} == {"balance.dfg", "balance.ibcf"}
    assert [one.problem for one in found if one.code == "CHK-035"] == ["balance.ibcf"]


def test_the_total_names_what_has_no_source_where_two_sources_offset_each_other():
    plan = plan_of(
        income="source_of_funding | amount\nDFG | 100\niBCF | 100\nLotto | 1",
        schemes="source_of_funding | amount\nDFG | 90\niBCF | 110\nLottery | 777",
    )
    [total] = [one for one in among_balances(plan) if one.code == "CHK-035"]
    assert total.problem == "balance.total"
    assert total.fix == "Give row 3 and income line 3 a source of the round."
    assert [(one.table, one.item) for one in total.places] == [("schemes", 3), ("income", 3)]


def test_the_total():
    plan = plan_of(income="amount\n1000", schemes="amount\n900")
    assert told("CHK-035", plan) == [
        "All sources. Total income £1,000, total planned £900, difference +£100."
    ]
    assert places("CHK-035", plan) == [[]]


def test_the_total_counts_rows_of_no_known_source():
    plan = plan_of(
        income="amount\n1000",
        schemes="source_of_funding | amount\n | 100\nMinimum CCG Contribution | 900",
    )
    assert findings("CHK-035", plan) == []


@pytest.mark.parametrize(("income", "spend"), [("about 900", "900"), ("900", "about 900")])
def test_an_amount_that_could_not_be_read_may_be_all_that_is_missing(income, spend):
    plan = plan_of(income=f"amount\n{income}", schemes=f"amount\n{spend}")
    assert among_balances(plan) == ()


def test_an_amount_that_could_not_be_read_does_not_hide_the_other_side():
    plan = plan_of(income="amount\n900\nabout 5", schemes="amount\n800")
    assert told("CHK-033", plan) == ["NHS minimum. £100 is not allocated to a scheme."]


def test_income_with_a_slip_in_its_source_is_named_and_its_rows_are_not_to_be_lowered():
    plan = plan_of(
        income="source_of_funding | amount\nDFG | 5\niBCFF | 1800",
        schemes="source_of_funding | amount\nDFG | 5\niBCF | 1800",
    )
    assert fixes("CHK-032", plan) == [
        "Choose iBCF as the source of income line 2, where none of this round is given."
    ]
    assert fixes("CHK-074", plan) == ["Choose iBCF as the source of income line 2."]
    assert findings("CHK-074", plan)[0].problem == findings("CHK-032", plan)[0].problem


def test_without_income_the_first_thing_is_to_enter_it():
    plan = plan_of(income=[], schemes="source_of_funding | amount\niBCF | 1800")
    assert fixes("CHK-032", plan) == [
        "Enter its income of £1,800, or choose another source for its rows."
    ]
    assert findings("CHK-074", plan)[0].problem == "balance.ibcf"


def test_rotherham_2017_18_as_it_was():
    """Three sources are off and the total hides it (the amounts of the published plan)."""
    plan = plan_of(
        income="""
        source_of_funding           | amount
        Additional LA Contribution  | 4077793
        Minimum CCG Contribution    | 18592437
        Additional CCG Contribution | 2402205
        """,
        schemes="""
        source_of_funding               | amount
        Minimum CCG Contribution        | 17874642
        Minimum CCG Contribution        | 1600000
        Additional CCG Contribution     | 1520000
        Additional LA Contribution      | 50000
        Local Authority Social Services | 4000000
        Local Authority Social Services | 27793
        """,
    )
    problems = group_problems(among_balances(plan))
    assert [(one[0].subject, one[0].message) for one in problems] == [
        ("NHS minimum", "Over-committed by £882,205."),
        ("Additional LA", "£4,027,793 is not allocated to a scheme."),
    ]
    assert [one[0].fix for one in problems] == [
        "Split one of the larger rows of NHS minimum: pay £882,205 of it from Additional NHS.",
        "Choose Additional LA Contribution as the source of rows 5 and 6, "
        "where none of this round is given.",
    ]
    assert findings("CHK-035", plan) == []


@pytest.mark.parametrize("area", ["leicester", "rotherham"])
def test_the_real_plans_are_in_balance(area):
    assert among_balances(bc.read(examples.path(area)).plan) == ()


@dataclass
class Drawn:
    """A balanced plan, and the rows it is made of."""

    amounts: list[tuple[str, int]]

    def plan(self, rows: list[tuple[str, int]]) -> Plan:
        income = dict.fromkeys(LABELS, 0)
        for label, amount in self.amounts:
            income[label] += amount
        return Plan(
            round=YEAR,
            income=tuple(
                IncomeLine(source_of_funding=label, amounts={YEAR: Decimal(amount)})
                for label, amount in income.items()
            ),
            schemes=tuple(
                SchemeRow(source_of_funding=label, amounts={YEAR: Decimal(amount)})
                for label, amount in rows
            ),
        )


LABELS = RULES.sources.labels
rows_of_a_plan = st.lists(
    st.tuples(st.sampled_from(LABELS), st.integers(1, 5_000_000)), min_size=1, max_size=30
)


@given(rows_of_a_plan, st.data())
def test_one_amount_changed_in_a_balanced_plan_is_one_problem(rows, data):
    drawn = Drawn(rows)
    assert among_balances(drawn.plan(rows)) == ()
    at = data.draw(st.integers(0, len(rows) - 1))
    change = data.draw(st.integers(-9_000_000, 9_000_000).filter(bool))
    label, amount = rows[at]
    slipped = [*rows[:at], (label, amount + change), *rows[at + 1 :]]
    found = among_balances(drawn.plan(slipped))
    assert len(group_problems(found)) == 1
    assert found[0].code == ("CHK-032" if change > 0 else "CHK-033")


@given(rows_of_a_plan, st.data())
def test_one_row_moved_to_another_source_is_one_problem(rows, data):
    drawn = Drawn(rows)
    at = data.draw(st.integers(0, len(rows) - 1))
    label, amount = rows[at]
    other = data.draw(st.sampled_from([one for one in LABELS if one != label]))
    slipped = [*rows[:at], (other, amount), *rows[at + 1 :]]
    found = among_balances(drawn.plan(slipped))
    assert len(group_problems(found)) == 1
    assert found[0].fix.startswith("Move row")
    assert "CHK-035" not in {one.code for one in found}
