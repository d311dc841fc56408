"""Plans by quarter and by day, and whether an ambition is believable."""

from bettercare.trajectories.forecasts import Chance, Forecast, chance_of, forecast, in_words
from bettercare.trajectories.predictive import Predictive, Range

__all__ = ["Chance", "Forecast", "Predictive", "Range", "chance_of", "forecast", "in_words"]
