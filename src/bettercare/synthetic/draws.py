"""Draws from a seed that are the same on every machine and in every version of Python.

Only ``Random.random`` is promised to stay as it is, so everything here is made of it, in whole
numbers or in arithmetic that no platform rounds in its own way.
"""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
UNIFORMS = 12  # their sum has a variance of 1


class Draw:
    """Draws that depend on nothing but the names they are seeded with.

    >>> Draw(1, "a").whole(1, 6) == Draw(1, "a").whole(1, 6)
    True
    """

    def __init__(self, *names: object) -> None:
        self._random = Random("/".join(str(name) for name in names))  # noqa: S311  (no secret)

    def below(self, count: int) -> int:
        """A whole number from 0 to one less than ``count``."""
        return int(self._random.random() * count)

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return low + self.below(high - low + 1)

    def chance(self, part: float) -> bool:
        """Whether something happens that does so in a part (a fraction of 1) of all cases."""
        return self._random.random() < part

    def one(self, items: Sequence[Item]) -> Item:
        """One of some items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """So many of the items, each once at most, in the order that they stand in."""
        kept = sorted(self.shuffled(range(len(items)))[:count])
        return [items[at] for at in kept]

    def normal(self) -> Decimal:
        """A number about as a normal distribution of mean 0 and variance 1 gives it."""
        total = sum(self.below(10_000) for _ in range(UNIFORMS))
        return Decimal(total) / 10_000 - UNIFORMS // 2

    def factor(self, spread: int) -> Decimal:
        """A number from 1 less to 1 more so many hundredths."""
        return 1 + Decimal(self.whole(-100 * spread, 100 * spread)) / 10_000
