"""95% confidence intervals as English public health practice works them out."""

from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
BYAR_LEAST = 10


class Interval(NamedTuple):
    """A lower and an upper limit."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies inside, limits included."""
        return self.low <= value <= self.high


def wilson(events: float, of: float) -> Interval:
    """Wilson score interval of a proportion, as fractions.

    Method: E. B. Wilson, "Probable inference", 1927; used for proportions in the Public Health
    Profiles technical guidance. Raises ``ValueError`` unless 0 <= events <= of and of > 0.

    >>> [round(limit * 100, 1) for limit in wilson(11, 15)]
    [48.0, 89.1]
    """
    if of <= 0 or not 0 <= events <= of:
        raise ValueError("events must lie between 0 and the number they are taken from")
    middle = 2 * events + Z95**2
    spread = Z95 * sqrt(Z95**2 + 4 * events * (1 - events / of))
    below = 2 * (of + Z95**2)
    return Interval((middle - spread) / below, (middle + spread) / below)


def byar(events: float, population: float, scale: float = 100_000) -> Interval | None:
    """Byar's interval of a rate per ``scale`` people; ``None`` below 10 events.

    Method: Breslow and Day, 1987, section 2.3, as used for rates in Public Health Profiles, which
    turns to the exact method below 10 events (not done here).

    >>> [round(limit, 1) for limit in byar(297, 51186)]
    [516.1, 650.1]
    """
    if population <= 0:
        raise ValueError("the population must be above 0")
    if events < BYAR_LEAST:
        return None
    low = events * (1 - 1 / (9 * events) - Z95 / (3 * sqrt(events))) ** 3
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * sqrt(more))) ** 3
    return Interval(low / population * scale, high / population * scale)
