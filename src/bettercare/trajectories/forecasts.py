"""Forecasts with intervals from a history, and how likely an ambition is to be met.

The method is simple exponential smoothing, averaged over how much the level moves instead of
betting on one answer. It was chosen by trying it against others on series made up from a seed:
docs/how-to/is-an-ambition-believable.md has the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log, sqrt
from typing import Literal

import numpy as np

from bettercare.trajectories.predictive import Part, Predictive, Range
from bettercare.trajectories.smoothing import FEW, Fit, ahead, fits

How = Literal["sum", "mean"]
LEAST = 10  # values without which no forecast is made
LEAST_SEASONS = 2  # whole turns of the seasons without which they are left out
STILL = 0.3  # how likely it is beforehand that the level does not move at all
NO_FLOOR = -inf  # for what may fall below 0, such as a difference
NEGLIGIBLE = 1e-4  # weight of a part that changes nothing that is shown


@dataclass(frozen=True, slots=True)
class Step:
    """One period to come, counted from 1, with its value and limits."""

    ahead: int
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a history says of the periods after it; nothing where ``why_not`` says why.

    ``seasonal`` says whether seasons were told apart; ``used`` is how many values there were.
    """

    history: tuple[float | None, ...]
    season: int
    used: int
    floor: float
    level: float
    steps: tuple[Step, ...] = ()
    why_not: str = ""

    @property
    def seasonal(self) -> bool:
        """Whether each month or quarter has a level of its own."""
        return self.season > 1

    def over(self, first: int, last: int, how: How = "sum", so_far: float = 0.0) -> Predictive:
        """The distribution of the sum or mean of the steps ``first`` to ``last``, from 1.

        ``so_far`` is what is known already and comes on top of a sum. Steps move together, so
        limits of a sum are not the sums of the limits. Raises ``ValueError`` without a forecast
        and for steps that there are none of.
        """
        if self.why_not:
            raise ValueError(self.why_not)
        if not 1 <= first <= last <= len(self.steps):
            raise ValueError("the steps of a forecast are counted from 1 to its last")
        if how == "mean" and so_far:
            raise ValueError("what is known already can be added to a sum only")
        each = 1.0 if how == "sum" else 1 / (last - first + 1)
        weights = [0.0] * (first - 1) + [each] * (last - first + 1)
        least = so_far + self.floor * (last - first + 1 if how == "sum" else 1)
        tried = fits(self.history, self.season)
        return _mixed(tried, len(self.history), weights, so_far, least)


def forecast(
    history: Sequence[float | None],
    steps: int,
    *,
    season: int = 1,
    level: float = 0.95,
    floor: float = 0.0,
    least: int = LEAST,
) -> Forecast:
    """What is to be expected of the next ``steps`` periods, each with an interval at ``level``.

    ``history`` is in order of time without leaving a period out; ``None`` where a value is
    missing. ``season`` is 12 for months and 4 for quarters; seasons are told apart from two whole
    turns on. ``floor`` is the least a value can be. With fewer than ``least`` values there is no
    forecast, and ``why_not`` says so.

    Method: simple exponential smoothing (ARIMA(0,1,1)) about fixed seasonal means, after J. F.
    Muth, 1960, and Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing",
    2008, chapter 6; the smoothing share is averaged over by its marginal likelihood, which gives a
    mixture of Student's t distributions. Raises ``ValueError`` for a value that is no number.

    >>> found = forecast([50, 53, 49, 51, 52, 48, 50, 51, 49, 52, 50, 51], 3)
    >>> [round(one) for one in (found.steps[0].value, found.steps[0].lower, found.steps[0].upper)]
    [51, 47, 54]
    >>> forecast([50, 53, 49], 3).why_not
    'No forecast: the history has 3 of the 10 values that are needed.'
    """
    _refuse(history, steps, season)
    values = tuple(None if value is None else float(value) for value in history)
    used = sum(value is not None for value in values)
    turns = season if used >= LEAST_SEASONS * season and _all_seasons(values, season) else 1
    if used < least:
        why = f"No forecast: the history has {used} of the {least} values that are needed."
        return Forecast(values, turns, used, floor, level, (), why)
    tried = fits(values, turns)
    found = []
    for number in range(1, steps + 1):
        weights = [0.0] * (number - 1) + [1.0]
        limits = _mixed(tried, len(values), weights, 0.0, floor).interval(level)
        found.append(Step(number, *limits))
    return Forecast(values, turns, used, floor, level, tuple(found))


