"""Hidden sheets, rows and columns: read like all others, and said."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.headers import letter
from bettercare.formats.reading import few, noted
from bettercare.formats.workbooks.reading_copy import SheetParts
from bettercare.formats.workbooks.records_in import Lines
from bettercare.labels import listed

MOST_NAMED = 8
_HIDDEN = rb'\shidden="(?:1|true)"'
_ROW = re.compile(rb"<row\b(?=[^>]*" + _HIDDEN + rb')[^>]*?\sr="(\d+)"')
_COLUMN = re.compile(rb"<col\b(?=[^>]*" + _HIDDEN + rb")([^>]*)>")
_BOUND = re.compile(rb'\b(min|max)="(\d+)"')


class HiddenParts(dict[str, tuple[frozenset[int], frozenset[str]]]):
    """The hidden rows and the letters of hidden columns, by sheet."""


def hidden_parts(data: bytes, parts: SheetParts, sheets: frozenset[str]) -> HiddenParts:
    """The hidden rows and columns of some sheets; only .xlsx and .xlsm say them."""
    found = HiddenParts()
    if not parts.titles:
        return found
    with ZipFile(BytesIO(data)) as archive:
        for title, part in parts.titles:
            if title in sheets:
                xml = parts.kept.get(part) or archive.read(part)
                start = xml.find(b"<sheetData") if b"<sheetData" in xml else len(xml)
                hidden = _ROW.findall(xml, start) if xml.find(b"hidden=", start) > 0 else []
                found[title] = frozenset(map(int, hidden)), frozenset(_columns(xml[:start]))
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
