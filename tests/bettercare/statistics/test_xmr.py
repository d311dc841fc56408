"""XmR charts against published figures and against the rules as NHSRplotthedots applies them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.statistics import chart_in_words, xmr
from tests.bettercare.known import known

# Rotherham NHS Foundation Trust, delayed transfers as % of occupied beds, January to June 2017.
DTOC = (4.1, 4.2, 6.0, 5.1, 5.9, 5.4)
# The first 20 numbers of R's rnorm with set.seed(123), which the tests of NHSRplotthedots use
# (tests/testthat/test-ptd_spc_standard.R); what they expect is in _snaps/ptd_spc_standard.md.
NORMAL = (
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
)
WITH_OUTLIER = (*NORMAL[:14], 10.0, *NORMAL[15:])
# NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2: flow rates of ten batches.
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
LEVEL = (5, 7, 6, 4, 6, 5, 7, 4, 6, 5, 7, 5, 4, 6, 7)  # nothing happens


def limits(segment):
    return segment.lower, segment.mean, segment.upper


def rules(chart, rule):
    return [point.position for point in chart.points if rule in point.rules]


class TestLimits:
    def test_rotherham_as_worked_by_hand(self):
        chart = xmr(DTOC, target=3.5, least=5)
        assert [round(one, 2) for one in limits(chart.last)] == [2.94, 5.12, 7.30]
        assert chart.last.moving_range == pytest.approx(0.82)
        assert [point.moving_range for point in chart.points] == [
            None,
            *(pytest.approx(one) for one in (0.1, 1.8, 0.9, 0.8, 0.5)),
        ]
        assert [point.meets for point in chart.points] == [False] * 6
        assert {point.verdict for point in chart.points} == {"common_cause"}
        assert chart.last.assurance == "hit_or_miss"

    @pytest.mark.parametrize(
        ("values", "screen", "lower", "mean", "upper"),
        [
            pytest.param(NORMAL, True, -3.01138, 0.1416238, 3.294627, id="no outlier"),
            pytest.param(WITH_OUTLIER, True, -2.383666, 0.6694159, 3.722497, id="screened"),
            pytest.param(WITH_OUTLIER, False, -4.596625, 0.6694159, 5.935457, id="not screened"),
        ],
    )
    def test_as_nhsrplotthedots_snapshots_them(self, values, screen, lower, mean, upper):
        found = xmr(values, screen=screen).last
        assert limits(found) == pytest.approx((lower, mean, upper), rel=1e-6)
        assert found.screened == (2 if values is WITH_OUTLIER and screen else 0)

    def test_two_series_of_ten_as_nhsrplotthedots_snapshots_them(self):
        """The same numbers in two facets, as two segments here: _snaps/ptd_spc.md."""
        first, second = xmr(NORMAL, rebase=[10]).segments
        assert limits(first) == pytest.approx((-2.60, 0.0746, 2.75), abs=0.005)
        assert limits(second) == pytest.approx((-3.28, 0.209, 3.70), abs=0.005)

    def test_nist_handbook(self):
        """It takes 3 / 1.128 = 2.6596 for 2.66; the limits differ in the third decimal."""
        found = xmr(FLOW).last
        assert limits(found) == pytest.approx((45.8159, 50.81, 55.8041), abs=0.001)
        assert found.moving_range == pytest.approx(1.8778, abs=1e-4)

    def test_near_limits_are_two_thirds_of_the_way(self):
        found = xmr(DTOC, least=5).last
        assert found.near_upper == pytest.approx(5.11666667 + 2 / 3 * 2.66 * 0.82)
        assert found.near_lower == pytest.approx(5.11666667 - 2 / 3 * 2.66 * 0.82)

    def test_a_moving_range_of_just_3_267_averages_is_screened(self):
        """19 steps of 16.733 and one of 62.073: 3.267 times their average, 19."""
        values = [Decimal(0), Decimal("16.733")] * 10 + [Decimal("78.806")]
        assert xmr(values).last.screened == 1
        values[-1] -= Decimal("0.001")
        assert xmr(values).last.screened == 0

    def test_a_series_that_never_moves_has_no_outlier_and_no_signal(self):
        """Binary fractions would put the mean of 0.1s a hair beside 0.1, and call it a shift."""
        chart = xmr([0.1] * 20)
        assert limits(chart.last) == (0.1, 0.1, 0.1)
        assert chart.last.variation == "common_cause"

    def test_a_fixed_baseline_leaves_later_points_out_of_the_limits(self):
        values = (*LEVEL, 30, 31, 30)
        fixed = xmr(values, baseline=15).last
        assert limits(fixed) == limits(xmr(LEVEL).last)
        assert (fixed.used, fixed.points) == (15, 18)
        assert rules(xmr(values, baseline=15), "outside") == [15, 16, 17]

    def test_gaps_do_not_count_to_the_baseline(self):
        values = (LEVEL[0], None, *LEVEL[1:], 30)
        assert xmr(values, baseline=15).last.mean == xmr(LEVEL).last.mean

    @pytest.mark.parametrize(("values", "middle"), [((3, 1, 9), 3), ((3, None, 1, 9, 4), 3.5)])
    def test_the_median_is_the_middle_of_what_is_known(self, values, middle):
        assert xmr(values).last.median == middle

    def test_a_longer_baseline_than_series_uses_what_there_is(self):
        assert limits(xmr(LEVEL, baseline=99).last) == limits(xmr(LEVEL).last)

    @given(
        st.lists(st.decimals(-1000, 1000, places=2), min_size=10, max_size=30),
        st.decimals("0.1", 10, places=1),
        st.decimals(-100, 100, places=1),
    )
    def test_a_change_of_unit_changes_no_verdict(self, values, times, plus):
        before, after = xmr(values), xmr([value * times + plus for value in values])
        assert [one.rules for one in before.points] == [one.rules for one in after.points]
        assert after.last.mean == pytest.approx(
            float(Decimal(str(before.last.mean)) * times + plus), abs=1e-6
        )

    @given(st.lists(st.decimals(-1000, 1000, places=1), min_size=10, max_size=30))
    def test_upside_down_improvement_is_concern(self, values):
        turned = {"improvement": "concern", "concern": "improvement"}
        lower, higher = xmr(values, better="lower"), xmr(values, better="higher")
        assert [turned.get(one.verdict, one.verdict) for one in lower.points] == [
            one.verdict for one in higher.points
        ]
        assert known(lower.last.lower) <= known(lower.last.mean) <= known(lower.last.upper)


class TestRules:
    """Cases of NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R."""

    def test_seven_on_one_side_are_a_shift_and_six_are_not(self):
        seven = xmr([1, -1] * 4 + [2] * 7 + [-2, -2])
        assert rules(seven, "shift") == list(range(8, 15))
        six = xmr([1, -1] * 4 + [2] * 6 + [-2, -2])
        assert rules(six, "shift") == []

    def test_the_length_of_a_shift_is_a_choice(self):
        assert rules(xmr([1, -1] * 4 + [2] * 6 + [-2, -2], shift=6), "shift") == list(range(8, 14))

    def test_a_point_on_the_mean_ends_a_shift(self):
        values = [2, 2, 2, 0, 2, 2, 2, 2, -2, -2, -2, -2, 0, -2, -2, -2]
        chart = xmr(values)
        assert chart.last.mean == 0
        assert rules(chart, "shift") == []

    @pytest.mark.parametrize(
        ("run", "found"),
        [
            pytest.param([1, 2, 3, 4, 5, 6, 7], range(3, 10), id="seven that rise"),
            pytest.param([7, 6, 5, 4, 3, 2, 1], range(3, 10), id="seven that fall"),
            pytest.param([1, 2, 3, 3, 4, 5, 6], (), id="two alike break it"),
            pytest.param([1, 2, 3, 4, 5, 6, 5], (), id="six that rise"),
        ],
    )
    def test_seven_that_rise_or_fall_are_a_trend(self, run, found):
        before, after = ([9, 3, 9], [1, 9]) if run[0] < run[-1] else ([1, 9, 0], [9, 1])
        assert rules(xmr([*before, *run, *after], shift=99), "trend") == list(found)

    def test_a_trend_is_judged_by_its_way_and_not_by_its_side(self):
        """As NHSRplotthedots since its issue 167; the points below the mean rise too."""
        values = [5, 5.5, 5, 1, 2, 3, 4, 6, 7, 8, 4, 5]
        chart = xmr(values, better="lower")
        trend = [chart.points[n] for n in rules(chart, "trend")]
        assert [point.value for point in trend] == [1, 2, 3, 4, 6, 7, 8]
        assert {point.verdict for point in trend} == {"concern"}
        assert {point.verdict for point in xmr(values, better="higher").points} == {
            "common_cause",
            "improvement",
        }

    def test_where_a_trend_turns_the_second_counts(self):
        values = [1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 9, -3, 9, -3, 9, -3]
        chart = xmr(values, better="higher", shift=99, screen=False)
        assert [point.verdict for point in chart.points[:13]] == ["improvement"] * 6 + [
            "concern"
        ] * 7

    def test_outside_the_limits_goes_by_side_even_within_a_trend(self):
        values = [5, 6] * 8 + [40, 39, 38, 37, 36, 35, 34]
        chart = xmr(values, better="lower", baseline=16)
        assert [point.verdict for point in chart.points[16:]] == ["concern"] * 7

    # Mean 0 and average moving range 2.1 over the first 14: limits at 5.6 and near at 3.7.
    BASE = (1, -1) * 6 + (2, -2)

    @pytest.mark.parametrize(
        ("more", "found"),
        [
            pytest.param([4, 1, 4], [14, 16], id="two of three near, one side"),
            pytest.param([1, 4, 4], [15, 16], id="the third between the mean and near"),
            pytest.param([4, -1, 4], [], id="the third on the other side"),
            pytest.param([4, 1, 1, 4], [], id="two of four"),
            pytest.param([4, -4, -1], [], id="near both limits"),
            pytest.param([4, 4, 9], [14, 15], id="a point outside is not near, but on the side"),
            pytest.param([4, 9, 1], [], id="one near and one outside"),
        ],
    )
    def test_two_of_three_near_a_limit(self, more, found):
        assert rules(xmr([*self.BASE, *more], baseline=14), "near") == found

    def test_how_many_near_is_a_choice(self):
        values = [*self.BASE, 4, 1, 1, 4]
        assert rules(xmr(values, baseline=14, near=(2, 4)), "near") == [14, 17]

    def test_on_the_limit_is_not_outside_and_beside_it_is(self):
        """Limits at 2.66 exactly: written decimals are worked as decimals."""
        base = [0.5, -0.5] * 8
        assert rules(xmr([*base, 2.66], baseline=16), "outside") == []
        assert rules(xmr([*base, 2.6600001], baseline=16), "outside") == [16]

    def test_a_gap_breaks_every_run_and_is_never_nought(self):
        values = [1, -1] * 4 + [2, 2, 2, None, 2, 2, 2] + [-2, -2]
        chart = xmr(values)
        assert rules(chart, "shift") == []
        assert (chart.points[11].verdict, chart.points[11].moving_range) == ("no_value", None)
        assert chart.points[12].moving_range is None
        assert chart.last.points == 16

    def test_a_gap_at_the_end_leaves_the_icon_to_the_last_value(self):
        assert xmr([*LEVEL, 30, None], baseline=15).last.variation == "concern_high"


class TestRebase:
    VALUES = (*[12, 13, 14, 13] * 4, *[5, 6, 5, 4] * 4)

    def test_each_segment_has_its_own_lines(self):
        first, second = xmr(self.VALUES, rebase=[16]).segments
        assert (first.start, first.stop, first.mean) == (0, 16, 13)
        assert (second.start, second.stop, second.mean) == (16, 32, 5)

    def test_no_rule_and_no_moving_range_runs_across(self):
        """Four above before and four above after are no shift of eight."""
        values = [4, 6] * 4 + [4, 4, 4, 6, 6, 6, 6] + [6, 6, 6, 6, 4, 4, 4] + [4, 6] * 4
        assert rules(xmr(values), "shift") == list(range(11, 19))
        chart = xmr(values, rebase=[15])
        assert rules(chart, "shift") == []
        assert chart.points[15].moving_range is None

    def test_no_trend_runs_across(self):
        values = [3, 2] * 5 + [1, 2, 3, 4, 5, 6, 7] + [8, 7] * 6
        assert rules(xmr(values, shift=99), "trend") == list(range(10, 18))
        assert rules(xmr(values, rebase=[14], shift=99), "trend") == []

    def test_icons_are_those_of_each_segment(self):
        """Without the rebase today's low values look like an improvement that goes on."""
        assert xmr(self.VALUES, target=8).last.variation == "improvement_low"
        first, second = xmr(self.VALUES, rebase=[16], target=8).segments
        assert (first.variation, first.assurance) == ("common_cause", "consistently_fail")
        assert (second.variation, second.assurance) == ("common_cause", "consistently_pass")

    def test_a_segment_that_is_short_is_not_judged(self):
        _, second = xmr(self.VALUES[:22], rebase=[16], target=8).segments
        assert (second.strength, second.variation, second.assurance) == (
            "run_chart",
            "too_few",
            "too_few",
        )
        assert xmr(self.VALUES[:22], rebase=[16]).points[-1].verdict == "too_few"

    @pytest.mark.parametrize("place", [0, -1, 32, 99])
    def test_a_rebase_is_at_a_value_after_the_first(self, place):
        with pytest.raises(ValueError, match="rebase is at the position"):
            xmr(self.VALUES, rebase=[place])


