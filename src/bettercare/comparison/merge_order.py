"""In which order the rows of a merged table stand."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def interleaved(first: Sequence[T], second: Sequence[T]) -> list[T]:
    """The first list in its order, with what only the second has after what it followed there.

    What the first list alone has at that place stands before it.

    >>> interleaved(["a", "mine", "b"], ["a", "theirs", "b"])
    ['a', 'mine', 'theirs', 'b']
    """
    known, shared = set(first), set(second)
    after: dict[T | None, list[T]] = {}
    anchor: T | None = None
    for one in second:
        if one in known:
            anchor = one
        else:
            after.setdefault(anchor, []).append(one)
    found: list[T] = []
    waiting = after.get(None, [])
    for one in first:
        if one in shared:
            found += waiting
            waiting = after.get(one, [])
        found.append(one)
    return found + waiting


def is_reordered(base_of: Sequence[int]) -> bool:
    """Whether the rows that a copy kept stand in another order than in the base.

    >>> is_reordered((1, 0, 2, 4)), is_reordered((2, 1))
    (False, True)
    """
    kept = [base for base in base_of if base]
    return kept != sorted(kept)
