"""The look over an .xls: the records of its sheets measured, and what else the file holds."""

from collections.abc import Callable, Iterator
from functools import partial
from struct import Struct

from bettercare.formats.workbooks.active_content import LINKS, codes_of
from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.ole import Container
from bettercare.formats.workbooks.refusals import SAVE_AGAIN, SPLIT, damaged, refused
from bettercare.formats.workbooks.used import Used, check_used
from bettercare.formats.workbooks.zip_rules import protected

PASSWORD, SHEET, LINKED, END, SIZES = 0x2F, 0x85, 0x1AE, 0x0A, 0x200
ONE_CELL = frozenset({0x203, 0x204, 0x205, 0x27E, 0xFD, 0x06, 0xD6})
MANY_CELLS = 0xBD
ROWS, COLUMNS = 65_536, 256
OTHERS = (("WordDocument", "a Word document"), ("PowerPoint Document", "a slide show"))
LINK_TO_OWN_SHEETS = (0x0401, 0x3A01)
_RECORD = Struct("<HH")
_AT = Struct("<HH")


def look_for(data: bytes, name: str, limits: Limits) -> Callable[[], Looks]:
    """The look to take over an old Office file.

    Raises ``UnreadableFile`` where it is no workbook, or needs a password: a protected workbook of
    any kind is wrapped in such a file.
    """
    container = Container(data, name)
    if container.named("EncryptedPackage", "EncryptionInfo"):
        raise protected(name)
    for stream, what in OTHERS:
        if container.named(stream):
            raise refused(name, f"it is {what}, not a workbook", SAVE_AGAIN)
    if container.named("Workbook", "Book") is None:
        raise refused(name, "it is an old Office file, but not a workbook", SAVE_AGAIN)
    return partial(look_over, container, name, limits)


def look_over(container: Container, name: str, limits: Limits) -> Looks:
    """Look over the sheets of an .xls; raises ``UnreadableFile`` where it is not safe to read."""
    book = container.named("Workbook", "Book")
    content = container.read(book) if book else b""
    codes = codes_of(one.name for one in container.streams)
    starts: list[int] = []
    for kind, record in records(content, 0):
        if kind == PASSWORD and any(record[:2]):
            raise protected(name)
        if kind == SHEET and len(record) >= 4:  # noqa: PLR2004
            starts.append(int.from_bytes(record[:4], "little"))
        if kind == LINKED and int.from_bytes(record[2:4], "little") not in LINK_TO_OWN_SHEETS:
            codes.add(LINKS)
    if len(starts) > limits.sheets:
        why = f"it has {len(starts):,} sheets; {limits.sheets:,} can be read"
        raise refused(name, why, SPLIT)
    if not starts or max(starts) >= len(content):
        raise damaged(name, "it has no sheet")
    _check_sheets(content, starts, name, limits)
    return Looks(frozenset(codes))


def records(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the workbook stream, up to its end."""
    while at + _RECORD.size <= len(content):
        kind, size = _RECORD.unpack_from(content, at)
        at += _RECORD.size
        if kind == END:
            return
        yield kind, content[at : at + size]
        at += size


def _check_sheets(content: bytes, starts: list[int], name: str, limits: Limits) -> None:
    room = 0
    measured: dict[int, Used] = {}
    for number, start in enumerate(starts, 1):
        if start not in measured:
            measured[start] = _measured(content, start, name)
            check_used(name, f"sheet {number}", measured[start], limits)
        room += measured[start].rectangle
        if room > limits.cells:
            raise refused(name, "its sheets together are too large", SPLIT)


def _measured(content: bytes, start: int, name: str) -> Used:
    used = Used()
    for kind, record in records(content, start):
        if kind == SIZES:
            _check_sizes(record, name)
        if len(record) < 6 or not (kind in ONE_CELL or kind == MANY_CELLS):  # noqa: PLR2004
            continue
        row, column = _AT.unpack_from(record)
        used.add(row + 1, column + 1)
        if kind == MANY_CELLS:
            used.add(row + 1, int.from_bytes(record[-2:], "little") + 1)
    return used


def _check_sizes(record: bytes, name: str) -> None:
    """A reader makes room for as many cells as a sheet says it has."""
    wide = len(record) >= 14  # noqa: PLR2004
    rows = record[4:8] if wide else record[2:4]
    columns = record[10:12] if wide else record[6:8]
    if int.from_bytes(rows, "little") > ROWS or int.from_bytes(columns, "little") > COLUMNS:
        raise damaged(name, "a sheet says it is larger than a sheet can be")
