"""Which row of one plan is which row of another: settled pairs, and what only a reader can settle.

Rows that are alike in everything are paired first. Of the others the pair with the most points
comes first, each row at most once. Where a rival comes too close nothing is decided: the rows
concerned are kept together as not settled. The outcome is the same whichever plan stands first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from bettercare.comparison.candidates import Edge, candidates
from bettercare.comparison.likeness import CLOSE, POSSIBLE, ROUNDS, SETTLED, Weights, score
from bettercare.comparison.traits import Traits

Why = Literal["tie", "perhaps"]


class Pair(NamedTuple):
    """Two rows that are one scheme: their numbers in the two plans, and the points of the match."""

    before: int
    after: int
    score: float


class Group(NamedTuple):
    """Rows of which it is not settled which became which.

    ``why``: ``tie`` where several rows have the same claim, ``perhaps`` where the likeness is weak.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    why: Why
    score: float


class Matching(NamedTuple):
    """Every row of two plans once: paired, in a group, or alone; all by row number."""

    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    stopped: tuple[int, ...]
    new: tuple[int, ...]


class _Scored(NamedTuple):
    points: Mapping[Edge, float]
    before: Mapping[int, Sequence[int]]  # the other ends of the edges of each row
    after: Mapping[int, Sequence[int]]


def match(before: Sequence[Traits], after: Sequence[Traits], weights: Weights = ROUNDS) -> Matching:
    """Match the rows of two plans; ``weights`` say what a name, an id and an amount are worth.

    >>> row = Traits(7, "falls service", "5", {}, 1000.0)
    >>> match([row], [row._replace(item=9)]).pairs
    (Pair(before=7, after=9, score=100.0),)
    """
    exact = dict(_exact(before, after))
    scored = _scored(before, after, exact, weights)
    chosen = _greedy(scored, SETTLED)
    tied = _tied(scored, chosen, before, after)
    settled = {a: b for a, b in chosen.items() if a not in tied.before}
    taken = {*exact, *chosen, *tied.before}, {*exact.values(), *chosen.values(), *tied.after}
    perhaps = _greedy(_without(scored, *taken), POSSIBLE)
    pairs = [Pair(before[a].item, after[b].item, 100.0) for a, b in exact.items()]
    pairs += [Pair(before[a].item, after[b].item, scored.points[a, b]) for a, b in settled.items()]
    groups = [
        *(_group(before, after, part, "tie", scored) for part in tied.parts),
        *(_group(before, after, ({a}, {b}), "perhaps", scored) for a, b in perhaps.items()),
    ]
    return Matching(
        tuple(sorted(pairs)),
        tuple(sorted(groups)),
        _left(before, taken[0] | perhaps.keys()),
        _left(after, taken[1] | set(perhaps.values())),
    )


def _left(rows: Sequence[Traits], taken: Iterable[int]) -> tuple[int, ...]:
    gone = set(taken)
    return tuple(row.item for position, row in enumerate(rows) if position not in gone)


def _exact(before: Sequence[Traits], after: Sequence[Traits]) -> Iterator[Edge]:
    """Rows that are alike in all that is compared, paired in their order.

    A label that may have become several others makes a row unlike any, so it is not paired here.
    """
    free: dict[object, list[int]] = {}
    for position, row in enumerate(after):
        free.setdefault(_key(row), []).append(position)
    for position, row in enumerate(before):
        there = free.get(_key(row))
        if there and all(len(codes) == 1 for codes in row.codes.values()):
            yield position, there.pop(0)


def _key(row: Traits) -> object:
    return row.name, row.scheme_id, row.amount, frozenset(row.codes.items())


def _scored(
    before: Sequence[Traits],
    after: Sequence[Traits],
    exact: Mapping[int, int],
    weights: Weights,
) -> _Scored:
    gone = set(exact.values())
    left = [position for position in range(len(before)) if position not in exact]
    right = [position for position in range(len(after)) if position not in gone]
    near = candidates([before[a] for a in left], [after[b] for b in right])
    points = {}
    for a, b in near:
        found = score(before[left[a]], after[right[b]], weights)
        if found >= POSSIBLE:
            points[left[a], right[b]] = found
    return _indexed(points)


