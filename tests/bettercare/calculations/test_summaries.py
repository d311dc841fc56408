"""Expenditure by scheme type, area of spend, provider and commissioner."""

from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.summaries import shares
from tests.bettercare.builders import RULES, plan_of


def figures(schemes):
    return Calculations(plan_of(schemes=schemes), RULES).figures


def of(found, family):
    return {one: f.value for one, f in found.items() if one.startswith(f"{family}.") and f.value}


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("scheme_type", RULES.scheme_types),
        ("area_of_spend", RULES.areas_of_spend),
        ("provider", RULES.providers),
        ("commissioner", RULES.commissioners),
    ],
)
def test_every_code_of_the_list_has_a_figure_even_at_0(family, codes):
    found = figures([])
    assert [found[f"{family}.{code}"].value for code in codes] == [0] * len(list(codes))
    assert f"{family}.not_placed" not in found


def test_rows_of_every_source_are_added_by_what_their_label_stands_for():
    found = figures("""
        scheme_type      | source_of_funding        | amount
        Carers Services  | Minimum CCG Contribution | 1
        carers services  | iBCF                     | 20
        Carers  Services |                          | 300
    """)
    assert of(found, "scheme_type") == {"scheme_type.carers": 321}


def test_a_blank_or_unknown_label_is_not_placed():
    found = figures("area_of_spend | amount\n | 1\nCommunty Health | 20\nAcute | 300")
    assert of(found, "area_of_spend") == {
        "area_of_spend.acute": 300,
        "area_of_spend.not_placed": 21,
    }
    assert found["area_of_spend.not_placed"].label == "Planned expenditure, blank or not known"


def test_a_joint_row_is_split_between_the_nhs_and_the_council_by_its_shares():
    found = figures("""
        commissioner | nhs_share | la_share | amount
        Joint        | 60%       | 40%      | 100000
        Joint        |           | 25%      | 1000
        Joint        |           |          | 7
        CCG          |           |          | 1
    """)
    assert of(found, "commissioner") == {
        "commissioner.nhs": 60_751,
        "commissioner.la": 40_250,
        "commissioner.joint": 7,
    }


def test_the_parts_of_a_joint_row_add_up_to_its_amount_to_the_penny():
    found = figures("commissioner | nhs_share | amount\nJoint | 33.3% | 100.01")
    assert of(found, "commissioner") == {
        "commissioner.nhs": Decimal("33.30333"),
        "commissioner.la": Decimal("66.70667"),
    }


def test_shares_of_the_whole_come_largest_first():
    found = figures("scheme_type | amount\nOther | 1\nCarers Services | 3")
    first, second, *rest = shares(found, "scheme_type", Decimal(4))
    assert [(one.id, share) for one, share in (first, second)] == [
        ("scheme_type.carers", Decimal("0.75")),
        ("scheme_type.other", Decimal("0.25")),
    ]
    assert {share for _, share in rest} == {0}


def test_a_plan_without_money_has_shares_of_0():
    assert {share for _, share in shares(figures([]), "scheme_type", Decimal(0))} == {0}
