"""The data of round 2016-17: what the dossier knows of it, and how little is confirmed."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.checks import CHECKS
from bettercare.checks.registry import run
from bettercare.findings import Severity
from bettercare.plan import IncomeLine, MetricPlan, Plan, SchemeRow
from bettercare.rounds import Certainty, load
from bettercare.rounds.crosswalk import load as load_crosswalk
from bettercare.rounds.facts import facts
from bettercare.rounds.spends import Published, Ratio

ROUND = load("2016-17")
SURE, UNSURE = Certainty.CONFIRMED, Certainty.UNCONFIRMED


def test_the_round_is_said_as_what_differs_from_2017_19():
    assert (ROUND.base, ROUND.inherit, ROUND.years) == ("2017-19", "unconfirmed", ("2016-17",))
    assert (ROUND.in_force.start, ROUND.in_force.end) == (date(2016, 4, 1), date(2017, 3, 31))


@pytest.mark.parametrize(
    ("day", "label", "certainty"),
    [
        (date(2016, 3, 2), "First return submitted", SURE),
        (date(2016, 3, 21), "Second return submitted", SURE),
        (date(2016, 4, 25), "Final plans due at first", UNSURE),
        (date(2016, 5, 3), "Final plans submitted", UNSURE),
        (date(2016, 6, 30), "Section 75 agreements signed", SURE),
    ],
)
def test_the_timetable(day, label, certainty):
    [event] = [one for one in ROUND.timetable if one.label == label]
    assert (event.day, event.certainty) == (day, certainty)
    assert len(ROUND.timetable) == 5


def test_the_sources_hold_the_name_that_later_went_stale():
    assert {code: one.label for code, one in ROUND.sources.items.items()} == {
        "la": "Local Authority Social Services",
        "nhs_minimum": "CCG Minimum Contribution",
        "additional_nhs": "Additional CCG Contribution",
    }
    assert ROUND.sources.certainty is UNSURE
    assert list(ROUND.sources["la"].income_parts) == ["dfg", "additional_la"]


def test_the_flat_list_of_nine_scheme_types():
    assert list(ROUND.scheme_types.labels) == [
        "Reablement services",
        "Personalised support / care at home",
        "Intermediate care services",
        "Integrated care teams",
        "Support for carers",
        "7 day working",
        "Improving healthcare services to care homes",
        "Assistive technologies",
        "Other",
    ]
    assert all(kind.sub_types is None for kind in ROUND.scheme_types.items.values())
    assert ROUND.scheme_types.certainty is UNSURE


def test_the_eight_conditions():
    assert list(ROUND.national_conditions) == [f"NC{n}" for n in range(1, 9)]
    assert {code: one.test for code, one in ROUND.national_conditions.items() if one.test} == {
        "NC2": "adult_social_care",
        "NC7": "nhs_out_of_hospital",
    }
    assert all(one.certainty is SURE for one in ROUND.national_conditions.values())


def test_the_billion_of_3_519_billion():
    how = ROUND.required_spends["nhs_out_of_hospital"].minimum
    assert isinstance(how, Ratio)
    # £3.519bn, of which £1bn under the condition and £2.519bn free
    assert how.denominator - how.numerator == Decimal("2.519e9")
    assert how.certainty is UNSURE


def test_what_social_care_must_get_is_only_published():
    spend = ROUND.required_spends["adult_social_care"]
    assert isinstance(spend.minimum, Published)
    plan = Plan(round="2016-17", schemes=(), given={})
    figure = Calculations(plan, ROUND).figures["required.adult_social_care.minimum"]
    assert figure.value is None
    assert "(give required.adult_social_care.minimum)" in figure.notes[0]


def test_six_metrics_of_which_two_are_chosen_locally():
    assert {code: one.better for code, one in ROUND.metrics.items()} == {
        "nea": "lower",
        "res": "lower",
        "rea": "higher",
        "dtoc": "lower",
        "pse": "local",
        "loc": "local",
    }
    assert (ROUND.admissions, ROUND.payment) == (None, None)


def test_nobody_is_told_that_a_measure_of_their_own_gets_worse():
    lines = tuple(
        MetricPlan(metric=metric, year=year, value_printed=Decimal(value))
        for metric in ("LOC", "PSE")
        for year, value in (("2015-16", 80), ("2016-17", 70))
    )
    report = run(Calculations(Plan(round="2016-17", metrics=lines), ROUND))
    assert "CHK-097" not in {one.code for one in report.findings}


def test_the_ratings():
    assert ROUND.ratings is not None
    assert list(ROUND.ratings.labels) == ["Approved", "Approved with support", "Not approved"]
    assert ROUND.ratings.certainty is UNSURE


def test_every_check_that_can_be_run_on_a_plan_has_a_rule():
    known = load("2017-19").checks
    assert [code for code in CHECKS if code not in ROUND.checks and code in known] == []


def test_which_checks_stop_a_plan():
    errors = [int(code[4:]) for code, r in ROUND.checks.items() if r.severity is Severity.ERROR]
    assert errors == [
        *(1, 5, 7, 10, 12, 26, 27, 30, 31, 32, 35, 37, 40, 41, 48, 55, 56, 57, 63, 65, 69),
        *(90, 91, 92, 95, 127, 128, 129, 139, 140, 144),
    ]


def test_most_of_it_is_not_confirmed():
    known = list(facts(ROUND))
    unsure = [one for one in known if one.certainty is UNSURE]
    assert len(unsure) > len(known) / 2
    for name in ("scheme_types", "sources", "commissioners", "providers", "areas_of_spend"):
        assert not getattr(ROUND, name).firm


def test_an_unknown_label_is_a_warning_at_most():
    row = SchemeRow(
        scheme_name="Care",
        scheme_type="Something else",
        area_of_spend="Elsewhere",
        commissioner="Somebody",
        source_of_funding="Lottery",
        amounts={"2016-17": Decimal(5)},
    )
    plan = Plan(round="2016-17", schemes=(row,))
    found = {one.code: one.severity for one in run(Calculations(plan, ROUND)).findings}
    labels = {"CHK-001", "CHK-007", "CHK-010", "CHK-012"}
    assert {found[code] for code in labels} == {Severity.WARNING}


def test_a_small_plan_is_worked_out():
    rows = (("Local Authority Social Services", 40), ("CCG Minimum Contribution", 60))
    plan = Plan(
        round="2016-17",
        income=(
            IncomeLine(source_of_funding="DFG", amounts={"2016-17": Decimal(40)}),
            IncomeLine(
                source_of_funding="CCG Minimum Contribution", amounts={"2016-17": Decimal(60)}
            ),
        ),
        schemes=tuple(
            SchemeRow(
                scheme_name=source, source_of_funding=source, amounts={"2016-17": Decimal(amount)}
            )
            for source, amount in rows
        ),
    )
    figures = Calculations(plan, ROUND).figures
    assert [figures[f"balance.{one}"].value for one in ("la", "nhs_minimum", "total")] == [0, 0, 0]
    assert figures["required.nhs_out_of_hospital.minimum"].value == 17  # 60 / 3.519 = 17.05


@pytest.mark.parametrize(
    ("name", "code", "became"),
    [
        ("sources", "la", [("la", "same")]),
        ("scheme_types", "reablement", [("intermediate_care", "part")]),
        (
            "scheme_types",
            "integrated_care_teams",
            [("care_planning", "similar"), ("care_navigation", "similar")],
        ),
        ("scheme_types", "seven_day_working", [("hicm", "part")]),
        ("scheme_types", "care_homes", [("care_homes", "same")]),
        ("metrics", "dtoc", [("dtoc", "same")]),
        ("metrics", "loc", []),
    ],
)
def test_what_became_of_it_in_2017_19(name, code, became):
    walk = load_crosswalk("2016-17", "2017-19")
    assert [(one.code, one.fit) for one in walk.successors(name, code)] == became


def test_every_scheme_type_goes_on():
    gaps = load_crosswalk("2016-17", "2017-19").gaps()
    assert [gap.code for gap in gaps if gap.list != "metrics"] == []
