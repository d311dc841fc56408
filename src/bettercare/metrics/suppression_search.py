"""Other tables that a reader cannot tell from the true one: the proof that a number is hidden.

A person is moved on paper: from one group, month or area to another, or in, or out. Whatever table
comes of it adds up as the true one does; while it also agrees with all that is published, nobody
can say which of the two is true. A hidden number that has taken five values is safe, against any
method. Moves are drawn at random from a fixed seed, so a run gives the same answer again.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bettercare.metrics.suppression_lines import Side
from bettercare.metrics.suppression_moves import Moves, Rows
from bettercare.metrics.suppression_table import NEAR, Flags, Numbers, Table

SEED = 20_190_401
FURTHEST = 12.0  # persons moved at once
TRIED = 16  # moves looked at for one number before one is made
STEPS = 6  # moves made for one number one way, then as many the other way
HIGHER, HIGHER_ROWS = 0.4, 0.15  # how often a move goes one level up
INNER = (4, 5, 6, 7)

Places = NDArray[np.intp]


class Search:
    """Tables that agree with what is published, one after another, and how far each number went."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._shape = (len(table.true), int(np.prod(table.true.shape[1:])))
        self.now: Numbers = table.true.copy()
        self.low: Numbers = table.true.copy()
        self.high: Numbers = table.true.copy()
        self.tries = np.zeros(self._shape)
        self._draw = np.random.default_rng(SEED)
        self._rows = Rows(table.axes[0], self._draw)
        self._moves = Moves(table.axes[1:], self._draw)
        filler = len(table.true) - 1
        self._sides = [
            Side(axis, self._draw, None if side else filler) for side, axis in enumerate(table.axes)
        ]

    def unsafe(self) -> Flags:
        """The hidden numbers that have not yet been shown to have enough values."""
        needed = self.table.rule.possible - 1 - NEAR
        found: Flags = self.table.hidden & (self.high - self.low < needed)
        return found

    def sweep(self, moves: int) -> None:
        """Move persons all over the table, half of the time one way and then back."""
        signs = self._draw.choice([-1.0, 1.0], size=self.table.true.shape) * self.unsafe()
        for way in (1.0, -1.0):
            for _ in range(moves // 2):
                self._sweep_once(way * signs)

    def _sweep_once(self, wanted: Numbers) -> None:
        chosen = [
            side.lines(self._kind(side, HIGHER if number else HIGHER_ROWS))
            for number, side in enumerate(self._sides)
        ]
        at = tuple(one.places.reshape(_grid(one.places.shape, n)) for n, one in enumerate(chosen))
        change = np.ones((1,) * 8)
        for n, one in enumerate(chosen):
            change = change * one.signs.reshape(_grid(one.signs.shape, n))
        now = self.now[at]
        up, down = self.table.most[at] - now, now - self.table.least[at]
        more = np.where(change > 0, up, down).min(axis=INNER, keepdims=True)
        less = np.where(change > 0, down, up).min(axis=INNER, keepdims=True)
        gain = (change * wanted[at]).sum(axis=INNER, keepdims=True)
        gain += self._draw.uniform(-0.5, 0.5, gain.shape)
        steps = np.where(gain > 0, np.floor(more + NEAR), -np.floor(less + NEAR))
        after = now + np.clip(steps, -FURTHEST, FURTHEST) * change
        self.now[at] = after
        self.low[at] = np.minimum(self.low[at], after)
        self.high[at] = np.maximum(self.high[at], after)

    def _kind(self, side: Side, chance: float) -> int:
        """The lower the likelier: small moves find room more often."""
        kind = 0
        while kind < side.kinds - 1 and self._draw.random() < chance:
            kind += 1
        return kind

    def run(self) -> None:
        """Aim at one unsafe number of each area, and push it as far as it goes both ways."""
        unsafe = self.unsafe().reshape(self._shape)
        rows = np.flatnonzero(unsafe.any(axis=1))
        score = self._draw.random((len(rows), self._shape[1])) - self.tries[rows]
        score[~unsafe[rows]] = -np.inf
        aims = dict(zip(map(int, rows), map(int, score.argmax(axis=1)), strict=True))
        self.tries[list(aims), list(aims.values())] += 1
        first = float(self._draw.choice((-1.0, 1.0)))
        for way in (first, -first):
            left = aims
            for _ in range(STEPS):
                left = {row: place for row, place in left.items() if not self._safe(row, place)}
                if not left or not self._step(left, way):
                    break

    def stuck(self, tries: int) -> Flags:
        """The unsafe numbers that have been aimed at so many times."""
        found: Flags = self.unsafe() & (self.tries >= tries).reshape(self.table.true.shape)
        return found

    def forget(self, cells: Iterable[tuple[int, ...]]) -> None:
        """Aim at some numbers anew: something near them has been hidden."""
        tries = self.tries.reshape(self.table.true.shape)
        for cell in cells:
            tries[cell] = 0

    def back(self) -> None:
        """Begin again from the true table; what was found stays found."""
        self.now = self.table.true.copy()

    def _safe(self, row: int, place: int) -> bool:
        low, high = self.low.reshape(self._shape), self.high.reshape(self._shape)
        return bool(high[row, place] - low[row, place] >= self.table.rule.possible - 1 - NEAR)

    def _step(self, aims: dict[int, int], way: float) -> int:
        """Move persons so that each number aimed at goes one way; gives how many did."""
        lines, signs = self._rows.lines(list(aims))
        if not len(lines):
            return 0
        places = [aims[int(row)] for row in lines[:, 0]]
        inner, weights = self._moves.containing(places, TRIED)
        at = (lines[:, None, :, None], inner[:, :, None, :])
        change = signs[:, None, :, None] * weights[:, :, None, :]
        # A move counts in the way that its first row and the number aimed at go.
        turned = way * np.sign(change[:, :, :1, :1])
        steps = self._room(at, change * turned)
        best = (steps + 0.5 * self._draw.random(steps.shape)).argmax(axis=1)
        chosen = np.arange(len(lines))
        moved = steps[chosen, best]
        self._make(lines, inner[chosen, best], (change * turned)[chosen, best], moved)
        return int((moved > 0).sum())

    def _room(self, at: tuple[Places, Places], change: Numbers) -> Numbers:
        """How many persons each move can move before something published would not agree."""
        now = self.now.reshape(self._shape)[at]
        up = self.table.most.reshape(self._shape)[at] - now
        down = now - self.table.least.reshape(self._shape)[at]
        room = np.where(change > 0, up, np.where(change < 0, down, np.inf))
        room = room / np.maximum(np.abs(change), 1.0)
        found: Numbers = np.minimum(np.floor(room.min(axis=(2, 3)) + NEAR), FURTHEST)
        return found

    def _make(self, lines: Places, inner: Places, change: Numbers, moved: Numbers) -> None:
        """Make the moves, one after another where they meet in a row."""
        now = self.now.reshape(self._shape)
        low, high = self.low.reshape(self._shape), self.high.reshape(self._shape)
        rows = lines[:, :, None]
        places = np.broadcast_to(inner[:, None, :], change.shape)
        go = np.flatnonzero(moved > 0)
        at = (np.broadcast_to(rows, change.shape)[go], places[go])
        # Lines of one batch share no row, and a place stands in a move once or with no weight.
        np.add.at(now, at, change[go] * moved[go, None, None])
        low[at] = np.minimum(low[at], now[at])
        high[at] = np.maximum(high[at], now[at])


def _grid(shape: tuple[int, ...], side: int) -> tuple[int, ...]:
    """Lines stand on the first four sides of a grid, the places of a line on the last four."""
    found = [1] * 8
    found[side], found[side + 4] = shape
    return tuple(found)
