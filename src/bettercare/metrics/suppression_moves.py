"""Moves of persons on paper: along areas, periods, groups, and in or out of the numerator.

A move is a few places with a sign: up where a person comes, down where one goes.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bettercare.metrics.suppression_axes import Axis

Places = NDArray[np.intp]
Numbers = NDArray[np.float64]
Step = dict[int, int]

KEPT = 48  # moves kept ready for each place
ALONE_SHARE = 0.25  # of moves, how many bring a person in rather than from elsewhere


class Rows:
    """Changes of rows that do not meet: an area and a partner, or an area with all above it."""

    def __init__(self, axis: Axis, draw: np.random.Generator) -> None:
        self._draw = draw
        self._units = axis.units
        self._holding = _holding(axis.units)
        self._families = {
            unit[0]: tuple(other[0] for other in self._units if other[1:] == unit[1:])
            for unit in self._units
        }

    def lines(self, rows: Sequence[int]) -> tuple[Places, Numbers]:
        """For as many rows as can be, a change that begins with the row; no two share a row."""
        used: set[int] = set()
        found: list[Step] = []
        for at in self._draw.permutation(len(rows)):
            row = rows[at]
            if row in used:
                continue
            step = self._step(row, used)
            if not step.keys() & used:
                used |= step.keys()
                found.append(step)
        longest = max(map(len, found), default=0)
        places = np.zeros((len(found), longest), dtype=np.intp)
        signs = np.zeros((len(found), longest))
        for number, step in enumerate(found):
            places[number, : len(step)] = list(step)
            signs[number, : len(step)] = list(step.values())
        return places, signs

    def _step(self, row: int, used: set[int]) -> Step:
        units = self._holding[row]
        unit = self._units[units[self._draw.integers(len(units))]]
        family = self._families.get(row, ())
        dice = self._draw.random()
        if len(family) > 1 and dice < 0.85:  # noqa: PLR2004 - partners nearby find most room
            for _ in range(4):
                other = family[self._draw.integers(len(family))]
                if other != row and other not in used:
                    return {row: 1, other: -1}
        step = dict.fromkeys(unit, 1)
        if dice > 0.5 and len(self._units) > 1:  # noqa: PLR2004
            other_unit = self._units[self._draw.integers(len(self._units))]
            step = difference(unit, other_unit)
        if row not in step:
            step = dict.fromkeys(unit, 1)
        return {row: step.pop(row)} | step


class Moves:
    """Moves within an area that change a place, some kept ready for each place."""

    def __init__(self, axes: Sequence[Axis], draw: np.random.Generator) -> None:
        self._draw = draw
        self._shape = tuple(len(axis.labels) for axis in axes)
        self._units = [axis.units for axis in axes]
        self._holding = [_holding(units) for units in self._units]
        self._ready: dict[int, tuple[Places, Numbers]] = {}

    def containing(self, places: Sequence[int], number: int) -> tuple[Places, Numbers]:
        """For each place some moves that change it, the place first; filled up with weight 0."""
        ready = [self._of(place) for place in places]
        longest = max(one.shape[1] for one, _ in ready)
        found = np.zeros((len(places), number, longest), dtype=np.intp)
        weights = np.zeros((len(places), number, longest))
        for row, (at, signs) in enumerate(ready):
            some = self._draw.integers(len(at), size=number)
            found[row, :, : at.shape[1]] = at[some]
            weights[row, :, : at.shape[1]] = signs[some]
        used = int(np.count_nonzero(weights.any(axis=(0, 1))))
        return found[:, :, :used], weights[:, :, :used]

    def _of(self, place: int) -> tuple[Places, Numbers]:
        if place not in self._ready:
            self._ready[place] = self._draw_moves(place)
        return self._ready[place]

    def _draw_moves(self, place: int) -> tuple[Places, Numbers]:
        where = tuple(map(int, np.unravel_index(place, self._shape)))
        moves: dict[tuple[tuple[int, int], ...], None] = {}
        for _ in range(KEPT):
            steps = [self._step(side, at) for side, at in enumerate(where)]
            move = {
                int(np.ravel_multi_index((a, b, c), self._shape)): x * y * z
                for a, x in steps[0].items()
                for b, y in steps[1].items()
                for c, z in steps[2].items()
            }
            first = {place: move.pop(place)}
            moves[tuple((first | move).items())] = None
        longest = 2 * min(map(len, moves))  # the larger a move, the seldomer it finds room
        kept = [one for one in moves if len(one) <= longest]
        found = np.zeros((len(kept), longest), dtype=np.intp)
        weights = np.zeros((len(kept), longest))
        for row, one in enumerate(kept):
            found[row, : len(one)] = [at for at, _ in one]
            weights[row, : len(one)] = [sign for _, sign in one]
        return found, weights

    def _step(self, side: int, place: int) -> Step:
        """A person more at a place, or one that comes there from elsewhere."""
        units, holding = self._units[side], self._holding[side][place]
        unit = units[holding[self._draw.integers(len(holding))]]
        if len(units) == 1 or self._draw.random() < ALONE_SHARE:
            return dict.fromkeys(unit, 1)
        others = [units[self._draw.integers(len(units))] for _ in range(8)]
        steps = [difference(unit, other) for other in others if place not in other]
        return min(steps, key=len) if steps else dict.fromkeys(unit, 1)


def difference(unit: Sequence[int], other: Sequence[int]) -> Step:
    """What changes when a person comes to one unit from another.

    >>> difference((0, 12, 16), (1, 12, 16))
    {0: 1, 1: -1}
    """
    change = {place: 1 for place in unit if place not in other}
    return change | {place: -1 for place in other if place not in unit}


def _holding(units: Sequence[tuple[int, ...]]) -> dict[int, list[int]]:
    """By place, the units that it is in."""
    found: dict[int, list[int]] = {}
    for number, unit in enumerate(units):
        for place in unit:
            found.setdefault(place, []).append(number)
    return found
