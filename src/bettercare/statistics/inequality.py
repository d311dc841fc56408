"""Areas in equal groups by rank, and how steeply a measure runs from most to least deprived."""

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit
from scipy.stats import rankdata

from bettercare.statistics.interval_arrays import Array, packed, tails, z_scores
from bettercare.statistics.intervals import Interval, z_of

Kind: TypeAlias = Literal["mean", "rate", "proportion"]

FEWEST = 3  # groups that a line through them says anything of
DRAWS = 100_000
SEED = 20_040_826  # any: the same draws every time


class SlopeIndex(NamedTuple):
    """Inequality over the whole population, from the first group's end (0) to the last's (1).

    ``sii`` is the difference between the two ends of the line, ``rii`` their ratio (last by first),
    ``intercept`` the line at the first group's end.
    """

    sii: Interval[Any]
    rii: Interval[Any]
    intercept: Any


class _Line(NamedTuple):
    """Both ends of a line through the groups, each a weighted sum of the groups' values."""

    first: Array
    last: Array

    def ends(self, values: Array) -> tuple[Array, Array]:
        return (self.first * values).sum(axis=-1), (self.last * values).sum(axis=-1)


def quantiles(values: ArrayLike, groups: int = 5, highest_first: bool = True) -> Array:
    """The group of each area, 1 to ``groups``, when areas are ranked and shared out equally.

    With ``highest_first`` the highest value has group 1: with deprivation scores the most deprived.
    Areas with one value are in one group, the first of those that they reach. Method: the
    Fingertips public health technical guidance on deprivation categories. An area without a value
    gives nan, and so do all where fewer than ``groups`` have one. Raises ``ValueError`` unless
    groups >= 2.

    >>> quantiles([9.1, 40.2, 22.5, 13.0, 31.8])
    array([5., 1., 3., 4., 2.])
    """
    if groups < 2:  # noqa: PLR2004
        raise ValueError("areas are shared out between 2 groups or more")
    scores = np.asarray(values, dtype=float).copy()
    scores[~np.isfinite(scores)] = np.nan
    known = ~np.isnan(scores)
    count = int(known.sum())
    found = np.full(scores.shape, np.nan)
    if count >= groups:
        ranks = rankdata(-scores[known] if highest_first else scores[known], method="min")
        behind = count + 1 - ranks.astype(int)
        found[known] = groups + 1 + (-behind * groups) // count  # whole numbers: no rounding errors
    return found


def slope_index(
    values: ArrayLike,
    populations: ArrayLike,
    errors: ArrayLike,
    kind: Kind = "mean",
    transform: bool = False,
    level: ArrayLike = 0.95,
) -> SlopeIndex:
    """Slope and relative index of inequality of groups on the last axis, most deprived first.

    Method: A. Low and A. Low, "Measuring the gap: quantifying and comparing local health
    inequalities", Journal of Public Health 26, 2004, as in PHEindicatormethods. Groups are placed
    by the share of people before them and half their own; a line is fitted, weighted by people.

    ``errors`` are the standard errors of the values: of their logarithms for the kind "rate", of
    their logits for "proportion" (see ``errors_from_limits``). With ``transform`` the line itself
    is fitted to logarithms or logits, and its ends are brought back.

    Limits are worked out, not drawn: of a mean, or with ``transform``, the ends of the line are
    normal, and their ratio has E. C. Fieller's limits (Journal of the Royal Statistical Society B
    16, 1954), nan where the first end may be 0. They are what the simulation of PHEindicatormethods
    comes to with ever more draws. Rates and proportions without ``transform`` have no such form:
    there limits are quantiles of 100,000 draws from a fixed seed.

    Raises ``ValueError`` for fewer than 3 groups, a population not above 0, an error below 0, a
    rate not above 0, a proportion not between 0 and 1, or anything missing.

    >>> found = slope_index([70.6, 73.5, 76.2, 79.8, 82.7], [100] * 5, [1.1] * 5)
    >>> [round(part, 2) for part in found.sii], [round(part, 3) for part in found.rii]
    ([15.25, 11.84, 18.66], [1.221, 1.168, 1.278])
    """
    y, people, error = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (values, populations, errors))
    )
    _check(y, people, error, kind, transform)
    line = _line(people)
    if transform:
        return _transformed(line, y, error, kind, level)
    if kind == "mean":
        sii, rii = _normal(line, y, error, level)
    else:
        sii, rii = _drawn(line, y, error, kind, level)
    return SlopeIndex(sii, rii, _plain(line.ends(y)[0]))


def errors_from_limits(
    lower: ArrayLike, upper: ArrayLike, kind: Kind = "mean", level: float = 0.95
) -> Any:
    """Standard errors from limits at a level, on the scale that ``slope_index`` takes.

    >>> round(float(errors_from_limits(147.32, 153.15, "rate")), 5)
    0.0099
    """
    low, high = (_there(np.asarray(part, dtype=float), kind) for part in (lower, upper))
    return (high - low) / (2 * z_of(level))


