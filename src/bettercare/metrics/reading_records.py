"""Files of records, opened as one table: Parquet where it lies, CSV by way of a Parquet copy.

Nothing is judged here but headers: values are those of the files, read as their types. Each row
knows its file and its number there, so that whatever is found can be shown.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.expr import types as ir

from bettercare.errors import UnreadableFile
from bettercare.labels import listed
from bettercare.metrics.reading_records_csv import TEXT, Copied, Rejected, copied, copy_typed
from bettercare.metrics.reading_records_headers import absent, folded, header_faults, matched
from bettercare.metrics.reading_records_values import parsed
from bettercare.metrics.record_checks_report import Fault
from bettercare.metrics.records import RecordKind, Type

PARQUET, CSV = (".parquet", ".pq"), (".csv", ".txt", ".tsv")
AT = "_at"  # the place of a row in all files: its file's number times ROWS, and its own
ROWS = 1 << 40  # more than any file holds
TYPES = {"text": "string", "integer": "int64", "date": "date", "yes_no": "boolean"}


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of some files: the columns of their kind under its names, and ``_at`` as a row's place.

    A column that is nowhere is blank. Beside one that is not stored as its type stands one of its
    texts, called ``_text_`` and its name. ``exact`` says that the files are Parquet, alike, and
    have each column under its own name and type.
    """

    connection: ibis.BaseBackend
    kind: RecordKind
    table: ir.Table
    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    exact: bool

    def place(self, at: int) -> tuple[Path, int, int]:
        """The file of a row, its number there from 1, and its line in a CSV file, else 0."""
        number, item = divmod(at, ROWS)
        file = self.files[number]
        if not is_csv(file):
            return file, item, 0
        line = item + 1
        for one in self.rejected:
            if one.file == number and one.line <= line:
                line += one.rows
        return file, item, line


def fetched(connection: ibis.BaseBackend, table: ir.Table) -> list[dict[str, Any]]:
    """The rows of a small table as plain values, without a data frame on the way."""
    cursor = connection.raw_sql(connection.compile(table))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def is_csv(file: Path) -> bool:
    """Whether a file is text by its name."""
    return file.suffix.casefold() in CSV


def record_files(given: Sequence[Path], kind: RecordKind) -> tuple[Path, ...]:
    """The files that are meant: a folder stands for its Parquet files, else its CSV files.

    Of the CSV files of a folder only those count that are called after the kind. Raises
    ``UnreadableFile`` where there is no file, or one is of another sort.
    """
    found: list[Path] = []
    for path in given:
        found += _inside(path, kind) if path.is_dir() else [path]
    if not found:
        raise UnreadableFile("There is no file of records. Name one, such as spells.parquet.")
    for path in found:
        if path.suffix.casefold() not in (*PARQUET, *CSV):
            raise UnreadableFile(f"Cannot read {path.name}: records come as Parquet or CSV.")
        if not path.is_file():
            raise UnreadableFile(f"Cannot read {path.name}: there is no such file.")
    return tuple(dict.fromkeys(found))


def _inside(folder: Path, kind: RecordKind) -> list[Path]:
    files = sorted(folder.iterdir())
    parquet = [one for one in files if one.suffix.casefold() in PARQUET]
    text = [one for one in files if is_csv(one) and one.name.startswith(kind.name)]
    if not (parquet or text):
        raise UnreadableFile(
            f"Cannot read {folder}: no Parquet file is in it, and no CSV file called {kind.name}."
        )
    return parquet or text


def open_records(
    connection: ibis.BaseBackend, given: Sequence[Path], kind: RecordKind, work: Path
) -> Source:
    """Open files of one kind of record; ``work`` is a folder for copies of those that are text.

    Headers are matched without regard to case, spaces and hyphens. Raises ``UnreadableFile`` where
    a file is damaged or has no column of its kind.
    """
    files = record_files(given, kind)
    copies = {
        number: copied(connection, kind, file, number, work)
        for number, file in enumerate(files)
        if is_csv(file)
    }
    opened = [copies[n].path if n in copies else file for n, file in enumerate(files)]
    schemas = [_schema(connection, path, file) for path, file in zip(opened, files, strict=True)]
    names = [_names(n, copies, schemas) for n in range(len(files))]
    types = [dict(schemas[n]) for n in range(len(files)) if n not in copies]
    for number, file in enumerate(files):
        if number not in copies and (copy := _copy(connection, kind, file, number, work)):
            opened[number], schemas[number] = copy, _schema(connection, copy, file)
    groups = _groups(schemas)
    tables = [_read(connection, group, opened, files, kind) for group in groups]
    stored = [_stored(table, kind) for table in tables]
    lacking = absent(kind, files, names)
    return Source(
        connection=connection,
        kind=kind,
        table=_together(tables, stored),
        files=files,
        faults=(*header_faults(kind, files, names), *_of_two_types(types, kind)),
        missing=tuple(name for name, where in lacking.items() if len(where) == len(files)),
        rejected=tuple(one for copy in copies.values() for one in copy.rejected),
        exact=len(groups) == 1
        and list(files) == opened
        and not lacking
        and all(_is_stored(dict(schemas[0]).get(one.name, ""), one.type) for one in kind.columns),
    )


