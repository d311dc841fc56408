"""95% intervals, against examples that were published or worked out elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import Interval, byar, wilson
from tests.bettercare.known import known


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [
        pytest.param(11, 15, 48.0, 89.1, id="equity audit: participants"),
        pytest.param(3, 15, 7.0, 45.2, id="equity audit: the least that is equitable"),
        pytest.param(158, 180, 82.2, 91.8, id="reablement, Rotherham 2017-18"),
        pytest.param(121, 135, 83.3, 93.7, id="reablement, Rotherham 2015-16"),
    ],
)
def test_wilson_interval_of_a_proportion_in_per_cent(events, of, low, high):
    assert [round(limit * 100, 1) for limit in wilson(events, of)] == [low, high]


@pytest.mark.parametrize(
    ("events", "people", "low", "high"),
    [
        pytest.param(297, 51186, 516.1, 650.1, id="Rotherham 2017-18"),
        pytest.param(401, 49625, 730.9, 891.2, id="Rotherham 2015-16"),
        pytest.param(254, 43358, 516.0, 662.5, id="Leicester 2019-20"),
    ],
)
def test_byars_interval_of_a_rate_per_100_000(events, people, low, high):
    assert [round(limit, 1) for limit in known(byar(events, people))] == [low, high]


def test_byars_interval_of_a_count_is_near_the_exact_one():
    """Exact (Poisson) limits of 10 events are 4.80 and 18.39."""
    low, high = known(byar(10, 1, scale=1))
    assert (round(low, 2), round(high, 2)) == (4.79, 18.39)


@pytest.mark.parametrize("events", [0, 1, 9])
def test_below_ten_events_there_is_none(events):
    assert byar(events, 1000) is None


@pytest.mark.parametrize("people", [0, -1])
def test_a_rate_needs_people(people):
    with pytest.raises(ValueError, match="above 0"):
        byar(20, people)


@pytest.mark.parametrize(("events", "of"), [(1, 0), (-1, 5), (6, 5), (0, -5)])
def test_a_proportion_needs_events_within_the_whole(events, of):
    with pytest.raises(ValueError, match="between 0 and"):
        wilson(events, of)


@given(st.integers(1, 10_000), st.data())
def test_a_proportion_lies_in_its_interval_and_that_between_0_and_1(of, data):
    events = data.draw(st.integers(0, of))
    low, high = wilson(events, of)
    assert -1e-12 <= low <= events / of + 1e-12
    assert events / of - 1e-12 <= high <= 1 + 1e-12


@given(st.integers(10, 100_000), st.integers(1, 10_000_000))
def test_a_rate_lies_in_its_interval(events, people):
    assert known(byar(events, people)).holds(events / people * 100_000)


def test_an_interval_holds_its_limits():
    interval = Interval(1.0, 2.0)
    assert [interval.holds(one) for one in (0.9, 1.0, 1.5, 2.0, 2.1)] == [
        *(False, True, True, True, False)
    ]
