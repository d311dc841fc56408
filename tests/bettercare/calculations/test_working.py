"""Rows with what their labels stand for, and the sums that all figures share."""

from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.plan import Plan, SchemeRow
from tests.bettercare.builders import RULES, plan_of


def worked_out(**tables) -> Calculations:
    return Calculations(plan_of(**tables), RULES)


def test_a_label_is_read_by_its_alias_and_an_old_name_is_not():
    first, second = worked_out(
        schemes="source_of_funding | amount\nCCG Minimum | 1\nLocal Authority Social Services | 2"
    ).rows
    assert first.code("source_of_funding") == "nhs_minimum"
    assert second.code("source_of_funding") is None
    assert (second.source.code, second.source.how) == ("additional_la", "old")


def test_an_amount_that_is_not_given_is_0_pounds():
    [row] = worked_out(schemes="amount\n-").rows
    assert row.amount == 0


def test_a_row_without_a_name_has_a_plain_stand_in():
    [row] = worked_out(schemes="scheme_name | amount\n | 5").rows
    assert row.name == "row 1 (no name)"


@pytest.mark.parametrize(
    ("commissioner", "nhs", "la", "share"),
    [
        ("CCG", "", "", 1),
        ("NHS England", "", "", 1),
        ("LA", "60%", "40%", 0),
        ("Other", "", "", 0),
        ("", "", "", 0),
        ("Joint", "60%", "40%", Decimal("0.6")),
        ("Joint", "", "25%", Decimal("0.75")),
        ("Joint", "", "", 0),
    ],
)
def test_the_share_that_the_nhs_commissions(commissioner, nhs, la, share):
    row = {"commissioner": commissioner, "nhs_share": nhs, "la_share": la}
    working = worked_out(schemes=[row])
    assert working.nhs_share(working.rows[0]) == share


def test_only_the_year_that_is_worked_on_counts():
    row = SchemeRow(
        source_of_funding="iBCF", amounts={"2018-19": Decimal(5), "2019-20": Decimal(7)}
    )
    plan = Plan(round="2019-20", schemes=(row,))
    assert Calculations(plan, RULES).expenditure["ibcf"] == 7
    assert Calculations(plan, RULES, "2018-19").expenditure["ibcf"] == 5


def test_tables_that_were_not_given_are_worked_on_as_empty():
    working = Calculations(Plan(round="2019-20"), RULES)
    assert working.rows == working.lines == working.metric_lines == ()
    assert (working.total_income, working.total_expenditure) == (0, 0)


def test_balances_are_by_source_and_of_what_has_none():
    working = worked_out(
        income="source_of_funding | amount\niBCF | 10\nLottery | 3", schemes="amount\n4"
    )
    assert {code: left for code, left in working.balance.items() if left} == {
        "ibcf": 10,
        "nhs_minimum": -4,
        None: 3,
    }


@pytest.mark.parametrize(
    ("scheme_type", "sub_type", "how"),
    [
        ("Carers Services", "Carer Advice and Support", "exact"),
        ("Carers Services", "carer advice & support", "alias"),
        ("Carers Services", "Telecare", "unknown"),
        ("Carers Services", "", "blank"),
        ("Home Care or Domiciliary Care", "Telecare", "unknown"),
        ("banana", "Telecare", "unknown"),
        ("", "", "blank"),
    ],
)
def test_a_sub_type_is_read_under_its_own_type(scheme_type, sub_type, how):
    working = worked_out(schemes=[{"scheme_type": scheme_type, "sub_type": sub_type}])
    assert working.rows[0].sub_type.how == how


def test_a_place_is_named_as_the_round_names_its_column():
    working = worked_out(schemes="amount\n5")
    assert working.place("schemes", 1, "amounts", "2019-20").column == "Expenditure (£)"
    assert working.place("schemes", 1, "impacts", "nea").column == "NEA"


def test_a_row_is_shown_with_its_area_as_the_round_prints_it_or_else_as_written():
    working = worked_out(schemes="area_of_spend | amount\nASC | 1\nCommunty | 2\n | 3")
    inputs = working.row_inputs((row, row.amount) for row in working.rows)
    assert [one.detail for one in inputs] == ["Social Care", "Communty", "not given"]
