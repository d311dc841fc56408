"""Whether a change is larger than chance alone would make it: two shares, or two rates.

The verdict is that of the test. The interval of the difference says how large the change may be;
near the border the two can differ, since they are worked out in different ways.
"""

from dataclasses import dataclass
from math import comb, sqrt
from typing import NamedTuple

from scipy.special import betainc, betaincinv, chdtrc

from bettercare.statistics import Interval, poisson_rate, wilson
from bettercare.trajectories.predictive import Range

FEWEST_EXPECTED = 1.0  # in a cell, for the test by chi-squared
SMALLEST_SHOWN = 0.001


class Pair(NamedTuple):
    """Events of two periods or places, and what they are taken of."""

    events: tuple[float, float]
    of: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Change:
    """Two values, what lies between them, and whether chance would do as much.

    ``difference`` is the later less the earlier with its interval at ``level``; ``ratio`` is the
    later over the earlier, for rates only. ``p_value`` is two-sided.
    """

    earlier: float
    later: float
    difference: Range
    ratio: Range | None
    p_value: float
    level: float
    test: str

    @property
    def larger_than_chance(self) -> bool:
        """Whether chance alone would make such a change more rarely than the level allows."""
        return self.p_value < 1 - self.level

    @property
    def words(self) -> str:
        """The verdict as the end of a sentence."""
        said = "is larger than chance" if self.larger_than_chance else "cannot be told from chance"
        shown = f"= {self.p_value:.3f}" if self.p_value >= SMALLEST_SHOWN else "below 0.001"
        return f"{said} (p {shown})"


def two_proportions(
    earlier: tuple[int, int], later: tuple[int, int], level: float = 0.95
) -> Change:
    """Two shares, each as events and what they are taken of: ``(158, 180)``.

    Test: chi-squared with N - 1, and the Fisher-Irwin exact test where a cell is expected to hold
    fewer than 1: I. Campbell, "Chi-squared and Fisher-Irwin tests of two-by-two tables with small
    sample recommendations", 2007. Interval of the difference: R. G. Newcombe, "Interval estimation
    for the difference between independent proportions", 1998, method 10. Raises ``ValueError``
    unless 0 <= events <= of and of > 0.

    >>> found = two_proportions((121, 135), (158, 180))
    >>> round(found.difference.value, 3), found.words
    (-0.019, 'cannot be told from chance (p = 0.610)')
    """
    pair = Pair((earlier[0], later[0]), (earlier[1], later[1]))
    if min(pair.of) <= 0 or not all(0 <= x <= n for x, n in zip(*pair, strict=True)):
        raise ValueError("events must lie between 0 and the number they are taken from")
    _refuse_level(level)
    limits = [wilson(x, n, level) for x, n in zip(*pair, strict=True)]
    p_value, test = _test_of_shares(pair)
    return Change(limits[0].value, limits[1].value, _between(*limits), None, p_value, level, test)


def two_rates(
    earlier: tuple[float, float],
    later: tuple[float, float],
    per: float = 100_000,
    level: float = 0.95,
) -> Change:
    """Two rates, each as events and the people they are taken of: ``(297, 51186)``.

    Events are taken to be independent of each other (Poisson). Test: exact, given all events
    together (J. Przyborowski and H. Wilenski, 1940), twice the smaller tail. Interval of the ratio:
    the same test turned round (C. J. Clopper and E. S. Pearson, 1934), so that it leaves out 1 just
    when the test finds a change. Interval of the difference: limits of each rate squared and
    added (G. Y. Zou and A. Donner, 2008). Raises ``ValueError`` for people of 0 or fewer and for
    events below 0.

    >>> found = two_rates((401, 49625), (297, 51186))
    >>> [round(one, 2) for one in found.ratio], found.words
    ([0.72, 0.62, 0.84], 'is larger than chance (p below 0.001)')
    """
    pair = Pair((earlier[0], later[0]), (earlier[1], later[1]))
    if min(pair.of) <= 0 or min(pair.events) < 0:
        raise ValueError("people must be more than 0, and events 0 or more")
    _refuse_level(level)
    limits = [poisson_rate(x, n, per, level) for x, n in zip(*pair, strict=True)]
    p_value = _test_of_rates(pair)
    return Change(
        limits[0].value,
        limits[1].value,
        _between(*limits),
        _ratio(pair, level),
        p_value,
        level,
        "exact conditional test of two Poisson rates",
    )


def _refuse_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("a level is between 0 and 1")


def _between(earlier: Interval[float], later: Interval[float]) -> Range:
    """The later less the earlier, with their limits squared and added."""
    value = later.value - earlier.value
    below = sqrt((later.value - later.lower) ** 2 + (earlier.upper - earlier.value) ** 2)
    above = sqrt((later.upper - later.value) ** 2 + (earlier.value - earlier.lower) ** 2)
    return Range(value, value - below, value + above)


def _test_of_shares(pair: Pair) -> tuple[float, str]:
    (a, b), (m, n) = pair
    events, whole = a + b, m + n
    fewest = min(m, n) * min(events, whole - events) / whole
    if fewest == 0:
        return 1.0, "none needed: all of them alike"
    if fewest < FEWEST_EXPECTED:
        return _fisher_irwin(int(a), int(m), int(events), int(whole)), "Fisher-Irwin exact test"
    crossed = a * (n - b) - b * (m - a)
    chi = (whole - 1) * crossed**2 / (m * n * events * (whole - events))
    return float(chdtrc(1, chi)), "chi-squared test with N - 1"


def _fisher_irwin(events: int, of: int, all_events: int, whole: int) -> float:
    """The probability of every table as unlikely as this one or more, given its margins."""
    first, last = max(0, all_events - (whole - of)), min(of, all_events)
    ways = [comb(of, k) * comb(whole - of, all_events - k) for k in range(first, last + 1)]
    seen = ways[events - first]
    return sum(way for way in ways if way <= seen) / sum(ways)


def _test_of_rates(pair: Pair) -> float:
    """Twice the smaller tail of the later events among all, if both rates were one."""
    (a, b), (m, n) = pair
    share = n / (m + n)
    at_least = float(betainc(b, a + 1, share)) if b > 0 else 1.0
    at_most = float(1 - betainc(b + 1, a, share)) if a > 0 else 1.0
    return min(1.0, 2 * min(at_least, at_most))


def _ratio(pair: Pair, level: float) -> Range | None:
    """The later rate over the earlier; ``None`` where the earlier had no event."""
    (a, b), (m, n) = pair
    if a == 0:
        return None
    out = (1 - level) / 2
    low = float(betaincinv(b, a + 1, out)) if b > 0 else 0.0
    high = float(betaincinv(b + 1, a, 1 - out))
    return Range(b * m / (a * n), low / (1 - low) * m / n, high / (1 - high) * m / n)
