"""Balances by source: what comes in, what is planned from it, and what is left."""

from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.figure import Figure
from tests.bettercare.builders import RULES, plan_of

# Rotherham's plan for 2017-18, in the labels of 2019-20. Rows of one source stand on another, and
# most council rows carry the label of an older round; the total is £0 all the same.
ROTHERHAM_INCOME = """
    source_of_funding           | amount
    Minimum CCG Contribution    | 18592437
    Additional CCG Contribution | 2402205
    Additional LA Contribution  | 4077793
    iBCF                        | 7317501
"""
ROTHERHAM_ROWS = """
    source_of_funding               | amount
    Minimum CCG Contribution        | 19474642
    Additional CCG Contribution     | 1520000
    Additional LA Contribution      | 50000
    Local Authority Social Services | 4027793
    iBCF                            | 7317501
"""


def figures(**tables):
    return Calculations(plan_of(**tables), RULES).figures


def test_a_total_of_nothing_can_hide_four_sources_out_of_balance():
    found = figures(income=ROTHERHAM_INCOME, schemes=ROTHERHAM_ROWS)
    balances = {one: f.value for one, f in found.items() if one.startswith("balance.") and f.value}
    assert balances == {
        "balance.nhs_minimum": -882_205,
        "balance.additional_nhs": 882_205,
        "balance.additional_la": 4_027_793,
        "balance.not_placed": -4_027_793,
    }
    assert found["income.total"].value == found["expenditure.total"].value == 32_389_936
    assert found["balance.total"].value == 0


def test_lines_of_one_source_add_up_and_are_named_by_who_pays():
    figure = figures(
        income="""
            source_of_funding        | contributor | amount
            Minimum CCG Contribution | City CCG    | 100.10
            minimum ccg contribution | County CCG  | 0.20
            iBCF                     | City        | 7
        """
    )["income.nhs_minimum"]
    assert figure.value == Decimal("100.30")
    assert [(one.label, one.value) for one in figure.inputs] == [
        ("City CCG", Decimal("100.10")),
        ("County CCG", Decimal("0.20")),
    ]


def test_a_source_with_neither_lines_nor_rows_is_at_0():
    found = figures(income=[], schemes=[])
    assert [found[f"{kind}.dfg"].value for kind in ("income", "expenditure", "balance")] == [0] * 3


FAMILIES = ("income", "expenditure", "balance")


@pytest.mark.parametrize(
    ("tables", "known", "needed"),
    [
        ({"schemes": "amount\n800"}, ["expenditure"], "the Income tab"),
        ({"income": "amount\n800"}, ["income"], "the Expenditure tab"),
        ({}, [], "the Income tab and the Expenditure tab"),
    ],
)
@pytest.mark.parametrize("key", ["dfg", "nhs_minimum", "total"])
def test_what_rests_on_a_table_that_was_not_given_is_not_known(tables, known, needed, key):
    found = figures(**tables)
    assert [one for one in FAMILIES if found[f"{one}.{key}"].value is not None] == known
    balance = found[f"balance.{key}"]
    assert (balance.display, balance.inputs) == ("not given", ())
    assert balance.notes == (f"Cannot be worked out: it needs {needed}.",)


def test_the_minimum_of_the_council_is_the_dfg():
    found = figures(
        income="source_of_funding | amount\nDFG | 300\nDFG | 5\niBCF | 70\nAdditional LA | 2"
    )["income.minimum_la"]
    assert (found.value, found.label) == (305, "Total minimum LA contribution, excluding iBCF")
    assert found.rule == "Add the income of DFG."
    assert figures()["income.minimum_la"].value is None


def test_money_of_no_known_source_has_figures_of_its_own_only_where_there_is_some():
    assert "balance.not_placed" not in figures(schemes="amount\n1")
    lost = figures(schemes="source_of_funding | amount\nLottery | 1\n| 2")
    assert lost["expenditure.not_placed"].value == 3
    assert len(lost["expenditure.not_placed"].inputs) == 2


def test_a_balance_shows_both_sides():
    figure: Figure = figures(income=ROTHERHAM_INCOME, schemes=ROTHERHAM_ROWS)["balance.nhs_minimum"]
    assert [(one.label, one.value) for one in figure.inputs] == [
        ("Income", 18_592_437),
        ("less planned expenditure", -19_474_642),
    ]
    assert figure.display == "-£882,205"


def test_a_row_points_at_the_cell_of_its_amount():
    [one] = figures(schemes="amount\n5")["expenditure.nhs_minimum"].inputs
    assert (one.place.table, one.place.item, one.place.column) == ("schemes", 1, "Expenditure (£)")


def test_a_total_lists_every_source_and_what_has_none_only_where_there_is_some():
    found = figures(income="source_of_funding | amount\niBCF | 5\nLottery | 7")
    assert [(one.label, one.value) for one in found["income.total"].inputs] == [
        *(("DFG", 0), ("NHS minimum", 0), ("iBCF", 5), ("Winter Pressures", 0)),
        *(("Additional LA", 0), ("Additional NHS", 0), ("No known source", 7)),
    ]
    known = figures(income="amount\n5")["income.total"]
    assert "No known source" not in [one.label for one in known.inputs]


def test_a_table_that_was_not_given_makes_no_number():
    found = figures(income="amount\n5")
    assert found["income.nhs_minimum"].value == 5
    for name in ("expenditure.total", "balance.total", "balance.nhs_minimum"):
        assert found[name].value is None
        assert found[name].notes == ("Cannot be worked out: it needs the Expenditure tab.",)


def test_the_least_that_the_council_puts_in_is_the_dfg():
    income = "source_of_funding | amount\nDFG | 5\niBCF | 7\nAdditional LA Contribution | 11"
    assert figures(income=income)["income.minimum_la"].value == 5
