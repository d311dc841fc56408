"""Linkage error in the interval of a rate: worked by hand, by its limits, and by drawing."""

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.linkage.quality import (
    Quality,
    corrected,
    linked_proportion,
    linked_rate,
    quality_from_probabilities,
    quality_from_sample,
)
from bettercare.statistics.intervals import Interval, poisson_rate, wilson

PERFECT = Quality(Interval(1, 1, 1), Interval(1, 1, 1), "known")
KNOWN = Quality(Interval(0.9, 0.9, 0.9), Interval(0.75, 0.75, 0.75), "known")


def test_a_perfect_linkage_leaves_wilson_as_it_is():
    assert linked_proportion(11, 15, PERFECT) == pytest.approx(wilson(11, 15))


@pytest.mark.parametrize("events", [1, 9, 10, 297])
def test_a_perfect_linkage_leaves_a_rate_as_it_is(events):
    assert linked_rate(events, 51_186, PERFECT) == pytest.approx(poisson_rate(events, 51_186))


def test_a_linkage_known_exactly_only_moves_the_interval():
    low, high = wilson(30, 100)[1:]
    assert linked_proportion(30, 100, KNOWN) == pytest.approx((0.3 * 1.2, low * 1.2, high * 1.2))


def test_three_intervals_become_one_by_the_squares_of_their_distances():
    quality = Quality(Interval(0.98, 0.93, 0.99), Interval(0.9, 0.85, 0.93), "sample")
    value = 0.2 * 0.98 / 0.9
    down = sqrt(log(0.20 / 0.18) ** 2 + log(0.98 / 0.93) ** 2 + log(0.93 / 0.90) ** 2)
    up = sqrt(log(0.22 / 0.20) ** 2 + log(0.99 / 0.98) ** 2 + log(0.90 / 0.85) ** 2)
    found = corrected(Interval(0.2, 0.18, 0.22), quality)
    assert found == pytest.approx((value, value * exp(-down), value * exp(up)))


def test_a_proportion_stays_at_most_1():
    assert linked_proportion(95, 100, KNOWN)[0] == 1.0


def test_nothing_linked_has_an_interval_from_0_as_wide_as_all_three_allow():
    quality = Quality(Interval(0.98, 0.93, 0.99), Interval(0.9, 0.85, 0.93), "sample")
    found = linked_proportion(0, 50, quality)
    assert found == pytest.approx((0, 0, wilson(0, 50).upper * 0.99 / 0.85))


DOUBTFUL = Interval(0.5, 0.0, 1.0)


@pytest.mark.parametrize(
    "quality", [PERFECT._replace(precision=DOUBTFUL), PERFECT._replace(recall=DOUBTFUL)]
)
def test_a_quality_that_may_be_0_gives_no_interval(quality):
    with pytest.raises(ValueError, match="too little is known"):
        linked_proportion(10, 100, quality)


def test_a_checked_sample_gives_wilson_limits():
    quality = quality_from_sample(right=98, checked=100, found=180, sought=200)
    assert quality.precision == wilson(98, 100)
    assert quality.recall == wilson(180, 200)


def test_probabilities_give_what_they_expect():
    quality = quality_from_probabilities([1.0, 0.8], [0.5, 0.1])
    assert quality.precision.value == pytest.approx(0.9)
    assert quality.recall.value == pytest.approx(1.8 / 2.4)
    assert quality.precision.lower == pytest.approx(0.9 - 1.959964 * sqrt(0.16) / 2)
    spread = sqrt((0.25**2) * 0.16 + (0.75**2) * (0.25 + 0.09)) / 2.4
    assert quality.recall.lower == pytest.approx(0.75 - 1.959964 * spread)


def test_nothing_linked_has_no_quality():
    with pytest.raises(ValueError, match="nothing is linked"):
        quality_from_probabilities([], [0.5])


fractions = st.floats(0.05, 0.95)


@given(fractions, st.integers(20, 500), st.integers(20, 500), fractions, fractions)
def test_the_interval_holds_the_value_and_is_never_narrower_than_without_error(
    share, of, checked, precision, recall
):
    quality = quality_from_sample(
        round(precision * checked), checked, round(recall * checked), checked
    )
    linked = round(share * of)
    counted = wilson(float(linked), float(of))
    found = corrected(counted, quality)
    assert found.lower <= found.value <= found.upper
    ratio = inf if found.lower == 0 else found.upper / found.lower
    assert linked == 0 or ratio >= counted.upper / counted.lower


def test_drawn_again_and_again_the_interval_holds_the_truth_95_times_in_100():
    """20% of 1,000 people had an event; links find 85% of them, and 1 in 20 links is wrong."""
    draw = np.random.default_rng(1)
    true, recall, precision, people, checked = 0.2, 0.85, 0.95, 1_000, 300
    held, naive, rounds = 0, 0, 2_000
    for _ in range(rounds):
        events = draw.binomial(people, true)
        right = draw.binomial(events, recall)
        linked = min(right + draw.poisson(right * (1 - precision) / precision), people)
        quality = quality_from_sample(
            draw.binomial(checked, precision), checked, draw.binomial(checked, recall), checked
        )
        found = linked_proportion(linked, people, quality)
        low, high = wilson(linked, people)[1:]
        held += found.lower <= true <= found.upper
        naive += low <= true <= high
    assert 0.93 <= held / rounds <= 0.985
    assert naive / rounds < 0.75
