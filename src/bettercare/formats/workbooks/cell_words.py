"""What to say of single cells that were read: numbers as texts, errors, formulas, merged cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.headers import Header, letter
from bettercare.formats.reading import noted
from bettercare.formats.workbooks.about import FieldCell
from bettercare.formats.workbooks.records_in import Lines
from bettercare.labels import listed, shortened
from bettercare.money import read_number
from bettercare.plan.records import Origin

MOST_NAMED = 8
LONGEST_QUOTE = 40
UNSAVED = "(formula without a saved value)"  # what is kept of a formula that was not worked out
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

    def texts(self) -> dict[int, str]:
        """The texts of the column as the workbook has them, by row; no numbers."""
        sheet, at = self.table.found.sheet, self.table.found.left + self.header.position
        rows, first = sheet.rows, sheet.top + 1
        return {
            line.row: cell
            for line in self.table.lines
            if type(cell := rows[line.row - first][at]) is str and cell
        }

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
        sheet = table.found.sheet.name
        formulas, faulty = _by_column(unsaved.get(sheet, ())), _by_column(errors.get(sheet, ()))
        for column in (Column(table, h, file) for h in table.headers if h.fills != "keep"):
            yield from _unsaved(column, formulas.get(column.letter, frozenset()))
            if column.letter in faulty:
                yield from _errors(column, errors[sheet])
            yield from _as_text(column)
        yield from _merged(table, file)
    yield from _fields_without_value(fields, unsaved, errors)


def _by_column(cells: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """The rows of some cells by the letter of their column.

    >>> _by_column(["J12", "J13"])
    {'J': frozenset({12, 13})}
    """
    found: dict[str, set[int]] = {}
    for cell in cells:
        column = cell.rstrip("0123456789")
        found.setdefault(column, set()).add(int(cell[len(column) :]))
    return {column: frozenset(rows) for column, rows in found.items()}


def _unsaved(column: Column, formulas: frozenset[int]) -> Iterator[Finding]:
    """Cells of a column with a formula that was never worked out."""
    rows = [line.row for line in column.table.lines if line.row in formulas] if formulas else []
    if rows:
        what = "Excel has not saved a value for the formula"
        yield _cells(column, rows, f"{what}; it counts as not given", CALCULATE)


def _errors(column: Column, faulty: Mapping[str, str]) -> Iterator[Finding]:
    """Cells of a column whose value is an error, by what the error is."""
    by_error: dict[str, list[int]] = {}
    for line in column.table.lines:
        if text := faulty.get(f"{column.letter}{line.row}"):
            by_error.setdefault(text, []).append(line.row)
    for text, found in by_error.items():
        yield _cells(column, found, f"'{text}' is an error, not a value", MEND)


def _fields_without_value(
    fields: Sequence[FieldCell], unsaved: Cells, errors: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    for one in fields:
        at = one.place
        subject = f"{at.sheet}, {at.cell}"
        if at.cell in unsaved.get(at.sheet, ()):
            what = "Excel has not saved a value for the formula; it counts as not given."
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
    texts = column.texts()
    rows = [row for row, text in texts.items() if read_number(text) is not None]
    if rows:
        names = [f"{column.letter}{row}" for row in rows]
        first = texts[rows[0]].strip()
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
