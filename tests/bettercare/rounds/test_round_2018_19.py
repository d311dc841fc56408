"""The data of the refresh 2018-19: what differs from the plan for two years that it amends."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.checks import CHECKS
from bettercare.checks.registry import run
from bettercare.plan import MetricPlan, Plan
from bettercare.rounds import Certainty, load
from bettercare.rounds.crosswalk import load as load_crosswalk

ROUND, WHOLE = load("2018-19"), load("2017-19")


def test_it_amends_the_plan_for_two_years_and_takes_it_over_as_it_stands():
    assert (ROUND.base, ROUND.amends, ROUND.inherit) == ("2017-19", "2017-19", "as_stated")
    assert (ROUND.years, ROUND.previous_year) == (("2018-19",), "2017-18")
    assert (ROUND.in_force.start, ROUND.in_force.end) == (date(2018, 4, 1), date(2019, 3, 31))
    assert not ROUND.clashes(WHOLE)


@pytest.mark.parametrize(
    "part",
    ["sources", "scheme_types", "areas_of_spend", "commissioners", "providers", "sign_off",
     "national_conditions", "ratings"],
)  # fmt: skip
def test_what_is_not_said_is_as_in_2017_19(part):
    assert getattr(ROUND, part) == getattr(WHOLE, part)


def test_delayed_transfers_are_an_average_day():
    dtoc = ROUND.metrics["dtoc"]
    assert (dtoc.collected, dtoc.unit, dtoc.days_in_year) == ("value", "delays a day", 365)
    assert (dtoc.periods, dtoc.years) == ((), ("2018-19",))
    assert list(dtoc.parts) == ["nhs", "social_care", "joint"]
    assert dtoc.certainty is Certainty.UNCONFIRMED


def test_a_daily_figure_is_shown_as_days_of_the_year_too():
    line = MetricPlan(metric="DTOC", year="2018-19", value_printed=Decimal("15.5"))
    figures = Calculations(Plan(round="2018-19", metrics=(line,)), ROUND).figures
    assert figures["metric.dtoc.2018-19"].display == "15.5 delays a day"
    assert figures["metric.dtoc.2018-19.days"].value == Decimal("5657.5")


def test_days_of_a_quarter_are_told_as_another_unit():
    line = MetricPlan(metric="DTOC", year="2018-19", value_printed=Decimal(1413))
    found = run(Calculations(Plan(round="2018-19", metrics=(line,)), ROUND)).findings
    assert "CHK-103" in {one.code for one in found}


def test_the_social_care_minimum_goes_on_from_that_of_2017_18():
    spend = ROUND.required_spends["adult_social_care"]
    assert spend.minimum.base_year == "2017-18"
    assert spend.minimum.rates == {"2018-19": Decimal("1.0190")}
    assert spend.condition == "NC2"


@pytest.mark.parametrize(
    ("day", "label", "sure"),
    [
        (date(2018, 7, 31), "Operating guidance published", False),
        (
            date(2018, 9, 30),
            "Expectation for delayed transfers reached and held from then on",
            False,
        ),
        (date(2018, 10, 31), "Winter Pressures Grant announced (outside the pool)", True),
        (date(2018, 12, 31), "A quarter fewer long stays in hospital (21 days and more)", False),
    ],
)
def test_the_timetable(day, label, sure):
    [event] = [one for one in ROUND.timetable if one.label == label]
    assert (event.day, event.certainty is Certainty.CONFIRMED) == (day, sure)
    assert len(ROUND.timetable) == 4


def test_the_winter_grant_is_outside_the_pool():
    assert "winter_pressures" not in ROUND.sources


def test_one_year_has_no_durations_and_no_admissions_to_insure():
    assert (ROUND.durations, ROUND.admissions) == (None, None)
    assert not {"nea_reduction", "nea_contingency", "nea_cost"} & ROUND.questions.keys()
    assert [c.header for c in ROUND.tables["schemes"].columns if c.field == "amounts"] == [
        "expenditure"
    ]


def test_which_checks_do_not_apply_any_more():
    def applies(rules):
        return {code for code, rule in rules.checks.items() if rule.severity}

    gone = {f"CHK-{number:03}" for number in (14, 17, 94, 102, 107, 108, 109, 110, 111)}
    assert applies(WHOLE) - applies(ROUND) == gone
    assert applies(ROUND) <= applies(WHOLE)
    assert [code for code in CHECKS if code not in ROUND.checks] == [
        code for code in CHECKS if code not in WHOLE.checks
    ]


def test_days_and_delays_a_day_cannot_be_set_side_by_side():
    [there] = load_crosswalk("2017-19", "2018-19").successors("metrics", "dtoc")
    assert there.fit == "not_comparable"
    [on] = load_crosswalk("2018-19", "2019-20").successors("metrics", "dtoc")
    assert (on.fit, on.certainty) == ("same", Certainty.UNCONFIRMED)


def test_in_all_else_its_codes_go_on_as_those_of_the_plan_it_amends():
    own, whole = load_crosswalk("2018-19", "2019-20"), load_crosswalk("2017-19", "2019-20")
    for name, code in (("sources", "la"), ("scheme_types", "care_homes"), ("metrics", "nea")):
        assert own.successors(name, code) == whole.successors(name, code)
        assert own.successors(name, code)
