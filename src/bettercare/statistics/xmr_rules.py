"""The four rules by which a point of a control chart is told from chance.

All work on the points of one segment, in order. A gap (``None``) breaks every run: what is not
known is not taken to go on as before.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

Rule = Literal["outside", "shift", "trend", "near"]
Values = Sequence[Fraction | None]

LIMIT = Fraction("2.66")  # three standard deviations, as 3 / 1.128 average moving ranges
NEAR = LIMIT * 2 / 3


class Lengths(NamedTuple):
    """How many points in a row make a shift, a trend, and ``near[0]`` of ``near[1]`` near."""

    shift: int = 7
    trend: int = 7
    near: tuple[int, int] = (2, 3)


def rules_broken(
    values: Values, mean: Fraction, spread: Fraction, lengths: Lengths
) -> tuple[tuple[Rule, ...], ...]:
    """For each point of a segment the rules it is a part of; none for a gap.

    ``spread`` is the average moving range that limits are drawn with.
    """
    sides = [None if value is None else _sign(value - mean) for value in values]
    found: dict[Rule, set[int]] = {
        "outside": _beyond(values, mean, spread * LIMIT),
        "shift": _shifts(sides, lengths.shift),
        "trend": _trends(values, lengths.trend),
    }
    close = _beyond(values, mean, spread * NEAR) - found["outside"]
    found["near"] = _near(sides, close, lengths.near)
    return tuple(tuple(rule for rule in found if n in found[rule]) for n in range(len(values)))


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _beyond(values: Values, mean: Fraction, distance: Fraction) -> set[int]:
    """The points farther from the mean than a distance; one on the line is not beyond it."""
    return {n for n, v in enumerate(values) if v is not None and abs(v - mean) > distance}


def _shifts(sides: Sequence[int | None], length: int) -> set[int]:
    """The points of every run of ``length`` or more on one side; one on the mean ends a run."""
    return _in_windows(len(sides), length, lambda window: _one_sided(sides, window))


def _trends(values: Values, length: int) -> set[int]:
    """The points of every run of ``length`` or more that all rise or all fall."""

    def one_way(window: range) -> bool:
        steps = [step(values[n], values[n + 1]) for n in window[:-1]]
        return abs(sum(steps)) == length - 1

    return _in_windows(len(values), length, one_way)


def step(earlier: Fraction | None, later: Fraction | None) -> int:
    """1 from lower to higher, -1 from higher to lower; 0 for no step, or beside a gap."""
    return 0 if earlier is None or later is None else _sign(later - earlier)


def _near(sides: Sequence[int | None], close: set[int], near: tuple[int, int]) -> set[int]:
    """The points close to a limit in every window with enough of them, all on one side."""
    least, length = near

    def enough(window: range) -> bool:
        return len(close.intersection(window)) >= least and _one_sided(sides, window)

    return _in_windows(len(sides), length, enough) & close


def _one_sided(sides: Sequence[int | None], window: Iterable[int]) -> bool:
    return {sides[n] for n in window} in ({1}, {-1})


def _in_windows(count: int, length: int, holds: Callable[[range], bool]) -> set[int]:
    """The members of every window of a length that a rule holds of."""
    windows = (range(start, start + length) for start in range(count - length + 1))
    return {n for window in windows if holds(window) for n in window}
