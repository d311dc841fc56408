"""A collation as a workbook, one sheet a table, the league first; no text of it is a formula.

A spreadsheet keeps 15 digits of a number: pennies are exact up to ten million million pounds.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bettercare.errors import UnreadableFile
from bettercare.national.output import Rows
from bettercare.national.tables import POUNDS, TABLES, Cell, Column, Row, Table

MOST_ROWS = 1_048_576  # of a sheet, its head among them
WIDEST = 60
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same plans give the same bytes
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {"text": 24, "whole number": 10, "number": 16, "date": 12, "yes or no": 10}
Put = Callable[[int, int, Any], object]


def write(making: Path, rows: Rows) -> None:
    """Write every table as a sheet. Raises ``UnreadableFile`` for more rows than a sheet has."""
    with Workbook(str(making), OPTIONS) as book:
        book.set_properties({"title": "Better Care Fund plans, collated", "created": MADE})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "pounds": book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}),
            "date": book.add_format({"num_format": "d mmm yyyy"}),
        }
        for name, table in TABLES.items():
            _Sheet(book.add_worksheet(name), table, formats).fill(rows[name]())


def read(made: Path, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """Some columns of a table, row by row; numbers as the shortest text that is the same number."""
    wanted = [TABLES[table].at(name) for name in columns]
    with CalamineWorkbook.from_path(str(made)) as book:
        rows = book.get_sheet_by_name(table).iter_rows()
        for row in list(rows)[1:]:
            yield [_as_cell(row[at]) if at < len(row) else None for at in wanted]


def _as_cell(value: object) -> Cell:
    if isinstance(value, float):
        return repr(value)
    return str(value) if value != "" else None


class _Sheet:
    """A sheet that is being filled, row by row."""

    def __init__(self, sheet: Worksheet, table: Table, formats: dict[str, Any]) -> None:
        self._sheet = sheet
        self._table = table
        self._formats = formats
        self._put = [self._putter(column) for column in table.columns]

    def fill(self, rows: Any) -> None:
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._table.columns):
            self._sheet.set_column(at, at, WIDTHS[column.kind])
            self._sheet.write_string(0, at, column.name, self._formats["head"])
        last = 0
        for last, row in enumerate(rows, 1):
            if last == MOST_ROWS:
                raise UnreadableFile(
                    f"Cannot write the workbook: {self._table.name} has more than "
                    f"{MOST_ROWS - 1:,} rows, which no sheet holds. Write .parquet or .duckdb."
                )
            for at, cell in enumerate(row):
                if cell is not None:
                    self._put[at](last, at, cell)
        self._sheet.autofilter(0, 0, last, len(self._table.columns) - 1)

    def _putter(self, column: Column) -> Put:
        sheet, formats = self._sheet, self._formats
        if column.kind == "number":
            style = formats["pounds"] if column.unit == POUNDS else None
            return lambda row, at, cell: sheet.write_number(row, at, float(cell), style)
        if column.kind == "whole number":
            return sheet.write_number  # type: ignore[no-any-return]
        if column.kind == "date":
            return lambda row, at, cell: sheet.write_datetime(
                row, at, date.fromisoformat(cell), formats["date"]
            )
        if column.kind == "yes or no":
            return lambda row, at, cell: sheet.write_string(row, at, "yes" if cell else "no")
        return sheet.write_string  # type: ignore[no-any-return]
