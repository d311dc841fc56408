"""Rates and ratios that allow for the ages of a population, with their intervals.

In every array the last axis is that of the age bands (or bands of age and sex). One population is
a list of bands, and gives numbers; more axes give arrays.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from bettercare.statistics.interval_arrays import Array, packed, z_scores
from bettercare.statistics.interval_arrays import poisson_rate as poisson_rates
from bettercare.statistics.intervals import BYAR_LEAST, Interval, above_0, byar_limits

# European Standard Population 2013 in 19 bands of five years, 0 to 4 up to 90 and over (Eurostat,
# "Revision of the European Standard Population", 2013).
EUROPEAN_2013 = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)


class Indirect(NamedTuple):
    """What indirect standardisation gives: counts, the ratio of 1, and a rate."""

    observed: Any
    expected: Any
    ratio: Interval[Any]
    rate: Interval[Any]


def dsr(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    level: ArrayLike = 0.95,
    times: ArrayLike | None = None,
) -> Interval[Any]:
    """The directly standardised rate: what it would be with the ages of a standard population.

    Method: A. J. Dobson and others, "Confidence intervals for weighted sums of Poisson parameters",
    Statistics in Medicine 10, 1991, on Byar's limits of the total count, as in the Fingertips
    public health technical guidance. Below 10 events all three parts are nan: too few for the
    method (J. K. Morris and others, Population Health Metrics 16, 2018).

    Where one person may have several events, pass ``times`` as (1, 2, 3, ...): ``counts`` are then
    people, on an axis before the bands, by how many events they had each. The rate stays as it is;
    the interval is as wide as events that come together make it.

    Raises ``ValueError`` for one population with a count below 0 or missing, or a population not
    above 0; of several, such a one gives nan. A missing count never counts as 0.

    >>> [round(part, 2) for part in dsr([20, 60, 100], [9000, 8000, 3000], [5, 3, 2])]
    [1002.78, 857.65, 1164.9]
    >>> people = [[20, 40, 70], [0, 10, 15]]
    >>> [round(part, 2) for part in dsr(people, [9000, 8000, 3000], [5, 3, 2], times=[1, 2])]
    [1002.78, 839.01, 1185.72]
    """
    events, squares = _events(np.asarray(counts, dtype=float), times)
    people, weights = np.asarray(populations, dtype=float), _weights(standard)
    events, squares, people = np.broadcast_arrays(events, squares, people)
    fine = (events >= 0) & (squares >= 0) & np.isfinite(squares) & (people > 0)
    one = events.ndim == 1
    if one and not fine.all():
        raise ValueError("counts must not be missing or below 0, and populations be above 0")
    people = np.where(fine, people, np.nan)
    value = (events / people * weights).sum(axis=-1)
    error = np.sqrt((squares * (weights / people) ** 2).sum(axis=-1))
    total = events.sum(axis=-1)
    total = np.where(total >= BYAR_LEAST, total, np.nan)  # nan spreads from here to all parts
    return _dobson(value * (total / total), error, total, above_0(per), level)


def isr(
    counts: ArrayLike,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    per: float = 100_000,
    level: ArrayLike = 0.95,
) -> Indirect:
    """The indirectly standardised ratio and rate: events beside those that reference rates expect.

    The ratio is a fraction of 1 (1.1 is a tenth more than expected); the rate is the ratio times
    the crude rate of the reference. Limits are exact below 10 observed events and Byar's from 10,
    as in ``poisson_rate``. Method: N. E. Breslow and N. E. Day, "Statistical Methods in Cancer
    Research" II, 1987; Fingertips public health technical guidance.

    Raises ``ValueError`` for a reference that has no rate in every band, and for one population
    with a count or a population missing or below 0, or nobody in it; of several, such a one gives
    nan.

    >>> found = isr([3, 12], [1000, 500], [200, 700], [100_000, 50_000])
    >>> round(found.observed), round(found.expected, 1)
    (15, 9.0)
    >>> [round(part, 3) for part in found.ratio], [round(part, 1) for part in found.rate]
    ([1.667, 0.932, 2.749], [1000.0, 559.3, 1649.4])
    """
    seen = np.asarray(counts, dtype=float)
    observed = np.where((seen >= 0).all(axis=-1), seen.sum(axis=-1), np.nan)
    expected = np.asarray(
        expected_events(populations, reference_counts, reference_populations), dtype=float
    )
    observed, expected = np.broadcast_arrays(observed, expected)
    if observed.ndim == 0 and not (observed >= 0 and expected > 0):
        raise ValueError("counts and populations must not be missing, below 0 or all 0")
    crude = float(np.sum(reference_counts) / np.sum(reference_populations)) * above_0(per)
    ratio = poisson_rates(observed, expected, 1.0, level)
    rate = Interval(*(part * crude for part in ratio))
    return Indirect(_plain(observed), _plain(expected), ratio, rate)


def expected_events(
    populations: ArrayLike, reference_counts: ArrayLike, reference_populations: ArrayLike
) -> Any:
    """How many events the rates of a reference lead to expect in a population, over all bands.

    ``poisson_rate(observed, expected_events(...), per=1)`` is the ratio where observed events are
    known only in total. Raises ``ValueError`` for a reference that has no rate in every band; a
    population that is missing or below 0 gives nan.

    >>> round(expected_events([1000, 500], [200, 700], [100_000, 50_000]), 2)
    9.0
    """
    cases = np.asarray(reference_counts, dtype=float)
    people = np.asarray(reference_populations, dtype=float)
    if not ((cases >= 0) & np.isfinite(cases) & (people > 0) & np.isfinite(people)).all():
        raise ValueError("the reference needs a count and people in every band")
    here = np.asarray(populations, dtype=float)
    return _plain((np.where(here >= 0, here, np.nan) * (cases / people)).sum(axis=-1))


def _events(counts: Array, times: ArrayLike | None) -> tuple[Array, Array]:
    """Events by band, and their variance: the sum of each person's events, squared."""
    if times is None:
        return counts, counts
    often = np.asarray(times, dtype=float)[:, None]
    if not (often > 0).all() or counts.ndim <= 1 or counts.shape[-2] != len(often):
        raise ValueError("counts need one row for each number of events, and these be above 0")
    counts = np.where(counts >= 0, counts, np.nan)
    return (counts * often).sum(axis=-2), (counts * often**2).sum(axis=-2)


def _weights(standard: ArrayLike) -> Array:
    weights = np.asarray(standard, dtype=float)
    total = weights.sum(axis=-1, keepdims=True)
    if not ((weights >= 0).all() and (total > 0).all() and np.isfinite(total).all()):
        raise ValueError("a standard population must not be missing or below 0, nor all 0")
    return np.asarray(weights / total)


def _dobson(
    value: Array, error: Array, total: Array, per: float, level: ArrayLike
) -> Interval[Any]:
    """Byar's limits of the count, carried over to a weighted sum by the ratio of their errors."""
    counts, rate = total[..., None], value[..., None]
    step = error[..., None] / np.sqrt(counts)
    lower, upper = (
        (rate + step * (limit - counts)) * per for limit in byar_limits(counts, z_scores(level))
    )
    return packed(value * per, lower, upper, level)


def _plain(part: Any) -> Any:
    return part if np.ndim(part) else float(part)
