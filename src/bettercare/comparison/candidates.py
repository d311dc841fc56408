"""Which rows of two plans are worth comparing, so that not every row meets every other.

Two rows are candidates when their names share a word that few rows have, or begin alike, when they
share an id, or when their amounts are next to each other in order of size.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from bettercare.comparison.traits import Traits

COMMON = 40  # a word or id of more rows than this tells nothing
BEGINNING = 4  # letters
NEIGHBOURS = 3  # amounts on either side

Edge = tuple[int, int]  # positions in the two lists


def candidates(before: Sequence[Traits], after: Sequence[Traits]) -> set[Edge]:
    """The pairs of positions that are worth a score.

    >>> one = Traits(1, "falls service", "5", {}, 10.0)
    >>> other = Traits(1, "community falls team", "6", {}, 9000.0)
    >>> sorted(candidates([one], [other]))
    [(0, 0)]
    """
    found: set[Edge] = set()
    for keys in (_words, _beginning, _identity):
        found.update(_sharing(before, after, keys))
    found.update(_near_amounts(before, after))
    found.update((a, b) for b, a in _near_amounts(after, before))
    return found


def _words(row: Traits) -> Iterable[Hashable]:
    return row.words


def _beginning(row: Traits) -> Iterable[Hashable]:
    return [row.name.replace(" ", "")[:BEGINNING]]


def _identity(row: Traits) -> Iterable[Hashable]:
    return [row.scheme_id] if row.scheme_id else []


def _sharing(
    before: Sequence[Traits], after: Sequence[Traits], keys: Callable[[Traits], Iterable[Hashable]]
) -> Iterator[Edge]:
    mine, others = _by_key(before, keys), _by_key(after, keys)
    for key, positions in mine.items():
        there = others.get(key, ())
        if len(positions) <= COMMON and len(there) <= COMMON:
            yield from ((a, b) for a in positions for b in there)


def _by_key(
    rows: Sequence[Traits], keys: Callable[[Traits], Iterable[Hashable]]
) -> Mapping[Hashable, Sequence[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for key in keys(row):
            found[key].append(position)
    return found


def _near_amounts(before: Sequence[Traits], after: Sequence[Traits]) -> Iterator[Edge]:
    """Each row with those of the other plan that stand nearest in order of size."""
    order = sorted(range(len(after)), key=lambda position: after[position].amount)
    sizes = [after[position].amount for position in order]
    for position, row in enumerate(before):
        at = bisect_left(sizes, row.amount)
        for other in order[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]:
            yield position, other
