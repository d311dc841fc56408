"""Scores of forecasts once the outturn is known, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.trajectories.predictive import Range
from bettercare.trajectories.scores import brier, calibration, coverage


def test_brier_by_hand():
    """(0.1 squared + 0.2 squared + 0.3 squared + 0.4 squared) / 4."""
    assert brier([0.9, 0.8, 0.3, 0.4], [True, True, False, False]) == pytest.approx(0.075)


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_the_ends_of_the_brier_score(came):
    assert brier([float(one) for one in came], came) == 0
    assert brier([1 - float(one) for one in came], came) == 1
    assert brier([0.5] * len(came), came) == 0.25


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_saying_the_overall_rate_has_the_score_that_is_said(came):
    rate = sum(came) / len(came)
    found = calibration([rate] * len(came), came)
    assert found.score == pytest.approx(found.always_the_rate)
    assert found.skill is None or found.skill == pytest.approx(0)


def test_a_table_of_what_was_said_against_what_came():
    said = [0.0, 0.05, 0.1, 0.5, 0.55, 1.0]
    came = [False, False, True, True, False, True]
    found = calibration(said, came)
    assert [(one.lower, one.count, one.came) for one in found.bins] == [
        (0.0, 2, 0.0),
        (0.1, 1, 1.0),
        (0.5, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    assert found.bins[2].said == pytest.approx(0.525)
    assert sum(one.count for one in found.bins) == found.count == 6
    assert found.skill == pytest.approx(1 - found.score / 0.25)


def test_coverage_and_interval_score_by_hand():
    """Widths of 4 and, at 80%, ten times a miss of 1 below and of 2 above."""
    intervals = [Range(10, 8, 12)] * 4
    found = coverage(intervals, [8, 12, 7, 14], 0.8)
    assert (found.count, found.held, found.share) == (4, 2, 0.5)
    assert found.score == pytest.approx((4 + 4 + 14 + 24) / 4)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: brier([], []), "one forecast or more"),
        (lambda: brier([0.5], [True, False]), "one outturn for each"),
        (lambda: brier([1.1], [True]), "between 0 and 1"),
        (lambda: coverage([], [], 0.8), "one interval or more"),
        (lambda: coverage([Range(1, 0, 2)], [1], 1.0), "between 0 and 1"),
    ],
)
def test_what_cannot_be_scored(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()
