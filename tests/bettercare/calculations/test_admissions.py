"""Emergency admissions: mapped, reduced, planned, and the fund that insures the reduction."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.plan import MetricPlan, Plan
from bettercare.rounds import Certainty, load
from bettercare.rounds.metric_rules import Admissions, Metric, MetricPart

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
YEARS = ("2017-18", "2018-19")
SURE: dict[str, Any] = {"reference": "template", "certainty": Certainty.CONFIRMED}
ONE_YEAR = load("2019-20")
NEA = Metric(
    label="Emergency admissions",
    short="Non-elective admissions",
    aliases=("NEA",),
    collected="count",
    unit="count",
    better="lower",
    years=YEARS,
    periods=QUARTERS,
    parts={"mapped": MetricPart(label="From the mapping"), "reduction": MetricPart(label="Less")},
    **SURE,
)
RULES = msgspec.structs.replace(
    ONE_YEAR,
    round="2017-19",
    years=YEARS,
    previous_year="2016-17",
    metrics={**ONE_YEAR.metrics, "nea": NEA},
    admissions=Admissions(
        metric="nea",
        mapped="mapped",
        reduction="reduction",
        unit_cost=Decimal(1517),
        ring_fence="nhs_out_of_hospital",
        reduction_question="x",
        contingency_question="y",
        cost_question="z",
        **SURE,
    ),
)
# Rotherham as printed: the quarters are rounded, the totals 28,893 and 28,824 are not made of them
MAPPED = {"2017-18": (7395, 7436, 7047, 7016), "2018-19": (7378, 7419, 7029, 6999)}


def lines(part, counts):
    return [
        MetricPlan(metric="NEA", year=year, period=period, part=part, numerator=Decimal(count))
        for year, row in counts.items()
        for period, count in zip(QUARTERS, row, strict=True)
    ]


def figures(*found, **given):
    numbers = {name.replace("__", "."): Decimal(value) for name, value in given.items()}
    plan = Plan(round="2017-19", metrics=tuple(found), given=numbers)
    return Calculations(plan, RULES).figures


def test_quarters_add_up_and_a_printed_total_may_be_off_by_rounding():
    found = figures(*lines("mapped", MAPPED))["admissions.mapped.2017-18"]
    assert (found.value, found.tolerance) == (28_894, 2)
    assert abs(28_893 - found.value) <= found.tolerance


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("admissions.plan.2017-18.Q1", "7,365"),
        ("admissions.reduction.2017-18", "120"),
        ("admissions.plan.2017-18", "28,774"),
        ("admissions.reduction_share.2017-18", "0.42%"),
        ("admissions.fund.2017-18", "£219,720"),  # 120 x 1,831
        ("admissions.fund.2018-19", "£0"),
    ],
)
def test_a_reduction_and_its_fund(figure, shown):
    less = {"2017-18": (30, 30, 30, 30), "2018-19": (0, 0, 0, 0)}
    found = figures(
        *lines("mapped", MAPPED),
        *lines("reduction", less),
        **{"admissions__unit_cost__2017-18": 1831},
    )
    assert found[figure].display == shown


def test_without_another_cost_the_fund_uses_that_of_the_round():
    less = {"2017-18": (1, 0, 0, 0)}
    found = figures(*lines("mapped", MAPPED), *lines("reduction", less))
    assert found["admissions.fund.2017-18"].value == 1517


def test_a_round_without_admissions_has_no_such_figures():
    plan = Plan(round="2019-20", metrics=())
    found = Calculations(plan, ONE_YEAR).figures
    assert not [key for key in found if key.startswith("admissions.")]


def test_lines_without_a_part_are_the_plan_itself():
    found = figures(*lines(None, MAPPED))
    assert found["metric.nea.2018-19"].value == 28_825
    assert found["metric.nea.2018-19"].tolerance == 2
    assert "admissions.mapped.2018-19" not in found
