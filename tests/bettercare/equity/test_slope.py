"""The slope index over fifths: by hand, and what must hold of any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.equity.slope import slope

FIFTHS = st.lists(st.tuples(st.integers(0, 400), st.integers(500, 9000)), min_size=5, max_size=5)


def test_by_hand():
    """Equal fifths of 1,000 with 50, 40, 30, 20, 10 users: rates fall by 10 a fifth, 50 in all."""
    found = slope([(50, 1000), (40, 1000), (30, 1000), (20, 1000), (10, 1000)], 0.95)
    assert found.value == pytest.approx(50)
    # Weights are 0.4, 0.2, 0, -0.2, -0.4 over a spread of 0.4 × 1,000, per 1,000 people.
    error = (0.16 * 60 + 0.04 * 60) ** 0.5 / 0.4
    assert (found.lower, found.upper) == pytest.approx(
        (50 - 1.959964 * error, 50 + 1.959964 * error)
    )


def test_fifths_need_people_and_a_line_three_groups():
    with pytest.raises(ZeroDivisionError):
        slope([(5, 100), (3, 0), (3, 100)], 0.95)
    with pytest.raises(ValueError, match="3 groups"):
        slope([(5, 100), (3, 100)], 0.95)


def test_nobody_of_any_fifth_has_a_slope_of_0():
    assert slope([(0, 100)] * 5, 0.95) == (0, 0, 0)


@given(FIFTHS)
def test_turned_about_it_changes_its_sign_alone(fifths):
    one, other = slope(fifths, 0.95), slope(fifths[::-1], 0.95)
    assert other.value == pytest.approx(-one.value, abs=1e-6)
    assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower), abs=1e-6)


@given(FIFTHS)
def test_it_lies_within_limits_that_widen_with_the_level(fifths):
    low, high = slope(fifths, 0.9), slope(fifths, 0.99)
    assert high.lower <= low.lower <= low.value <= low.upper <= high.upper


@given(st.integers(1, 9), st.lists(st.integers(1, 9), min_size=3, max_size=5))
def test_one_rate_everywhere_has_no_slope(rate, sizes):
    assert slope([(rate * n, 100 * n) for n in sizes], 0.95).value == pytest.approx(0, abs=1e-6)
