"""Shares with Wilson intervals, verdicts by non-overlap, and people needed to reach equity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.equity import Verdict, further_people, people_to_reach, share, verdict
from bettercare.equity.shares import Limits

# Worked by hand from (2x + z² ∓ z√(z² + 4x(1 - x/n))) / (2(n + z²)), z = 1.959964.
WILSON = [
    ((11, 15), (73.33, 48.05, 89.10)),
    ((34, 220), (15.45, 11.28, 20.82)),
    ((135, 252), (53.57, 47.41, 59.63)),
    ((0, 10), (0.00, 0.00, 27.75)),
    ((10, 10), (100.00, 72.25, 100.00)),
]


@pytest.mark.parametrize(("counts", "limits"), WILSON)
def test_wilson_limits_by_hand(counts, limits):
    assert [round(part * 100, 2) for part in share(*counts)[2:]] == pytest.approx(limits, abs=0.006)


@pytest.mark.parametrize("counts", [(1, 0), (-1, 5), (6, 5)])
def test_a_share_of_nobody_or_above_the_whole_is_refused(counts):
    with pytest.raises(ValueError):
        share(*counts)


def test_a_higher_level_gives_a_wider_interval():
    low, high = share(34, 220, 0.95), share(34, 220, 0.99)
    assert high.lower < low.lower < low.upper < high.upper
    assert round(high.lower * 100, 1) == 10.2  # z = 2.575829


@pytest.mark.parametrize(
    ("users", "people", "expected"),
    [
        ((4.5, 7.4), (8.3, 8.5), Verdict.UNEQUAL),
        ((6.3, 8.5), (8.3, 8.5), Verdict.EQUAL),
        ((11.3, 20.8), (8.3, 8.5), Verdict.EQUITABLE),
        ((1.0, 8.3), (8.3, 8.5), Verdict.EQUAL),  # touching limits overlap
        ((8.5, 9.0), (8.3, 8.5), Verdict.EQUAL),
        ((8.35, 8.4), (8.3, 8.5), Verdict.EQUAL),  # wholly inside
    ],
)
def test_a_verdict_is_by_limits_that_do_not_overlap(users, people, expected):
    assert verdict(Limits(*users), Limits(*people)) is expected


def test_only_equitable_use_improves_health():
    assert [one.improves for one in Verdict] == [False, False, True]
    assert [one.beside for one in Verdict] == ["below", "alike", "above"]


@pytest.mark.parametrize(
    ("of", "above", "expected"),
    [(15, 0.0432, 3), (855, 0.424, 391), (252, 0.424, 123), (2, 0.5, None), (10, 0.0, 1)],
)
def test_people_needed_as_printed_or_by_hand(of, above, expected):
    assert people_to_reach(of, above) == expected


@given(of=st.integers(1, 3000), above=st.floats(0, 1), level=st.sampled_from([0.9, 0.95, 0.99]))
def test_people_needed_are_enough_and_one_fewer_is_not(of, above, level):
    least = people_to_reach(of, above, level)
    if least is None:
        assert share(of, of, level).lower <= above
        return
    assert share(least, of, level).lower > above
    assert least == 0 or share(least - 1, of, level).lower <= above


@given(of=st.integers(1, 60), above=st.floats(0, 1))
def test_people_needed_are_the_first_of_all_that_are_enough(of, above):
    enough = [k for k in range(of + 1) if share(k, of).lower > above]
    assert people_to_reach(of, above) == (enough[0] if enough else None)


@given(of=st.integers(1, 500), part=st.floats(0, 1), above=st.floats(0, 0.99))
def test_further_people_are_enough_and_one_fewer_is_not(of, part, above):
    number = round(of * part)
    more = further_people(number, of, above)
    assert share(number + more, of + more).lower > above
    assert more == 0 or share(number + more - 1, of + more - 1).lower <= above


@given(of=st.integers(1, 500), part=st.floats(0, 1), above=st.floats(0, 0.9))
def test_those_who_have_reached_it_need_nobody_and_others_more_than_by_replacing(of, part, above):
    number, least = round(of * part), people_to_reach(of, above)
    more = further_people(number, of, above)
    if least is not None:
        assert (more == 0) == (number >= least)
        assert more >= least - number


def test_a_limit_of_everybody_is_passed_by_nobody():
    assert further_people(0, 3, 1.0) is None
