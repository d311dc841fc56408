"""The figures that a template prints of itself: balances, required spends, sums by type."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.rounds import Round
from bettercare.rounds.lists import CodeList, Item
from bettercare.rounds.printed import PrintedLabel, PrintedTable

LEAST_OF_CUT = 5  # letters of a heading that is cut at the edge of the page


class PrintedFigure(msgspec.Struct, frozen=True, gc=False):
    """One figure as printed: its id, its text, its value in pounds, and where it stands.

    ``value`` is ``None`` where the text is no whole number. ``cut`` says that the heading of its
    column, or the number itself, has lost its end.
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


class Head(msgspec.Struct, frozen=True):
    """The head of a printed table of figures: which column holds what."""

    table: str
    columns: Mapping[int, PrintedLabel]
    cut: frozenset[int] = frozenset()


class FigureTables:
    """The tables of figures of a round, to know their heads and rows by."""

    def __init__(self, rules: Round) -> None:
        self.rules = rules
        self._tables = rules.prints.tables if rules.prints else {}

    def head_of(self, cells: Sequence[str], above: str = "") -> Head | None:
        """The head that a line is, or ``None``; ``above`` is the line of text before it.

        Every filled cell but the first must be the label of a column.
        """
        title = cells[0] or above
        for name, titles in self._titles.items():
            if normalise(title) in titles:
                head = self._head(name, cells)
                if head:
                    return head
        return None

    def figures(self, head: Head, cells: Sequence[str], at: tuple[int, int]) -> list[PrintedFigure]:
        """The figures of one row under a head; none where its label is not known.

        ``at`` is its line and page.
        """
        first = next((n for n, cell in enumerate(cells) if cell), None)
        row = self._rows(head.table).get(normalise(cells[first])) if first is not None else None
        if row is None or first is None:
            return []
        return [
            self._figure(head, (row, column), (cells[first], cells[n]), at)
            for n, column in head.columns.items()
            if first < n < len(cells) and any(map(str.isdigit, cells[n]))
        ]

    def _figure(
        self,
        head: Head,
        by: tuple[PrintedLabel, PrintedLabel],
        texts: tuple[str, str],
        at: tuple[int, int],
    ) -> PrintedFigure:
        (row, column), (label, text) = by, texts
        column_cut = any(head.columns[n] is column for n in head.cut)
        value = read_number(text)
        return PrintedFigure(
            id=self._tables[head.table].figure.format(row=row.key, column=column.key),
            label=label,
            table=head.table,
            text=text,
            value=value,
            line=at[0],
            page=at[1],
            given=row.given or column.given,
            cut=value is None or (column_cut and value != 0),
        )

    @cached_property
    def _titles(self) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(map(normalise, table.titles)) for name, table in self._tables.items()
        }

    def _head(self, name: str, cells: Sequence[str]) -> Head | None:
        columns: dict[int, PrintedLabel] = {}
        cut: set[int] = set()
        for n, cell in enumerate(cells[1:], 1):
            if not cell:
                continue
            column = _column(self._tables[name], cell)
            whole = column is None
            column = column or _cut_column(self._tables[name], cell)
            if column is None:
                return None
            columns[n] = column
            cut |= {n} if whole else set()
        return Head(name, columns, frozenset(cut)) if columns else None

    def _rows(self, name: str) -> Mapping[str, PrintedLabel]:
        if name not in self._known_rows:
            self._known_rows[name] = dict(self._labels(self._tables[name]))
        return self._known_rows[name]

    @cached_property
    def _known_rows(self) -> dict[str, dict[str, PrintedLabel]]:
        return {}

    def _labels(self, table: PrintedTable) -> Iterator[tuple[str, PrintedLabel]]:
        """The rows of a table by their labels, folded; its own come before those of its list."""
        if table.rows_of:
            known: CodeList[Item] = getattr(self.rules, table.rows_of)
            for code, item in known.items.items():
                row = PrintedLabel(key=code, labels=(item.label,))
                for text in (item.label, item.short, *item.aliases):
                    yield normalise(text), row
        for row in table.rows:
            for text in row.labels:
                yield normalise(text), row


def _column(table: PrintedTable, cell: str) -> PrintedLabel | None:
    """The column that a cell names."""
    text = normalise(cell)
    named = (c for c in table.columns if text in map(normalise, c.labels))
    return next(named, None)


def _cut_column(table: PrintedTable, cell: str) -> PrintedLabel | None:
    """The one column whose label begins as a cell that is cut does."""
    text = normalise(cell)
    begun = [c for c in table.columns if any(normalise(t).startswith(text) for t in c.labels)]
    return begun[0] if len(begun) == 1 and len(text) >= LEAST_OF_CUT else None
