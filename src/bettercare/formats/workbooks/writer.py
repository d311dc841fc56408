"""A plan as an Excel workbook that people fill in, made from the data of its round alone."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bettercare.formats.workbooks import memory
from bettercare.formats.workbooks.fields_sheet import write_fields
from bettercare.formats.workbooks.grid import ROW_ID, grid_of
from bettercare.formats.workbooks.pen import Pen
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.formats.workbooks.sheets import FIELDS, has_sign_off, tabs_of
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(plan: Plan, path: Path, rules: Round) -> None:
    """Write a plan as a workbook from which reading gives it back whole.

    The same plan gives the same bytes, whenever and wherever it is written.
    """
    path.write_bytes(workbook_of(plan, rules))


def workbook_of(plan: Plan, rules: Round) -> bytes:
    """The workbook of a plan as the bytes of a file."""
    out = BytesIO()
    with Workbook(out, SAFE) as book:
        book.set_properties(
            {
                "title": f"{rules.label}: {plan.area or 'template'}",
                "created": datetime.combine(rules.in_force.start, time()),
            }
        )
        pen = Pen(book)
        for tab in tabs_of(plan, rules):
            sheet = book.add_worksheet(tab.name)
            if tab.of in TABLES:
                _table(pen, sheet, tab.of, 2, plan, rules)
            elif tab.of == "cover" and has_sign_off(plan, rules):
                _table(pen, sheet, "sign_off", 12, plan, rules)
            elif tab.of == FIELDS:
                write_fields(pen, sheet, plan, rules)
        hidden = book.add_worksheet(memory.SHEET)
        hidden.very_hidden()
        for row, pair in enumerate(memory.memory_rows(plan)):
            for column, text in enumerate(pair):
                pen.text(hidden, (row, column), text, {})
    return out.getvalue()


def _table(
    pen: Pen, sheet: Worksheet, table: str, top: int, plan: Plan, rules: Round
) -> None:
    """The heads and rows of a table; the column of ids is hidden."""
    grid = grid_of(table, getattr(plan, table) or (), prepared_lines(plan, table, rules), rules)
    for column, head in enumerate([ROW_ID, *grid.heads]):
        pen.text(sheet, (top, column), head, {"bold": True})
    sheet.set_column(0, 0, 8, None, {"hidden": True})
    for row, one in enumerate(grid.rows, top + 1):
        pen.text(sheet, (row, 0), one.id, {})
        for column, content in enumerate(one.cells, 1):
            pen.content(sheet, (row, column), content, {})
