"""A plan as a folder of CSV files in our own dialect: nothing lost, and safe in a spreadsheet.

``plan.csv`` names the dialect. In it a text that a spreadsheet might run has an apostrophe before
it, and headers of our own hold what a column of the round cannot: ``extra.NAME`` (a column that the
round does not have, where its name might be taken for another), ``written.FIELD`` (a text beside a
value), ``FIELD.KEY`` (a year that the round does not have) and ``keep`` (a row that reads like a
blank row or a row of totals, and is neither).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

from bettercare.formats.cells import Field, fields_of_table
from bettercare.formats.headers import KEEP, WRITTEN, Header, Layout, read_headers
from bettercare.formats.plan_fields import DIALECT, PRINTED, field_of_fact, field_of_given
from bettercare.formats.tables import set_aside
from bettercare.formats.text_files import UTF_8
from bettercare.formats.values import as_cell, guarded, to_text
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round


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
    fields = fields_of_table(layout, records)
    kept = [_left_written(record, fields) for record in records]
    written = sorted({name for left in kept for name in left})
    extras = sorted({header for record in records for header in record.extra})
    heads = [
        *(field.column.header for field in fields),
        *(f"{WRITTEN}{name}" for name in written),
        *(layout.header_of_extra(header) for header in extras),
    ]
    heads = [guarded(head) for head in heads]
    rows = [
        [
            *(_cell(record, field) for field in fields),
            *(as_cell(left.get(name)) for name in written),
            *(as_cell(record.extra.get(header)) for header in extras),
        ]
        for record, left in zip(records, kept, strict=True)
    ]
    yield from _marked(heads, rows, read_headers(layout, heads, own=True), rules)


def _left_written(record: Record, fields: Sequence[Field]) -> Mapping[str, str]:
    """Texts of a record that no cell of its columns shows."""
    if not record.written:
        return {}
    shown = {field.name for field in fields if field.unread(record) is not None}
    return {name: text for name, text in record.written.items() if name not in shown}


def _cell(record: Record, field: Field) -> str:
    content = field.content(record)
    return to_text(content) if isinstance(content, Decimal) else as_cell(content)


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
