"""What every sheet has: a title, a line on what it is for, protection, and how it prints."""

from bettercare.formats.workbooks.pen import Pen, Sheet
from bettercare.formats.workbooks.styles import BASE, LINK, SECTION, TITLE

A3, A4, MARGIN = 8, 9, 0.4
HEADING_ROW, LEAD_ROW = 0, 1
MOST_PRINTED = 200  # characters of a line at the head of a printed page, of which 255 are allowed
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def set_up(pen: Pen, sheet: Sheet, title: str, lead: str, column: int) -> None:
    """Title and sentence in a column; locked but for inputs, without a password; A4 landscape."""
    pen.text(sheet, (HEADING_ROW, column), title, TITLE)
    pen.text(sheet, (LEAD_ROW, column), lead, BASE)
    sheet.set_row(HEADING_ROW, 28)
    sheet.protect("", ALLOWED)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(MARGIN, MARGIN, MARGIN, 0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.set_selection(HEADING_ROW, column, HEADING_ROW, column)


def set_mark(pen: Pen, sheet: Sheet, mark: str, column: int, lead: str) -> None:
    """Say what a sheet is before the line on what it is for, and at the head of what is printed."""
    pen.text(sheet, (LEAD_ROW, column), f"{mark}. {lead}", BASE)
    sheet.set_header("&C" + mark.replace("&", "&&")[:MOST_PRINTED])


def section_title(pen: Pen, sheet: Sheet, at: tuple[int, int], title: str) -> None:
    """The title of a part of a sheet, with room over it."""
    pen.text(sheet, at, title, SECTION)
    sheet.set_row(at[0], 24)


def link_to(sheet: Sheet, at: tuple[int, int], name: str, text: str, pen: Pen) -> None:
    """A link of ours to another sheet of the workbook."""
    target = name.replace("'", "''")
    sheet.write_url(*at, f"internal:'{target}'!A1", pen.format(LINK), text, f"Go to {text}")
