"""A plan with last year's beside it: which year, which rows, and what is refused."""

from decimal import Decimal

import pytest

import bettercare as bc
from bettercare import examples, rounds
from bettercare.calculations import Calculations
from bettercare.errors import BadRequest
from bettercare.plan import Plan, SchemeRow
from bettercare.report.beside import with_last_year


def plan_of(round_id, year, *rows):
    """A plan of rows: id, name and pounds of the year."""
    return Plan(
        round=round_id,
        schemes=tuple(
            SchemeRow(scheme_id=number, scheme_name=name, amounts={year: Decimal(amount)})
            for number, name, amount in rows
        ),
    )


def beside(plan, before):
    earlier = Calculations(before, rounds.load(before.round))
    return with_last_year(plan, rounds.load(plan.round), earlier).beside


HOME_CARE, TELECARE = ("1", "Home care", 5000), ("2", "Telecare", 700)


def test_across_rounds_the_years_next_to_each_other_are_compared():
    before = plan_of("2017-19", "2018-19", HOME_CARE, TELECARE)
    found = beside(plan_of("2019-20", "2019-20", HOME_CARE, ("3", "Carers", 90_000)), before)
    assert (found.previous.year, found.year) == ("2018-19", "2019-20")
    assert (found.pairs, found.stopped, found.new) == (((1, 1),), (2,), (2,))
    assert found.walk is not None


def test_within_a_round_the_last_year_of_both_is_compared():
    plan = plan_of("2017-19", "2018-19", HOME_CARE, TELECARE)
    found = beside(plan, plan)
    assert (found.previous.year, found.year) == ("2018-19", "2018-19")
    assert (found.pairs, found.stopped, found.new) == (((1, 1), (2, 2)), (), ())
    assert found.walk is None


def test_a_plan_of_a_later_round_is_refused():
    with pytest.raises(BadRequest, match=r"is for 2019-20, after 2017-19\. Swap the two"):
        beside(Plan(round="2017-19"), Plan(round="2019-20"))


def test_two_published_plans_of_one_area():
    before = bc.read(examples.path("rotherham-2017-19")).plan
    plan = bc.read(examples.path("rotherham")).plan
    alone, both = bc.check(plan), bc.check(plan, against=before)
    assert {one.code for one in both} - {one.code for one in alone} >= {"CHK-131", "CHK-132"}
    gone = {one.code for one in alone.not_run} - {one.code for one in both.not_run}
    assert gone == {f"CHK-{number:03}" for number in (15, 16, 53, 61, 62, 131, 132, 134)}
    # as the summary of 2017-19 prints it
    working = bc.summarise(plan, against=before).working
    assert working.required["adult_social_care"].planned_before == 8_278_137
