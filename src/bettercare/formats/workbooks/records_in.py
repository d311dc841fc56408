"""From a table that was found on a sheet to its records, with proof that no row was lost."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Severity
from bettercare.formats.fractions import Scaled, shares_as_fractions
from bettercare.formats.headers import Header, Layout, header_findings, letter, read_headers
from bettercare.formats.reading import few, noted
from bettercare.formats.rows import RowReader, Tidied
from bettercare.formats.tables import Body, TableRead, total_findings
from bettercare.formats.workbooks.bodies import body_of
from bettercare.formats.workbooks.finding import Found
from bettercare.formats.workbooks.grid import ROW_ID, is_worked_out
from bettercare.formats.workbooks.heading_words import near_findings, nearly_known
from bettercare.formats.workbooks.merged import filled_down
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.formats.workbooks.sheets_in import Row, meanings
from bettercare.plan import Plan
from bettercare.plan.records import Origin, Record
from bettercare.rounds import Round


class Line(NamedTuple):
    """A row of a table: where it stands on its sheet (from 1), its id of ours, and its cells."""

    row: int
    id: str
    cells: Tidied


class Lines(NamedTuple):
    """A table on a sheet as lines of texts under headings.

    ``notes`` are rows after the table that are no part of it, counted as the sheet counts them;
    ``merged`` the cells whose value was read for further rows.
    """

    found: Found
    headers: tuple[Header, ...]
    lines: tuple[Line, ...]
    notes: tuple[int, ...]
    merged: tuple[str, ...]

    @property
    def origin(self) -> Origin:
        """Where the table stands, without the name of its file."""
        left = self.found.left
        columns = {h.field: letter(left + h.position) for h in self.headers if h.fills == "field"}
        return Origin(sheet=self.found.sheet.name, columns=columns)


def lines_of(found: Found, rules: Round) -> Lines:
    """The rows of a table as texts, merged cells filled down, our own ids and sums taken out."""
    layout = Layout(found.table, rules)
    headers = _headers(layout, found)
    body = body_of(found, headers, rules)
    rows = [found.sheet.rows[at] for at in body.rows]
    merged = filled_down(found, headers, body.rows, rows)
    aside = [h.position for h in headers if h.fills == "keep"]
    lines = _lines(found, body.rows, rows, aside)
    return Lines(found, tuple(headers), tuple(lines), body.notes, merged)


def joined_lines(parts: Sequence[Found], rules: Round) -> Lines:
    """The rows of a table that stands in parts, one below the other under the same headings."""
    first, *rest = [lines_of(part, rules) for part in parts]
    return first._replace(
        lines=tuple(line for one in (first, *rest) for line in one.lines),
        notes=tuple(at for one in (first, *rest) for at in one.notes),
        merged=tuple(cells for one in (first, *rest) for cells in one.merged),
    )


def without_prepared(table: Lines, rules: Round) -> Lines:
    """A table of a workbook that we once wrote, with the lines blank that wait for an answer.

    Without its memory nobody knows which lines it was written with, so any line with such an id
    counts that says no more than one of the round's.
    """
    if table.found.ids < 0:
        return table
    name = table.found.table
    prepared = prepared_lines(Plan(round=rules.round), name, rules)
    reader = RowReader(name, table.headers, own=False)
    lines = [
        line._replace(cells=[None] * len(line.cells))
        if line.id.startswith("p") and reader.record(0, 0, line.cells) in prepared
        else line
        for line in table.lines
    ]
    return table._replace(lines=tuple(lines))


def _headers(layout: Layout, found: Found) -> list[Header]:
    """What each column fills; ids and what is worked out fill nothing."""
    silent = [head == ROW_ID or is_worked_out(head) for head in found.heads]
    shown = ["" if quiet else head for head, quiet in zip(found.heads, silent, strict=True)]
    headers = read_headers(layout, shown, own=False, start=found.left)
    return [
        Header(h.position, head, "keep") if quiet else h
        for h, head, quiet in zip(headers, found.heads, silent, strict=True)
    ]


def _lines(
    found: Found, places: Sequence[int], rows: Sequence[Row], aside: Sequence[int]
) -> Iterator[Line]:
    left, right, first = found.left, found.right, found.sheet.top + 1
    ids = found.ids - left
    silent = [position for position in aside if position != ids]
    inside = (_blanked(row[left:right], silent) for row in rows)
    for at, cells in zip(places, meanings(inside), strict=True):
        name = ""
        if ids >= 0:
            name, cells[ids] = cells[ids] or "", None
        yield Line(first + at, name, cells)


def _blanked(cells: Row, silent: Sequence[int]) -> Row:
    """The cells of a row with those blank that are worked out."""
    for position in silent:
        cells[position] = ""
    return cells


def read_lines(table: Lines, file: str, rules: Round) -> TableRead:
    """The records of a table of any workbook."""
    found = table.found
    layout = Layout(found.table, rules)
    body = Body(
        RowReader(found.table, table.headers, own=False, start=found.left), table.headers, rules
    )
    for line in table.lines:
        body.take(line.row, line.cells, line.cells)
    origin = Origin(file=file, sheet=table.origin.sheet, columns=table.origin.columns)
    scaled = body.reader.per_cent
    records = tuple(body.records)
    more: list[Scaled] = []
    if _has_large_shares(records, table.headers):
        records, more = shares_as_fractions(found.table, layout.columns, records, scaled)
    return TableRead(
        records=records,
        origin=origin,
        control=body.control(len(table.lines)),
        findings=(
            *heading_findings(table, layout, file),
            *_row_findings(body, origin),
        ),
        totals=tuple(body.totals),
        scaled=(*scaled, *more),
    )


def _has_large_shares(records: Sequence[Record], headers: Sequence[Header]) -> bool:
    """Whether any share is more than 1, and so per cent: most tables have none, however long."""
    shares = [h.column.field for h in headers if h.column and h.column.kind == "share"]
    found = (getattr(record, share) for share in shares for record in records)
    return any(share is not None and share > 1 for share in found)


def heading_findings(table: Lines, layout: Layout, file: str) -> Iterator[Finding]:
    """What to say of the headings of a table."""
    found = table.found
    row = found.sheet.top + found.body
    near = nearly_known(layout, table.headers)
    named = [h for h in table.headers if h.fills != "keep" and h.position not in near]
    yield from header_findings(layout, f"{found.sheet.name}, row {row}", named, f"row {row}")
    yield from near_findings(found, table.headers, near, file)


def _row_findings(body: Body, origin: Origin) -> Iterator[Finding]:
    if not body.records:
        what, fix = "The table has headings and no rows.", "Fill it in, if the plan has such rows."
        yield noted("READ-02", Severity.WARNING, origin.sheet, what, fix)
    yield from total_findings(body.reader.table, body.totals, origin)
    yield from wide_findings(body.reader.wide, origin.sheet)


def wide_findings(rows: Sequence[int], sheet: str) -> Iterator[Finding]:
    """A note of cells in columns without a heading."""
    if rows:
        what = f"Cells without a heading; kept, and not used ({few(rows)} of the sheet)."
        fix = "Write a heading above them, or move them away from the table."
        yield noted("READ-14", Severity.WARNING, sheet, what, fix)
