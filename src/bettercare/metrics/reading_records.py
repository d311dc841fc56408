"""Files of records, opened as one table: Parquet where it lies, CSV by way of a Parquet copy.

Nothing is judged here but headers: values stand as they are in the files. Each row knows its file
and its number there, so that whatever is found can be shown.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.expr import types as ir

from bettercare.errors import UnreadableFile
from bettercare.labels import listed, nearest
from bettercare.metrics.reading_records_csv import Rejected, stage
from bettercare.metrics.record_checks_report import Fault, header_words
from bettercare.metrics.records import RecordKind

PARQUET, CSV = (".parquet", ".pq"), (".csv", ".txt", ".tsv")
AT = "_at"  # the place of a row in all files: its file's number times ROWS, and its own
ROWS = 1 << 40  # more than any file holds
IDENTIFYING = frozenset(
    {
        "nhs_number", "nhs_no", "nhsnumber", "nhsno", "date_of_birth", "dateofbirth", "dob",
        "birth_date", "name", "surname", "forename", "first_name", "last_name", "patient_name",
        "postcode", "address", "hospital_number",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of some files: the columns of their kind under its names, and ``_at`` as a row's place.

    ``table`` holds values as they stand, a column that is nowhere as blanks. ``exact`` says that
    the files are Parquet, alike, and have each column under its own name.
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


def record_files(given: Sequence[Path]) -> tuple[Path, ...]:
    """The files that are meant: a folder stands for its Parquet files, else its CSV files.

    Raises ``UnreadableFile`` where there is none, or one is of another kind.
    """
    found: list[Path] = []
    for path in given:
        found += _inside(path) if path.is_dir() else [path]
    if not found:
        raise UnreadableFile("There is no file of records. Name one, such as spells.parquet.")
    for path in found:
        if path.suffix.casefold() not in (*PARQUET, *CSV):
            raise UnreadableFile(f"Cannot read {path.name}: records come as Parquet or CSV.")
        if not path.is_file():
            raise UnreadableFile(f"Cannot read {path.name}: there is no such file.")
    return tuple(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    for endings in (PARQUET, CSV):
        files = sorted(one for one in folder.iterdir() if one.suffix.casefold() in endings)
        if files:
            return files
    raise UnreadableFile(f"Cannot read {folder}: no Parquet or CSV file is in it.")


def open_records(
    connection: ibis.BaseBackend, given: Sequence[Path], kind: RecordKind, work: Path
) -> Source:
    """Open files of one kind of record; ``work`` is a folder for copies of those that are text.

    Headers are matched without regard to case, spaces and hyphens. Raises ``UnreadableFile`` where
    a file is damaged or has no column of its kind.
    """
    files = record_files(given)
    rejected: list[Rejected] = []
    opened: dict[int, Path] = {}
    for number, file in enumerate(files):
        opened[number] = file
        if is_csv(file):
            copy, refused = stage(connection, file, number, work)
            opened[number] = copy
            rejected += refused
    groups = _groups(connection, files, opened)
    headers = {number: _matched(kind, names) for names, group in groups for number in group}
    for number, header in headers.items():
        if not header:
            raise UnreadableFile(_no_header(files[number], kind))
    tables = [_read(connection, group, opened, headers[group[0]]) for _, group in groups]
    absent = _absent(kind, headers)
    return Source(
        connection=connection,
        kind=kind,
        table=_together(tables, kind),
        files=files,
        faults=tuple(_header_faults(kind, files, groups, headers, tables)),
        missing=tuple(column for column, lacking in absent.items() if len(lacking) == len(files)),
        rejected=tuple(rejected),
        exact=len(groups) == 1
        and not any(map(is_csv, files))
        and not absent
        and all(name == written for name, written in headers[0].items()),
    )


Schema = tuple[tuple[str, str], ...]
Groups = list[tuple[tuple[str, ...], list[int]]]


def _groups(
    connection: ibis.BaseBackend, files: Sequence[Path], opened: Mapping[int, Path]
) -> Groups:
    """The files by schema, each group in order, so that files alike are scanned together."""
    found: dict[Schema, list[int]] = {}
    for number, path in opened.items():
        try:
            schema = connection.read_parquet(path).schema()
        except (duckdb.Error, OSError) as error:
            name = files[number].name
            raise UnreadableFile(f"Cannot read {name}: it is damaged, or not Parquet.") from error
        key = tuple((name, str(kind)) for name, kind in schema.items())
        found.setdefault(key, []).append(number)
    return [(tuple(name for name, _ in schema), group) for schema, group in found.items()]


def folded(name: str) -> str:
    """A header as it is compared.

    >>> folded(" Discharge-Ready "), folded("AGE")
    ('discharge_ready', 'age')
    """
    return "_".join(name.strip().strip("\ufeff").casefold().replace("-", " ").split())


def _matched(kind: RecordKind, names: Sequence[str]) -> dict[str, str]:
    """The columns of a kind that a file has, each with its name there; the first of two alike."""
    wanted = {column.name for column in kind.columns}
    found: dict[str, str] = {}
    for name in names:
        if folded(name) in wanted:
            found.setdefault(folded(name), name)
    return found


def _no_header(file: Path, kind: RecordKind) -> str:
    first = listed(column.name for column in kind.columns[:4])
    return (
        f"Cannot read {file.name}: none of its columns is one of {kind.label.casefold()}. "
        f"Its first row must hold their names, such as {first}."
    )


def _read(
    connection: ibis.BaseBackend,
    group: Sequence[int],
    opened: Mapping[int, Path],
    header: Mapping[str, str],
) -> ir.Table:
    """The files of one schema, with the columns of the kind under its names."""
    # Ibis names files so, and a row is placed by the name of its file.
    paths = {os.path.abspath(opened[number]): number for number in group}  # noqa: PTH100
    table = connection.read_parquet(list(paths), filename=True, file_row_number=True)
    base = {path: ibis.literal(number * ROWS, "int64") for path, number in paths.items()}
    start = (
        next(iter(base.values()))
        if len(base) == 1
        else table["filename"].cases(*base.items(), else_=ibis.null("int64"))
    )
    columns = {name: table[written] for name, written in header.items()}
    return table.select(**columns, **{AT: start + table["file_row_number"] + 1})


def _together(tables: Sequence[ir.Table], kind: RecordKind) -> ir.Table:
    """Tables of several schemas as one; where types differ, values are text."""
    types = {column.name: _one_type(tables, column.name) for column in kind.columns}
    cast = [
        table.select(
            *(
                (table[name] if name in table.columns else ibis.null(dtype)).cast(dtype).name(name)
                if name not in table.columns or str(table[name].type()) != dtype
                else table[name]
                for name, dtype in types.items()
            ),
            AT,
        )
        for table in tables
    ]
    return cast[0] if len(cast) == 1 else ibis.union(*cast)


def _one_type(tables: Sequence[ir.Table], name: str) -> str:
    found = {str(table[name].type()) for table in tables if name in table.columns}
    if not found:
        return "string"
    if len(found) == 1:
        return found.pop()
    return "int64" if all("int" in one for one in found) else "string"


def _absent(kind: RecordKind, headers: Mapping[int, Mapping[str, str]]) -> dict[str, list[int]]:
    """The files that lack a column, by column."""
    lacking = {
        column.name: [number for number, header in headers.items() if column.name not in header]
        for column in kind.columns
    }
    return {name: numbers for name, numbers in lacking.items() if numbers}


def _header_faults(
    kind: RecordKind,
    files: Sequence[Path],
    groups: Groups,
    headers: Mapping[int, Mapping[str, str]],
    tables: Sequence[ir.Table],
) -> Iterator[Fault]:
    names = {number: names for names, group in groups for number in group}
    yield from _missing_columns(kind, files, headers, names)
    yield from _other_columns(files, headers, names)
    for column in kind.columns:
        types = sorted({str(t[column.name].type()) for t in tables if column.name in t.columns})
        if len(types) > 1 and _one_type(tables, column.name) == "string":
            yield Fault("REC-006", column.name, len(types), detail=f"It is {listed(types)}.")


def _missing_columns(
    kind: RecordKind,
    files: Sequence[Path],
    headers: Mapping[int, Mapping[str, str]],
    names: Mapping[int, Sequence[str]],
) -> Iterator[Fault]:
    for column, numbers in _absent(kind, headers).items():
        code = "REC-007" if kind.column(column).blank else "REC-001"
        where = _named(files, numbers)
        known = set(headers[numbers[0]].values())
        others = tuple(one for one in names[numbers[0]] if one not in known)
        near = nearest(column, others) if code == "REC-001" else None
        hint = f" Is it the column '{header_words(near)}'?" if near else ""
        yield Fault(code, column, len(numbers), detail=f"It is not in {where}.{hint}")


def _other_columns(
    files: Sequence[Path],
    headers: Mapping[int, Mapping[str, str]],
    names: Mapping[int, Sequence[str]],
) -> Iterator[Fault]:
    """Columns that are not read, each with the files that have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, header in headers.items():
        for name in names[number]:
            if name not in header.values():
                found.setdefault((_why_other(name, header), header_words(name)), []).append(number)
    for (code, name), numbers in sorted(found.items()):
        where = _named(files, numbers)
        yield Fault(code, name, len(numbers), detail=f"It is in {where}, and is not read.")


def _why_other(name: str, header: Mapping[str, str]) -> str:
    if folded(re.sub(r" \(\d+\)$", "", name)) in header:
        return "REC-004"
    return "REC-003" if folded(name) in IDENTIFYING else "REC-002"


def _named(files: Sequence[Path], numbers: Sequence[int]) -> str:
    if len(numbers) == len(files) > 1:
        return f"any of the {len(files):,} files"
    shown = [files[number].name for number in numbers[:3]]
    more = [f"{len(numbers) - 3:,} more"] if len(numbers) > 3 else []  # noqa: PLR2004
    return listed([*shown, *more])
