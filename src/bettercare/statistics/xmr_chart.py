"""What a control chart holds: points, segments with their limits, and icons by name."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bettercare.statistics.xmr_rules import Rule

Number = int | float | Decimal
Better = Literal["lower", "higher", "neither"]
Verdict = Literal[
    "common_cause", "improvement", "concern", "special_high", "special_low", "too_few", "no_value"
]
Variation = Literal[
    "common_cause",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
    "too_few",
]
Assurance = Literal["consistently_pass", "consistently_fail", "hit_or_miss", "too_few", ""]
Strength = Literal["none", "run_chart", "provisional", "firm"]


@dataclass(frozen=True, slots=True)
class Point:
    """One point: the rules it is a part of and what they come to, within its own segment.

    ``moving_range`` is the distance from the point before, ``None`` for the first of a segment and
    after a gap. ``meets`` says whether the target of this point is met.
    """

    position: int
    value: float | None
    segment: int
    moving_range: float | None
    rules: tuple[Rule, ...]
    verdict: Verdict
    target: float | None
    meets: bool | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Points ``start`` up to but without ``stop``, with one mean and one pair of limits.

    ``points`` have a value, ``used`` of them make the mean and limits, ``screened`` of whose moving
    ranges were left out as outliers. ``variation`` is about the last point, ``assurance`` about the
    last target. With ``strength`` "run_chart" the limits are trial limits: not to be drawn, and
    judged by no rule.
    """

    start: int
    stop: int
    points: int
    used: int
    screened: int
    mean: float | None
    median: float | None
    moving_range: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    target: float | None
    strength: Strength
    variation: Variation
    assurance: Assurance


@dataclass(frozen=True, slots=True)
class ControlChart:
    """All points and segments of a series, and the way in which it should go."""

    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    better: Better
    least: int
    firm: int

    @property
    def last(self) -> Segment:
        """The segment that speaks of today."""
        return self.segments[-1]
