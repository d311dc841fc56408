"""The way back: the plan that a workbook remembers, with what was edited in its cells since.

Both what a cell holds now and what it was written with are read by the same road. Where they are
alike, the plan keeps what it had, to the last decimal and with all that no cell shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from bettercare.findings import Place
from bettercare.formats.cells import Field
from bettercare.formats.fractions import Scaled, metrics_as_fractions, shares_as_fractions
from bettercare.formats.headers import Header, Layout, letter
from bettercare.formats.reading import Control, amounts_of, sum_of
from bettercare.formats.rows import RowReader, Tidied
from bettercare.formats.tables import TableRead, TotalRow, set_aside, total_findings, total_row
from bettercare.formats.workbooks.grid import Content, Grid, as_read, grid_of, plain
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.formats.workbooks.records_in import Line, Lines, wide_findings
from bettercare.formats.workbooks.rows_back import Cells, Known, Matched, match_rows
from bettercare.plan import Plan
from bettercare.plan.records import MetricPlan, Origin, Record
from bettercare.rounds import Round


class Back(NamedTuple):
    """A table that came back: what was read, which records they were, and what was edited.

    ``changed`` are the cells that were edited, ``added`` the rows of the sheet that are new,
    ``removed`` the records that are gone, ``lost`` the headings that are, and ``new`` headings.
    """

    read: TableRead
    lineage: tuple[int, ...]
    changed: tuple[Place, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    lost: tuple[str, ...]
    new: tuple[str, ...]
    matched: Matched


class Written(NamedTuple):
    """A table as it was written: its grid, and the texts a reader makes of its cells."""

    grid: Grid
    records: tuple[Record, ...]
    cells: Sequence[Cells]
    prepared: Mapping[str, Cells]
    extras: tuple[str, ...]


class _Meant(dict[Content, str | None]):
    """The texts that a reader makes of cells, each worked out once; but for 0, which has a sign."""

    def __missing__(self, content: Content) -> str | None:
        meant = as_read(content).strip() or None
        if content:
            self[content] = meant
        return meant


def written_table(plan: Plan, table: str, rules: Round) -> Written:
    """A table of the plan as its workbook was written."""
    records: tuple[Record, ...] = getattr(plan, table) or ()
    grid = grid_of(table, records, prepared_lines(plan, table, rules), rules)
    meant = _Meant({None: None})
    texts = [(row.id, tuple(map(meant.__getitem__, row.cells))) for row in grid.rows]
    return Written(
        grid,
        records,
        [cells for _, cells in texts[: len(records)]],
        dict(texts[len(records) :]),
        tuple(sorted({name for record in records for name in record.extra})),
    )


class Columns(NamedTuple):
    """Where the columns of a table stand now: position of each written one, -1 where it is gone."""

    positions: tuple[int, ...]
    headers: tuple[Header, ...]

    def cells(self, line: Line) -> Cells:
        """The cells of a line in the order in which they were written."""
        cells = line.cells
        return tuple([cells[at] if at >= 0 else None for at in self.positions])

    def shown(self, cells: Cells) -> Cells:
        """Cells as they were written, but for those of columns that are gone."""
        if min(self.positions, default=0) >= 0:
            return cells
        pairs = zip(self.positions, cells, strict=True)
        return tuple(text if at >= 0 else None for at, text in pairs)

    def others(self, line: Line) -> list[int]:
        """The cells of a line that hold something in columns which were not written."""
        own = set(self.positions)
        return [at for at, text in enumerate(line.cells) if at not in own and text]

    def letters(self, left: int) -> dict[str, str]:
        """The letter of the column of each field."""
        return {h.field: letter(left + h.position) for h in self.headers if h.fills == "field"}

    def new(self) -> tuple[str, ...]:
        """The headings of columns that were not written."""
        own = set(self.positions)
        others = (h for h in self.headers if h.position not in own and h.fills != "keep")
        return tuple(h.text for h in others if h.text and h.column is None)

    def lost(self, written: Written) -> tuple[str, ...]:
        """The headings of columns that are gone, of those in which something stood."""
        heads = enumerate(zip(self.positions, written.grid.heads, strict=True))
        return tuple(
            head
            for n, (at, head) in heads
            if at < 0 and any(cells[n] is not None for cells in written.cells)
        )


def columns_of(table: Lines, written: Written) -> Columns:
    """Find the columns of a table by their headings, in the order they were written if that holds.

    Headings that only our own dialect has are taken for what they were written for.
    """
    heads = [plain(head).strip() for head in written.grid.heads]
    now = [(h.position, h.text.strip()) for h in table.headers if h.fills != "keep"]
    if [text for _, text in now[: len(heads)]] == heads:
        positions = tuple(at for at, _ in now[: len(heads)])
    else:
        found: dict[str, int] = {}
        for at, text in now:
            found.setdefault(text, at)
        meant = {h.field: h.position for h in reversed(table.headers) if h.fills == "field"}
        positions = tuple(
            found.get(head, meant.get(field.name, -1) if field else -1)
            for head, field in zip(heads, written.grid.fields, strict=True)
        )
    own = {
        at: _header(at, field, head, extra)
        for at, field, head, extra in zip(
            positions, written.grid.fields, heads, _extra_names(written), strict=True
        )
        if at >= 0
    }
    headers = tuple(own.get(h.position, h) for h in table.headers)
    return Columns(positions, headers)


def _extra_names(written: Written) -> list[str]:
    fields = len(written.grid.fields) - len(written.extras)
    return [*[""] * fields, *written.extras]


def _header(at: int, field: Field | None, head: str, extra: str) -> Header:
    if field is None:
        return Header(at, head or "extra", "extra", extra)
    return Header(at, head, "field", column=field.column, key=field.key)


def restored(table: Lines, written: Written, file: str, rules: Round) -> Back:
    """The records of a table with what was edited since it was written."""
    columns = columns_of(table, written)
    rows = [(line.id, columns.cells(line)) for line in table.lines]
    known = Known(
        [columns.shown(cells) for cells in written.cells],
        {name: columns.shown(cells) for name, cells in written.prepared.items()},
    )
    matched = match_rows(rows, known)
    sorting = _Sorting(table, columns, known, rules)
    for n, (line, (_, cells)) in enumerate(zip(table.lines, rows, strict=True)):
        sorting.take(line, cells, matched.items[n], n in matched.untouched)
    edits = _Edits(table, columns, rules)
    records = edits.records(sorting.kept, written, known)
    lineage = tuple(row.item for row in sorting.kept)
    origin = Origin(file, table.found.sheet.name, columns.letters(table.found.left))
    gone = set(range(1, len(written.records) + 1)) - set(lineage)
    return Back(
        read=TableRead(
            records=records,
            origin=origin,
            control=sorting.control(table, records),
            findings=(
                *total_findings(table.found.table, sorting.totals, origin),
                *wide_findings(edits.wide, origin.sheet),
            ),
            totals=tuple(sorting.totals),
            scaled=tuple(edits.scaled),
        ),
        lineage=lineage,
        changed=tuple(edits.places(sorting.kept, known, file)),
        added=tuple(row.line.row for row in sorting.kept if not row.item),
        removed=tuple(sorted(gone)),
        lost=columns.lost(written),
        new=columns.new(),
        matched=matched,
    )


class Kept(NamedTuple):
    """A row that is a record: which one it was (0 for a new one), and whether it is as written."""

    line: Line
    item: int
    cells: Cells
    is_as_written: bool


class _Sorting:
    """The rows of a table, sorted into records and rows that are set aside."""

    def __init__(self, table: Lines, columns: Columns, known: Known, rules: Round) -> None:
        self.kept: list[Kept] = []
        self.totals: list[TotalRow] = []
        self._blank = 0
        self._columns, self._known, self._rules = columns, known, rules
        self._reader = RowReader(table.found.table, columns.headers, own=False)

    def take(self, line: Line, cells: Cells, item: int, is_untouched: bool) -> None:
        """Sort one row; ``is_untouched`` is for a line prepared for an answer, as it was."""
        is_plain = not self._columns.others(line)
        if item:
            is_as_written = is_plain and self._known.records[item - 1] == cells
            self.kept.append(Kept(line, item, cells, is_as_written))
        elif is_plain and (is_untouched or not any(cells)):
            self._blank += 1
        elif self._is_total(line):
            amounts = self._reader.amounts(line.cells)
            row = total_row(line.row, line.cells, self._columns.headers, sum_of(amounts))
            self.totals.append(row)
        else:
            self.kept.append(Kept(line, 0, cells, False))

    def _is_total(self, line: Line) -> bool:
        if not self._reader.holds_money:
            return False
        return set_aside(line.cells, self._columns.headers, self._rules) == "total"

    def control(self, table: Lines, records: Sequence[Record]) -> Control:
        """The control totals; what nobody touched counts with the pounds that are remembered."""
        kept, totals = sum_of(amounts_of(records)), sum_of(one.pounds for one in self.totals)
        return Control(
            table=table.found.table,
            rows_read=len(table.lines),
            rows_kept=len(records),
            blank_rows=self._blank,
            total_rows=len(self.totals),
            sum_read=sum_of((kept, totals)),
            sum_kept=kept,
            sum_of_total_rows=totals,
        )


class _Edits:
    """Reads the rows that were edited or are new, and what the edited ones were, by one road."""

    def __init__(self, table: Lines, columns: Columns, rules: Round) -> None:
        self.scaled: list[Scaled] = []
        self._table, self._columns, self._rules = table, columns, rules
        self._name = table.found.table
        self._now, self._was = self._reader(), self._reader()

    def _reader(self) -> RowReader:
        start = self._table.found.left
        return RowReader(self._name, self._columns.headers, own=False, start=start)

    @property
    def wide(self) -> Sequence[int]:
        """The rows with cells that have no heading."""
        return self._now.wide

    def records(self, kept: Sequence[Kept], written: Written, known: Known) -> tuple[Record, ...]:
        """The record of each row that is one."""
        edited = [(n, row) for n, row in enumerate(kept) if not row.is_as_written]
        now = self._as_read(
            self._now,
            [
                self._now.record(row.line.row, n, row.line.cells)
                for n, (_, row) in enumerate(edited, 1)
            ],
        )
        was = self._as_read(
            self._was, [self._before(row, n, known) for n, (_, row) in enumerate(edited, 1)]
        )
        found = {}
        for at, (n, row) in enumerate(edited):
            before = written.records[row.item - 1] if row.item else None
            found[n] = merged(before, was[0][at], now[0][at]) if before else now[0][at]
        self._note_scaled(now[1], [n for n, _ in edited], now[0], was[0])
        return tuple(
            found[n]
            if n in found
            else msgspec.structs.replace(written.records[row.item - 1], row=row.line.row)
            for n, row in enumerate(kept)
        )

    def _before(self, row: Kept, item: int, known: Known) -> Record:
        cells: Tidied = [None] * len(self._columns.headers)
        if row.item:
            for at, text in zip(self._columns.positions, known.records[row.item - 1], strict=True):
                if at >= 0:
                    cells[at] = text
        return self._was.record(row.line.row, item, cells)

    def _as_read(
        self, reader: RowReader, records: Sequence[Record]
    ) -> tuple[Sequence[Record], list[Scaled]]:
        """Records with fractions that were written as per cent read as such."""
        layout = Layout(self._name, self._rules)
        said = list(reader.per_cent)
        found, more = shares_as_fractions(self._name, layout.columns, records, said)
        said += more
        if self._name == "metrics":
            lines = [one for one in found if isinstance(one, MetricPlan)]
            found, more = metrics_as_fractions(lines, self._rules, said)
            said += more
        return found, said

    def _note_scaled(
        self,
        scaled: Sequence[Scaled],
        items: Sequence[int],
        now: Sequence[Record],
        was: Sequence[Record],
    ) -> None:
        """Keep what was read as per cent and is not as it was, under its number in the plan."""
        for one in scaled:
            at = one.item - 1
            field = one.field.partition(".")[0]
            if getattr(now[at], field) != getattr(was[at], field):
                self.scaled.append(one._replace(item=items[at] + 1))

    def places(self, kept: Sequence[Kept], known: Known, file: str) -> Iterator[Place]:
        """The cells of records that are not as they were written."""
        for item, row in enumerate(kept, 1):
            if row.item and not row.is_as_written:
                before = known.records[row.item - 1]
                pairs = zip(self._columns.positions, row.cells, before, strict=True)
                edited = [at for at, text, was in pairs if text != was]
                for at in (*edited, *self._columns.others(row.line)):
                    yield self._place(item, row.line.row, at, file)

    def _place(self, item: int, row: int, at: int, file: str) -> Place:
        header = self._columns.headers[at]
        return Place(
            table=self._name,
            item=item,
            column=header.field or header.text,
            file=file,
            sheet=self._table.found.sheet.name,
            row=row,
            cell=f"{letter(self._table.found.left + at)}{row}",
        )


def merged(kept: Record, was: Record, now: Record) -> Record:
    """A record with what differs between two readings of it: as it was written, and as it is."""
    changes: dict[str, Any] = {"row": now.row}
    names: set[str] = set()
    for field in was.__struct_fields__:
        before, after = getattr(was, field), getattr(now, field)
        if field != "row" and before != after:
            names.add(field)
            if isinstance(before, Mapping):
                keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
                names |= {f"{field}.{key}" for key in keys}
                after = _with_keys(getattr(kept, field), after, keys)
            changes[field] = after
    texts = changes.get("written", kept.written)
    stale = [name for name in texts if name in names and name not in now.written]
    if stale:
        changes["written"] = {name: text for name, text in texts.items() if name not in stale}
    return msgspec.structs.replace(kept, **changes)


def _with_keys(
    kept: Mapping[str, str | Decimal], now: Mapping[str, str | Decimal], keys: set[str]
) -> dict[str, str | Decimal]:
    """A mapping in which some keys have the value they have now, or none."""
    new = {key: now[key] for key in now if key in keys}
    return {key: value for key, value in kept.items() if key not in keys} | new
