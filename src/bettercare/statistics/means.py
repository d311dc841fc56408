"""The mean of a sample with its interval."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from bettercare.statistics.interval_arrays import packed, tails
from bettercare.statistics.intervals import Interval

FEWEST = 2  # values that a spread can be told from


def mean_interval(values: ArrayLike, level: ArrayLike = 0.95) -> Interval[Any]:
    """The mean over the last axis with limits by Student's t-distribution.

    Method: Student, "The probable error of a mean", Biometrika 6, 1908; the mean plus and minus
    t * s / sqrt(n), with n - 1 degrees of freedom; the method for means of the Fingertips public
    health technical guidance. Raises ``ValueError`` for fewer than 2 values, for one sample with a
    value missing, and unless 0 < level < 1; of several samples, one with a value missing gives nan.

    >>> [round(part, 3) for part in mean_interval([30, 40, 50, 60])]
    [45.0, 24.457, 65.543]
    """
    sample = np.asarray(values, dtype=float)
    if sample.ndim == 0 or sample.shape[-1] < FEWEST:
        raise ValueError("an interval of a mean needs at least 2 values")
    fine = np.isfinite(sample)
    if sample.ndim == 1 and not fine.all():
        raise ValueError("a value is missing, or without end")
    sample = np.where(fine.all(axis=-1, keepdims=True), sample, np.nan)
    count, mean = sample.shape[-1], sample.mean(axis=-1)
    error = sample.std(axis=-1, ddof=1) / np.sqrt(count)
    reach = -stdtrit(count - 1, tails(level)) * error[..., None]
    return packed(mean, mean[..., None] - reach, mean[..., None] + reach, level)
