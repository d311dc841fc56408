"""Rotherham's plan for 2017-19 carried to 2019-20: nothing retyped, and what is left to decide.

The minimums that the draft then gives are those that Rotherham printed for 2019-20.
"""

from decimal import Decimal

import pytest

import bettercare as bc
from bettercare.plan.records import without_places
from bettercare.rounds import load
from tests.bettercare.known import known
from tests.spec.published import published

PLAN = published("rotherham-2017-19").plan
FOUND = bc.roll_forward(PLAN, "2019-20")
ROWS = known(FOUND.plan.schemes)


def test_every_row_and_every_pound_of_2018_19_is_there():
    assert len(ROWS) == 44
    assert FOUND.planned_before == 25_418_959
    assert FOUND.planned == {"2019-20": Decimal(25_418_959)}
    income = sum(line.amounts["2019-20"] for line in known(FOUND.plan.income))
    assert income == 35_522_651


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        (1, "scheme_type", "Integrated Care Planning and Navigation"),
        (1, "sub_type", "Care Planning, Assessment and Review"),
        (1, "source_of_funding", "Minimum CCG Contribution"),
        (1, "amounts", {"2019-20": Decimal(790_790)}),
        (5, "commissioner", "LA"),
        (5, "sub_type", "Chg 1. Early Discharge Planning"),
        (17, "scheme_type", "DFG Related Schemes"),
        (18, "scheme_type", "Personalised Care at Home"),
        (18, "sub_type", None),  # the type has none in 2019-20
        (2, "sub_type", "Other"),
        (2, "scheme_type_other", "Other - Physical health/wellbeing"),
        (37, "source_of_funding", None),  # DFG, or Additional LA: not for us to say
        (28, "scheme_type", None),  # HICM, or community based
        (3, "source_of_funding", "Local Authority Social Services"),  # was no value before either
        (40, "amounts", {}),  # 2017-18 only
        (40, "new_or_existing", "Existing"),  # was New
    ],
)
def test_fields_of_rows(row, field, expected):
    assert getattr(ROWS[row - 1], field) == expected


@pytest.mark.parametrize(
    ("row", "kept", "text"),
    [
        (37, "2017-19 source_of_funding", "Local Authority Contribution"),
        (28, "2017-19 scheme_type", "8. Healthcare services to Care Homes"),
        (28, "2017-19 sub_type", "2. Other - Physical health/wellbeing"),
        (18, "2017-19 sub_type", "2. Other - Physical health / wellbeing"),
        (40, "2017-19 amount 2017-18", "2,000,000"),
        (40, "2017-19 new_or_existing", "New"),
        (40, "2017-19 scheme_duration", "2017/18 Only"),
    ],
)
def test_what_could_not_be_carried_is_beside_the_row(row, kept, text):
    assert ROWS[row - 1].extra[kept] == text


DECISIONS = {
    ("ROLL-02", "Rows 25 and 28, scheme type"),
    ("ROLL-02", "Rows 37 and 39, source"),
    ("ROLL-04", "Rows 3, 14, 16, 17 and 21, source"),
    ("ROLL-06", "Expenditure"),
    ("ROLL-07", "Income, source"),
    ("ROLL-08", "Rows 40, 41, 42, 43 and 44, planned £"),
    ("ROLL-10", "Funding questions"),
}


def test_what_is_left_to_decide():
    assert {(one.code, one.subject) for one in FOUND.decisions} == DECISIONS
    [several] = [one for one in FOUND.decisions if one.subject == "Rows 37 and 39, source"]
    assert several.message == (
        "'Local Authority Contribution' became DFG or Additional LA Contribution in 2019-20; "
        "left blank, and kept beside the row."
    )
    assert [(place.table, place.item) for place in several.places] == [
        ("schemes", 37),
        ("schemes", 39),
    ]


def test_last_years_figures_give_the_minimums_that_2019_20_prints():
    given = FOUND.plan.given
    assert given["previous.income.nhs_minimum"] == 18_945_693
    # 6,496,000 x 1.0179 x 1.0190, not rounded
    assert given["previous.required.adult_social_care.minimum"] == Decimal("6737911.6896")
    draft = bc.roll_forward(PLAN, "2019-20", income=["nhs_minimum=19614894"]).plan
    figures = bc.summarise(draft).figures
    assert figures["required.nhs_out_of_hospital.minimum"].value == 5_573_997
    assert figures["required.adult_social_care.minimum"].value == 6_975_909


def test_rows_grow_as_the_income_of_their_source_does():
    found = bc.roll_forward(PLAN, "2019-20", income=["nhs_minimum=19614894"], uplift=True)
    before = [row.amounts.get("2018-19", Decimal(0)) for row in known(PLAN.schemes)]
    after = [row.amounts.get("2019-20", Decimal(0)) for row in known(found.plan.schemes)]
    # 19,629,642 x 19,614,894 / 18,945,693 = 20,323,001.27, to the pound
    assert sum(after) - sum(before) == 20_323_001 - 19_629_642
    # 790,790 x 1.035322... = 818,722.3
    assert (before[0], after[0]) == (790_790, 818_722)
    assert after[3] == before[3]  # Additional CCG: no new income was given


def test_the_metrics_of_last_year_stand_beside_blank_lines_for_the_new_one():
    lines = [(one.metric, one.year, one.numerator) for one in known(FOUND.plan.metrics)]
    assert ("Residential admissions", "2018-19", Decimal(287)) in lines
    assert ("Residential admissions", "2019-20", None) in lines
    assert ("Reablement", "2018-19", Decimal(162)) in lines


def test_the_draft_can_be_written_and_read_back(tmp_path):
    for name in ("draft", "draft.json"):
        bc.write(FOUND.plan, tmp_path / name)
        assert without_places(bc.read(tmp_path / name).plan) == without_places(FOUND.plan)


LATER = [one for one in bc.available_rounds() if bc.load_round(one).in_force.start.year > 2019]


@pytest.mark.parametrize("later", LATER)
def test_leicester_carried_to_any_later_round_is_the_same_plan(later):
    """Every row is found again, with its pounds; nothing is new and nothing stopped."""
    plan = published("leicester").plan
    draft = bc.roll_forward(plan, later).plan
    year = bc.load_round(later).years[0]
    found = bc.compare(plan, draft, years=("2019-20", year))
    assert found.totals.before == found.totals.after == 43_368_727
    pairs = [one for one in found.schemes if one.status in {"changed", "unchanged"}]
    assert [items(one.before) for one in pairs] == [items(one.after) for one in pairs]
    assert len(pairs) == 49


def items(rows):
    return tuple(row.item for row in rows)


def test_the_draft_asks_nothing_of_the_old_round():
    codes = {one.code for one in bc.check(FOUND.plan)}
    assert not codes & {"CHK-002", "CHK-007", "CHK-010", "CHK-011"}
    assert set(load("2019-20").years) == {year for row in ROWS for year in row.amounts}
