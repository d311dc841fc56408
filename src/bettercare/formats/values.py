"""From the text of a cell to a value, and back; and texts made safe for spreadsheets."""

import re
from collections.abc import Callable
from decimal import Decimal

from bettercare.money import read_number
from bettercare.rounds.schema import Column

Tidy = Callable[[str], str | None]  # the text that a cell means; None is blank

# What a spreadsheet may run, behind any number of apostrophes; or apostrophes and nothing else,
# because one alone stands for an empty text, which is not a blank cell.
_GUARDED = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]|'+\Z")
EMPTY = "'"


def to_value(text: str, column: Column) -> tuple[object, str | None]:
    """The value of a cell, and its text where the value cannot stand for it.

    A number that cannot be read is ``(None, text)``; so is a percentage of pounds.
    """
    if column.kind == "text":
        return text, None
    number = read_number(text)
    if number is None or (column.kind == "money" and "%" in text):
        return None, text
    return number, None


def to_text(value: object) -> str:
    """A value as a cell holds it: numbers without exponents, nothing as an empty cell."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula; ``unguarded`` gives it back.

    >>> guarded("=1+1"), unguarded(guarded("'=x")), guarded("Falls service")
    ("'=1+1", "'=x", 'Falls service')
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` made safe."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text[1:]) else text


def as_cell(text: str | None) -> str:
    """A text as a cell of our own dialect; ``as_written`` gives it back.

    >>> as_cell("=1+1"), as_cell(""), as_cell(None)
    ("'=1+1", "'", '')
    """
    if text is None:
        return ""
    return guarded(text) or EMPTY


def as_written(cell: str) -> str | None:
    """What a cell of our own dialect means: the text as it was, white space and all.

    >>> as_written("'=1+1"), as_written(" "), as_written("'"), as_written("")
    ('=1+1', ' ', '', None)
    """
    if cell == EMPTY:
        return ""
    return unguarded(cell) or None


def as_typed(cell: str) -> str | None:
    """What a cell of any other file means: its text without white space around it.

    >>> as_typed(" Falls service "), as_typed("  ")
    ('Falls service', None)
    """
    return cell.strip() or None
