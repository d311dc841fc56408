"""Metrics planned by quarter: rates with calendar-year populations, days and average days."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.money import round_half_up
from bettercare.plan import MetricPlan, Plan
from bettercare.rounds import Certainty, load
from bettercare.rounds.metric_rules import Ceiling, MetricPart
from tests.bettercare.known import known

ONE_YEAR = load("2019-20")
YEARS = ("2017-18", "2018-19")
SURE: dict[str, Any] = {"reference": "template", "certainty": Certainty.CONFIRMED}
DTOC = msgspec.structs.replace(
    ONE_YEAR.metrics["dtoc"],
    collected="ratio",
    unit="per 100,000",
    scale=100_000,
    years=("2016-17", *YEARS),
    periods=("Q1", "Q2", "Q3", "Q4"),
    counts_days=True,
    days_in_year=None,
    parts={key: MetricPart(label=key) for key in ("nhs", "social_care", "joint")},
    ceiling=Ceiling(
        daily=Decimal("9.4"),
        per=100_000,
        parts={
            "nhs": Decimal("5.5"),
            "social_care": Decimal("2.6"),
            "joint": Decimal("1.2"),
        },
        **SURE,
    ),
)
RULES = msgspec.structs.replace(
    ONE_YEAR, years=YEARS, previous_year="2016-17", metrics={**ONE_YEAR.metrics, "dtoc": DTOC}
)

# Rotherham 2017-19 as printed: year | quarter | days | people aged 18 and over | rate | a day
PRINTED = [
    ("2016/17", "Q1", 1390, 204995, "678.1", "15.3"),
    ("2016/17", "Q4", 2271, 205748, "1103.8", "25.2"),
    ("2017/18", "Q1", 2400, 205748, "1166.5", "26.4"),
    ("2017/18", "Q2", 1428, 205748, "694.1", "15.5"),
    ("2017/18", "Q3", 1428, 205748, "694.1", "15.5"),
    ("2017/18", "Q4", 1397, 206394, "676.9", "15.5"),
    ("2018/19", "Q1", 1413, 206394, "684.6", "15.5"),
    ("2018/19", "Q2", 1428, 206394, "691.9", "15.5"),
    ("2018/19", "Q3", 1428, 206394, "691.9", "15.5"),
    ("2018/19", "Q4", 1397, 206937, "675.1", "15.5"),
]
LINES = tuple(
    MetricPlan(
        metric="DTOC",
        year=year,
        period=period,
        kind="actual" if year == "2016/17" else "plan",
        numerator=Decimal(days),
        denominator=Decimal(people),
    )
    for year, period, days, people, _, _ in PRINTED
)
FIGURES = Calculations(Plan(round="2017-19", metrics=LINES), RULES).figures


@pytest.mark.parametrize("printed", PRINTED)
def test_rates_and_average_days_as_published(printed):
    year, period, _, _, rate, daily = printed
    key = f"metric.dtoc.{year.replace('/', '-')}.{period}"
    tenth = Decimal("0.1")
    assert round_half_up(known(FIGURES[key].value), tenth) == Decimal(rate)
    assert round_half_up(known(FIGURES[f"{key}.daily"].value), tenth) == Decimal(daily)


@pytest.mark.parametrize(
    ("part", "daily"), [("", "19.3"), (".social_care", "5.3"), (".nhs", "11.3"), (".joint", "2.5")]
)
def test_the_national_ceiling_for_the_people_of_the_area(part, daily):
    people = [line for line in LINES if line.year == "2017/18"]
    found = Calculations(Plan(round="2017-19", metrics=tuple(people)), RULES).figures
    assert found[f"metric.dtoc.ceiling{part}"].display == f"{daily} a day"


def test_a_line_of_a_part_is_not_taken_for_the_whole():
    whole, part = LINES[2], msgspec.structs.replace(LINES[2], part="NHS", numerator=Decimal(9))
    for metrics in [(part, whole), (whole, part)]:
        found = Calculations(Plan(round="2017-19", metrics=metrics), RULES).figures
        assert round_half_up(known(found["metric.dtoc.2017-18.Q1"].value)) == 1166


def test_a_plan_comes_before_an_actual_of_the_same_quarter():
    actual = msgspec.structs.replace(LINES[2], kind="Actual", numerator=Decimal(9))
    for metrics in [(actual, LINES[2]), (LINES[2], actual)]:
        found = Calculations(Plan(round="2017-19", metrics=metrics), RULES).figures
        assert round_half_up(known(found["metric.dtoc.2017-18.Q1"].value)) == 1166


def test_each_year_changes_from_the_year_before():
    res = [("2016-17", 390, 50524), ("2017-18", 297, 51186), ("2018-19", 287, 51982)]
    lines = tuple(
        MetricPlan(metric="RES", year=year, numerator=Decimal(top), denominator=Decimal(of))
        for year, top, of in res
    )
    found = Calculations(Plan(round="2017-19", metrics=lines), RULES).figures
    assert found["metric.res.change.2017-18"].display == "-24.8%"  # 771.9 to 580.2
    assert found["metric.res.change.2018-19"].display == "-4.8%"  # 580.2 to 552.1
