"""Cells that belong to no table: notes below one, and sheets that hold none. All are said."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.reading import noted
from bettercare.formats.workbooks.records_in import Lines
from bettercare.formats.workbooks.sheets_in import Book, SheetCells, is_blank, text_of
from bettercare.labels import listed, shortened

MOST_NAMED = 8
LONGEST_QUOTE = 60


def note_findings(tables: Mapping[str, Lines], file: str) -> Iterator[Finding]:
    """A finding for each table below which something stands that is no row of it."""
    for table in tables.values():
        found = table.found
        cells = [
            (at, column)
            for at in table.notes
            for column in range(found.left, min(found.right, len(found.sheet.rows[at])))
            if not is_blank([found.sheet.rows[at][column]])
        ]
        if cells:
            yield _notes(table, cells, file)


def _notes(table: Lines, cells: list[tuple[int, int]], file: str) -> Finding:
    sheet = table.found.sheet
    names = [sheet.cell(*at) for at in cells]
    first = shortened(text_of(sheet.rows[cells[0][0]][cells[0][1]]).strip(), LONGEST_QUOTE)
    more = f" and {len(cells) - 1:,} more cells" if len(cells) > 1 else ""
    what = f"'{first}'{more} below the table: no row of it, and not read."
    fix = "Move it up below the last row, without a blank one between, if it is a row."
    places = tuple(
        Place(table=table.found.table, file=file, sheet=sheet.name, cell=name) for name in names
    )
    return noted("READ-76", Severity.WARNING, f"{sheet.name}, {names[0]}", what, fix, places)


def sheet_findings(book: Book, read: Collection[str]) -> Iterator[Finding]:
    """A note of the sheets without a table, with how many cells they hold."""
    others = [sheet for sheet in book.sheets if sheet.rows and sheet.name not in read]
    if others:
        named = [f"{one.name} ({_filled(one):,} cells)" for one in others[:MOST_NAMED]]
        more = len(others) - MOST_NAMED
        named += [f"{more:,} more"] if more > 0 else []
        what = f"No table of a plan on {'these sheets' if len(others) > 1 else 'this sheet'}, "
        what += f"not read: {listed(named)}."
        places = tuple(Place(file=book.name, sheet=one.name) for one in others)
        yield noted("READ-76", Severity.INFORMATION, book.name, what, "", places)


def _filled(sheet: SheetCells) -> int:
    return sum(cell != "" for cell in chain.from_iterable(sheet.rows))
