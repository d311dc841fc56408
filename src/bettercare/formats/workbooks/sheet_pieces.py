"""Sheets given to the reader so that it takes the least time and memory; see ``reading_copy``."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import NamedTuple

from python_calamine import CalamineSheet, load_workbook

from bettercare.formats.workbooks.limits import COMMAND_LINE
from bettercare.formats.workbooks.reading_copy import PIECE, SheetParts, pieces_of
from bettercare.formats.workbooks.repack import repacked
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking, entries_of

AS_THEY_ARE = SheetParts()
TEXTS_AGAIN = 4  # a piece is so many times the size of the shared texts, read with each piece
AS_IT_IS = 0  # the level at which nothing is packed
MEDIA = "xl/media/"

Cells = list[str | int | float | bool | date | datetime | time | timedelta]
Corners = tuple[tuple[int, int], tuple[int, int]]


class Block(NamedTuple):
    """The filled rectangle of a sheet, or of a piece of one: where it begins, and its rows."""

    top: int
    left: int
    rows: list[Cells]
    merged: list[Corners]

    @property
    def right(self) -> int:
        """The column after its last."""
        return self.left + len(self.rows[0]) if self.rows else 0


def block_of(sheet: CalamineSheet) -> Block:
    """The block of a sheet of the reader, equal texts in it being one object."""
    top, left = sheet.start or (0, 0)
    one = _Shared()
    rows = sheet.to_python()
    for row in rows:
        row[:] = [one[cell] if type(cell) is str else cell for cell in row]
    return Block(top, left, rows, sheet.merged_cell_ranges or [])


def for_reader(data: bytes, parts: SheetParts) -> bytes:
    """The workbook with the copies of its sheets, and without those that are read by pieces."""
    changed = {**parts.kept, **dict.fromkeys(parts.long, b"")}
    return repacked(data, changed, AS_IT_IS) if changed else data


class LongSheets:
    """The sheets of a workbook that are read by pieces."""

    def __init__(self, data: bytes, name: str, parts: SheetParts) -> None:
        self._data, self._name, self._parts = data, name, parts
        self._places = dict(parts.titles) if parts.long else {}

    def is_long(self, title: str) -> bool:
        """Whether a sheet is read by pieces."""
        return self._places.get(title) in self._parts.long

    def blocks(self, title: str) -> Iterator[Block]:
        """The blocks of a sheet, from the top down."""
        part = self._places[title]
        entries = entries_of(self._data, self._name, COMMAND_LINE)
        base = repacked(self._data, dict.fromkeys(self._left_out(entries), b""), AS_IT_IS)
        entry = next(one for one in entries if one.name == part)
        chunks = Unpacking(self._data, self._name, COMMAND_LINE).again(entry)
        for piece in pieces_of(chunks, max(PIECE, TEXTS_AGAIN * self._parts.texts)):
            with load_workbook(BytesIO(repacked(base, {part: piece}, AS_IT_IS))) as book:
                yield block_of(book.get_sheet_by_name(title))

    def _left_out(self, entries: Iterable[Entry]) -> Iterator[str]:
        """What a piece of one sheet needs nothing of: all sheets, and pictures."""
        sheets = set(self._places.values())
        return (one.name for one in entries if one.name in sheets or one.name.startswith(MEDIA))


def joined(blocks: Iterable[Block]) -> tuple[int, list[Cells], list[Corners]]:
    """The rows of blocks that stand one below the other, from column A on.

    Also gives where the first row stands, counted from 0, and the merged cells.

    >>> joined([Block(4, 1, [["a"]], []), Block(6, 0, [["b", "c", "d"]], [])])[:2]
    (4, [['', 'a', ''], ['', '', ''], ['b', 'c', 'd']])
    """
    found = list(blocks)
    filled = [one for one in found if one.rows]
    merged = [span for one in found for span in one.merged]
    width = max((one.right for one in filled), default=0)
    rows: list[Cells] = []
    top = filled[0].top if filled else 0
    for one in filled:
        rows += ([""] * width for _ in range(top + len(rows), one.top))
        rows += _widened(one, width)
    return top, rows, merged


def _widened(block: Block, width: int) -> list[Cells]:
    """The rows of a block from column A to a last one."""
    if not block.left and block.right == width:
        return block.rows
    before: Cells = [""] * block.left
    after: Cells = [""] * (width - block.right)
    return [before + row + after for row in block.rows]


class _Shared(dict[str, str]):
    """The first object of each text."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text
