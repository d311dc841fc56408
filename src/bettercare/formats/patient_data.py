"""Patient data at the door: a file with lists of patients is refused, and nothing of it is kept.

A random ten-digit number passes the NHS number check 9 times in 100, so one alone proves nothing:
a column counts where 5 or more cells pass, and they are 80% of its ten-digit values. A header such
as "NHS number" counts where numbers or dates stand under it; plans have that phrase in their text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from bettercare.errors import UnreadableFile
from bettercare.formats.headers import letter
from bettercare.labels import listed, normalise
from bettercare.nhs_numbers import is_nhs_number

FEWEST = 5
SHARE = 0.8
MOST_ROWS = 10_000  # looked at; a list of patients shows long before
BELOW = 20  # rows under a header in which its values must begin
LONGEST = 40  # characters of a header, or of a number with its spaces
SMALLEST, LARGEST = 1_000_000_000, 9_999_999_999  # numbers of ten digits
HEADERS = frozenset(
    {
        "nhs number", "nhs no", "nhsnumber", "nhsno", "patient nhs number", "date of birth",
        "dateofbirth", "dob", "patient date of birth", "birth date", "hospital number",
    }
)  # fmt: skip
_SPACED = re.compile(r"\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?:\.0)?\Z")
_VALUE = re.compile(r"[\d\s./-]*\d{2,}[\d\s./-]*\Z")


class HoldsPatients(UnreadableFile):
    """A file that is refused for its data about patients; ``columns`` counts the columns."""

    def __init__(self, text: str, columns: int) -> None:
        super().__init__(text)
        self.columns = columns


class PatientColumn(NamedTuple):
    """A column that holds data about patients: its number from 1, and why, without its values."""

    column: int
    why: str


def patient_columns(rows: Iterable[Sequence[object]]) -> tuple[PatientColumn, ...]:
    """The columns of some rows of cells that hold patients' data, by header or by NHS numbers.

    >>> rows = [["Name", "NHS number"], ["A", "9434765919"]]
    >>> patient_columns(rows)
    (PatientColumn(column=2, why='its header is that of a list of patients'),)
    """
    looked_at = list(islice(rows, MOST_ROWS))
    cells = set(chain.from_iterable(looked_at))
    if not any(_matters(text) for cell in cells if (text := _text(cell))):  # as in most tables
        return ()
    columns: dict[int, _Column] = {}
    for number, row in enumerate(looked_at):
        for at, cell in enumerate(row):
            if text := _text(cell):
                columns.setdefault(at, _Column()).add(number, text)
    return tuple(_found(columns))


def refuse_patients(rows: Iterable[Sequence[object]], name: str, where: str = "") -> None:
    """Raises ``HoldsPatients`` where rows hold patients' data; ``where`` names the sheet.

    >>> refuse_patients([["Amount"], ["1000000000"]], "plan.csv")
    """
    found = patient_columns(rows)
    if not found:
        return
    columns = listed(letter(one.column - 1) for one in found)
    noun = "column" if len(found) == 1 else "columns"
    place = f"{noun} {columns} of {where}" if where else f"{noun} {columns}"
    seems = "seems" if len(found) == 1 else "seem"
    raise HoldsPatients(
        f"Cannot read {name}: {place} {seems} to hold patients' data ({found[0].why}). "
        "Take it out: a plan needs no data about patients. Nothing of it was kept.",
        len(found),
    )


class _Column:
    """What was seen of one column: the row of a header, and its ten-digit values."""

    def __init__(self) -> None:
        self._header = -BELOW - 1
        self.is_headed = False
        self.numbers: list[str] = []

    def add(self, row: int, text: str) -> None:
        """Look at a cell that holds a short text, a number of ten digits or a date."""
        if text[:1].isdigit():
            self.is_headed = self.is_headed or (
                row - self._header <= BELOW and _VALUE.match(text) is not None
            )
            if _SPACED.match(text):
                self.numbers.append(text)
        elif _is_header(text):
            self._header = row


def _matters(text: str) -> bool:
    return _SPACED.match(text) is not None if text[:1].isdigit() else _is_header(text)


def _is_header(text: str) -> bool:
    return normalise(text.replace("_", " ")) in HEADERS


def _text(cell: object) -> str:
    """A cell as text where it can matter, else nothing."""
    if isinstance(cell, str):
        return cell.strip() if len(cell) <= LONGEST else ""
    if isinstance(cell, float | int):
        return str(int(cell)) if SMALLEST <= cell <= LARGEST else ""
    return cell.isoformat()[:10] if isinstance(cell, date) else ""


def _found(columns: dict[int, _Column]) -> Iterator[PatientColumn]:
    for at, column in sorted(columns.items()):
        passed = sum(map(is_nhs_number, column.numbers))
        if column.is_headed:
            yield PatientColumn(at + 1, "its header is that of a list of patients")
        elif passed >= FEWEST and passed >= SHARE * len(column.numbers):
            yield PatientColumn(at + 1, f"{passed:,} of its cells pass the NHS number check")