class TestIcons:
    """Cases of NHSRplotthedots, tests/testthat/test-ptd_calculate_assurance_type.R, and the edges.

    LEVEL has its mean at 5.6 and limits at 0.5 and 10.7.
    """

    @pytest.mark.parametrize(
        ("better", "target", "icon"),
        [
            ("higher", 20, "consistently_fail"),
            ("higher", -1, "consistently_pass"),
            ("higher", 5, "hit_or_miss"),
            ("lower", 20, "consistently_pass"),
            ("lower", -1, "consistently_fail"),
            ("lower", 5, "hit_or_miss"),
            ("neither", 20, ""),
            ("lower", None, ""),
        ],
    )
    def test_assurance(self, better, target, icon):
        assert xmr(LEVEL, target=target, better=better).last.assurance == icon

    def test_a_target_on_the_limit_is_hit_or_miss(self):
        base = [0.5, -0.5] * 8
        assert xmr(base, target=2.66).last.assurance == "hit_or_miss"
        assert xmr(base, target=2.67).last.assurance == "consistently_pass"

    def test_a_target_that_changes_is_judged_by_its_last(self):
        chart = xmr(LEVEL, target=[20] * 8 + [6] * 7)
        assert (chart.last.target, chart.last.assurance) == (6, "hit_or_miss")
        assert [point.meets for point in chart.points[6:10]] == [True, True, True, True]
        assert chart.points[10].meets is False  # 7 against 6

    def test_a_target_that_changes_with_the_segment(self):
        chart = xmr(LEVEL * 2, rebase=[15], target=[20] * 15 + [-1] * 15)
        assert [one.assurance for one in chart.segments] == [
            "consistently_pass",
            "consistently_fail",
        ]

    def test_targets_must_be_as_many_as_values(self):
        with pytest.raises(ValueError, match="one for each value"):
            xmr(LEVEL, target=[1, 2])

    @pytest.mark.parametrize(
        ("better", "value", "icon"),
        [
            ("lower", 30, "concern_high"),
            ("lower", -30, "improvement_low"),
            ("higher", 30, "improvement_high"),
            ("higher", -30, "concern_low"),
            ("neither", 30, "neutral_high"),
            ("neither", -30, "neutral_low"),
            ("lower", 6, "common_cause"),
        ],
    )
    def test_variation(self, better, value, icon):
        assert xmr([*LEVEL, value], baseline=15, better=better).last.variation == icon


