"""A sheet as the reader is given it: its rows and merged cells alone, by pieces where it is long.

The reader goes through a sheet twice: for its cells, and for its merged cells, which stand at the
end. In the copy they stand first, and what it does not read of a sheet is left out. It is the XML
that was looked over before, cut between rows; no cell is changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bettercare.formats.workbooks.sheet_scan import whole_cells

ROWS, END = b"<sheetData>", b"</sheetData>"
CLOSE = END + b"</worksheet>"
NO_MERGED = b'<mergeCells count="0"></mergeCells>'
MERGED, MERGED_END = b"<mergeCells", b"</mergeCells>"
LARGEST_KEPT = 4_000_000  # bytes of a sheet that is kept unpacked between the look and the reader
MOST_KEPT = 32_000_000  # and of all of them
PIECE = 4_000_000  # bytes of a long sheet that the reader is given at a time
LONGEST_STRETCH = 8_000_000


class SheetParts(NamedTuple):
    """The sheets of a workbook by title and part, and how the reader is to be given them.

    ``kept`` are copies of sheets, ``long`` the parts that are to be read by pieces; all others are
    read as they stand in the archive. ``texts`` is the size of the texts that sheets share.
    """

    titles: tuple[tuple[str, str], ...] = ()
    kept: Mapping[str, bytes] = {}
    long: frozenset[str] = frozenset()
    texts: int = 0


def can_be_copied(start: bytes) -> bool:
    """Whether a sheet begins as is usual, by its first bytes.

    >>> can_be_copied(b'<worksheet a="b"><sheetData><row r="1">'), can_be_copied(b"<sheetData/>")
    (True, False)
    """
    at = start.find(ROWS)
    return at >= 0 and b"<worksheet" in start[:at] and END not in start[:at]


def copied(xml: bytes) -> bytes:
    """The copy of a whole sheet that ``can_be_copied``.

    >>> copied(b'<worksheet><sheetData><row r="1"/></sheetData><a/></worksheet>')[11:46]
    b'<mergeCells count="0"></mergeCells>'
    """
    start, end = xml.index(ROWS), xml.find(END)
    last = end if end >= 0 else len(xml)
    return b"".join((xml[:start], _merged(xml[last:]), xml[start:last], CLOSE))


def pieces_of(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Sheets that together hold the rows of a long one, each of about so many bytes.

    The last has the merged cells.

    >>> rows = [b'<row r="1"/>', b'<row r="2"/>', b"</sheetData></worksheet>"]
    >>> for one in pieces_of([b"<worksheet><sheetData>", *rows], 1): print(one[46:-24])
    b'<sheetData><row r="1"/>'
    b'<sheetData><row r="2"/>'
    """
    parts = whole_cells(chunks, LONGEST_STRETCH)
    head, _, first = next(parts).partition(ROWS)
    rows, length = [first], len(first)
    tail = b""
    for part in parts:
        if tail or END in rows[-1]:
            tail += part
            continue
        if length >= size and part.startswith(b"<row"):
            yield b"".join((head, NO_MERGED, ROWS, *rows, CLOSE))
            rows, length = [], 0
        rows.append(part)
        length += len(part)
    last, _, after = rows[-1].partition(END)
    yield b"".join((head, _merged(after + tail), ROWS, *rows[:-1], last, CLOSE))


def _merged(tail: bytes) -> bytes:
    """The merged cells from what stands below the rows of a sheet."""
    at = tail.find(MERGED)
    end = tail.find(MERGED_END, at)
    return tail[at : end + len(MERGED_END)] if 0 <= at < end else NO_MERGED
