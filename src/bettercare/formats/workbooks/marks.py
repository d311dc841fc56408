"""Colours that follow what is typed. Beside each a word says the same."""

from bettercare.formats.workbooks.pen import Pen, Sheet
from bettercare.formats.workbooks.styles import AMBER, GREEN, INK, PENCE, RED

Span = tuple[int, int, int, int]  # first row and column, last row and column
BAD = {"bg_color": RED, "font_color": INK}
GOOD = {"bg_color": GREEN, "font_color": INK}
OPEN = {"bg_color": AMBER, "font_color": INK}
IN_PENCE = {"num_format": PENCE}
STARTS = (("Over", BAD), ("Short", BAD), ("Met", GOOD), ("Balanced", GOOD))


def mark_pence(pen: Pen, sheet: Sheet, span: Span, cell: str) -> None:
    """Show pence where there are any; ``cell`` is the first cell of the span."""
    has_pence = f"=AND(ISNUMBER({cell}),ROUND({cell},2)<>ROUND({cell},0))"
    _mark(pen, sheet, span, has_pence, IN_PENCE)


def mark_empty(pen: Pen, sheet: Sheet, span: Span, condition: str) -> None:
    """Show nothing where a line is not used."""
    _mark(pen, sheet, span, f"={condition}", {"num_format": ";;;"})


def mark_share(pen: Pen, sheet: Sheet, span: Span, condition: str) -> None:
    """Show a share of people as a percentage."""
    _mark(pen, sheet, span, f"={condition}", {"num_format": "0.0%"})


def mark_words(pen: Pen, sheet: Sheet, span: Span, cell: str) -> None:
    """Colour words on balances, minimums and limits as they start."""
    for start, look in STARTS:
        _mark(pen, sheet, span, f'=LEFT({cell},{len(start)})="{start}"', look)
    for ending in ("left to plan", "to answer", "to fill in", "not known"):
        _mark(pen, sheet, span, f'=RIGHT({cell},{len(ending)})="{ending}"', OPEN)
    _mark(pen, sheet, span, f'=OR({cell}="Complete",{cell}="Within the limit")', GOOD)


def _mark(pen: Pen, sheet: Sheet, span: Span, formula: str, look: dict[str, str]) -> None:
    rule = {"type": "formula", "criteria": formula, "format": pen.format(look)}
    sheet.conditional_format(*span, rule)
