"""A CSV file of an audit as rows by column name, with what is wrong with its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bettercare.equity.notices import noticed
from bettercare.equity.postcodes import shape
from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place
from bettercare.formats.delimited import Sheet, read_sheet
from bettercare.formats.patient_data import refuse_patients
from bettercare.labels import listed, shortened
from bettercare.money import read_number

MOST_SHOWN = 8
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: where it stands, and its cells by column, stripped; "" where blank."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Table:
    """A file of rows. ``findings`` gathers what is wrong; ``rows`` are all but blank ones."""

    def __init__(self, file: str, rows: Sequence[Row], findings: Sequence[Finding] = ()) -> None:
        self.file = file
        self.rows = tuple(rows)
        self.findings = list(findings)

    def note(self, code: str, row: Row, column: str, message: str, fix: str = "") -> None:
        """Add a finding about a cell."""
        place = Place(file=self.file, row=row.number, column=column)
        subject = f"{self.file}, row {row.number}, {column}"
        self.findings.append(noticed(code, subject, message, fix, place))

    def whole(self, row: Row, column: str) -> int | None:
        """A whole number from 0 up; ``None`` where it is blank, or not that, which is noted."""
        text = row[column]
        number = read_number(text) if text else None
        if number is not None and number == int(number) >= 0 and "%" not in text:
            return int(number)
        if text:
            what = f"'{shape(text)}' is not a whole number from 0 up; it is not read."
            self.note("EQU-21", row, column, what, "Write digits alone.")
        return None


def read_table(path: Path, needed: Sequence[str], known: Sequence[str] = ()) -> Table:
    """Read a file with a header; raises ``UnreadableFile`` where a needed column is missing.

    Columns may stand in any order, in capitals or not. Others are noted and not read; a file with
    NHS numbers or dates of birth is refused.
    """
    sheet = read_sheet(path)
    refuse_patients(sheet.rows, path.name)
    header = [_name(cell) for cell in sheet.rows[0]] if sheet.rows else []
    missing = [column for column in needed if column not in header]
    if missing:
        raise UnreadableFile(
            f"Cannot read {path.name}: it has no column {listed(missing)}. "
            f"It needs {listed(needed)}."
        )
    findings = [*sheet.findings, *_of_columns(header, {*needed, *known}, path.name)]
    return Table(path.name, tuple(_rows(sheet, header)), findings)


def _name(cell: str) -> str:
    return "_".join(cell.split()).lower()


def _rows(sheet: Sheet, header: Sequence[str]) -> Iterator[Row]:
    for number, cells in enumerate(sheet.rows[1:], 2):
        if any(cell.strip() for cell in cells):
            named = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=False))
            yield Row(sheet.line(number), named)


def _of_columns(header: Sequence[str], known: set[str], file: str) -> Iterator[Finding]:
    odd = [shortened(name, LONGEST) for name in header if name and name not in known]
    if odd:
        shown = listed([f"'{name}'" for name in odd[:MOST_SHOWN]])
        more = f" and {len(odd) - MOST_SHOWN} more" if len(odd) > MOST_SHOWN else ""
        yield noticed("EQU-24", file, f"Not read: {shown}{more}.")
    for name in sorted({name for name in header if name in known and header.count(name) > 1}):
        yield noticed("EQU-23", file, f"Column {name} stands there twice; the last is read.")
