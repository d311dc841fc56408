"""The items of a table beside a plan, and the rows of the plan that they stand for.

A paper sums up rows of the plan under names of its own and in thousands of pounds. An item stands
for rows that follow one another and come to its amount; where several do, for those whose names
are most like its own, and where none do, for the rows of the scheme that is named most like it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from bettercare.formats.prints.side_tables import SideRow, SideTable
from bettercare.formats.prints.side_text import POUNDS
from bettercare.labels import normalise, similarity
from bettercare.money import round_half_up
from bettercare.plan import Plan, SchemeRow

MOST_ROWS = 6  # that one item stands for
ALIKE = 60.0  # of 100: names of one scheme in two papers
NOUGHT = Decimal(0)

Run = range  # rows of a plan that follow one another, from 0


class Match(NamedTuple):
    """An item and the rows it stands for, from 1: what is printed, and what they come to.

    Both are in the unit of the table; ``exact`` is what the rows come to in pounds.
    """

    item: SideRow
    rows: tuple[int, ...]
    printed: Decimal
    computed: Decimal
    exact: Decimal

    @property
    def over(self) -> Decimal:
        """How much more the rows come to than the item."""
        return self.computed - self.printed


def matches(table: SideTable, column: int, plan: Plan, year: str) -> tuple[Match, ...]:
    """The items of a column that stand for rows of a plan, in the order of the table."""
    found = _Matching(table, column, plan, year)
    for off in (0, 1):  # first those that agree, then those off by rounding
        found.by_amount(off)
    found.by_name()
    return tuple(found.matches[n] for n in sorted(found.matches))


class _Matching:
    """Takes rows for items, each row at most once."""

    def __init__(self, table: SideTable, column: int, plan: Plan, year: str) -> None:
        self.matches: dict[int, Match] = {}
        self._items = {
            n: (row, value)
            for n, row in enumerate(table.items)
            if (value := row.value(column)) is not None
        }
        self._rows = plan.schemes or ()
        self._pounds = [row.amounts.get(year, NOUGHT) for row in self._rows]
        self._unit = POUNDS.get(table.unit, 1)
        self._free = set(range(len(self._rows)))

    def by_amount(self, off: int) -> None:
        """Take for each item the rows that come to its amount, or are so many units off."""
        open_items = [n for n in self._items if n not in self.matches]
        pairs = [
            (self._likeness(n, run), n, run)
            for n in open_items
            for run in self._runs()
            if abs(self._in_unit(run) - self._items[n][1]) == off
        ]
        for likeness, n, run in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            if likeness >= ALIKE or off == 0:
                self._take(n, run)

    def by_name(self) -> None:
        """Take for each item that is left the rows of the scheme that is named most like it."""
        for n in [n for n in self._items if n not in self.matches]:
            named = [(self._likeness(n, run), run) for run in self._schemes()]
            likeness, run = max(named, key=lambda pair: pair[0], default=(0.0, range(0)))
            if likeness >= ALIKE:
                self._take(n, run)

    def _take(self, n: int, run: Run) -> None:
        if n not in self.matches and self._free.issuperset(run):
            item, printed = self._items[n]
            exact = sum((self._pounds[row] for row in run), NOUGHT)
            rows = tuple(row + 1 for row in run)
            self.matches[n] = Match(item, rows, printed, self._in_unit(run), exact)
            self._free -= set(run)

    def _runs(self) -> Iterator[Run]:
        for first in self._free:
            for end in range(first + 1, min(first + MOST_ROWS, len(self._rows)) + 1):
                if self._free.issuperset(range(first, end)):
                    yield range(first, end)

    def _schemes(self) -> Iterator[Run]:
        """The rows of each scheme that follow one another."""
        for _, same in groupby(range(len(self._rows)), key=lambda n: _name(self._rows[n])):
            rows = list(same)
            if self._free.issuperset(rows):
                yield range(rows[0], rows[-1] + 1)

    def _in_unit(self, run: Run) -> Decimal:
        return round_half_up(sum((self._pounds[row] for row in run), NOUGHT) / self._unit)

    def _likeness(self, n: int, run: Run) -> float:
        label = self._items[n][0].label
        names: Sequence[str] = [self._rows[row].scheme_name or "" for row in run]
        return sum(similarity(label, name) for name in names) / len(names)


def _name(row: SchemeRow) -> str:
    return normalise(row.scheme_name or "")
