"""Plan lines of real plans, part years, what is on track, and what is larger than chance."""

import random
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.trajectories.changes import two_proportions, two_rates
from bettercare.trajectories.daily import (
    daily_from_days,
    days_from_daily,
    one_daily_figure,
    plan_lines,
)
from bettercare.trajectories.expected import Split
from bettercare.trajectories.forecasts import chance_of, forecast
from bettercare.trajectories.on_track import RULES, load_rules, progress, tally
from bettercare.trajectories.part_year import from_months, monthly_average_findings, part_year
from bettercare.trajectories.releases import Release, known_on
from bettercare.trajectories.scores import brier, coverage

# Rotherham's plan of 2017-19: days delayed by quarter, and the people its rates are taken of.
ROTHERHAM = """
    2017-18 Q2 | 1428 | 205748 | 694.1
    2017-18 Q3 | 1428 | 205748 | 694.1
    2017-18 Q4 | 1397 | 206394 | 676.9
    2018-19 Q1 | 1413 | 206394 | 684.6
    2018-19 Q4 | 1397 | 206937 | 675.1
"""
LINES = [[cell.strip() for cell in row.split("|")] for row in ROTHERHAM.strip().splitlines()]


def test_one_daily_figure_lies_behind_the_quarters_of_a_plan():
    found = one_daily_figure({period: int(days) for period, days, *_ in LINES})
    assert (str(found.value), found.rounding) == ("15.52", "up")
    assert found.lowest < found.value <= found.highest


def test_the_daily_figure_gives_back_every_quarter_and_its_rate():
    periods = [period for period, *_ in LINES]
    people = {period: Decimal(count) for period, _, count, _ in LINES}
    lines = plan_lines(Decimal("15.52"), periods, people, rounding="up")
    assert [str(line.planned_days) for line in lines] == [days for _, days, *_ in LINES]
    assert [f"{line.rate:.1f}" for line in lines] == [rate for *_, rate in LINES]


def test_days_and_days_a_day():
    assert round(daily_from_days(Decimal(2400), "2017-18 Q1"), 1) == Decimal("26.4")
    assert round(days_from_daily(Decimal("21.4"), "2019-20")) == 7832


def test_rounded_half_up_the_printed_figure_gives_a_day_less_in_one_quarter():
    """15.52 x 91 = 1,412.32: only days that are rounded up come to the 1,413 of the plan."""
    [line] = plan_lines(Decimal("15.52"), ["2018-19 Q1"])
    assert (line.days, line.planned_days) == (Decimal("1412.32"), 1412)
    [line] = plan_lines(Decimal("15.52"), ["2018-19 Q1"], rounding="up")
    assert line.planned_days == 1413


def test_half_up_is_taken_where_it_explains_the_days_as_shortly():
    found = one_daily_figure({"2017-18 Q1": 1820, "2017-18 Q2": 1840})
    assert (found.value, found.rounding) == (20, "half_up")
    assert float(found.lowest) == pytest.approx(1819.5 / 91, abs=0.01)


def test_half_a_day_more_is_a_day_more():
    """182.5 days in a year round to 183, so 182 of them are a little less than 0.5 a day."""
    found = one_daily_figure({"2017-18": 182})
    assert found.value < Decimal("0.5")
    assert plan_lines(found.value, ["2017-18"], None, found.rounding)[0].planned_days == 182


def test_days_of_different_plans_have_no_one_daily_figure():
    assert one_daily_figure({"2017-18 Q1": 2400, "2017-18 Q2": 1428}) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda: plan_lines(Decimal(-1), ["2017-18 Q1"]),
        lambda: plan_lines(Decimal(1), ["2017-18 Q1"], Decimal(0)),
        lambda: plan_lines(Decimal(1), ["soon"]),
        lambda: plan_lines(Decimal(1), [""]),
        lambda: one_daily_figure({}),
        lambda: Split(Decimal(9), {}, per=0).for_people(Decimal(5)),
    ],
)
def test_what_makes_no_plan_is_refused(ask):
    with pytest.raises(ValueError, match=r"0|period"):
        ask()


