"""What holds of the figures of any plan, however it is filled in."""

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.plan import Plan
from tests.bettercare.known import known
from tests.bettercare.strategies_rows import (
    income_lines,
    pennies,
    plans,
    scheme_rows,
    shares,
)

RULES = rounds.load("2019-20")
FAMILIES = ("scheme_type", "area_of_spend", "provider", "commissioner")
REQUIRED = list(RULES.required_spends)


def worked_out(plan) -> Calculations:
    return Calculations(plan, RULES)


def sum_of(working: Calculations, family: str) -> Decimal:
    """The sum of the figures of a family, its totals left out."""
    return sum(
        (
            known(figure.value)
            for name, figure in working.figures.items()
            if name.startswith(f"{family}.")
            and name not in {f"{family}.total", f"{family}.minimum_la"}
        ),
        Decimal(0),
    )


@given(plans())
def test_no_pound_is_lost_between_the_sources_and_the_total(plan):
    working = worked_out(plan)
    written = sum((one for line in plan.income for one in line.amounts.values()), Decimal(0))
    spent = sum((one for row in plan.schemes for one in row.amounts.values()), Decimal(0))
    assert sum_of(working, "income") == working.figures["income.total"].value == written
    assert sum_of(working, "expenditure") == working.figures["expenditure.total"].value == spent
    assert sum_of(working, "balance") == working.figures["balance.total"].value == written - spent


@given(plans())
def test_each_way_to_split_the_expenditure_adds_up_to_all_of_it(plan):
    working = worked_out(plan)
    assert {one: sum_of(working, one) for one in FAMILIES} == dict.fromkeys(
        FAMILIES, working.total_expenditure
    )


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_lines_changes_no_figure(plan, random):
    rows, lines = list(plan.schemes), list(plan.income)
    random.shuffle(rows)
    random.shuffle(lines)
    other = worked_out(msgspec.structs.replace(plan, schemes=tuple(rows), income=tuple(lines)))
    assert {one: figure.value for one, figure in other.figures.items()} == {
        one: figure.value for one, figure in worked_out(plan).figures.items()
    }


@given(plans())
def test_the_rows_of_a_figure_add_up_to_it(plan):
    working = worked_out(plan)
    families = (*FAMILIES, "expenditure", "income")
    for name, figure in working.figures.items():
        if name.endswith(".planned") or name.split(".")[0] in families:
            assert sum((one.value for one in figure.inputs), Decimal(0)) == figure.value


@given(plans())
def test_the_steps_of_a_required_spend_lead_to_it(plan):
    for test in worked_out(plan).required.values():
        assert sum((step.amount for step in test.steps()), Decimal(0)) == test.planned


@given(scheme_rows())
def test_the_two_parts_of_a_joint_row_add_up_to_its_amount(row):
    joint = msgspec.structs.replace(row, commissioner="Joint")
    working = worked_out(Plan(round=RULES.round, schemes=(joint,)))
    parts = [known(working.figures[f"commissioner.{one}"].value) for one in ("nhs", "la", "joint")]
    assert sum(parts, Decimal(0)) == sum(row.amounts.values(), Decimal(0))


@given(plans(scheme_rows(pennies, shares), income_lines(pennies)))
def test_no_more_counts_to_a_required_spend_than_its_source_pays(plan):
    working = worked_out(plan)
    for test in working.required.values():
        assert 0 <= known(test.planned) <= working.expenditure[test.rule.minimum.source]


@given(plans())
def test_headroom_is_planned_less_minimum_and_the_under_spend_is_what_is_short(plan):
    figures = worked_out(plan).figures
    for code in REQUIRED:
        minimum, planned, under, headroom = (
            figures[f"required.{code}.{key}"].value
            for key in ("minimum", "planned", "under_spend", "headroom")
        )
        if minimum is None:
            assert under is headroom is None
        else:
            assert known(headroom) == known(planned) - minimum
            assert under == max(Decimal(0), -known(headroom))


@given(plans(scheme_rows(pennies, shares), income_lines(pennies)))
def test_required_spends_less_both_plus_neither_is_all_of_the_source(plan):
    """Where no row is Joint: those count to one test by their share, to the other whole."""
    match = RULES.commissioners.match
    rows = tuple(row for row in plan.schemes if match(row.commissioner).code != "joint")
    working = worked_out(msgspec.structs.replace(plan, schemes=rows))
    names = ("in_both", "in_neither", *(f"{code}.planned" for code in REQUIRED))
    both, neither, *planned = (known(working.figures[f"required.{one}"].value) for one in names)
    assert sum(planned) - both + neither == working.expenditure["nhs_minimum"]


@given(plans())
def test_every_figure_can_be_explained(plan):
    for figure in worked_out(plan).figures.values():
        lines = figure.explain().splitlines()
        assert figure.id in lines
        assert [line for line in lines if len(line) > 80] == []
        assert figure.rule and figure.reference and figure.display
