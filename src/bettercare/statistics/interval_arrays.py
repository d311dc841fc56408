"""The same intervals for arrays: a million rows in a fraction of a second.

A row that cannot be worked out gives nan and no warning, whatever is in the rows beside it.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv, gammaincinv, ndtri

from bettercare.statistics.intervals import BYAR_LEAST, Interval, byar_limits
from bettercare.statistics.poisson import LEAST

Array: TypeAlias = NDArray[np.float64]

UNIT = 1.0


def wilson(x: ArrayLike, n: ArrayLike, level: ArrayLike) -> Interval[Any]:
    """Wilson score intervals; nan unless 0 <= x <= n and n > 0."""
    x, n = paired(x, n)
    x = np.where((x >= 0) & (x <= n) & (n > 0) & np.isfinite(n), x, np.nan)
    n = np.where(n > 0, n, np.nan)
    value = x / n
    x, n, odd = x[..., None], n[..., None], (1 - value)[..., None]
    z = z_scores(level)
    middle, below = 2 * x + z**2, 2 * (n + z**2)
    spread = z * np.sqrt(z**2 + 4 * x * odd)
    lower, upper = (middle - spread) / below, (middle + spread) / below
    return packed(value, np.maximum(lower, 0.0), np.minimum(upper, 1.0), level)


def poisson_rate(x: ArrayLike, n: ArrayLike, per: float, level: ArrayLike) -> Interval[Any]:
    """Exact limits below 10 events and Byar's from 10; nan unless x >= 0 and n > 0."""
    x, n = paired(x, n)
    x = np.where((x >= 0) & (n > 0) & np.isfinite(x) & np.isfinite(n), x, np.nan)
    share = per / np.where(n > 0, n, np.nan)
    lower, upper = count_limits(x, level)
    return packed(x * share, lower * share[..., None], upper * share[..., None], level)


def count_limits(x: Array, level: ArrayLike) -> tuple[Array, Array]:
    """Limits of counts, with the levels on an axis of their own at the end."""
    lower, upper = byar_limits(np.maximum(x, UNIT)[..., None], z_scores(level))
    few = x < BYAR_LEAST
    counts, where = np.unique(x[few], return_inverse=True)  # few counts make many rows
    tail = tails(level)
    least = np.where(counts[:, None] > LEAST, gammaincinv(counts[:, None], tail), 0.0)
    lower[few] = least[where]
    upper[few] = gammainccinv(counts[:, None] + 1, tail)[where]
    return lower, upper


def paired(x: ArrayLike, n: ArrayLike) -> tuple[Array, Array]:
    """Two arrays of floats of one shape; ``None`` becomes nan."""
    both = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    return both[0], both[1]


def tails(level: ArrayLike) -> Array:
    """What each level leaves out on one side, as an axis; raises ``ValueError`` as for numbers."""
    levels = np.atleast_1d(np.asarray(level, dtype=float))
    if levels.ndim > 1 or not ((levels > 0) & (levels < 1)).all():
        raise ValueError("a level must lie between 0 and 1, such as 0.95")
    return (1 - levels) / 2


def z_scores(level: ArrayLike) -> Array:
    """How many standard errors each level reaches to each side."""
    return np.asarray(-ndtri(tails(level)))


def packed(value: Any, lower: Array, upper: Array, level: ArrayLike) -> Interval[Any]:
    """An interval whose limits lose the axis of levels where only one level was asked for.

    What has no axis left is a number.
    """
    if np.ndim(level) == 0:
        lower, upper = lower[..., 0], upper[..., 0]
    return Interval(*(part if np.ndim(part) else float(part) for part in (value, lower, upper)))
