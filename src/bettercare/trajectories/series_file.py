"""A series over time as a file gives it: one period and one value a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.delimited import read_sheet
from bettercare.labels import normalise

HEADS = ("period", "value")
LARGEST = Decimal("1e15")


@dataclass(frozen=True, slots=True)
class Series:
    """Values by period in the order of the file, ``None`` for a gap, and what was found on the way.

    ``rows`` counts the rows under the header that have something in them: each is a period here or
    has a finding.
    """

    values: Mapping[str, float | None]
    rows: int
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a row could not be used as it stands."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def read_series(path: Path) -> Series:
    """Read a CSV file with the columns period and value; others are left alone.

    A blank value is a gap. A value that is no number is a gap with a finding, and of a period that
    is given twice the first row stands. Raises ``UnreadableFile`` without both columns or rows.
    """
    if path.is_dir():
        raise UnreadableFile(f"Cannot read {path.name}: it is a folder. Name a CSV file.")
    sheet = read_sheet(path)
    if not sheet.rows:
        raise UnreadableFile(f"Cannot read {path.name}: it is empty.")
    columns = _columns(sheet.rows[0], path.name)
    values: dict[str, float | None] = {}
    findings = list(sheet.findings)
    count = 0
    for number, row in enumerate(sheet.rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        period, text = (row[at].strip() if at < len(row) else "" for at in columns)
        split = any(cell.strip() for cell in row[len(sheet.rows[0]) :])
        findings += _faults(period, text, values, number)
        findings += [_split(number)] if split else []
        if period:
            values.setdefault(period, None if split else _number(text))
    if not values:
        raise UnreadableFile(f"Cannot read {path.name}: there is no period under the header.")
    return Series(values, count, tuple(findings))


def _columns(header: Sequence[str], name: str) -> tuple[int, ...]:
    heads = [normalise(cell) for cell in header]
    missing = [head for head in HEADS if head not in heads]
    if missing:
        raise UnreadableFile(
            f"Cannot read {name}: there is no column '{missing[0]}'. "
            "Name its columns period and value."
        )
    return tuple(heads.index(head) for head in HEADS)


def _number(text: str) -> float | None:
    try:
        found = Decimal(text.replace(",", "").replace("−", "-").removesuffix("%").strip())
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() and abs(found) < LARGEST else None


def _faults(
    period: str, text: str, known: Mapping[str, float | None], row: int
) -> Iterator[Finding]:
    if not period:
        yield _finding(
            "SPC-1", "period-missing", row, "This row has no period.", "Write its period."
        )
    if period and period in known:
        yield _finding(
            "SPC-2", "period-again", row, f"'{period}' is given again; the first row stands.",
            "Take one of the rows away.",
        )  # fmt: skip
    if text and _number(text) is None:
        yield _finding(
            "SPC-3", "value-not-read", row, f"'{text[:40]}' is not a number; the period is a gap.",
            "Write a number, or leave the cell blank.",
        )  # fmt: skip


def _split(row: int) -> Finding:
    """A number with a comma that was taken for two cells must not be read as its first part."""
    message = "This row has more cells than the header; the period is a gap."
    return _finding("SPC-4", "cells-beyond-header", row, message, 'Write 1234, or "1,234".')


def _finding(code: str, name: str, row: int, message: str, fix: str) -> Finding:
    place = Place(row=row)
    return Finding(
        code=code,
        name=name,
        severity=Severity.ERROR,
        subject=f"Row {row}",
        message=message,
        fix=fix,
        places=(place,),
    )
