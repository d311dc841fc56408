"""A plan as it might be: worked by hand on Leicester, and nothing where nothing is changed."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.comparison.dependence import dependence
from bettercare.errors import BadRequest
from bettercare.plan import Plan, SchemeRow
from tests.bettercare.known import known
from tests.bettercare.strategies_rows import RULES, plans

PLAN = bc.read(examples.path("leicester")).plan
ROW_19 = bc.what_if(PLAN, ["19.commissioner=LA"])


@settings(max_examples=50)
@given(plans())
def test_without_a_change_nothing_changes(plan):
    found = bc.what_if(plan)
    assert found.changes_nothing
    assert found.plan == plan


@settings(max_examples=50)
@given(plans(), st.data())
def test_the_figures_are_those_of_the_changed_plan(plan, data):
    if not plan.schemes:
        return
    item = data.draw(st.integers(1, len(plan.schemes)))
    code = data.draw(st.sampled_from(list(RULES.sources)))
    found = bc.what_if(plan, [f"{item}.source_of_funding={code}", f"{item}.expenditure+=7"])
    figures = bc.summarise(found.plan).figures
    moved = {one.id: one.after for one in found.years[0].figures}
    now = {
        name: figure.value
        for name, figure in figures.items()
        if not name.startswith(("metric.", "completeness.", "words."))
    }
    assert moved == dict.fromkeys(moved) | now  # one that only the plan as it is has, has no value


def test_the_plan_itself_is_as_it_was():
    assert known(PLAN.schemes)[18].commissioner == "CCG"
    assert known(ROW_19.plan.schemes)[18].commissioner == "LA"


def test_every_effect_to_the_pound():
    [year] = ROW_19.years
    moved = {one.id: (one.before, one.after) for one in year.moved}
    assert moved == {
        "required.nhs_out_of_hospital.planned": (7_242_204, 6_025_444),
        "required.nhs_out_of_hospital.headroom": (440_117, -776_643),
        "required.nhs_out_of_hospital.under_spend": (0, 776_643),
        "required.nhs_out_of_hospital.area.community_health": (5_308_392, 4_091_632),
        "required.in_neither": (1_709_142, 2_925_902),
        "commissioner.nhs": (8_946_257, 7_729_497),
        "commissioner.la": (34_422_470, 35_639_230),
    }


def test_findings_that_appear_go_and_say_something_else():
    assert [(one.code, one.subject) for one in ROW_19.appeared] == [
        ("CHK-056", "NHS out-of-hospital"),
        ("CHK-064", "PR5"),
    ]
    assert ROW_19.gone == ()
    [(before, after)] = ROW_19.reworded
    assert before.code == after.code == "CHK-059"
    assert "£1,008 short" in before.message
    assert "£1,217,768 short" in after.message

    mended = bc.what_if(PLAN, ["9.output_estimate=40"])
    assert [(one.code, one.subject) for one in mended.gone] == [("CHK-085", "Row 9, output")]


def test_a_metric_and_an_income_may_be_changed_too():
    found = bc.what_if(PLAN, ["metrics.4.numerator=240"], income=["ibcf-=6000"])  # 254 of 43,358
    [year] = found.years
    rate = year.figure("metric.res")
    assert (round(known(rate.before), 1), round(known(rate.after), 1)) == (
        Decimal("585.8"),
        Decimal("553.5"),
    )
    assert year.figure("balance.ibcf").after == -6000


def test_what_a_plan_prints_of_itself_is_left_aside():
    plan = msgspec.structs.replace(PLAN, printed={"expenditure.total": Decimal(1)})
    found = bc.what_if(plan, ["19.commissioner=LA"])
    assert "CHK-036" not in {one.code for one in (*found.appeared, *found.gone)}


def test_all_slips_of_changes_and_income_are_said_together():
    with pytest.raises(BadRequest) as refused:
        bc.what_if(PLAN, ["99.commissioner=LA"], income=["ibfc=5"])
    assert str(refused.value).splitlines() == [
        "'99.commissioner=LA': There is no row 99: the plan has 49 rows.",
        "'ibfc=5': There is no source ibfc in 2019-20. Did you mean ibcf?",
    ]


def row(amount, area="Social Care", commissioner="CCG"):
    return SchemeRow(
        scheme_name=f"Scheme of {amount}",
        area_of_spend=area,
        commissioner=commissioner,
        source_of_funding="Minimum CCG Contribution",
        amounts={"2019-20": Decimal(amount)},
    )


class TestDependence:
    """Social care must be 100, out-of-hospital 150.

    Rows of Social Care: 60 and 30 of the CCG, 40 of the council; Community Health: 90 of the CCG.
    """

    PLAN = Plan(
        round="2019-20",
        schemes=(
            row(60),
            row(30),
            row(40, commissioner="LA"),
            row(90, area="Community Health"),
        ),
        given={
            "required.adult_social_care.minimum": Decimal(100),
            "required.nhs_out_of_hospital.minimum": Decimal(150),
        },
    )

    def test_the_rows_that_a_minimum_could_not_lose_smallest_first(self):
        health, care = dependence(bc.summarise(self.PLAN).working)
        # 60 + 30 + 40 = 130, 30 above: a row of 30 may go, those of 40 and 60 may not
        assert (care.headroom, care.counted) == (30, 3)
        assert [one.item for one in care.rows] == [3, 1]
        # 60 + 30 + 90 = 180, 30 above: those of 60 and 90 may not go
        assert (health.headroom, health.counted) == (30, 3)
        assert [one.item for one in health.rows] == [1, 4]

    def test_the_rows_that_count_to_both_and_what_would_be_without_them(self):
        health, care = dependence(bc.summarise(self.PLAN).working)
        assert health.shared == care.shared == (1, 2)
        assert (health.without_shared, care.without_shared) == (-60, -60)

    def test_one_that_is_short_already_has_no_row_to_spare(self):
        plan = msgspec.structs.replace(self.PLAN, schemes=(row(60),))
        health, _ = dependence(bc.summarise(plan).working)
        assert (health.headroom, health.rows) == (-90, ())

    def test_one_whose_minimum_is_not_known(self):
        plan = msgspec.structs.replace(self.PLAN, given={})
        _, care = dependence(bc.summarise(plan).working)
        assert (care.headroom, care.rows) == (None, ())
