"""One look over the XML of a sheet: how much is used, which formulas have no value, which errors.

Sheets as Excel, LibreOffice and the usual libraries write them are looked over by patterns, a few
megabytes at a time; a sheet written in any other way goes through the parser.
"""

import re
from collections.abc import Iterable, Iterator

from bettercare.formats.workbooks.used import Used, position

# Beginning with a literal, each of these skips from cell to cell in the speed of memory.
_NOT_NEAR = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,2}[0-9]{1,3}")')
_NOT_PLAIN = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,3}[0-9]{1,7}")')
_PREFIXED = re.compile(rb":(?:c[\s/>]|row|sheetData|v[\s/>]|is[\s/>])")
_ROWS = {  # a row whose cells all say that they are in it, by the last column of its cells
    width: re.compile(
        rb'<row r="([0-9]+)"[^>]*>'
        rb'(?:<c r="' + letters + rb'\1"[^>]*+(?:(?<=/)>|>(?:<(?!/c>)[^<]*+)*+</c>))*+</row>'
    )
    for width, letters in ((52, rb"(?:[A-Z]|A[A-Z])"), (702, rb"[A-Z]{1,2}"))
}
_CELL = re.compile(rb"<c[\s/>]")
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^>]*[^/>])?>(?!</c>)')
_LONE_FORMULA = re.compile(rb"</f>(?!<v>[^<])")
_SHORT_FORMULA = re.compile(rb"<f(?:\s[^>]*)?/>(?!<v>[^<])")
_UNSAVED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>\s*+<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*+(?!<v>[^<])(<v)?'
)
_ERROR = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*\st="e"[^>]*>\s*+'
    rb"(?:<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*+)?<v>([^<]*)</v>"
)
NEAR_ROWS, NEAR_COLUMNS = 999, 702
MOST_NOTED = 100_000  # cells that are told of; more say nothing new


class NotPlainError(Exception):
    """The sheet is not written as usual, and the parser must read it."""


class Scan:
    """What a look over a sheet finds: ``texts`` counts cells that show a shared text.

    ``is_parsed`` says that the parser read it, for it is not written as usual.
    """

    def __init__(self, is_parsed: bool = False) -> None:
        self.is_parsed = is_parsed
        self.used = Used()
        self.texts = 0
        self.unsaved: set[str] = set()
        self.errors: dict[str, str] = {}

    def without_value(self, ref: str) -> None:
        """Note a formula that has no saved value."""
        if len(self.unsaved) < MOST_NOTED:
            self.unsaved.add(ref)

    def with_error(self, ref: str, text: str) -> None:
        """Note a cell whose saved value is an error."""
        if len(self.errors) < MOST_NOTED:
            self.errors[ref] = text


def whole_cells(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Chunks cut where a row begins, so that no cell is parted.

    A stretch without rows is cut at a cell, else at any sign "<", once it passes ``longest``.

    >>> list(whole_cells([b'<row r="1"><c r="A1"><v>1</v', b'></c></row><row r="2"/>'], 100))
    [b'<row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="2"/>']
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"<row")
        if cut <= 0 and len(rest) > longest:
            cut = max(rest.rfind(b"<c ", 1), 0) or rest.rfind(b"<", 1)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def scan_plain(chunks: Iterable[bytes], exact: bool = False) -> Scan:
    """Look over a sheet by patterns.

    What is used is measured loosely and never too small; with ``exact`` every cell is looked at.
    Raises ``NotPlainError`` where the sheet is not written as usual.
    """
    scan = Scan()
    for chunk in chunks:
        if _is_odd(chunk):
            raise NotPlainError
        if exact or not _measure_loosely(chunk, scan.used):
            _measure_each(chunk, scan.used)
        scan.texts += chunk.count(b't="s"')
        if b"<f" in chunk:
            _formulas_without_value(chunk, scan)
        if b't="e"' in chunk:
            for ref, text in _ERROR.findall(chunk):
                scan.with_error(ref.decode(), text.decode("utf-8", "replace"))
    return scan


def _is_odd(chunk: bytes) -> bool:
    """Whether a sheet has what the patterns do not know; single signs are found fastest."""
    return (
        (b"!" in chunk and b"<!" in chunk)
        or (b"'" in chunk and b" t='" in chunk)
        or b" t " in chunk
        or (b":" in chunk and _PREFIXED.search(chunk) is not None)
    )


def _measure_loosely(chunk: bytes, used: Used) -> bool:
    """Count the filled cells and draw a rectangle that holds them; ``False`` where it cannot."""
    filled = chunk.count(b"</c>") - chunk.count(b'"></c>')
    if not filled:
        return b"</c>" not in chunk
    if _NOT_NEAR.search(chunk) is None:
        used.add(1, 1, filled)
        used.add(NEAR_ROWS, NEAR_COLUMNS, 0)
        return True
    for width, row in _ROWS.items():
        parts = row.split(chunk)  # what is between rows, and their numbers, in turn
        rows = set(map(int, parts[1::2]))
        if rows and not _CELL.search(b" ".join(parts[::2])):
            used.add(min(rows), 1, filled)
            used.add(max(rows), width, 0)
            return True
    return False


def _measure_each(chunk: bytes, used: Used) -> None:
    if _NOT_PLAIN.search(chunk):
        raise NotPlainError
    by_column: dict[bytes, tuple[int, int]] = {}
    cells = _FILLED.findall(chunk)
    for letters, digits in cells:
        row = int(digits)
        low, high = by_column.get(letters, (row, row))
        by_column[letters] = (min(low, row), max(high, row))
    used.cells += len(cells)
    for letters, rows in by_column.items():
        for row in rows:
            if (at := position(f"{letters.decode()}{row}")) is None:
                raise NotPlainError
            used.add(*at, 0)


def _formulas_without_value(chunk: bytes, scan: Scan) -> None:
    lone = [found.span() for found in _LONE_FORMULA.finditer(chunk)]
    short = [found.span() for found in _SHORT_FORMULA.finditer(chunk)]
    after = 0
    for start, end in sorted(lone + short):
        cell = _UNSAVED.match(chunk, max(chunk.rfind(b"<c ", after, start), after))
        after = end
        if cell and not (cell[3] and b't="str"' in cell[2]):  # an empty text is a value
            scan.without_value(cell[1].decode())
