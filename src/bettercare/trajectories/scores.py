"""How forecasts did once the outturn is known: Brier score, coverage and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

from bettercare.trajectories.predictive import Range

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts with much the same probability: how many, what was said, what came."""

    lower: float
    upper: float
    count: int
    said: float
    came: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A Brier score beside that of saying the overall rate every time, and a table by bins."""

    count: int
    score: float
    always_the_rate: float
    bins: tuple[Bin, ...]

    @property
    def skill(self) -> float | None:
        """1 is perfect, 0 no better than the overall rate; ``None`` where that never errs."""
        return 1 - self.score / self.always_the_rate if self.always_the_rate else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many intervals held the outturn, against how many should have."""

    count: int
    held: int
    level: float
    score: float

    @property
    def share(self) -> float:
        """The share that held."""
        return self.held / self.count


def brier(said: Sequence[float], came: Sequence[bool]) -> float:
    """The Brier score: the mean squared distance of probabilities from what came, 0 to 1.

    0 is perfect, and 0.25 what "50%" every time would have. Method: G. W. Brier, "Verification of
    forecasts expressed in terms of probability", 1950, in the form for one event. Raises
    ``ValueError`` without a forecast, for unequal numbers and outside 0 to 1.

    >>> round(brier([0.9, 0.1, 0.5], [True, False, True]), 2)
    0.09
    """
    if not said or len(said) != len(came):
        raise ValueError("a score needs one outturn for each forecast, and one forecast or more")
    if not all(0 <= one <= 1 for one in said):
        raise ValueError("a probability lies between 0 and 1")
    return sum((p - y) ** 2 for p, y in zip(said, came, strict=True)) / len(said)


def calibration(said: Sequence[float], came: Sequence[bool], bins: int = TENTHS) -> Calibration:
    """The Brier score, the score of saying the overall rate, and a table of said against came.

    A bin holds its lower end, and the last one 1 too; bins without a forecast are left out.

    >>> found = calibration([0.9, 0.8, 0.1, 0.1], [True, True, False, True])
    >>> round(found.score, 4), found.always_the_rate
    (0.2175, 0.1875)
    >>> [(one.count, round(one.said, 2), one.came) for one in found.bins]
    [(2, 0.1, 0.5), (1, 0.8, 1.0), (1, 0.9, 1.0)]
    """
    score = brier(said, came)
    rate = sum(came) / len(came)
    pairs = list(zip(said, came, strict=True))
    held = [[pair for pair in pairs if _bin_of(pair[0], bins) == n] for n in range(bins)]
    table = tuple(
        Bin(
            n / bins,
            (n + 1) / bins,
            len(every),
            _mean([p for p, _ in every]),
            _mean([y for _, y in every]),
        )
        for n, every in enumerate(held)
        if every
    )
    return Calibration(len(said), score, rate * (1 - rate), table)


def _bin_of(probability: float, bins: int) -> int:
    return min(int(probability * bins), bins - 1)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def coverage(intervals: Sequence[Range], outturns: Sequence[float], level: float) -> Coverage:
    """How often intervals at a level held the outturn, and their mean interval score.

    The score is the width, plus 2 / (1 - level) times any miss; lower is better. Method: T.
    Gneiting and A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation", 2007,
    section 6.2. Raises ``ValueError`` without an interval and for unequal numbers.

    >>> found = coverage([Range(10, 8, 12), Range(10, 8, 12)], [9, 13], 0.8)
    >>> found.held, found.share, round(found.score, 1)
    (1, 0.5, 9.0)
    """
    if not intervals or len(intervals) != len(outturns):
        raise ValueError("coverage needs one outturn for each interval, and one interval or more")
    if not 0 < level < 1:
        raise ValueError("a level is between 0 and 1")
    pairs = list(zip(intervals, outturns, strict=True))
    scores = [
        one.upper - one.lower + 2 / (1 - level) * max(one.lower - y, y - one.upper, 0.0)
        for one, y in pairs
    ]
    held = sum(one.holds(y) for one, y in pairs)
    return Coverage(len(pairs), held, level, sum(scores) / len(scores))
