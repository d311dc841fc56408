"""A mapping of NHS commissioners to areas from a CSV file of the user's."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare import places
from bettercare.findings import Finding, Place
from bettercare.formats.delimited import Sheet, read_sheet
from bettercare.formats.place_columns import REFERENCE, Columns, find_columns, lacking, rows_of
from bettercare.labels import shortened
from bettercare.money import read_number
from bettercare.places import Area, Commissioner, Share
from bettercare.places.notices import notice

HEADERS: Mapping[str, tuple[str, ...]] = {
    "area_code": ("hwb code", "la code"),
    "area": ("la name", "hwb name", "hwb", "area name"),
    "commissioner_code": ("ccg code", "icb code", "sub icb code"),
    "commissioner": ("ccg name", "icb name", "sub icb name", "commissioner name"),
    "share_of_commissioner": ("ccg in hwb", "pct ccg in hwb", "icb in hwb", "sub icb in hwb"),
    "share_of_area": ("hwb in ccg", "pct hwb in ccg", "hwb in icb", "hwb in sub icb"),
}
NEEDED = ("area_code", "commissioner_code", "share_of_commissioner", "share_of_area")
SHARES = ("share_of_commissioner", "share_of_area")
LONGEST = 40  # characters of a cell that are shown


class MappingReading(msgspec.Struct, frozen=True):
    """A mapping as read from a file, and what was noticed on the way."""

    mapping: places.Mapping
    findings: tuple[Finding, ...]


def read_mapping(path: Path) -> MappingReading:
    """Read a mapping: a row for each area and commissioner, with a share each way.

    Columns are found by header: area code, area, commissioner code, commissioner, share of
    commissioner ("% CCG in HWB"), share of area ("% HWB in CCG"); the two names may be left out.
    Rows that cannot be used are told and left out. Raises ``UnreadableFile`` when the file cannot
    be read at all.
    """
    sheet = read_sheet(path)
    columns = find_columns(sheet, HEADERS)
    missing = list(lacking(sheet, columns, NEEDED))
    rows = [] if missing else list(rows_of(sheet))
    in_per_cent = [name for name in SHARES if not missing and _is_per_cent(columns, rows, name)]
    reader = _Rows(sheet.file, columns, frozenset(in_per_cent))
    for number, row in rows:
        reader.take(number, row)
    findings = (
        *sheet.findings,
        *missing,
        *(_per_cent_finding(sheet, columns, name) for name in in_per_cent),
        *reader.findings,
    )
    shares = (share for share in reader.shares.values() if share is not None)
    mapping = places.Mapping(id=path.stem, reference=path.name, shares=tuple(shares))
    return MappingReading(mapping, findings)


class _Rows:
    """Takes one row after the other, and keeps what is to be said of them.

    ``shares`` are by area and commissioner; nothing where two rows of these do not agree.
    """

    def __init__(self, file: str, columns: Columns, in_per_cent: frozenset[str]) -> None:
        self.shares: dict[tuple[str, str], Share | None] = {}
        self.findings: list[Finding] = []
        self._file = file
        self._columns = columns
        self._in_per_cent = in_per_cent

    def take(self, number: int, row: list[str]) -> None:
        """Take a row; one that cannot be used is told."""
        share = self._share(number, row)
        if share is None:
            return
        key = (share.area.code, share.commissioner.code)
        held = self.shares.setdefault(key, share)
        if held is None or _numbers(held) != _numbers(share):
            self.shares[key] = None
            first = f"row {held.row}" if held else "rows before"
            message = f"The shares are not those that {first} gives of {key[1]} and {key[0]}."
            self._tell("MAP-22", number, message, "Keep the row that is right.")

    def _share(self, number: int, row: list[str]) -> Share | None:
        cell = self._columns.cell
        area, code = cell(row, "area_code"), cell(row, "commissioner_code").upper()
        codes = tuple(area.replace("&", " ").upper().split())
        if not codes or not code:
            what = "area" if not codes else "commissioner"
            self._tell("MAP-24", number, f"There is no code of the {what}.", "Give the code.")
            return None
        values = [self._fraction(number, row, name) for name in SHARES]
        if values[0] is None or values[1] is None:
            return None
        return Share(
            area=Area(cell(row, "area") or area, codes),
            commissioner=Commissioner(code, cell(row, "commissioner") or code),
            of_commissioner=values[0],
            of_area=values[1],
            file=self._file,
            row=number,
        )

    def _fraction(self, number: int, row: list[str], name: str) -> Decimal | None:
        text = self._columns.cell(row, name)
        value = _read(text, name in self._in_per_cent)
        if value is None or not 0 <= value <= 1:
            what = f"'{shortened(text, LONGEST)}'" if text else "A blank cell"
            message = f"{what} is no share from 0% to 100%."
            self._tell("MAP-21", number, message, "Write it such as 3.4%.", name)
            return None
        return value

    def _tell(self, code: str, number: int, message: str, fix: str, column: str = "") -> None:
        place = Place(file=self._file, row=number, column=column)
        where = f"Row {number}, {column.replace('_', ' ')}" if column else f"Row {number}"
        self.findings.append(notice(code, where, message, fix, REFERENCE, (place,)))


def _numbers(share: Share) -> tuple[Decimal, Decimal]:
    return share.of_commissioner, share.of_area


def _read(text: str, in_per_cent: bool) -> Decimal | None:
    number = read_number(text)
    return number.scaleb(-2) if number is not None and in_per_cent else number


def _is_per_cent(columns: Columns, rows: list[tuple[int, list[str]]], name: str) -> bool:
    """Whether a column is in per cent though no cell says so: then one of them is over 1."""
    texts = [columns.cell(row, name) for _, row in rows]
    numbers = [number for text in texts if (number := read_number(text)) is not None]
    return not any("%" in text for text in texts) and any(number > 1 for number in numbers)


def _per_cent_finding(sheet: Sheet, columns: Columns, name: str) -> Finding:
    header = sheet.rows[0][columns.known[name]]
    message = "Some numbers are over 1, so the column is read as per cent."
    place = Place(file=sheet.file, row=1, column=name)
    return notice("MAP-23", f"Column '{header}'", message, "", REFERENCE, (place,))
