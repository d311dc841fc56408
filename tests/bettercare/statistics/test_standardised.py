"""Direct and indirect standardisation, against published tables and other programs.

The 19 bands are an example that the R package PHEindicatormethods carried (R/isr_sheet.csv, with
the expected events of each band); the limits are those of PHStatsMethods 0.1.16, the same
department's Python package.
"""

from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import EUROPEAN_2013, dsr, expected_events, isr, poisson_rate

OBSERVED = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
PEOPLE = [
    *(636, 558, 609, 543, 384, 594, 669, 843, 660),
    *(576, 606, 522, 426, 273, 300, 288, 153, 123, 207),
]
REFERENCE = [
    *(10303, 2824, 3225, 3615, 3641, 3490, 3789, 3213, 3031),
    *(2771, 3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757),
]
REFERENCE_PEOPLE = [
    *(50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899),
    *(55463, 60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918),
]
EXPECTED = [
    *(129.7052257, 27.56182114, 32.61795626, 35.91256701, 31.52878566, 41.35533035, 40.77732735),
    *(40.17262655, 31.80432121, 28.7776716, 30.95180145, 36.45455637, 34.69574082, 31.6813002),
    *(44.42117135, 66.58230312, 48.03606087, 49.84208809, 85.62286248),
]

bands = st.lists(
    st.tuples(st.integers(3, 500), st.integers(1000, 100_000), st.integers(1, 10_000)),
    min_size=4,
    max_size=19,
)


def test_the_european_standard_population_has_100_000_people_in_19_bands():
    assert (len(EUROPEAN_2013), sum(EUROPEAN_2013)) == (19, 100_000)


def test_a_directly_standardised_rate_as_worked_out_elsewhere():
    found = dsr(OBSERVED, PEOPLE, EUROPEAN_2013, level=[0.95, 0.998])
    assert found.value == pytest.approx(10430.247991469425, rel=1e-12)
    assert found.lower.tolist() == pytest.approx([9717.709067985685, 9323.287880219905], rel=1e-12)
    assert found.upper.tolist() == pytest.approx([11178.940915479252, 11620.595999522062], 1e-12)


def test_indirect_standardisation_as_worked_out_elsewhere():
    found = isr(OBSERVED, PEOPLE, REFERENCE, REFERENCE_PEOPLE)
    assert found.observed == 895
    assert found.expected == pytest.approx(sum(EXPECTED), rel=1e-8)
    assert found.ratio == pytest.approx(
        (1.030510577103217, 0.9640937793155671, 1.1002973422891613), rel=1e-12
    )
    assert found.rate == pytest.approx(
        (10014.578176786838, 9369.13481261878, 10692.771133936563), rel=1e-12
    )


def test_few_observed_events_have_an_exact_interval():
    few = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 2, 0, 1]
    assert isr(few, PEOPLE, REFERENCE, REFERENCE_PEOPLE).ratio == pytest.approx(
        (0.008059859262259798, 0.0032404814440220218, 0.01660639051436901), rel=1e-9
    )


def test_deaths_of_doctors_from_cirrhosis():
    """M. Bland, "An Introduction to Medical Statistics": 14 deaths where 4.4966 were expected, a
    ratio of 311 with exact limits 170 and 522; its rates are per million."""
    rates, doctors = (
        [5.859, 13.050, 46.937, 161.503, 271.358],
        [1080, 12860, 11510, 10330, 7790],
    )
    expected = expected_events(doctors, rates, [1_000_000] * 5)
    assert expected == pytest.approx(4.4966, abs=5e-5)
    found = poisson_rate(14, expected, per=100)
    assert [round(part) for part in found] == [311, 170, 522]


def test_events_that_come_together_widen_the_interval_and_leave_the_rate():
    """By hand: the variance is the sum over bands of weight^2 * (people + 4 * people with 2)."""
    once, twice = np.array([20.0, 40, 70]), np.array([0.0, 10, 15])
    people, weights = np.array([9000, 8000, 3000]), np.array([0.5, 0.3, 0.2])
    found = dsr([once, twice], people, weights, per=1, times=[1, 2])
    alone = dsr(once + 2 * twice, people, weights, per=1)
    variance = ((once + 4 * twice) * (weights / people) ** 2).sum()
    total = (once + 2 * twice).sum()
    lower = total * (1 - 1 / (9 * total) - 1.959963984540054 / (3 * sqrt(total))) ** 3
    assert found.value == pytest.approx(alone.value, rel=1e-14)
    assert found.lower == pytest.approx(
        found.value + sqrt(variance / total) * (lower - total), rel=1e-12
    )
    assert found.lower < alone.lower < alone.upper < found.upper


def test_a_person_with_one_event_is_an_event():
    assert dsr([OBSERVED], PEOPLE, EUROPEAN_2013, times=[1]) == dsr(OBSERVED, PEOPLE, EUROPEAN_2013)


