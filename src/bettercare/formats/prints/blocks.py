"""The parts of a printed table: pages put under one another, and rows that a page end cut."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from bettercare.formats.prints.sections import Row, Section
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

MOST_LOOSE = 3  # cells of a line that may be the end of the row before it


class Continuation(NamedTuple):
    """A line that holds the end of a row: its number, that of the row, and its words."""

    line: int
    row: int
    words: str


class Block(msgspec.Struct, frozen=True):
    """The rows of a table under one head, from however many pages.

    ``joined`` are the lines that were put back to the rows they belong to.
    """

    section: Section
    joined: tuple[Continuation, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, in the order of the print."""
        return self.section.rows

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column fills."""
        return self.section.fields

    def texts(self, field: str) -> list[str]:
        """The cells of one column, row by row."""
        at = self.fields.index(field)
        return [row.cell(at) for row in self.rows]


def blocks_of(table: str, sections: Sequence[Section], rules: Round) -> list[Block]:
    """The blocks of a table: sections under the same head are one, and cut rows are joined."""
    found: list[Section] = []
    for section in (one for one in sections if one.table == table):
        at = next((n for n, one in enumerate(found) if _same_head(one, section)), None)
        if at is None:
            found.append(section)
        else:
            found[at] = _under(found[at], section)
    return [_joined(_trimmed(section), rules) for section in found]


def _same_head(one: Section, other: Section) -> bool:
    """Whether two heads are the same, but for columns that one of them does not know."""
    if len(one.fields) != len(other.fields):
        return False
    pairs = list(zip(one.fields, other.fields, strict=True))
    return all(a == b or not (a and b) for a, b in pairs) and any(a and a == b for a, b in pairs)


def _under(one: Section, other: Section) -> Section:
    fields = tuple(a or b for a, b in zip(one.fields, other.fields, strict=True))
    return msgspec.structs.replace(one, fields=fields, rows=(*one.rows, *other.rows))


def _trimmed(section: Section) -> Section:
    """The section without columns at its end that have no label and no text."""
    width = len(section.fields)
    while width and not section.fields[width - 1] and not section.head[width - 1]:
        if any(row.cell(width - 1) for row in section.rows):
            break
        width -= 1
    return msgspec.structs.replace(
        section, fields=section.fields[:width], head=section.head[:width]
    )


def _joined(section: Section, rules: Round) -> Block:
    """The section with each line that holds the end of a row put back to that row."""
    loose = frozenset(n for n, column in _columns(section, rules) if _any_words(column))
    rows: list[Row] = []
    joined: list[Continuation] = []
    for row in section.rows:
        if rows and _is_end_of_row(row, loose):
            words = " ".join(filter(None, row.cells))
            joined.append(Continuation(row.line, rows[-1].line, words))
            rows[-1] = _with_end(rows[-1], row)
        else:
            rows.append(row)
    return Block(msgspec.structs.replace(section, rows=tuple(rows)), tuple(joined))


def _columns(section: Section, rules: Round) -> Iterator[tuple[int, Column]]:
    for n, field in enumerate(section.fields):
        name, _, key = field.partition(".")
        column = rules.column(section.table, name, key) if name else None
        if column:
            yield n, column


def _any_words(column: Column) -> bool:
    return column.kind == "text" and not column.choices


def _is_end_of_row(row: Row, loose: frozenset[int]) -> bool:
    """Whether a line has nothing in its first cell, and only words that any text may be."""
    filled = [n for n, cell in enumerate(row.cells) if cell]
    return 0 < len(filled) <= MOST_LOOSE and 0 not in filled and loose.issuperset(filled)


def _with_end(row: Row, end: Row) -> Row:
    width = max(len(row.cells), len(end.cells))
    pairs = ((row.cell(n), end.cell(n)) for n in range(width))
    return Row(row.line, row.page, tuple(" ".join(filter(None, pair)) for pair in pairs))