def test_a_line_without_people_has_no_rate():
    [known, unknown] = plan_lines(
        Decimal(20), ["2017-18 Q1", "2017-18 Q2"], {"2017-18 Q1": Decimal(182_000)}
    )
    assert (known.rate, unknown.rate) == (1000, None)


@given(daily=st.decimals(0, 500, places=2), rounding=st.sampled_from(["half_up", "up"]))
def test_whatever_the_daily_figure_the_quarters_lead_back_to_one(daily, rounding):
    periods = [f"2017-18 Q{n}" for n in range(1, 5)]
    days = {one.period: int(one.planned_days) for one in plan_lines(daily, periods, None, rounding)}
    found = one_daily_figure(days)
    assert found is not None
    lines = plan_lines(found.value, periods, None, found.rounding)
    assert {line.period: int(line.planned_days) for line in lines} == days


def test_parts_that_miss_the_whole_by_rounding_are_kept_and_said():
    parts = {"nhs": Decimal("5.5"), "social_care": Decimal("2.6"), "joint": Decimal("1.2")}
    [said] = Split(Decimal("9.4"), parts, per=100_000).findings
    assert (said.severity.value, "come to 9.3, not to 9.4" in said.message) == ("information", True)
    [worse] = Split(Decimal("9.9"), parts, per=100_000).findings
    assert worse.severity.value == "warning"
    area = Split(Decimal("9.4"), parts, per=100_000).for_people(Decimal(205_748))
    assert [round(one, 1) for one in (area.total, *area.parts.values())] == [
        Decimal(text) for text in ("19.3", "11.3", "5.3", "2.5")
    ]


def test_part_of_a_year_is_divided_by_the_months_that_are_there():
    found = part_year(Decimal(1399), 11)
    assert (round(found.per_month, 1), round(found.annual)) == (Decimal("127.2"), 1526)
    assert not found.whole
    assert "over 11 it is 127.2" in monthly_average_findings(Decimal("116.6"), found)[0].message
    assert monthly_average_findings(Decimal("127.2"), found) == ()
    assert from_months({"2016-04": None}) is None
    with pytest.raises(ValueError, match="1 to 12 months"):
        part_year(Decimal(1), 0)


@pytest.mark.parametrize(
    ("actual", "plan", "better", "status", "within"),
    [
        (1428, 1428, "lower", "on_track", False),
        (1456, 1428, "lower", "on_track", True),
        (1020, 1000, "lower", "on_track", True),
        (1457, 1428, "lower", "not_on_track", False),
        (88, 90, "higher", "not_on_track", False),
        (90, 90, "neither", "no_direction", False),
        (None, 90, "higher", "data_not_available", False),
        (1, 0, "lower", "not_on_track", False),
    ],
)
def test_on_track_within_a_tolerance_that_is_data(actual, plan, better, status, within):
    given_actual = None if actual is None else Decimal(actual)
    found = progress(given_actual, Decimal(plan), better)
    assert (found.status, found.within_tolerance) == (status, within)
    assert found.tolerance.certainty == "unconfirmed"
    assert tally({"dtoc": found})[status] == 1


def test_a_metric_may_have_a_tolerance_of_its_own(tmp_path):
    text = RULES.read_text(encoding="utf-8").replace(
        "metrics: {}",
        "metrics:\n  nea:\n    share: 0.005\n    certainty: derived\n    reference: agreed locally",
    )
    path = tmp_path / "on_track.yaml"
    path.write_text(text, encoding="utf-8")
    rules = load_rules(path)
    found = [
        progress(Decimal(1010), Decimal(1000), "lower", metric=metric, rules=rules).status
        for metric in ("nea", "dtoc")
    ]
    assert found == ["not_on_track", "on_track"]