@given(bands)
def test_a_population_with_the_standard_ages_has_its_crude_rate(rows):
    counts, people, _ = zip(*rows, strict=True)
    found = dsr(counts, people, people)
    assert found == pytest.approx(poisson_rate(sum(counts), sum(people)), rel=1e-9)


@given(bands, st.floats(0.5, 0.99))
def test_a_standardised_rate_lies_between_the_rates_of_its_bands(rows, level):
    counts, people, standard = zip(*rows, strict=True)
    rates = [count / n * 100_000 for count, n in zip(counts, people, strict=True)]
    found = dsr(counts, people, standard, level=level)
    assert min(rates) * (1 - 1e-9) <= found.value <= max(rates) * (1 + 1e-9)
    assert found.lower < found.value < found.upper
    wider = dsr(counts, people, standard, level=0.999)
    assert wider.lower < found.lower
    assert found.upper < wider.upper


@given(bands)
def test_a_reference_expects_its_own_events(rows):
    counts, people, _ = zip(*rows, strict=True)
    found = isr(counts, people, counts, people)
    assert found.expected == pytest.approx(sum(counts))
    assert found.ratio.value == pytest.approx(1)
    assert found.ratio.holds(1)
    assert found.rate.value == pytest.approx(sum(counts) / sum(people) * 100_000)


def test_many_populations_at_once_are_each_as_alone():
    counts = np.array([OBSERVED, OBSERVED[::-1], np.array(OBSERVED) // 5])
    at_once = dsr(counts, PEOPLE, EUROPEAN_2013)
    indirect = isr(counts, PEOPLE, REFERENCE, REFERENCE_PEOPLE)
    for n, row in enumerate(counts):
        alone = dsr(row, PEOPLE, EUROPEAN_2013)
        assert [part[n] for part in at_once] == pytest.approx(list(alone), rel=1e-12)
        one = isr(row, PEOPLE, REFERENCE, REFERENCE_PEOPLE)
        assert [part[n] for part in indirect.rate] == pytest.approx(list(one.rate), rel=1e-12)


@pytest.mark.parametrize(("total", "has_one"), [(9, False), (10, True)])
def test_below_ten_events_there_is_no_standardised_rate(total, has_one):
    found = dsr([total - 4, 4], [1000, 2000], [3, 1])
    assert [part == part for part in found] == [has_one] * 3  # noqa: PLR0124 - nan is not itself


def test_of_several_populations_only_those_at_fault_are_nan():
    counts = np.array([[20, 30], [20, 30], [-1, 30], [nan, 30], [2, 3], [20, 30]])
    people = np.array([[100, 200], [0, 200], [100, 200], [100, 200], [100, 200], [100, nan]])
    found = dsr(counts, people, [1, 1])
    assert np.isnan(found.upper).tolist() == [False, True, True, True, True, True]
    ratio = isr(counts, people, [5, 6], [1000, 1000]).ratio
    assert np.isnan(ratio.value).tolist() == [False, False, True, True, False, True]


@pytest.mark.parametrize(
    ("counts", "people"),
    [
        ([-1, 30], [9, 9]),
        ([nan, 30], [9, 9]),
        ([inf, 30], [9, 9]),
        ([20, 30], [0, 9]),
        ([20, 30], [9, None]),
    ],
)
def test_one_population_at_fault_is_refused(counts, people):
    with pytest.raises(ValueError, match="populations"):
        dsr(counts, people, [1, 1])


@pytest.mark.parametrize("people", [[0, 0], [9, -1], [9, None]])
def test_indirect_standardisation_needs_people(people):
    with pytest.raises(ValueError, match="populations"):
        isr([3, 4], people, [5, 6], [1000, 1000])


@pytest.mark.parametrize("standard", [[0, 0], [1, -1], [1, None]])
def test_a_standard_population_has_people(standard):
    with pytest.raises(ValueError, match="standard population"):
        dsr([20, 30], [100, 200], standard)


@pytest.mark.parametrize(
    ("cases", "people"), [([1, 2], [0, 9]), ([-1, 2], [9, 9]), ([1, None], [9, 9])]
)
def test_a_reference_has_a_rate_in_every_band(cases, people):
    with pytest.raises(ValueError, match="reference"):
        expected_events([5, 5], cases, people)


@pytest.mark.parametrize(
    ("counts", "times"),
    [([20, 30], [1]), ([[20, 30]], [1, 2]), ([[20, 30], [1, 1]], [0, 1])],
)
def test_people_by_number_of_events_have_a_row_for_each_number(counts, times):
    with pytest.raises(ValueError, match="one row for each number"):
        dsr(counts, [100, 200], [1, 1], times=times)
