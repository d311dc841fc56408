"""A series over time as a file gives it: one period and one value a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.delimited import Sheet, read_sheet
from bettercare.labels import normalise
from bettercare.metrics.record_checks_report import shape
from bettercare.trajectories.in_order import in_order

HEADS = ("period", "value")
LARGEST = Decimal("1e15")
_FAULTS = {
    "SPC-1": ("period-missing", "This row has no period.", "Write its period."),
    "SPC-2": ("period-again", "Its period is given again; the first row stands.",
              "Take one of the rows away."),
    "SPC-3": ("value-not-read", "The value, of the form {shape}, is no number: a gap.",
              "Write a number, or leave the cell blank."),
    "SPC-4": ("cells-beyond-header", "This row has more cells than the header: a gap.",
              'Write 1234, or "1,234".'),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """Values by period in order of time, ``None`` for a gap, and what was found on the way.

    ``rows`` counts the rows under the header that have something in them: each is a period here or
    has a finding. ``added`` counts the periods that no row is about.
    """

    values: Mapping[str, float | None]
    rows: int
    findings: tuple[Finding, ...]
    added: int = 0

    @property
    def has_errors(self) -> bool:
        """Whether a row could not be used as it stands."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def read_series(path: Path) -> Series:
    """Read a CSV file with the columns period and value; others are left alone.

    A blank value is a gap. A value that is no number is a gap with a finding, and of a period that
    is given twice the first row stands. Months, quarters or years are put in order of time, and a
    period between them that has no row is a gap, both with a finding; other periods keep the order
    of the file. Raises ``UnreadableFile`` without both columns or rows.
    """
    if path.is_dir():
        raise UnreadableFile(f"Cannot read {path.name}: it is a folder. Name a CSV file.")
    sheet = read_sheet(path)
    if not sheet.rows:
        raise UnreadableFile(f"Cannot read {path.name}: it is empty.")
    columns = _columns(sheet.rows[0], path.name)
    values: dict[str, float | None] = {}
    faults: list[Finding] = []
    rows = [n for n, row in enumerate(sheet.rows) if n and any(cell.strip() for cell in row)]
    for number in rows:
        faults += _take(sheet, number, columns, values)
    if not values:
        raise UnreadableFile(f"Cannot read {path.name}: there is no period under the header.")
    ordered, of_order = in_order(values, path.name)
    findings = (*sheet.findings, *faults, *of_order)
    return Series(ordered, len(rows), findings, len(ordered) - len(values))


def _columns(header: Sequence[str], name: str) -> tuple[int, ...]:
    heads = [normalise(cell) for cell in header]
    missing = [head for head in HEADS if head not in heads]
    if missing:
        raise UnreadableFile(
            f"Cannot read {name}: there is no column '{missing[0]}'. "
            "Name its columns period and value."
        )
    return tuple(heads.index(head) for head in HEADS)


def _take(
    sheet: Sheet, number: int, columns: Sequence[int], values: dict[str, float | None]
) -> Iterator[Finding]:
    """Put the period and value of one row among the others, and say what is wrong with it."""
    row = sheet.rows[number]
    period, text = (row[at].strip() if at < len(row) else "" for at in columns)
    place = Place(file=sheet.file, row=sheet.line(number + 1))
    # A number with a comma that was taken for two cells must not be read as its first part.
    split = any(cell.strip() for cell in row[len(sheet.rows[0]) :])
    value = None if split else _number(text)
    if not period:
        yield _finding("SPC-1", "period", place)
    elif period in values:
        yield _finding("SPC-2", "period", place)
    if split:
        yield _finding("SPC-4", "value", place)
    elif text and value is None:
        yield _finding("SPC-3", "value", place, text)
    if period:
        values.setdefault(period, value)


def _number(text: str) -> float | None:
    try:
        found = Decimal(text.replace(",", "").replace("−", "-").removesuffix("%").strip())
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() and abs(found) < LARGEST else None


def _finding(code: str, column: str, place: Place, text: str = "") -> Finding:
    """A fault of a row; a text is told by its form, since nobody knows what it is."""
    name, message, fix = _FAULTS[code]
    return Finding(
        code=code,
        name=name,
        severity=Severity.ERROR,
        subject=f"Row {place.row}, {column}",
        message=message.format(shape=shape(text)),
        fix=fix,
        places=(Place(file=place.file, row=place.row, column=column),),
    )
