"""Sheets given to the reader so that it takes the least time and memory; see ``reading_copy``."""

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

import msgspec
from python_calamine import CalamineSheet, load_workbook

from bettercare.formats.workbooks.limits import COMMAND_LINE
from bettercare.formats.workbooks.reading_copy import PIECE, SheetParts, pieces_of
from bettercare.formats.workbooks.repack import repacked
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking, entries_of
from bettercare.halves import can_share, in_two

AS_THEY_ARE = SheetParts()
TEXTS_AGAIN = 4  # a piece is so many times the size of the shared texts, read with each piece
AS_IT_IS = 0  # the level at which nothing is packed
MEDIA = "xl/media/"
SHARED_FROM = 16_000_000  # bytes of a sheet from which two processes are faster than one

SENT = frozenset({str, int, float, bool})
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


class Shared(dict[str, str]):
    """The first object of each text."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def block_of(sheet: CalamineSheet, one: Shared) -> Block:
    """The block of a sheet of the reader, equal texts being one object."""
    top, left = sheet.start or (0, 0)
    rows = sheet.to_python()
    for row in rows:
        row[:] = [one[cell] if type(cell) is str else cell for cell in row]
    return Block(top, left, rows, sheet.merged_cell_ranges or [])


def for_reader(data: bytes, parts: SheetParts) -> bytes:
    """The workbook with the copies of its sheets in their place."""
    return repacked(data, parts.kept, AS_IT_IS) if parts.kept else data


class LongSheets:
    """The sheets of a workbook that are read by pieces."""

    def __init__(self, data: bytes, name: str, parts: SheetParts) -> None:
        self._data, self._name, self._parts = data, name, parts
        self._places = dict(reversed(parts.titles)) if parts.long else {}  # the first of a name

    def is_long(self, title: str) -> bool:
        """Whether a sheet is read by pieces."""
        return self._places.get(title) in self._parts.long

    def blocks(self, title: str) -> list[Block]:
        """The blocks of a sheet, from the top down."""
        with ZipFile(BytesIO(self._data)) as archive:
            said = archive.getinfo(self._places[title]).file_size
        if said < SHARED_FROM or not can_share():
            return list(self._some(title))
        middle = said * 2 // (5 * self._size)  # pieces are a quarter larger than asked
        return self._in_two(title, (range(middle), range(middle, said)))

    def _in_two(self, title: str, halves: tuple[range, range]) -> list[Block]:
        """The blocks of two halves of a sheet; those of dates cannot be sent, and are made here."""
        own, here = os.getpid(), dict[int, list[Block]]()

        def half(number: int) -> bytes:
            found = list(self._some(title, halves[number]))
            if os.getpid() != own:
                return _sent(found)
            here[number] = found
            return b""

        sent = in_two([partial(half, number) for number in range(len(halves))], bytes)
        return [
            one
            for number, data in enumerate(sent)
            for one in (here[number] if number in here else _received(data))
        ]

    @property
    def _size(self) -> int:
        return max(PIECE, TEXTS_AGAIN * self._parts.texts)

    def _some(self, title: str, wanted: range | None = None) -> Iterator[Block]:
        part = self._places[title]
        entries = entries_of(self._data, self._name, COMMAND_LINE)
        base = repacked(self._data, dict.fromkeys(self._left_out(entries), b""), AS_IT_IS)
        entry = next(one for one in entries if one.name == part)
        one = Shared()
        chunks = Unpacking(self._data, self._name, COMMAND_LINE).again(entry)
        for number, piece in enumerate(pieces_of(chunks, self._size)):
            if wanted is not None and number not in wanted:
                continue
            with load_workbook(BytesIO(repacked(base, {part: piece}, AS_IT_IS))) as book:
                yield block_of(book.get_sheet_by_name(title), one)

    def _left_out(self, entries: Iterable[Entry]) -> Iterator[str]:
        """What a piece of one sheet needs nothing of: all sheets, and pictures."""
        sheets = set(self._places.values())
        return (one.name for one in entries if one.name in sheets or one.name.startswith(MEDIA))


def _sent(blocks: list[Block]) -> bytes:
    """Blocks as bytes. Raises ``TypeError`` where a cell is a date, which would arrive as text."""
    if any(not SENT.issuperset(map(type, row)) for one in blocks for row in one.rows):
        raise TypeError
    return msgspec.msgpack.encode(blocks)


def _received(data: bytes) -> list[Block]:
    """The blocks that our own copy sent."""
    found = msgspec.msgpack.decode(data, type=list[tuple[int, int, list[Any], list[Corners]]])
    return [Block(*one) for one in found]


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
