"""Tables found by their headings, whatever their sheet is called and wherever on it they start."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from bettercare.formats.workbooks.grid import ROW_ID
from bettercare.formats.workbooks.headings import FEWEST, Vocabulary, segments_of
from bettercare.formats.workbooks.sheets_in import Cell, SheetCells, is_blank, text_of
from bettercare.labels import normalise

MOST_LINES = 3  # that the headings of one table stand in
LOOKED_AT = 300  # rows of a sheet; further down only those below a row that is all but blank
BELOW = 4
THIN = 2  # cells of a row that is all but blank: a title at most
TITLE_LINES = 3  # lines above the headings that may bear the title

_ID = re.compile(r"[rp][1-9][0-9]*")


class Found(NamedTuple):
    """A table on a sheet. Rows and columns count from 0, rows from the sheet's first filled one.

    Its headings stand in ``lines`` lines from ``top`` on; ``heads`` are those of the columns from
    ``left`` up to before ``right``. Its rows end before ``end``.
    """

    table: str
    sheet: SheetCells
    top: int
    lines: int
    left: int
    right: int
    heads: tuple[str, ...]
    fields: frozenset[str]
    expected: int = 0
    end: int = 0

    @property
    def body(self) -> int:
        """The first row below the headings."""
        return self.top + self.lines

    @property
    def ids(self) -> int:
        """The column of the ids that we write, or -1."""
        at = self.heads.index(ROW_ID) if ROW_ID in self.heads else -1
        return self.left + at if at >= 0 else -1

    @property
    def size(self) -> tuple[int, int]:
        """How much speaks for it."""
        return self.expected, len(self.fields)


def tables_on(sheet: SheetCells, words: Vocabulary, is_ours: bool = False) -> list[Found]:
    """The tables of a sheet from the top down, each with its columns and the end of its rows.

    On a sheet of a workbook of ours only what has our ids is looked at, where anything has.
    """
    ours = [at for at, row in enumerate(sheet.rows[:LOOKED_AT]) if ROW_ID in row]
    records = _rows_with_ids(sheet, ours)
    if is_ours and ours:
        windows = [(at, 1) for at in ours]
    else:
        known = {row: n for row, n in _known_cells(sheet, words).items() if row not in records}
        windows = sorted({w for row in known for w in _windows(row) if _has_enough(known, *w)})
        windows = [w for w in windows if records.isdisjoint(range(w[0], sum(w)))]
    found = [one for window in windows for one in _of_window(sheet, words, *window)]
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: (*one.size, -one.lines, -one.top), reverse=True):
        if not any(_share_headings(one, other) for other in chosen):
            chosen.append(one)
    chosen.sort(key=lambda one: (one.top, one.left))
    ended = [one._replace(end=_end(one, chosen)) for one in chosen]
    return [_with_columns(one, ended) for one in ended]


def _known_cells(sheet: SheetCells, words: Vocabulary) -> dict[int, int]:
    """How many cells of a row are headings of some table, by row, where any is."""
    found = {}
    for row in _likely_rows(sheet):
        known = sum(
            type(cell) is str and cell != "" and words.is_known(cell) for cell in sheet.rows[row]
        )
        if known:
            found[row] = known
    return found


def _rows_with_ids(sheet: SheetCells, heads: Sequence[int]) -> frozenset[int]:
    """The rows that have an id of ours: they are no headings, whatever is written in them.

    ``heads`` are the rows in which the column of ids has its heading.
    """
    found: set[int] = set()
    for head in heads:
        at = sheet.rows[head].index(ROW_ID)
        found.update(n for n, one in enumerate(sheet.rows) if n > head and is_id(one[at]))
    return frozenset(found)


def is_id(cell: Cell) -> bool:
    """Whether a cell holds the id of a record, or of a line prepared for an answer.

    >>> is_id("r12"), is_id("p3"), is_id("r"), is_id(12.0)
    (True, True, False, False)
    """
    return isinstance(cell, str) and _ID.fullmatch(cell.strip()) is not None


def _has_enough(known: Mapping[int, int], top: int, lines: int) -> bool:
    return sum(known.get(row, 0) for row in range(top, top + lines)) >= FEWEST


def _likely_rows(sheet: SheetCells) -> Iterator[int]:
    """The first rows of a sheet, and those below a row that is blank or holds a title at most."""
    yield from range(min(LOOKED_AT, len(sheet.rows)))
    width = max(map(len, sheet.rows), default=0)
    until = 0
    for at in range(LOOKED_AT, len(sheet.rows)):
        if sheet.rows[at].count("") >= width - THIN:
            until = at + BELOW
        if at <= until:
            yield at


def _windows(row: int) -> Iterator[tuple[int, int]]:
    """Where headings may stand of which one is in a row: their first line and how many."""
    for lines in range(1, MOST_LINES + 1):
        yield from ((top, lines) for top in range(max(row - lines + 1, 0), row + 1))


def _of_window(sheet: SheetCells, words: Vocabulary, top: int, lines: int) -> Iterator[Found]:
    """The tables whose headings stand in some lines, where these are enough to be sure."""
    rows = sheet.rows[top : top + lines]
    is_ours = lines > 1 and any(ROW_ID in row for row in rows)  # our headings stand in one line
    if is_ours or len(rows) < lines or any(map(is_blank, rows)):
        return
    heads = _heads(sheet, words, top, lines)
    titles = _titles(sheet, top)
    for one in segments_of(heads, words, titles):
        ids = ROW_ID in heads[: one.right]
        if words.is_sure(one, ids, words.is_titled(one.table, titles)):
            inside = heads[one.left : one.right]
            yield Found(
                one.table, sheet, top, lines, one.left, one.right, inside, one.fields, one.expected
            )


def _titles(sheet: SheetCells, top: int) -> str:
    """The name of a sheet and the lines above some headings, folded."""
    above = chain.from_iterable(sheet.rows[max(top - TITLE_LINES, 0) : top])
    texts = (text for text in above if isinstance(text, str) and text)
    return " ".join(map(normalise, (sheet.name, *texts)))


def _heads(sheet: SheetCells, words: Vocabulary, top: int, lines: int) -> tuple[str, ...]:
    """The heading of each column, of one line or put together from several.

    Lines under the first may add to a heading or stand in its place. They are headings only where
    they make more columns known than they hold other texts; else none of the lines is used.
    """
    levels = [_level(sheet, row) for row in range(top, top + lines)]
    width = max(map(len, levels))
    padded = [[*level, *[""] * (width - len(level))] for level in levels]
    columns = [tuple(filter(None, parts)) for parts in zip(*padded, strict=True)]
    heads = tuple(_head(parts, words) for parts in columns)
    for level in padded[1:]:
        useful = sum(_is_used(*pair, words) for pair in zip(level, heads, strict=True))
        if useful * 2 <= sum(map(bool, level)):
            return ("",) * width
    return heads


def _is_used(text: str, head: str, words: Vocabulary) -> bool:
    return text != "" and head.endswith(text) and words.is_known(head)


def _head(parts: Sequence[str], words: Vocabulary) -> str:
    """The parts of a heading as one: put together, or the first or last where that is known."""
    whole = " ".join(parts)
    if len(parts) < 2:  # noqa: PLR2004
        return whole
    return next((text for text in (whole, parts[0], parts[-1]) if words.is_known(text)), whole)


def _level(sheet: SheetCells, row: int) -> list[str]:
    """The texts of a line of headings; a merged cell heads all of its columns."""
    texts = [text_of(cell).strip() for cell in sheet.rows[row]]
    for span in sheet.merged:
        if span.top <= sheet.top + row <= span.bottom and span.right > span.left:
            for at in range(span.left + 1, min(span.right + 1, len(texts))):
                texts[at] = texts[span.left] if span.top == sheet.top + row else ""
    return texts


def _share_headings(one: Found, other: Found) -> bool:
    rows = one.top < other.body and other.top < one.body
    return rows and _one_above_other(one, other)


def _end(one: Found, every: Sequence[Found]) -> int:
    """Where the rows of a table end: at the next headings below it, or with the sheet."""
    tops = (other.top for other in every if other.top >= one.body and _one_above_other(other, one))
    return min(tops, default=len(one.sheet.rows))


def _with_columns(one: Found, every: Sequence[Found]) -> Found:
    """A table with all of its columns up to the tables beside it, also those without a heading."""
    beside = [o for o in every if o is not one and o.top < one.end and one.top < o.end]
    width = max(map(len, one.sheet.rows), default=0)
    left = max((o.right for o in beside if o.right <= one.left), default=0)
    right = min((o.left for o in beside if o.left >= one.right), default=width)
    before, after = one.left - left, right - one.right
    return one._replace(left=left, right=right, heads=("",) * before + one.heads + ("",) * after)


def _one_above_other(one: Found, other: Found) -> bool:
    """Whether two tables share columns."""
    return one.left < other.right and other.left < one.right
