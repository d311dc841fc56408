"""What to say of single cells that were read: numbers as texts, errors, formulas, merged cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.headers import Header, letter
from bettercare.formats.reading import noted
from bettercare.formats.workbooks.about import FieldCell
from bettercare.formats.workbooks.records_in import Lines
from bettercare.formats.workbooks.sheets_in import Cell
from bettercare.labels import listed, shortened
from bettercare.money import read_number
from bettercare.plan.records import Origin

MOST_NAMED = 8
LONGEST_QUOTE = 40
CALCULATE = "Open it in Excel, let it calculate, and save it; or type the value."
MEND = "Mend the cell that it comes from, or type the value."

Cells = Mapping[str, frozenset[str]]  # names of cells, by sheet


class Column(NamedTuple):
    """A column of a table on its sheet, and the records that stand in it."""

    table: Lines
    header: Header
    file: str

    @property
    def letter(self) -> str:
        """Its letter."""
        return letter(self.table.found.left + self.header.position)

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.table.found.sheet.name

    def raw(self) -> Iterator[tuple[int, Cell]]:
        """The cells of the column as the workbook has them, with their rows."""
        sheet, at = self.table.found.sheet, self.table.found.left + self.header.position
        for line in self.table.lines:
            yield line.row, sheet.rows[line.row - sheet.top - 1][at]

    def place(self, row: int) -> Place:
        """The place of a cell in it."""
        return Place(
            table=self.table.found.table,
            column=self.header.field or self.header.text,
            file=self.file,
            sheet=self.sheet,
            row=row,
            cell=f"{self.letter}{row}",
        )


def cell_findings(
    tables: Mapping[str, Lines],
    fields: Sequence[FieldCell],
    unsaved: Cells,
    errors: Mapping[str, Mapping[str, str]],
    file: str,
) -> Iterator[Finding]:
    """One finding a column for each kind of slip in its cells, with every place."""
    for table in tables.values():
        columns = [Column(table, h, file) for h in table.headers if h.fills != "keep"]
        for column in columns:
            yield from _without_value(column, unsaved, errors)
            yield from _as_text(column)
        yield from _merged(table, file)
    yield from _fields_without_value(fields, unsaved, errors)


def _without_value(
    column: Column, unsaved: Cells, errors: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    """Cells of a column with a formula that was never worked out, and with errors."""
    formulas, faulty = unsaved.get(column.sheet, ()), errors.get(column.sheet, {})
    rows = [line.row for line in column.table.lines] if formulas or faulty else []
    open_rows = [row for row in rows if f"{column.letter}{row}" in formulas]
    if open_rows:
        what = "Excel has not saved a value for the formula"
        yield _cells(column, open_rows, f"{what}; read as blank", CALCULATE)
    by_error: dict[str, list[int]] = {}
    for row in rows:
        if text := faulty.get(f"{column.letter}{row}"):
            by_error.setdefault(text, []).append(row)
    for text, found in by_error.items():
        yield _cells(column, found, f"'{text}' is an error, not a value", MEND)


def _fields_without_value(
    fields: Sequence[FieldCell], unsaved: Cells, errors: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    for one in fields:
        at = one.place
        subject = f"{at.sheet}, {at.cell}"
        if at.cell in unsaved.get(at.sheet, ()):
            what = "Excel has not saved a value for the formula; read as blank."
            yield noted("READ-72", Severity.ERROR, subject, what, CALCULATE, (at,))
        if text := errors.get(at.sheet, {}).get(at.cell):
            what = f"'{text}' is an error, not a value."
            yield noted("READ-72", Severity.ERROR, subject, what, MEND, (at,))


def _cells(column: Column, rows: Sequence[int], what: str, fix: str) -> Finding:
    names = [f"{column.letter}{row}" for row in rows]
    places = tuple(column.place(row) for row in rows)
    subject = f"{column.sheet}, {names[0]}"
    return noted("READ-72", Severity.ERROR, subject, f"{what}{_also(names)}.", fix, places)


def _also(names: Sequence[str]) -> str:
    """The cells that share a note, where there are several.

    >>> _also(["J12"]), _also(["J12", "J13"])
    ('', ' (J12 and J13)')
    """
    if len(names) < 2:  # noqa: PLR2004
        return ""
    more = len(names) - MOST_NAMED
    shown = [*names[:MOST_NAMED], *([f"{more:,} more"] if more > 0 else [])]
    return f" ({listed(shown)})"


def _as_text(column: Column) -> Iterator[Finding]:
    """Numbers that a column of numbers holds as text: read as the numbers they are."""
    if column.header.column is None or column.header.column.kind == "text":
        return
    texts = {row: cell.strip() for row, cell in column.raw() if type(cell) is str and cell}
    rows = [row for row, text in texts.items() if text and read_number(text) is not None]
    if rows:
        names = [f"{column.letter}{row}" for row in rows]
        first = texts[rows[0]]
        shown = f"'{shortened(first, LONGEST_QUOTE)}'"
        what = f"{shown} is text; read as the number {read_number(first):f}{_also(names)}."
        fix = "Type the number again in a cell that is formatted as a number."
        places = tuple(column.place(row) for row in rows)
        subject = f"{column.sheet}, {names[0]}"
        yield noted("READ-74", Severity.INFORMATION, subject, what, fix, places)


def _merged(table: Lines, file: str) -> Iterator[Finding]:
    if table.merged:
        sheet = table.found.sheet.name
        many = len(table.merged) > 1
        shown = [*table.merged[:MOST_NAMED]]
        what = f"Merged cell{'s' if many else ''}; the text is read for every row{_also(shown)}."
        fix = "Unmerge them, and write the text in every row."
        places = tuple(
            Place(table=table.found.table, file=file, sheet=sheet, cell=name.partition(":")[0])
            for name in table.merged
        )
        subject = f"{sheet}, {table.merged[0]}"
        yield noted("READ-77", Severity.INFORMATION, subject, what, fix, places)


def error_filter(
    errors: Mapping[str, Mapping[str, str]], origins: Mapping[str, Origin]
) -> Callable[[Finding], bool]:
    """Whether a finding says more than that the text of an error is not a number."""
    sheets = {table: errors.get(origin.sheet, {}) for table, origin in origins.items()}

    def says_more(finding: Finding) -> bool:
        at = finding.places[0] if finding.places else Place()
        return finding.code != "READ-01" or at.cell not in sheets.get(at.table, {})

    return says_more
