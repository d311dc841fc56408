"""From the cells of a page to lines of text: cells side by side are parted by tabs.

Cells are in one row when each stands beside the one before. Rows with several cells are a table;
its columns are what its cells share from row to row, so an empty cell keeps its place.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from bettercare.formats.prints.pdf_letters import Box
from bettercare.formats.prints.pdf_pieces import Cell

TOUCH = 1.0  # points that two columns may overlap

Row = list[Cell]


class Pages:
    """Makes lines of the cells of one page after the other; columns go on over pages.

    ``words`` are those that stand somewhere on the pages as words of their own.
    """

    def __init__(self, words: Container[str]) -> None:
        self._words = words
        self._columns: list[Box] = []

    def lines(self, cells: Sequence[Cell]) -> Iterator[str]:
        """The lines of a page, blank ones between what stands apart."""
        table: list[Row] = []
        for row in rows_of(cells):
            if len(row) > 1:
                table.append(row)
                continue
            yield from self._table(table)
            table = []
            yield from (piece.text for piece in row[0].pieces)
            yield ""
        yield from self._table(table)

    def _table(self, rows: Sequence[Row]) -> Iterator[str]:
        if rows:
            self._columns = columns_of(rows, self._columns)
            padding = padding_of(rows)
            for row in rows:
                yield "\t".join(self._texts(row, padding))
            yield ""

    def _texts(self, row: Row, padding: float) -> list[str]:
        texts = [""] * len(self._columns)
        for cell in row:
            at = place_of(cell.room, self._columns)
            room = cell.frame.width - 2 * padding if cell.frame else self._columns[at].width
            texts[at] = " ".join(filter(None, (texts[at], text_of(cell, room, self._words))))
        return texts


def rows_of(cells: Sequence[Cell]) -> Iterator[Row]:
    """Cells side by side, in the order of the file."""
    row: Row = []
    for cell in cells:
        if row and not _beside(row, cell):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _beside(row: Row, cell: Cell) -> bool:
    """Whether a cell stands to the right of the last cell of a row, at the height of the row."""
    last = row[-1]
    if cell.frame and last.frame:
        return cell.frame.left >= last.frame.right - TOUCH and _overlap(cell.frame, last.frame)
    right = cell.box.left >= last.box.right - TOUCH
    return right and any(_overlap(one.room, cell.room) for one in row)


def _overlap(one: Box, other: Box) -> bool:
    return min(one.top, other.top) - max(one.bottom, other.bottom) > TOUCH


def columns_of(rows: Sequence[Row], before: Sequence[Box] = ()) -> list[Box]:
    """The columns of some rows, from left to right.

    Those of the table before are kept where every cell fits one of them.
    """
    cells = [cell.room for row in sorted(rows, key=len, reverse=True) for cell in row]
    if before and all(len(_touched(box, before)) == 1 for box in cells):
        return _widened(cells, before)
    return _widened(cells, ())


def _widened(boxes: Sequence[Box], before: Sequence[Box]) -> list[Box]:
    """Columns grown by boxes, in their order: a box beside all columns is a new one.

    A box that touches several spans them, and says nothing of where they end.
    """
    columns = list(before)
    for box in boxes:
        touched = _touched(box, columns)
        if not touched:
            columns = sorted([*columns, box])
        elif len(touched) == 1:
            at = touched[0]
            grown = _union(columns[at], box)
            if len(_touched(grown, columns)) == 1:
                columns[at] = grown
    return columns


def _touched(box: Box, columns: Sequence[Box]) -> list[int]:
    return [
        n
        for n, one in enumerate(columns)
        if min(one.right, box.right) - max(one.left, box.left) > TOUCH
    ]


def _union(one: Box, other: Box) -> Box:
    left, right = min(one.left, other.left), max(one.right, other.right)
    return Box(left, one.bottom, right, one.top)


def place_of(box: Box, columns: Sequence[Box]) -> int:
    """The column that a cell stands in: the first that it touches, else the nearest."""
    touched = _touched(box, columns)
    if touched:
        return touched[0]
    return min(range(len(columns)), key=lambda n: abs(columns[n].left - box.left))


def padding_of(rows: Sequence[Row]) -> float:
    """How near to their frames the lines of a table come: the empty margin of its cells."""
    gaps = (
        gap
        for row in rows
        for cell in row
        if cell.frame
        for piece in cell.pieces
        for gap in (piece.box.left - cell.frame.left, cell.frame.right - piece.box.right)
    )
    return max(0.0, min(gaps, default=0.0))


def text_of(cell: Cell, room: float, words: Container[str]) -> str:
    """The lines of a cell as one text; ``room`` is the width that a line of it may have.

    A word that alone fills its line, so that not one more letter would fit, was cut there, unless
    what follows is one of the ``words`` that are known. Words parted at a hyphen are joined.
    """
    text = cell.pieces[0].text
    for piece, following in pairwise(cell.pieces):
        begins = following.text[:1]
        hyphen = piece.text.endswith("-") and piece.text[-2:-1].isalpha() and begins.isalpha()
        alone = " " not in piece.text and (begins.islower() or begins.isdigit())
        full = piece.box.width + following.first > room
        cut = alone and full and following.text.split()[0].casefold() not in words
        text += ("" if hyphen or cut else " ") + following.text
    return text
