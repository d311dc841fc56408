"""How much two scheme rows look like one scheme: points out of 100, each for a stated reason."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from bettercare.comparison.traits import SUB_TYPE, Traits


class Weights(NamedTuple):
    """Points for the same name, id and amount; with those for labels they make 100."""

    name: int
    identity: int
    amount: int


# Settled by hand on published plans: rows that a reader calls one scheme reach 60 points, others
# stay below. Ids last from version to version, and change from round to round.
VERSIONS = Weights(name=35, identity=15, amount=15)
ROUNDS = Weights(name=40, identity=5, amount=20)
LABELS: Mapping[str, int] = {
    "source_of_funding": 10,
    "scheme_type": 7,
    SUB_TYPE: 5,
    "area_of_spend": 4,
    "commissioner": 5,
    "provider": 4,
}
NOUNS: Mapping[str, str] = {
    "source_of_funding": "source",
    "scheme_type": "type",
    SUB_TYPE: "sub type",
    "area_of_spend": "area of spend",
    "commissioner": "commissioner",
    "provider": "provider",
}
SETTLED = 60.0  # from here on two rows are one scheme
POSSIBLE = 42.0  # from here on they may be, which is left to the reader
CLOSE = 3.0  # a rival so near is a tie
UNLIKE_NAME = 0.6  # names no more alike than this say nothing
SHARED_WORDS = 0.9  # the worth of a name that is the other one with words added
UNLIKE_AMOUNT = 0.5  # amounts further apart than this say nothing


class Reason(msgspec.Struct, frozen=True):
    """Why two rows look alike: ``what`` in words, and the ``points`` it gave."""

    what: str
    points: float


def score(one: Traits, other: Traits, weights: Weights) -> float:
    """Points out of 100; the same whichever row stands first.

    >>> row = Traits(1, "falls service", "5", {}, 1000.0)
    >>> score(row, row, ROUNDS), score(row, row._replace(scheme_id="7"), ROUNDS)
    (100.0, 95.0)
    """
    labels = sum(points for field, points in LABELS.items() if shares(one, other, field))
    return (
        weights.name * _beyond(names_alike(one.name, other.name) / 100, UNLIKE_NAME)
        + (weights.identity if one.scheme_id == other.scheme_id else 0)
        + labels
        + weights.amount * _beyond(amounts_alike(one.amount, other.amount), UNLIKE_AMOUNT)
    )


def reasons(one: Traits, other: Traits, weights: Weights) -> tuple[Reason, ...]:
    """What the points were given for, in words; the points add up to the score."""
    return tuple(found for found in _reasons(one, other, weights) if found.points)


def _reasons(one: Traits, other: Traits, weights: Weights) -> Iterator[Reason]:
    alike = names_alike(one.name, other.name)
    said = "same name" if one.name == other.name else f"names {alike:.0f}% alike"
    yield Reason(said, weights.name * _beyond(alike / 100, UNLIKE_NAME))
    yield Reason("same id", weights.identity if one.scheme_id == other.scheme_id else 0)
    for field, points in LABELS.items():
        yield Reason(f"same {NOUNS[field]}", points if shares(one, other, field) else 0)
    near = amounts_alike(one.amount, other.amount)
    said = "same amount" if near == 1 else f"amounts {near:.0%} alike"
    yield Reason(said, weights.amount * _beyond(near, UNLIKE_AMOUNT))


def _beyond(alike: float, least: float) -> float:
    """The part of the points that a likeness gets: none up to the least, all for the same."""
    return max(0.0, alike - least) / (1 - least)


def shares(one: Traits, other: Traits, field: str) -> bool:
    """Whether a label of two rows may be the same; two blank ones are.

    A sub type counts with the type where one of the two rounds has no sub types for it.
    """
    mine, others = one.codes.get(field), other.codes.get(field)
    if mine and others:
        return not mine.isdisjoint(others)
    if field == SUB_TYPE:
        return shares(one, other, "scheme_type")
    return mine is None and others is None


@lru_cache(maxsize=65536)
def names_alike(one: str, other: str) -> float:
    """How alike two folded names are, from 0 to 100.

    >>> names_alike("reablement", "home reablement services")
    90.0
    """
    if one == other:
        return 100.0
    from rapidfuzz import fuzz  # noqa: PLC0415  (loaded only when something needs comparing)

    shared = SHARED_WORDS * fuzz.token_set_ratio(one, other)
    return float(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), shared))


def amounts_alike(one: float, other: float) -> float:
    """The smaller amount as a part of the larger: 1 for the same, 0 where one is 0 or below.

    >>> amounts_alike(80.0, 100.0), amounts_alike(0.0, 0.0), amounts_alike(-5.0, 5.0)
    (0.8, 1.0, 0.0)
    """
    if one == other:
        return 1.0
    small, large = sorted((one, other))
    return small / large if small > 0 else 0.0
