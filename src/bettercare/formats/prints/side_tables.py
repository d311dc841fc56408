"""Tables of numbers in the papers that are bound with a plan, whatever they are about.

Nothing is known of them beforehand: a run of lines with tabs is a table, its first lines without a
number are its head, and a line that only has words heads the rows under it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.tables import TOTALS
from bettercare.labels import normalise
from bettercare.money import read_number

FEWEST_ROWS = 1
LONGEST_TITLE = 200
THOUSANDS = re.compile(r"£\s?['’]?000|£\s?0{3}s|£\s?k\b", re.IGNORECASE)
MILLIONS = re.compile(r"£\s?m(illion)?s?\b", re.IGNORECASE)


class SideRow(msgspec.Struct, frozen=True):
    """One row of numbers: the line it is printed on, its label, the heading above it, its cells.

    ``values`` are the numbers by column, ``None`` where a cell holds none.
    """

    line: int
    label: str
    group: str
    cells: tuple[str, ...]
    values: tuple[Decimal | None, ...]

    @property
    def is_total(self) -> bool:
        """Whether the row says that it is the sum of all others."""
        return normalise(self.label) in TOTALS

    def value(self, column: int) -> Decimal | None:
        """The number in a column."""
        return self.values[column] if column < len(self.values) else None


class SideTable(msgspec.Struct, frozen=True):
    """A table of numbers: its title, its head by column, its unit ("£", "£k", "£m" or "")."""

    title: str
    line: int
    heads: tuple[str, ...]
    unit: str
    rows: tuple[SideRow, ...]

    @property
    def items(self) -> tuple[SideRow, ...]:
        """The rows that are no totals."""
        return tuple(row for row in self.rows if not row.is_total)

    @property
    def total(self) -> SideRow | None:
        """The row that is the sum of all others, where there is one."""
        return next((row for row in reversed(self.rows) if row.is_total), None)

    def column(self, *words: str) -> int:
        """The first column whose head has all of some words.

        Raises ``KeyError`` when there is none.
        """
        wanted = [normalise(word) for word in words]
        for n, head in enumerate(self.heads):
            if all(word in normalise(head) for word in wanted):
                return n
        raise KeyError(words)

    def sum_of(self, column: int, group: str | None = None) -> Decimal:
        """What the items of the table, or of one of its groups, come to in a column."""
        rows = (row for row in self.items if group is None or row.group == group)
        return sum((row.value(column) or Decimal(0) for row in rows), Decimal(0))


def side_tables(paper: Paper) -> tuple[SideTable, ...]:
    """Every table of numbers of a paper, in the order of the print."""
    found = (_table(title, run) for title, run in _runs(paper.lines))
    return tuple(table for table in found if table)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Runs of lines with tabs, each with the line of text above it; blank lines are in neither."""
    title = ""
    run: list[Line] = []
    for line in lines:
        if line.is_blank:
            continue
        if line.has_tabs:
            run.append(line)
            continue
        if run:
            yield title, run
            run = []
        title = line.cells[0][:LONGEST_TITLE]
    if run:
        yield title, run


def _table(title: str, run: Sequence[Line]) -> SideTable | None:
    first = next((n for n, line in enumerate(run) if _has_number(line)), len(run))
    head = run[:first]
    while head and first < len(run) and _only_label(head[-1]):
        head = head[:-1]  # the last line of words alone heads rows, not columns
    rows = tuple(_rows(run[len(head) :]))
    if len(rows) < FEWEST_ROWS:
        return None
    width = max(len(line.cells) for line in run)
    heads = tuple(_head_of(head, n) for n in range(width))
    return SideTable(title, run[0].number, heads, _unit(title, head, rows), rows)


def _has_number(line: Line) -> bool:
    return any(_number(cell) is not None for cell in line.cells[1:])


def _number(cell: str) -> Decimal | None:
    """The number that a cell holds; "£000" is a unit and none."""
    return None if THOUSANDS.fullmatch(cell) else read_number(cell)


def _only_label(line: Line) -> bool:
    return bool(line.cells[0]) and not any(line.cells[1:])


def _rows(lines: Sequence[Line]) -> Iterator[SideRow]:
    group = ""
    for line in lines:
        values = tuple(_number(cell) for cell in line.cells)
        if any(value is not None for value in values[1:]):
            yield SideRow(line.number, line.cells[0], group, line.cells, values)
        elif _only_label(line):
            group = line.cells[0]


def _head_of(lines: Sequence[Line], column: int) -> str:
    """What heads a column; a heading over several columns counts for each that has one below."""
    found = []
    for n, line in enumerate(lines):
        text = line.cells[column] if column < len(line.cells) else ""
        if not text and any(column < len(b.cells) and b.cells[column] for b in lines[n + 1 :]):
            text = next(filter(None, reversed(line.cells[1:column])), "") if column > 1 else ""
        found.append(text)
    return " ".join(filter(None, dict.fromkeys(found)))


def _unit(title: str, head: Sequence[Line], rows: Sequence[SideRow]) -> str:
    words = " ".join([title, *(line.text for line in head)])
    if THOUSANDS.search(words):
        return "£k"
    if MILLIONS.search(words):
        return "£m"
    return "£" if "£" in words or any("£" in cell for row in rows for cell in row.cells) else ""
