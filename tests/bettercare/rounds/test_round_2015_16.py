"""The data of round 2015-16, the first live year: paid for by admissions avoided."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.checks import CHECKS
from bettercare.findings import Severity
from bettercare.plan import MetricPlan, Plan
from bettercare.rounds import Certainty, load
from bettercare.rounds.crosswalk import load as load_crosswalk

ROUND = load("2015-16")
SURE, UNSURE = Certainty.CONFIRMED, Certainty.UNCONFIRMED


def test_the_round_is_said_as_what_differs_from_2016_17():
    assert (ROUND.base, ROUND.inherit, ROUND.years) == ("2016-17", "unconfirmed", ("2015-16",))
    assert (ROUND.in_force.start, ROUND.in_force.end) == (date(2015, 4, 1), date(2016, 3, 31))


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2014, 2, 14), "First drafts submitted"),
        (date(2014, 4, 30), "Plans submitted"),
        (date(2014, 8, 31), "Revised guidance published"),
        (date(2014, 9, 19), "Plans submitted again"),
        (date(2014, 10, 31), "Results of assurance published"),
        (date(2015, 3, 31), "Targets for admissions may be lowered"),
    ],
)
def test_the_timetable(day, label):
    [event] = [one for one in ROUND.timetable if one.label == label]
    assert (event.day, event.certainty) == (day, SURE)
    assert len(ROUND.timetable) == 6


def test_the_council_pays_in_two_grants_of_capital_and_what_it_adds():
    parts = ROUND.sources["la"].income_parts
    assert {code: (one.label, one.kind) for code, one in parts.items()} == {
        "dfg": ("DFG", "grant"),
        "social_care_capital": ("Social care capital grant", "grant"),
        "additional_la": ("Additional LA Contribution", "additional"),
    }
    assert list(ROUND.sources) == ["la", "nhs_minimum", "additional_nhs"]


def test_the_six_conditions():
    assert [one.label for one in ROUND.national_conditions.values()] == [
        "Plans to be jointly agreed",
        "Protection for social care services",
        "Seven-day services to support discharge",
        "Better data sharing, based on the NHS number",
        "Joint approach to assessments and care planning",
        "Agreement on the consequential impact on acute providers",
    ]
    assert list(ROUND.national_conditions) == [f"NC{n}" for n in range(1, 7)]


def test_no_spend_was_required_row_by_row():
    assert (ROUND.required_spends, ROUND.questions) == ({}, {})
    for code in ("CHK-056", "CHK-057", "CHK-058", "CHK-059", "CHK-060"):
        assert ROUND.checks[code].not_collected


def test_six_metrics_of_which_one_is_paid_for():
    assert list(ROUND.metrics) == ["nea", "res", "rea", "dtoc", "pse", "loc"]
    assert ROUND.payment is not None
    assert (ROUND.payment.metric, ROUND.payment.unit_price) == ("nea", 1490)
    assert ROUND.payment.least == Decimal("0.035")
    assert ROUND.payment.slots == ("2014-15 Q4", "2015-16 Q1", "2015-16 Q2", "2015-16 Q3")


def test_ratings_of_october_2014():
    assert ROUND.ratings is not None
    assert list(ROUND.ratings.labels) == [
        "Approved",
        "Approved with support",
        "Approved subject to conditions",
        "Not approved",
    ]
    assert ROUND.ratings.certainty is SURE


# The example of the dossier: baseline 28,000, a plan of 3.5% less, and what was reached.
COUNTS = {
    "baseline": (6_900, 7_000, 7_100, 7_000),
    "plan": (6_655, 6_755, 6_855, 6_755),
    "actual": (6_700, 6_850, 6_900, 6_650),
}


def paid_for(**counts):
    lines = tuple(
        MetricPlan(
            metric="NEA",
            year=slot.split()[0],
            period=slot.split()[1],
            kind=kind,
            numerator=Decimal(count),
        )
        for kind, row in counts.items()
        for slot, count in zip(ROUND.payment.slots, row, strict=True)
    )
    return Calculations(Plan(round="2015-16", metrics=lines), ROUND).figures


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("payment.reduction", "980"),
        ("payment.reduction_share", "3.5%"),
        ("payment.pot", "£1,460,200"),
        ("payment.paid.2014-15.Q4", "£298,000"),
        ("payment.paid.2015-16.Q1", "£223,500"),
        ("payment.paid.2015-16.Q2", "£298,000"),
        ("payment.paid.2015-16.Q3", "£521,500"),
        ("payment.withheld", "£119,200"),
    ],
)
def test_pay_for_performance(figure, shown):
    assert paid_for(**COUNTS)[figure].display == shown


def test_rotherhams_stake_is_268_admissions():
    """£0.4m of the fund at stake, at £1,490 for each admission avoided."""
    fewer = {"baseline": (268, 0, 0, 0), "plan": (0, 0, 0, 0)}
    assert paid_for(**fewer)["payment.pot"].value == 399_320


def test_every_check_that_can_be_run_on_a_plan_has_a_rule():
    known = load("2016-17").checks
    assert list(ROUND.checks) == list(known)
    assert [c for c, r in ROUND.checks.items() if r.severity and c not in CHECKS] == []


def test_which_checks_stop_a_plan():
    errors = [int(code[4:]) for code, r in ROUND.checks.items() if r.severity is Severity.ERROR]
    assert errors == [
        *(10, 12, 26, 27, 30, 31, 32, 35, 37, 40, 41, 48, 55, 63, 65, 90, 91, 92, 95),
        *(127, 128, 129, 139, 140, 144),
    ]


def test_nothing_is_known_of_scheme_types_and_nothing_claims_to_be():
    assert ROUND.scheme_types.open
    assert ROUND.checks["CHK-001"].not_collected
    walk = load_crosswalk("2015-16", "2016-17")
    assert walk.successors("scheme_types", "other") == ()
    assert [gap.why for gap in walk.gaps() if gap.list == "scheme_types"] == ["ended"]
    assert {gap.list for gap in walk.gaps()} == {"scheme_types"}
