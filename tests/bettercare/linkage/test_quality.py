"""Linkage error in the interval of a rate: worked by hand, by its limits, and by drawing."""

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.linkage.quality import (
    Estimate,
    Quality,
    corrected,
    linked_proportion,
    linked_rate,
    quality_from_probabilities,
    quality_from_sample,
)
from bettercare.statistics.intervals import byar, wilson

PERFECT = Quality(Estimate(1, 1, 1), Estimate(1, 1, 1), "known")
KNOWN = Quality(Estimate(0.9, 0.9, 0.9), Estimate(0.75, 0.75, 0.75), "known")


def test_a_perfect_linkage_leaves_wilson_as_it_is():
    assert tuple(linked_proportion(11, 15, PERFECT))[1:] == pytest.approx(
        tuple(wilson(11, 15))[-2:]
    )


def test_a_perfect_linkage_leaves_byar_as_it_is():
    assert tuple(linked_rate(297, 51_186, PERFECT))[1:] == pytest.approx(
        tuple(byar(297, 51_186))[-2:]
    )


def test_a_linkage_known_exactly_only_moves_the_interval():
    low, high = tuple(wilson(30, 100))[-2:]
    assert linked_proportion(30, 100, KNOWN) == pytest.approx((0.3 * 1.2, low * 1.2, high * 1.2))


def test_three_intervals_become_one_by_the_squares_of_their_distances():
    quality = Quality(Estimate(0.98, 0.93, 0.99), Estimate(0.9, 0.85, 0.93), "sample")
    value = 0.2 * 0.98 / 0.9
    down = sqrt(log(0.20 / 0.18) ** 2 + log(0.98 / 0.93) ** 2 + log(0.93 / 0.90) ** 2)
    up = sqrt(log(0.22 / 0.20) ** 2 + log(0.99 / 0.98) ** 2 + log(0.90 / 0.85) ** 2)
    found = corrected(Estimate(0.2, 0.18, 0.22), quality)
    assert found == pytest.approx((value, value * exp(-down), value * exp(up)))


def test_a_proportion_stays_at_most_1():
    assert linked_proportion(95, 100, KNOWN)[0] == 1.0


def test_nothing_linked_has_an_interval_from_0_as_wide_as_all_three_allow():
    quality = Quality(Estimate(0.98, 0.93, 0.99), Estimate(0.9, 0.85, 0.93), "sample")
    found = linked_proportion(0, 50, quality)
    assert found == pytest.approx((0, 0, tuple(wilson(0, 50))[-1] * 0.99 / 0.85))


@pytest.mark.parametrize("part", ["precision", "recall"])
def test_a_quality_that_may_be_0_gives_no_interval(part):
    quality = PERFECT._replace(**{part: Estimate(0.5, 0.0, 1.0)})
    with pytest.raises(ValueError, match="too little is known"):
        linked_proportion(10, 100, quality)


def test_too_few_events_for_byar_are_refused():
    with pytest.raises(ValueError, match="too few"):
        linked_rate(9, 1_000, PERFECT)


def test_a_checked_sample_gives_wilson_limits():
    quality = quality_from_sample(right=98, checked=100, found=180, sought=200)
    assert tuple(quality.precision) == pytest.approx((0.98, *tuple(wilson(98, 100))[-2:]))
    assert tuple(quality.recall) == pytest.approx((0.9, *tuple(wilson(180, 200))[-2:]))


def test_probabilities_give_what_they_expect():
    quality = quality_from_probabilities([1.0, 0.8], [0.5, 0.1])
    assert quality.precision.value == pytest.approx(0.9)
    assert quality.recall.value == pytest.approx(1.8 / 2.4)
    assert quality.precision.low == pytest.approx(0.9 - 1.959964 * sqrt(0.16) / 2)
    spread = sqrt((0.25**2) * 0.16 + (0.75**2) * (0.25 + 0.09)) / 2.4
    assert quality.recall.low == pytest.approx(0.75 - 1.959964 * spread)


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
    counted = Estimate(linked / of, *tuple(wilson(linked, of))[-2:])
    found = corrected(counted, quality)
    assert found.low <= found.value <= found.high
    ratio = inf if found.low == 0 else found.high / found.low
    assert linked == 0 or ratio >= counted.high / counted.low


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
        low, high = tuple(wilson(linked, people))[-2:]
        held += found.low <= true <= found.high
        naive += low <= true <= high
    assert 0.93 <= held / rounds <= 0.985
    assert naive / rounds < 0.75
