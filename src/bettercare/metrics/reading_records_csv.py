"""A CSV file of records copied to Parquet as text, once; what cannot be read is counted.

A copy is several times faster to look at again, and holds no more memory than a part of the file.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import duckdb
import ibis

from bettercare.errors import UnreadableFile

LIMIT = 64 * 1024  # characters of a first line
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a workbook or zipped file"}


class Rejected(NamedTuple):
    """Rows of a file that cannot be read: where they begin, how many, and why in a few words."""

    file: int
    line: int
    rows: int
    why: str


def stage(
    connection: ibis.BaseBackend, file: Path, number: int, work: Path
) -> tuple[Path, tuple[Rejected, ...]]:
    """Copy a CSV file to Parquet in a folder; every cell is text, stripped of nothing.

    Gives the copy and what was rejected. Raises ``UnreadableFile`` where the file is empty or is
    no text.
    """
    header, delimiter = _header(file)
    copy = work / f"records-{number}.parquet"
    names = (f"rejects_{number}", f"rejects_of_scan_{number}")
    try:
        table = connection.read_csv(
            file,
            all_varchar=True,
            auto_detect=False,
            header=True,
            delim=delimiter,
            quote='"',
            escape='"',
            columns=dict.fromkeys(header, "VARCHAR"),
            store_rejects=True,
            rejects_limit=0,
            rejects_table=names[0],
            rejects_scan=names[1],
        )
        connection.to_parquet(table, copy, compression="zstd")
        refused = connection.raw_sql(
            f'SELECT line, error_type, csv_line FROM "{names[0]}" ORDER BY line'  # noqa: S608
        ).fetchall()
        for name in names:
            connection.raw_sql(f'DROP TABLE "{name}"')
    except duckdb.Error as error:
        raise UnreadableFile(f"Cannot read {file.name}: it cannot be read as CSV.") from error
    by_line: dict[int, Rejected] = {}
    for line, why, text in refused:
        rows = max(1, str(text or "").rstrip("\n").count("\n") + 1)
        by_line.setdefault(line, Rejected(number, line, rows, str(why).casefold()))
    return copy, tuple(by_line.values())


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
