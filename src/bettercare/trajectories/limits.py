"""Limits of one share and of one rate, as the change between two of them needs them."""

from math import sqrt
from typing import NamedTuple

from scipy.special import gammaincinv, ndtri


class Limits(NamedTuple):
    """A value with its lower and upper limit."""

    value: float
    lower: float
    upper: float


def wilson_limits(events: float, of: float, level: float) -> Limits:
    """Wilson score limits of a share."""
    z = float(ndtri((1 + level) / 2))
    share = events / of
    spread = z * sqrt(z**2 + 4 * events * (1 - share))
    below = 2 * (of + z**2)
    lower, upper = (2 * events + z**2 - spread) / below, (2 * events + z**2 + spread) / below
    return Limits(share, max(0.0, min(lower, share)), min(1.0, max(upper, share)))


def poisson_limits(events: float, people: float, per: float, level: float) -> Limits:
    """Exact limits of a rate."""
    out = (1 - level) / 2
    lower = float(gammaincinv(events, out)) if events > 0 else 0.0
    upper = float(gammaincinv(events + 1, 1 - out))
    return Limits(*(count / people * per for count in (events, lower, upper)))
