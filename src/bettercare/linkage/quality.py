"""How good a linkage is, and what its errors do to a rate that is counted through it.

Precision is the part of the links that are right, recall the part of the true links that were
found. A count taken through links misses those that were not found and holds some that are wrong:
the true count is near ``linked * precision / recall``. What is not known of precision and recall
belongs in the interval of the rate.
"""

from collections.abc import Sequence
from math import exp, inf, log, sqrt
from typing import NamedTuple

from bettercare.statistics.intervals import Z95, Interval, poisson_rate, wilson


class Quality(NamedTuple):
    """Precision and recall of a linkage, each a fraction with 95% limits, and where from."""

    precision: Interval[float]
    recall: Interval[float]
    method: str


def quality_from_sample(right: int, checked: int, found: int, sought: int) -> Quality:
    """Quality from links checked by a person: the sound way, where there is time for it.

    ``right`` of ``checked`` links, drawn at random, were of one person; ``found`` of ``sought``
    pairs known to be of one person from elsewhere had been linked. Limits are Wilson's.

    >>> quality = quality_from_sample(right=98, checked=100, found=180, sought=200)
    >>> [round(number, 3) for number in quality.precision]
    [0.98, 0.93, 0.994]
    """
    return Quality(wilson(right, checked), wilson(found, sought), "sample")


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


def linked_proportion(linked: float, of: float, quality: Quality) -> Interval[float]:
    """A proportion counted through links, with linkage error in its value and its 95% limits.

    ``linked`` of ``of`` people were linked to an event. Gives the corrected proportion. With
    precision and recall known to be 1 its limits are Wilson's, exactly. Method: see ``corrected``.

    >>> perfect = Quality(Interval(1, 1, 1), Interval(1, 1, 1), "known")
    >>> [round(number, 3) for number in linked_proportion(11, 15, perfect)]
    [0.733, 0.48, 0.891]
    """
    found = corrected(wilson(linked, of), quality)
    return Interval(*(min(one, 1.0) for one in found))


def linked_rate(
    linked: float, population: float, quality: Quality, per: float = 100_000
) -> Interval[float]:
    """A rate of events counted through links, per so many people, with linkage error in it.

    With precision and recall known to be 1 its limits are those of ``poisson_rate``: exact below 10
    events, Byar's from 10. Method: see ``corrected``.
    """
    return corrected(poisson_rate(linked, population, per), quality)


def corrected(counted: Interval[float], quality: Quality) -> Interval[float]:
    """What was counted, times precision, by recall; the three intervals are made one.

    Method: of variance estimates recovery on the logarithms (G. Y. Zou and A. Donner, "Construction
    of confidence limits about effect measures: a general approach", Statistics in Medicine 27,
    2008): the distances of each limit from its value are added as squares. The three must be
    independent, and linkage must not fail more for those who have the event than for others.

    >>> quality = Quality(Interval(0.98, 0.93, 0.99), Interval(0.9, 0.85, 0.93), "sample")
    >>> [round(number, 4) for number in corrected(Interval(0.2, 0.18, 0.22), quality)]
    [0.2178, 0.1927, 0.2435]
    """
    precision, recall = quality.precision, quality.recall
    if recall.lower <= 0 or precision.lower <= 0:
        raise ValueError("too little is known of the linkage: a limit of its quality is 0")
    value = counted.value * precision.value / recall.value
    if counted.value <= 0:  # no logarithm: the widest that all three allow
        return Interval(value, 0.0, counted.upper * precision.upper / recall.lower)
    down = _apart(counted.value, counted.lower), _apart(precision.value, precision.lower)
    up = _apart(counted.value, counted.upper), _apart(precision.value, precision.upper)
    recall_up, recall_down = _apart(recall.value, recall.upper), _apart(recall.value, recall.lower)
    return Interval(
        value,
        value * exp(-sqrt(sum(d**2 for d in (*down, recall_up)))),
        value * exp(sqrt(sum(d**2 for d in (*up, recall_down)))),
    )


def _apart(one: float, other: float) -> float:
    """How far two values lie apart on the logarithm."""
    return abs(log(one / other)) if other > 0 else inf


def _within(value: float, error: float) -> Interval[float]:
    return Interval(value, max(value - Z95 * error, 0.0), min(value + Z95 * error, 1.0))
