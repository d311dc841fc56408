"""A plan as if some rows held no money."""

from decimal import Decimal

import bettercare
from bettercare import examples
from bettercare.comparison.without import without
from bettercare.plan import IncomeLine, Plan, SchemeRow


def test_rows_stay_and_hold_nothing():
    plan = Plan(
        round="2019-20",
        income=(IncomeLine(source_of_funding="DFG", amounts={"2019-20": Decimal(8)}),),
        schemes=(
            SchemeRow(scheme_name="A", amounts={"2019-20": Decimal(5)}),
            SchemeRow(scheme_name="B", amounts={"2019-20": Decimal(3)}),
        ),
        printed={"income.total": Decimal(8)},
    )
    fewer = without(plan, {"schemes": {2}})
    first, second = fewer.schemes or ()
    assert (first.amounts, second.amounts) == ({"2019-20": Decimal(5)}, {})
    assert second.scheme_name == "B"
    assert fewer.income == plan.income
    assert fewer.printed == {}


def test_the_nine_rows_that_count_twice_in_leicester():
    plan = bettercare.read(examples.path("leicester")).plan
    nine = {"schemes": {10, 11, 14, 22, 25, 29, 31, 33, 48}}
    figures = bettercare.summarise(without(plan, nine)).figures
    assert figures["required.nhs_out_of_hospital.planned"].value == Decimal(6_801_079)
    assert figures["required.nhs_out_of_hospital.headroom"].value == Decimal(-1_008)


def test_a_table_that_was_not_given_stays_so():
    assert without(Plan(round="2019-20"), {"schemes": {1}}).schemes is None
