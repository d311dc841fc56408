"""Exact limits of a Poisson count in plain Python, for one number at a time.

``scipy.special`` does the same for arrays; this keeps SciPy away from those who need no array.
"""

from collections.abc import Callable
from math import exp, inf, lgamma, log

LEAST = 1e-3  # events (or rather a part of one) up to which the lower limit is 0 to 300 places
CLOSE = 1e-15
MANY = 400  # halvings and terms; a tenth of them is enough for any count below 10


def poisson_limits(events: float, level: float) -> tuple[float, float]:
    """The least and the greatest mean with which so few, or so many, events are not rare.

    Each side leaves out half of what ``level`` does. ``events`` may be a fraction, as counts are
    that were apportioned; they then are what chi-squared gives for twice as many degrees.

    >>> [round(limit, 4) for limit in poisson_limits(5, 0.95)]
    [1.6235, 11.6683]
    >>> [round(limit, 4) for limit in poisson_limits(0, 0.95)]
    [0.0, 3.6889]
    """
    if not 0 < level < 1:
        raise ValueError("a level must lie between 0 and 1, such as 0.95")
    tail = (1 - level) / 2
    lower = _root(lambda mean: gamma_below(events, mean) - tail) if events > LEAST else 0.0
    return lower, _root(lambda mean: tail - gamma_above(events + 1, mean))


def gamma_below(shape: float, x: float) -> float:
    """The lower regularised incomplete gamma function: the chance of ``shape`` or more events.

    >>> round(gamma_below(1, 2.0), 6) == round(1 - exp(-2.0), 6)
    True
    """
    if x <= 0:
        return 0.0
    if x > shape + 1:
        return 1 - _fraction(shape, x)
    return _series(shape, x)


def gamma_above(shape: float, x: float) -> float:
    """The rest: the chance of fewer than ``shape`` events."""
    if x <= 0:
        return 1.0
    return _fraction(shape, x) if x > shape + 1 else 1 - _series(shape, x)


def _series(shape: float, x: float) -> float:
    """By the sum that ends soon where ``x`` is small beside the shape."""
    term = total = 1 / shape
    for n in range(1, MANY):
        term *= x / (shape + n)
        total += term
        if term < total * CLOSE:
            break
    return total * exp(shape * log(x) - x - lgamma(shape))


def _fraction(shape: float, x: float) -> float:
    """By Lentz's way of working out the continued fraction that ends soon for a large ``x``."""
    b = x + 1 - shape
    c, d = inf, 1 / b
    total = d
    for n in range(1, MANY):
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        total *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return total * exp(shape * log(x) - x - lgamma(shape))


def _root(rises: Callable[[float], float]) -> float:
    """Where a function that rises from below 0 crosses it, to the last digit or nearly."""
    low, high = 0.0, 1.0
    while rises(high) < 0:
        low, high = high, high * 2
    for _ in range(MANY):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return (low + high) / 2
