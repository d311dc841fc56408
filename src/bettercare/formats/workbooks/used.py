"""How much of a sheet is used: counted from its cells, whatever the sheet says of itself.

A reader makes room for the whole rectangle round the cells of a sheet. One cell at the far end
would take the memory of the machine, so the rectangle is measured before anything reads it.
"""

import re

from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.refusals import SPLIT, refused

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
PER_CELL = 50  # cells of the rectangle for each that holds something
_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")


def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def position(ref: str) -> tuple[int, int] | None:
    """Row and column of a cell, counted from 1; ``None`` where it is no cell of a sheet.

    >>> position("B12"), position("XFE1"), position("12")
    ((12, 2), None, None)
    """
    found = _REF.match(ref)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if 1 <= row <= MOST_ROWS and column <= MOST_COLUMNS else None


def cell_name(row: int, column: int) -> str:
    """The name of a cell from its row and column, counted from 1.

    >>> cell_name(12, 2), cell_name(1, 16384)
    ('B12', 'XFD1')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class Used:
    """The cells of one sheet that hold something: how many, and the rectangle round them."""

    def __init__(self) -> None:
        self.cells = 0
        self.top = self.left = MOST_ROWS + 1
        self.bottom = self.right = 0
        self._lowest = self._rightmost = (0, 0)

    def add(self, row: int, column: int, count: int = 1) -> None:
        """Count a cell (or several at one place), by row and column from 1."""
        self.cells += count
        self.top, self.left = min(self.top, row), min(self.left, column)
        if row > self.bottom:
            self.bottom, self._lowest = row, (row, column)
        if column > self.right:
            self.right, self._rightmost = column, (row, column)

    @property
    def rectangle(self) -> int:
        """The cells of the rectangle round all that hold something."""
        height, width = self.bottom - self.top + 1, self.right - self.left + 1
        return height * width if self.bottom else 0

    @property
    def farthest(self) -> str:
        """The cell that makes the rectangle large."""
        is_low = self.bottom * MOST_COLUMNS >= self.right * MOST_ROWS
        return cell_name(*(self._lowest if is_low else self._rightmost))


def fits(used: Used, limits: Limits) -> bool:
    """Whether a sheet that uses so much may be read."""
    room, most = used.rectangle, min(limits.cells, limits.sparse + PER_CELL * used.cells)
    return used.cells <= limits.cells and used.bottom <= limits.rows and room <= most


def check_used(name: str, sheet: str, used: Used, limits: Limits) -> None:
    """Raises ``UnreadableFile`` when a sheet has too many cells or rows, or one far away."""
    if used.cells > limits.cells:
        why = f"{sheet} has {used.cells:,} filled cells; {limits.cells:,} can be read"
        raise refused(name, why, SPLIT)
    if used.bottom > limits.rows:
        why = f"{sheet} is filled down to row {used.bottom:,}; {limits.rows:,} rows can be read"
        raise refused(name, why, "Delete the rows below the plan, and save it again.")
    if not fits(used, limits):
        why = f"cell {used.farthest} of {sheet} is far away from all others"
        fix = "Delete what is in it (select its row and column, Delete), and save it again."
        raise refused(name, why, fix)
