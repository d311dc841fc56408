"""Forecasts: worked by hand where the model is plain, and the chance of an ambition."""

from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bettercare.trajectories import Predictive, chance_of, forecast, in_words
from bettercare.trajectories.forecasts import NO_FLOOR
from bettercare.trajectories.predictive import Part
from bettercare.trajectories.smoothing import ahead, fits

VALUES = [50, 53, 49, 51, 52, 48, 50, 51, 49, 52, 50, 51]  # mean 50.5, squares 23


def fit_of(values, alpha, season=1):
    [found] = [one for one in fits(values, season) if one.alpha == alpha]
    return found


class TestSmoothing:
    def test_a_level_that_stands_still_is_the_mean(self):
        """Of the sum of 4: 4 chances, and 16 times the doubt about the mean, which is 1 / 12."""
        fit = fit_of(VALUES, 0.0)
        assert (fit.coefficients[0], fit.squares) == pytest.approx((50.5, 23.0))
        assert fit.freedom == 10  # 12 values, less the level and the share
        assert ahead(fit, 12, [1.0]) == pytest.approx((50.5, 1 + 1 / 12))
        assert ahead(fit, 12, [1.0] * 4) == pytest.approx((202, 4 + 16 / 12))

    def test_a_level_that_follows_is_the_last_value(self):
        """A random walk: the sum of 3 steps has 9 + 4 + 1 times the variance of one."""
        fit = fit_of(VALUES, 1.0)
        assert ahead(fit, 12, [1.0]) == pytest.approx((51, 1))
        assert ahead(fit, 12, [1.0] * 3) == pytest.approx((153, 14))
        assert ahead(fit, 12, [0.0, 0.0, 1.0]) == pytest.approx((51, 3))

    def test_half_way_by_hand(self):
        """From a level of 10 with half of each surprise: 10, then 12, 11, 13."""
        fit = fit_of([10, 14, 10, 15], 0.5)
        start = fit.coefficients[0]
        level = start
        squares = 0.0
        for value in (10, 14, 10, 15):
            squares += (value - level) ** 2
            level += (value - level) / 2
        assert fit.squares == pytest.approx(squares)
        mean, _ = ahead(fit, 4, [1.0])
        assert mean == pytest.approx(level)
        # The start is the one with the least squares: nearby ones are worse.
        for other in (start - 0.1, start + 0.1):
            level, worse = other, 0.0
            for value in (10, 14, 10, 15):
                worse += (value - level) ** 2
                level += (value - level) / 2
            assert worse > squares

    def test_the_variance_of_a_sum_is_that_of_simulated_paths(self):
        draw = np.random.default_rng(1)
        chance = draw.normal(size=(200_000, 3))
        level = np.zeros(200_000)
        total = np.zeros(200_000)
        for step in range(3):
            total += level + chance[:, step]
            level += 0.5 * chance[:, step]
        fit = fit_of([0.0] * 40, 0.5)  # so long that nothing is unknown but chance
        assert ahead(fit, 40, [1.0] * 3)[1] == pytest.approx(total.var(), rel=0.02)

    def test_a_gap_leaves_the_level_as_it_is(self):
        with_gap = fit_of([1, 2, None, 4], 0.5)
        assert with_gap.squares == pytest.approx(fit_of([1, 2, 4], 0.5).squares)
        assert with_gap.freedom == fit_of([1, 2, 4], 0.5).freedom

    def test_seasons_are_kept_apart_also_across_a_gap(self):
        pattern = [10.0, 20.0, 30.0, 40.0]
        fit = fit_of([*pattern, 10.0, None, *pattern[2:], *pattern], 0.0, season=4)
        assert list(fit.coefficients) == pytest.approx(pattern)
        assert ahead(fit, 12, [0.0, 1.0])[0] == pytest.approx(20)

    def test_a_history_may_end_within_a_turn(self):
        fit = fit_of([10.0, 20.0, 30.0, 40.0] * 3 + [10.0], 0.0, season=4)
        assert ahead(fit, 13, [1.0])[0] == pytest.approx(20)


