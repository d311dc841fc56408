"""How cells look: input, pre-filled, worked out, headings; and how wide columns are.

Each kind of cell is said in words too (on the Guidance sheet, and in the row above the headings),
so colour alone never tells.
"""

from bettercare.formats.cells import Field
from bettercare.formats.workbooks.pen import Look

INK, BLUE, GRID = "#212B32", "#005EB8", "#AEB7BD"
YELLOW, PALE_BLUE, GREY = "#FFF9DB", "#DCEBF7", "#ECEEF0"
RED, GREEN, AMBER = "#F9D6D2", "#D3EBDD", "#FFE8B8"

POUNDS = "£#,##0;-£#,##0"
PENCE = "£#,##0.00;-£#,##0.00"
SHARE, PERCENT, RATE, WHOLE, NUMBER = "0%", "0.0%", "#,##0.0", "#,##0", "#,##0.####"

BASE: Look = {"font_name": "Arial", "font_size": 11, "font_color": INK, "valign": "top"}
WRAPPED: Look = BASE | {"text_wrap": True}
TITLE: Look = BASE | {"bold": True, "font_size": 18, "font_color": "#003087"}
SECTION: Look = BASE | {"bold": True, "font_size": 13, "font_color": "#003087"}
BOLD: Look = WRAPPED | {"bold": True}
SMALL: Look = WRAPPED | {"font_size": 9, "font_color": "#4C6272", "valign": "bottom"}
LINK: Look = BASE | {"font_color": BLUE, "underline": 1}
BOXED: Look = WRAPPED | {"border": 1, "border_color": GRID}
INDENTED: Look = {"indent": 1, "align": "left"}
HEAD: Look = (
    BOXED
    | INDENTED
    | {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BLUE,
        "valign": "vcenter",
    }
)
HEAD_RIGHT: Look = HEAD | {"align": "right", "indent": 0}
INPUT: Look = BOXED | {"bg_color": YELLOW, "locked": False}
PREFILLED: Look = BOXED | INDENTED | {"bg_color": PALE_BLUE, "locked": False}
WORKED: Look = BOXED | {"bg_color": GREY}
WORDS: Look = WORKED | INDENTED
MONEY: Look = WORKED | {"num_format": POUNDS}
TOTAL: Look = WORKED | {"bold": True}

FORMATS = {"money": POUNDS, "share": SHARE, "number": NUMBER}
WIDTHS = {"money": 16.0, "share": 15.0, "number": 13.0}
WIDTHS_OF_TEXT = {
    "text": 100.0,
    "description": 40.0,
    "narrative": 70.0,
    "comment": 48.0,
    "reason": 48.0,
    "action": 48.0,
    "mitigation": 48.0,
    "question": 52.0,
    "scheme_name": 30.0,
    "change": 40.0,
    "theme": 30.0,
    "role": 38.0,
    "measure": 36.0,
    "metric": 30.0,
    "scheme_id": 10.0,
    "output_unit": 14.0,
    "commissioner": 16.0,
    "area_of_spend": 20.0,
    "scheme_type_other": 20.0,
    "area_of_spend_other": 20.0,
    "provider": 21.0,
    "change_no": 8.0,
    "code": 15.0,
    "section": 12.0,
    "year": 11.0,
    "period": 11.0,
    "month": 14.0,
    "kind": 11.0,
    "part": 14.0,
    "version": 10.0,
    "impacts": 14.0,
    "response": 16.0,
    "answer": 17.0,
    "new_or_existing": 13.0,
    "duration": 15.0,
}
WIDTH_OF_TEXT = 23.0


def width_of(field: Field | None) -> float:
    """How wide the column of a field is, in characters."""
    if field is None:
        return WIDTH_OF_TEXT
    if field.column.kind != "text":
        return WIDTHS[field.column.kind]
    return WIDTHS_OF_TEXT.get(field.column.field, WIDTH_OF_TEXT)


def number_format(field: Field | None) -> Look:
    """The number format of a field's cells; texts stand a little off the line before them."""
    shown = FORMATS.get(field.column.kind) if field else None
    return {"num_format": shown} if shown else INDENTED
