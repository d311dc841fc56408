"""Groups by rank and the slope index, against what PHEindicatormethods prints in its vignettes.

Its limits are simulated, so they are met to within a few of its own standard errors.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import errors_from_limits, quantiles, slope_index

# Worked examples for phe_sii, 1: life expectancy of men by decile of deprivation in E06000001
PEOPLE = [13837, 14519, 14940, 14599, 12311, 13196, 13335, 13388, 13685, 11779]
YEARS = [
    *(70.56313911, 72.61347473, 75.06710359, 75.20662276, 76.23469045),
    *(75.21801932, 77.09240397, 79.84156222, 80.81329918, 82.73763832),
]
ERRORS = [
    *(1.133868862, 1.020288759, 1.108685178, 1.485618539, 1.311653285),
    *(1.169033147, 1.306645801, 1.090905616, 0.979426096, 1.319452272),
]
# 2: standardised rates by fifth, limits at 95%; then sii, rii and their limits on logarithms
RATES = {
    2010: (
        [1434002, 1450590, 1453827, 1440980, 1457780],
        [150.2200205, 131.0221747, 127.4954973, 130.494241, 135.4664241],
        [147.3194185, 128.3676972, 125.0421198, 128.2469515, 133.2469515],
        [153.1498241, 133.7051129, 129.975513, 132.7657553, 137.8657553],
        (-14.03684, -17.95990, -10.126662),
        (0.9010655, 0.8752420, 0.9275826),
    ),
    2015: (
        [1508923, 1538008, 1538564, 1509602, 1457780],
        [143.8177637, 127.2058426, 122.4106945, 126.3922397, 135.4664241],
        [141.0941843, 124.7351196, 120.1654081, 124.3450367, 133.2469515],
        [146.568661, 129.7026732, 124.6801651, 128.4613495, 137.8657553],
        (-8.53077, -12.23824, -4.816133),
        (0.9368534, 0.9106841, 0.9638401),
    ),
}

groups_of_areas = st.lists(
    st.tuples(st.floats(20, 90), st.integers(100, 10_000), st.floats(0.1, 3)),
    min_size=3,
    max_size=12,
)


def test_the_slope_of_life_expectancy_is_that_published():
    found = slope_index(YEARS, PEOPLE, ERRORS, level=[0.95, 0.998])
    assert round(found.sii.value, 5) == 11.68886
    # simulated 1,000 times there: 9.215442 to 14.07460, and 7.896985 to 15.27278
    assert found.sii.lower.tolist() == pytest.approx([9.215442, 7.896985], abs=0.4)
    assert found.sii.upper.tolist() == pytest.approx([14.07460, 15.27278], abs=0.4)


@pytest.mark.parametrize("year", RATES)
def test_the_slope_of_rates_is_that_published(year):
    people, rates, lower, upper, sii, rii = RATES[year]
    errors = errors_from_limits(lower, upper, "rate")
    found = slope_index(rates, people, errors, kind="rate", transform=True)
    assert found.sii.value == pytest.approx(sii[0], rel=1e-6)
    assert found.rii.value == pytest.approx(rii[0], rel=1e-6)
    # simulated 100,000 times there, with a mean difference between runs of 0.013 and 0.0001
    assert found.sii == pytest.approx(sii, abs=0.04)
    assert found.rii == pytest.approx(rii, abs=0.0003)


def test_limits_worked_out_are_those_that_drawing_comes_to():
    draws = np.random.default_rng(1).normal(YEARS, ERRORS, (200_000, 10))
    share = np.array(PEOPLE) / sum(PEOPLE)
    place = np.cumsum(share) - share / 2
    slope, first = np.polynomial.polynomial.polyfit(place, draws.T, 1, w=np.sqrt(share))[::-1]
    found = slope_index(YEARS, PEOPLE, ERRORS)
    for part, drawn in ((found.sii, slope), (found.rii, (first + slope) / first)):
        near = pytest.approx(np.quantile(drawn, [0.025, 0.975]).tolist(), rel=5e-3)
        assert [part.lower, part.upper] == near
    assert found.intercept == pytest.approx(first.mean(), abs=0.01)


def test_rates_without_a_transformation_are_drawn_the_same_every_time():
    people, rates, lower, upper, *_ = RATES[2010]
    errors = errors_from_limits(lower, upper, "rate")
    once = slope_index([rates, rates], people, errors, kind="rate", level=[0.95, 0.998])
    again = slope_index(rates, people, errors, kind="rate")
    assert once.sii.lower[0, 0] == once.sii.lower[1, 0] == again.sii.lower
    # errors are small beside the rates, so the line is nearly normal
    plain = slope_index(rates, people, np.array(errors) * rates)
    assert again.sii == pytest.approx(plain.sii, rel=0.02)
    assert again.rii == pytest.approx(plain.rii, rel=0.002)


def test_proportions_are_drawn_or_turned_by_their_logits():
    shares, people = [0.22, 0.2, 0.17, 0.15, 0.1], [1000, 900, 950, 1000, 1100]
    errors = [0.06, 0.07, 0.07, 0.08, 0.1]
    drawn = slope_index(shares, people, errors, kind="proportion")
    turned = slope_index(shares, people, errors, kind="proportion", transform=True)
    for found in (drawn, turned):
        assert found.sii.holds(found.sii.value)
        assert found.rii.holds(found.rii.value)
        assert -0.2 < found.sii.lower < found.sii.upper < 0
        assert 0 < found.rii.lower < found.rii.upper < 1
    first, last = turned.intercept, turned.intercept + turned.sii.value
    assert turned.rii.value == pytest.approx(last / first)


@given(groups_of_areas, st.floats(0.01, 0.99))
def test_limits_hold_the_slope_and_widen_with_the_level(rows, level):
    values, people, errors = zip(*rows, strict=True)
    found = slope_index(values, people, errors, level=[level, 0.999])
    assert (found.sii.lower <= found.sii.value).all()
    assert (found.sii.upper >= found.sii.value).all()
    assert found.sii.lower[1] < found.sii.lower[0]
    assert np.isnan(found.rii.lower[1]) or found.rii.lower[1] < found.rii.lower[0]


@given(groups_of_areas, st.floats(-3, 3))
def test_groups_on_a_line_give_that_line(rows, slope):
    _, people, errors = zip(*rows, strict=True)
    share = np.array(people) / sum(people)
    found = slope_index(50 + slope * (np.cumsum(share) - share / 2), people, errors)
    assert found.sii.value == pytest.approx(slope, abs=1e-7)
    assert found.intercept == pytest.approx(50)
    assert found.rii.value == pytest.approx((50 + slope) / 50)


@given(groups_of_areas)
def test_from_the_other_end_the_slope_is_the_other_way(rows):
    values, people, errors = zip(*rows, strict=True)
    there = slope_index(values, people, errors)
    back = slope_index(values[::-1], people[::-1], errors[::-1])
    assert there.sii.value == pytest.approx(-back.sii.value, abs=1e-7)
    assert there.sii.lower == pytest.approx(-back.sii.upper, abs=1e-7)
    assert there.rii.value == pytest.approx(1 / back.rii.value, rel=1e-6)


def test_a_ratio_to_what_may_be_0_has_no_limits():
    found = slope_index([0.1, 5, 10], [100, 100, 100], [4, 4, 4])
    assert np.isnan(found.rii.lower)
    assert np.isnan(found.rii.upper)
    assert found.sii.lower < found.sii.value


@pytest.mark.parametrize(
    ("values", "people", "errors", "kind", "says"),
    [
        ([1, 2], [9, 9], [1, 1], "mean", "3 groups"),
        ([1, 2, None], [9, 9, 9], [1, 1, 1], "mean", "every group"),
        ([1, 2, 3], [9, 0, 9], [1, 1, 1], "mean", "every group"),
        ([1, 2, 3], [9, 9, 9], [1, -1, 1], "mean", "below 0"),
        ([1, 0, 3], [9, 9, 9], [1, 1, 1], "rate", "above 0"),
        ([0.1, 0.5, 1], [9, 9, 9], [1, 1, 1], "proportion", "between 0 and 1"),
        ([1, 2, 3], [9, 9, 9], [1, 1, 1], "median", "kind"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(values, people, errors, kind, says):
    with pytest.raises(ValueError, match=says):
        slope_index(values, people, errors, kind=kind)


def test_a_mean_is_not_transformed():
    with pytest.raises(ValueError, match="not transformed"):
        slope_index([1, 2, 3], [9, 9, 9], [1, 1, 1], transform=True)


@pytest.mark.parametrize(
    ("values", "groups", "expected"),
    [
        pytest.param(range(10), 5, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1], id="even"),
        pytest.param(range(7), 3, [3, 3, 2, 2, 1, 1, 1], id="uneven"),
        pytest.param([1, 1, 1, 1], 2, [1, 1, 1, 1], id="all one value"),
        pytest.param([5, 9, 9, 9, 1, 0], 3, [2, 1, 1, 1, 3, 3], id="one value across a boundary"),
    ],
)
def test_areas_are_shared_out_by_rank(values, groups, expected):
    assert quantiles(list(values), groups).tolist() == expected


@given(st.lists(st.floats(0, 100), min_size=10, max_size=200), st.sampled_from([4, 5, 7, 10]))
def test_groups_are_those_of_the_guidance_as_it_writes_them(values, groups):
    """The formula in floating point, with the least rank of equal values."""
    values = np.array(values)
    rank = np.array([(values > value).sum() + 1 for value in values])
    count = len(values)
    written = np.floor((groups + 1) - np.ceil(((count + 1) - rank) / (count / groups)))
    assert quantiles(values, groups).tolist() == np.maximum(written, 1).tolist()


@given(st.lists(st.floats(0, 100), min_size=5, max_size=100, unique=True))
def test_groups_differ_by_one_area_at_most_and_turn_round(values):
    found = quantiles(values)
    sizes = [(found == n).sum() for n in range(1, 6)]
    assert max(sizes) - min(sizes) <= 1
    order = np.argsort(values)
    assert (np.diff(found[order]) <= 0).all()
    assert (np.diff(quantiles(values, highest_first=False)[order]) >= 0).all()


def test_an_area_without_a_value_has_no_group_and_takes_no_place():
    found = quantiles(np.array([1, None, 2, 3, float("nan"), 4, 5], object))
    assert found[[0, 2, 3, 5, 6]].tolist() == [5, 4, 3, 2, 1]
    assert np.isnan(found[[1, 4]]).all()


def test_too_few_areas_are_not_shared_out():
    assert np.isnan(quantiles([1, 2, 3, 4], 5)).all()
    with pytest.raises(ValueError, match="2 groups"):
        quantiles([1, 2, 3], 1)
