"""A merge as data: JSON with the merged plan, and CSV with a row a conflict, change and doubt."""

from collections.abc import Iterator

import msgspec

from bettercare.comparison.merge_records import (
    By,
    Change,
    ChangeKind,
    Conflict,
    ConflictKind,
    Difference,
    Doubt,
    Merged,
    Places,
    Prefer,
    Side,
    Value,
)
from bettercare.formats.values import to_text
from bettercare.plan import Plan
from bettercare.report.compare_data import Exact
from bettercare.report.data import FindingData, csv_text, finding_data, plain
from bettercare.report.merge_effects import Effects, Moved
from bettercare.report.merge_words import place_words

Text = str | None  # a value: numbers are exact decimals as text, null is blank


class DifferenceData(msgspec.Struct, frozen=True, kw_only=True):
    """One value in which two rows differ; ``field`` is blank where a whole row came or went."""

    row: int
    field: str
    what: str
    before: Text
    after: Text


class ChangeData(msgspec.Struct, frozen=True, kw_only=True):
    """One change that the merged plan has, and whose it is."""

    kind: ChangeKind
    by: By
    table: str
    row: str
    field: str
    what: str
    before: Text
    after: Text
    places: Places


class ConflictData(msgspec.Struct, frozen=True, kw_only=True):
    """Something that both changed, not alike, and what the merged plan holds: ``now``."""

    kind: ConflictKind
    table: str
    row: str
    field: str
    what: str
    base: Text
    mine: Text
    theirs: Text
    now: Text
    kept: Prefer | str
    removed_by: Side | None
    differences: tuple[DifferenceData, ...]
    places: Places


class MovedData(msgspec.Struct, frozen=True, kw_only=True):
    """A balance or required spend that differs, in mine and in the merged plan."""

    label: str
    unit: str
    mine: Exact | None
    merged: Exact | None
    change: Exact | None


class MergeData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-merge-1"
):
    """What ``merge`` says, as one JSON object; ``figures`` that the merge moves, by id.

    ``rows`` says by table which record of base, mine and theirs each record of ``plan`` is, counted
    from 1, and 0 where it is none.
    """

    area: str | None
    round: str
    prefer: Prefer
    notes: tuple[str, ...]
    conflicts: tuple[ConflictData, ...]
    doubts: tuple[Doubt, ...]
    changes: tuple[ChangeData, ...]
    figures: dict[str, MovedData]
    new_errors: tuple[FindingData, ...]
    gone_errors: tuple[FindingData, ...]
    rows: dict[str, tuple[tuple[int, int, int], ...]]
    plan: Plan


def merge_data(found: Merged, effects: Effects) -> MergeData:
    """A merge as plain data."""
    return MergeData(
        area=found.plan.area,
        round=found.plan.round,
        prefer=found.prefer,
        notes=found.notes,
        conflicts=tuple(map(_conflict, found.conflicts)),
        doubts=found.doubts,
        changes=tuple(map(_change, found.changes)),
        figures={one.id: _moved(one) for one in effects.figures},
        new_errors=tuple(map(finding_data, effects.new_errors)),
        gone_errors=tuple(map(finding_data, effects.gone_errors)),
        rows={
            table: tuple((one.base, one.mine, one.theirs) for one in rows)
            for table, rows in found.rows.items()
        },
        plan=found.plan,
    )


def merge_json(found: Merged, effects: Effects) -> str:
    """A merge as JSON text, indented."""
    return msgspec.json.format(msgspec.json.encode(merge_data(found, effects))).decode()


HEAD = (
    *("what", "kind", "by", "table", "row", "field", "noun", "base", "mine", "theirs", "now"),
    *("row_base", "row_mine", "row_theirs", "row_now", "place_mine", "place_theirs"),
)


def merge_csv(found: Merged) -> str:
    """One row a conflict, then one a doubt, then one a change; edits of a row taken away each."""
    rows = [
        *(row for one in found.conflicts for row in _conflict_rows(one)),
        *(_doubt_row(one) for one in found.doubts),
        *(_change_row(one) for one in found.changes),
    ]
    return csv_text([list(HEAD), *rows])


def schema() -> dict[str, object]:
    """The JSON Schema of merge.

    >>> schema()["$ref"]
    '#/$defs/MergeData'
    """
    return msgspec.json.schema(MergeData)


def _text(value: Value) -> Text:
    return value if value is None or isinstance(value, str) else plain(value)


def _difference(one: Difference) -> DifferenceData:
    return DifferenceData(
        row=one.item,
        field=one.field,
        what=one.noun,
        before=_text(one.before),
        after=_text(one.after),
    )


def _change(one: Change) -> ChangeData:
    return ChangeData(
        kind=one.kind,
        by=one.by,
        table=one.table,
        row=one.row,
        field=one.field,
        what=one.noun,
        before=_text(one.before),
        after=_text(one.after),
        places=one.places,
    )


def _conflict(one: Conflict) -> ConflictData:
    return ConflictData(
        kind=one.kind,
        table=one.table,
        row=one.row,
        field=one.field,
        what=one.noun,
        base=_text(one.base),
        mine=_text(one.mine),
        theirs=_text(one.theirs),
        now=_text(one.now),
        kept=one.kept,
        removed_by=one.removed_by,
        differences=tuple(map(_difference, one.differences)),
        places=one.places,
    )


def _moved(one: Moved) -> MovedData:
    return MovedData(
        label=one.label,
        unit=one.unit,
        mine=plain(one.mine),
        merged=plain(one.merged),
        change=plain(one.change),
    )


def _conflict_rows(one: Conflict) -> Iterator[list[str]]:
    """A conflict of two values is a row; one of whole rows has a row for each value in it."""
    head = ["conflict", one.kind, one.removed_by or "", one.table, one.row]
    if not one.differences:
        values = map(to_text, (one.base, one.mine, one.theirs, one.now))
        yield [*head, one.field, one.noun, *values, *_where(one.places)]
    for each in one.differences:
        before, after = to_text(each.before), to_text(each.after)
        yield [*head, each.field, each.noun, *_sides(one, before, after), *_where(one.places)]


def _sides(one: Conflict, before: str, after: str) -> list[str]:
    """The values of base, mine, theirs and now where a row was edited by one, or added by both."""
    if one.kind == "both added":
        return ["", before, after, ""]
    now = before if one.kept == "base" else after
    return [before, "", after, now] if one.removed_by == "mine" else [before, after, "", now]


def _doubt_row(one: Doubt) -> list[str]:
    before, after = ("; ".join(map(str, rows)) for rows in (one.before, one.after))
    copies = [after, ""] if one.side == "mine" else ["", after]
    return ["doubt", "not sure", one.side, one.table, *[""] * 7, before, *copies, *[""] * 3]


def _change_row(one: Change) -> list[str]:
    before, after = to_text(one.before), to_text(one.after)
    mine = before if one.by == "theirs" else after
    theirs = before if one.by == "mine" else after
    return [
        *("change", one.kind, one.by, one.table, one.row, one.field, one.noun),
        *(before, mine, theirs, after),
        *_where(one.places),
    ]


def _where(places: Places) -> list[str]:
    """The rows in the four plans, and the cells in the two copies."""
    found = (places.base, places.mine, places.theirs, places.now)
    rows = [str(one.item) if one and one.item else "" for one in found]
    return [*rows, *(place_words(one) if one else "" for one in found[1:3])]
