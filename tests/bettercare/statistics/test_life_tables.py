"""Life expectancy, against the table that PHEindicatormethods is tested with."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import AGES, life_expectancy

DEATHS = [
    *(17, 9, 4, 8, 20, 15, 24, 33, 50, 71),
    *(100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937),
]
PEOPLE = [
    *(7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601),
    *(50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936),
]
# tests/testthat/testLifeExpectancy.R, worked out in a workbook there, with 1.96 standard errors
PUBLISHED = [
    *(80.16960813, 79.36245674, 75.44193645, 70.47299936, 65.52909542, 60.67510088, 55.78835987),
    *(50.92752727, 46.06740425, 41.24505636, 36.49322717, 31.83343842, 27.26027992, 22.9719144),
    *(18.76856852, 14.95858336, 11.51684445, 8.618849241, 6.163942934, 6.16210635),
]
PUBLISHED_LOWER = [
    *(79.88268548, 79.0898816, 75.17407307, 70.20675732, 65.26548673, 60.41876577, 55.53801579),
    *(50.68279939, 45.82666794, 41.00842831, 36.26223216, 31.60996318, 27.04337271, 22.76653134),
    *(18.57570352, 14.77985004, 11.34831778, 8.451134045, 5.978358351, 5.887683386),
]
# the same file: a population with few deaths in old age, and those ages that are not given
SMALL_PEOPLE = [
    *(270, 235, 246, 248, 243, 238, 246, 257, 261, 355),
    *(350, 356, 346, 339, 337, 337, 333, 323, 311, 311),
]
SMALL_DEATHS = [17, 9, 4, 8, 20, 15, 24, 33, 50, 51, 10, 16, 26, 30, 36, 22, 13, 5, 6, 1]
SMALL = [
    *(19.22914685, 19.44120610, 18.33467808, 14.67659995, 11.81284556, 11.63815414),
    *(10.05641628, 9.93152356, 11.95846561, *[nan] * 11),
]
SMALL_UPPER = [
    *(22.01928726, 22.34803716, 21.04013066, 17.27211361, 14.40745738, 14.59216167, 13.57262872),
    *(15.14734559, 21.53930839, 50.29765396, 97.99598549, 107.54413263, 128.91238524),
    *(181.91668353, 278.06441642, 472.32822039, 649.40455756, 783.50845564, 841.04259816),
    920.54880400,
]


def test_years_left_at_each_age_are_those_published():
    found = life_expectancy(DEATHS, PEOPLE)
    assert found.value.tolist() == pytest.approx(PUBLISHED, rel=1e-9)
    at_1_96 = (found.value - found.lower) * 1.96 / 1.959963984540054
    assert (found.value - at_1_96).tolist() == pytest.approx(PUBLISHED_LOWER, rel=1e-9)
    assert (found.upper - found.value).tolist() == pytest.approx(
        (found.value - found.lower).tolist(), rel=1e-6
    )


def test_a_value_that_is_hardly_known_is_not_given_and_its_limits_are():
    found = life_expectancy(SMALL_DEATHS, SMALL_PEOPLE)
    assert found.value.tolist() == pytest.approx(SMALL, rel=1e-8, nan_ok=True)
    assert found.upper.tolist() == pytest.approx(SMALL_UPPER, rel=1e-7)


def test_by_hand_with_two_bands():
    """From 0: half of the first ten years for those who die in them, then 1 / rate."""
    deaths, people = [1000, 500], [50_000, 5_000]
    found = life_expectancy(deaths, people, ages=[0, 10])
    dying = 0.02 * 10 / (1 + 0.02 * 10 * 0.5)
    left = 10 * (1 - dying / 2) + (1 - dying) * 10
    first = dying**2 * (1 - dying) / 1000 * (10 / 2 + 10) ** 2
    last = (1 - dying) ** 2 / (500 * 0.1**2)
    assert found.value.tolist() == pytest.approx([left, 10])
    assert found.upper[0] - left == pytest.approx(1.959963984540054 * np.sqrt(first + last))


def test_levels_are_an_axis_behind_the_ages():
    found = life_expectancy([DEATHS, DEATHS], PEOPLE, level=[0.95, 0.998])
    assert [part.shape for part in found] == [(2, 20), (2, 20, 2), (2, 20, 2)]
    assert (found.lower[..., 1] < found.lower[..., 0]).all()


@given(st.lists(st.integers(1, 150), min_size=20, max_size=20), st.integers(0, 19))
def test_fewer_deaths_at_any_age_give_more_years_at_birth(deaths, age):
    people = [1000] * 20
    fewer = [d / 2 if n == age else d for n, d in enumerate(deaths)]
    one, other = (life_expectancy(each, people).value[0] for each in (deaths, fewer))
    assert one < other or np.isnan(one) or np.isnan(other)


def test_of_several_populations_only_those_at_fault_are_nan():
    def changed(numbers, place, value):
        return [value if n == place else number for n, number in enumerate(numbers)]

    deaths = [
        DEATHS,
        changed(DEATHS, 3, -5),
        changed(DEATHS, 3, None),
        DEATHS,
        changed(DEATHS, 18, 12_000),
        changed(DEATHS, 19, 0),
        changed(DEATHS, 3, 0),
    ]
    people = [PEOPLE, PEOPLE, PEOPLE, changed(PEOPLE, 5, 0), PEOPLE, PEOPLE, PEOPLE]
    found = life_expectancy(np.array(deaths, float), people)
    at_fault = [False, True, True, True, True, True, False]
    assert np.isnan(found.value).all(axis=1).tolist() == at_fault
    assert np.isnan(found.lower).any(axis=1).tolist() == at_fault


@pytest.mark.parametrize(("person_years", "known"), [(5_000, False), (5_020, True)])
def test_few_people_have_no_life_expectancy(person_years, known):
    found = life_expectancy([20] * 20, [person_years / 20] * 20)
    assert np.isnan(found.lower).all() != known


def test_ages_that_nobody_reaches_have_no_years_left():
    deaths = [100] * 18 + [300, 100]  # in a band of five years more than all of them die
    found = life_expectancy(deaths, [300] * 20)
    assert found.value[19] == 0
    assert found.value[18] > 0


@pytest.mark.parametrize(
    ("deaths", "people"),
    [([-1, 5], [9000, 9000]), ([10, 5], [9, 9000]), ([0, 5], [0, 9000]), ([None, 5], [1, 1])],
)
def test_one_population_at_fault_is_refused(deaths, people):
    with pytest.raises(ValueError, match="every band needs people"):
        life_expectancy(deaths, people, ages=[0, 1])


@pytest.mark.parametrize("ages", [[1, 5], [0, 0], [0]])
def test_bands_start_at_0_and_rise(ages):
    with pytest.raises(ValueError, match="age band"):
        life_expectancy([1] * len(ages), [9000] * len(ages), ages=ages)


def test_every_band_has_a_number():
    with pytest.raises(ValueError, match="one number for each age band"):
        life_expectancy(DEATHS[:19], PEOPLE[:19])
    assert len(AGES) == 20
