"""Life expectancy from deaths and people by age."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from bettercare.statistics.interval_arrays import Array, packed, z_scores
from bettercare.statistics.intervals import Z95, Interval

# Where the 20 bands of an abridged life table of England start; the last is open.
AGES = (0, 1, *range(5, 91, 5))

FEWEST_PEOPLE = 5_000  # person-years below which it is not worked out
WIDEST = 20  # years between the limits at 95% beyond which the value is not given
INFANT = 0.1  # the part of the first year that those who die in it live, on average
OTHER = 0.5


class _Table(NamedTuple):
    """Columns of a life table with as many rows as bands."""

    width: Array
    lived: Array
    dying: Array
    alive: Array
    left: Array


def life_expectancy(
    deaths: ArrayLike,
    populations: ArrayLike,
    ages: ArrayLike = AGES,
    level: ArrayLike = 0.95,
) -> Interval[Any]:
    """Years that people of each age can expect to live yet, at the death rates given.

    The last axis is that of the age bands, which start at ``ages``; the first must be 0 and the
    last is open. The first value is life expectancy at birth. ``populations`` are person-years.

    Method: C. L. Chiang's abridged life table ("The Life Table and its Construction", 1968), with
    the variance of the last band that P. B. S. Silcocks and others add ("Life expectancy as a
    summary of mortality in a population", Journal of Epidemiology and Community Health 55, 2001),
    as in PHEindicatormethods.

    All is nan for 5,000 person-years or fewer (B. Toson and A. Baker, 2003), and without a death in
    the last band. A value alone is nan where its 95% interval is wider than 20 years. Raises
    ``ValueError`` for one population with deaths below 0, missing or above the people, or with
    nobody in a band; of several, such a one gives nan.

    >>> deaths = [17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605,
    ...           1936, 1937]
    >>> people = [7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416,
    ...           46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936]
    >>> [round(float(part[0]), 2) for part in life_expectancy(deaths, people)]
    [80.17, 79.88, 80.46]
    """
    died, people = np.broadcast_arrays(
        np.asarray(deaths, dtype=float), np.asarray(populations, dtype=float)
    )
    starts = _starts(ages, died)
    fine = ((died >= 0) & (people > 0) & (died <= people) & np.isfinite(people)).all(axis=-1)
    if died.ndim == 1 and not fine:
        raise ValueError("every band needs people, and deaths from 0 to their number")
    fine = fine & (people.sum(axis=-1) > FEWEST_PEOPLE) & (died[..., -1] > 0)
    died = np.where(fine[..., None], died, np.nan)
    table = _table(died / np.where(people > 0, people, np.nan), starts)
    error = _error(table, died)
    value = np.where(2 * Z95 * error > WIDEST, np.nan, table.left)
    reach = z_scores(level) * error[..., None]
    return packed(value, table.left[..., None] - reach, table.left[..., None] + reach, level)


def _starts(ages: ArrayLike, died: Array) -> Array:
    starts = np.asarray(ages, dtype=float)
    if died.ndim == 0 or starts.shape != died.shape[-1:]:
        raise ValueError("deaths and populations need one number for each age band")
    if len(starts) < 2 or starts[0] != 0 or not (np.diff(starts) > 0).all():  # noqa: PLR2004
        raise ValueError("age bands must start at 0 and rise")
    return starts


def _table(rates: Array, starts: Array) -> _Table:
    """The life table of a population of one, from its death rates."""
    open_ended = 2 / rates[..., -1:]  # twice what a person lives there yet: half of it is lived
    width = np.concatenate(
        [np.broadcast_to(np.diff(starts), rates[..., :-1].shape), open_ended], axis=-1
    )
    lived = np.full(len(starts), OTHER)
    lived[0] = INFANT if starts[1] == 1 else OTHER
    dying = np.minimum(rates * width / (1 + rates * width * (1 - lived)), 1)
    dying[..., -1] = np.where(np.isnan(rates[..., -1]), np.nan, 1)
    alive = np.cumprod(1 - dying, axis=-1)
    alive = np.concatenate([np.ones_like(alive[..., :1]), alive[..., :-1]], axis=-1)
    ahead = np.concatenate([alive[..., 1:], np.zeros_like(alive[..., :1])], axis=-1)
    years = width * (ahead + lived * (alive - ahead))
    to_come = np.cumsum(years[..., ::-1], axis=-1)[..., ::-1]
    left = np.where(alive > 0, to_come / np.where(alive > 0, alive, 1), 0.0 * to_come)
    return _Table(width, lived, dying, alive, left)


def _error(table: _Table, died: Array) -> Array:
    """Chiang's standard error at each age, with Silcocks' term for the last band."""
    known = np.where(died > 0, died, 1)
    spread = np.where(died > 0, table.dying**2 * (1 - table.dying) / known, 0 * died)
    after = np.concatenate([table.left[..., 1:], table.left[..., :1] * 0], axis=-1)
    each = spread * table.alive**2 * ((1 - table.lived) * table.width + after) ** 2
    each[..., -1] = table.alive[..., -1] ** 2 * table.width[..., -1] ** 2 / 4 / died[..., -1]
    total = np.cumsum(each[..., ::-1], axis=-1)[..., ::-1]
    return np.asarray(np.sqrt(total) / np.where(table.alive > 0, table.alive, np.nan))
