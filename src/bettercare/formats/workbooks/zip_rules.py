"""The entries of a zipped workbook: listed by strict rules, and inflated while counting.

Nothing that the archive says of itself is believed: names, sizes and places are compared with
what is there, for two programs that believe different parts of it read two different files.
"""

import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from stat import S_ISLNK
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bettercare.formats.workbooks.limits import Limits, size_words
from bettercare.formats.workbooks.refusals import ASK_AGAIN, NOT_SAFE, SPLIT, damaged, refused

LOCAL = struct.Struct("<4s2x2H16x2H")  # magic, flags, method, lengths of name and extra
LOCAL_LENGTH = 30
LOCAL_MAGIC, END_MAGIC = b"PK\x03\x04", b"PK\x05\x06"
ENCRYPTED = 0x1 | 0x40
UNIX = 3
PIECE = 256 * 1024
CHUNK = 4 * 1024 * 1024  # bytes inflated at a time
LONGEST_NAME = 512
BROKEN = (BadZipFile, NotImplementedError, ValueError, EOFError, struct.error, OverflowError)


class Entry(NamedTuple):
    """An entry of the archive: where its packed bytes are, and how they are packed."""

    name: str
    start: int
    packed: int
    deflated: bool
    crc: int


def entries_of(data: bytes, name: str, limits: Limits) -> tuple[Entry, ...]:
    """The entries of an archive, without its folders.

    Raises ``UnreadableFile`` where there are too many, or one is encrypted, a link, named twice,
    named outside the archive, or does not lie where it should.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos, end = archive.infolist(), archive.start_dir
    except BROKEN as error:
        raise damaged(name, "its list of parts cannot be read") from error
    if len(infos) > limits.entries:
        why = f"it is made of {len(infos):,} parts; a workbook may have {limits.entries:,}"
        raise refused(name, why, SPLIT)
    _check_names(infos, name)
    found = _placed(data, infos, end, name)
    return tuple(entry for entry in found if not entry.name.endswith("/"))


def _check_names(infos: Sequence[ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for info in infos:
        inner = info.filename.replace("\\", "/")
        if inner.startswith("/") or ":" in inner or ".." in inner.split("/"):
            raise refused(name, "it has a part that is named outside the file", NOT_SAFE)
        if inner.casefold() in seen:
            raise refused(name, f"it holds the part {shown(inner)} twice", NOT_SAFE)
        if info.create_system == UNIX and S_ISLNK(info.external_attr >> 16):
            raise refused(name, f"its part {shown(inner)} is a link to another file", NOT_SAFE)
        seen.add(inner.casefold())


def _placed(data: bytes, infos: Sequence[ZipInfo], end: int, name: str) -> list[Entry]:
    """Each entry as its own header gives it; no two of them may share bytes."""
    found = []
    free = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < free:
            raise refused(name, "two of its parts share the same bytes", NOT_SAFE)
        entry = _entry(data, info, name)
        free = entry.start + entry.packed
        if free > end:
            raise damaged(name, "a part runs past the end")
        found.append(entry)
    starts = infos and min(info.header_offset for info in infos) == 0
    if not starts or data.count(END_MAGIC, free) != 1:
        raise refused(name, "it holds more than one list of its parts", NOT_SAFE)
    return found


def _entry(data: bytes, info: ZipInfo, name: str) -> Entry:
    at = info.header_offset
    if at < 0 or at + LOCAL_LENGTH > len(data):
        raise damaged(name, "a part lies outside the file")
    magic, flags, method, name_length, extra_length = LOCAL.unpack_from(data, at)
    start = at + LOCAL_LENGTH + name_length + extra_length
    own = data[at + LOCAL_LENGTH : at + LOCAL_LENGTH + name_length]
    if magic != LOCAL_MAGIC or method != info.compress_type:
        raise damaged(name, "a part is not where the list says")
    if (flags | info.flag_bits) & ENCRYPTED:
        raise protected(name)
    if own not in _name_bytes(info):
        raise refused(name, f"its part {shown(info.filename)} has two names", NOT_SAFE)
    if method not in (ZIP_STORED, ZIP_DEFLATED):
        raise refused(name, "it is packed in a way that workbooks are not", ASK_AGAIN)
    return Entry(info.filename, start, info.compress_size, method == ZIP_DEFLATED, info.CRC)


def _name_bytes(info: ZipInfo) -> tuple[bytes, ...]:
    text = info.orig_filename
    try:
        return (text.encode("utf-8"), text.encode("cp437"))
    except UnicodeEncodeError:
        return (text.encode("utf-8", "surrogatepass"),)


def protected(name: str) -> Exception:
    """The refusal of a workbook that cannot be opened without its password."""
    fix = "Open it in Excel, take the password off (File, Info), save it and try again."
    return refused(name, "it is protected by a password", fix)


def shown(inner: str) -> str:
    """The name of a part, short enough to read."""
    return inner if len(inner) <= LONGEST_NAME else f"{inner[:60]}..."


class Unpacking:
    """Inflates entries of one archive and counts: each entry and all together have a limit."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._view = memoryview(data)
        self._name = name
        self._limits = limits
        self._total = 0

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of an entry, some megabytes at a time.

        Raises ``UnreadableFile`` as soon as a limit is passed, or when the bytes do not agree with
        their check sum.
        """
        size, crc = 0, 0
        try:
            for chunk in self._inflated(entry):
                size += len(chunk)
                self._count(entry, size, len(chunk))
                crc = zlib.crc32(chunk, crc)
                yield chunk
        except zlib.error as error:
            raise damaged(self._name, f"{shown(entry.name)} cannot be unpacked") from error
        if crc != entry.crc:
            raise damaged(self._name, f"{shown(entry.name)} is not as it was saved")

    def again(self, entry: Entry, most: int = sys.maxsize) -> Iterator[bytes]:
        """The bytes of an entry that was counted before, or as far as ``most`` bytes."""
        try:
            for chunk in self._inflated(entry):
                yield chunk
                most -= len(chunk)
                if most <= 0:
                    return
        except zlib.error as error:
            raise damaged(self._name, f"{shown(entry.name)} cannot be unpacked") from error

    def _count(self, entry: Entry, size: int, more: int) -> None:
        self._total += more
        limits = self._limits
        if size > limits.entry or self._total > limits.unpacked:
            most = limits.entry if size > limits.entry else limits.unpacked
            raise refused(self._name, f"it unpacks to more than {size_words(most)}", SPLIT)
        is_bomb = size > max(limits.entry_ratio_from, limits.entry_ratio * entry.packed)
        whole = max(limits.whole_ratio_from, limits.whole_ratio * len(self._view))
        if is_bomb or self._total > whole:
            why = "it is compressed far more than a workbook should be"
            raise refused(self._name, why, NOT_SAFE)

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        packed = self._view[entry.start : entry.start + entry.packed]
        if not entry.deflated:
            yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(0, len(packed), PIECE):
            rest: bytes | memoryview = packed[at : at + PIECE]
            while rest and not inflater.eof:
                if chunk := inflater.decompress(rest, CHUNK):
                    yield chunk
                rest = inflater.unconsumed_tail
        if not inflater.eof or inflater.unused_data:
            raise damaged(self._name, f"{shown(entry.name)} does not end where it should")
