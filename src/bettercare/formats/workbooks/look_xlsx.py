"""The look over an .xlsx or .xlsm: every part is unpacked once, and every sheet measured."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bettercare.formats.workbooks.active_content import LINKS, OBJECTS, codes_of
from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.package import (
    ROOT_RELATIONS,
    TYPES,
    Relation,
    relations,
    relations_name,
    sheets_of,
)
from bettercare.formats.workbooks.reading_copy import (
    LARGEST_KEPT,
    MOST_KEPT,
    SheetParts,
    can_be_copied,
    copied,
)
from bettercare.formats.workbooks.refusals import NOT_SAFE, SPLIT, damaged, refused
from bettercare.formats.workbooks.sheet_parse import scan_parsed
from bettercare.formats.workbooks.sheet_scan import (
    NotPlainError,
    Scan,
    scan_plain,
    whole_cells,
)
from bettercare.formats.workbooks.used import check_used, fits
from bettercare.formats.workbooks.xml_rules import Head, head_of, looks_like_xml
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking

WORKBOOK = "xl/workbook.xml"
LARGEST_LIST = 50_000_000  # bytes of the workbook part, of relations and of content types
LONGEST_STRETCH = 8_000_000
MEDIA = ("xl/media/", "docProps/thumbnail")
HARMLESS_OUTSIDE = frozenset({"hyperlink", "image"})
TAIL = 64
_PREFIXED = re.compile(rb"<(/?)\w+:si\b")
_INDEX = re.compile(rb't="s"[^>]*>\s*+<v\s*>([0-9]{1,9})<')


class _Look:
    """What is gathered while the parts pass by."""

    def __init__(self, unpacking: Unpacking, name: str, limits: Limits) -> None:
        self.unpacking, self.name, self.limits = unpacking, name, limits
        self.kept: dict[str, bytes] = {}
        self.scans: dict[str, Scan] = {}
        self.texts: list[int] = []
        self.copies: dict[str, bytes] = {}
        self.room = MOST_KEPT
        self.long: set[str] = set()
        self.codes: set[str] = set()


def look_over(entries: Sequence[Entry], unpacking: Unpacking, name: str, limits: Limits) -> Looks:
    """Look over every part of an .xlsx; raises ``UnreadableFile`` where it is not safe to read."""
    look = _Look(unpacking, name, limits)
    parts = {entry.name: entry for entry in entries}
    for entry in entries:
        _part(entry, look)
    links = _links(look, name)
    sheets = _sheets(look, links, name, limits)
    for part, scan in look.scans.items():
        titles = [title for title, where in sheets if where == part]
        check_used(name, f"sheet '{titles[0]}'" if titles else part, scan.used, limits)
    _check_texts(look, parts)
    return Looks(
        frozenset(look.codes | codes_of(parts) | _outside(links)),
        {t: frozenset(s.unsaved) for t, s in _noted(look, sheets) if s.unsaved},
        {t: s.errors for t, s in _noted(look, sheets) if s.errors},
        SheetParts(tuple(sheets), look.copies, frozenset(look.long), sum(look.texts)),
    )


def _noted(look: _Look, sheets: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Scan]]:
    return ((title, look.scans[part]) for title, part in sheets if part in look.scans)


def _part(entry: Entry, look: _Look) -> None:
    chunks = look.unpacking.chunks(entry)
    first = next(chunks, b"")
    rest = chain((first,), chunks)
    if entry.name.startswith(MEDIA) or not (
        looks_like_xml(first) or entry.name.endswith((".xml", ".rels"))
    ):
        _drain(chunks)
        return
    head = _head(first, entry.name, look.name)
    if head is None:
        _drain(chunks)
    elif head.root == "worksheet":
        look.scans[entry.name] = _sheet(entry, first, chunks, look)
    elif head.root == "sst":
        look.texts = text_lengths(rest)
    elif _is_kept(entry.name, head):
        look.kept[entry.name] = _joined(rest, look.name)
    else:
        _other_part(entry, rest, look)


def _head(first: bytes, part: str, name: str) -> Head | None:
    """The head of a part; parts of the workbook itself must be XML in UTF-8."""
    head = head_of(first, name)
    if part.startswith(("xl/", "_rels/", "[")):
        if head is None:
            if part.endswith(".vml"):
                return None
            raise damaged(name, f"its part {part[:60]} is not written in proper XML")
        if not head.is_utf_8:
            why = f"its part {part[:60]} is not in UTF-8"
            raise refused(name, why, "Open it in Excel and save it again.")
    return head


def _is_kept(part: str, head: Head) -> bool:
    return part in (TYPES, WORKBOOK) or head.root in ("workbook", "Relationships")


def _joined(chunks: Iterable[bytes], name: str) -> bytes:
    found = b""
    for chunk in chunks:
        found += chunk
        if len(found) > LARGEST_LIST:
            raise refused(name, "the list of its sheets is too long", SPLIT)
    return found


def _drain(chunks: Iterable[bytes]) -> None:
    for _ in chunks:
        pass


def _other_part(entry: Entry, chunks: Iterable[bytes], look: _Look) -> None:
    """A part of another kind; one that holds cells all the same is measured as a sheet is."""
    has_cells, tail = False, b""
    for chunk in chunks:
        seen = tail + chunk
        has_cells = has_cells or b"sheetData" in seen
        if b"ddeLink" in seen or b"oleLink" in seen:
            look.codes.add(LINKS)
        tail = chunk[-16:]
    if has_cells and not entry.name.startswith("xl/externalLinks/"):
        look.scans[entry.name] = _scan(entry, look.unpacking.again(entry), look)


def _sheet(entry: Entry, first: bytes, chunks: Iterator[bytes], look: _Look) -> Scan:
    """The look over a sheet, which also settles how the reader is given it."""
    second = next(chunks, b"")
    scan = _scan(entry, chain((first, second), chunks) if second else (first,), look)
    if scan.is_parsed or not can_be_copied(first):
        return scan
    if second or len(first) > min(LARGEST_KEPT, look.room):
        look.long.add(entry.name)
    else:
        look.copies[entry.name] = copied(first)
        look.room -= len(first)
    return scan


def _scan(entry: Entry, chunks: Iterable[bytes], look: _Look) -> Scan:
    """The look over a sheet: loosely first, which is enough for nearly all."""
    again = look.unpacking.again
    try:
        scan = scan_plain(whole_cells(chunks, LONGEST_STRETCH))
        if not fits(scan.used, look.limits):
            scan = scan_plain(whole_cells(again(entry), LONGEST_STRETCH), exact=True)
        return scan
    except NotPlainError:
        _drain(chunks)
        return scan_parsed(again(entry), look.name)


def _links(look: _Look, name: str) -> dict[str, list[Relation]]:
    """The relations of each part that has some, by the part's name."""
    found = {}
    for part, content in look.kept.items():
        if part.endswith(".rels"):
            folder, _, file = part.rpartition("_rels/")
            of = folder + file.removesuffix(".rels")
            found[of] = relations(content, of, name)
    return found


