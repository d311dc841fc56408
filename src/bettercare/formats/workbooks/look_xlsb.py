"""The look over an .xlsb, whose sheets are binary records instead of XML."""

from collections.abc import Iterator, Sequence

from bettercare.formats.workbooks.active_content import LINKS, OBJECTS, codes_of
from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.package import relations
from bettercare.formats.workbooks.refusals import NOT_SAFE, SPLIT, damaged, refused
from bettercare.formats.workbooks.used import MOST_COLUMNS, MOST_ROWS, Used, check_used
from bettercare.formats.workbooks.xml_rules import head_of, looks_like_xml
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking

RELATIONS, WORKBOOK = "xl/_rels/workbook.bin.rels", "xl/workbook.bin"
ROW, SHEET, TEXT = 0, 156, 19  # kinds of records: a row, a sheet's name, a shared text
FILLED = frozenset((*range(2, 12), 62))
SHARED = 7
SHORTEST_CELL = 8
HARMLESS_OUTSIDE = frozenset({"hyperlink", "image"})


def look_over(entries: Sequence[Entry], unpacking: Unpacking, name: str, limits: Limits) -> Looks:
    """Look over every part of an .xlsb; raises ``UnreadableFile`` where it is not safe to read."""
    parts: dict[str, bytes] = {}
    for entry in entries:
        content = b"".join(unpacking.chunks(entry))
        if looks_like_xml(content):
            head_of(content, name)
        if entry.name.endswith((".bin", ".rels")):
            parts[entry.name] = content
    if RELATIONS not in parts or WORKBOOK not in parts:
        raise damaged(name, f"{RELATIONS} is missing")
    links = relations(parts[RELATIONS], WORKBOOK, name)
    _check_sheets(parts, name, limits)
    texts = _text_lengths(parts, [link.target for link in links if link.kind == "sharedStrings"])
    room = limits.unpacked
    for link in links:
        if not link.outside and link.target in parts:
            is_sheet = link.kind == "worksheet"
            used, shown = _measured(parts[link.target], texts, name if is_sheet else "")
            check_used(name, link.target, used, limits)
            room -= shown
    if room < 0:
        raise refused(name, "it shows the same long text in too many cells", NOT_SAFE)
    codes = codes_of((*parts, *(entry.name for entry in entries)))
    return Looks(frozenset(codes | _outside(parts, name)))


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    r"""The records of a binary part: their kind and bytes; stops where they make no sense.

    >>> list(records(b"\x00\x04\x05\x00\x00\x00\x9c\x01\x00"))
    [(0, b'\x05\x00\x00\x00'), (156, b'')]
    """
    at, end = 0, len(content)
    while at < end:
        kind, at = _number(content, at, 2)
        size, at = _number(content, at, 4)
        if at + size > end:
            return
        yield kind, content[at : at + size]
        at += size


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    number = 0
    for shift in range(most):
        byte = content[at] if at < len(content) else 0
        number |= (byte & 0x7F) << (7 * shift)
        at += 1
        if byte < 0x80:  # noqa: PLR2004
            break
    return number, at


def _check_sheets(parts: dict[str, bytes], name: str, limits: Limits) -> None:
    sheets = sum(kind == SHEET for kind, _ in records(parts[WORKBOOK]))
    if sheets > limits.sheets:
        why = f"it has {sheets:,} sheets; {limits.sheets:,} can be read"
        raise refused(name, why, SPLIT)


def _text_lengths(parts: dict[str, bytes], targets: Sequence[str]) -> list[int]:
    return [
        len(content)
        for target in targets
        for kind, content in records(parts.get(target, b""))
        if kind == TEXT
    ]


def _measured(content: bytes, texts: Sequence[int], name: str) -> tuple[Used, int]:
    """What is used of a sheet, and the length of the shared texts that it shows."""
    used, row, shown = Used(), 0, 0
    for kind, cell in records(content):
        if kind == ROW and len(cell) >= 4:  # noqa: PLR2004
            row = int.from_bytes(cell[:4], "little")
        elif kind in FILLED and len(cell) >= SHORTEST_CELL:
            column = int.from_bytes(cell[:4], "little")
            if row >= MOST_ROWS or column >= MOST_COLUMNS:
                if not name:
                    continue
                raise damaged(name, "a cell lies outside its sheet")
            used.add(row + 1, column + 1)
            if kind == SHARED:
                index = int.from_bytes(cell[8:12], "little")
                shown += texts[index] if index < len(texts) else 0
    return used, shown


def _outside(parts: dict[str, bytes], name: str) -> set[str]:
    found: set[str] = set()
    for part, content in parts.items():
        if part.endswith(".rels"):
            links = relations(content, part, name)
            found |= codes_of(link.kind for link in links)
            found |= {LINKS for k in links if k.outside and k.kind not in HARMLESS_OUTSIDE}
            found |= {OBJECTS for link in links if link.kind == "package"}
    return found
