"""The columns of a programme's tables: what each header fills, and records from rows and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from bettercare.dates import short_year
from bettercare.formats.headers import EXTRA, WRITTEN, fields_of, letter
from bettercare.formats.values import as_cell, as_typed, as_written, guarded, to_text
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.plan.records import Record
from bettercare.programmes.budget import slug
from bettercare.programmes.records import BEYOND, TABLES
from bettercare.programmes.rules import Rules

_WITH_YEAR = re.compile(r"(.*\S)[ .]+((?:20)?\d\d ?[-/–] ?(?:20)?\d\d)")
SILENT = frozenset({"source line", "row", BEYOND})
ANNUAL = frozenset({"annual", "annual budget", "budget", "amount"})


class Head(NamedTuple):
    """One column of a file: what it fills, and the field with its key."""

    position: int
    fills: Literal["text", "number", "written", "extra"]
    field: str
    key: str | None = None

    @property
    def name(self) -> str:
        """The field with its key, as ``written`` names it."""
        return self.field if self.key is None else f"{self.field}.{self.key}"


class Cells:
    """Makes records of the rows of one table, by its headers.

    ``own`` is whether the folder is in our own dialect, ``rules`` name sources in headers.
    """

    def __init__(self, table: str, headers: Sequence[str], rules: Rules, *, own: bool) -> None:
        self.kind = TABLES[table]
        self.fields = fields_of(self.kind)
        self.repeated: list[str] = []
        self.unknown: list[str] = []
        self._own, self._rules = own, rules
        self._tidy = as_written if own else as_typed
        self.heads = tuple(self._all(headers))

    @property
    def columns(self) -> Mapping[str, str]:
        """The letter of the column of each field."""
        found = (head for head in self.heads if head.fills in {"text", "number"})
        return {head.name: letter(head.position) for head in found}

    def record(self, row: int, cells: Sequence[str]) -> Record:
        """The record of a row of the file."""
        values: dict[str, Any] = {}
        beside: dict[str, dict[str, str]] = {"written": {}, "extra": {}}
        for head in self.heads:
            text = self._tidy(cells[head.position]) if head.position < len(cells) else None
            if text is None:
                continue
            if head.fills in beside:
                beside[head.fills][head.field] = text
            elif head.fills == "text":
                _fill(values, head, text)
            elif (number := read_number(text)) is None:
                beside["written"][head.name] = text
            else:
                _fill(values, head, number)
        return self.kind(row=row, **beside, **values)

    def is_blank(self, cells: Sequence[str]) -> bool:
        """Whether a row is no record; in our own dialect every row is one."""
        return not cells or (not self._own and not any(map(str.strip, cells)))

    def _all(self, headers: Sequence[str]) -> Iterator[Head]:
        taken: set[tuple[str, str]] = set()
        for position, cell in enumerate(headers):
            text = (as_written(cell) or "") if self._own else cell.strip()
            head = self._head(position, text)
            mark = ("extra" if head.fills == "extra" else head.fills, head.name)
            if mark in taken:
                self.repeated.append(text)
                head = Head(position, "extra", f"{text} (column {letter(position)})")
            taken.add(mark)
            yield head

    def _head(self, position: int, text: str) -> Head:
        for start, fills in ((WRITTEN, "written"), (EXTRA, "extra")):
            if self._own and text.startswith(start):
                return Head(position, fills, text.removeprefix(start))  # type: ignore[arg-type]
        name, dot, key = text.partition(".")
        if dot and self.fields.get(name, ("", False))[1]:
            return Head(position, _kind(self.fields[name][0]), name, key)
        plain = text if self._own else normalise(text).replace(" ", "_")
        if plain in self.fields and not self.fields[plain][1]:
            return Head(position, _kind(self.fields[plain][0]), plain)
        found = None if self._own else self._of_year(position, text)
        if found is None and normalise(text) not in SILENT and not self._own:
            self.unknown.append(text or f"column {letter(position)}")
        return found or Head(position, "extra", text or f"column {letter(position)}")

    def _of_year(self, position: int, text: str) -> Head | None:
        """A header such as "BCF 2017-18", which is an amount by source and year."""
        found = _WITH_YEAR.fullmatch(text)
        if found is None or "amounts" not in self.fields:
            return None
        year, name = short_year(found[2]), found[1]
        if normalise(name) in ANNUAL:
            return Head(position, "number", "annual", year)
        source = self._rules.sources.match(name).accepted or slug(name)
        return Head(position, "number", "amounts", f"{source}.{year}")


def rows_of(table: str, records: Sequence[Record]) -> Iterator[list[str]]:
    """The header and rows of a table in our own dialect, from which its records come back whole."""
    heads = _heads_of(table, records)
    left = [_left(record, heads) for record in records]
    written = sorted({name for one in left for name in one})
    extras = sorted({name for record in records for name in record.extra})
    yield [
        guarded(text)
        for text in (
            *(head.name for head in heads),
            *(f"{WRITTEN}{name}" for name in written),
            *(f"{EXTRA}{name}" for name in extras),
        )
    ]
    for record, one in zip(records, left, strict=True):
        yield [
            *(_cell(record, head) for head in heads),
            *(as_cell(one.get(name)) for name in written),
            *(as_cell(record.extra.get(name)) for name in extras),
        ]


def _heads_of(table: str, records: Sequence[Record]) -> list[Head]:
    found: list[Head] = []
    for field, (kind, keyed) in fields_of(TABLES[table]).items():
        keys = _keys(records, field) if keyed else [None]
        found += [Head(0, _kind(kind), field, key) for key in keys]
    return found


def _keys(records: Sequence[Record], field: str) -> list[str | None]:
    """The keys of a field in use, also by a text that is no number, in order of appearance."""
    used: dict[str | None, None] = {}
    for record in records:
        used |= dict.fromkeys(getattr(record, field))
        used |= {
            name.partition(".")[2]: None
            for name in record.written
            if name.partition(".")[0] == field and "." in name
        }
    return list(used)


def _shown(record: Record, head: Head) -> str | None:
    """The text in the cell of a number that could not be read, where the cell can show it."""
    text = record.written.get(head.name)
    if head.fills != "number" or not text or _value(record, head) is not None:
        return None
    return text if read_number(text) is None else None


def _left(record: Record, heads: Sequence[Head]) -> Mapping[str, str]:
    """Texts of a record that no cell shows."""
    shown = {head.name for head in heads if _shown(record, head) is not None}
    return {name: text for name, text in record.written.items() if name not in shown}


def _value(record: Record, head: Head) -> object:
    value = getattr(record, head.field)
    return value if head.key is None else value.get(head.key)


def _cell(record: Record, head: Head) -> str:
    value = _value(record, head)
    if value is None:
        return as_cell(_shown(record, head))
    return as_cell(value) if isinstance(value, str) else to_text(value)


def _fill(values: dict[str, Any], head: Head, value: str | Decimal) -> None:
    if head.key is None:
        values[head.field] = value
    else:
        values.setdefault(head.field, {})[head.key] = value


@cache
def _kind(kind: str) -> Literal["text", "number"]:
    return "text" if kind == "text" else "number"
