"""Funnel limits and significance, against what PHEindicatormethods is tested with.

Tables are from tests/testthat/testdata_funnel_*.csv of that package, a part of each. Its limits of
rates and ratios come from halving steps that stop at 1e-7 of v = E / (E + O + 1), and so have that
error; ours are exact.
"""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import funnel_limits, funnel_significance, over_dispersion

LEVELS = (0.95, 0.998)

PROPORTIONS = [
    # population, limits at 95% and at 99.8% around 80.642448%
    (1, 3.204264, 100, 0, 100),
    (3, 35.933491, 100, 10.150815, 100),
    (18, 62.390093, 98.894803, 51.864359, 100),
    (41, 68.548635, 92.73626, 61.574398, 99.710497),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]
RATIOS = [
    # observed, and for both limits at 95% and both at 99.8%: expected, limit in per cent
    (1, 5.571644585, 17.94802207, 0.025317898, 3949.774946, 9.233410143, 10.83023482),
    (5, 11.6683331, 42.85102213, 1.623486324, 307.979188, 16.45474478, 30.38636225),
    (9, 17.08479966, 52.67840524, 4.11537405, 218.6921502, 22.65737951, 39.72215762),
    (10, 18.39035799, 54.3763205, 4.795387629, 208.5337156, 24.13397235, 41.43536693),
    (25, 36.90492768, 67.74163118, 16.17868501, 154.5243014, 44.63607076, 56.00851413),
    (100, 121.6268111, 82.21871402, 81.36400699, 122.9044681, 134.9243187, 74.11562345),
    (716, 770.4222128, 92.93605352, 664.5083011, 107.7488421, 802.60414, 89.20960712),
]
RATES = [
    # events, people in each of 3 years and limit per 100,000 around 116.1720835: below, above
    (10, 5276.757672, 63.17010446, 1375.943768, 242.2579623),
    (100 + 4, 36157.10817, 95.87787415, 24382.08903, 142.1808715),
    (1360, 411529.9259, 110.158048, 369759.5622, 122.6021934),
]
RATIO_AREAS = [
    # observed, expected, significance
    (8, 6.239860227, 0),
    (151, 106.4429719, 2),
    (159, 232.9329036, -2),
    (191, 184.0963855, 0),
    (150, 119.5695496, 1),
    (0, 240.6273499, -2),
    (101, 126.2973615, -1),
    (6, 4.293052052, 0),
    (16, 36.38844667, -2),
    (40, 55.14959327, -1),
    (48, 64, -1),
    (74, 52.09066592, 1),
    (81, 67.24223809, 0),
    (134, 82.87976249, 2),
    (27, 26.73002673, 0),
    (75, 111.1111111, -2),
]
RATE_AREAS = [
    # events, directly standardised rate per 100,000, significance among all of these
    *[(2419, 907.6174266, 2), (2337, 948.5620216, 2), (2291, 799.9690496, 2)],
    *[(2242, 852.5637927, 2), (2218, 868.5358183, 2), (2159, 769.6242217, 2)],
    *[(2130, 752.3254955, 1), (2111, 710.2689402, 0), (2105, 815.3530325, 2)],
    *[(2083, 717.7035916, 0), (2078, 755.8016993, 2), (2062, 825.9742848, 2)],
    *[(2061, 702.2972468, 0), (2033, 785.6210132, 2), (2033, 743.6763018, 1)],
    *[(2010, 781.8323058, 2), (2004, 772.6781064, 2), (2002, 652.3391553, -2)],
    *[(1977, 648.4969973, -2), (1944, 727.5777428, 0), (1932, 625.6551186, -2)],
    *[(1922, 688.5582424, 0), (1912, 662.4465438, -1), (1881, 627.1624732, -2)],
    *[(1844, 657.1114147, -1), (1835, 724.8456714, 0), (1833, 659.7820553, -1)],
    *[(1825, 654.7053631, -2), (1816, 624.4435507, -2), (1809, 646.7588823, -2)],
    *[(1798, 703.1689982, 0), (1754, 567.9922764, -2), (1746, 617.7750715, -2)],
    *[(1709, 610.8327232, -2), (1694, 608.5089462, -2), (1688, 662.3775859, -1)],
    *[(1649, 667.6454503, -1), (1553, 604.1141693, -2), (1332, 469.5645784, -2)],
]