class TestTooFew:
    @pytest.mark.parametrize(
        ("count", "strength"),
        [(0, "none"), (1, "run_chart"), (9, "run_chart"), (10, "provisional"), (14, "provisional")],
    )
    def test_strength(self, count, strength):
        assert xmr(LEVEL[:count]).last.strength == strength

    def test_fifteen_are_firm(self):
        assert xmr(LEVEL).last.strength == "firm"

    def test_below_ten_nothing_is_judged_however_wild(self):
        chart = xmr([1, 1, 1, 1, 1, 1, 1, 1, 99], target=2)
        assert {(point.rules, point.verdict) for point in chart.points} == {((), "too_few")}
        assert (chart.last.variation, chart.last.assurance) == ("too_few", "too_few")

    def test_points_without_two_in_a_row_make_no_limits(self):
        chart = xmr([1, None] * 10)
        assert (chart.last.strength, chart.last.upper) == ("run_chart", None)

    def test_no_value_at_all(self):
        chart = xmr([None, None])
        assert (chart.last.strength, chart.last.mean) == ("none", None)
        assert [point.verdict for point in chart.points] == ["no_value"] * 2

    def test_the_finding_says_how_many_are_needed(self):
        assert chart_in_words(xmr(DTOC), "DTOC") == (
            "DTOC: 6 points are too few to judge; 10 are needed for limits and 15 for a firm call."
        )
        assert "1 point since the last rebase is too few" in chart_in_words(xmr(LEVEL, rebase=[14]))

    def test_the_finding_of_a_firm_chart_has_no_doubt(self):
        assert chart_in_words(xmr([*LEVEL, 30], baseline=15, target=20), "Days") == (
            "Days gives cause for concern: the last point is outside the limits. "
            "The target will be met every time, unless something changes."
        )


class TestRefused:
    @pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
    def test_a_value_that_is_no_number(self, value):
        with pytest.raises(ValueError, match="finite number"):
            xmr([1, value])

    @pytest.mark.parametrize(
        "asked",
        [
            {"shift": 1},
            {"trend": 1},
            {"near": (4, 3)},
            {"near": (0, 3)},
            {"baseline": 1},
            {"better": "up"},
            {"least": 1},
        ],
    )
    def test_a_choice_that_makes_no_sense(self, asked):
        with pytest.raises(ValueError, match=r"point|better"):
            xmr(LEVEL, **asked)
