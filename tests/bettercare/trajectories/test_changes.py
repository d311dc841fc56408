"""Changes of two shares and two rates against published examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from bettercare.trajectories.changes import two_proportions, two_rates


@pytest.mark.parametrize(
    ("later", "earlier", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombes_table_of_differences(later, earlier, lower, upper):
    """R. G. Newcombe, 1998, table II, method 10."""
    found = two_proportions(earlier, later)
    assert found.difference.value == pytest.approx(later[0] / later[1] - earlier[0] / earlier[1])
    assert found.difference[1:] == pytest.approx((lower, upper), abs=5e-5)


def test_reablement_in_rotherham_cannot_be_told_from_chance():
    """89.6% of 135 in 2015-16 and 87.8% of 180 in 2017-18."""
    found = two_proportions((121, 135), (158, 180))
    assert not found.larger_than_chance
    assert found.difference.lower < 0 < found.difference.upper


@pytest.mark.parametrize("pair", [((50, 100), (64, 100)), ((5, 40), (12, 38)), ((3, 10), (8, 11))])
def test_chi_squared_with_n_less_1(pair):
    """Campbell's statistic is Pearson's times (N - 1) / N; that is worked out elsewhere."""
    table = [[x, n - x] for x, n in pair]
    whole = sum(n for _, n in pair)
    pearson = chi2_contingency(table, correction=False).statistic
    from scipy.stats import chi2

    found = two_proportions(*pair)
    assert found.p_value == pytest.approx(chi2.sf(pearson * (whole - 1) / whole, 1))
    assert found.test == "chi-squared test with N - 1"


def test_where_fewer_than_1_is_expected_the_exact_test_is_taken():
    pair = ((0, 30), (1, 5))
    found = two_proportions(*pair)
    assert found.test == "Fisher-Irwin exact test"
    assert found.p_value == pytest.approx(fisher_exact([[0, 30], [1, 4]]).pvalue)
    turned = two_proportions(pair[1], pair[0])
    assert turned.p_value == pytest.approx(found.p_value)


def test_a_cell_that_is_expected_to_hold_just_1_is_enough_for_chi_squared():
    assert two_proportions((0, 9), (2, 9)).test == "chi-squared test with N - 1"


@pytest.mark.parametrize(("earlier", "later"), [((0, 5), (0, 8)), ((5, 5), (8, 8))])
def test_where_all_are_alike_there_is_nothing_to_test(earlier, later):
    found = two_proportions(earlier, later)
    assert (found.p_value, found.test) == (1.0, "none needed: all of them alike")


def test_a_ratio_of_rates_as_r_prints_it():
    """R, ?poisson.test: 11 cases in 800 against 6 + 8 + 7 in 1083 + 1050 + 878."""
    found = two_rates((21, 3011), (11, 800))
    assert found.ratio == pytest.approx((1.971488, 0.8584264, 4.277266), rel=1e-6)
    assert not found.larger_than_chance


def test_admissions_to_care_homes_in_rotherham():
    """401 in 2015-16, 297 in 2017-18, and 287 planned in 2018-19."""
    fell = two_rates((401, 49_625), (297, 51_186))
    assert (round(fell.earlier, 1), round(fell.later, 1)) == (808.1, 580.2)
    assert fell.words == "is larger than chance (p below 0.001)"
    assert fell.difference.upper < 0
    planned = two_rates((297, 51_186), (287, 51_982))
    assert not planned.larger_than_chance
    assert planned.difference.lower < 0 < planned.difference.upper


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_test_finds_a_change_just_when_the_ratio_leaves_out_1(a, b, level):
    found = two_rates((a, 1000), (b, 1500), level=level)
    if found.ratio is not None:
        assert found.larger_than_chance == (not found.ratio.holds(1.0))


@given(st.integers(0, 60), st.integers(0, 60))
def test_turned_round_the_difference_changes_its_sign(a, b):
    there, back = two_rates((a, 900), (b, 700)), two_rates((b, 700), (a, 900))
    assert there.p_value == pytest.approx(back.p_value)
    assert there.difference.lower == pytest.approx(-back.difference.upper)


def test_no_events_at_all_are_no_change_and_have_no_ratio():
    found = two_rates((0, 100), (0, 200))
    assert (found.p_value, found.ratio, found.larger_than_chance) == (1.0, None, False)
    assert two_rates((5, 100), (0, 100)).ratio.lower == 0


def test_a_wider_level_asks_for_more():
    narrow, wide = (two_proportions((50, 100), (64, 100), level=at) for at in (0.95, 0.99))
    assert (narrow.larger_than_chance, wide.larger_than_chance) == (True, False)
    assert wide.difference.lower < narrow.difference.lower


@pytest.mark.parametrize(
    "ask",
    [
        lambda: two_proportions((6, 5), (1, 5)),
        lambda: two_proportions((0, 0), (1, 5)),
        lambda: two_proportions((1, 5), (1, 5), level=1),
        lambda: two_rates((1, 0), (1, 5)),
        lambda: two_rates((-1, 10), (1, 5)),
        lambda: two_rates((1, 10), (1, 5), level=0),
    ],
)
def test_what_makes_no_sense_is_refused(ask):
    with pytest.raises(ValueError, match=r"must|level"):
        ask()
