"""The columns of files about places: found by their headers, however these are written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place
from bettercare.formats.delimited import Sheet
from bettercare.formats.reading import some
from bettercare.labels import listed, normalise
from bettercare.places.notices import notice

REFERENCE = "How bettercare reads files"


class Columns(NamedTuple):
    """Which column of a file holds what, and the headers of all others by column."""

    known: Mapping[str, int]
    others: Mapping[int, str]

    def cell(self, row: Sequence[str], name: str) -> str:
        """The text of a row in a column; empty where the row ends before it."""
        at = self.known.get(name, len(row))
        return row[at].strip() if at < len(row) else ""


def find_columns(sheet: Sheet, headers: Mapping[str, Sequence[str]]) -> Columns:
    """The columns of a sheet; of two with the same meaning the first counts."""
    first = sheet.rows[0] if sheet.rows else []
    folded = [normalise(text) for text in first]
    known: dict[str, int] = {}
    for name, forms in headers.items():
        wanted = {normalise(name.replace("_", " ")), *forms}
        at = next((n for n, text in enumerate(folded) if text in wanted), None)
        if at is not None:
            known[name] = at
    used = set(known.values())
    others = {n: text.strip() for n, text in enumerate(first) if n not in used and text.strip()}
    return Columns(known, others)


def lacking(sheet: Sheet, columns: Columns, needed: Iterable[str]) -> Iterator[Finding]:
    """The finding that columns are missing, with what the file has instead."""
    missing = [name for name in needed if name not in columns.known]
    if missing:
        has = f" It has {some(sheet.rows[0])}." if sheet.rows and any(sheet.rows[0]) else ""
        nouns = listed(name.replace("_", " ") for name in missing)
        yield notice(
            "MAP-20",
            sheet.file,
            f"There is no column for {nouns}.{has}",
            f"Head its columns {nouns}." if len(missing) > 1 else f"Head its column {nouns}.",
            REFERENCE,
            (Place(file=sheet.file, row=1),),
        )


def rows_of(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header that hold anything, with their numbers in the file."""
    for number, row in enumerate(sheet.rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield sheet.line(number), row
