"""Which record of the plan that a workbook remembers each row of a table is.

A row is known by its id. Where ids are gone, come twice, or stand beside other rows than they were
written with, the content of the rows says more than they do.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.workbooks.memory import item_of

MOST_PAIRS = 1_000_000  # of rows that are compared
LIKE_ENOUGH = 0.5  # share of equal cells, of those that are filled, that make a row the same one
ASTRAY = 0.2  # by how much another record is more like a row than the one whose id it has

Cells = tuple[str | None, ...]  # what cells mean; None is blank


class Known(NamedTuple):
    """What the cells of a table were when it was written: by record, and lines prepared."""

    records: Sequence[Cells]
    prepared: Mapping[str, Cells]


class Matched(NamedTuple):
    """The record that each row is, 0 for a new one, and how many were known by content alone.

    ``untouched`` are rows that are lines prepared for an answer, as they were written.
    """

    items: tuple[int, ...]
    untouched: frozenset[int]
    by_content: int
    copies: int


def match_rows(rows: Sequence[tuple[str, Cells]], known: Known) -> Matched:
    """Match rows, each with its id, to the records that were written."""
    return _Matching(rows, known).result()


class _Matching:
    def __init__(self, rows: Sequence[tuple[str, Cells]], known: Known) -> None:
        self._rows, self._known = rows, known
        self._items = [0] * len(rows)
        self._free = set(range(1, len(known.records) + 1))
        self._by_content = 0
        prepared = frozenset(known.prepared.values())
        self.untouched = frozenset(
            n
            for n, (name, cells) in enumerate(rows)
            if cells in prepared and not self._is_as_written(name, cells)
        )

    def result(self) -> Matched:
        """Match what is as it was written, then what was edited."""
        self._by_id_and_content()
        moved = self._by_content_alone()
        few = len(self._open()) * len(self._free) <= MOST_PAIRS
        damaged = moved > 0 or not any(name for name, _ in self._rows)
        copies = 0
        if few and (damaged or self._any_astray()):
            self._by_likeness()
        else:
            copies = self._by_id()
        return Matched(tuple(self._items), self.untouched, self._by_content, copies)

    def _is_as_written(self, name: str, cells: Cells) -> bool:
        item = item_of(name)
        records = self._known.records
        return 0 < item <= len(records) and records[item - 1] == cells

    def _open(self) -> list[int]:
        """Rows of which nobody has said yet which record they are."""
        return [
            n
            for n, (_, cells) in enumerate(self._rows)
            if not self._items[n] and n not in self.untouched and any(cells)
        ]

    def _take(self, row: int, item: int) -> None:
        self._items[row] = item
        self._free.discard(item)

    def _by_id_and_content(self) -> None:
        records = self._known.records
        for n, (name, cells) in enumerate(self._rows):
            item = item_of(name)
            if item in self._free and records[item - 1] == cells:
                self._take(n, item)

    def _by_content_alone(self) -> int:
        """Rows that are as another record was written than the one whose id they have."""
        if not self._free:
            return 0
        written: dict[Cells, list[int]] = {}
        for item in sorted(self._free, reverse=True):
            written.setdefault(self._known.records[item - 1], []).append(item)
        before = self._by_content
        for n in self._open():
            same = written.get(self._rows[n][1])
            if same:
                self._take(n, same.pop())
                self._by_content += 1
        return self._by_content - before

    def _any_astray(self) -> bool:
        """Whether a row is far more like another record than like the one whose id it has.

        Then rows were sorted apart from their ids, and edited as well.
        """
        return any(map(self._is_astray, self._open()))

    def _is_astray(self, row: int) -> bool:
        name, cells = self._rows[row]
        item = item_of(name)
        if item not in self._free:
            return False
        own = _likeness(cells, self._known.records[item - 1])
        least = max(LIKE_ENOUGH, own + ASTRAY)
        others = self._free - {item} if least <= 1 else ()
        return any(_likeness(cells, self._known.records[one - 1]) >= least for one in others)

    def _by_id(self) -> int:
        """Rows that were edited; gives how many have the id of a row that is there already."""
        copies = 0
        for n in self._open():
            item = item_of(self._rows[n][0])
            if item in self._free:
                self._take(n, item)
            elif item:
                copies += 1
        return copies

    def _by_likeness(self) -> None:
        """Rows whose ids cannot be trusted: each is the record that it is most like."""
        pairs = sorted(
            (
                (-_likeness(cells, self._known.records[item - 1]), item != item_of(name), n, item)
                for n, (name, cells) in ((n, self._rows[n]) for n in self._open())
                for item in self._free
            ),
        )
        for likeness, _, n, item in pairs:
            if -likeness >= LIKE_ENOUGH and not self._items[n] and item in self._free:
                self._take(n, item)
                self._by_content += 1


def _likeness(one: Cells, other: Cells) -> float:
    """The share of equal cells among those that are filled in either row."""
    filled = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    return sum(a == b for a, b in filled) / len(filled) if filled else 0.0