def _check(y: Array, people: Array, error: Array, kind: str, transform: bool) -> None:
    if kind not in {"mean", "rate", "proportion"} or (transform and kind == "mean"):
        raise ValueError("the kind must be a mean, rate or proportion; a mean is not transformed")
    if y.ndim == 0 or y.shape[-1] < FEWEST:
        raise ValueError("a slope needs at least 3 groups")
    if not (np.isfinite(y) & np.isfinite(people) & (people > 0) & np.isfinite(error)).all():
        raise ValueError("every group needs a value, its error, and people")
    if (error < 0).any():
        raise ValueError("a standard error must not be below 0")
    if kind != "mean" and not ((y > 0) & (y < (1 if kind == "proportion" else np.inf))).all():
        raise ValueError("a rate must be above 0, and a proportion between 0 and 1")


def _line(people: Array) -> _Line:
    """The weighted regression, written as what each group's value adds to each end of the line."""
    share = people / people.sum(axis=-1, keepdims=True)
    off = np.cumsum(share, axis=-1) - share / 2 - 0.5  # the mean place is a half
    tilt = share * off / (share * off**2).sum(axis=-1, keepdims=True)
    return _Line(share - tilt / 2, share + tilt / 2)


def _normal(
    line: _Line, y: Array, error: Array, level: ArrayLike
) -> tuple[Interval[Any], Interval[Any]]:
    """The limits of the difference and, by Fieller, of the ratio of two normal ends."""
    first, last = line.ends(y)
    z = z_scores(level)
    reach = z * np.sqrt((((line.last - line.first) * error) ** 2).sum(axis=-1))[..., None]
    gap = last - first
    sii = packed(gap, gap[..., None] - reach, gap[..., None] + reach, level)
    a, b, both = (
        (one * other * error**2).sum(axis=-1)[..., None]
        for one, other in ((line.first,) * 2, (line.last,) * 2, (line.first, line.last))
    )
    f, last_ = first[..., None], last[..., None]
    below = f**2 - z**2 * a
    middle = f * last_ - z**2 * both
    under = middle**2 - below * (last_**2 - z**2 * b)
    sure = (below > 0) & (under >= 0)
    root = np.sqrt(np.where(sure, under, np.nan))
    below = np.where(sure, below, np.nan)
    ratio = last / np.where(first != 0, first, np.nan)
    return sii, packed(ratio, (middle - root) / below, (middle + root) / below, level)


def _transformed(line: _Line, y: Array, error: Array, kind: str, level: ArrayLike) -> SlopeIndex:
    """A line through logarithms or logits; its limits turn it about its middle."""
    values = _there(y, kind)
    first, last = line.ends(values)
    slope, _ = _normal(line, values, error, level)
    middle = (first + last) / 2
    turned = [_ends(middle, np.asarray(slope.value), kind)]
    about = middle[..., None] if np.ndim(level) else middle
    turned += [_ends(about, np.asarray(part), kind) for part in slope[1:]]
    sii = Interval(*(_plain(high - low) for low, high in turned))
    rii = Interval(*(_plain(high / low) for low, high in turned))
    return SlopeIndex(sii, rii, _plain(turned[0][0]))


def _ends(middle: Array, slope: Array, kind: str) -> tuple[Array, Array]:
    back = np.exp if kind == "rate" else expit
    return back(middle - slope / 2), back(middle + slope / 2)


def _drawn(
    line: _Line, y: Array, error: Array, kind: str, level: ArrayLike
) -> tuple[Interval[Any], Interval[Any]]:
    """Limits by drawing each group's value anew, many times; the same draws on every call."""
    rows = np.ndindex(y.shape[:-1])
    limits = np.array(
        [
            _quantiles(_Line(line.first[row], line.last[row]), y[row], error[row], kind, level)
            for row in rows
        ]
    ).reshape(*y.shape[:-1], 2, 2, -1)  # gap or ratio; lower or upper; levels
    first, last = line.ends(y)
    gap, ratio = (
        packed(value, limits[..., n, 0, :], limits[..., n, 1, :], level)
        for n, value in enumerate((last - first, last / first))
    )
    return gap, ratio


def _quantiles(
    line: _Line, y: Array, error: Array, kind: str, level: ArrayLike
) -> list[list[Array]]:
    drawn = np.random.default_rng(SEED).normal(_there(y, kind), error, (DRAWS, len(y)))
    values = np.exp(drawn) if kind == "rate" else expit(drawn)
    first, last = values @ line.first, values @ line.last
    tail = tails(level)
    return [
        [np.quantile(part, tail), np.quantile(part, 1 - tail)]
        for part in (last - first, last / first)
    ]


def _there(values: Array, kind: str) -> Any:
    if kind == "mean":
        return values
    return np.log(values) if kind == "rate" else logit(values)


def _plain(part: Any) -> Any:
    return part if np.ndim(part) else float(part)
