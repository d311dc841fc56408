"""Funnel plots: how far areas of each size stray from their centre by chance alone.

Three kinds of measure, each ``x`` out of ``n``: a "proportion" of people, a "rate" of events in a
population, and a "ratio" of observed events to expected ones. A directly standardised rate is a
rate with the population that would give it: ``n = x / rate * per``.
"""

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincc

from bettercare.statistics.interval_arrays import (
    Array,
    count_limits,
    packed,
    paired,
    tails,
    z_scores,
)
from bettercare.statistics.intervals import Interval, above_0

Kind: TypeAlias = Literal["proportion", "rate", "ratio"]

FUNNEL = (0.95, 0.998)  # two and three standard deviations, nearly
HALVINGS = 64
FEWEST = 2  # areas that can differ from each other


class OverDispersion(NamedTuple):
    """How much more areas differ than by chance.

    ``phi`` is the mean of the squared z-scores, extremes drawn in: about 1 where chance is all.
    ``tau2`` is the variance between areas beyond chance, on the scale of square roots (of arcsines
    of square roots for proportions); 0 where there is none.
    """

    phi: float
    tau2: float
    areas: int


def funnel_limits(
    n: ArrayLike,
    centre: float,
    kind: Kind,
    per: float = 1,
    level: ArrayLike = FUNNEL,
    tau2: float = 0.0,
) -> Interval[Any]:
    """Control limits around a centre for areas of size ``n``: people, or expected events.

    ``centre`` and the limits are per ``per``: 100 for percentages. Proportions: where Wilson's
    interval just reaches the centre. Rates and ratios: where the exact interval of the events does
    (a fraction of an event is allowed, so that lines are smooth). These are the lines that the
    Fingertips public health technical guidance draws. With ``tau2`` of ``over_dispersion`` above 0
    limits allow for differences between areas, as D. J. Spiegelhalter adds them ("Funnel plots for
    comparing institutional performance", Statistics in Medicine 24, 2005).

    Raises ``ValueError`` for a centre that cannot be one, and tau2 below 0; an ``n`` not above 0
    gives nan.

    >>> limits = funnel_limits(1000, 80, "proportion", per=100)
    >>> limits.lower.round(2), limits.upper.round(2)
    (array([77.52, 76.09]), array([82.48, 83.91]))
    >>> funnel_limits([20, 50], 1, "ratio", level=0.95).upper.round(2)
    array([1.49, 1.3 ])
    """
    _check(kind, tau2)
    middle = centre / above_0(per)
    if not (middle > 0 and (middle < 1 or kind != "proportion") and np.isfinite(middle)):
        raise ValueError("the centre must be above 0, and that of proportions below 1")
    size = np.asarray(n, dtype=float)
    size = np.where((size > 0) & np.isfinite(size), size, np.nan)
    if tau2 > 0:
        lower, upper = _spread(size[..., None], middle, kind, tau2, z_scores(level))
    elif kind == "proportion":
        reach = z_scores(level) * np.sqrt(middle * (1 - middle) / size[..., None])
        lower, upper = np.maximum(middle - reach, 0), np.minimum(middle + reach, 1)
    else:
        expected = size[..., None] * middle
        lower, upper = (events / size[..., None] for events in _events_at(expected, tails(level)))
    return packed(np.where(size > 0, centre, np.nan), lower * per, upper * per, level)


def funnel_significance(
    x: ArrayLike, n: ArrayLike, kind: Kind, level: ArrayLike = FUNNEL, tau2: float = 0.0
) -> Array:
    """How many of the levels an area lies outside of: 2 above both, 0 inside, -1 below the first.

    The centre is the total of ``x`` by the total of ``n``, or 1 for ratios. As in the Fingertips
    technical guidance proportions are held against the limits, while for rates and ratios the
    interval of each (exact below 10 events, Byar's from 10) is held against the centre. An area
    that cannot be worked out gives nan, and counts neither to the centre nor as inside.

    >>> funnel_significance([60, 80, 97], [100, 100, 100], "proportion")
    array([-2.,  0.,  2.])
    """
    _check(kind, tau2)
    x, n = _valid(x, n, kind)
    middle = _centre(x, n, kind)
    if tau2 > 0 or kind == "proportion":
        value = (x / n)[..., None]
        limits = funnel_limits(n, middle, kind, level=np.atleast_1d(level), tau2=tau2)
        outside = (value > limits.upper) * 1.0 - (value < limits.lower)
    else:
        lower, upper = (limit / n[..., None] for limit in count_limits(x, level))
        outside = (lower > middle) * 1.0 - (upper < middle)
    return np.where(np.isfinite(x), outside.sum(axis=-1), np.nan)


