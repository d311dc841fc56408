"""XmR control charts, as Making Data Count draws them: what is chance, and what is not.

Numbers are taken as the decimals they are written as and worked exactly, so that a point that lies
on the mean or on a limit is told from one beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isfinite

from bettercare.statistics.xmr_chart import (
    Assurance,
    Better,
    ControlChart,
    Number,
    Point,
    Segment,
    Strength,
    Variation,
    Verdict,
)
from bettercare.statistics.xmr_rules import LIMIT, NEAR, Lengths, Rule, rules_broken, step

SCREEN = Fraction("3.267")  # a moving range this many times the average is an outlier
LEAST, FIRM = 10, 15  # points for limits at all, and for a call that is firm


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all segments share."""

    baseline: int | None
    screen: bool
    lengths: Lengths
    better: Better
    least: int
    firm: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """The mean and the average moving range of a segment, and what they were worked out from."""

    mean: Fraction
    spread: Fraction | None
    used: int
    screened: int


def xmr(  # noqa: PLR0913  (each is a choice that a chart has to state)
    values: Sequence[Number | None],
    rebase: Sequence[int] = (),
    baseline: int | None = None,
    target: Number | Sequence[Number | None] | None = None,
    *,
    screen: bool = True,
    shift: int = 7,
    trend: int = 7,
    near: tuple[int, int] = (2, 3),
    better: Better = "lower",
    least: int = LEAST,
    firm: int = FIRM,
) -> ControlChart:
    """An XmR chart of a series in order of time; ``None`` is a gap and breaks runs.

    ``rebase`` holds the positions, counted from 0, at which a new segment begins; no rule and no
    moving range runs across one. ``baseline`` fixes mean and limits after so many points of each
    segment. ``target`` is one number, or one for each point. ``screen`` leaves out moving ranges
    of 3.267 times their first average or more. ``shift``, ``trend`` and ``near`` are how many
    points in a row the rules need. Below ``least`` points in a segment nothing is judged, and
    below ``firm`` the limits are provisional.

    Method: mean plus and minus 2.66 average moving ranges: W. A. Shewhart, 1931; D. J. Wheeler,
    "Understanding Variation", 1993; screening, rules, sides and icons as NHSRplotthedots of the
    NHS-R Community applies those of NHS England's Making Data Count. Raises ``ValueError`` for
    a value that is no number, for a place of a rebase that is none, and for lengths below 2.

    >>> chart = xmr([4.1, 4.2, 6.0, 5.1, 5.9, 5.4], target=3.5, least=5)
    >>> last = chart.last
    >>> [round(one, 2) for one in (last.mean, last.moving_range, last.lower, last.upper)]
    [5.12, 0.82, 2.94, 7.3]
    >>> last.variation, last.assurance, last.strength
    ('common_cause', 'hit_or_miss', 'provisional')
    >>> xmr([4.1, 4.2, 6.0, 5.1, 5.9, 5.4], target=3.5).last.assurance
    'too_few'
    """
    lengths = Lengths(shift, trend, near)
    _refuse(lengths, baseline, better, least)
    exact = tuple(_exact(value) for value in values)
    targets = _targets(target, len(exact))
    asked = _Asked(baseline, screen, lengths, better, least, firm)
    starts = (0, *_places(rebase, len(exact)))
    made = [
        _segment(exact[start:stop], targets[start:stop], number, start, asked)
        for number, (start, stop) in enumerate(pairwise((*starts, len(exact))))
    ]
    points = tuple(point for _, of_segment in made for point in of_segment)
    return ControlChart(points, tuple(segment for segment, _ in made), better, least, firm)


def _refuse(lengths: Lengths, baseline: int | None, better: str, least: int) -> None:
    few, window = lengths.near
    if min(lengths.shift, lengths.trend) < 2 or not 1 <= few <= window:  # noqa: PLR2004
        raise ValueError("a shift and a trend need 2 points or more, and near some of its points")
    if baseline is not None and baseline < 2:  # noqa: PLR2004
        raise ValueError("a baseline needs 2 points or more")
    if better not in {"lower", "higher", "neither"}:
        raise ValueError("better is lower, higher or neither")
    if least < 2:  # noqa: PLR2004
        raise ValueError("limits need 2 points or more")


def _exact(value: Number | None) -> Fraction | None:
    if value is None:
        return None
    if not isfinite(value):
        raise ValueError("a value of a series is a finite number, or None where there is none")
    return Fraction(str(value))


def _targets(
    target: Number | Sequence[Number | None] | None, count: int
) -> tuple[Fraction | None, ...]:
    if not isinstance(target, Sequence):
        return (_exact(target),) * count
    if len(target) != count:
        raise ValueError("targets are one number, or one for each value")
    return tuple(_exact(one) for one in target)


def _places(rebase: Sequence[int], count: int) -> tuple[int, ...]:
    places = tuple(sorted(set(rebase)))
    if places and not 0 < places[0] <= places[-1] < count:
        raise ValueError("a rebase is at the position of a value after the first, counted from 0")
    return places


def _segment(
    values: Sequence[Fraction | None],
    targets: Sequence[Fraction | None],
    number: int,
    start: int,
    asked: _Asked,
) -> tuple[Segment, list[Point]]:
    lines = _lines(values, asked)
    strength = _strength(lines, asked)
    judged = strength in {"provisional", "firm"}
    rules: tuple[tuple[Rule, ...], ...] = ((),) * len(values)
    if lines and lines.spread is not None and judged:
        rules = rules_broken(values, lines.mean, lines.spread, asked.lengths)
    ranges = (None, *(_distance(*pair) for pair in pairwise(values)))
    points = [
        Point(
            position=start + n,
            value=_float(value),
            segment=number,
            moving_range=_float(ranges[n]),
            rules=rules[n],
            verdict=_verdict(values, n, rules, lines, asked) if judged else _unjudged(value),
            target=_float(targets[n]),
            meets=_meets(value, targets[n], asked.better),
        )
        for n, value in enumerate(values)
    ]
    end = targets[-1] if targets else None
    return _summary(points, end, lines, strength, start, asked), points


