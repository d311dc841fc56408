"""Plans of admissions of NHS commissioners from a CSV file: one row a period, or one column."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare.findings import Finding, Place
from bettercare.formats.delimited import read_sheet
from bettercare.formats.place_columns import REFERENCE, Columns, find_columns, lacking, rows_of
from bettercare.formats.reading import some
from bettercare.labels import shortened
from bettercare.money import is_not_given, read_number
from bettercare.places.notices import notice
from bettercare.places.quarters import quarter_of

HEADERS: Mapping[str, tuple[str, ...]] = {
    "commissioner": ("commissioner code", "ccg code", "icb code", "sub icb code", "code", "ccg"),
    "period": ("quarter", "month"),
    "name": ("ccg name", "icb name", "sub icb name", "commissioner name"),
    "admissions": ("nea", "plan", "non elective admissions", "planned admissions"),
}
NEEDED = ("commissioner", "period", "admissions")
LONGEST = 40  # characters of a cell that are shown


class PlansReading(msgspec.Struct, frozen=True):
    """Plans by commissioner and period, as written in a file, and what was noticed on the way."""

    plans: dict[str, dict[str, Decimal]]
    findings: tuple[Finding, ...]


def read_admissions(path: Path) -> PlansReading:
    """Read plans of admissions: by rows (commissioner, period, admissions) or by columns.

    In a file by columns each period has a column whose header is a month ("2017-04", "Apr-17") or a
    quarter ("Q1 2017-18"). A blank cell is no plan, not a plan of 0. Raises ``UnreadableFile`` when
    the file cannot be read at all.
    """
    sheet = read_sheet(path)
    columns = find_columns(sheet, HEADERS)
    periods = {n: text for n, text in columns.others.items() if quarter_of(text)}
    needed = ("commissioner",) if periods else NEEDED
    missing = list(lacking(sheet, columns, needed))
    reader = _Cells(sheet.file)
    if not missing:
        for number, row in rows_of(sheet):
            cells = _wide(periods, row) if periods else _long(columns, row)
            reader.take(number, columns.cell(row, "commissioner"), cells)
    unused = [text for n, text in columns.others.items() if n not in periods]
    others = [_unused(sheet.file, unused)] if unused and not missing else []
    findings = (*sheet.findings, *missing, *others, *reader.findings)
    return PlansReading(reader.plans, findings)


def _wide(periods: Mapping[int, str], row: list[str]) -> Iterator[tuple[str, str]]:
    for at, period in periods.items():
        yield period, row[at].strip() if at < len(row) else ""


def _long(columns: Columns, row: list[str]) -> Iterator[tuple[str, str]]:
    yield columns.cell(row, "period"), columns.cell(row, "admissions")


class _Cells:
    """Takes one cell after the other, and keeps what is to be said of them."""

    def __init__(self, file: str) -> None:
        self.plans: dict[str, dict[str, Decimal]] = {}
        self.findings: list[Finding] = []
        self._file = file
        self._first: dict[tuple[str, str], tuple[int, Decimal]] = {}

    def take(self, number: int, commissioner: str, cells: Iterator[tuple[str, str]]) -> None:
        """Take the plans of a row."""
        if not commissioner:
            self._tell("MAP-24", number, "There is no code of the commissioner.", "Give the code.")
            return
        self.plans.setdefault(commissioner, {})
        for period, text in cells:
            value = self._number(number, period, text)
            if value is not None:
                self._keep(number, commissioner, period, value)

    def _number(self, number: int, period: str, text: str) -> Decimal | None:
        if is_not_given(text):
            return None
        value = None if "%" in text else read_number(text)
        if value is not None and value >= 0:
            return value
        shown = f"'{shortened(text, LONGEST)}' for {shortened(period, LONGEST)}"
        message = f"{shown} is no number of admissions."
        self._tell("MAP-21", number, message, "Write a number such as 7000.")
        return None

    def _keep(self, number: int, commissioner: str, period: str, value: Decimal) -> None:
        """Keep a value; where a row before has another one, neither."""
        row, first = self._first.setdefault((commissioner, period), (number, value))
        if first == value and row == number:
            self.plans[commissioner][period] = value
        elif first != value:
            self.plans[commissioner].pop(period, None)
            message = f"The plan is not the one that row {row} gives for {period}."
            self._tell("MAP-22", number, message, "Keep the row that is right.")

    def _tell(self, code: str, number: int, message: str, fix: str) -> None:
        place = Place(file=self._file, row=number)
        self.findings.append(notice(code, f"Row {number}", message, fix, REFERENCE, (place,)))


def _unused(file: str, headers: list[str]) -> Finding:
    message = f"These columns are not read: {some(headers)}."
    fix = "If one of them is a period, head it such as Apr-17 or Q1 2017-18."
    return notice("MAP-25", file, message, fix, REFERENCE, (Place(file=file, row=1),))
