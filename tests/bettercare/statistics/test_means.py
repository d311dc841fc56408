"""The interval of a mean, against figures worked out elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import mean_interval

WAITS = [23.1, 25.7, 30.2, 28.8, 22.4, 31.9, 27.3]

samples = st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=20)


def test_it_is_that_of_ph_stats_methods():
    """PHStatsMethods 0.1.16, the Python package of the department that made PHEindicatormethods."""
    found = mean_interval(WAITS, [0.95, 0.998])
    assert found.value == pytest.approx(27.05714285714286, rel=1e-12)
    assert found.lower.tolist() == pytest.approx(
        [23.773893929527475, 20.069586989236868], rel=1e-12
    )
    assert found.upper.tolist() == pytest.approx([30.34039178475824, 34.044698725048846], rel=1e-12)


def test_it_is_that_of_a_table_of_t():
    """2.447 standard errors, from any table for six degrees of freedom."""
    error = np.std(WAITS, ddof=1) / np.sqrt(7)
    low, high = mean_interval(WAITS)[1:]
    assert ((high - low) / 2 / error) == pytest.approx(2.447, abs=5e-4)


@given(samples, st.floats(0.01, 0.999))
def test_the_mean_is_in_the_middle(values, level):
    found = mean_interval(values, level)
    assert found.lower <= found.value + 1e-9
    assert found.value - found.lower == pytest.approx(found.upper - found.value, abs=1e-7)


@given(samples)
def test_a_higher_level_is_wider(values):
    limits = mean_interval(values, [0.5, 0.9, 0.99])
    assert (np.diff(limits.upper) >= 0).all()
    assert (np.diff(limits.lower) <= 0).all()


def test_samples_go_along_the_last_axis():
    found = mean_interval(np.array([WAITS, WAITS[::-1], [1, 2, 3, 4, 5, 6, None]], object))
    assert found.value.shape == (3,)
    assert found.lower[0] == pytest.approx(mean_interval(WAITS).lower)
    assert found.lower[1] == pytest.approx(mean_interval(WAITS).lower)
    assert [np.isnan(part[2]) for part in found] == [True, True, True]


@pytest.mark.parametrize("values", [[], [5], 5, [[1], [2]]])
def test_one_value_has_no_spread(values):
    with pytest.raises(ValueError, match="at least 2 values"):
        mean_interval(values)


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_a_sample_with_a_value_missing_is_refused(missing):
    with pytest.raises(ValueError, match="missing"):
        mean_interval([1, 2, missing])
