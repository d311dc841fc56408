"""Names that look alike, found without comparing every name with every other.

A slip of the pen leaves most of a name as it was, so two spellings stand close together when the
names are sorted by their beginnings, or when they are sorted by their ends.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bettercare.calculations.one_scheme import name_key
from bettercare.labels import similarity
from bettercare.rounds.checking import Thresholds

NEIGHBOURS = 4
# Numbers, single letters, Roman numerals and directions tell schemes apart however alike the rest.
_TELLS_APART = re.compile(r"\d+|\b(?:[a-z]|[ivx]+|north|south|east|west)\b")

Pair = tuple[str, str]


class Likeness(NamedTuple):
    """When two names count as alike.

    ``names``: how alike they are, from 0 to 100. ``words``: how alike are the words in which they
    differ ("life" and "live", not "LA" and "LPT"). ``part``: the part of a name at its beginning or
    at its end that both share, because a slip leaves one of the two whole.
    """

    names: float
    words: float
    part: float


def likeness_of(limits: Thresholds) -> Likeness:
    """The likeness that a round sets.

    >>> from bettercare import rounds
    >>> likeness_of(rounds.load("2019-20").thresholds)
    Likeness(names=90, words=70, part=0.45)
    """
    return Likeness(limits.alike_names, limits.alike_words, float(limits.alike_part))


@lru_cache(maxsize=4)
def alike_names(names: tuple[str, ...], least: Likeness) -> list[Pair]:
    """Pairs of different names that are probably one name, in the order of the names.

    Names that differ only in case, spaces or dashes always do.

    >>> alike_names(("End of Life Care", "Telecare", "End of Live Care", "TELECARE"),
    ...             Likeness(90, 70, 0.45))
    [('End of Life Care', 'End of Live Care'), ('Telecare', 'TELECARE')]
    """
    order = {name: number for number, name in enumerate(names)}
    first: dict[str, str] = {}
    found: list[Pair] = []
    for name in names:
        kept = first.setdefault(name_key(name), name)
        if kept != name and _marks(kept) == _marks(name):
            found.append((kept, name))
    found += [
        (first[one], first[other])
        for group in _by_marks(first).values()
        if len(group) > 1
        for one, other in _neighbours(group, least.part)
        if _alike(one, other, least)
    ]
    in_order = {(a, b) if order[a] < order[b] else (b, a) for a, b in found}
    return sorted(in_order, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _by_marks(keys: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Names grouped by what tells them apart: only those of one group can be alike."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for key in keys:
        groups.setdefault(_marks(key), []).append(key)
    return groups


def _neighbours(keys: Iterable[str], part: float) -> Iterator[Pair]:
    """Names that stand close together and begin alike, then those that do and end alike."""
    by_beginning = sorted(keys)
    for one, other in _close(by_beginning):
        shared = int(min(len(one), len(other)) * part)
        if one[:shared] == other[:shared]:
            yield one, other
    for one, other in _close(sorted(by_beginning, key=lambda key: key[::-1])):
        shared = int(min(len(one), len(other)) * part)
        if one.endswith(other[len(other) - shared :]):
            yield one, other


def _close(names: list[str]) -> Iterator[Pair]:
    """Each name with the next few."""
    for number, name in enumerate(names):
        for other in names[number + 1 : number + 1 + NEIGHBOURS]:
            yield name, other


@lru_cache(maxsize=20_000)  # of the names of a plan that is edited, all but one stay the same
def _alike(one: str, other: str, least: Likeness) -> bool:
    """Whether two folded names are alike, and the words they do not share are alike too."""
    left, right = set(one.split()), set(other.split())
    own, others_own = " ".join(sorted(left - right)), " ".join(sorted(right - left))
    both_have = own and others_own
    return not (both_have and not _reaches(own, others_own, least.words)) and _reaches(
        one, other, least.names
    )


def _marks(name: str) -> tuple[str, ...]:
    return tuple(_TELLS_APART.findall(name.casefold()))


def _reaches(one: str, other: str, least: float) -> bool:
    """Whether two texts are at least so alike; they are compared only if their letters allow it.

    No order of letters makes more of them equal than both texts have.
    """
    enough = least * (len(one) + len(other)) / 200
    return (
        min(len(one), len(other)) >= enough
        and sum(min(one.count(letter), other.count(letter)) for letter in set(one)) >= enough
        and similarity(one, other) >= least
    )
