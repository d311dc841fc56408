"""The figures that a template prints of itself: balances, required spends, sums by area or type."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from bettercare.formats.prints.heads import Head, head_of, is_called, named
from bettercare.money import read_number
from bettercare.rounds import Round
from bettercare.rounds.lists import CodeList, Item
from bettercare.rounds.printed import PrintedLabel, PrintedTable


class PrintedFigure(msgspec.Struct, frozen=True, gc=False):
    """One figure as printed: its id, its text, its value in pounds, and where it stands.

    ``value`` is ``None`` where the text is no whole number. ``cut`` says that the heading of its
    column, or the number itself, has lost its end. ``row`` and ``column`` are the keys of its
    table.
    """

    id: str
    label: str
    table: str
    text: str
    value: Decimal | None
    line: int
    page: int
    given: bool = False
    cut: bool = False
    row: str = ""
    column: str = ""


class FigureHead(msgspec.Struct, frozen=True):
    """The head of a printed table of figures: its table, and which column holds what."""

    table: str
    head: Head[PrintedLabel]


class FigureTables:
    """The tables of figures of a round, to know their heads and rows by."""

    def __init__(self, rules: Round) -> None:
        self.rules = rules
        self._tables = rules.prints.tables if rules.prints else {}
        self._skip = rules.prints.skip if rules.prints else ()

    def head_of(self, cells: Sequence[str], above: str = "") -> FigureHead | None:
        """The head that a line is, or ``None``; ``above`` is the line of text before it.

        Every filled cell but the first must be the label of a column.
        """
        title = cells[0] or above
        for name, table in self._tables.items():
            if is_called(title, table.titles):
                head = head_of(cells, table.columns, self._skip)
                if head:
                    return FigureHead(name, head)
        return None

    def figures(
        self, of: FigureHead, cells: Sequence[str], at: tuple[int, int]
    ) -> list[PrintedFigure]:
        """The figures of one row under a head; none where its label is not known.

        None either where a number stands under no column: nobody can tell then which one is lost.
        ``at`` is its line and page.
        """
        label = of.head.label(cells)
        row = named(label, self._rows[of.table]) if label else None
        if row is None or not of.head.fits(cells):
            return []
        return [
            one
            for n, column in of.head.filled(cells)
            if any(map(str.isdigit, cells[n]))
            for one in self._of_cell(of, (row, n), (label, cells[n]), at)
        ]

    def single(self, cells: Sequence[str], at: tuple[int, int]) -> list[PrintedFigure]:
        """The figure that stands alone behind its label, in the next cell that has something."""
        singles = self.rules.prints.singles if self.rules.prints else ()
        label = named(cells[0], singles) if cells[0] else None
        text = next(filter(None, cells[1:]), "")
        if label is None or not any(map(str.isdigit, text)):
            return []
        return [
            figure_of(one, (label, label), (cells[0], text), at, cut=False) for one in label.figures
        ]

    def _of_cell(
        self,
        of: FigureHead,
        by: tuple[PrintedLabel, int],
        texts: tuple[str, str],
        at: tuple[int, int],
    ) -> Iterator[PrintedFigure]:
        """The figures of one cell: one, or several that have the same value."""
        row, column = by[0], of.head.columns[by[1]]
        pattern = self._tables[of.table].figure
        for one in row.figures or column.figures or (pattern,):
            found = figure_of(one, (row, column), texts, at, cut=by[1] in of.head.cut)
            yield msgspec.structs.replace(found, table=of.table)

    @cached_property
    def _rows(self) -> Mapping[str, tuple[PrintedLabel, ...]]:
        """The rows of each table; its own come before those of its list."""
        return {name: (*one.rows, *self._listed(one)) for name, one in self._tables.items()}

    def _listed(self, table: PrintedTable) -> list[PrintedLabel]:
        if not table.rows_of:
            return []
        known: CodeList[Item] = getattr(self.rules, table.rows_of)
        return [
            PrintedLabel(key=code, labels=tuple(filter(None, (i.label, i.short, *i.aliases))))
            for code, i in known.items.items()
        ]


def figure_of(
    pattern: str,
    by: tuple[PrintedLabel, PrintedLabel],
    texts: tuple[str, str],
    at: tuple[int, int],
    *,
    cut: bool,
) -> PrintedFigure:
    """The figure of a row and a column, as its label and number are printed.

    ``at`` is its line and page; ``cut`` says that the heading of its column has lost its end.
    """
    row, column = by
    value = read_number(texts[1])
    return PrintedFigure(
        id=pattern.format(row=row.key, column=column.key, year=column.key),
        label=texts[0],
        table="",
        text=texts[1],
        value=value,
        line=at[0],
        page=at[1],
        given=row.given or column.given,
        cut=value is None or (cut and value != 0),
        row=row.key,
        column=column.key,
    )
