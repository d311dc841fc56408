"""The figures that a template prints of itself, where labels and amounts follow one another.

    Running Balances Income Expenditure Balance
    DFG £2,391,923 £2,391,923 £0

    Minimum required spend £6,802,087
    Planned spend £7,242,204

A row of figures is the label of a row with as many amounts behind it as the head has columns; or
the label of a row, and behind it labels of columns with one amount each.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from bettercare.formats.prints.figures import PrintedFigure, figure_of
from bettercare.formats.prints.heads import DOTS
from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import Choice, Value, Values, folded
from bettercare.money import read_number
from bettercare.rounds import Round
from bettercare.rounds.lists import CodeList, Item
from bettercare.rounds.printed import PrintedLabel, PrintedTable


class _Head(NamedTuple):
    """A head among words: where it ends, its table and the keys of its columns."""

    end: int
    table: str
    columns: tuple[str, ...]


class _Amount(NamedTuple):
    """An amount among words: its text, where it begins, and the key of its column."""

    text: str
    at: int
    column: str


class _Row(NamedTuple):
    """A row of figures: where it ends, its label and its amounts."""

    end: int
    table: str
    label: Value
    amounts: tuple[_Amount, ...]


class Figures:
    """Finds the figures of a round's printed tables among words; ``pages`` has each line's page."""

    def __init__(self, words: Words, pages: Mapping[int, int], rules: Round) -> None:
        self._words, self._pages = words, pages
        self._tables = {
            name: _Labels(table, rules)
            for name, table in (rules.prints.tables if rules.prints else {}).items()
        }

    def found(self) -> tuple[PrintedFigure, ...]:
        """Every figure, in the order of the print."""
        return tuple(
            figure
            for row in self._rows()
            for amount in row.amounts
            for figure in self._figures(row, amount)
        )

    def _rows(self) -> Iterator[_Row]:
        head = _Head(0, "", ())
        at = 0
        while at < len(self._words):
            new = self._head(at) if self._may_begin(at) else None
            row = self._row(at, head) if self._may_begin(at) and not new else None
            head = new or head
            if row:
                yield row
            at = new.end if new else row.end if row else at + 1

    def _may_begin(self, at: int) -> bool:
        """Whether a label may begin here: at the start of a line, or behind an amount."""
        first = at == 0 or self._words.line(at) != self._words.line(at - 1)
        return first or self._is_amount(at - 1)

    def _head(self, at: int) -> _Head | None:
        for name, table in self._tables.items():
            title = table.titles.longest(self._words, at)
            if title:
                columns, end = self._columns(table, title.end)
                columns = columns or table.only_column
                if columns:
                    return _Head(end, name, columns)
        return None

    def _columns(self, table: "_Labels", at: int) -> tuple[tuple[str, ...], int]:
        keys: list[str] = []
        while column := table.columns.longest(self._words, at):
            keys.append(column.value.code)
            at = column.end
        return tuple(keys), at

    def _row(self, at: int, head: _Head) -> _Row | None:
        for name, table in self._tables.items():
            label = table.rows.longest(self._words, at)
            if label:
                columns = head.columns if head.table == name else table.columns_without_head
                amounts = self._in_order(label, columns) or self._by_label(label, table)
                if amounts:
                    return _Row(self._behind(amounts[-1].at), name, label.value, amounts)
        return None

    def _in_order(self, label: Choice, columns: Sequence[str]) -> tuple[_Amount, ...]:
        """Behind the label of a row, one amount for each column."""
        found: list[_Amount] = []
        at = label.end
        while at < len(self._words) and self._is_amount(at) and len(found) < len(columns):
            found.append(_Amount(self._text(at), at, columns[len(found)]))
            at = self._behind(at)
        whole = len(found) == len(columns)
        return tuple(found) if whole and not (at < len(self._words) and self._is_amount(at)) else ()

    def _by_label(self, label: Choice, table: "_Labels") -> tuple[_Amount, ...]:
        """Behind the label of a row, labels of columns with one amount each."""
        found: list[_Amount] = []
        at = label.end
        while column := table.columns.longest(self._words, at):
            if column.end == len(self._words) or not self._is_amount(column.end):
                break
            found.append(_Amount(self._text(column.end), column.end, column.value.code))
            at = self._behind(column.end)
        return tuple(found)

    def _is_amount(self, at: int) -> bool:
        text = self._words.texts[at]
        return "£" in text or read_number(text) is not None

    def _behind(self, at: int) -> int:
        """The position behind an amount; its pound sign may stand alone before it."""
        return min(at + 1 + (self._words.texts[at] == "£"), len(self._words))

    def _text(self, at: int) -> str:
        return "".join(self._words.texts[at : self._behind(at)])

    def _figures(self, row: _Row, amount: _Amount) -> Iterator[PrintedFigure]:
        """The figures of an amount: one, or several that have the same value."""
        table = self._tables[row.table]
        by = table.rows_by_key[row.label.code], table.columns_by_key[amount.column]
        line = self._words.line(amount.at)
        at, texts = (line, self._pages[line]), (row.label.text, amount.text)
        for pattern in by[0].figures or by[1].figures or (table.figure,):
            found = figure_of(pattern, by, texts, at, cut=False)
            yield msgspec.structs.replace(found, table=row.table)


class _Labels:
    """The labels of one printed table: titles, columns and rows, as values to look for."""

    def __init__(self, table: PrintedTable, rules: Round) -> None:
        self.figure = table.figure
        rows = [*_listed(table, rules), *table.rows]
        self.titles = _values([PrintedLabel(key="", labels=table.titles)])
        self.columns, self.rows = _values(table.columns), _values(rows)
        self.columns_by_key = {column.key: column for column in table.columns}
        self.rows_by_key = {row.key: row for row in rows}
        self.only_column = tuple(self.columns_by_key) if len(table.columns) == 1 else ()
        # A table without titles has no head; its labels are known wherever they stand.
        self.columns_without_head = () if table.titles else self.only_column


def _values(labels: Sequence[PrintedLabel]) -> Values:
    """Labels as values; of one that is known by how it begins, all that is said of it."""
    return Values(
        {
            folded(text.removesuffix(DOTS)): Value(text, one.key, 0)
            for one in labels
            for text in one.labels
        }
    )


def _listed(table: PrintedTable, rules: Round) -> Iterator[PrintedLabel]:
    """The rows that a table has from a list of the round."""
    held: CodeList[Item] | None = getattr(rules, table.rows_of) if table.rows_of else None
    for code, item in held.items.items() if held else ():
        yield PrintedLabel(key=code, labels=(*item.aliases, item.short or item.label, item.label))
