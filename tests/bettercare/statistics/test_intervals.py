"""Intervals of proportions and rates, against examples that were published or worked out elsewhere.

The table of "PHE" is what the introduction to the R package PHEindicatormethods 2.1 prints for its
eight rows (https://cran.r-project.org/package=PHEindicatormethods), to seven digits.
"""

import subprocess
import sys
from decimal import Decimal
from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammainccinv, gammaincinv

from bettercare.statistics import Interval, byar, poisson_rate, wilson
from bettercare.statistics.intervals import z_of
from bettercare.statistics.poisson import poisson_limits
from tests.bettercare.known import known

LEVELS = st.floats(0.01, 0.9999)
POPULATIONS = st.integers(1, 10_000_000)

PHE = [
    # events, of, Wilson at 95%, Wilson at 99.8%, rate per 100 at 99.8%, rate per 100,000 at 95%
    (27, 106, 0.1813642, 0.3452262, 0.1481031, 0.4018735, 12.926737, 44.59202, 16782.04, 37061.41),
    (22, 113, 0.1322333, 0.2772229, 0.1054176, 0.3315448, 9.074329, 36.05431, 12196.90, 29477.68),
    (80, 150, 0.4536625, 0.6113395, 0.4092696, 0.6534069, 36.773690, 74.46881, 42288.58, 66378.77),
    (53, 193, 0.2165053, 0.3415146, 0.1877465, 0.3827289, 17.249087, 41.24758, 20568.85, 35920.56),
    (37, 159, 0.1738037, 0.3042162, 0.1461350, 0.3495622, 13.193195, 37.70884, 16382.37, 32076.16),
    (84, 122, 0.6016542, 0.7638851, 0.5493185, 0.8003596, 47.933814, 95.39407, 54917.70, 85245.02),
    (89, 101, 0.8037295, 0.9307128, 0.7476217, 0.9488987, 62.029689, 120.9958, 70764.64, 108438.96),
    (85, 196, 0.3662266, 0.5036703, 0.3298917, 0.5436182, 30.260955, 59.97329, 34639.24, 53625.01),
]


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
    assert [round(limit * 100, 1) for limit in wilson(events, of)[1:]] == [low, high]


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3: the score interval
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_as_newcombe_gives_it(events, of, low, high):
    assert [round(limit, 4) for limit in wilson(events, of)[1:]] == [low, high]


@pytest.mark.parametrize(
    ("events", "people", "low", "high"),
    [
        pytest.param(297, 51186, 516.1, 650.1, id="Rotherham 2017-18"),
        pytest.param(401, 49625, 730.9, 891.2, id="Rotherham 2015-16"),
        pytest.param(254, 43358, 516.0, 662.5, id="Leicester 2019-20"),
    ],
)
def test_byars_interval_of_a_rate_per_100_000(events, people, low, high):
    assert [round(limit, 1) for limit in known(byar(events, people))[1:]] == [low, high]
    assert byar(events, people) == poisson_rate(events, people)


@pytest.mark.parametrize("row", PHE)
def test_intervals_are_those_of_phe_indicator_methods(row):
    events, of, *expected = row
    found = [
        *wilson(events, of)[1:],
        *wilson(events, of, 0.998)[1:],
        *poisson_rate(events, of, per=100, level=0.998)[1:],
        *poisson_rate(events, of)[1:],
    ]
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        # K. Ulm, American Journal of Epidemiology 131, 1990, and any table of exact limits
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (3, 0.6187, 8.7673),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
    ],
)
def test_below_ten_events_limits_are_exact(events, low, high):
    assert [round(limit, 4) for limit in poisson_rate(events, 1, per=1)[1:]] == [low, high]


def test_from_ten_events_they_are_byars():
    """Exact limits of 10 events are 4.80 and 18.39."""
    assert [round(limit, 2) for limit in poisson_rate(10, 1, per=1)[1:]] == [4.79, 18.39]
    assert [round(limit, 2) for limit in poisson_limits(10, 0.95)] == [4.80, 18.39]


@pytest.mark.parametrize("events", [0, 1, 9])
def test_below_ten_events_byar_has_none(events):
    assert byar(events, 1000) is None


@pytest.mark.parametrize("rate", [byar, poisson_rate])
@pytest.mark.parametrize(
    ("events", "people", "says"),
    [(20, 0, "above 0"), (20, -1, "above 0"), (-1, 5, "below 0"), (nan, 5, "nan"), (5, inf, "nan")],
)
def test_a_rate_needs_people_and_events(rate, events, people, says):
    with pytest.raises(ValueError, match=says):
        rate(events, people)


@pytest.mark.parametrize("per", [0, -1, nan, inf])
def test_a_rate_is_per_a_number_of_people(per):
    with pytest.raises(ValueError, match="per a number above 0"):
        poisson_rate(5, 100, per=per)


@pytest.mark.parametrize(("events", "of"), [(1, 0), (-1, 5), (6, 5), (0, -5)])
def test_a_proportion_needs_events_within_the_whole(events, of):
    with pytest.raises(ValueError, match="between 0 and"):
        wilson(events, of)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, nan, [0.95, 95], [[0.9]]])
@pytest.mark.parametrize("events", [5, [5], 20])
def test_a_level_is_a_fraction(level, events):
    for interval in (wilson, poisson_rate):
        with pytest.raises(ValueError, match="between 0 and 1, such as"):
            interval(events, 100, level=level)


def test_rounding_never_takes_a_limit_below_0_or_above_1():
    for few in (wilson(6e-17, 100), wilson([6e-17], 100)):
        assert few.lower == 0
    for all_of_them in (wilson(15, 15), wilson([15], 15)):
        assert all_of_them.upper == 1


