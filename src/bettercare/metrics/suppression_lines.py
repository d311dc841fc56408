"""Moves all over a table at once: along each side of it, lines that do not meet."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bettercare.metrics.suppression_axes import TOTAL, Axis

Places = NDArray[np.intp]
Numbers = NDArray[np.float64]


class Lines(NamedTuple):
    """Moves along one side of a table that do not meet: places of each, and what is added there."""

    places: Places
    signs: Numbers


class Side:
    """One side of a table, and the moves that can be made along it.

    ``filler`` is a place that fills short lines up; where there is none they are left out.
    """

    def __init__(self, axis: Axis, draw: np.random.Generator, filler: int | None) -> None:
        self._draw = draw
        self._filler = filler
        self._parts = dict(axis.sums)
        self._crossed = any(axis.labels[at] == TOTAL for at, _ in axis.sums)
        inner = {child for _, children in axis.sums for child in children}
        self._roots = [n for n in range(len(axis.labels)) if n not in inner]
        self._units = axis.units
        self._families = self._levels(axis)
        self.kinds = len(self._families) + 1

    def _levels(self, axis: Axis) -> list[list[tuple[int, ...]]]:
        """Places that add up to the same place, by how far they are from the lowest."""
        found: dict[int, list[tuple[int, ...]]] = {}
        for _, children in axis.sums:
            by_height: dict[int, list[int]] = {}
            for child in children:
                by_height.setdefault(self._height(child), []).append(child)
            for height, alike in by_height.items():
                if len(alike) > 1:
                    found.setdefault(height, []).append(tuple(alike))
        return [found[height] for height in sorted(found)]

    def _height(self, place: int) -> int:
        below = self._parts.get(place, ())
        return 1 + max(map(self._height, below)) if below else 0

    def lines(self, kind: int) -> Lines:
        """Moves of one kind: within families, lowest first, and last a person more."""
        if kind < len(self._families):
            pairs = [pair for family in self._families[kind] for pair in self._paired(family)]
            paths = [(self._down(one), self._down(other)) for one, other in pairs]
            return self._even([(*a, *b) for a, b in paths], [len(a) for a, _ in paths])
        more = self._more()
        return self._even(more, list(map(len, more)))

    def _paired(self, family: Sequence[int]) -> list[tuple[int, int]]:
        mixed = [family[n] for n in self._draw.permutation(len(family))]
        return list(zip(mixed[::2], mixed[1::2], strict=False))

    def _down(self, place: int) -> tuple[int, ...]:
        """From a place to a lowest one, any of those that are part of it."""
        found = [place]
        while below := self._parts.get(found[-1]):
            found.append(below[int(self._draw.integers(len(below)))])
        return tuple(found)

    def _more(self) -> list[tuple[int, ...]]:
        if self._crossed:
            return [self._units[int(self._draw.integers(len(self._units)))]]
        return [self._down(root) for root in self._roots]

    def _even(self, lines: Sequence[tuple[int, ...]], added: Sequence[int]) -> Lines:
        """Lines as an array, filled up to one length, or only those of the greatest length."""
        longest = max(map(len, lines))
        places, signs = [], []
        for line, ups in zip(lines, added, strict=True):
            more = longest - len(line)
            if more and self._filler is None:
                continue
            places.append([*line, *[self._filler or 0] * more])
            signs.append([1.0] * ups + [-1.0] * (len(line) - ups) + [1.0] * more)
        return Lines(np.array(places, dtype=np.intp), np.array(signs))
