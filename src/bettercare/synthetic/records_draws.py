"""Draws of many values at once that are the same on every machine and in every version of NumPy.

NumPy promises that the raw bits of a generator stay as they are, and nothing of what it makes of
them. So a value is looked up: 16 bits choose one of 65,536 places of a table, over which whole
weights are shared out. There is no arithmetic that a machine could round in its own way.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

PLACES = 1 << 16
Numbers: TypeAlias = NDArray[Any]


class Draws:
    """A stream of 16-bit numbers that depends on nothing but the names it is seeded with.

    >>> bool((Draws(1, "a").some(8) == Draws(1, "a").some(8)).all())
    True
    """

    def __init__(self, *names: object) -> None:
        digest = sha256("/".join(str(name) for name in names).encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest[:16], "little"))

    def some(self, count: int) -> Numbers:
        """So many numbers from 0 to 65,535."""
        raw = self._bits.random_raw((count + 3) // 4)
        return np.asarray(raw).astype("<u8").view("<u2")[:count]

    def large(self, count: int) -> Numbers:
        """So many numbers of 64 bits."""
        return np.asarray(self._bits.random_raw(count))


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number shared out by whole weights: the largest remainders get what is left over.

    >>> shared(10, [1, 1, 1]), shared(3, [0, 5])
    ([4, 3, 3], [0, 3])
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    left = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in left[: total - sum(parts)]:
        parts[n] += 1
    return parts


def table(weights: Sequence[int]) -> Numbers:
    """A table of 65,536 places that holds the number of each weight as often as it weighs.

    >>> np.bincount(table([1, 3])).tolist()
    [16384, 49152]
    """
    smallest = np.uint8 if len(weights) <= 256 else np.uint16  # noqa: PLR2004
    return np.repeat(np.arange(len(weights), dtype=smallest), shared(PLACES, weights))


def tables(rows: Sequence[Sequence[int]]) -> Numbers:
    """A table for each of some groups, one after the other."""
    return np.concatenate([table(row) for row in rows])


def picked(from_tables: Numbers, drawn: Numbers, group: Numbers | None = None) -> Numbers:
    """What is looked up by numbers drawn, in the table of each one's group.

    >>> picked(tables([[1, 0], [0, 1]]), np.array([5, 5]), np.array([0, 1])).tolist()
    [0, 1]
    """
    if group is None:
        return np.take(from_tables, drawn)
    return np.take(from_tables, (group.astype(np.int32) << 16) | drawn)


def happens(drawn: Numbers, per_thousand: Numbers | int) -> Numbers:
    """Whether something happens that does so so many times in 1,000.

    >>> happens(np.array([0, 60_000]), 500).tolist()
    [True, False]
    """
    return drawn.astype(np.int64) * 1000 < np.asarray(per_thousand, np.int64) * PLACES


def per_thousand(by_group: Sequence[int], group: Numbers) -> Numbers:
    """The number of each one's group."""
    return np.take(np.asarray(by_group, np.int64), group)


def weights_of(by_code: Mapping[str, int]) -> tuple[tuple[str, ...], Numbers]:
    """Codes, and the table of their weights."""
    return tuple(by_code), table(tuple(by_code.values()))
