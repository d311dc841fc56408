"""What a forecast says of one number to come: a distribution, never a point alone."""

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from scipy.special import stdtr, stdtrit

HALVINGS = 80
CLOSE = 1e-9  # of a value: closer than any figure is written


class Range(NamedTuple):
    """A value with the limits of its interval."""

    value: float
    lower: float
    upper: float

    def holds(self, number: float) -> bool:
        """Whether a number lies inside, limits included."""
        return self.lower <= number <= self.upper


@dataclass(frozen=True, slots=True)
class Part:
    """One Student's t of a mixture: weight, middle, scale (a standard deviation) and freedom."""

    weight: float
    middle: float
    scale: float
    freedom: float


@dataclass(frozen=True, slots=True)
class Predictive:
    """The distribution of a number to come: a weighted mixture of Student's t distributions.

    ``floor`` is the least the number can be; no limit goes below it.

    >>> one = Predictive((Part(1.0, 100.0, 10.0, 20.0),))
    >>> [round(limit, 1) for limit in one.interval(0.95)]
    [100.0, 79.1, 120.9]
    >>> round(one.at_most(90), 3), round(one.at_least(90), 3)
    (0.165, 0.835)
    """

    parts: tuple[Part, ...]
    floor: float = -inf

    @property
    def value(self) -> float:
        """The expected value, not below the floor."""
        return max(self.floor, sum(part.weight * part.middle for part in self.parts))

    def at_most(self, number: float) -> float:
        """The probability that the number turns out at most this."""
        if number < self.floor:
            return 0.0
        return min(1.0, sum(_below(part, number) for part in self.parts))

    def at_least(self, number: float) -> float:
        """The probability that the number turns out at least this."""
        if number <= self.floor:
            return 1.0
        return min(1.0, sum(_above(part, number) for part in self.parts))

    def quantile(self, share: float) -> float:
        """The number below which the outturn falls with this probability, not below the floor.

        Found by halving between the quantiles of the parts, which hold that of the mixture.
        """
        if not 0 < share < 1:
            raise ValueError("a quantile is asked for between 0 and 1")
        ends = [p.middle + p.scale * float(stdtrit(p.freedom, share)) for p in self.parts]
        low, high = min(ends), max(ends)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if sum(_below(part, middle) for part in self.parts) < share:
                low = middle
            else:
                high = middle
        return max(self.floor, high)

    def interval(self, level: float = 0.95) -> Range:
        """The expected value with limits that leave out as much on either side."""
        if not 0 < level < 1:
            raise ValueError("a level is between 0 and 1")
        out = (1 - level) / 2
        return Range(self.value, self.quantile(out), self.quantile(1 - out))


def _below(part: Part, number: float) -> float:
    """The weight of a part at or below a number; one that does not spread is at its middle."""
    if _still(part):
        return part.weight * (number >= part.middle or _same(part, number))
    return part.weight * float(stdtr(part.freedom, (number - part.middle) / part.scale))


def _above(part: Part, number: float) -> float:
    """The weight of a part at or above a number."""
    if _still(part):
        return part.weight * (number <= part.middle or _same(part, number))
    return part.weight * float(stdtr(part.freedom, (part.middle - number) / part.scale))


def _still(part: Part) -> bool:
    """Whether the spread of a part is none but what rounding makes of a history that stands."""
    return part.scale <= CLOSE * max(1.0, abs(part.middle))


def _same(part: Part, number: float) -> bool:
    return abs(number - part.middle) <= CLOSE * max(1.0, abs(part.middle))