@pytest.mark.parametrize("row", PROPORTIONS)
def test_limits_of_proportions_are_those_published(row):
    population, low, high, lower, higher = row
    found = funnel_limits(population, 80.642448, "proportion", per=100)
    assert found.value == 80.642448
    assert found.lower.tolist() == pytest.approx([low, lower], rel=1e-6, abs=2e-6)
    assert found.upper.tolist() == pytest.approx([high, higher], rel=1e-6)


def halving_error(events, expected):
    """What an error of 1.2e-7 in v is of the limit, as a part of it."""
    v = expected / (expected + events + 1)
    return 1.2e-7 / (v * (1 - v))


@pytest.mark.parametrize("row", RATIOS)
def test_limits_of_ratios_are_those_published(row):
    events, many, low, few, high, most, lower = row
    found = funnel_limits([many, few, most], 100, "ratio", per=100)
    assert found.lower[0, 0] == pytest.approx(low, rel=2 * halving_error(events, many))
    assert found.upper[1, 0] == pytest.approx(high, rel=2 * halving_error(events, few))
    assert found.lower[2, 1] == pytest.approx(lower, rel=2 * halving_error(events, most))


@pytest.mark.parametrize("row", RATES)
def test_limits_of_rates_are_those_published(row):
    _, many, low, few, high = row
    found = funnel_limits(np.array([many, few]) * 3, 116.1720835, "rate", per=100_000)
    assert found.lower[0, 0] == pytest.approx(low, rel=2e-6)
    assert found.upper[1, 0] == pytest.approx(high, rel=2e-6)


def test_significance_of_ratios_is_that_published():
    observed, expected, significance = zip(*RATIO_AREAS, strict=True)
    assert funnel_significance(observed, expected, "ratio").tolist() == list(significance)


def test_significance_of_standardised_rates_is_that_published():
    events, rates, significance = zip(*RATE_AREAS, strict=True)
    people = np.array(events) / np.array(rates) * 100_000
    assert funnel_significance(events, people, "rate").tolist() == list(significance)


def test_significance_of_proportions_goes_by_the_limits():
    people = np.array([400.0] * 9)
    cases = np.array([80, 120, 100, 101, 99, 84, 100, 100, 116.0])
    limits = funnel_limits(people, cases.sum() / people.sum(), "proportion")
    inside = (limits.lower <= (cases / people)[:, None]) & (
        (cases / people)[:, None] <= limits.upper
    )
    found = funnel_significance(cases, people, "proportion")
    assert np.abs(found).tolist() == (2 - inside.sum(axis=1)).tolist()
    assert found.tolist() == [-1, 1, 0, 0, 0, 0, 0, 0, 0]


@given(
    st.sampled_from(["proportion", "rate", "ratio"]),
    st.floats(1, 1e5),
    st.floats(0.01, 0.9),
    st.sampled_from([0.0, 1e-4, 0.02]),
)
def test_limits_hold_the_centre_widen_with_the_level_and_narrow_with_size(kind, n, centre, tau2):
    found = funnel_limits([n, 2 * n], centre, kind, level=[0.5, 0.95, 0.998], tau2=tau2)
    assert (found.lower <= centre + 1e-9).all()
    assert (centre - 1e-9 <= found.upper).all()
    assert (np.diff(found.lower, axis=1) <= 1e-9).all()
    assert (np.diff(found.upper, axis=1) >= -1e-9).all()
    assert (found.lower[0] <= found.lower[1] + 1e-9).all()
    assert (found.upper[0] >= found.upper[1] - 1e-9).all()
    assert (found.lower >= 0).all()


def test_limits_of_a_proportion_of_a_half_are_symmetric():
    found = funnel_limits(50, 50, "proportion", per=100, tau2=0.01)
    assert (found.lower + found.upper).tolist() == pytest.approx([100, 100])


