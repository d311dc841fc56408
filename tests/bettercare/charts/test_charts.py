"""Charts say their finding, hold every number in a table, and never draw what is withheld."""

import re
from xml.etree import ElementTree

import pytest

from bettercare.charts import (
    Ahead,
    Bar,
    Dot,
    Limit,
    Measure,
    caterpillar,
    control_chart,
    funnel,
    trajectory,
)
from bettercare.statistics import xmr

DELAYS = Measure("Delays", "a day")
MONTHS = [f"{2017 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(16)]
SERIES = [20, 21, 19, 20, 22, 21, 19, 20, 20, 21, 19, 20, 22, None, 19, 31]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def control():
    return control_chart(xmr(SERIES, target=15), MONTHS, DELAYS, hidden=[13])


@pytest.fixture(scope="module")
def pictures(control):
    funnelled = [Limit(n, 5, 15, 2, 18) for n in (100, 400)]
    bars = [Bar("Leicester", 585.8, 516.0, 662.5), Bar("Rutland", None, None, None)]
    dots = [Dot("A", 100, 9.0), Dot("<B> & co", 400, 21.0)]
    return {
        "control": control,
        "trajectory": trajectory({"Q1": 26.4}, {"Q1": 15.5, "Q2": 15.5}, DELAYS,
                                 ahead=[Ahead("Q2", 18.2, 14.0, 23.0)]),
        "funnel": funnel(dots, funnelled, 10.0, DELAYS, size_of="People", own="<B> & co"),
        "caterpillar": caterpillar(bars, Measure("Admissions", "per 100,000"), own="Leicester",
                                   average=700.0),
    }  # fmt: skip


def test_each_picture_is_one_image_with_a_name_and_a_description(pictures):
    for chart in pictures.values():
        root = ElementTree.fromstring(chart.svg())  # noqa: S314  (made here)
        assert root.get("role") == "img"
        assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}desc", f"{SVG}g"]
        assert (root[0].text, root[1].text) == (chart.title, chart.alt)
        assert root[2].get("aria-hidden") == "true"


def test_no_picture_needs_a_style_a_script_or_anything_from_elsewhere(pictures):
    for chart in pictures.values():
        assert not re.search(r"style=|<style|<script|href=|url\(", chart.svg())


def test_the_titles_are_findings(pictures):
    assert pictures["control"].title == (
        "Delays gives cause for concern: the last point is outside the limits"
    )
    assert pictures["trajectory"].title == "Delays: 26.4 a day in Q1, 10.9 above the plan of 15.5"
    assert pictures["caterpillar"].title == (
        "Admissions: Leicester is lower than England (585.8 and 700.0 per 100,000)"
    )
    assert pictures["funnel"].title.endswith("than chance explains: <B> & co")


def test_a_withheld_point_is_a_gap_and_never_nought(control):
    assert control.cells()[13][:2] == ["2018-05", "hidden, small number"]
    assert control.rows[13]["value"] is None
    drawn = control.specification["layer"]
    assert all(
        row.get("value") != 0 for layer in drawn for row in layer.get("data", {}).get("values", ())
    )


def test_a_point_that_is_not_there_is_not_said_to_be_withheld():
    chart = control_chart(xmr(SERIES), MONTHS, DELAYS)
    assert chart.cells()[13][1] == "not given"


def test_the_table_holds_what_the_picture_shows(pictures):
    for chart in pictures.values():
        keys = {column.key for column in chart.columns}
        shown = {
            key for row in chart.rows for key, value in row.items() if isinstance(value, float)
        }
        assert shown <= keys
        assert len(chart.cells()) == len(chart.rows)


def test_limits_that_begin_again_are_said():
    chart = control_chart(xmr([*range(12), *range(12)], rebase=(12,)), MONTHS[:1] * 24, DELAYS)
    assert chart.note == "Mean and limits begin again in 2017-04."


def test_a_run_chart_has_no_limits_to_be_drawn():
    chart = control_chart(xmr([*SERIES[:12], 5, 6, 5], rebase=(12,)), MONTHS[:15], DELAYS)
    assert [row["lower"] is None for row in chart.rows] == [False] * 12 + [True] * 3
    assert [row["mean"] is None for row in chart.rows] == [False] * 15


def test_a_chart_without_a_name_for_each_point_is_refused():
    with pytest.raises(ValueError, match="16 points need as many periods, not 15"):
        control_chart(xmr(SERIES), MONTHS[:15], DELAYS)


@pytest.mark.parametrize(
    ("value", "limits", "finding"),
    [
        (600.0, (590.0, 610.0), "Leicester is higher than England (600.0 and 500.0 a day)"),
        (501.0, (490.0, 510.0), "Leicester cannot be told from England (501.0 and 500.0 a day)"),
        (None, (None, None), "Leicester has no figure that can be shown"),
    ],
)
def test_an_order_is_read_by_intervals(value, limits, finding):
    bars = [Bar("Leicester", value, *limits), Bar("Rutland", 480.0, 470.0, 490.0)]
    chart = caterpillar(bars, DELAYS, own="Leicester", average=500.0)
    assert chart.title == f"Delays: {finding}"


def test_areas_stand_in_order_and_the_withheld_last():
    values = {"C": 3.0, "A": None, "B": 1.0}
    chart = caterpillar([Bar(n, v, v, v) for n, v in values.items()], DELAYS, own="C")
    assert [row["name"] for row in chart.rows] == ["B", "C", "A"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (19.0, "far above, beyond 99.8%"),
        (18.0, "above, beyond 95%"),
        (15.0, "within chance"),
        (4.0, "below, beyond 95%"),
        (1.0, "far below, beyond 99.8%"),
        (None, "not judged"),
    ],
)
def test_a_place_in_a_funnel(value, said):
    chart = funnel([Dot("A", 1, value)], [Limit(1, 5, 15, 2, 18)], 10, DELAYS, size_of="People")
    assert chart.rows[0]["said"] == said


@pytest.mark.parametrize(
    ("actual", "plan", "finding"),
    [
        ({}, {"Q1": 1.0}, "Delays: nothing is measured yet"),
        ({"Q1": 2.0}, {}, "Delays: 2.0 a day in Q1"),
        ({"Q1": 2.0}, {"Q1": 2.0}, "Delays: 2.0 a day in Q1, as planned"),
        (
            {"Q1": 1.5, "Q2": None},
            {"Q1": 2.0},
            "Delays: 1.5 a day in Q1, 0.5 below the plan of 2.0",
        ),
    ],
)
def test_a_trajectory_says_how_far_it_is_from_its_plan(actual, plan, finding):
    assert trajectory(actual, plan, DELAYS).title == finding


def test_a_chart_is_a_table_on_a_terminal(pictures):
    assert pictures["trajectory"].to_text().splitlines() == [
        "Delays: 26.4 a day in Q1, 10.9 above the plan of 15.5",
        "Line chart of Delays by period: 1 measured, 2 planned, 1 forecast with limits.",
        "Period  Measured, a day  Plan   Forecast      Lower      Upper",
        "Q1                 26.4  15.5  not given  not given  not given",
        "Q2            not given  15.5       18.2       14.0       23.0",
    ]


def test_each_specification_is_valid_vega_lite(pictures):
    import altair

    for chart in pictures.values():
        altair.LayerChart.from_dict(dict(chart.specification), validate=True)
