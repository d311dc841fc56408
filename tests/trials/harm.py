"""Harm done to a workbook, each with the finding that must tell of it."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import NamedTuple

from tests.trials.book import Book, Cell, Tag

DAY = Decimal(43_735)
HEADING = "the heading of the pounds is gone"


class Harm(NamedTuple):
    """What was done: the codes of which one must tell of it, and the value it was done to.

    ``lost`` is a row that was taken out of the workbook, ``None`` where none was.
    """

    name: str
    codes: frozenset[str]
    tag: Tag | None
    lost: Tag | None = None


def word_in_an_amount(book: Book, draw: Random) -> Harm:
    cell = _amount(book, draw)
    cell.value = draw.choice(("to be agreed", "12k", "about 5000", "1.2.3"))
    return Harm("a word where pounds belong", frozenset({"READ-01"}), cell.tag)


def date_in_an_amount(book: Book, draw: Random) -> Harm:
    cell = _amount(book, draw)
    cell.value, cell.how = DAY, "date"
    return Harm("a date where pounds belong", frozenset({"READ-01"}), cell.tag)


def error_in_an_amount(book: Book, draw: Random) -> Harm:
    cell = _amount(book, draw)
    cell.value, cell.how = draw.choice(("#REF!", "#N/A", "#VALUE!")), "error"
    return Harm("a cell that shows an error", frozenset({"READ-01", "READ-72"}), cell.tag)


def formula_without_value(book: Book, draw: Random) -> Harm:
    cell = _amount(book, draw)
    cell.value, cell.how = "", "unsaved"
    return Harm("a formula without a saved value", frozenset({"READ-72"}), cell.tag)


def heading_lost(book: Book, draw: Random) -> Harm:
    """The heading of the pounds is gone: nobody can say what the column holds."""
    tab = book.tab("schemes")
    body = tab.rows[tab.body()[0]]
    columns = [m for m, c in enumerate(body) if c.tag and c.tag.field.startswith("amounts")]
    tab.rows[tab.head()][draw.choice(columns)].value = None
    return Harm(HEADING, frozenset({"READ-07", "READ-14"}), None)


def row_deleted(book: Book, draw: Random) -> Harm:
    tab = book.tab("schemes")
    row = draw.choice(tab.body())
    lost = next(cell.tag for cell in tab.rows[row] if cell.tag)
    del tab.rows[row]
    tab.hidden_rows = []
    return Harm("a row of schemes is deleted", frozenset(), None, lost)


HARMS: tuple[Callable[[Book, Random], Harm], ...] = (
    word_in_an_amount,
    date_in_an_amount,
    error_in_an_amount,
    formula_without_value,
    heading_lost,
    row_deleted,
)


def _amount(book: Book, draw: Random) -> Cell:
    """A cell with pounds that nothing was done to."""
    tab = book.tab("schemes")
    cells = [
        cell
        for row in tab.rows
        for cell in row
        if cell.tag and cell.tag.field.startswith("amounts") and isinstance(cell.value, Decimal)
    ]
    return draw.choice([cell for cell in cells if not cell.how])