def _refuse(history: Sequence[float | None], steps: int, season: int) -> None:
    if any(value is not None and not isfinite(value) for value in history):
        raise ValueError("a value of a history is a finite number, or None where there is none")
    if steps < 1 or season < 1:
        raise ValueError("a forecast has 1 step or more, and a season 1 period or more")


def _all_seasons(values: Sequence[float | None], season: int) -> bool:
    """Whether every month or quarter was seen at least once."""
    return {n % season for n, value in enumerate(values) if value is not None} == set(range(season))


def _mixed(
    every: Sequence[Fit], length: int, weights: Sequence[float], so_far: float, floor: float
) -> Predictive:
    """The distribution of a weighted sum of values to come, over every share of smoothing."""
    tried = [one for one in every if one.freedom >= FEW]
    likely = [_likely(one) + _beforehand(one, len(tried)) for one in tried]
    shares = [exp(one - max(likely)) for one in likely]
    parts = []
    for one, share in zip(tried, shares, strict=True):
        mean, variance = ahead(one, length, weights)
        scale = sqrt(one.squares / one.freedom * variance)
        parts.append(Part(share / sum(shares), mean + so_far, scale, float(one.freedom)))
    kept = [part for part in parts if part.weight > NEGLIGIBLE]
    whole = sum(part.weight for part in kept)
    return Predictive(
        tuple(Part(p.weight / whole, p.middle, p.scale, p.freedom) for p in kept), floor
    )


def _likely(fit: Fit) -> float:
    """The logarithm of the marginal likelihood of a share, but for what is alike in all."""
    known = float(np.linalg.slogdet(np.linalg.pinv(fit.spread))[1])
    return -fit.freedom / 2 * log(max(fit.squares, 1e-12)) - known / 2


def _beforehand(fit: Fit, shares: int) -> float:
    return log(STILL if fit.alpha == 0 else (1 - STILL) / (shares - 1))


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely it is that an ambition is met, with what is expected instead of hoped for."""

    probability: float
    ambition: float
    expected: Range
    words: str


def chance_of(found: Predictive, ambition: float, better: str, level: float = 0.95) -> Chance:
    """The probability that the outturn is at most the ambition ("lower"), or at least ("higher").

    Raises ``ValueError`` for any other ``better``: without a way that is better there is nothing
    to meet.

    >>> chance_of(Predictive((Part(1.0, 100.0, 10.0, 20.0),)), 88, "lower").words
    '12%, about 1 in 8'
    """
    if better not in {"lower", "higher"}:
        raise ValueError("an ambition needs to know whether lower or higher is better")
    odds = found.at_most(ambition) if better == "lower" else found.at_least(ambition)
    return Chance(odds, ambition, found.interval(level), in_words(odds))


def in_words(probability: float) -> str:
    """A probability as a whole per cent and as odds.

    >>> [in_words(one) for one in (0.004, 0.125, 0.5, 0.9, 0.999)]
    ['less than 1 in 100', '13%, about 1 in 8', '50%, about 1 in 2', '90%, about 9 in 10',
    'more than 99 in 100']
    """
    if probability < 0.01:  # noqa: PLR2004  (1 in 100)
        return "less than 1 in 100"
    if probability > 0.99:  # noqa: PLR2004
        return "more than 99 in 100"
    per_cent = f"{int(probability * 100 + 0.5)}%"
    if probability <= 0.5:  # noqa: PLR2004  (one in two)
        return f"{per_cent}, about 1 in {int(1 / probability + 0.5)}"
    of = int(1 / (1 - probability) + 0.5)
    return f"{per_cent}, about {of - 1} in {of}"
