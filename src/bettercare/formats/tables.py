"""From rows of cells to the records of a table, with proof that no row was lost."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.delimited import Sheet
from bettercare.formats.fractions import Scaled, shares_as_fractions
from bettercare.formats.headers import Header, Layout, header_findings, letter, read_headers
from bettercare.formats.reading import Control, amounts_of, few, noted, sum_of
from bettercare.formats.rows import RowReader, Tidied
from bettercare.labels import normalise
from bettercare.money import is_not_given, pounds, read_number
from bettercare.plan.records import Origin, Record
from bettercare.rounds import Round

TOTALS = frozenset({"total", "totals", "grand total", "overall total", "sum"})
PART_TOTALS = frozenset({"sub total", "sub totals", "subtotal", "subtotals"})
LONGEST_LABEL = 60
_TOTAL = re.compile(r"\W*(grand|overall|sub)?[\s-]*(total|sum\b)", re.IGNORECASE)


class TotalRow(msgspec.Struct, frozen=True):
    """A row of totals that was set aside: its cells by field or header."""

    row: int
    label: str
    cells: Mapping[str, str]
    pounds: Decimal


class TableRead(msgspec.Struct, frozen=True, kw_only=True):
    """A table as read: records, where they came from, control totals and findings.

    ``totals`` are the rows of totals that were set aside, ``scaled`` the values that were written
    as per cent.
    """

    records: tuple[Record, ...]
    origin: Origin
    control: Control
    findings: tuple[Finding, ...]
    totals: tuple[TotalRow, ...] = ()
    scaled: tuple[Scaled, ...] = ()


def read_table(name: str, sheet: Sheet, rules: Round, own: bool) -> TableRead:
    """Read one table; ``own`` says that its folder is in our own dialect."""
    head = next((n for n, cells in enumerate(sheet.rows) if any(map(str.strip, cells))), None)
    if head is None:
        return _nothing(name, sheet)
    layout = Layout(name, rules)
    headers = read_headers(layout, sheet.rows[head], own)
    body = Body(RowReader(name, headers, own), headers, rules)
    for row, cells in enumerate(sheet.rows[head + 1 :], head + 2):
        body.take(sheet.line(row), cells, body.reader.tidied(cells))
    records, scaled = tuple(body.records), body.reader.per_cent
    if not own:
        records, more = shares_as_fractions(name, layout.columns, records, scaled)
        scaled += more
    columns = {h.field: letter(h.position) for h in headers if h.fills == "field"}
    return TableRead(
        records=records,
        origin=Origin(file=sheet.file, columns=columns),
        control=body.control(len(sheet.rows) - head - 1),
        findings=(
            *sheet.findings,
            *header_findings(layout, sheet.file, headers),
            *_row_findings(body, sheet.file),
        ),
        totals=tuple(body.totals),
        scaled=tuple(scaled),
    )


def _nothing(name: str, sheet: Sheet) -> TableRead:
    finding = noted(
        "READ-02",
        Severity.ERROR,
        sheet.file,
        "The file is empty.",
        "Fill it, or take it away if the plan has no such table.",
    )
    blank = len(sheet.rows)
    return TableRead(
        records=(),
        origin=Origin(file=sheet.file),
        control=Control(table=name, rows_read=blank, rows_kept=0, blank_rows=blank),
        findings=(*sheet.findings, finding),
    )


def set_aside(cells: Sequence[str | None], headers: Sequence[Header], rules: Round) -> str:
    """Why a row is no record of the plan: "blank", "total", or "" for one that is.

    A row of totals is one whose first filled cell, after any sums, says so, and that holds only
    numbers besides. In the column of sources any name that starts with "Total" says so, but that of
    a source.
    """
    first = _label_at(cells, headers)
    if first < 0:
        return "blank"
    label = (cells[first] or "").strip()[:LONGEST_LABEL]
    if not _TOTAL.match(label) or not _names_a_total(label, headers[first:], rules):
        return ""
    return "total" if all(map(_is_numeric, cells[first + 1 :])) else ""


def total_row(
    row: int, cells: Sequence[str | None], headers: Sequence[Header], amount: Decimal
) -> TotalRow:
    """A row of totals with its cells by field or header."""
    filled = {h.field or h.text: cell or "" for h, cell in zip(headers, cells, strict=False)}
    label = next(cell.strip() for cell in cells if cell and cell.strip())
    return TotalRow(row, label, filled, amount)


def _label_at(cells: Sequence[str | None], headers: Sequence[Header]) -> int:
    """The first filled cell that is no sum, or the first filled one; -1 where there is none."""
    filled = -1
    for at, cell in enumerate(cells):
        if cell and cell.strip():
            if not _is_sum(cell, headers[at : at + 1]):
                return at
            filled = at if filled < 0 else filled
    return filled


def _is_sum(cell: str, header: Sequence[Header]) -> bool:
    """Whether a cell is a number where numbers belong; under a heading of text it is a label."""
    column = header[0].column if header else None
    return column is not None and column.kind != "text" and _is_numeric(cell)


def _names_a_total(label: str, headers: Sequence[Header], rules: Round) -> bool:
    if normalise(label) in TOTALS | PART_TOTALS:
        return True
    column = headers[0].column if headers else None
    by_source = column is not None and column.field == "source_of_funding"
    return by_source and rules.income_names.match(label).how == "unknown"


def _is_numeric(cell: str | None) -> bool:
    return not cell or is_not_given(cell) or read_number(cell) is not None


class Body:
    """The rows under the headers, sorted into records and rows that are set aside."""

    def __init__(self, reader: RowReader, headers: Sequence[Header], rules: Round) -> None:
        self.reader = reader
        self.records: list[Record] = []
        self.totals: list[TotalRow] = []
        self._headers, self._rules = headers, rules
        self._blank = 0
        self._read: list[Decimal] = []

    def take(self, row: int, cells: Sequence[str | None], meant: Tidied) -> None:
        """Sort one row of the file, its cells as written and as meant, and count its pounds."""
        amounts = self.reader.amounts(meant)
        self._read += amounts
        why = self._why_aside(cells)
        if not why:
            self.records.append(self.reader.record(row, len(self.records) + 1, meant))
        elif why == "blank":
            self._blank += 1
        else:
            self.totals.append(self._total(row, cells, sum_of(amounts)))

    def _why_aside(self, cells: Sequence[str | None]) -> str:
        why = set_aside(cells, self._headers, self._rules)
        return "" if why == "total" and not self.reader.holds_money else why

    def _total(self, row: int, cells: Sequence[str | None], amount: Decimal) -> TotalRow:
        return total_row(row, cells, self._headers, amount)

    def control(self, rows: int) -> Control:
        """The control totals of a body of so many rows."""
        return Control(
            table=self.reader.table,
            rows_read=rows,
            rows_kept=len(self.records),
            blank_rows=self._blank,
            total_rows=len(self.totals),
            sum_read=sum_of(self._read),
            sum_kept=sum_of(amounts_of(self.records)),
            sum_of_total_rows=sum_of(one.pounds for one in self.totals),
        )


def _row_findings(body: Body, file: str) -> Iterator[Finding]:
    """What to say of the rows of a file: none, some set aside, some wider than the headers."""
    if not body.records:
        what, fix = "The file has headers and no rows.", "Add the rows, or take the file away."
        yield noted("READ-02", Severity.WARNING, file, what, fix)
    yield from total_findings(body.reader.table, body.totals, Origin(file=file))
    wide = body.reader.wide
    if wide:
        what = f"Cells without a header; kept, and not used ({few(wide)} of the file)."
        fix = "Look for a comma inside a text that is not in quotation marks, or add a header."
        yield noted("READ-14", Severity.WARNING, file, what, fix)


def total_findings(table: str, totals: Sequence[TotalRow], origin: Origin) -> Iterator[Finding]:
    """A note of each row of totals that was set aside."""
    where = origin.sheet or origin.file
    for total in totals:
        place = Place(table=table, file=origin.file, sheet=origin.sheet, row=total.row)
        what = f"A row of totals ({pounds(total.pounds)}), set aside."
        yield noted(
            "READ-17", Severity.INFORMATION, f"{where}, row {total.row}", what, "", (place,)
        )


def not_asked_for(
    tables: Mapping[str, TableRead], rules: Round, is_return: bool
) -> Iterator[Finding]:
    """Tables that no check reads; a return answers conditions that its plan was not asked for."""
    for name, table in tables.items():
        if name not in rules.tables and not (is_return and name == "conditions"):
            what = f"The round has no table {name}; kept, and not checked."
            subject = table.origin.sheet or table.origin.file
            yield noted("READ-08", Severity.INFORMATION, subject, what)


def control_findings(tables: Iterable[TableRead]) -> Iterator[Finding]:
    """Control totals that do not agree: never expected, always said."""
    for one in (table.control for table in tables):
        if not one.agrees:
            message = (
                f"Read {one.rows_read} rows and {pounds(one.sum_read)}; "
                f"kept {one.rows_kept} rows and {pounds(one.sum_kept)}."
            )
            yield noted(
                "READ-16", Severity.ERROR, one.table, message, "Tell us: this is our fault."
            )
