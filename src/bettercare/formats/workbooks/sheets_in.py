"""The sheets of a workbook as rows of cells, each cell where the workbook has it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
    load_workbook,
)

from bettercare.errors import UnreadableFile
from bettercare.formats.headers import letter
from bettercare.formats.workbooks.grid import seen_number
from bettercare.formats.workbooks.panics import PanicsRefused
from bettercare.formats.workbooks.reading_copy import SheetParts
from bettercare.formats.workbooks.refusals import ASK_AGAIN, refused
from bettercare.formats.workbooks.sheet_pieces import (
    AS_THEY_ARE,
    LongSheets,
    Shared,
    block_of,
    for_reader,
    joined,
)

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = list[Cell]
BROKEN = (CalamineError, PasswordError, XmlError, ZipError, OSError)


class Span(NamedTuple):
    """A block of cells by rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetCells(NamedTuple):
    """A sheet: its rows from the first that holds anything, every row from column A on.

    ``top`` is where the first row stands, counted from 0. Merged cells are known of .xlsx, .xlsm
    and .xls only.
    """

    name: str
    shown: bool
    top: int
    rows: list[Row]
    merged: tuple[Span, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """The name of a cell; ``row`` counts from the first row that holds anything.

        >>> SheetCells("Income", True, 4, []).cell(0, 2)
        'C5'
        """
        return f"{letter(column)}{self.top + row + 1}"


class Book(NamedTuple):
    """The sheets of a workbook in their order."""

    name: str
    sheets: tuple[SheetCells, ...]


def book_of(
    data: bytes,
    name: str,
    errors: Mapping[str, Mapping[str, str]],
    parts: SheetParts = AS_THEY_ARE,
) -> Book:
    """The sheets of a workbook that was looked over before, which said its ``parts``.

    ``errors`` are the texts of cells that hold an error, such as #REF!, by sheet: they are read as
    these texts, not as blank. Raises ``UnreadableFile`` when the workbook is damaged.
    """
    try:
        with PanicsRefused(name), load_workbook(BytesIO(for_reader(data, parts))) as book:
            long = LongSheets(data, name, parts)
            return Book(name, tuple(_sheets(book, errors, long)))
    except BROKEN as error:
        raise refused(name, "it is damaged or no workbook", ASK_AGAIN) from error


def _sheets(
    book: CalamineWorkbook, errors: Mapping[str, Mapping[str, str]], long: LongSheets
) -> Iterator[SheetCells]:
    for about in book.sheets_metadata:
        shown = about.visible == SheetVisibleEnum.Visible
        if long.is_long(about.name):
            top, rows, merged = joined(long.blocks(about.name))
        else:
            top, rows, merged = joined([block_of(book.get_sheet_by_name(about.name), Shared())])
        for cell, text in errors.get(about.name, {}).items():
            _put(rows, top, cell, text)
        spans = tuple(Span(*start, *end) for start, end in merged)
        yield SheetCells(about.name, shown, top, rows, spans)


def _put(rows: list[Row], top: int, cell: str, text: str) -> None:
    """Put a text into a cell that is read as blank, where the sheet reaches as far."""
    row, column = position(cell)
    if top <= row < top + len(rows) and column < len(rows[row - top]):
        rows[row - top][column] = text


def position(cell: str) -> tuple[int, int]:
    """Row and column of a cell, counted from 0.

    >>> position("A1"), position("AB12")
    ((0, 0), (11, 27))
    """
    letters = cell.rstrip("0123456789")
    column = 0
    for one in letters:
        column = column * 26 + ord(one) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def text_of(cell: Cell) -> str:
    """A cell as text: dates as codes write them, numbers without an exponent.

    >>> text_of(1234.5), text_of(True), text_of(date(2019, 9, 27)), text_of("Falls ")
    ('1234.5', 'TRUE', '2019-09-27', 'Falls ')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return seen_number(cell)
    other = _OTHER.get(type(cell), str)
    return other(cell)


def texts_of(row: Sequence[Cell]) -> list[str]:
    """The cells of a row as texts."""
    return [cell if type(cell) is str else text_of(cell) for cell in row]


def meant_by(row: Sequence[Cell]) -> list[str | None]:
    """What the cells of a row mean: texts without white space around them, ``None`` for blank.

    >>> meant_by([" Falls ", 12.0, " "])
    ['Falls', '12', None]
    """
    return [
        (cell.strip() or None)
        if type(cell) is str
        else seen_number(cell)
        if type(cell) is float
        else text_of(cell)
        for cell in row
    ]


class _Texts(dict[str, str | None]):
    """What texts of cells mean, each worked out once."""

    def __missing__(self, text: str) -> str | None:
        meant = self[text] = text.strip() or None
        return meant


class _Numbers(dict[float, str]):
    """Numbers of cells as people see them, each worked out once; none is 0, which has a sign."""

    def __missing__(self, number: float) -> str:
        seen = self[number] = seen_number(number)
        return seen


def meanings(rows: Iterable[Sequence[Cell]]) -> Iterator[list[str | None]]:
    """What the cells of many rows mean, row by row, as ``meant_by`` says of one.

    >>> list(meanings([[" Falls ", 12.0], [" ", 12.0]]))
    [['Falls', '12'], [None, '12']]
    """
    texts, numbers = _Texts(), _Numbers()
    for row in rows:
        yield [
            texts[cell]
            if type(cell) is str
            else numbers[cell]
            if type(cell) is float and cell
            else seen_number(cell)
            if type(cell) is float
            else text_of(cell)
            for cell in row
        ]


def _day(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


_OTHER: Mapping[type, Callable[..., str]] = {bool: lambda cell: str(cell).upper(), datetime: _day}


def is_blank(row: Sequence[Cell]) -> bool:
    """Whether no cell of a row holds anything but white space."""
    for cell in row:  # noqa: SIM110  (asked of every row; an expression takes twice the time)
        if type(cell) is not str or cell.strip():
            return False
    return True


def no_sheets(book: Book) -> UnreadableFile:
    """The refusal of a workbook in which no cell holds anything."""
    return refused(book.name, "it is empty", "Fill it, or give another file.")
