"""Simple exponential smoothing with a level for each season, fitted by least squares.

The model is ARIMA(0,1,1) about fixed seasonal means: each point is the level before it plus its
season plus chance, and the level takes on a share ``alpha`` of that chance. With 0 the level stands
still (an XmR chart without signals), with 1 it is the last value (a random walk). For a given
share everything else is linear, so means, their uncertainty and the variance of sums are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHARES = tuple(n / 20 for n in range(21))
FEW = 2  # degrees of freedom below which nothing can be said


@dataclass(frozen=True, slots=True)
class Fit:
    """One share tried: sum of squares, coefficients, and what is needed to look ahead."""

    alpha: float
    squares: float
    freedom: int
    coefficients: Array
    spread: Array  # the inverse of X'X
    level: float  # of the values themselves, at the end
    levels: Array  # of each column of the design, at the end


def fits(values: Sequence[float | None], season: int) -> list[Fit]:
    """A fit for each share; values that are missing leave the level as it is."""
    series = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    design = np.eye(season)[np.arange(len(series)) % season]
    return [_fit(series, design, alpha) for alpha in SHARES]


def _fit(series: Array, design: Array, alpha: float) -> Fit:
    columns = np.column_stack([series, design])
    rest, level = _filtered(columns, alpha)
    target, given = rest[:, 0], rest[:, 1:]
    spread: Array = np.linalg.pinv(given.T @ given).astype(np.float64)
    coefficients = spread @ given.T @ target
    left = target - given @ coefficients
    freedom = len(target) - design.shape[1] - 1  # the share is estimated too
    return Fit(alpha, float(left @ left), freedom, coefficients, spread, level[0], level[1:])


def _filtered(columns: Array, alpha: float) -> tuple[Array, Array]:
    """What smoothing from a level of 0 leaves of each column, and the levels it ends at."""
    level = np.zeros(columns.shape[1])
    rest = []
    for row in columns:
        if not np.isnan(row[0]):
            step = row - level
            rest.append(step)
            level = level + alpha * step
    return np.array(rest).reshape(-1, columns.shape[1]), level


def ahead(fit: Fit, length: int, weights: Sequence[float]) -> tuple[float, float]:
    """The mean of a weighted sum of the next points, and its variance in units of sigma squared.

    Chance of each step to come counts itself and a share of it in every later step; what is not
    known of levels and seasons comes on top. Source: Hyndman, Koehler, Ord and Snyder,
    "Forecasting with Exponential Smoothing", 2008, chapter 6.
    """
    steps = np.array(weights, dtype=np.float64)
    season = len(fit.coefficients)
    design = np.eye(season)[(length + np.arange(len(steps))) % season]
    slope = steps @ (design - fit.levels)
    later = np.concatenate([np.cumsum(steps[::-1])[::-1][1:], [0.0]])
    mean = float(steps.sum() * fit.level + slope @ fit.coefficients)
    chance = float(((steps + fit.alpha * later) ** 2).sum())
    return mean, chance + float(slope @ fit.spread @ slope)
