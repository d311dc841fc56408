"""The sections of a printed template: a head of labels that the round's tables have, and rows."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from bettercare.formats.headers import Layout
from bettercare.labels import normalise
from bettercare.plan.records import TABLES
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

FEWEST_LABELS = 2
LEAST_PART = 0.5  # of the filled cells of a head that must be labels of its table


class Row(msgspec.Struct, frozen=True):
    """One row of a section: the number and page of its line, and its cells.

    A row that was put together of several lines stands where the first of them did.
    """

    line: int
    page: int
    cells: tuple[str, ...]

    def cell(self, position: int) -> str:
        """The text of a cell; "" where the row ends before it."""
        return self.cells[position] if position < len(self.cells) else ""


class Section(msgspec.Struct, frozen=True):
    """One print of a table of the round: its head, by the fields that its columns fill, and rows.

    ``fields`` names what each column fills (``amounts.2019-20``), "" where that is not known;
    ``head`` is what is printed there. A table that is printed in parts, or again on each page, has
    a section for each.
    """

    table: str
    line: int
    page: int
    fields: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


class Labels:
    """The labels of a round's tables, to know a head by."""

    def __init__(self, rules: Round) -> None:
        self.rules = rules
        self._layouts = {table: Layout(table, rules) for table in TABLES if table in rules.tables}

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, Column]]:
        """The columns of each table by every label they go by, folded."""
        return {
            table: {
                normalise(text): column
                for column in reversed(layout.columns)
                for text in (*column.aliases, column.header, column.label)
            }
            for table, layout in self._layouts.items()
        }

    def fields(self, table: str, cells: Sequence[str]) -> tuple[str, ...]:
        """What each cell of a head names: a field of the table with its key, or ""."""
        known = self.columns[table]
        found = (known.get(normalise(cell)) if cell else None for cell in cells)
        return tuple(field_of(column) if column else "" for column in found)

    def table_of(self, cells: Sequence[str]) -> str | None:
        """The table that a line of labels is the head of, or ``None`` when it is no head."""
        best = max(self.columns, key=lambda table: self._score(table, cells), default=None)
        return best if best and self._score(best, cells) > 0 else None

    def second_line(self, section: Section, cells: Sequence[str]) -> Section | None:
        """The section with a second line of its head, or ``None`` when the cells are none.

        Each filled cell must be a label of the table under a cell that is none yet.
        """
        fields = self.fields(section.table, cells)
        filled = [n for n, cell in enumerate(cells) if cell]
        free = (n < len(section.fields) and not section.fields[n] and fields[n] for n in filled)
        if not filled or not all(free):
            return None
        both = [*section.fields]
        head = [*section.head]
        for n in filled:
            both[n], head[n] = fields[n], cells[n]
        return msgspec.structs.replace(section, fields=tuple(both), head=tuple(head))

    def _score(self, table: str, cells: Sequence[str]) -> int:
        """How many labels of a table a line has; 0 unless it has its first, and enough of them."""
        filled = sum(bool(cell) for cell in cells)
        if filled < FEWEST_LABELS:
            return 0
        fields = [field for field in self.fields(table, cells) if field]
        first = field_of(self.rules.tables[table].columns[0])
        enough = len(fields) >= max(FEWEST_LABELS, LEAST_PART * filled)
        return len(fields) if enough and first in fields else 0


def field_of(column: Column) -> str:
    """The field that a column fills, with its key."""
    return f"{column.field}.{column.key}" if column.key else column.field
