"""Workbooks built by hand for tests: sound ones, and ones made to do harm."""

import struct
import zipfile
from io import BytesIO

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
BOOK12 = "xl/workbook.bin"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(*, sheets=1, cells=(("A1", "Scheme"), ("B2", 12.5))):
    """A sound .xlsx."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    for number in range(1, sheets + 1):
        sheet = book.add_worksheet(f"Sheet{number}")
        for cell, content in cells:
            sheet.write(cell, content)
    book.close()
    return out.getvalue()


def changed(data, parts, *, more=None):
    """The archive with some parts as given (``None`` takes one out), and more entries after."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as after:
        for info in before.infolist():
            content = parts.get(info.filename, before.read(info))
            if content is not None:
                after.writestr(info, content)
        for name, content in (more or {}).items():
            after.writestr(name, content)
    return out.getvalue()


def part(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def replaced(data, name, old, new):
    content = part(data, name)
    assert old in content
    return changed(data, {name: content.replace(old, new)})


def with_cells(xml, data=None):
    """An .xlsx whose only sheet has these rows."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'
    return changed(data or workbook(), {SHEET: sheet.encode()})


def typed(data, old, new):
    """An .xlsx with another content type."""
    return replaced(data, "[Content_Types].xml", old.encode(), new.encode())


def macro_workbook():
    data = typed(workbook(), "spreadsheetml.sheet.main+xml", "x.macroEnabled.main+xml")
    data = typed(
        data,
        "application/vnd.openxmlformats-officedocument.x.macroEnabled",
        "application/vnd.ms-excel.sheet.macroEnabled",
    )
    return changed(data, {}, more={"xl/vbaProject.bin": b"Attribute VB_Name"})


def ods(rows, *, more=None, manifest="<manifest/>", title="Income"):
    """An .ods whose only table has these rows."""
    out = BytesIO()
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
        f'<office:body><office:spreadsheet><table:table table:name="{title}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("mimetype", MIMETYPE, 0)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
        for name, extra in (more or {}).items():
            archive.writestr(name, extra)
    return out.getvalue()


def ods_cell(text="a", repeated=1):
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}" '
        f'office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def ods_row(*cells, repeated=1):
    inside = "".join(cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def record12(kind, content=b""):
    """A record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while True:
        head += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + content


def row12(row):
    return record12(0, struct.pack("<I", row) + bytes(13))


def cell12(column, kind=5, value=None):
    return record12(kind, struct.pack("<II", column, 0) + (value or struct.pack("<d", 1.0)))


def xlsb(*records, texts=(), sheets=1, links=""):
    """An .xlsb whose only sheet has these records, and these shared texts."""
    start = '<Relationships xmlns="r">'
    book = '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/>'
    strings = '<Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.bin"/>'
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{CONTENT}">'
            f'<Override PartName="/{BOOK12}" ContentType="{kind}"/></Types>',
        )
        archive.writestr(BOOK12, record12(156, b"sheet") * sheets)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f"{start}{book}{strings}{links}</Relationships>"
        )
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(records))
        archive.writestr("xl/sharedStrings.bin", b"".join(record12(19, text) for text in texts))
    return out.getvalue()


def record8(kind, content=b""):
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def number8(row, column, value=1.0):
    return record8(0x203, struct.pack("<HHHd", row, column, 0, value))


def book8(*sheets, before=b""):
    """The workbook stream of an .xls, each sheet given as its records."""
    names = [f"S{n}".encode() for n, _ in enumerate(sheets)]
    bof = record8(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    size = sum(4 + 8 + len(name) for name in names)
    start = len(bof) + len(before) + size + 4
    bodies = [
        record8(0x809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0)) + sheet + record8(0x0A)
        for sheet in sheets
    ]
    heads = b""
    for name, body in zip(names, bodies, strict=True):
        heads += record8(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
        start += len(body)
    return bof + before + heads + record8(0x0A) + b"".join(bodies)


def ole(streams):
    """An old Office file with these streams, every one long enough for sectors of its own."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    padded = {name: max(len(content), 4096) for name, content in streams.items()}
    entries = -(-(len(streams) + 1) // 4)
    fat = [0xFFFFFFFD, *range(2, entries + 1), end]
    body, directory = b"", _entry("Root Entry", 5, end, 0)
    for name, content in streams.items():
        count = -(-padded[name] // sector)
        first = len(fat)
        fat += [*range(first + 1, first + count), end]
        body += content.ljust(count * sector, b"\x00")
        directory += _entry(name, 2, first, padded[name])
    assert len(fat) <= 128
    fat += [free] * (128 - len(fat))
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, end, 0, end, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    tables = struct.pack("<128I", *fat)
    return bytes(header) + tables + directory.ljust(entries * sector, b"\x00") + body


def _entry(name, kind, start, size):
    entry = bytearray(128)
    text = name.encode("utf-16-le")
    entry[: len(text)] = text
    struct.pack_into("<HBBIII", entry, 64, len(text) + 2, kind, 1, *[0xFFFFFFFF] * 3)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def xls(*sheets, before=b"", more=None):
    """An .xls, each sheet given as its records."""
    return ole({"Workbook": book8(*sheets, before=before), **(more or {})})