def test_shares_weigh_as_their_likelihood_says():
    """The same by the covariance of the points: each is all earlier chances, a share of each."""
    count = len(VALUES)
    values, ones = np.array(VALUES, dtype=float), np.ones(count)
    logs = []
    for alpha in [n / 20 for n in range(21)]:
        path = np.eye(count) + alpha * np.tri(count, k=-1)
        inverse = np.linalg.inv(path @ path.T)
        information = ones @ inverse @ ones
        mean = ones @ inverse @ values / information
        squares = (values - mean) @ inverse @ (values - mean)
        before = 0.3 if alpha == 0 else 0.7 / 20
        logs.append(np.log(before) - 10 / 2 * np.log(squares) - np.log(information) / 2)
    expected = np.exp(np.array(logs) - max(logs))
    expected /= expected.sum()
    parts = forecast(VALUES, 1).over(1, 1).parts
    assert [part.weight for part in parts] == pytest.approx(expected[: len(parts)], abs=2e-4)


class TestForecast:
    def test_seasons_come_back(self):
        pattern = [30, 20, 10, 20, 40, 60]
        values = [one + n % 3 for n, one in enumerate(pattern * 6)]
        found = forecast(values, 6, season=6)
        assert found.seasonal
        assert [step.value for step in found.steps] == pytest.approx(
            [one + n % 3 for n, one in enumerate(pattern)], abs=0.5
        )

    def test_seasons_need_two_turns_and_every_season_once(self):
        assert not forecast(VALUES * 2, 1, season=13).seasonal
        assert forecast(VALUES * 2, 1, season=12).seasonal
        never_march = [None if n % 12 == 2 else value for n, value in enumerate(VALUES * 4)]
        assert not forecast(never_march, 1, season=12).seasonal

    def test_limits_widen_with_distance_where_the_level_moves(self):
        walk = [50, 52, 55, 54, 57, 61, 60, 64, 66, 65, 69, 72, 71, 75]
        steps = forecast(walk, 6).steps
        widths = [step.upper - step.lower for step in steps]
        assert widths == sorted(widths)
        assert widths[-1] > 1.5 * widths[0]

    def test_the_sum_of_a_year_knows_what_is_there_already(self):
        found = forecast(VALUES, 3)
        alone, together = found.over(1, 3), found.over(1, 3, so_far=450)
        assert together.value == pytest.approx(alone.value + 450)
        assert together.at_most(600) == pytest.approx(alone.at_most(150))

    def test_a_mean_is_a_third_of_the_sum(self):
        found = forecast(VALUES, 3)
        for level in (0.5, 0.95):
            assert [3 * one for one in found.over(1, 3, "mean").interval(level)] == pytest.approx(
                list(found.over(1, 3).interval(level))
            )

    def test_one_step_is_the_step(self):
        found = forecast(VALUES, 2, level=0.8)
        step = found.steps[1]
        assert (step.value, step.lower, step.upper) == pytest.approx(
            tuple(found.over(2, 2).interval(0.8))
        )

    def test_no_limit_goes_below_the_floor(self):
        few = [3, 0, 1, 4, 0, 2, 1, 0, 3, 1]
        assert forecast(few, 1).steps[0].lower == 0
        assert forecast(few, 1, floor=NO_FLOOR).steps[0].lower < 0
        assert forecast(few, 2).over(1, 2, so_far=7).interval(0.99).lower == 7

    def test_gaps_are_not_nought(self):
        assert forecast([*VALUES, None, None], 1).steps[0].value == pytest.approx(
            forecast(VALUES, 1).steps[0].value
        )

    def test_a_series_that_never_moved_goes_on(self):
        step = forecast([4.0] * 12, 1).steps[0]
        assert (step.value, step.lower, step.upper) == pytest.approx((4, 4, 4), abs=1e-4)

    @settings(max_examples=15)  # each makes two forecasts
    @given(
        st.lists(st.floats(0, 1000), min_size=10, max_size=24),
        st.floats(0.5, 20),
        st.floats(0, 1000),
    )
    def test_a_change_of_unit_changes_the_forecast_alike(self, values, times, plus):
        values = [round(value, 2) for value in values]
        before = forecast(values, 2, floor=NO_FLOOR).over(1, 2, "mean")
        after = forecast([v * times + plus for v in values], 2, floor=NO_FLOOR).over(1, 2, "mean")
        for one, other in zip(before.interval(0.8), after.interval(0.8), strict=True):
            assert other == pytest.approx(one * times + plus, rel=1e-3, abs=1e-2 * times)

    @pytest.mark.parametrize(
        ("ask", "said"),
        [
            (lambda: forecast([1.0, float("nan")], 1), "finite"),
            (lambda: forecast(VALUES, 0), "1 step or more"),
            (lambda: forecast(VALUES, 1, season=0), "1 period or more"),
            (lambda: forecast(VALUES, 2).over(0, 1), "counted from 1"),
            (lambda: forecast(VALUES, 2).over(1, 3), "counted from 1"),
            (lambda: forecast(VALUES, 2).over(2, 1), "counted from 1"),
            (lambda: forecast(VALUES, 2).over(1, 2, "mean", 5), "added to a sum only"),
            (lambda: forecast(VALUES[:3], 2).over(1, 2), "3 of the 10 values"),
        ],
    )
    def test_what_cannot_be_asked(self, ask, said):
        with pytest.raises(ValueError, match=said):
            ask()


