"""Money in a year that the round does not plan for."""

from decimal import Decimal

import pytest

from bettercare.plan import IncomeLine, Plan, SchemeRow
from tests.bettercare.builders import findings, fixes, places, report, told

OLD, NOW = "2018-19", "2019-20"


def row(**amounts: int) -> SchemeRow:
    years = {year.replace("_", "-")[1:]: Decimal(one) for year, one in amounts.items()}
    return SchemeRow(scheme_name="Care", amounts=years)


@pytest.mark.parametrize("amounts", [{"y2018_19": 500}, {"y2018_19": 500, "y2019_20": 7}])
def test_a_cell_of_another_year_is_named_alone(amounts):
    plan = Plan(round=NOW, schemes=(row(**amounts),))
    assert told("CHK-027", plan) == [
        "Row 1, planned £. £500 is for 2018-19, outside this plan, and counts in no total."
    ]
    assert fixes("CHK-027", plan) == [
        "Enter it under 2019-20 if it is meant for that year, or take it out."
    ]


def test_nought_in_another_year_is_no_money():
    plan = Plan(round=NOW, schemes=(row(y2018_19=0), row(y2018_19=0, y2019_20=7)))
    assert told("CHK-027", plan) == ["Row 1, planned £. 'Care' has no planned expenditure."]


def test_income_of_another_year_is_named_also_without_schemes():
    line = IncomeLine(source_of_funding="DFG", amounts={OLD: Decimal(500)})
    plan = Plan(round=NOW, income=(line,))
    assert [one.subject for one in findings("CHK-027", plan)] == ["Income line 1, amount"]
    assert places("CHK-027", plan)[0][0][:2] == ("income", 1)


def test_income_of_the_round_alone_needs_schemes():
    line = IncomeLine(source_of_funding="DFG", amounts={NOW: Decimal(500)})
    found = report("CHK-027", Plan(round=NOW, income=(line,)))
    assert [one.needs for one in found.not_run] == ["the Expenditure tab"]
