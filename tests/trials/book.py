"""A plan as a foreign workbook: plain tabs of cells, each of which knows what it holds."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec
import xlsxwriter

from bettercare.formats.headers import letter
from bettercare.formats.workbooks.grid import Content, grid_of
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round


class Tag(NamedTuple):
    """Which value of the plan a cell holds."""

    table: str
    item: int
    field: str


class Cell(msgspec.Struct):
    """A cell of a tab; ``how`` is the way it is written where its value does not tell."""

    value: Content = None
    tag: Tag | None = None
    how: str = ""  # "error", "unsaved", "date"
    is_head: bool = False


class Tab(msgspec.Struct):
    """A tab: its rows of cells, what is merged and hidden in it."""

    name: str
    rows: list[list[Cell]]
    table: str = ""
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    hidden: bool = False

    def head(self) -> int:
        """Where the row of headings stands."""
        return next(n for n, row in enumerate(self.rows) if any(cell.is_head for cell in row))

    def body(self) -> list[int]:
        """Where the rows of records stand."""
        return [n for n, row in enumerate(self.rows) if any(cell.tag for cell in row)]

    def width(self) -> int:
        return max(map(len, self.rows))


class Book(msgspec.Struct):
    """The tabs of a workbook."""

    tabs: list[Tab]

    def tab(self, table: str) -> Tab:
        return next(tab for tab in self.tabs if tab.table == table)

    def cell(self, tag: Tag) -> Cell:
        return next(c for tab in self.tabs for row in tab.rows for c in row if c.tag == tag)

    def where(self, tag: Tag) -> tuple[str, str]:
        """The sheet and the cell where a value stands now."""
        for tab in self.tabs:
            for n, row in enumerate(tab.rows):
                for m, cell in enumerate(row):
                    if cell.tag == tag:
                        return tab.name, f"{letter(m)}{n + 1}"
        raise KeyError(tag)


def book_of(plan: Plan, rules: Round) -> Book:
    """A plan as tabs: a cover with the area and the round, and a tab for each table."""
    return Book([_cover(plan, rules), *_tables(plan, rules)])


def _cover(plan: Plan, rules: Round) -> Tab:
    words: list[list[Content]] = [
        [rules.terms.get("template", rules.label)],
        [],
        [f"{rules.terms['board_long']}:", plan.area],
        ["Version", plan.facts.get("version", "1.0")],
    ]
    return Tab("Front page", [[Cell(word) for word in row] for row in words])


def _tables(plan: Plan, rules: Round) -> Iterator[Tab]:
    for table in TABLES:
        records = getattr(plan, table)
        if records:
            grid = grid_of(table, records, (), rules)
            rows = [[Cell(head, is_head=True) for head in grid.heads]]
            for item, row in enumerate(grid.rows, 1):
                names = [field.name if field else "" for field in grid.fields]
                rows.append(
                    [
                        Cell(value, Tag(table, item, name))
                        for value, name in zip(row.cells, names, strict=True)
                    ]
                )
            label = rules.tables[table].label.translate(str.maketrans("", "", "[]:*?/\\"))
            yield Tab(label[:28], rows, table)


def written(book: Book, path: Path) -> Path:
    """Write a book with XlsxWriter, as plainly as can be."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as out:
        day = out.add_format({"num_format": "dd/mm/yyyy"})
        for tab in book.tabs:
            sheet = out.add_worksheet(tab.name)
            for first_row, first, last_row, last in tab.merged:
                sheet.merge_range(first_row, first, last_row, last, "")
            for n, row in enumerate(tab.rows):
                for m, cell in enumerate(row):
                    _write(sheet, (n, m), cell, day)
            for n in tab.hidden_rows:
                sheet.set_row(n, None, None, {"hidden": True})
            if tab.hidden:
                sheet.hide()
    return path


def _write(sheet, at, cell, day):
    if cell.how == "error":
        sheet.write_formula(*at, "=1/0", None, cell.value)
    elif cell.how == "unsaved":
        sheet.write_formula(*at, "=1+1", None, "")
    elif cell.how == "date":
        sheet.write_number(*at, float(cell.value), day)
    elif isinstance(cell.value, Decimal):
        sheet.write_number(*at, float(cell.value))
    elif isinstance(cell.value, str) and cell.value:
        sheet.write_string(*at, cell.value)