class TestPredictive:
    ONE = Predictive((Part(1.0, 0.0, 1.0, 10.0),))
    TWO = Predictive((Part(0.5, -5.0, 0.1, 30.0), Part(0.5, 5.0, 0.1, 30.0)))

    def test_one_part_is_students_t(self):
        """Tables of t: 2.228 at 97.5% with 10 degrees of freedom."""
        assert self.ONE.interval(0.95).upper == pytest.approx(2.2281, abs=1e-4)
        assert self.ONE.interval(0.95).lower == pytest.approx(-2.2281, abs=1e-4)
        assert self.ONE.at_most(2.2281389) == pytest.approx(0.975, abs=1e-6)

    def test_a_mixture_lies_on_both_sides(self):
        assert self.TWO.value == 0
        assert self.TWO.at_most(0) == pytest.approx(0.5)
        assert self.TWO.interval(0.9).lower == pytest.approx(-5, abs=0.5)
        assert self.TWO.quantile(0.75) == pytest.approx(5, abs=1e-6)

    @given(st.floats(0.01, 0.99))
    def test_a_quantile_is_what_its_share_lies_below(self, share):
        for one in (self.ONE, self.TWO):
            assert one.at_most(one.quantile(share)) == pytest.approx(share, abs=1e-9)
            assert one.at_most(1.5) + one.at_least(1.5) == pytest.approx(1)

    def test_a_floor_takes_what_lies_below_it(self):
        found = Predictive((Part(1.0, 0.5, 1.0, 10.0),), floor=0.0)
        assert (found.at_most(-0.1), found.at_least(0.0)) == (0.0, 1.0)
        assert found.at_most(0.0) > 0.3
        assert found.interval(0.95).lower == 0.0
        assert Predictive((Part(1.0, -3.0, 1.0, 10.0),), floor=0.0).value == 0.0

    @pytest.mark.parametrize("share", [0, 1, -inf])
    def test_a_share_or_level_out_of_range_is_refused(self, share):
        with pytest.raises(ValueError, match="between 0 and 1"):
            self.ONE.quantile(share)
        with pytest.raises(ValueError, match="between 0 and 1"):
            self.ONE.interval(share)


class TestAmbition:
    def test_the_chance_is_the_share_of_the_distribution_on_the_good_side(self):
        """With one level the forecast of 12 still points is Student's t: by hand from tables."""
        fit = fit_of(VALUES, 0.0)
        scale = sqrt(fit.squares / fit.freedom * (1 + 1 / 12))
        found = Predictive((Part(1.0, 50.5, scale, 10.0),))
        at = 50.5 - 1.8125 * scale  # 5% with 10 degrees of freedom
        assert chance_of(found, at, "lower").probability == pytest.approx(0.05, abs=1e-4)
        assert chance_of(found, at, "higher").probability == pytest.approx(0.95, abs=1e-4)

    def test_a_harder_ambition_is_less_likely(self):
        found = forecast(VALUES, 3).over(1, 3)
        chances = [chance_of(found, at, "lower").probability for at in (140, 150, 152, 160)]
        assert chances == sorted(chances)

    def test_without_a_way_that_is_better_there_is_nothing_to_meet(self):
        with pytest.raises(ValueError, match="lower or higher"):
            chance_of(forecast(VALUES, 1).over(1, 1), 50, "neither")

    @pytest.mark.parametrize(
        ("probability", "words"),
        [
            (0.0, "less than 1 in 100"),
            (0.01, "1%, about 1 in 100"),
            (0.124, "12%, about 1 in 8"),
            (0.5, "50%, about 1 in 2"),
            (0.75, "75%, about 3 in 4"),
            (0.97, "97%, about 32 in 33"),
            (0.99, "99%, about 99 in 100"),
            (1.0, "more than 99 in 100"),
        ],
    )
    def test_chances_in_words(self, probability, words):
        assert in_words(probability) == words
