"""The rows of a template's table that records go into: each by its label, else the next free one.

Official templates print some rows ready with their labels (a metric, a change, a requirement) and
leave others blank. A row whose texts do not suit a record is never written over; a row of totals
and whatever stands below free rows is a wall.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.tables import PART_TOTALS, TOTALS
from bettercare.formats.workbooks.finding import Found
from bettercare.formats.workbooks.sheets_in import Cell, text_of
from bettercare.labels import normalise
from bettercare.money import read_number

ENDS = TOTALS | PART_TOTALS
_TOTAL = re.compile(r"(?:sub|grand|overall)?\s*totals?\b")
_PLACEHOLDER = re.compile(
    r"(?:<.*>|\[.*\]|(?:please )?(?:select|choose|enter)\b.*|-+)\Z", re.IGNORECASE | re.DOTALL
)

Texts = Mapping[int, str]  # by column of the sheet, counted from 0


class Slots(NamedTuple):
    """The rows a table of a template has: those with labels, and those that are free.

    ``last`` is the last row before a wall, counted as the sheet counts from 0; rows below what the
    sheet holds are free too, unless it is ``walled``.
    """

    labelled: Mapping[int, Texts]
    free: tuple[int, ...]
    last: int
    walled: bool


class Placed(NamedTuple):
    """The row of each record by its number from 0, and the records that have none."""

    rows: Mapping[int, int]
    left: tuple[int, ...]


def slots_of(found: Found, columns: Sequence[int], is_prepared: Callable[[int], bool]) -> Slots:
    """The rows of a table of a template, by the sheet's own rows.

    ``columns`` are those that are filled. Where something stands below the table, only rows that
    the template has prepared are free, if it has any: others part the table from what is below.
    """
    labelled: dict[int, Texts] = {}
    free: list[int] = []
    sheet = found.sheet.rows
    end = next(
        (
            at
            for at in range(found.body, found.end)
            if is_total(sheet[at][found.left : found.right])
        ),
        found.end,
    )
    for at in range(found.body, end):
        if labels := {n: label for n in columns if (label := _label(sheet[at], n))}:
            labelled[at] = labels
        else:
            free.append(at)
    if end == len(sheet):
        return Slots(labelled, tuple(free), end - 1, False)
    ready = [at for at in free if is_prepared(at)]
    gap = 0 if end < found.end else 1  # a blank row before the headings of another table
    return Slots(labelled, tuple(ready or free[: len(free) - gap]), end - 1, True)


def is_total(row: Sequence[Cell]) -> bool:
    """Whether a row of a template is one of totals.

    >>> is_total(["", "Total NHS contribution", ""]), is_total(["Falls", 3.0])
    (True, False)
    """
    texts = (normalise(cell) for cell in row if isinstance(cell, str) and cell)
    return any(text in ENDS or _TOTAL.match(text) is not None for text in texts)


def _label(row: Sequence[Cell], column: int) -> str:
    """The words that a template prints in a cell; numbers and invitations to choose are none."""
    text = text_of(row[column]).strip() if column < len(row) else ""
    return "" if is_open(text) or read_number(text) is not None else normalise(text)


def is_open(text: str) -> bool:
    """Whether a cell waits for something: it is blank, or invites to choose.

    >>> is_open(""), is_open("<Please select>"), is_open("Please Select..."), is_open("Falls")
    (True, True, True, False)
    """
    return not text.strip() or _PLACEHOLDER.match(text.strip()) is not None


def placed(records: Sequence[Texts], slots: Slots, most: int) -> Placed:
    """A row for each record: the one with its labels, else the next that is free.

    ``records`` are the texts of records by column, folded as labels are; ``most`` is the row after
    the last that may be written to.
    """
    rows: dict[int, int] = {}
    open_labels = dict(slots.labelled)
    for number, record in enumerate(records):
        at = next((at for at, labels in open_labels.items() if _suits(record, labels)), -1)
        if at >= 0:
            rows[number] = at
            del open_labels[at]
    waiting = [number for number in range(len(records)) if number not in rows]
    free = _free(slots, open_labels, most)
    rows |= dict(zip(waiting, free, strict=False))
    return Placed(rows, tuple(number for number in waiting if number not in rows))


def _suits(record: Texts, labels: Texts) -> bool:
    return all(record.get(column) == label for column, label in labels.items())


def _free(slots: Slots, open_labels: Mapping[int, Texts], most: int) -> Iterator[int]:
    """The free rows down to a wall: labels below free rows, that no record has, are one."""
    below = [at for at in open_labels if slots.free and at > slots.free[0]]
    wall = min(below, default=most)
    yield from (at for at in slots.free if at < min(wall, most))
    if not slots.walled and not below:
        yield from range(slots.last + 1, most)
