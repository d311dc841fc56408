"""People as a file lists them, one a row, made comparable; what cannot be used is said."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.text_files import decode, read_bytes
from bettercare.linkage.pseudonyms import normalised

NEEDED = ("nhs_number", "given_name", "surname", "sex", "birth_date", "address", "postcode")
FEWEST_TO_COMPARE = 2  # of given name, surname, birth date and postcode, where there is no number
SHOWN = 5  # examples of a fault
EARLIEST, LATEST = date(1890, 1, 1), date(2100, 12, 31)
SEXES = {
    "1": "1", "2": "2", "9": "", "0": "", "": "", "M": "1", "F": "2", "MALE": "1", "FEMALE": "2",
    "U": "", "X": "", "NOT KNOWN": "", "NOT SPECIFIED": "", "UNKNOWN": "",
}  # fmt: skip
DATES = (
    re.compile(r"(?P<year>\d{4})[-/]?(?P<month>\d{2})[-/]?(?P<day>\d{2})(?:[ T]00:00:00.*)?"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class People:
    """People made comparable, the row of each in its file, and what was found on the way.

    ``frame`` has ``row`` (1 is the first row under the header) and the columns that settings may
    name, ``None`` where nothing is known. ``read`` counts all rows, ``left_out`` those not in it.
    """

    name: str
    frame: Any = field(repr=False, compare=False)  # never shown, not even in a traceback
    read: int
    left_out: int
    findings: tuple[Finding, ...]


def read_people(path: Path, name: str) -> People:
    """Read people from a CSV or Parquet file with the columns ``NEEDED``; others are left alone.

    ``name`` says whose file it is in messages. Raises ``UnreadableFile`` for a file that cannot be
    read or lacks columns. Rows are left out only if they have too many or too few cells, or
    nothing to be told apart by; each such row and each unusable value is counted in a finding.
    """
    rows, ragged = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    return comparable(rows, name, ragged)


def comparable(rows: Any, name: str, ragged: Sequence[int] = ()) -> People:
    """Make people comparable: a frame of text as read, with a column ``row``.

    ``ragged`` are rows that have been left out already.
    """
    frame, faults = _cleaned(rows)
    known = frame[["given_name", "surname", "birth_date", "postcode"]].notna().sum(axis=1)
    empty = frame["nhs_number"].isna() & (known < FEWEST_TO_COMPARE)
    kept = frame[~empty].reset_index(drop=True)
    twice = kept["row"][kept["nhs_number"].notna() & kept["nhs_number"].duplicated(keep=False)]
    found = [
        *_ragged(name, ragged),
        *(_values(name, column, rows, bad) for column, bad in faults.items() if len(bad)),
        *_empty(name, frame["row"][empty].tolist()),
        *_twice(name, twice.tolist()),
    ]
    read = len(rows) + len(ragged)
    return People(name, kept, read, read - len(kept), tuple(found))


def _csv(path: Path) -> tuple[Any, list[int]]:
    text, _ = decode(read_bytes(path), path.name)
    try:
        lines = [line for line in csv.reader(StringIO(text, newline=""), strict=True) if line]
    except csv.Error as error:
        raise UnreadableFile(
            f"Cannot read {path.name}: a quotation mark stands where none may."
        ) from error
    header = [_heading(cell) for cell in lines[0]] if lines else []
    _needs(header, path.name)
    whole = [(n, line) for n, line in enumerate(lines[1:], 1) if len(line) == len(header)]
    ragged = [n for n, line in enumerate(lines[1:], 1) if len(line) != len(header)]
    cells = {column: [line[header.index(column)] for _, line in whole] for column in NEEDED}
    return pd.DataFrame({"row": [n for n, _ in whole], **cells}), ragged


def _parquet(path: Path) -> tuple[Any, list[int]]:
    try:
        with duckdb.connect() as connection:
            table = connection.read_parquet(str(path))
            header = [_heading(column) for column in table.columns]
            _needs(header, path.name)
            chosen = ", ".join(
                f"coalesce(cast(\"{table.columns[header.index(c)]}\" as varchar), '') as {c}"
                for c in NEEDED
            )
            frame = table.project(chosen).df()
    except (duckdb.Error, OSError) as error:  # its words may hold a value, so they are not said
        raise UnreadableFile(f"Cannot read {path.name} as Parquet.") from error
    frame.insert(0, "row", range(1, len(frame) + 1))
    return frame, []


def _heading(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def _needs(header: Sequence[str], name: str) -> None:
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise UnreadableFile(
            f"Cannot use {name}: it lacks {', '.join(missing)}. A column may be blank, "
            f"and the header must have all of {', '.join(NEEDED)}."
        )


def _cleaned(rows: Any) -> tuple[Any, dict[str, list[int]]]:
    """The columns that are compared, and the rows of each column whose values cannot be used."""
    digits = _each(rows["nhs_number"], _digits)
    dates = _each(rows["birth_date"], _date)
    sexes = _each(rows["sex"], lambda text: SEXES.get(text.strip().upper()))
    given, surname = (_each(rows[one], _letters) for one in ("given_name", "surname"))
    names = list(zip(given, surname, strict=True))
    address = _each(rows["address"], _address)
    columns = {
        "row": list(rows["row"]),
        "nhs_number": _each(rows["nhs_number"], normalised),
        "number": digits,
        "given_name": given,
        "surname": surname,
        "full_name": [f"{a} {b}" if a and b else None for a, b in names],
        "either_order": [" ".join(sorted((a, b))) if a and b else None for a, b in names],
        "sex": [one or None for one in sexes],
        "birth_date": dates,
        "house": [_house(one) for one in address],
        "address": address,
        "postcode": _each(rows["postcode"], _postcode),
    }
    frame = pd.DataFrame(columns).astype(dict.fromkeys([*columns][1:], "object"))
    faults = {
        "nhs_number": _unusable(rows, "nhs_number", columns["nhs_number"]),
        "sex": [row for row, one in zip(rows["row"], sexes, strict=True) if one is None],
        "birth_date": _unusable(rows, "birth_date", dates),
    }
    return frame.where(frame.notna(), None), faults


def _each(values: Any, change: Callable[[str], str | None]) -> list[str | None]:
    """Each value changed; what is the same is changed once."""
    known = {value: change(value) for value in set(values)}
    return [known[value] for value in values]


def _unusable(rows: Any, column: str, cleaned: Sequence[str | None]) -> list[int]:
    return [
        row
        for row, raw, one in zip(rows["row"], rows[column], cleaned, strict=True)
        if one is None and raw.strip()
    ]


def _digits(text: str) -> str | None:
    return "".join(sign for sign in text.removesuffix(".0") if sign in "0123456789") or None


def _letters(text: str) -> str | None:
    return "".join(sign for sign in text.upper() if sign.isalpha()) or None


def _address(text: str) -> str | None:
    return " ".join(re.sub(r"[^\w\s]", " ", text.upper()).split()) or None


def _house(address: str | None) -> str | None:
    if not address:
        return None
    words = address.split()
    return next((word for word in words if word[0].isdigit()), words[0])


def _postcode(text: str) -> str | None:
    return "".join(sign for sign in text.upper() if sign.isalnum()) or None


def _date(text: str) -> str | None:
    """A date as 1948-07-05, from that or from 05/07/1948; ``None`` for any other or none such."""
    for pattern in DATES:
        if match := pattern.fullmatch(text.strip()):
            year, month, day = (int(match[part]) for part in ("year", "month", "day"))
            try:
                found = date(year, month, day)
            except ValueError:
                return None
            return found.isoformat() if EARLIEST <= found <= LATEST else None
    return None


def shape(value: str) -> str:
    """What a value looks like, with nothing of what it says.

    >>> shape("31/02/1948"), shape("about 1950")
    ('99/99/9999', 'aaaaa 9999')
    """
    letters = re.sub(r"[^\W\d_]", "a", value)
    return re.sub(r"\d", "9", letters)[:30]


FAULTS = {
    "nhs_number": ("LNK-001", "are not valid NHS numbers by their check digit",
                   "They are compared as written, and never decide a link by themselves."),
    "birth_date": ("LNK-002", "are no dates of birth from 1890 on, such as 1948-07-05",
                   "They are taken as not known."),
    "sex": ("LNK-003", "are no codes of sex: 1 male, 2 female, 9 not specified, 0 not known",
            "They are taken as not known."),
}  # fmt: skip


def _values(name: str, column: str, rows: Any, bad: Sequence[int]) -> Finding:
    code, what, fix = FAULTS[column]
    text = dict(zip(rows["row"], rows[column], strict=True))
    shapes = sorted({shape(text[row].strip()) for row in bad[:SHOWN]})
    message = f"{len(bad):,} values {what}, such as {_rows(bad)} ({', '.join(shapes)})."
    return _found(code, name, message, fix, [(row, column) for row in bad[:SHOWN]])


def _ragged(name: str, rows: Sequence[int]) -> Iterator[Finding]:
    if rows:
        message = f"{len(rows):,} rows have more or fewer cells than the header: {_rows(rows)}."
        places = [(row, "") for row in rows[:SHOWN]]
        yield _found(
            "LNK-004", name, message, "They are left out. Put them right.", places, "ERROR"
        )


def _empty(name: str, rows: Sequence[int]) -> Iterator[Finding]:
    if rows:
        message = (
            f"{len(rows):,} rows have no valid NHS number and fewer than two of given name, "
            f"surname, birth date and postcode: {_rows(rows)}."
        )
        places = [(row, "") for row in rows[:SHOWN]]
        yield _found("LNK-005", name, message, "They are left out.", places)


def _twice(name: str, rows: Sequence[int]) -> Iterator[Finding]:
    if rows:
        message = f"{len(rows):,} rows share their NHS number with another row: {_rows(rows)}."
        fix = "One person may stand on several rows: count people by pseudonym, not rows."
        yield _found("LNK-006", name, message, fix, [(row, "nhs_number") for row in rows[:SHOWN]])


def _rows(rows: Sequence[int]) -> str:
    shown = [f"row {row:,}" for row in rows[:SHOWN]]
    return ", ".join(shown) + (" and others" if len(rows) > SHOWN else "")


def _found(
    code: str,
    name: str,
    message: str,
    fix: str,
    places: Sequence[tuple[int, str]] = (),
    severity: str = "WARNING",
) -> Finding:
    return Finding(
        code=code,
        name=NAMES[code],
        severity=Severity[severity],
        subject=name[:1].upper() + name[1:],
        message=message,
        fix=fix,
        places=tuple(Place(table=name, item=row, column=column) for row, column in places),
    )


NAMES = {
    "LNK-001": "NHS numbers that are not valid",
    "LNK-002": "Birth dates that cannot be read",
    "LNK-003": "Codes of sex that are not known",
    "LNK-004": "Rows of another length than the header",
    "LNK-005": "Rows with nothing to tell people apart by",
    "LNK-006": "NHS numbers on several rows",
}