def test_few_expected_events_have_no_lower_limit():
    """With 3 expected none at all happens by chance in 5% of areas."""
    assert funnel_limits(3, 1, "ratio", level=0.95).lower == pytest.approx(0, abs=1e-9)
    assert funnel_limits(4, 1, "ratio", level=0.95).lower > 0


def test_over_dispersion_by_hand():
    """Ratios: z = 2 (root of observed - root of expected); four areas and no winsorising."""
    observed, expected = [36, 100, 64, 144], [49, 64, 81, 100]
    z = [-2, 4, -2, 4]
    found = over_dispersion(observed, expected, "ratio", winsorise=0)
    weights = [4 * e for e in expected]
    phi = sum(one**2 for one in z) / 4
    between = (4 * phi - 3) / (sum(weights) - sum(w**2 for w in weights) / sum(weights))
    assert found == pytest.approx((phi, between, 4))


def test_areas_nearer_to_each_other_than_by_chance_have_no_variance_between_them():
    assert over_dispersion([50, 100, 80], [50, 100, 80], "ratio") == (0, 0, 3)


def test_extremes_are_drawn_in_to_the_quantiles():
    """z-scores -4, 0, 0, ... 0, 20 of 11 areas: a tenth at each end reaches the second one."""
    expected = [100] * 11
    observed = [64, *[100] * 9, 400]
    assert over_dispersion(observed, expected, "ratio").phi == 0
    assert over_dispersion(observed, expected, "ratio", winsorise=0).phi == pytest.approx(
        (4**2 + 20**2) / 11
    )


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
def test_what_is_put_in_comes_out(kind):
    """2,000 made-up areas that differ by a known variance; chance alone gives none."""
    rng = np.random.default_rng(7)
    n = rng.integers(500, 4000, 2000).astype(float)
    root = 1.0 if kind == "ratio" else 0.55
    roots = rng.normal(root, 0.05, 2000)
    if kind == "proportion":
        x, even = (rng.binomial(n.astype(int), np.sin(part) ** 2) for part in (roots, root))
    else:
        x, even = (rng.poisson(n * part**2) for part in (roots, root))
    found = over_dispersion(x, n, kind, winsorise=0)
    assert found.tau2 == pytest.approx(0.05**2, rel=0.1)
    assert over_dispersion(even, n, kind).tau2 == pytest.approx(0, abs=5e-5)
    # a twentieth lies outside the limits that allow for the differences, not most of them
    outside = np.abs(funnel_significance(x, n, kind, level=0.95, tau2=found.tau2)) > 0
    assert np.mean(outside) == pytest.approx(0.05, abs=0.02)
    assert np.mean(np.abs(funnel_significance(x, n, kind, level=0.95)) > 0) > 0.25


def test_an_area_at_fault_is_nan_and_counts_for_nothing():
    fine = funnel_significance([40, 60, 80], [100, 100, 100], "proportion")
    found = funnel_significance([40, 60, 80, -1, 5, 9, nan], [*[100] * 4, 0, 8, 9], "proportion")
    assert found[:3].tolist() == fine.tolist()
    assert np.isnan(found[3:]).all()
    assert over_dispersion([40, 60, 80, nan], [100] * 4, "rate") == over_dispersion(
        [40, 60, 80], [100] * 3, "rate"
    )
    assert np.isnan(funnel_limits([0, nan, -1], 50, "rate")[1]).all()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: funnel_limits(9, 0, "rate"), "centre"),
        (lambda: funnel_limits(9, 100, "proportion", per=100), "centre"),
        (lambda: funnel_limits(9, 1, "mean"), "kind"),  # type: ignore[arg-type]
        (lambda: funnel_limits(9, 1, "ratio", tau2=-1), "variance"),
        (lambda: funnel_limits(9, 1, "ratio", per=0), "per a number"),
        (lambda: funnel_limits(9, 1, "ratio", level=95), "between 0 and 1"),
        (lambda: funnel_significance([0, 0], [9, 9], "rate"), "no events"),
        (lambda: funnel_significance([9, 9], [9, 9], "proportion"), "nothing but events"),
        (lambda: over_dispersion([5], [9], "ratio"), "2 areas"),
        (lambda: over_dispersion([5, 6], [9, 9], "ratio", winsorise=0.5), "winsorise"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
