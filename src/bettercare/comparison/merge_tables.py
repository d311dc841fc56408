"""One table of a base and of two edited copies, merged row by row and field by field."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.comparison.merge_fields import (
    NOTHING,
    Held,
    Settled,
    Slot,
    Slots,
    keys_of_both,
    likeness_key,
    record_of,
    settle,
    slots_of,
)
from bettercare.comparison.merge_order import interleaved, is_reordered
from bettercare.comparison.merge_records import Prefer, RowOf, Side
from bettercare.comparison.merge_rows import Matched
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round

Records = Sequence[Record]


class Three(NamedTuple):
    """The base and the two edited copies of it, and whose value stands where they conflict."""

    base: Plan
    mine: Plan
    theirs: Plan
    prefer: Prefer
    rules: Round


class TableMerge:
    """A table being merged; ``matched`` says which row of mine, and of theirs, is which.

    ``rows`` are those of the merged table in order, ``gone`` those of the base that are not in it.
    ``both_reordered``: both put the rows in another order, not alike, and mine's order stands.
    """

    def __init__(self, table: str, three: Three, matched: tuple[Matched, Matched]) -> None:
        self.table = table
        self.three = three
        self.base: Records = getattr(three.base, table) or ()
        self.mine: Records = getattr(three.mine, table) or ()
        self.theirs: Records = getattr(three.theirs, table) or ()
        every = self._every(*matched)
        kept = [row for row in every if self._survives(row)]
        self.gone = tuple(row for row in every if not self._survives(row))
        self.rows, self.both_reordered = self._ordered(kept)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of the merged table, without the row of a file."""
        return tuple(map(self.record, self.rows))

    def record(self, row: RowOf) -> Record:
        """One record of the merged table."""
        if row.base and row.mine and row.theirs:
            slots = {slot: one.value for slot, one in self.settled(row).items()}
            held = {slot: value for slot, value in slots.items() if value != NOTHING}
            return record_of(TABLES[self.table], held)
        if row.base and self.three.prefer == "base":
            return record_of(TABLES[self.table], slots_of(self.base[row.base - 1]))
        return record_of(TABLES[self.table], slots_of(self.own(row)))

    def settled(self, row: RowOf) -> Mapping[Slot, Settled[Held]]:
        """What became of each field of a row that all three plans have."""
        base, mine, theirs = self.slots(row)
        prefer = self.three.prefer
        return {
            slot: settle(
                base.get(slot, NOTHING), mine.get(slot, NOTHING), theirs.get(slot, NOTHING), prefer
            )
            for slot in keys_of_both(mine, theirs, base)
        }

    def slots(self, row: RowOf) -> tuple[Slots, Slots, Slots]:
        """The fields of a row in the base, mine and theirs; none where it is not there."""
        sides = zip((self.base, self.mine, self.theirs), row, strict=True)
        base, mine, theirs = (slots_of(side[item - 1]) if item else {} for side, item in sides)
        return base, mine, theirs

    def own(self, row: RowOf) -> Record:
        """The record of a copy that has the row: of mine if that does."""
        return self.mine[row.mine - 1] if row.mine else self.theirs[row.theirs - 1]

    def _every(self, mine: Matched, theirs: Matched) -> list[RowOf]:
        """Every row of the three plans once; rows that both added alike are one."""
        of_mine, of_theirs = mine.copy_of, theirs.copy_of
        found = [
            RowOf(base, of_mine.get(base, 0), of_theirs.get(base, 0))
            for base in range(1, len(self.base) + 1)
        ]
        alike = self._alike(mine.new, theirs.new)
        found += [RowOf(0, item, alike.get(item, 0)) for item in mine.new]
        taken = set(alike.values())
        return found + [RowOf(0, 0, item) for item in theirs.new if item not in taken]

    def _alike(self, mine: Sequence[int], theirs: Sequence[int]) -> Mapping[int, int]:
        """Rows that both added and that say the same, paired in order."""
        free: dict[object, list[int]] = {}
        for item in theirs:
            free.setdefault(likeness_key(self.theirs[item - 1]), []).append(item)
        found = {}
        for item in mine:
            there = free.get(likeness_key(self.mine[item - 1]))
            if there:
                found[item] = there.pop(0)
        return found

    def _survives(self, row: RowOf) -> bool:
        """Whether a row is in the merged table: one that somebody edited never goes."""
        if not row.base or (row.mine and row.theirs):
            return True
        if not (row.mine or row.theirs):
            return False
        return likeness_key(self.own(row)) != likeness_key(self.base[row.base - 1])

    def _ordered(self, rows: Sequence[RowOf]) -> tuple[tuple[RowOf, ...], bool]:
        """Mine's order unless only theirs put rows in another; and whether both did, not alike."""
        mine = sorted((row for row in rows if row.mine), key=lambda row: row.mine)
        theirs = sorted((row for row in rows if row.theirs), key=lambda row: row.theirs)
        moved = [is_reordered([row.base for row in side]) for side in (mine, theirs)]
        if moved[1] and not moved[0]:
            return tuple(interleaved(theirs, mine)), False
        common = [[row for row in side if row.mine and row.theirs] for side in (mine, theirs)]
        return tuple(interleaved(mine, theirs)), all(moved) and common[0] != common[1]


def other(side: Side) -> Side:
    """The other of the two copies."""
    return "theirs" if side == "mine" else "mine"
