"""What a file would change in a plan: rows added, edited and taken away, and what two changed.

The library merges; here its answer becomes edits of stored rows. Nothing is decided twice: a
conflict waits until somebody says which value is right.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bettercare.comparison import merge
from bettercare.comparison.merge_keys import name_of
from bettercare.comparison.merge_records import Conflict, Merged
from bettercare.formats.reading import Reading, row_words
from bettercare.plan import Plan as CorePlan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round
from bettercare_web.plans.core import record_of, to_core
from bettercare_web.plans.edits import Add, Change, Edit, Remove, Unreadable, fields_of, with_fields
from bettercare_web.plans.models import Row

PLAN, FILE, BOTH = "plan", "file", "both"
BESIDE = {"row", "written", "extra"}  # kept beside a record; nobody edits them

Fields = dict[str, str | None]


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """One change that the file makes to a row; ``before`` is what its fields hold in the plan."""

    change: Change
    table: str
    name: str
    before: Mapping[str, str | None] = {}
    after: Mapping[str, str | None] = {}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict: somebody must say whether the plan or the file is right."""

    key: str
    conflict: Conflict


class LeftOut(msgspec.Struct, frozen=True):
    """Something of the file that is not taken, and why."""

    what: str
    why: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """All that a file would do to a plan.

    ``known_base``: the file says which plan it was made of, so that removals and edits since then
    are told apart.
    """

    changes: tuple[Proposed, ...] = ()
    choices: tuple[Choice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    known_base: bool = False


def propose(
    rows: Sequence[Row], reading: Reading, rules: Round, chosen: Mapping[str, str] | None = None
) -> Proposal:
    """What a file would change in the plan of some stored rows.

    ``chosen`` says by the key of a choice which is right, ``plan`` or ``file`` (or ``both`` for
    rows that both added); a choice that is not there leaves the plan as it is.
    """
    now = to_core(rules.round, rows)
    base = reading.exported or now
    copy = _only_given(reading, base)
    merged = merge(base, now, copy)
    making = _Making(rows, copy.plan, merged, rules)
    choices = tuple(_choices(merged))
    for one in choices:
        making.settle(one, (chosen or {}).get(one.key, PLAN))
    changes = tuple(making.changes())
    return Proposal(
        changes=changes,
        choices=choices,
        left_out=(*making.left_out, *_facts_left(reading.plan, now)),
        notes=tuple(making.missing_columns()),
        known_base=reading.exported is not None,
    )


def _only_given(reading: Reading, base: CorePlan) -> Reading:
    """The file as a copy of the base: what a file has no table for, it does not change."""
    plan = reading.plan
    kept = {name: getattr(base, name) for name in TABLES if getattr(plan, name) is None}
    whole = {name: getattr(base, name) for name in ("area", "given", "printed", "facts")}
    copy = msgspec.structs.replace(plan, **kept, **whole)
    return msgspec.structs.replace(reading, plan=copy)


def _choices(merged: Merged) -> Iterator[Choice]:
    for number, one in enumerate(merged.conflicts, 1):
        if one.kind != "table removed" and one.table in TABLES:
            yield Choice(key=f"choice-{number}", conflict=one)


def _facts_left(file: CorePlan, now: CorePlan) -> Iterator[LeftOut]:
    """Facts of the plan as a whole, which an upload does not change."""
    differing = [key for key, text in file.facts.items() if now.facts.get(key) != text]
    if differing:
        noun = "fact" if len(differing) == 1 else "facts"
        what = f"{len(differing)} {noun} about the plan as a whole"
        yield LeftOut(what, "A file changes rows. Change these on the page of the plan.")


class _Making:
    """Edits in the making: by merged row, what its fields hold now and what they will hold."""

    def __init__(self, rows: Sequence[Row], file: CorePlan, merged: Merged, rules: Round) -> None:
        self.file, self.merged, self.rules = file, merged, rules
        self.left_out: list[LeftOut] = []
        self._stored: dict[str, list[Row]] = {table: [] for table in TABLES}
        for row in rows:
            if row.table in TABLES:
                self._stored[row.table].append(row)
        self._fields: dict[tuple[str, int], Fields] = {}
        self._dropped: set[tuple[str, int]] = set()  # merged rows that do not come in
        self._removed: set[str] = set()  # stored rows that go

    def settle(self, choice: Choice, chosen: str) -> None:
        """Carry out what somebody chose for a conflict; the merged plan holds the plan's value."""
        one = choice.conflict
        if one.kind == "value" and chosen == FILE and one.places.now and one.places.theirs:
            theirs = fields_of(self._file_record(one.table, one.places.theirs.item))
            fields = self._fields_at(one.table, one.places.now.item)
            fields[one.field] = theirs.get(one.field)
        elif one.kind == "row removed":
            self._settle_removed(one, chosen)
        elif one.kind == "both added" and one.places.now and one.places.beside:
            here, beside = one.places.now.item, one.places.beside.item
            if chosen != BOTH:
                self._dropped.add((one.table, beside))
            if chosen == FILE:
                self._fields[one.table, here] = dict(self._fields_at(one.table, beside))

    def _settle_removed(self, one: Conflict, chosen: str) -> None:
        """One side took a row away that the other edited: it stays, goes, or comes back."""
        if one.places.now is None:
            return
        at = one.table, one.places.now.item
        if one.removed_by == "theirs" and chosen == FILE:
            of = self.merged.rows[one.table][at[1] - 1]
            self._removed.add(str(self._stored[one.table][of.mine - 1].pk))
        elif one.removed_by == "mine" and chosen != FILE:
            self._dropped.add(at)

    def changes(self) -> Iterator[Proposed]:
        """Every edit, addition and removal, table by table in the order of the plan."""
        for table in TABLES:
            if table in self.merged.rows:
                yield from self._of_table(table)

    def _of_table(self, table: str) -> Iterator[Proposed]:
        stored = self._stored[table]
        staying: set[int] = set()
        anchor = ""
        for item, of in enumerate(self.merged.rows[table], 1):
            if (table, item) in self._dropped:
                continue
            if not of.mine:
                yield from self._added(table, item, anchor)
                continue
            staying.add(of.mine)
            row = stored[of.mine - 1]
            anchor = str(row.pk)
            if anchor not in self._removed:
                yield from self._edited(table, item, row)
        for number, row in enumerate(stored, 1):
            if number not in staying or str(row.pk) in self._removed:
                yield self._gone(row)

    def _edited(self, table: str, item: int, row: Row) -> Iterator[Proposed]:
        record = record_of(row)
        before, after = fields_of(record), self._fields_at(table, item)
        file_item = self.merged.rows[table][item - 1].theirs
        unread = self._file_record(table, file_item).written if file_item else {}
        differing = {
            path: after.get(path)
            for path in {**before, **after}
            if before.get(path) != after.get(path) and _is_field(path)
        }
        wanted = {
            path: text
            for path, text in differing.items()
            if not (text is None and (path in unread or not self._has_column(table, path)))
        }
        self._tell_unread(table, item, unread, record.written)
        fields = self._readable(table, item, record, wanted)
        if fields:
            yield Proposed(
                change=Edit(row_id=str(row.pk), version=row.version, fields=fields),
                table=table,
                name=self._named(table, item, record),
                before={path: before.get(path) for path in fields},
                after=fields,
            )

    def _added(self, table: str, item: int, anchor: str) -> Iterator[Proposed]:
        given = {p: t for p, t in self._fields_at(table, item).items() if _is_field(p)}
        of = self.merged.rows[table][item - 1]
        record = self._file_record(table, of.theirs) if of.theirs else TABLES[table]()
        self._tell_unread(table, item, record.written, {})
        fields = self._readable(table, item, TABLES[table](), given)
        if fields:
            yield Proposed(
                change=Add(table=table, fields=fields, after=anchor),
                table=table,
                name=self._named(table, item, record),
                after=fields,
            )

    def _gone(self, row: Row) -> Proposed:
        record = record_of(row)
        fields = {path: text for path, text in fields_of(record).items() if _is_field(path)}
        return Proposed(
            change=Remove(row_id=str(row.pk), version=row.version),
            table=row.table,
            name=name_of(row.table, record) or row_words(self.rules, row.table, 0).rstrip(" 0"),
            before=fields,
        )

    def _readable(self, table: str, item: int, before: Record, fields: Fields) -> Fields:
        """The fields whose values can be held; the others are told as left out."""
        try:
            with_fields(self.rules, table, before, fields)
        except Unreadable as error:
            for (_, path), why in error.problems.items():
                self.left_out.append(LeftOut(self._at(table, item, path), why))
            bad = {path for _, path in error.problems}
            return {path: text for path, text in fields.items() if path not in bad}
        return fields

    def _tell_unread(
        self, table: str, item: int, unread: Mapping[str, str], known: Mapping[str, str]
    ) -> None:
        """Numbers of the file that could not be read: the plan keeps what it has."""
        for path, text in unread.items():
            if known.get(path) != text:
                why = f"'{text[:40]}' is not a number. Type it in the plan."
                self.left_out.append(LeftOut(self._at(table, item, path), why))

    def missing_columns(self) -> Iterator[str]:
        """What a table of the file has no column for, though the plan holds values there."""
        for table, stored in self._stored.items():
            columns = self._columns(table)
            if not columns or not stored:
                continue
            held = {p for row in stored for p in fields_of(record_of(row)) if _is_field(p)}
            missing = sorted(self._noun(table, path) for path in held - columns)
            if missing:
                label = self._label(table)
                yield f"{label}: the file has no column for {', '.join(missing)}. Those stay."

    def _columns(self, table: str) -> set[str]:
        origin = self.file.origins.get(table)
        return set(origin.columns) if origin else set()

    def _has_column(self, table: str, path: str) -> bool:
        columns = self._columns(table)
        return not columns or path in columns

    def _fields_at(self, table: str, item: int) -> Fields:
        """The fields of a merged row, which a choice may change."""
        at = table, item
        if at not in self._fields:
            records: Sequence[Record] = getattr(self.merged.plan, table)
            self._fields[at] = fields_of(records[item - 1])
        return self._fields[at]

    def _file_record(self, table: str, item: int) -> Record:
        records: Sequence[Record] = getattr(self.file, table)
        return records[item - 1]

    def _named(self, table: str, item: int, record: Record) -> str:
        name = name_of(table, record)
        words = row_words(self.rules, table, item)
        return f"{words}, {name}" if name else words

    def _at(self, table: str, item: int, path: str) -> str:
        records: Sequence[Record] = getattr(self.merged.plan, table)
        return f"{self._named(table, item, records[item - 1])}: {self._noun(table, path)}"

    def _noun(self, table: str, path: str) -> str:
        name, _, key = path.partition(".")
        column = self.rules.column(table, name, key)
        return column.noun if column else path.replace("_", " ")

    def _label(self, table: str) -> str:
        known = self.rules.tables.get(table)
        return known.label if known else table.replace("_", " ").capitalize()


def _is_field(path: str) -> bool:
    return path.partition(".")[0] not in BESIDE


def in_order(changes: Sequence[Proposed]) -> list[Change]:
    """The changes as they are carried out: rows that follow one row come in from the last.

    Each new row goes right behind the row that it names, so the last of several is put in first.
    """
    found: list[Change] = []
    waiting: list[Change] = []
    anchor: str | None = None
    for one in changes:
        change = one.change
        after = change.after if isinstance(change, Add) and change.after else None
        if after != anchor:
            found += reversed(waiting)
            waiting, anchor = [], after
        (waiting if after else found).append(change)
    return [*found, *reversed(waiting)]
