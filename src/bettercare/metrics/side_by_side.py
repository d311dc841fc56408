"""Two definitions of a metric side by side: which words and numbers differ, and what that means."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from bettercare.metrics.counting_words import counting_in_words, population_in_words, unit_in_words
from bettercare.metrics.definition import Definition
from bettercare.metrics.library import Library, library

Verdict = Literal["comparable", "convertible", "not_comparable"]
Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two definitions say differently: both texts, and their words as the same, gone or new.

    A text is blank where a definition says nothing of it.
    """

    what: str
    before: str
    after: str
    words: tuple[tuple[Kind, str], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A definition and the one that took its place, with the verdict and why."""

    before: Definition
    after: Definition
    differences: tuple[Difference, ...]
    verdict: Verdict
    why: str
    conversion: str = ""


def side_by_side(metric: str, known: Library | None = None) -> tuple[SideBySide, ...]:
    """Each change of a metric's definition, in order of time; none where it never changed.

    The metric that it took the place of, and the one that took its place, belong to it. Raises
    ``UnknownMetric`` where there is none.

    >>> [(one.before.key, one.after.key, one.verdict) for one in side_by_side("avoid")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('nea@2019-20', 'avoid@2021-22', 'not_comparable'),
     ('avoid@2021-22', 'emadm65@2025-26', 'not_comparable')]
    """
    asked = known or library()
    code = asked.versions(metric)[0].metric
    every = {one.key: one for made in asked.metrics.values() for one in made}
    pairs = [
        (every[one.supersedes], one)
        for one in every.values()
        if one.supersedes and code in (one.metric, every[one.supersedes].metric)
    ]
    ordered = sorted(pairs, key=lambda pair: str(pair[1].start))
    return tuple(compared(before, after) for before, after in ordered)


def compared(before: Definition, after: Definition) -> SideBySide:
    """Two definitions side by side; the verdict is what the later one says of the earlier.

    >>> from bettercare.metrics.library import definition
    >>> found = compared(definition("dtoc", version="2015-16"), definition("dtoc"))
    >>> found.verdict, [one.what for one in found.differences][:2]
    ('convertible', ['Title', 'Numerator'])
    """
    stated = after.supersedes == before.key
    verdict: Verdict = "not_comparable"
    if stated and after.conversion:
        verdict = "convertible"
    elif stated and after.comparable:
        verdict = "comparable"
    why = after.change if stated else "Nobody has said that these two can be compared."
    told = _told(after)
    differences = tuple(
        Difference(what, old, told[what], word_differences(old, told[what]))
        for what, old in _told(before).items()
        if old != told[what]
    )
    return SideBySide(before, after, differences, verdict, why, after.conversion if stated else "")


def word_differences(before: str, after: str) -> tuple[tuple[Kind, str], ...]:
    """The words of two texts: those in both, those that are gone, and those that are new.

    >>> word_differences("days of delay of adults in a quarter", "days of delay of adults")
    (('same', 'days of delay of adults'), ('gone', 'in a quarter'))
    """
    return tuple(_parts(before.split(), after.split()))


def _parts(old: list[str], new: list[str]) -> Iterator[tuple[Kind, str]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(old[a:b])
            continue
        if b > a:
            yield "gone", " ".join(old[a:b])
        if d > c:
            yield "new", " ".join(new[c:d])


def _told(one: Definition) -> dict[str, str]:
    """What makes a definition, in words: whatever differs here can change a figure."""
    return {
        "Title": one.title,
        "Numerator": one.numerator,
        "Denominator": one.denominator,
        "Unit": unit_in_words(one),
        "Better": one.better,
        "Population": population_in_words(one.population),
        "Planned by": ", ".join(one.periods),
        "Area": one.area,
        "Records": one.records,
        "Count": counting_in_words(one.count),
        "Of": counting_in_words(one.of),
        "Cohort": one.cohort,
        "Interval": one.interval,
        "Source": one.source,
    }
