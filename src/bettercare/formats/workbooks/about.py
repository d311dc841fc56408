"""Which round and area a workbook is about: its plan fields, else what stands on its sheets."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bettercare.dates import short_year
from bettercare.errors import UnknownRound
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.reading import noted, round_asked
from bettercare.formats.workbooks.sheets_in import Book, Row, SheetCells, is_blank, text_of
from bettercare.labels import normalise
from bettercare.rounds import Round

LOOKED_AT = 60  # rows of each sheet: titles stand at the top
LONGEST_AREA = 60
LONGEST_TITLE = 200
TO_THE_RIGHT = 4  # cells in which the value of a label may stand
AREA_LABELS = frozenset(
    {
        "health and wellbeing board",
        "selected health and wellbeing board",
        "health and well being board",
        "selected health and well being board",
        "area",
        "hwb",
    }
)
_TITLE = re.compile(r"\b(?:better care fund|bcf)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)\s?(?:[-/–]|to)\s?(?:20)?(\d\d)\b", re.ASCII)
_AT_END = re.compile(r"(20\d\d)\D{0,4}?(?:20)?(\d\d)$", re.ASCII)


class FieldCell(NamedTuple):
    """A row of the sheet of plan fields: the field, its value as text, and where the value is."""

    field: str
    text: str
    place: Place


class Named(NamedTuple):
    """A round or an area, and the cell that says it."""

    text: str
    where: str


def field_cells(book: Book) -> list[FieldCell]:
    """The rows of the first sheet with a column of fields beside one of values."""
    for sheet in book.sheets:
        for at, row in enumerate(islice(sheet.rows, LOOKED_AT)):
            if row.count("") > len(row) - 2:  # as most are: no room for two headings
                continue
            heads = [normalise(cell) if isinstance(cell, str) else "" for cell in row]
            if "field" in heads and "value" in heads:
                columns = heads.index("field"), heads.index("value")
                return list(_field_rows(sheet, at + 1, columns, book.name))
    return []


def _field_rows(
    sheet: SheetCells, first: int, columns: tuple[int, int], file: str
) -> Iterator[FieldCell]:
    for at in range(first, len(sheet.rows)):
        row = sheet.rows[at]
        name = text_of(row[columns[0]])
        if name.strip():
            place = Place(
                table="plan",
                column=name.strip(),
                file=file,
                sheet=sheet.name,
                row=sheet.top + at + 1,
                cell=sheet.cell(at, columns[1]),
            )
            yield FieldCell(name, text_of(row[columns[1]]), place)


def round_of(
    book: Book, said: str | None, load: Callable[[str], Round], asked: str | None
) -> tuple[str, list[Finding]]:
    """The round of a workbook: as asked for, else as it says, else as its file's name ends.

    ``said`` is what its plan fields say. Raises ``UnknownRound`` where nobody says it.
    """
    named = Named(said, f"{book.name}, round") if said else round_on_sheets(book, load)
    if asked:
        where = named.where if named else ""
        return round_asked(asked, named.text if named else None, where)
    if said:
        return said, []
    if named:
        what = f"Nobody gave the round; taken as {named.text} from {named.where}."
        return named.text, [noted("READ-12", Severity.INFORMATION, "Round", what)]
    by_name = _year_at_end(book.name)
    if by_name:
        what = f"The workbook names no round; taken as {by_name} from the name of its file."
        return by_name, [noted("READ-12", Severity.INFORMATION, "Round", what)]
    raise UnknownRound(
        f"Cannot tell which round {book.name} is for. Add --round, or write its title on a sheet, "
        "such as Better Care Fund 2019/20."
    )


def round_on_sheets(book: Book, load: Callable[[str], Round]) -> Named | None:
    """The round that the first title of the Better Care Fund with years in it names."""
    for sheet, at, column, text in _texts(book):
        if len(text) <= LONGEST_TITLE and _TITLE.search(text):
            for year in years_named(text):
                if _is_round(year, load):
                    return Named(year, f"{sheet.name}, {sheet.cell(at, column)}")
    return None


def years_named(text: str) -> list[str]:
    """The financial years that a text names, as rounds are called.

    >>> years_named("Better Care Fund 2019/20 template")
    ['2019-20']
    """
    return [short_year(f"{found[1]}-{found[2]}") for found in _YEARS.finditer(text)]


def _is_round(year: str, load: Callable[[str], Round]) -> bool:
    try:
        load(year)
    except UnknownRound:
        return False
    return True


def _texts(book: Book) -> Iterator[tuple[SheetCells, int, int, str]]:
    """The texts at the top of every sheet, with where they stand."""
    for sheet in book.sheets:
        for at, row in enumerate(islice(sheet.rows, LOOKED_AT)):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell:
                    yield sheet, at, column, cell


def area_of(book: Book, rules: Round) -> tuple[str | None, list[Finding]]:
    """The area that stands beside or below its label, else that in the name of the file."""
    labels = AREA_LABELS | frozenset(map(normalise, rules.prints.area if rules.prints else ()))
    for sheet, at, column, text in _texts(book):
        label, _, name = text.partition(":")
        if normalise(label) in labels:
            found = name.strip() or _beside(sheet, at, column)
            if found and len(found) <= LONGEST_AREA:
                return found, []
    return _area_in_name(book.name)


def _beside(sheet: SheetCells, at: int, column: int) -> str:
    """The text right of a cell, else the one below it."""
    right: Row = sheet.rows[at][column + 1 : column + 1 + TO_THE_RIGHT]
    below: Sequence[Row] = [row[column : column + 1] for row in sheet.rows[at + 1 : at + 2]]
    found = next((cell for row in (right, *below) for cell in row if not is_blank([cell])), "")
    return found.strip() if isinstance(found, str) else ""


def _area_in_name(file: str) -> tuple[str | None, list[Finding]]:
    stem = Path(file).stem
    words = _AT_END.sub("", stem) if _year_at_end(file) else ""
    area = words.strip("-_ ").replace("-", " ").replace("_", " ").title()
    if not area:
        return None, []
    what = f"The workbook names no area; taken as '{area}' from the name of its file."
    fix = "Write it beside Health and Wellbeing Board: on a sheet."
    return area, [noted("READ-12", Severity.INFORMATION, "Area", what, fix)]


def _year_at_end(file: str) -> str | None:
    """The financial year that the name of a file ends in."""
    found = _AT_END.search(Path(file).stem)
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}-{found[2]}" if found and follows else None


def single(fields: Sequence[FieldCell], name: str) -> str | None:
    """The value of a field that every plan has, ``None`` where it is blank or missing."""
    found: Mapping[str, str] = {
        one.field.strip().casefold(): one.text.strip() for one in fields[::-1]
    }
    return found.get(name) or None