def _is_stored(found: str, wanted: Type) -> bool:
    """Whether a column is stored under its own name as its type; "" where it is not."""
    plain = found.lstrip("!")
    return "int" in plain if wanted == "integer" else plain == TYPES[wanted]


Schema = tuple[tuple[str, str], ...]


def _schema(connection: ibis.BaseBackend, path: Path, file: Path) -> Schema:
    try:
        schema = connection.read_parquet(path).schema()
    except (duckdb.Error, OSError) as error:
        message = f"Cannot read {file.name}: it is damaged, or not Parquet."
        raise UnreadableFile(message) from error
    return tuple((name, str(kind)) for name, kind in schema.items())


def _copy(
    connection: ibis.BaseBackend, kind: RecordKind, file: Path, number: int, work: Path
) -> Path | None:
    """A Parquet file with values as text copied with values of their types; most need no copy."""
    table = connection.read_parquet(file)
    header = matched(kind, table.columns, file)
    read = [parsed(table[written], kind.column(name).type) for name, written in header.items()]
    if all(one.text is None for one in read):
        return None
    copy = work / f"records-{number}.parquet"
    copy_typed(connection, table, header, kind, copy)
    return copy


def _names(number: int, copies: Mapping[int, Copied], schemas: Sequence[Schema]) -> tuple[str, ...]:
    if number in copies:
        return copies[number].names
    return tuple(name for name, _ in schemas[number])


def _groups(schemas: Sequence[Schema]) -> list[list[int]]:
    """The numbers of files by schema, so that files alike are scanned together."""
    found: dict[Schema, list[int]] = {}
    for number, schema in enumerate(schemas):
        found.setdefault(schema, []).append(number)
    return list(found.values())


def _read(
    connection: ibis.BaseBackend,
    group: Sequence[int],
    opened: Sequence[Path],
    files: Sequence[Path],
    kind: RecordKind,
) -> ir.Table:
    """The files of one schema, with the columns of the kind under its names, as they are stored."""
    # Ibis names files so, and a row is placed by the name of its file.
    paths = {os.path.abspath(opened[number]): number for number in group}  # noqa: PTH100
    table = connection.read_parquet(list(paths), filename=True, file_row_number=True)
    base = {path: ibis.literal(number * ROWS, "int64") for path, number in paths.items()}
    start = (
        next(iter(base.values()))
        if len(base) == 1
        else table["filename"].cases(*base.items(), else_=ibis.null("int64"))
    )
    header = matched(kind, table.columns, files[group[0]])
    columns = {name: table[written] for name, written in header.items()}
    texts = {name: table[name] for name in table.columns if name.startswith(TEXT)}
    return table.select(**columns, **texts, **{AT: start + table["file_row_number"] + 1})


def _stored(table: ir.Table, kind: RecordKind) -> dict[str, Any]:
    """The columns of a table as values of their types, with texts of those stored otherwise."""
    columns: dict[str, Any] = {}
    for column in kind.columns:
        if column.name not in table.columns:
            columns[column.name] = ibis.null(TYPES[column.type])
            continue
        columns[column.name] = parsed(table[column.name], column.type).value
        if TEXT + column.name in table.columns:
            columns[TEXT + column.name] = table[TEXT + column.name]
    return {**columns, AT: table[AT]}


def _together(tables: Sequence[ir.Table], stored: Sequence[Mapping[str, Any]]) -> ir.Table:
    """Tables of several schemas as one; a whole number may be stored in fewer bytes in some."""
    names = dict.fromkeys(name for columns in stored for name in columns)
    types = {name: _one_type([one[name] for one in stored if name in one]) for name in names}
    alike = [
        table.select(
            **{name: _as(columns.get(name, ibis.null(of)), of) for name, of in types.items()}
        )
        for table, columns in zip(tables, stored, strict=True)
    ]
    return alike[0] if len(alike) == 1 else ibis.union(*alike)


def _one_type(columns: Sequence[Any]) -> str:
    found = {str(column.type()).lstrip("!") for column in columns}
    return found.pop() if len(found) == 1 else "int64"


def _as(column: Any, of: str) -> Any:
    return column if str(column.type()).lstrip("!") == of else column.cast(of)


def _of_two_types(files: Sequence[Mapping[str, str]], kind: RecordKind) -> Iterator[Fault]:
    """Columns that are stored as text in some files and as their type in others."""
    for column in kind.columns:
        named = ((folded(name), of) for types in files for name, of in types.items())
        types = {of.lstrip("!") for name, of in named if name == column.name}
        if len(types) > 1 and "string" in types:
            told = f"It is {listed(sorted(types))}."
            yield Fault("REC-006", column.name, len(types), detail=told)
