"""A CSV file of records copied to Parquet, read once; what cannot be read is counted or kept.

A copy holds values of their types, and beside them the text of those that have none. It is many
times faster to look at again.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb
import ibis
from ibis.expr import types as ir

from bettercare.errors import UnreadableFile
from bettercare.metrics.reading_records_headers import matched
from bettercare.metrics.reading_records_values import parsed
from bettercare.metrics.records import RecordKind

TEXT = "_text_"  # the column of texts that could not be read goes by this and the name
LIMIT = 64 * 1024  # bytes of a first line
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a workbook or zipped file"}


class Rejected(NamedTuple):
    """Rows of a file that cannot be read: where they begin, how many, and why in a few words."""

    file: int
    line: int
    rows: int
    why: str


class Copied(NamedTuple):
    """A copy of a CSV file with the columns of its kind, its header, and what was rejected."""

    path: Path
    names: tuple[str, ...]
    rejected: tuple[Rejected, ...]


def copied(
    connection: ibis.BaseBackend, kind: RecordKind, file: Path, number: int, work: Path
) -> Copied:
    """Copy a CSV file to Parquet in a folder, under the file's number.

    Raises ``UnreadableFile`` where it is empty, is no text or has no column of its kind.
    """
    names, delimiter = _header(file)
    found = matched(kind, names, file)
    copy = work / f"records-{number}.parquet"
    rejects = {name: f"{name}_{number}" for name in ("rejects_table", "rejects_scan")}
    try:
        table = connection.read_csv(
            file,
            all_varchar=True,
            auto_detect=False,
            header=True,
            delim=delimiter,
            quote='"',
            escape='"',
            columns=dict.fromkeys(names, "VARCHAR"),
            store_rejects=True,
            rejects_limit=0,
            **rejects,
        )
        copy_typed(connection, table, found, kind, copy)
        refused = _refused(connection, number, rejects)
    except duckdb.Error as error:
        raise UnreadableFile(f"Cannot read {file.name}: it cannot be read as CSV.") from error
    return Copied(copy, tuple(names), refused)


def copy_typed(
    connection: ibis.BaseBackend,
    table: ir.Table,
    found: Mapping[str, str],
    kind: RecordKind,
    copy: Path,
) -> None:
    """Copy a file to Parquet, row for row: values of their types, and texts that have none."""
    with _rows_in_order(connection):
        connection.to_parquet(_typed(table, found, kind), copy, compression="zstd")


def _typed(table: ir.Table, found: Mapping[str, str], kind: RecordKind) -> ir.Table:
    """Values of their types, and the text of those that could not be read."""
    columns: dict[str, ir.Value] = {}
    for name, written in found.items():
        value, text = parsed(table[written], kind.column(name).type)
        columns[name] = value
        if text is not None:
            columns[TEXT + name] = ibis.ifelse(value.isnull(), text, ibis.null("string"))
    return table.select(**columns)


@contextmanager
def _rows_in_order(connection: ibis.BaseBackend) -> Iterator[None]:
    """The number of a row in a copy is that in the file."""
    [(before,)] = connection.raw_sql(
        "SELECT current_setting('preserve_insertion_order')"
    ).fetchall()
    connection.raw_sql("SET preserve_insertion_order = true")
    try:
        yield
    finally:
        if not before:
            connection.raw_sql("SET preserve_insertion_order = false")


def _refused(
    connection: ibis.BaseBackend, number: int, rejects: Mapping[str, str]
) -> tuple[Rejected, ...]:
    table = rejects["rejects_table"]
    rows = connection.raw_sql(
        f'SELECT line, error_type, csv_line FROM "{table}" ORDER BY line'  # noqa: S608  (our name)
    ).fetchall()
    for name in rejects.values():
        connection.raw_sql(f'DROP TABLE "{name}"')
    found: dict[int, Rejected] = {}
    for line, why, text in rows:
        lines = max(1, str(text or "").rstrip("\n").count("\n") + 1)
        found.setdefault(line, Rejected(number, line, lines, str(why).casefold()))
    return tuple(found.values())


def _header(file: Path) -> tuple[list[str], str]:
    """The names of the columns, each once, and the sign between cells."""
    try:
        with file.open("rb") as opened:
            first = opened.readline(LIMIT)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {file.name}: it cannot be opened.") from error
    for mark, what in MARKS.items():
        if first.startswith(mark):
            raise UnreadableFile(f"Cannot read {file.name}: it is {what}. Save it as CSV UTF-8.")
    if b"\x00" in first:
        raise UnreadableFile(f"Cannot read {file.name}: it is not text. Save it as CSV UTF-8.")
    text = first.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    if not text.strip():
        raise UnreadableFile(f"Cannot read {file.name}: its first row is empty.")
    delimiter = max(",;\t|", key=text.count)
    return _once(next(csv.reader([text], delimiter=delimiter))), delimiter


def _once(names: list[str]) -> list[str]:
    """Names that differ: a second one alike gets a number, and a blank one a place."""
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, 1):
        plain = name.strip() or f"column {place}"
        again = seen[plain.casefold()] = seen.get(plain.casefold(), 0) + 1
        found.append(plain if again == 1 else f"{plain} ({again})")
    return found
