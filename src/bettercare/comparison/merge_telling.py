"""What a merged table tells: every change taken with whose it is, and every conflict."""

from collections.abc import Iterator

import msgspec

from bettercare.comparison.merge_fields import (
    NOTHING,
    Slot,
    differences,
    slot_noun,
)
from bettercare.comparison.merge_keys import Keys, name_of
from bettercare.comparison.merge_records import (
    By,
    Change,
    Conflict,
    Places,
    RowOf,
    Side,
)
from bettercare.comparison.merge_tables import TableMerge, other
from bettercare.findings import Place
from bettercare.plan import Plan
from bettercare.plan.records import Record
from bettercare.rounds import Round

NO_FILES = Plan(round="")  # the merged plan has no places yet


class Telling:
    """The changes and conflicts of one table; the merged plan has no places but row numbers."""

    def __init__(self, merge: TableMerge) -> None:
        self.merge = merge
        self.table = merge.table
        self.rules = merge.three.rules

    def changes(self) -> Iterator[Change]:
        """Every change that the merged table has, in its order; then the rows that went."""
        for item, row in enumerate(self.merge.rows, 1):
            if not row.base:
                yield self._whole_row(row, item)
            elif row.mine and row.theirs:
                yield from self._values(row, item)
        for row in self.merge.gone:
            yield self._whole_row(row, 0)

    def conflicts(self) -> Iterator[Conflict]:
        """Every conflict, in the order of the merged table; then rows that both added."""
        for item, row in enumerate(self.merge.rows, 1):
            if row.base and row.mine and row.theirs:
                yield from self._two_values(row, item)
            elif row.base:
                yield self._removed_and_edited(row, item)
        yield from self._both_added()

    def _values(self, row: RowOf, item: int) -> Iterator[Change]:
        base = self.merge.slots(row)[0]
        for slot, one in self.merge.settled(row).items():
            if one.by is not None:
                yield Change(
                    kind="value",
                    by=one.by,
                    table=self.table,
                    row=self._name(row),
                    field=slot.name,
                    noun=self._noun(slot),
                    before=base.get(slot, NOTHING).said,
                    after=one.value.said,
                    places=self._places(row, item, slot),
                )

    def _two_values(self, row: RowOf, item: int) -> Iterator[Conflict]:
        base, mine, theirs = self.merge.slots(row)
        for slot, one in self.merge.settled(row).items():
            if one.conflict:
                yield Conflict(
                    kind="value",
                    table=self.table,
                    row=self._name(row),
                    field=slot.name,
                    noun=self._noun(slot),
                    base=base.get(slot, NOTHING).said,
                    mine=mine.get(slot, NOTHING).said,
                    theirs=theirs.get(slot, NOTHING).said,
                    now=one.value.said,
                    kept=self.merge.three.prefer,
                    places=self._places(row, item, slot),
                )

    def _removed_and_edited(self, row: RowOf, item: int) -> Conflict:
        edited: Side = "mine" if row.mine else "theirs"
        pair = self.merge.base[row.base - 1], self.merge.own(row)
        found = differences(self.rules, self.table, row.mine or row.theirs, pair)
        return Conflict(
            kind="row removed",
            table=self.table,
            row=self._name(row),
            kept="base" if self.merge.three.prefer == "base" else edited,
            removed_by=other(edited),
            differences=tuple(found),
            places=self._places(row, item),
        )

    def _both_added(self) -> Iterator[Conflict]:
        """Rows of one key that both added, and not alike."""
        keys = Keys(self.table, self.rules)
        mine: dict[object, list[int]] = {}
        for item, row in enumerate(self.merge.rows, 1):
            if not row.base and row.mine and not row.theirs:
                mine.setdefault(keys.added(self._record(row)), []).append(item)
        for item, row in enumerate(self.merge.rows, 1):
            key = None if row.base or row.mine else keys.added(self._record(row))
            there = mine.get(key) if key is not None else None
            if there:
                yield self._two_rows(there.pop(0), item)

    def _two_rows(self, of_mine: int, of_theirs: int) -> Conflict:
        mine, theirs = (self.merge.rows[item - 1] for item in (of_mine, of_theirs))
        pair = self._record(mine), self._record(theirs)
        found = differences(self.rules, self.table, theirs.theirs, pair)
        both = RowOf(0, mine.mine, theirs.theirs)
        return Conflict(
            kind="both added",
            table=self.table,
            row=self._name(mine),
            kept="both",
            differences=tuple(found),
            places=msgspec.structs.replace(
                self._places(both, of_mine), beside=Place(table=self.table, item=of_theirs)
            ),
        )

    def _whole_row(self, row: RowOf, item: int) -> Change:
        added = item > 0
        name = self._name(row)
        return Change(
            kind="row added" if added else "row removed",
            by=_whose(row, added=added),
            table=self.table,
            row=name,
            field="",
            noun="",
            before=None if added else name,
            after=name if added else None,
            places=self._places(row, item),
        )

    def _record(self, row: RowOf) -> Record:
        """The record that names a row: of the base if it has it, else of a copy."""
        return self.merge.base[row.base - 1] if row.base else self.merge.own(row)

    def _name(self, row: RowOf) -> str:
        return name_of(self.table, self._record(row))

    def _noun(self, slot: Slot) -> str:
        return slot_noun(self.rules, self.table, slot)

    def _places(self, row: RowOf, item: int, slot: Slot | None = None) -> Places:
        """Where a row, or a field of it, stands in each plan; the merged one has no files yet."""
        field = slot.name if slot else ""
        three = self.merge.three
        found = (
            place_of(plan, self.rules, (self.table, own, field)) if own else None
            for plan, own in zip((three.base, three.mine, three.theirs), row, strict=True)
        )
        now = place_of(NO_FILES, self.rules, (self.table, item, field)) if item else None
        return Places(**dict(zip(("base", "mine", "theirs"), found, strict=True)), now=now)


def place_of(plan: Plan, rules: Round, at: tuple[str, int, str]) -> Place:
    """Where a value stands in a plan, named as the round names its column."""
    table, item, field = at
    name, _, key = field.partition(".")
    column = rules.column(table, name, key)
    return plan.place(table, item, field, column.label if column else "")


def _whose(row: RowOf, *, added: bool) -> By:
    """Whose a row added is: of who has it; and a row removed: of who does not."""
    mine, theirs = bool(row.mine) is added, bool(row.theirs) is added
    if mine and theirs:
        return "both"
    return "mine" if mine else "theirs"
