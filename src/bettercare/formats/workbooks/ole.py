"""The container of old Office files (MS-CFB): its streams by name, read within bounds."""

from array import array
from typing import NamedTuple

from bettercare.formats.workbooks.refusals import damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
LAST = 0xFFFFFFFA  # and above: no sector follows
ENTRY = 128
STREAM, ROOT = 2, 5
SHIFTS = (9, 12)
MINI = 64
MOST_NAMES = 100_000


class Stream(NamedTuple):
    """A stream or storage as the directory names it."""

    name: str
    kind: int
    start: int
    size: int


class Container:
    """The streams of an old Office file; raises ``UnreadableFile`` where it is damaged."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        if len(data) < HEADER or self._short(30) not in SHIFTS:
            raise self._damage()
        self._sector = 1 << self._short(30)
        self._cutoff = self._long(56)
        self._next = self._table(self._fat_sectors())
        self._mini_next = self._table(self._chain(self._long(60), self._next))
        self.streams = self._directory()

    def named(self, *names: str) -> Stream | None:
        """The first stream of one of these names."""
        wanted = [name.casefold() for name in names]
        found = (one for one in self.streams if one.kind == STREAM)
        return next((one for one in found if one.name.casefold() in wanted), None)

    def read(self, stream: Stream) -> bytes:
        """The bytes of a stream."""
        if stream.size >= self._cutoff:
            return self._joined(stream.start)[: stream.size]
        root = next((one for one in self.streams if one.kind == ROOT), None)
        small = self._joined(root.start) if root else b""
        parts = self._chain(stream.start, self._mini_next)
        return b"".join(small[at * MINI : (at + 1) * MINI] for at in parts)[: stream.size]

    def _directory(self) -> tuple[Stream, ...]:
        listed = self._joined(self._long(48))
        if len(listed) > MOST_NAMES * ENTRY:
            raise self._damage()
        entries = (listed[at : at + ENTRY] for at in range(0, len(listed) - ENTRY + 1, ENTRY))
        return tuple(_stream(entry) for entry in entries if entry[66])

    def _fat_sectors(self) -> list[int]:
        """The sectors that say which sector follows which."""
        found = list(array("I", self._data[76:HEADER]))
        at, seen = self._long(68), 0
        while at < LAST and seen <= len(self._data) // self._sector:
            more = array("I", self._bytes(at))
            found += more[:-1]
            at, seen = more[-1], seen + 1
        return [sector for sector in found if sector < LAST]

    def _table(self, sectors: list[int]) -> "array[int]":
        if len(sectors) * self._sector > len(self._data):
            raise self._damage()
        return array("I", b"".join(self._bytes(at) for at in sectors))

    def _chain(self, at: int, following: "array[int]") -> list[int]:
        found: list[int] = []
        while at < LAST:
            if at >= len(following) or len(found) > len(following):
                raise self._damage()
            found.append(at)
            at = following[at]
        return found

    def _joined(self, start: int) -> bytes:
        return b"".join(self._bytes(at) for at in self._chain(start, self._next))

    def _bytes(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        found = self._data[at : at + self._sector]
        if not found:
            raise self._damage()
        return found.ljust(self._sector, b"\x00")

    def _short(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 2], "little")

    def _long(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _damage(self) -> Exception:
        return damaged(self._name, "its parts do not follow one another")


def _stream(entry: bytes) -> Stream:
    length = int.from_bytes(entry[64:66], "little")
    name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    start, size = (int.from_bytes(entry[at : at + 4], "little") for at in (116, 120))
    return Stream(name, entry[66], start, size)
