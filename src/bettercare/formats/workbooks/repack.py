"""A zipped workbook with some parts changed or added; all others are copied byte for byte."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from struct import Struct
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
LOCAL_MAGIC, CENTRAL_MAGIC, END_MAGIC = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, UTF_8, STORED, DEFLATED, ON_DISK = 20, 0x800, 0, 8, 0
FIRST_DAY = (1 << 5) | 1  # 1 January 1980: what is written says nothing of when
LEVEL = 6
MOST_ENTRIES = 0xFFFF


class _Packed(NamedTuple):
    """An entry ready to be written: its local record with the bytes, and its central record."""

    local: bytes | memoryview
    central: bytes  # with the place of the local record as nought


def repacked(data: bytes, changed: Mapping[str, bytes], level: int = LEVEL) -> bytes:
    """The archive with the contents of ``changed`` in place of its own, or after the last.

    The archive is one that was looked over before (see ``archive``). ``level`` 0 packs nothing.
    """
    out = BytesIO()
    central: list[bytes] = []
    for one in _packed(data, changed, level):
        central.append(one.central[:42] + out.tell().to_bytes(4, "little") + one.central[46:])
        out.write(one.local)
    start = out.tell()
    out.write(b"".join(central))
    count = min(len(central), MOST_ENTRIES)
    out.write(_END.pack(END_MAGIC, 0, 0, count, count, out.tell() - start, start, 0))
    return out.getvalue()


def _packed(data: bytes, changed: Mapping[str, bytes], level: int) -> Iterator[_Packed]:
    view = memoryview(data)
    with ZipFile(BytesIO(data)) as archive:
        infos = sorted(archive.infolist(), key=lambda one: one.header_offset)
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
        records = _central_records(data, archive.start_dir)
        for info, end in zip(infos, ends, strict=True):
            at = info.header_offset
            if info.filename in changed:
                yield _new(info.filename, changed[info.filename], info, level)
            elif at in records:
                yield _Packed(view[at:end], records[at])
            else:  # its record says its place in the way of very large archives
                yield _new(info.filename, archive.read(info), info, level)
    known = {info.filename for info in infos}
    for name, content in changed.items():
        if name not in known:
            yield _new(name, content, None, level)


def _central_records(data: bytes, at: int) -> dict[int, bytes]:
    """The records of the list of entries, by the place of the entry."""
    found = {}
    while data[at : at + 4] == CENTRAL_MAGIC:
        fields = _CENTRAL.unpack_from(data, at)
        size = _CENTRAL.size + sum(fields[10:13])
        found[fields[-1]] = data[at : at + size]
        at += size
    return found


def _new(name: str, content: bytes, before: ZipInfo | None, level: int) -> _Packed:
    packed = _deflated(content, level) if level else content
    method = DEFLATED if level else STORED
    own = name.encode()
    time, day = _moment(before)
    sizes = (zlib.crc32(content), len(packed), len(content), len(own), 0)
    system, attributes = (before.create_system, before.external_attr) if before else (0, 0)
    local = _LOCAL.pack(LOCAL_MAGIC, VERSION, UTF_8, method, time, day, *sizes)
    made = (system << 8) | VERSION
    rest = (0, ON_DISK, 0, attributes, 0)  # no remark, the disk, a flag, attributes, the place
    head = (CENTRAL_MAGIC, made, VERSION, UTF_8, method, time, day)
    central = _CENTRAL.pack(*head, *sizes, *rest)
    return _Packed(b"".join((local, own, packed)), central + own)


def _deflated(content: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _moment(before: ZipInfo | None) -> tuple[int, int]:
    """Time and day as an archive writes them: those of the part that is changed."""
    if before is None:
        return 0, FIRST_DAY
    year, month, day, hour, minute, second = before.date_time
    return (hour << 11) | (minute << 5) | (second // 2), ((year - 1980) << 9) | (month << 5) | day
