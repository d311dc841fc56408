"""The required minimums of every printed plan-year, from the formulas alone, to the pound."""

from decimal import Decimal

import pytest

import bettercare as bc
from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.money import round_half_up
from bettercare.plan import IncomeLine, Plan
from tests.spec.published import number, table

# The NHS minimum of the year is all that the plan says; last year's figures come from the round.
# A dash: what Leicester had to spend in 2018-19 is in no published plan that was seen.
PLAN_YEARS = table("""
    area      | round   | year    | NHS minimum | out-of-hospital | adult social care
    Rotherham | 2017-19 | 2017-18 |  18,592,437 |       5,283,443 | 6,612,278
    Rotherham | 2017-19 | 2018-19 |  18,945,693 |       5,383,829 | 6,737,912
    Rotherham | 2018-19 | 2018-19 |  18,945,693 |       5,383,829 | 6,737,912
    Rotherham | 2019-20 | 2019-20 |  19,614,894 |       5,573,997 | 6,975,909
    Leicester | 2019-20 | 2019-20 |  23,936,545 |       6,802,087 | -
""")


def required(area, round_id, amounts):
    """The minimums by the round's formulas, of a plan that gives only its NHS minimum."""
    rules = rounds.load(round_id)
    line = IncomeLine(
        source_of_funding=rules.sources["nhs_minimum"].label,
        amounts={year: number(one) for year, one in amounts.items()},
    )
    working = Calculations(Plan(round=round_id, area=area, income=(line,)), rules)
    return {year: working.in_year(year).required for year in amounts}


@pytest.mark.parametrize(
    ("area", "round_id", "year", "nhs_minimum", "hospital", "care"), PLAN_YEARS
)
def test_a_minimum_from_the_formula(area, round_id, year, nhs_minimum, hospital, care):
    found = required(area, round_id, {year: nhs_minimum})[year]
    assert found["nhs_out_of_hospital"].derived == number(hospital)
    social_care = found["adult_social_care"]
    if care == "-":
        assert social_care.derived is None
        assert "previous.required.adult_social_care.minimum" in " ".join(social_care.lacking())
    else:
        assert social_care.derived == number(care)


def test_each_is_what_the_plan_that_ships_was_given():
    for name, years in {
        "rotherham-2017-19": ("2017-18", "2018-19"),
        "rotherham-2019-20": ("2019-20",),
        "leicester-2019-20": ("2019-20",),
    }.items():
        plan = bc.read(bc.examples.path(name)).plan
        for area, _, year, _, hospital, care in PLAN_YEARS:
            end = f".{year}" if len(years) > 1 else ""
            if area == plan.area and year in years:
                given = plan.given[f"required.nhs_out_of_hospital.minimum{end}"]
                assert given == number(hospital)
                if care != "-":
                    given = plan.given[f"required.adult_social_care.minimum{end}"]
                    assert given == number(care)


def test_a_chain_that_is_rounded_on_the_way_loses_a_pound():
    first = round_half_up(Decimal(6_496_000) * Decimal("1.0179"))
    assert first == 6_612_278
    assert round_half_up(first * Decimal("1.0190")) == 6_737_911
    kept = Decimal(6_496_000) * Decimal("1.0179") * Decimal("1.0190")
    assert (kept, round_half_up(kept)) == (Decimal("6737911.6896"), 6_737_912)


def test_the_baselines_of_the_rounds_are_links_of_one_chain():
    """The minimum of 2017-18 and of 2018-19, unrounded, start the next rounds."""
    first = Decimal(6_496_000) * Decimal("1.0179")
    starts = {
        "2017-19": Decimal(6_496_000),
        "2018-19": first,
        "2019-20": first * Decimal("1.0190"),
    }
    for round_id, start in starts.items():
        [base] = rounds.load(round_id).required_spends["adult_social_care"].baselines
        assert (base.area, base.minimum) == ("Rotherham", start)
