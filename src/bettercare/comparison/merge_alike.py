"""Scheme rows that are one by points, where a merge may be sure of it."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.comparison.likeness import UNLIKE_NAME, VERSIONS, names_alike
from bettercare.comparison.matching import Matching, Pair, match
from bettercare.comparison.traits import Traits, traits_of
from bettercare.plan import Plan
from bettercare.rounds import Round

Rows = dict[int, Traits]


class Likely(NamedTuple):
    """Rows of the base and of a copy, by number: what is one, and what is in doubt."""

    pairs: tuple[tuple[int, int], ...]
    doubts: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def likely(
    plans: tuple[Plan, Plan], rules: Round, left: tuple[Collection[int], Collection[int]]
) -> Likely:
    """Match the scheme rows that are left over in a base and in a copy of it.

    Points alone do not make a new name the same scheme: without a like name or the same id two
    rows are in doubt, and so are rows that cannot be told apart where one of them is gone.
    """
    rows = [
        {row.item: row for row in traits_of(Calculations(plan, rules), None) if row.item in items}
        for plan, items in zip(plans, left, strict=True)
    ]
    before, after = rows
    found = match(tuple(before.values()), tuple(after.values()), VERSIONS)
    uneven = _uneven(before, after)
    sure = [
        pair
        for pair in found.pairs
        if _named_alike(before[pair.before], after[pair.after])
        and not uneven & {_key(before[pair.before]), _key(after[pair.after])}
    ]
    doubts = [*((group.before, group.after) for group in found.groups)]
    doubts += _indistinct(before, after, uneven)
    doubts += [
        ((pair.before,), (pair.after,)) for pair in _others(found, sure, uneven, before, after)
    ]
    return Likely(tuple((pair.before, pair.after) for pair in sure), tuple(sorted(doubts)))


def _named_alike(one: Traits, other: Traits) -> bool:
    """Whether the names, or else the ids, say that two rows are one."""
    same_id = one.scheme_id != "" and one.scheme_id == other.scheme_id
    return same_id or names_alike(one.name, other.name) / 100 > UNLIKE_NAME


def _key(row: Traits) -> Hashable:
    return row.name, row.scheme_id, row.amount, frozenset(row.codes.items())


def _uneven(before: Rows, after: Rows) -> frozenset[Hashable]:
    """What several rows of one plan are alike in, and not equally many of the other."""
    counts = Counter(map(_key, before.values())), Counter(map(_key, after.values()))
    return frozenset(
        key for key in counts[0].keys() & counts[1].keys() if counts[0][key] != counts[1][key]
    )


def _indistinct(
    before: Rows, after: Rows, uneven: frozenset[Hashable]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    for key in uneven:
        mine = tuple(item for item, row in before.items() if _key(row) == key)
        yield mine, tuple(item for item, row in after.items() if _key(row) == key)


def _others(
    found: Matching,
    sure: Sequence[Pair],
    uneven: frozenset[Hashable],
    before: Rows,
    after: Rows,
) -> Iterator[Pair]:
    """The pairs that are not sure, but for those told with others that are just like them."""
    for pair in found.pairs:
        told = {_key(before[pair.before]), _key(after[pair.after])} <= uneven
        if pair not in sure and not told:
            yield pair
