"""A plan as a folder of CSV files in our own dialect: nothing lost, and safe in a spreadsheet.

``plan.csv`` names the dialect. In it a text that a spreadsheet might run has an apostrophe before
it, and headers of our own hold what a column of the round cannot: ``extra.NAME`` (a column that the
round does not have, where its name might be taken for another), ``written.FIELD`` (a text beside a
value), ``FIELD.KEY`` (a year that the round does not have) and ``keep`` (a row that reads like a
blank row or a row of totals, and is neither).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from bettercare.formats.headers import KEEP, WRITTEN, Header, Layout, read_headers
from bettercare.formats.plan_fields import DIALECT, PRINTED, field_of_fact, field_of_given
from bettercare.formats.tables import set_aside
from bettercare.formats.text_files import UTF_8
from bettercare.formats.values import as_cell, guarded, to_text, to_value
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round
from bettercare.rounds.schema import Column


def write(plan: Plan, path: Path, rules: Round) -> None:
    """Write a plan as a folder that reading gives back whole.

    Tables in the folder that the plan does not have are removed: they would become part of it.
    """
    files = {"plan.csv": _csv([["field", "value"], *_plan_rows(plan)])}
    for name in TABLES:
        records = getattr(plan, name)
        if records is not None:
            files[f"{name}.csv"] = _csv(_table_rows(name, records, rules))
    path.mkdir(parents=True, exist_ok=True)
    ours = {"plan.csv", *(f"{name}.csv" for name in TABLES)}
    for file in sorted(path.iterdir()):
        if file.name.casefold() in ours and file.name not in files:
            file.unlink()
    for name, data in files.items():
        (path / name).write_bytes(data)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return UTF_8 + out.getvalue().encode("utf-8")


def _plan_rows(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "dialect", DIALECT
    yield "round", as_cell(plan.round)
    if plan.area is not None:
        yield "area", as_cell(plan.area)
    for name, number in plan.given.items():
        yield guarded(field_of_given(name)), to_text(number)
    for name, number in plan.printed.items():
        yield f"{PRINTED}{name}", to_text(number)
    for name, text in plan.facts.items():
        yield guarded(field_of_fact(name)), as_cell(text)


def _table_rows(name: str, records: Sequence[Record], rules: Round) -> Iterator[list[str]]:
    """The header and the rows of a table."""
    layout = Layout(name, rules)
    columns = _columns_of(layout, records)
    kept = [_left_written(record, columns) for record in records]
    written = sorted({field for left in kept for field in left})
    extras = sorted({header for record in records for header in record.extra})
    heads = [
        *(column.header for column, _ in columns),
        *(f"{WRITTEN}{field}" for field in written),
        *(layout.header_of_extra(header) for header in extras),
    ]
    heads = [guarded(head) for head in heads]
    rows = [
        [
            *(_cell(record, column, key) for column, key in columns),
            *(as_cell(left.get(field)) for field in written),
            *(as_cell(record.extra.get(header)) for header in extras),
        ]
        for record, left in zip(records, kept, strict=True)
    ]
    yield from _marked(heads, rows, read_headers(layout, heads, own=True), rules)


def _columns_of(layout: Layout, records: Sequence[Record]) -> list[tuple[Column, str | None]]:
    """The columns of the table and the key of each, with one for each further key in use."""
    found: list[tuple[Column, str | None]] = [(c, c.key or None) for c in layout.columns]
    for field, (_, keyed) in layout.fields.items():
        if keyed:
            known = {column.key for column in layout.columns if column.field == field}
            keys = {key for record in records for key in getattr(record, field)} - known
            found.extend((layout.of_key(field, key), key) for key in sorted(keys))
    return found


def _value(record: Record, column: Column, key: str | None) -> object:
    value = getattr(record, column.field)
    return value if key is None else value.get(key)


def _name(column: Column, key: str | None) -> str:
    return column.field if key is None else f"{column.field}.{key}"


def _shown(record: Record, column: Column, key: str | None) -> str | None:
    """The text that stands in the cell of a number which could not be read."""
    text = record.written.get(_name(column, key)) if record.written else None
    if not text or _value(record, column, key) is not None:
        return None
    return text if to_value(text, column) == (None, text) else None


def _left_written(
    record: Record, columns: Sequence[tuple[Column, str | None]]
) -> Mapping[str, str]:
    """Texts of a record that no cell of its columns shows."""
    if not record.written:
        return {}
    shown = {_name(c, key) for c, key in columns if _shown(record, c, key) is not None}
    return {field: text for field, text in record.written.items() if field not in shown}


def _cell(record: Record, column: Column, key: str | None) -> str:
    value = _value(record, column, key)
    if value is None:
        return as_cell(_shown(record, column, key))
    return as_cell(value) if isinstance(value, str) else to_text(value)


def _marked(
    heads: list[str], rows: list[list[str]], headers: Sequence[Header], rules: Round
) -> Iterator[list[str]]:
    """The rows under their headers, with a mark on those that a reader would set aside.

    The mark is a text that is no number, so a row that has it is neither blank nor a total.
    """
    aside = [bool(set_aside(row, headers, rules)) for row in rows]
    if not any(aside):
        yield heads
        yield from rows
        return
    yield [*heads, KEEP]
    yield from ([*row, "yes" if mark else ""] for row, mark in zip(rows, aside, strict=True))
