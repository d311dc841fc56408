"""From the cells of one row to a record."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bettercare.formats.fractions import Scaled
from bettercare.formats.headers import Header, letter
from bettercare.formats.values import as_written, to_value
from bettercare.plan.records import TABLES, Record
from bettercare.rounds.schema import Column

Tidied = list[str | None]  # what the cells of a row mean; None is blank
MOST_KNOWN = 10_000  # texts whose numbers are kept: those of most tables come again and again


class _Values(dict[str, tuple[Decimal | None, str | None]]):
    """The numbers of texts in columns of a kind, and the texts that cannot be numbers."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, text: str) -> tuple[Decimal | None, str | None]:
        value, raw = to_value(text, self._column)
        found = (value if isinstance(value, Decimal) else None, raw)
        if len(self) < MOST_KNOWN:
            self[text] = found
        return found


class RowReader:
    """Makes records of the rows under some headers; ``own`` is for files in our own dialect.

    ``start`` is the column of the sheet, counted from 0, that the first header stands in.
    ``per_cent`` gathers numbers written with a per cent sign, ``wide`` the rows of the file with
    text where there is no header.
    """

    def __init__(self, table: str, headers: Sequence[Header], own: bool, start: int = 0) -> None:
        self.table = table
        self.start = start
        self.per_cent: list[Scaled] = []
        self.wide: list[int] = []
        self._kind = TABLES[table]
        self._tidy_all = _written if own else _typed
        self._width = len(headers)
        filled = [(h, h.column) for h in headers if h.column is not None]
        values = {column.kind: _Values(column) for _, column in filled}
        self._money = [(h.position, values["money"]) for h, c in filled if c.kind == "money"]
        texts = [(h, column) for h, column in filled if column.kind == "text"]
        self._texts = [(h.position, column.field) for h, column in texts if h.key is None]
        self._keyed: dict[str, list[tuple[int, str]]] = {}
        for h, column in texts:
            if h.key is not None:
                self._keyed.setdefault(column.field, []).append((h.position, h.key))
        self._numbers = [
            (h.position, column.field, h.key, h.field, values[column.kind])
            for h, column in filled
            if column.kind != "text"
        ]
        self._written = [(h.position, h.name) for h in headers if h.fills == "written"]
        self._extras = [(h.position, h.name, h.text) for h in headers if h.fills == "extra"]

    @property
    def holds_money(self) -> bool:
        """Whether any column is in pounds."""
        return bool(self._money)

    def tidied(self, cells: Sequence[str]) -> Tidied:
        """What the cells of a row mean, ``None`` for a blank one, also where it ends early."""
        found = self._tidy_all(cells)
        short = self._width - len(found)
        return [*found, *[None] * short] if short > 0 else found

    def amounts(self, cells: Tidied) -> list[Decimal]:
        """The pounds of a row straight from its cells, to compare with what records hold."""
        found = []
        for at, values in self._money:
            text = cells[at]
            if text is not None and (value := values[text][0]) is not None:
                found.append(value)
        return found

    def record(self, row: int, item: int, cells: Tidied) -> Record:
        """The record of a row of the file; ``item`` is its number among the records, from 1."""
        values: dict[str, Any] = {
            field: text for at, field in self._texts if (text := cells[at]) is not None
        }
        for field, keys in self._keyed.items():
            if by_key := {key: text for at, key in keys if (text := cells[at]) is not None}:
                values[field] = by_key
        written = self._fill_numbers(values, item, cells)
        written |= {name: text for at, name in self._written if (text := cells[at]) is not None}
        if written:
            values["written"] = written
        if extra := self._extra(row, cells):
            values["extra"] = extra
        return self._kind(row=row, **values)

    def _fill_numbers(self, values: dict[str, Any], item: int, cells: Tidied) -> dict[str, str]:
        """Put the numbers of a row among its values; gives the texts that are no numbers."""
        written: dict[str, str] = {}
        for at, field, key, name, known in self._numbers:
            text = cells[at]
            if text is None:
                continue
            number, raw = known[text]
            if raw is not None:
                written[name] = raw
            elif key is not None:
                values.setdefault(field, {})[key] = number
            else:
                values[field] = number
            if number is not None and "%" in text:
                self.per_cent.append(Scaled(self.table, item, name, text, number))
        return written

    def _extra(self, row: int, cells: Tidied) -> dict[str, str]:
        extra: dict[str, str] = {}
        wide = False
        for at, name, header in self._extras:
            if (text := cells[at]) is not None:
                extra[name] = text
                wide = wide or not header
        for at in range(self._width, len(cells)):
            if (text := cells[at]) is not None:
                name = f"column {letter(self.start + at)}"
                extra[name if name not in extra else f"{name}, no header"] = text
                wide = True
        if wide:
            self.wide.append(row)
        return extra


def _typed(cells: Sequence[str]) -> Tidied:
    return [cell.strip() or None for cell in cells]


def _written(cells: Sequence[str]) -> Tidied:
    return [as_written(cell) for cell in cells]