def _outside(links: dict[str, list[Relation]]) -> set[str]:
    every = [link for of in links.values() for link in of]
    outside = {LINKS for link in every if link.outside and link.kind not in HARMLESS_OUTSIDE}
    kinds = codes_of(link.kind for link in every)
    return outside | kinds | {OBJECTS for link in every if link.kind == "package"}


def _sheets(
    look: _Look, links: dict[str, list[Relation]], name: str, limits: Limits
) -> list[tuple[str, str]]:
    """The sheets by title; the workbook part must be where every reader looks for it."""
    main = [link.target for link in links.get("", ()) if link.kind == "officeDocument"]
    if main != [WORKBOOK] or WORKBOOK not in look.kept:
        raise damaged(name, f"{ROOT_RELATIONS} does not name {WORKBOOK}")
    own = links.get(WORKBOOK)
    if own is None:
        raise damaged(name, f"{relations_name(WORKBOOK)} is missing")
    sheets = sheets_of(look.kept[WORKBOOK], own, name)
    if len(sheets) > limits.sheets:
        why = f"it has {len(sheets):,} sheets; {limits.sheets:,} can be read"
        raise refused(name, why, SPLIT)
    if not sheets:
        raise damaged(name, "it has no sheet")
    return sheets


def text_lengths(chunks: Iterable[bytes]) -> list[int]:
    """How long each shared text is, in bytes of its XML; never less than the text.

    >>> text_lengths([b"<sst><si><t>Fal", b"ls</t></si><si/><si><t>a</t></si></sst>"])
    [21, 0, 12, 6]
    """
    found, rest, cut_off = [], b"", 0
    for chunk in chunks:
        seen = rest + chunk
        if b":si" in seen:
            seen = _PREFIXED.sub(rb"<\1si", seen)
        *whole, rest = seen.replace(b"<si/>", b"</si>").split(b"</si>")
        if whole:
            found.append(cut_off + len(whole[0]))
            found += map(len, whole[1:])
            cut_off = 0
        if len(rest) > LONGEST_STRETCH:
            cut_off += len(rest) - TAIL
            rest = rest[-TAIL:]
    return [*found, cut_off + len(rest)]


def _check_texts(look: _Look, parts: dict[str, Entry]) -> None:
    """A long text shown in very many cells would fill the memory: all of them are added up."""
    longest = max(look.texts, default=0)
    total = sum(longest * scan.texts for scan in look.scans.values())
    if total > look.limits.unpacked:
        total = sum(
            longest * scan.texts
            if scan.is_parsed
            else _shown(look, look.unpacking.again(parts[part]))
            for part, scan in look.scans.items()
        )
    if total > look.limits.unpacked:
        raise refused(look.name, "it shows the same long text in too many cells", NOT_SAFE)


def _shown(look: _Look, chunks: Iterable[bytes]) -> int:
    """The length of all shared texts that a sheet shows."""
    longest, known = max(look.texts), len(look.texts)
    return sum(
        look.texts[index] if index < known else longest
        for chunk in whole_cells(chunks, LONGEST_STRETCH)
        for index in map(int, _INDEX.findall(chunk))
    )
