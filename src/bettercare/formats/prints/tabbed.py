"""A print whose columns are kept apart by tabs: its sections and its tables of figures."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from bettercare.formats.prints.entries import Entries, Open
from bettercare.formats.prints.figures import FigureHead, FigureTables, PrintedFigure
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.region import Region, region_of
from bettercare.formats.prints.sections import Labels, Row, Section
from bettercare.rounds import Round

POUNDS = re.compile(r"£ ?\d")


class Print(msgspec.Struct, frozen=True):
    """What a paper prints of a plan, in the order of the print: any layout gives one.

    ``unread`` are the lines with pounds that belong to no table that is known; ``region`` says
    which lines of the paper are the plan; ``facts`` are further single values for it.
    """

    paper: Paper
    area: str | None
    sections: tuple[Section, ...]
    figures: tuple[PrintedFigure, ...]
    unread: tuple[int, ...] = ()
    region: Region | None = None
    facts: Mapping[str, str] = {}

    @property
    def lines(self) -> Sequence[Line]:
        """The lines of the plan."""
        return self.region.lines(self.paper) if self.region else self.paper.lines


def tabbed_print(paper: Paper, rules: Round) -> Print:
    """Find the tables of a paper whose lines have tabs.

    A table ends at the next head, and at a line that has text and no tabs.
    """
    region = region_of(paper, rules)
    scan = _Scan(rules)
    for line in region.lines(paper):
        scan.take(line)
    scan.end()
    return Print(
        paper,
        region.areas[0] if region.areas else None,
        (*scan.sections, *scan.entries.sections()),
        (*scan.figures, *scan.entries.figures),
        tuple(scan.unread),
        region,
    )


def tabbed_sections(paper: Paper, rules: Round) -> tuple[Section, ...]:
    """The sections of a paper whose lines have tabs."""
    return tabbed_print(paper, rules).sections


class _Scan:
    """Goes through the lines of a paper and keeps the table that is open."""

    def __init__(self, rules: Round) -> None:
        self.sections: list[Section] = []
        self.figures: list[PrintedFigure] = []
        self.unread: list[int] = []
        self.entries = Entries(rules)
        self._labels, self._tables = Labels(rules), FigureTables(rules)
        self._above = ""
        self._open: Section | None = None
        self._rows: list[Row] = []
        self._head: FigureHead | Open | None = None

    def take(self, line: Line) -> None:
        """Sort one line: a head, a row of what is open, or something else."""
        if line.is_blank:
            return
        if not line.has_tabs:
            self.end()
            self._above = line.cells[0]
            self.entries.ask(line)
        elif not self._is_head(line):
            self._row(line)

    def end(self) -> None:
        """Close what is open."""
        if self._open:
            self.sections.append(msgspec.structs.replace(self._open, rows=tuple(self._rows)))
        self._open, self._rows, self._head = None, [], None

    def _is_head(self, line: Line) -> bool:
        if self._open and not self._rows:
            both = self._labels.second_line(self._open, line.cells)
            if both:
                self._open = both
                return True
        # Every cell of a head of figures is known; a table of the plan may have other columns too.
        head = self._head_of(line)
        table = None if head else self._labels.table_of(line.cells)
        if table or head:
            self.end()
        if table:
            fields = self._labels.fields(table, line.cells)
            self._open = Section(table, line.number, line.page, fields, line.cells)
        self._head = head or self._head
        return bool(table or head)

    def _head_of(self, line: Line) -> FigureHead | Open | None:
        found = self._tables.head_of(line.cells, self._above)
        return found or self.entries.head_of(line, self._above)

    def _row(self, line: Line) -> None:
        if self._open:
            self._rows.append(Row(line.number, line.page, line.cells))
            return
        if not self._taken(line) and any(map(POUNDS.search, line.cells)):
            self.unread.append(line.number)

    def _taken(self, line: Line) -> bool:
        """Whether the table that is open has taken something from a row."""
        if isinstance(self._head, Open):
            return self.entries.take(self._head, line)
        at = (line.number, line.page)
        figures = self._tables.figures(self._head, line.cells, at) if self._head else []
        figures = figures or self._tables.single(line.cells, at)
        self.figures += figures
        return bool(figures)
