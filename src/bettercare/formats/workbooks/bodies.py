"""Which rows below the headings belong to a table, and which are notes that stand after it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.formats.headers import Header
from bettercare.formats.workbooks.finding import Found, is_id
from bettercare.formats.workbooks.sheets_in import Cell, Row, is_blank
from bettercare.money import is_not_given, read_number
from bettercare.plan.keyed import KEY_FIELDS, keys_of
from bettercare.rounds import CodeList, Item, Round

FEWEST = 2  # cells in known columns that make a record of a row below a blank one
_NOTE = re.compile(r"\s*(\*|notes?\b|sources?:|please\b|n\.?b\.?\b)", re.IGNORECASE)

Block = tuple[int, int]  # the first row and the one after the last


class Body(NamedTuple):
    """The rows of a table as the sheet counts them, blank ones among them, and notes after it."""

    rows: tuple[int, ...]
    notes: tuple[int, ...]


def body_of(found: Found, headers: Sequence[Header], rules: Round) -> Body:
    """The rows of a table.

    What stands directly below the headings belongs to it. Further down, below a blank row, only
    what looks like its rows does: a row with an id of ours, or one with at least two cells in
    columns that are known, where words in place of numbers come with a number or with a value of
    the round's lists, or one about a thing that the round asks, such as a question, or on a sheet
    of ours one with a number. All else is a note.
    """
    judge = _Judge(found, headers, rules)
    blocks = list(_blocks(found))
    notes: list[int] = []
    for number, block in enumerate(blocks):
        if number and not judge.belongs(block):
            notes += range(*block)
        elif number == len(blocks) - 1:
            notes += range(judge.without_notes(block), block[1])
    aside = frozenset(notes)
    end = max((at + 1 for block in blocks for at in range(*block) if at not in aside), default=0)
    return Body(tuple(at for at in range(found.body, end) if at not in aside), tuple(notes))


def _blocks(found: Found) -> Iterator[Block]:
    """Stretches of rows without a blank one between them."""
    start = -1
    for at in range(found.body, found.end):
        row = found.sheet.rows[at][found.left : found.right]
        filled = any(row) and not is_blank(row)
        if filled and start < 0:
            start = at
        elif not filled and start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, found.end


class _Judge:
    """Says whether rows look like those of one table."""

    def __init__(self, found: Found, headers: Sequence[Header], rules: Round) -> None:
        self._found = found
        known = [h for h in headers if h.column is not None]
        self._known = [found.left + h.position for h in known]
        self._numbers = [
            found.left + h.position for h in known if h.column and h.column.kind != "text"
        ]
        self._lists = [(found.left + h.position, _list_of(h, rules)) for h in known]
        about = KEY_FIELDS.get(found.table, ())
        self._keys = [found.left + h.position for h in known if h.field in about]
        self._asked = keys_of(rules, found.table) if self._keys else None

    def belongs(self, block: Block) -> bool:
        """Whether a stretch of rows below a blank one is part of the table."""
        rows = self._found.sheet.rows[slice(*block)]
        if self._found.ids >= 0 and any(self._has_id(row) for row in rows):
            return True
        return any(self._fits(row) for row in rows) and not self._is_other(rows[0])

    def without_notes(self, block: Block) -> int:
        """Where the rows of a stretch end and notes directly below them begin."""
        end = block[1]
        while end - 1 > block[0] and self._is_note(self._row(end - 1)):
            end -= 1
        return end

    def _row(self, at: int) -> Row:
        return self._found.sheet.rows[at]

    def _has_id(self, row: Row) -> bool:
        return is_id(row[self._found.ids])

    def _fits(self, row: Row) -> bool:
        if self._asked and any(self._asked.match(_text(row[at])).accepted for at in self._keys):
            return True
        if self._found.ids >= 0 and any(type(row[at]) is float for at in self._numbers):
            return True
        filled = sum(_is_filled(row[at]) for at in self._known)
        return filled >= FEWEST and not self._is_other(row)

    def _is_other(self, row: Row) -> bool:
        """Whether words stand in place of numbers, and nothing else suits the table."""
        cells = [row[at] for at in self._numbers if _is_filled(row[at])]
        if not cells or any(map(_is_number, cells)):
            return False
        return not any(known and known.match(_text(row[at])).accepted for at, known in self._lists)

    def _is_note(self, row: Row) -> bool:
        cells = [cell for cell in row[self._found.left : self._found.right] if _is_filled(cell)]
        if self._found.ids >= 0 and self._has_id(row):
            return False
        return len(cells) == 1 and isinstance(cells[0], str) and bool(_NOTE.match(cells[0]))


def _list_of(header: Header, rules: Round) -> CodeList[Item] | None:
    """The list of the round that the values of a column come from, where it is a plain one."""
    found = getattr(rules, header.column.choices, None) if header.column else None
    return found if isinstance(found, CodeList) else None


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell.strip() != ""


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return is_not_given(cell) or read_number(cell) is not None
    return isinstance(cell, int | float)
