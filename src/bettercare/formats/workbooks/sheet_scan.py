"""One look over the XML of a sheet: how much is used, which formulas have no value, which errors.

Sheets as Excel, LibreOffice and the usual libraries write them are looked over by patterns, a few
megabytes at a time; a sheet written in any other way goes through the parser.
"""

import re
from collections.abc import Iterable, Iterator

from bettercare.formats.workbooks.used import Used, position

# Beginning with a literal, each of these skips from cell to cell in the speed of memory.
_NOT_NEAR = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,2}[0-9]{1,3}")')
_NOT_PLAIN = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,3}[0-9]{1,7}")|<c r="[^"]*"[^>]*\'')
_ODD = re.compile(rb":(?:c[\s/>]|row|sheetData|v[\s/>]|is[\s/>])|<!")
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^>]*[^/>])?>(?!</c>)')
_LONE_FORMULA = re.compile(rb"</f>(?!<v>[^<])")
_SHORT_FORMULA = re.compile(rb"<f [^>]*/>(?!<v>[^<])")
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


class NotNearError(Exception):
    """A sheet that began with cells near its corner has others: all must be looked at."""


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
    """Chunks cut where a cell or row begins, so that no cell is parted.

    A stretch without cells is cut at any sign "<" once it is longer than ``longest``.

    >>> list(whole_cells([b'<c r="A1"><v>1</v', b'></c><c r="B1"/>'], 100))
    [b'<c r="A1"><v>1</v></c>', b'<c r="B1"/>']
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = max(rest.rfind(b"<c "), rest.rfind(b"<row"))
        if cut <= 0 and len(rest) > longest:
            cut = rest.rfind(b"<", 1)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def scan_plain(chunks: Iterable[bytes], exact: bool = False) -> Scan:
    """Look over a sheet by patterns.

    Raises ``NotPlainError`` where it is not written as usual, and ``NotNearError`` where it must be
    looked over again with ``exact``, which counts every cell.
    """
    scan = Scan()
    for chunk in chunks:
        if _ODD.search(chunk) or b" t='" in chunk or b" t " in chunk:
            raise NotPlainError
        exact = _measure(chunk, scan, exact)
        scan.texts += chunk.count(b't="s"')
        if _LONE_FORMULA.search(chunk) or _SHORT_FORMULA.search(chunk):
            _formulas_without_value(chunk, scan)
        if b't="e"' in chunk:
            for ref, text in _ERROR.findall(chunk):
                scan.with_error(ref.decode(), text.decode("utf-8", "replace"))
    return scan


def _measure(chunk: bytes, scan: Scan, exact: bool) -> bool:
    """Count the filled cells; gives whether each of them had to be looked at."""
    if not exact and _NOT_NEAR.search(chunk) is None:
        if filled := chunk.count(b"</c>") - chunk.count(b'"></c>'):
            scan.used.add(1, 1, filled)
            scan.used.add(NEAR_ROWS, NEAR_COLUMNS, 0)
        return False
    if _NOT_PLAIN.search(chunk):
        raise NotPlainError
    if not exact and scan.used.cells:
        raise NotNearError
    _measure_each(chunk, scan.used)
    return True


def _measure_each(chunk: bytes, used: Used) -> None:
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
    for ref, attributes, value in _UNSAVED.findall(chunk):
        if not (value and b't="str"' in attributes):  # an empty text is a value
            scan.without_value(ref.decode())
