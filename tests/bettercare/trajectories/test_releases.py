"""Figures as released: what was known when, how late, and how they were revised."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.errors import BadRequest
from bettercare.trajectories.releases import Release, known_on, last_day, revisions, standing


def release(period, value, status, *published):
    return Release(period, None if value is None else Decimal(value), status, date(*published))


RELEASES = [
    release("2019-05", 90, "provisional", 2019, 7, 11),
    release("2019-04", 100, "provisional", 2019, 6, 13),
    release("2019-04", 104, "final", 2019, 9, 12),
]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2019-20", date(2020, 3, 31)),
        ("2019-20 Q1", date(2019, 6, 30)),
        ("2019-20 Q3", date(2019, 12, 31)),
        ("2019-20 Q4", date(2020, 3, 31)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-12", date(2019, 12, 31)),
    ],
)
def test_the_last_day_of_a_period(period, day):
    assert last_day(period) == day


def test_the_lag_is_counted_from_the_end_of_the_period():
    assert [one.lag for one in RELEASES] == [41, 44, 135]
    with pytest.raises(BadRequest, match="is no period"):
        release("soon", 1, "final", 2019, 1, 1).lag  # noqa: B018


def test_what_was_known_on_a_day_is_in_order_of_time_and_knows_nothing_later():
    assert list(known_on(RELEASES, date(2019, 8, 1))) == ["2019-04", "2019-05"]
    assert known_on(RELEASES, date(2019, 8, 1))["2019-04"].value == 100
    assert known_on(RELEASES, date(2019, 9, 12))["2019-04"].value == 104
    assert known_on(RELEASES, date(2019, 6, 12)) == {}


def test_of_two_releases_on_one_day_the_final_one_counts():
    final = release("2019-04", 104, "final", 2019, 6, 13)
    for given in ([final, RELEASES[1]], [RELEASES[1], final]):
        assert known_on(given, date(2019, 7, 1))["2019-04"] is final


def test_revisions_say_how_far_a_figure_moved():
    [found] = revisions(RELEASES)
    assert (found.period, found.change) == ("2019-04", Decimal(4))
    withheld = release("2019-05", None, "final", 2019, 9, 12)
    assert [one.change for one in revisions([*RELEASES, withheld])] == [Decimal(4), None]


def test_a_figure_says_whether_it_may_change():
    assert standing(RELEASES[2]) == "final, published 135 days after the period"
    assert standing(release("2019-04", 1, "provisional", 2019, 5, 1)).endswith(
        "1 day after the period"
    )
