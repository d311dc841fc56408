"""The look over an .ods: its one part of cells may say of a cell or row that it comes again."""

from collections.abc import Sequence
from xml.parsers import expat

from bettercare.formats.workbooks.active_content import CONNECTIONS, LINKS, codes_of
from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.refusals import NOT_SAFE, SPLIT, damaged, refused
from bettercare.formats.workbooks.used import MOST_COLUMNS, MOST_ROWS, Used, check_used
from bettercare.formats.workbooks.xml_rules import head_of, looks_like_xml, with_doctype
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking, protected

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
MOST_SPACES = 32_767
_LINKING = {"table-source": LINKS, "dde-source": LINKS, "database-source-sql": CONNECTIONS,
            "database-source-query": CONNECTIONS, "database-source-table": CONNECTIONS}  # fmt: skip


def look_over(entries: Sequence[Entry], unpacking: Unpacking, name: str, limits: Limits) -> Looks:
    """Look over every part of an .ods; raises ``UnreadableFile`` where it is not safe to read."""
    tables: _Tables | None = None
    for entry in entries:
        chunks = unpacking.chunks(entry)
        first = next(chunks, b"")
        if looks_like_xml(first):
            head_of(first, name)
        if entry.name == MANIFEST and b"encryption-data" in first:
            raise protected(name)
        if entry.name == CONTENT:
            tables = _Tables(name, limits)
            tables.read(first)
        for chunk in chunks:
            if entry.name == CONTENT and tables:
                tables.read(chunk)
    if tables is None:
        raise damaged(name, f"{CONTENT} is missing")
    tables.close()
    return Looks(frozenset(tables.codes | codes_of(entry.name for entry in entries)))


class _Tables:
    """Follows the tables, rows and cells of an .ods as the parser comes to them."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.codes: set[str] = set()
        self._name, self._limits = name, limits
        self._sheets = self._room = 0
        self._title = ""
        self._used = Used()
        self._row = self._column = self._rows_alike = self._cells_alike = 0
        self._filled: list[tuple[int, int]] = []  # column and how many of it, of this row
        self._cell_open = self._cell_filled = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, chunk: bytes, last: bool = False) -> None:
        """Take the next bytes."""
        try:
            self._parser.Parse(chunk, last)
        except (expat.ExpatError, LookupError) as error:
            raise damaged(self._name, f"{CONTENT} is not written in proper XML") from error

    def close(self) -> None:
        """The bytes are at their end."""
        self.read(b"", last=True)

    def _doctype(self, *_: object) -> None:
        raise with_doctype(self._name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "table":
            self._sheets += 1
            self._used, self._row = Used(), 0
            self._title = attributes.get("table:name", "")
            if self._sheets > self._limits.sheets:
                why = f"it has more than {self._limits.sheets:,} sheets"
                raise refused(self._name, why, SPLIT)
        elif local == "table-row":
            self._rows_alike = self._times(attributes, "table:number-rows-repeated", MOST_ROWS)
            self._column, self._filled = 0, []
        elif local in ("table-cell", "covered-table-cell"):
            across = "table:number-columns-repeated"
            self._cells_alike = self._times(attributes, across, MOST_COLUMNS)
            self._cell_open, self._cell_filled = True, "office:value-type" in attributes
        elif local == "s":
            self._times(attributes, "text:c", MOST_SPACES)
        elif local in _LINKING:
            self.codes.add(_LINKING[local])

    def _times(self, attributes: dict[str, str], key: str, most: int) -> int:
        text = attributes.get(key, "1")
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > most:  # noqa: PLR2004
            why = "something in it comes again more often than a sheet has room for"
            raise refused(self._name, why, NOT_SAFE)
        return int(text)

    def _text(self, data: str) -> None:
        self._cell_filled = self._cell_filled or bool(self._cell_open and data.strip())

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in ("table-cell", "covered-table-cell"):
            if self._cell_filled:
                self._filled.append((self._column + 1, self._cells_alike))
            self._column += self._cells_alike
            self._cell_open = self._cell_filled = False
        elif local == "table-row":
            self._end_row()
        elif local == "table":
            check_used(self._name, f"sheet '{self._title[:40]}'", self._used, self._limits)
            self._room += self._used.rectangle
            if self._room > self._limits.cells:
                raise refused(self._name, "its sheets together are too large", SPLIT)

    def _end_row(self) -> None:
        for column, count in self._filled:
            self._used.add(self._row + 1, column, count * self._rows_alike)
            self._used.add(self._row + self._rows_alike, column + count - 1, 0)
        self._row += self._rows_alike
