"""Workbooks for tests: drawn as tables, written by hand, edited by another library.

Import them as ``from tests.bettercare.formats.workbooks.books import drawn_book``.
"""

from pathlib import Path

import msgspec
import openpyxl
from xlsxwriter import Workbook

from bettercare import formats, rounds

RULES = rounds.load("2019-20")
HEADS = ("Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)")


def value_of(text):
    """A drawn cell: a number where it reads as one, a text in quotation marks as it stands."""
    if text.startswith('"'):
        return text.strip('"')
    try:
        return float(text)
    except ValueError:
        return text


def grid(table):
    """The rows of a drawn table, every cell between bars; blank cells are ""."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[value_of(cell.strip()) for cell in line.split("|")] for line in lines]


def drawn_book(path, merge=(), hidden=(), **sheets):
    """A workbook of drawn sheets; ``merge`` are ranges of the first, ``hidden`` names."""
    with Workbook(path, {"strings_to_numbers": False}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            if name in hidden:
                sheet.hide()
            for at, row in enumerate(grid(table) if isinstance(table, str) else table):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(at, column, cell)
        for cells in merge:
            _merge(book.worksheets()[0], cells)
    return Path(path)


def _merge(sheet, cells):
    """Merge cells and keep the value of the first, which was written before."""
    sheet.merge_range(cells, "")


def drawn(tmp_path, **sheets):
    """What reading a drawn workbook of 2019-20 gives."""
    return formats.read(drawn_book(tmp_path / "plan.xlsx", **sheets), "2019-20")


def told(reading, code):
    """The findings of one code as sentences."""
    return [f"{one.subject}: {one.message}" for one in reading.findings if one.code == code]


def names_and_pounds(reading):
    """The schemes of a reading in short."""
    return [(row.scheme_name, row.amounts.get("2019-20")) for row in reading.plan.schemes]


def written(plan, tmp_path, name="plan.xlsx"):
    """A workbook of ours."""
    path = tmp_path / name
    formats.write(plan, path)
    return path


def edited(path, edit):
    """A workbook after another library has changed and saved it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return formats.read(path)


def sheet_of(book, head):
    """The sheet of an openpyxl workbook with a heading, its row, and columns by heading."""
    for sheet in book:
        for row in sheet.iter_rows(max_row=30):
            texts = [cell.value for cell in row]
            if head in texts and "Row id" in texts:
                return sheet, row[0].row, {t: n + 1 for n, t in enumerate(texts) if t}
    raise AssertionError(head)


def rows_replaced(records):
    """Records without their rows, to compare what they say."""
    return tuple(msgspec.structs.replace(one, row=0) for one in records)
