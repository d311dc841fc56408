"""Hidden sheets, rows and columns: read like all others, and said."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.headers import letter
from bettercare.formats.reading import few, noted
from bettercare.formats.workbooks.package import relations, relations_name, sheets_of
from bettercare.formats.workbooks.records_in import Lines
from bettercare.labels import listed

WORKBOOK = "xl/workbook.xml"
MOST_NAMED = 8
_HIDDEN = rb'\shidden="(?:1|true)"'
_ROW = re.compile(rb"<row\b(?=[^>]*" + _HIDDEN + rb')[^>]*?\sr="(\d+)"')
_COLUMN = re.compile(rb"<col\b(?=[^>]*" + _HIDDEN + rb")([^>]*)>")
_BOUND = re.compile(rb'\b(min|max)="(\d+)"')


class HiddenParts(dict[str, tuple[frozenset[int], frozenset[str]]]):
    """The hidden rows and the letters of hidden columns, by sheet."""


def hidden_parts(data: bytes, kind: str, sheets: frozenset[str], name: str) -> HiddenParts:
    """The hidden rows and columns of some sheets; only .xlsx and .xlsm say them."""
    found = HiddenParts()
    if kind not in {".xlsx", ".xlsm"}:
        return found
    with ZipFile(BytesIO(data)) as archive:
        links = relations(archive.read(relations_name(WORKBOOK)), WORKBOOK, name)
        for title, part in sheets_of(archive.read(WORKBOOK), links, name):
            if title in sheets:
                xml = archive.read(part)
                above, _, rows = xml.partition(b"<sheetData")
                hidden = _ROW.findall(rows) if b"hidden=" in rows else []
                found[title] = frozenset(map(int, hidden)), frozenset(_columns(above))
    return found


def _columns(xml: bytes) -> Iterator[str]:
    for attributes in _COLUMN.findall(xml):
        bounds = {key: int(value) for key, value in _BOUND.findall(attributes)}
        if b"min" in bounds and b"max" in bounds:
            yield from map(letter, range(bounds[b"min"] - 1, min(bounds[b"max"], 16_384)))


def hidden_findings(
    tables: Mapping[str, Lines], hidden: HiddenParts, file: str
) -> Iterator[Finding]:
    """A note for each table of what nobody sees of it."""
    for table in tables.values():
        sheet = table.found.sheet
        rows, columns = hidden.get(sheet.name, (frozenset(), frozenset()))
        shown = [] if sheet.shown else ["the sheet"]
        unseen = [line.row for line in table.lines if line.row in rows and any(line.cells)]
        shown += [few(unseen)] if unseen else []
        letters = [
            one
            for h in table.headers
            if h.fills != "keep"
            and (one := letter(table.found.left + h.position)) in columns
            and any(line.cells[h.position] for line in table.lines)
        ]
        more = f" and {len(letters) - MOST_NAMED:,} more" if len(letters) > MOST_NAMED else ""
        named = f"column{'s' if len(letters) > 1 else ''} {listed(letters[:MOST_NAMED])}{more}"
        shown += [named] if letters else []
        if shown:
            what = f"Hidden, and read all the same: {listed(shown)}."
            places = tuple(
                Place(table=table.found.table, file=file, sheet=sheet.name, row=row)
                for row in unseen
            )
            fix = "Show them, and check that they are meant."
            yield noted("READ-78", Severity.INFORMATION, sheet.name, what, fix, places)
