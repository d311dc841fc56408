"""How good a linkage is, and what its errors do to a rate that is counted through it.

Precision is the part of the links that are right, recall the part of the true links that were
found. A count taken through links misses those that were not found and holds some that are wrong:
the true count is near ``linked * precision / recall``. What is not known of precision and recall
belongs in the interval of the rate.
"""

from collections.abc import Callable, Sequence
from math import exp, inf, log, sqrt
from typing import NamedTuple

from bettercare.statistics.intervals import Interval, byar, wilson

Z95 = 1.959963984540054


class Estimate(NamedTuple):
    """A value and its 95% limits."""

    value: float
    low: float
    high: float


class Quality(NamedTuple):
    """Precision and recall of a linkage, each a fraction with 95% limits, and where from."""

    precision: Estimate
    recall: Estimate
    method: str


def quality_from_sample(right: int, checked: int, found: int, sought: int) -> Quality:
    """Quality from links checked by a person: the sound way, where there is time for it.

    ``right`` of ``checked`` links, drawn at random, were of one person; ``found`` of ``sought``
    pairs known to be of one person from elsewhere had been linked. Limits are Wilson's.

    >>> quality = quality_from_sample(right=98, checked=100, found=180, sought=200)
    >>> [round(number, 3) for number in quality.precision]
    [0.98, 0.93, 0.994]
    """
    return Quality(_wilson(right, checked), _wilson(found, sought), "sample")


def quality_from_probabilities(linked: Sequence[float], not_linked: Sequence[float]) -> Quality:
    """Quality as the model itself expects it, from the probabilities of the pairs.

    Each linked pair is right with its probability, each other pair of those compared is missed with
    its own. Method: expected counts of the Fellegi and Sunter model; limits from the variance of a
    sum of independent trials. They trust the model, and know nothing of true pairs that were never
    compared: a checked sample is better. Raises ``ValueError`` where nothing is linked.

    >>> quality = quality_from_probabilities([1.0, 1.0, 0.9, 0.9], [0.2])
    >>> round(quality.precision.value, 2), round(quality.recall.value, 2)
    (0.95, 0.95)
    """
    if not len(linked):
        raise ValueError("nothing is linked")
    right, missed = sum(linked), sum(not_linked)
    doubt = sum(p * (1 - p) for p in linked)
    missed_doubt = sum(p * (1 - p) for p in not_linked)
    precision = right / len(linked)
    recall = right / (right + missed)
    error = sqrt((1 - recall) ** 2 * doubt + recall**2 * missed_doubt) / (right + missed)
    return Quality(
        _within(precision, sqrt(doubt) / len(linked)), _within(recall, error), "probabilities"
    )


def linked_proportion(linked: float, of: float, quality: Quality) -> Estimate:
    """A proportion counted through links, with linkage error in its value and its 95% limits.

    ``linked`` of ``of`` people were linked to an event. Gives the corrected proportion. With
    precision and recall known to be 1 its limits are Wilson's, exactly. Method: see ``corrected``.

    >>> perfect = Quality(Estimate(1, 1, 1), Estimate(1, 1, 1), "known")
    >>> [round(number, 3) for number in linked_proportion(11, 15, perfect)]
    [0.733, 0.48, 0.891]
    """
    found = corrected(Estimate(*wilson(linked, of)), quality)
    return Estimate(*(min(one, 1.0) for one in found))


def linked_rate(
    linked: float,
    population: float,
    quality: Quality,
    per: float = 100_000,
    interval: Callable[[float, float, float], Interval[float] | None] = byar,
) -> Estimate:
    """A rate of events counted through links, per so many people, with linkage error in it.

    ``interval`` gives the limits that the rate has without it: Byar's unless said otherwise. Raises
    ``ValueError`` where it gives none. Method: see ``corrected``.
    """
    limits = interval(linked, population, per)
    if limits is None:
        raise ValueError("too few events for this interval")
    return corrected(Estimate(*limits), quality)


def corrected(counted: Estimate, quality: Quality) -> Estimate:
    """What was counted, times precision, by recall; the three intervals are made one.

    Method: of variance estimates recovery on the logarithms (G. Y. Zou and A. Donner, "Construction
    of confidence limits about effect measures: a general approach", Statistics in Medicine 27,
    2008): the distances of each limit from its value are added as squares. The three must be
    independent, and linkage must not fail more for those who have the event than for others.

    >>> quality = Quality(Estimate(0.98, 0.93, 0.99), Estimate(0.9, 0.85, 0.93), "sample")
    >>> [round(number, 4) for number in corrected(Estimate(0.2, 0.18, 0.22), quality)]
    [0.2178, 0.1927, 0.2435]
    """
    precision, recall = quality.precision, quality.recall
    if recall.low <= 0 or precision.low <= 0:
        raise ValueError("too little is known of the linkage: a limit of its quality is 0")
    value = counted.value * precision.value / recall.value
    if counted.value <= 0:  # no logarithm: the widest that all three allow
        return Estimate(value, 0.0, counted.high * precision.high / recall.low)
    down = _apart(counted.value, counted.low), _apart(precision.value, precision.low)
    up = _apart(counted.value, counted.high), _apart(precision.value, precision.high)
    recall_up, recall_down = _apart(recall.value, recall.high), _apart(recall.value, recall.low)
    return Estimate(
        value,
        value * exp(-sqrt(sum(d**2 for d in (*down, recall_up)))),
        value * exp(sqrt(sum(d**2 for d in (*up, recall_down)))),
    )


def _apart(one: float, other: float) -> float:
    """How far two values lie apart on the logarithm."""
    return abs(log(one / other)) if other > 0 else inf


def _wilson(events: int, of: int) -> Estimate:
    return Estimate(*wilson(events, of))


def _within(value: float, error: float) -> Estimate:
    return Estimate(value, max(value - Z95 * error, 0.0), min(value + Z95 * error, 1.0))