def _lines(values: Sequence[Fraction | None], asked: _Asked) -> _Lines | None:
    """The mean and spread of a segment, or of its baseline; ``None`` without any value."""
    based = values[: _end_of_baseline(values, asked.baseline)]
    known = [value for value in based if value is not None]
    if not known:
        return None
    ranges = [one for pair in pairwise(based) if (one := _distance(*pair)) is not None]
    kept = _screened(ranges) if asked.screen else ranges
    spread = _mean(kept) if kept else None
    return _Lines(_mean(known), spread, len(known), len(ranges) - len(kept))


def _end_of_baseline(values: Sequence[Fraction | None], baseline: int | None) -> int | None:
    """Behind the point that fills the baseline; gaps do not count to it."""
    known = [n for n, value in enumerate(values) if value is not None]
    return None if baseline is None or len(known) < baseline else known[baseline - 1] + 1


def _screened(ranges: list[Fraction]) -> list[Fraction]:
    """Without the outliers; where nothing moves at all, nothing is one."""
    bound = SCREEN * _mean(ranges) if ranges else Fraction(0)
    return [one for one in ranges if one < bound] if bound else ranges


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _distance(earlier: Fraction | None, later: Fraction | None) -> Fraction | None:
    return None if earlier is None or later is None else abs(later - earlier)


def _strength(lines: _Lines | None, asked: _Asked) -> Strength:
    if lines is None:
        return "none"
    if lines.used < asked.least or lines.spread is None:
        return "run_chart"
    return "firm" if lines.used >= asked.firm else "provisional"


def _verdict(
    values: Sequence[Fraction | None],
    n: int,
    rules: Sequence[tuple[Rule, ...]],
    lines: _Lines | None,
    asked: _Asked,
) -> Verdict:
    """What a point comes to: in a trend by its way, unless outside the limits; else by its side."""
    value = values[n]
    if value is None or lines is None:
        return "no_value"
    if not rules[n]:
        return "common_cause"
    by_way = "trend" in rules[n] and "outside" not in rules[n]
    high = _rises(values, n, rules) if by_way else value > lines.mean
    if asked.better == "neither":
        return "special_high" if high else "special_low"
    return "improvement" if high == (asked.better == "higher") else "concern"


def _rises(values: Sequence[Fraction | None], n: int, rules: Sequence[tuple[Rule, ...]]) -> bool:
    """The way of the trend of a point; where one ends and another begins, that of the second."""
    goes_on = n + 1 < len(values) and "trend" in rules[n + 1]
    onward = step(values[n], values[n + 1]) if goes_on else 0
    before = step(values[n - 1], values[n]) if n else 0
    return (onward or before) > 0


def _unjudged(value: Fraction | None) -> Verdict:
    return "no_value" if value is None else "too_few"


def _meets(value: Fraction | None, target: Fraction | None, better: Better) -> bool | None:
    if value is None or target is None or better == "neither":
        return None
    return value <= target if better == "lower" else value >= target


def _summary(
    points: list[Point],
    target: Fraction | None,
    lines: _Lines | None,
    strength: Strength,
    start: int,
    asked: _Asked,
) -> Segment:
    known = [point for point in points if point.value is not None]
    limits, near = _around(lines, LIMIT), _around(lines, NEAR)
    return Segment(
        start=start,
        stop=start + len(points),
        points=len(known),
        used=lines.used if lines else 0,
        screened=lines.screened if lines else 0,
        mean=_float(lines.mean if lines else None),
        median=_median(sorted(value for p in points if (value := p.value) is not None)),
        moving_range=_float(lines.spread if lines else None),
        lower=_float(limits and limits[0]),
        upper=_float(limits and limits[1]),
        near_lower=_float(near and near[0]),
        near_upper=_float(near and near[1]),
        target=_float(target),
        strength=strength,
        variation=_variation(known, asked.better),
        assurance=_assurance(target, limits, strength, asked.better),
    )


def _around(lines: _Lines | None, times: Fraction) -> tuple[Fraction, Fraction] | None:
    if lines is None or lines.spread is None:
        return None
    return lines.mean - times * lines.spread, lines.mean + times * lines.spread


def _variation(known: list[Point], better: Better) -> Variation:
    """The icon of a segment: what its last point with a value comes to, and on which side."""
    raised = better == "higher"
    icons: dict[str, Variation] = {
        "common_cause": "common_cause",
        "special_high": "neutral_high",
        "special_low": "neutral_low",
        "improvement": "improvement_high" if raised else "improvement_low",
        "concern": "concern_low" if raised else "concern_high",
    }
    return icons.get(known[-1].verdict, "too_few") if known else "too_few"


def _assurance(
    target: Fraction | None,
    limits: tuple[Fraction, Fraction] | None,
    strength: Strength,
    better: Better,
) -> Assurance:
    """Whether chance alone will pass a target, fail it, or do both; "" where there is none."""
    if target is None or better == "neither":
        return ""
    if strength not in {"provisional", "firm"} or limits is None:
        return "too_few"
    if limits[0] <= target <= limits[1]:
        return "hit_or_miss"
    above = target > limits[1]
    return "consistently_pass" if above == (better == "lower") else "consistently_fail"


def _median(ordered: list[float]) -> float | None:
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2 if ordered else None


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