def _indexed(points: Mapping[Edge, float]) -> _Scored:
    mine: dict[int, list[int]] = {}
    others: dict[int, list[int]] = {}
    for a, b in points:
        mine.setdefault(a, []).append(b)
        others.setdefault(b, []).append(a)
    return _Scored(points, mine, others)


def _without(scored: _Scored, before: set[int], after: set[int]) -> _Scored:
    left = {
        (a, b): points
        for (a, b), points in scored.points.items()
        if a not in before and b not in after
    }
    return _indexed(left)


def _greedy(scored: _Scored, least: float) -> dict[int, int]:
    """The best pair first, each row once; of equal ones those that stand first in both plans."""
    ordered = sorted(scored.points, key=lambda edge: (-scored.points[edge], sum(edge)))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for a, b in ordered:
        if scored.points[a, b] >= least and a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


class _Tied(NamedTuple):
    parts: Sequence[tuple[set[int], set[int]]]

    @property
    def before(self) -> set[int]:
        return {a for mine, _ in self.parts for a in mine}

    @property
    def after(self) -> set[int]:
        return {b for _, others in self.parts for b in others}


def _tied(
    scored: _Scored, chosen: Mapping[int, int], before: Sequence[Traits], after: Sequence[Traits]
) -> _Tied:
    """The chosen pairs that a rival comes too close to, with those rivals, grown together."""
    parts: list[tuple[set[int], set[int]]] = []
    back = {b: a for a, b in chosen.items()}
    for a, b in chosen.items():
        rivals = list(_rivals(scored, chosen, back, (a, b), before, after))
        if rivals:
            mine = {a, *(one for one, _ in rivals)}
            others = {b, *(other for _, other in rivals)}
            _grow(parts, mine, others)
    return _Tied(parts)


def _rivals(
    scored: _Scored,
    chosen: Mapping[int, int],
    back: Mapping[int, int],
    edge: Edge,
    before: Sequence[Traits],
    after: Sequence[Traits],
) -> Iterator[Edge]:
    """Edges that would do nearly as well: to a free row, or by changing partners with a pair."""
    a, b = edge
    points = scored.points
    own = points[edge]
    for other in scored.before[a]:
        partner = back.get(other)
        if other != b and partner is None and points[a, other] >= own - CLOSE:
            yield a, other
        elif partner is not None and partner != a and (partner, b) in points:
            swapped = points[a, other] + points[partner, b]
            straight = own + points[partner, other]
            alike = _same(before[a], before[partner]) or _same(after[b], after[other])
            if swapped >= straight - CLOSE and not alike:
                yield partner, other
    for one in scored.after[b]:
        if one != a and one not in chosen and points[one, b] >= own - CLOSE:
            yield one, b


def _same(one: Traits, other: Traits) -> bool:
    """Whether two rows of one plan cannot be told apart, so that either may have any partner."""
    return one._replace(item=0) == other._replace(item=0)


def _grow(parts: list[tuple[set[int], set[int]]], mine: set[int], others: set[int]) -> None:
    """Add rows to the parts, joining those that share one."""
    for part in [one for one in parts if one[0] & mine or one[1] & others]:
        mine |= part[0]
        others |= part[1]
        parts.remove(part)
    parts.append((mine, others))


def _group(
    before: Sequence[Traits],
    after: Sequence[Traits],
    part: tuple[Iterable[int], Iterable[int]],
    why: Why,
    scored: _Scored,
) -> Group:
    mine, others = sorted(part[0]), sorted(part[1])
    best = max(scored.points.get((a, b), 0.0) for a in mine for b in others)
    return Group(
        tuple(before[a].item for a in mine), tuple(after[b].item for b in others), why, best
    )
