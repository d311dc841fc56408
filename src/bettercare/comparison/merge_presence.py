"""A table that one of the copies does not have: taken away, brought in, or in conflict."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from bettercare.comparison.merge_fields import differences, likeness_key
from bettercare.comparison.merge_keys import name_of
from bettercare.comparison.merge_records import (
    By,
    Change,
    ChangeKind,
    Conflict,
    Difference,
    Places,
    RowOf,
    Side,
)
from bettercare.comparison.merge_rows import Matched
from bettercare.comparison.merge_tables import TableMerge, Three, other
from bettercare.comparison.merge_telling import Telling
from bettercare.findings import Place
from bettercare.plan import Plan
from bettercare.plan.records import Record

Given = Sequence[Record] | None


class MergedTable(NamedTuple):
    """A table of the merged plan, ``None`` where it has none, and what there is to tell of it."""

    records: tuple[Record, ...] | None
    rows: tuple[RowOf, ...] = ()
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    both_reordered: bool = False


def merged_table(table: str, three: Three, matched: tuple[Matched, Matched]) -> MergedTable:
    """Merge one table, whichever of the three plans has it."""
    base, mine, theirs = (getattr(plan, table) for plan in three[:3])
    if mine is not None and theirs is not None:
        found = _merged(table, three, matched)
        added = (_change("table added", "both", table, three),) if base is None else ()
        return found._replace(changes=(*added, *found.changes))
    if mine is None and theirs is None:
        gone = (_change("table removed", "both", table, three),) if base is not None else ()
        return MergedTable(None, changes=gone)
    side: Side = "theirs" if mine is None else "mine"
    own = theirs if mine is None else mine
    if base is None:
        rows = tuple(_row(0, item, side) for item in range(1, len(own) + 1))
        return MergedTable(_bare(own), rows, (_change("table added", side, table, three),))
    return _removed(table, three, matched[side == "theirs"], side)


def _merged(table: str, three: Three, matched: tuple[Matched, Matched]) -> MergedTable:
    merge = TableMerge(table, three, matched)
    telling = Telling(merge)
    return MergedTable(
        merge.records,
        merge.rows,
        tuple(telling.changes()),
        tuple(telling.conflicts()),
        merge.both_reordered,
    )


def _removed(table: str, three: Three, matched: Matched, side: Side) -> MergedTable:
    """A table that only ``side`` still has: gone, unless that copy edited it."""
    base: Sequence[Record] = getattr(three.base, table)
    own: Sequence[Record] = getattr(getattr(three, side), table)
    if Counter(map(likeness_key, base)) == Counter(map(likeness_key, own)):
        gone = _change("table removed", other(side), table, three)
        return MergedTable(None, changes=(gone,))
    of_base = three.prefer == "base"
    conflict = Conflict(
        kind="table removed",
        table=table,
        row="",
        kept="base" if of_base else side,
        removed_by=other(side),
        differences=tuple(_edits(table, three, matched, (base, own))),
        places=_places(table, three),
    )
    if of_base:
        rows = tuple(
            RowOf(item, *_of_side(matched.copy_of.get(item, 0), side))
            for item in range(1, len(base) + 1)
        )
    else:
        rows = tuple(_row(of, item, side) for item, of in enumerate(matched.base_of, 1))
    return MergedTable(_bare(base if of_base else own), rows, conflicts=(conflict,))


def _edits(
    table: str, three: Three, matched: Matched, pair: tuple[Sequence[Record], Sequence[Record]]
) -> Iterator[Difference]:
    """Everything in which the table of a copy differs from that of the base."""
    base, own = pair
    for item, of in enumerate(matched.base_of, 1):
        record = own[item - 1]
        if of:
            yield from differences(three.rules, table, item, (base[of - 1], record))
        else:
            yield _whole(item, None, name_of(table, record))
    copies: Mapping[int, int] = matched.copy_of
    for item, record in enumerate(base, 1):
        if item not in copies:
            yield _whole(item, name_of(table, record), None)


def _whole(item: int, before: str | None, after: str | None) -> Difference:
    return Difference(item=item, field="", noun="", before=before, after=after)


def _change(kind: ChangeKind, by: By, table: str, three: Three) -> Change:
    return Change(
        kind=kind,
        by=by,
        table=table,
        row="",
        field="",
        noun="",
        before=None,
        after=None,
        places=_places(table, three),
    )


def _places(table: str, three: Three) -> Places:
    base, mine, theirs = (_place(plan, table) for plan in three[:3])
    return Places(base=base, mine=mine, theirs=theirs)


def _place(plan: Plan, table: str) -> Place | None:
    return None if getattr(plan, table) is None else plan.place(table, 0)


def _row(base: int, item: int, side: Side) -> RowOf:
    return RowOf(base, *_of_side(item, side))


def _of_side(item: int, side: Side) -> tuple[int, int]:
    return (item, 0) if side == "mine" else (0, item)


def _bare(records: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(msgspec.structs.replace(record, row=0) for record in records)