def over_dispersion(
    x: ArrayLike, n: ArrayLike, kind: Kind, winsorise: float = 0.1
) -> OverDispersion:
    """How much more areas differ than by chance, whatever a few extreme ones do.

    Method: D. J. Spiegelhalter, "Handling over-dispersion of performance indicators", Quality and
    Safety in Health Care 14, 2005. z-scores of transformed values (arcsine of the square root for
    proportions, square root otherwise) beyond the ``winsorise`` quantile at either end are set to
    it; ``phi`` is the mean of their squares, and ``tau2`` the moment estimate of the additive
    random effects, as in R. DerSimonian and N. Laird, 1986. Areas that cannot be worked out are
    left out. Raises ``ValueError`` for fewer than 2 areas, or ``winsorise`` not in 0 to below 0.5.

    >>> found = over_dispersion([52, 95, 160, 310, 420], [100, 100, 150, 250, 500], "ratio")
    >>> round(found.phi, 3), round(found.tau2, 5), found.areas
    (8.88, 0.01299, 5)
    """
    _check(kind)
    if not 0 <= winsorise < 0.5:  # noqa: PLR2004 - half at each end would leave nothing
        raise ValueError("the part to winsorise at each end must lie between 0 and 0.5")
    x, n = _valid(x, n, kind)
    known = np.isfinite(x)
    x, n = x[known], n[known]
    if len(x) < FEWEST:
        raise ValueError("over-dispersion needs at least 2 areas")
    middle = _centre(x, n, kind)
    error = _error(n)
    z = (_there(x / n, kind) - _there(middle, kind)) / error
    z = np.clip(z, *np.quantile(z, [winsorise, 1 - winsorise]))
    phi, weights = float(np.mean(z**2)), 1 / error**2
    between = (len(x) * phi - (len(x) - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return OverDispersion(phi, max(0.0, float(between)), len(x))


def _check(kind: str, tau2: float = 0.0) -> None:
    if kind not in {"proportion", "rate", "ratio"}:
        raise ValueError('the kind must be "proportion", "rate" or "ratio"')
    if not 0 <= tau2 < float("inf"):
        raise ValueError("the variance between areas must not be below 0")


def _valid(x: ArrayLike, n: ArrayLike, kind: str) -> tuple[Array, Array]:
    x, n = paired(x, n)
    fine = (x >= 0) & (n > 0) & np.isfinite(x) & np.isfinite(n)
    if kind == "proportion":
        fine &= x <= n
    return np.where(fine, x, np.nan), np.where(fine, n, np.nan)


def _centre(x: Array, n: Array, kind: str) -> float:
    """The average of all areas together; raises ``ValueError`` where nothing happens, or all."""
    middle = 1.0 if kind == "ratio" else float(np.nansum(x) / max(np.nansum(n), 1e-300))
    if not 0 < middle < (1 if kind == "proportion" else float("inf")):
        raise ValueError("no area differs from another: there are no events, or nothing but events")
    return middle


def _events_at(expected: Array, tail: Array) -> tuple[Array, Array]:
    """The events whose exact interval ends, or begins, at an expected number."""

    def few(events: Array) -> Any:
        return gammaincc(events + 1, expected) > tail

    def fewer_than_many(events: Array) -> Any:
        return gammainc(np.maximum(events, 1e-9), expected) < tail

    shape = np.broadcast_shapes(expected.shape, tail.shape)
    top = np.broadcast_to(expected + 12 * np.sqrt(expected) + 60, shape)
    return _least(few, top), _least(fewer_than_many, top)


def _least(enough: Any, top: Array) -> Array:
    """By halving, the least number from 0 to ``top`` that is enough; nan where top is."""
    low, high = np.zeros(top.shape), top.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        done = enough(middle)
        low, high = np.where(done, low, middle), np.where(done, middle, high)
    return high


def _spread(size: Array, middle: float, kind: str, tau2: float, z: Array) -> tuple[Array, Array]:
    """Limits on the transformed scale, brought back; never outside what a value can be."""
    reach = z * np.sqrt(_error(size) ** 2 + tau2)
    most = np.pi / 2 if kind == "proportion" else np.inf
    ends = (np.clip(_there(middle, kind) + side * reach, 0, most) for side in (-1, 1))
    lower, upper = (np.sin(end) ** 2 if kind == "proportion" else end**2 for end in ends)
    return lower, upper


def _there(value: Any, kind: str) -> Any:
    """A value on the scale where its spread hangs on the size alone."""
    root = np.sqrt(value)
    return np.arcsin(root) if kind == "proportion" else root


def _error(size: Any) -> Any:
    """The standard error on that scale, whatever the kind and the centre."""
    return 1 / (2 * np.sqrt(size))
