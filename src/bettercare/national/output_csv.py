"""A collation as a folder of CSV files, one a table; no text of it is taken for a formula."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from bettercare.formats.values import guarded
from bettercare.national.output import Rows
from bettercare.national.tables import TABLES, Cell, Row, Table


def write(making: Path, rows: Rows) -> None:
    """Write each table; numbers stay numbers, and a text that looks like a formula gets a '."""
    making.mkdir()
    for name, table in TABLES.items():
        file = making / f"{name}.csv"
        with file.open("w", encoding="utf-8-sig", newline="", errors="replace") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
            writer.writerow(table.names)
            writer.writerows(_safe(table, row) for row in rows[name]())


def read(made: Path, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """Some columns of a table, row by row; numbers as their text."""
    wanted = [TABLES[table].at(name) for name in columns]
    with (made / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            yield [line[at] or None for at in wanted]


def _safe(table: Table, row: Row) -> list[Cell]:
    return [
        guarded(cell) if column.kind == "text" and isinstance(cell, str) else _shown(cell)
        for column, cell in zip(table.columns, row, strict=True)
    ]


def _shown(cell: Cell) -> Cell:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else cell
