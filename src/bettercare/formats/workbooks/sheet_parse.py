"""The look over a sheet that is not written as usual: with prefixes, comments or odd spaces."""

from collections.abc import Iterable
from xml.parsers import expat

from bettercare.formats.workbooks.refusals import damaged
from bettercare.formats.workbooks.sheet_scan import Scan
from bettercare.formats.workbooks.used import cell_name, position
from bettercare.formats.workbooks.xml_rules import with_doctype


def scan_parsed(chunks: Iterable[bytes], name: str) -> Scan:
    """Look over a sheet with a parser; raises ``UnreadableFile`` where it is no XML.

    >>> sheet = b'<x:row r="2"><x:c r="C2"><x:v>1</x:v></x:c><x:c><x:f>A1</x:f></x:c></x:row>'
    >>> scan_parsed([b'<x:sheetData xmlns:x="a">', sheet, b'</x:sheetData>'], "").unsaved
    {'D2'}
    """
    cells = _Cells(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.CharacterDataHandler = cells.text
    parser.StartDoctypeDeclHandler = cells.doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise damaged(name, "a sheet is not written in proper XML") from error
    return cells.scan


class _Cells:
    """Follows the cells of a sheet as the parser comes to them."""

    def __init__(self, name: str) -> None:
        self.scan = Scan(is_parsed=True)
        self._name = name
        self._row = self._column = 0
        self._kind = ""
        self._texts: dict[str, str] = {}
        self._inside = ""
        self._open = False

    def doctype(self, *_: object) -> None:
        raise with_doctype(self._name)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdecimal() else self._row + 1
            self._column = 0
        elif local == "c":
            self._begin_cell(attributes)
        elif self._open and local in ("v", "f", "is", "t"):
            self._inside = "v" if local in ("is", "t") else local
            self._texts.setdefault(self._inside, "")

    def end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local == "c" and self._open:
            self._end_cell()
        elif local in ("v", "f", "t"):
            self._inside = ""

    def text(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside] += data[:40]  # only whether it is there, and errors, count

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r", "")
        if ref:
            if (at := position(ref)) is None:
                raise damaged(self._name, f"a cell is called {ref[:20]}")
            self._row, self._column = at
        else:
            self._column += 1
        self._kind = attributes.get("t", "")
        self._texts, self._open = {}, True

    def _end_cell(self) -> None:
        scan, texts, self._open = self.scan, self._texts, False
        value = texts.get("v")
        ref = cell_name(self._row, self._column)
        if value or "f" in texts:
            scan.used.add(self._row, self._column)
        if self._kind == "s":
            scan.texts += 1
        if "f" in texts and not value and not (self._kind == "str" and value is not None):
            scan.without_value(ref)
        if self._kind == "e" and value:
            scan.with_error(ref, value)
