"""What a history that stands still says of an ambition that is just that."""

import pytest

from bettercare.trajectories import Predictive, chance_of, forecast
from bettercare.trajectories.predictive import Part


@pytest.mark.parametrize("value", [50, 0.1, 33.3, 0])
@pytest.mark.parametrize("season", [1, 12])
@pytest.mark.parametrize("better", ["lower", "higher"])
def test_an_ambition_to_stay_as_it_always_was_is_met(value, season, better):
    found = forecast([value] * 30, 3, season=season).over(3, 3, "mean")
    assert chance_of(found, value, better).probability == pytest.approx(1)


@pytest.mark.parametrize(("better", "ambition"), [("lower", 49.9), ("higher", 50.1)])
def test_one_that_is_beyond_it_is_not(better, ambition):
    found = forecast([50] * 30, 3).over(3, 3, "mean")
    assert chance_of(found, ambition, better).probability == pytest.approx(0)


def test_at_least_and_at_most_are_one_together_where_a_number_spreads():
    found = Predictive((Part(0.5, 100.0, 10.0, 20.0), Part(0.5, 90.0, 5.0, 8.0)))
    assert found.at_least(93) + found.at_most(93) == pytest.approx(1)