def test_numbers_of_other_kinds_are_numbers():
    assert wilson(Decimal(11), Decimal(15)) == wilson(11, 15)
    assert poisson_rate(np.int64(7), np.float64(100)) == poisson_rate(7, 100)


@given(st.integers(1, 10_000), LEVELS, st.data())
def test_a_proportion_lies_in_its_interval_and_that_between_0_and_1(of, level, data):
    found = wilson(data.draw(st.integers(0, of)), of, level)
    assert 0 <= found.lower <= found.value + 1e-12
    assert found.value - 1e-12 <= found.upper <= 1


@given(st.one_of(st.integers(0, 100_000), st.floats(0, 30)), POPULATIONS, LEVELS)
def test_a_rate_lies_in_its_interval(events, people, level):
    assert poisson_rate(events, people, level=level).holds(events / people * 100_000)


@given(st.integers(0, 50), st.integers(0, 50), LEVELS, LEVELS)
def test_a_higher_level_is_wider(events, others, one, other):
    low, high = sorted((one, other))
    for interval in (wilson, poisson_rate):
        narrow, wide = (interval(events, events + others + 1, level=x) for x in (low, high))
        assert wide.lower <= narrow.lower + 1e-9 * narrow.value
        assert narrow.upper <= wide.upper * (1 + 1e-9)


@given(st.integers(1, 1000), LEVELS, st.data())
def test_those_who_do_not_are_the_mirror_of_those_who_do(of, level, data):
    events = data.draw(st.integers(0, of))
    there, rest = wilson(events, of, level), wilson(of - events, of, level)
    assert (there.lower, there.upper) == pytest.approx((1 - rest.upper, 1 - rest.lower), abs=1e-12)


@given(st.floats(0, 200), st.floats(0.01, 50), st.integers(200, 1000))
def test_more_events_raise_both_limits(events, more, of):
    for interval in (wilson, poisson_rate):
        few, many = interval(min(events, of - more), of), interval(min(events + more, of), of)
        if interval is wilson or (events < 10) == (events + more < 10):
            assert few.lower <= many.lower + 1e-12
            assert few.upper <= many.upper


@given(
    st.lists(
        st.tuples(st.one_of(st.integers(0, 30), st.floats(0, 30)), st.integers(30, 10**6)),
        min_size=1,
        max_size=20,
    ),
    st.floats(0.5, 0.999),
)
def test_arrays_give_what_numbers_give(rows, level):
    events, of = zip(*rows, strict=True)
    for interval in (wilson, poisson_rate):
        one_by_one = [interval(x, n, level=level) for x, n in rows]
        at_once = interval(events, of, level=level)
        for part, found in zip(zip(*one_by_one, strict=True), at_once, strict=True):
            assert found.tolist() == pytest.approx(list(part), rel=1e-11, abs=1e-12)


def test_levels_are_an_axis_at_the_end_of_the_limits():
    at_once = poisson_rate([[5, 20, 0]], [[100], [200]], level=[0.95, 0.998])
    assert [part.shape for part in at_once] == [(2, 3), (2, 3, 2), (2, 3, 2)]
    for n, level in enumerate((0.95, 0.998)):
        alone = poisson_rate([[5, 20, 0]], [[100], [200]], level=level)
        assert np.array_equal(at_once.lower[..., n], alone.lower)
        assert np.array_equal(at_once.upper[..., n], alone.upper)


def test_a_number_with_levels_has_one_value_and_limits_for_each():
    found = wilson(11, 15, [0.95, 0.998])
    assert found.value == 11 / 15
    assert found.lower.tolist() == pytest.approx([wilson(11, 15, x).lower for x in (0.95, 0.998)])


def test_a_row_that_cannot_be_worked_out_is_nan_and_its_neighbours_are_not():
    bad = [(1, 0), (-1, 10), (11, 10), (None, 10), (1, None), (inf, 10), (1, inf), (1, -1)]
    events, of = zip((5, 10), *bad, strict=True)
    for interval, fine in ((wilson, 0), (poisson_rate, 1)):  # a rate may be above 1
        found = interval(np.array(events, float), np.array(of, float))
        assert all(np.isnan(part).sum() == len(bad) - fine for part in found)
        assert not any(isnan(part[0]) for part in found)


def test_an_interval_holds_its_limits():
    interval = Interval(1.5, 1.0, 2.0)
    assert [interval.holds(one) for one in (0.9, 1.0, 1.5, 2.0, 2.1)] == [
        *(False, True, True, True, False)
    ]
    several = Interval(np.array([1.5, 3]), np.array([1.0, 2.5]), np.array([2.0, 4]))
    assert several.holds([1, 5]).tolist() == [True, False]


def test_a_level_near_1_keeps_its_digits():
    assert z_of(0.95) == pytest.approx(1.959963984540054, rel=1e-15)
    assert z_of(1 - 1e-9) == pytest.approx(6.1094, abs=1e-4)
    tail = (1 - (1 - 1e-9)) / 2  # 1 less 1e-9 is no exact number
    exact = gammaincinv(3, tail), gammainccinv(4, tail)
    assert poisson_limits(3, 1 - 1e-9) == pytest.approx(exact, rel=1e-12)


def test_one_number_loads_no_numpy():
    code = (
        "import sys; from bettercare.statistics import byar, poisson_rate, wilson;"
        "wilson(1, 2); poisson_rate(3, 10); byar(30, 90);"
        "print(sorted({'numpy', 'scipy', 'statistics'} & set(sys.modules)))"
    )
    # -P: the folder of the tests has a package of the same name
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