@pytest.mark.parametrize("share", ["2", "-0.1"])
def test_a_tolerance_is_a_share_and_no_percentage(tmp_path, share):
    path = tmp_path / "on_track.yaml"
    path.write_text(
        RULES.read_text(encoding="utf-8").replace("share: 0.02", f"share: {share}"),
        encoding="utf-8",
    )
    with pytest.raises(msgspec.ValidationError, match="share of the plan"):
        load_rules(path)


def test_a_status_of_provisional_data_says_so():
    assert progress(Decimal(1), Decimal(2), "lower", provisional=True).provisional


def test_months_with_nought_are_there_and_blank_ones_are_missing():
    found = from_months({"2016-04": Decimal(0), "2016-05": Decimal(6), "2016-06": None})
    assert (found.months, found.per_month, found.annual) == (2, 3, 36)
    with pytest.raises(ValueError, match="12 months"):
        from_months({str(n): Decimal(1) for n in range(13)})


def test_a_green_that_rests_on_part_of_a_year_turns():
    """Rotherham, fractured neck of femur 2016-17: 264 by October, against 280 for the year."""
    found = part_year(Decimal(264), 7)
    assert progress(Decimal(264), Decimal(280), "lower").status == "on_track"
    assert progress(found.annual, Decimal(280), "lower").status == "not_on_track"


def test_every_status_has_its_words():
    assert set(load_rules().statuses) == {
        "on_track", "not_on_track", "data_not_available", "no_direction",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "later", "larger"),
    [((121, 135), (158, 180), False), ((50, 100), (80, 100), True), ((0, 5), (0, 5), False)],
)
def test_two_proportions(earlier, later, larger):
    found = two_proportions(earlier, later)
    assert found.larger_than_chance is larger
    assert found.difference.lower <= found.later - found.earlier <= found.difference.upper


def test_fewer_admissions_to_care_homes_than_chance_explains():
    found = two_rates((401, 49_625), (297, 51_186))
    assert found.larger_than_chance
    assert found.ratio.upper < 1


@given(events=st.integers(0, 500), people=st.integers(1_000, 100_000))
def test_no_change_is_never_larger_than_chance(events, people):
    assert not two_rates((events, people), (events, people)).larger_than_chance


def test_what_was_known_on_a_day():
    first = Release("2019-04", Decimal(500), "provisional", date(2019, 6, 13))
    last = Release("2019-04", Decimal(512), "final", date(2019, 9, 12))
    assert known_on([last, first], date(2019, 7, 1))["2019-04"] is first
    assert known_on([first, last], date(2020, 1, 1))["2019-04"] is last
    assert first.lag == 44


def test_forecasts_of_a_level_hold_what_comes_about_as_often_as_they_say():
    draw = random.Random(5)  # noqa: S311
    intervals, outturns = [], []
    for _ in range(60):
        series = [draw.gauss(50, 4) for _ in range(25)]
        step = forecast(series[:24], 1).steps[0]
        intervals.append(step)
        outturns.append(series[24])
    found = coverage([_range(one) for one in intervals], outturns, 0.95)
    assert 0.85 <= found.share <= 1


def _range(step):
    from bettercare.trajectories.predictive import Range

    return Range(step.value, step.lower, step.upper)


def test_an_ambition_far_off_is_unlikely_and_one_that_is_met_already_is_likely():
    found = forecast([50, 53, 49, 51, 52, 48, 50, 51, 49, 52, 50, 51], 3).over(1, 3, "mean")
    far, met = (chance_of(found, ambition, "lower").probability for ambition in (30, 70))
    assert far < 0.01
    assert met > 0.99
    assert chance_of(found, 30, "higher").probability == pytest.approx(1 - far)


def test_a_short_history_gives_no_forecast_and_says_why():
    found = forecast([1, 2, 3], 2)
    assert found.steps == ()
    assert "3 of the 10 values" in found.why_not


def test_a_score_tells_a_good_forecaster_from_a_bad_one():
    came = [True, True, False, True]
    assert brier([0.9, 0.8, 0.2, 0.9], came) < brier([0.5] * 4, came) < brier([0.1] * 4, came)
