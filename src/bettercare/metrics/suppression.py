"""Which numbers are hidden: the small ones, and the cheapest others that would give them away.

Numbers are hidden until each hidden one is shown to have values enough for whoever holds all the
tables: rows, totals, areas within regions, groups, months within years, and earlier releases.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bettercare.metrics.suppression_search import Search
from bettercare.metrics.suppression_table import SECONDARY, SHOWN, SMALL, Cell, Flags, Table

SWEEPS = 100  # moves all over the table in one round of search
TRIES = 4  # times that a number is aimed at before more is hidden for it
LEAST_GAIN = 0.1  # share of the unsafe numbers that a round must clear for another to follow
MOST_ROUNDS = 400
SWEPT = 2  # rounds that begin all over the table, and stop sooner
FURTHER_AXES = 0  # areas within regions: what they hide is dear, so it comes last


@dataclass(frozen=True, slots=True)
class Protected:
    """How it went: numbers hidden as small and besides, and those that cannot be kept safe."""

    small: int
    secondary: int
    exposed: tuple[Cell, ...]


def protect(table: Table) -> Protected:
    """Hide what must be hidden for every hidden number to keep enough possible values.

    Changes the table's labels. What an earlier release has shown cannot be hidden: a number that
    it gives away is ``exposed``.
    """
    search = Search(table)
    exposed: set[Cell] = set()
    for number in range(MOST_ROUNDS):
        search.back()
        tries = 0 if number < SWEPT else TRIES
        _look_further(search, sweep=number < SWEPT)
        stuck = [cell for cell in _cells(search.stuck(tries)) if cell not in exposed]
        if not stuck:
            break
        hidden, without = _hide_more(table, stuck)
        exposed |= without
        search.forget(one for cell in hidden for one in (cell, *_near(table, cell)))
    small = int((table.hidden & (table.label == SMALL)).sum())
    left = _cells(search.unsafe())
    return Protected(small, int(table.hidden.sum()) - small, tuple(left))


def _look_further(search: Search, *, sweep: bool) -> None:
    """Search until little more is found all over, or until every unsafe number had its tries."""
    before = int(search.unsafe().sum())
    while sweep and before:
        search.sweep(SWEEPS)
        now = int(search.unsafe().sum())
        if before - now <= LEAST_GAIN * before:
            return
        before = now
    while (search.unsafe() & ~search.stuck(TRIES)).any():
        search.run()


def _cells(flags: Flags) -> list[Cell]:
    return [tuple(map(int, cell)) for cell in np.argwhere(flags)]  # type: ignore[misc]


def _hide_more(table: Table, stuck: list[Cell]) -> tuple[set[Cell], set[Cell]]:
    """Hide one more number for each unsafe one; give what was hidden, and those with none left."""
    touched: set[Cell] = set()
    without: set[Cell] = set()
    for cell in sorted(stuck, key=lambda one: table.true[one]):
        near = _near(table, cell)
        if touched.intersection(near):
            continue
        chosen = next(_choices(table, cell, near), None)
        if chosen is None:
            without.add(cell)
            continue
        for one in chosen:
            table.hide(one)
        touched.update(chosen)
    return touched, without


def _near(table: Table, cell: Cell) -> list[Cell]:
    return [one for numbers in table.sums_with(cell) for one in numbers if one != cell]


def _choices(table: Table, cell: Cell, near: list[Cell]) -> Iterator[list[Cell]]:
    """What may be hidden for an unsafe number, cheapest first.

    To no longer say that a hidden number is small costs nothing. Then come the numbers that stand
    in a sum with it, then those that stand in a sum with these.
    """
    seen, ring = {cell}, [cell, *near]
    while ring:
        if said := [one for one in ring if table.label[one] == SMALL and _may_hide(table, one)]:
            yield said
        shown = [one for one in ring if table.label[one] == SHOWN and _may_hide(table, one)]
        if shown:
            yield [
                min(
                    shown,
                    key=lambda one: (one[FURTHER_AXES] != cell[FURTHER_AXES], table.true[one], one),
                )
            ]
        seen.update(ring)
        around = {one for at in ring if table.true[at] > 0 for one in _near(table, at)}
        ring = sorted(around - seen)


def _may_hide(table: Table, cell: Cell) -> bool:
    """Whether hiding a number leaves a reader less sure; 0 stays shown."""
    return bool(
        table.given[cell]
        and not table.fixed[cell]
        and table.true[cell] > 0
        and table.label[cell] != SECONDARY
    )
