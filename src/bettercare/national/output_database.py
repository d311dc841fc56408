"""A collation as a DuckDB database, or as a folder of Parquet files, one a table.

Numbers are DECIMAL(38, 20): every amount that a plan can hold (15 digits and 20 decimals) is there
exactly. Rows go to DuckDB by a CSV file that only it reads, which is ten times faster than row by
row; it may open nothing but the folder that the output is made in.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from bettercare.national.output import Rows
from bettercare.national.tables import TABLES, Row, Table

PARQUET = ".parquet"
IN_MEMORY = ":memory:"
TYPES = {
    "text": "VARCHAR",
    "whole number": "BIGINT",
    "number": "DECIMAL(38, 20)",
    "date": "DATE",
    "yes or no": "BOOLEAN",
}
AT_ONCE = 10_000  # rows read back in one go


def write(making: Path, rows: Rows) -> None:
    """Write every table, with the meaning of each column as its comment."""
    as_files = making.suffix.casefold() == PARQUET
    if as_files:
        making.mkdir()
    with _opened(IN_MEMORY if as_files else str(making), making.parent) as database:
        for name, table in TABLES.items():
            _fill(database, table, rows[name](), making.with_name(f"{making.name}.{name}.tmp"))
            if as_files:
                file = _quoted(str(making / f"{name}{PARQUET}"))
                database.execute(f'COPY "{name}" TO {file} (FORMAT parquet, COMPRESSION zstd)')


def read(made: Path, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """Some columns of a table in the order of its rows."""
    named = ", ".join(f'"{name}"' for name in columns)
    if made.suffix.casefold() == PARQUET:
        place, source = IN_MEMORY, f"read_parquet({_quoted(str(made / (table + PARQUET)))})"
    else:
        place, source = str(made), f'"{table}"'
    with _opened(place, made.parent) as database:
        found = database.execute(f"SELECT {named} FROM {source}")  # noqa: S608  (our own names)
        while some := found.fetchmany(AT_ONCE):
            yield from some


def _opened(place: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database that may read and write in one folder, and nowhere else."""
    database = duckdb.connect(place)
    database.execute(f"SET allowed_directories = [{_quoted(str(folder.absolute()))}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def _fill(
    database: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row], waiting: Path
) -> None:
    columns = ", ".join(f'"{one.name}" {TYPES[one.kind]}' for one in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    try:
        with waiting.open("w", encoding="utf-8", newline="", errors="replace") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
        database.execute(_load(table), [str(waiting.absolute())])
    finally:
        waiting.unlink(missing_ok=True)
    database.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.meaning)}')
    for one in table.columns:
        meaning = f"{one.meaning} ({one.unit})" if one.unit else one.meaning
        place = f'"{table.name}"."{one.name}"'
        database.execute(f"COMMENT ON COLUMN {place} IS {_quoted(meaning)}")


def _load(table: Table) -> str:
    """Everything about the file is said, so that nothing in it is guessed."""
    kinds = ", ".join(f"{_quoted(one.name)}: {_quoted(TYPES[one.kind])}" for one in table.columns)
    return (
        f'INSERT INTO "{table.name}" SELECT * FROM read_csv(?, '  # noqa: S608  (our own names)
        "auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', "
        f"new_line = '\\n', nullstr = '', parallel = false, columns = {{{kinds}}})"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
