"""Hostile and unusual files at the door: refused in plain words, or read with what was seen (T14).

Each limit is tried with a file just within it and one just over it.
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from bettercare.errors import UnreadableFile
from bettercare.formats.workbooks.archive import looked_over, opened
from bettercare.formats.workbooks.limits import COMMAND_LINE, WEB, size_words
from tests.bettercare.formats.workbooks import hostile
from tests.bettercare.formats.workbooks.hostile import (
    MAIN,
    SHEET,
    changed,
    part,
    replaced,
    typed,
    with_cells,
    workbook,
)


def limits(**some):
    return msgspec.structs.replace(COMMAND_LINE, **some)


def refusal(data, name="plan.xlsx", within=COMMAND_LINE):
    with pytest.raises(UnreadableFile) as caught:
        looked_over(data, name, within)
    said = str(caught.value)
    assert said.startswith(f"Cannot read {name}: ")
    assert re.search(r"[.)] [A-Z].*\.$", said), "it says what to do"
    return said


def codes(data, name="plan.xlsx"):
    return [finding.code for finding in looked_over(data, name).findings]


def test_a_sound_workbook_passes_with_nothing_to_say(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook(sheets=9))
    archive = opened(path)
    assert archive.data == path.read_bytes()
    assert (archive.kind, archive.findings) == (".xlsx", ())
    assert (archive.unsaved, archive.errors) == ({}, {})


def test_a_file_that_is_not_there_or_a_folder(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file or directory"):
        opened(tmp_path / "plan.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UnreadableFile, match="a folder, not a file"):
        opened(tmp_path / "folder.xlsx")


def test_the_web_is_stricter():
    for name in ("file_size", "unpacked", "entry", "entries", "sheets", "cells", "rows"):
        assert getattr(WEB, name) < getattr(COMMAND_LINE, name)
    assert [size_words(s) for s in (WEB.file_size, WEB.unpacked)] == ["20 MB", "300 MB"]
    assert [size_words(s) for s in (COMMAND_LINE.file_size, COMMAND_LINE.unpacked)] == [
        "200 MB", "2 GB",
    ]  # fmt: skip


# Not a workbook, or not the one its name says


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (bytes(99), "it is empty"),
        (b"%PDF-1.7 x", "it is a PDF, not a workbook"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "it is a web page (HTML), not a workbook"),
        (b"  <html><table>", "it is a web page (HTML), not a workbook"),
        (b'<?xml version="1.0"?><Workbook/>', "it is a text in XML, not a workbook"),
        (b"a,b\r\n1,2\r\n", "it is a text, such as CSV, not a workbook"),
        (b'{"round": "2019-20"}', "it is a text in JSON, not a workbook"),
        (b"\x89PNG\r\n", "it is a picture, not a workbook"),
        (b"Rar!\x1a", "it is a compressed file, not a workbook"),
        (b"{\\rtf1", "it is a text of a word processor, not a workbook"),
        (bytes(range(256)), "it is a file of a kind that is not known here, not a workbook"),
        (hostile.ole({"WordDocument": b"x"}), "it is a Word document, not a workbook"),
        (hostile.ole({"Other": b"x"}), "it is an old Office file, but not a workbook"),
    ],
)
def test_what_is_no_workbook_is_named(data, said):
    assert said in refusal(data)


def zipped(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": "<w/>"}, "it is a Word document"),
        ({"ppt/slides.xml": "<p/>"}, "it is a slide show"),
        ({"plan.csv": "a,b"}, "it is a zipped file, not a workbook"),
        ({"xl/workbook.xml": "<workbook/>"}, "what it is made of is not said"),
    ],
)
def test_other_zipped_files_are_named(parts, said):
    assert said in refusal(zipped(**parts))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (workbook(), "plan.xls", ".xlsx"),
        (workbook(), "plan.xlsm", ".xlsx"),
        (hostile.macro_workbook(), "plan.xlsx", ".xlsm"),
        (hostile.xls(hostile.number8(0, 0)), "plan.xlsx", ".xls"),
        (hostile.ods(""), "plan.xlsx", ".ods"),
        (hostile.xlsb(), "plan.xlsx", ".xlsb"),
    ],
)
def test_content_and_name_must_agree(data, name, kind):
    said = refusal(data, name)
    assert f"({kind}), which its name does not say" in said
    assert f"Rename it so that it ends with {kind}" in said


def test_a_protected_workbook_of_any_kind_says_so():
    encrypted = hostile.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
    password = hostile.xls(hostile.number8(0, 0), before=hostile.record8(0x2F, b"\x01\x00"))
    manifest = "<manifest><encryption-data/></manifest>"
    for data, name in (
        (encrypted, "plan.xlsx"),
        (password, "plan.xls"),
        (hostile.ods("", manifest=manifest), "plan.ods"),
    ):
        assert "it is protected by a password" in refusal(data, name)


# The archive


def test_sizes_just_within_and_just_over(tmp_path):
    data = workbook()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    opened(path, limits(file_size=len(data)))
    with pytest.raises(UnreadableFile, match="it is larger than"):
        opened(path, limits(file_size=len(data) - 1))


def sizes(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [info.file_size for info in archive.infolist()]


def test_unpacked_sizes_just_within_and_just_over():
    data = workbook()
    looked_over(data, "plan.xlsx", limits(unpacked=sum(sizes(data)), entry=max(sizes(data))))
    assert "it unpacks to more than" in refusal(data, within=limits(unpacked=sum(sizes(data)) - 1))
    assert "it unpacks to more than" in refusal(data, within=limits(entry=max(sizes(data)) - 1))


def test_entries_and_sheets_just_within_and_just_over():
    data = workbook(sheets=3)
    count = len(sizes(data))
    looked_over(data, "plan.xlsx", limits(entries=count, sheets=3))
    assert f"it is made of {count} parts" in refusal(data, within=limits(entries=count - 1))
    assert "it has 3 sheets; 2 can be read" in refusal(data, within=limits(sheets=2))


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked():
    bomb = changed(workbook(), {}, more={"xl/media/a.bin": bytes(3_000_000)})
    assert "compressed far more than a workbook should be" in refusal(bomb)
    within = limits(entry_ratio_from=3_000_000)
    assert looked_over(bomb, "plan.xlsx", within).kind == ".xlsx"
    assert "compressed far more" in refusal(
        bomb, within=limits(entry_ratio_from=3_000_000, whole_ratio_from=2_999_999)
    )


def test_a_declared_size_is_not_believed():
    """The list of parts says that the bomb has 10 bytes."""
    bomb = bytearray(changed(workbook(), {}, more={"xl/media/a.bin": bytes(3_000_000)}))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "compressed far more" in refusal(bytes(bomb))


@pytest.mark.parametrize("name", ["../plan.csv", "xl/../../a", "/etc/a", "C:a", "..\\a"])
def test_names_outside_the_file(name):
    assert "named outside the file" in refusal(changed(workbook(), {}, more={name: b"x"}))


def test_a_part_named_twice_even_by_letter_case():
    data = changed(workbook(), {}, more={SHEET.upper(): b"<worksheet/>"})
    assert "twice" in refusal(data)


def test_a_link():
    link = zipfile.ZipInfo("xl/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert "is a link to another file" in refusal(changed(workbook(), {}, more={link: b"/x"}))


def flagged(data, flags):
    """The archive with flags set on its last part, in both places."""
    broken = bytearray(data)
    central = broken.rindex(b"PK\x01\x02")
    local = int.from_bytes(broken[central + 42 : central + 46], "little")
    broken[central + 8] |= flags
    broken[local + 6] |= flags
    return bytes(broken)


def test_an_encrypted_part():
    assert "it is protected by a password" in refusal(flagged(workbook(), 1))


def test_a_part_packed_in_another_way():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", part(workbook(), "[Content_Types].xml"))
    assert "packed in a way that workbooks are not" in refusal(out.getvalue())


def test_parts_that_share_bytes():
    data = bytearray(workbook())
    last = data.rindex(b"PK\x01\x02")
    before = data.rindex(b"PK\x01\x02", 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    assert "two of its parts share the same bytes" in refusal(bytes(data))


def test_a_part_with_two_names():
    data = bytearray(workbook())
    at = data.index(b"xl/styles.xml")
    data[at : at + 4] = b"xl/S"
    assert "has two names" in refusal(bytes(data))


def test_a_second_list_of_parts():
    data = workbook()
    hidden = b"PK\x05\x06" + bytes(18)
    with_remark = data[:-2] + len(hidden).to_bytes(2, "little") + hidden
    assert re.search("more than one list|cannot be read", refusal(with_remark))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(share):
    data = workbook()
    assert "it is damaged" in refusal(data[: int(len(data) * share)])


def test_changed_bytes_are_refused_or_read_but_never_a_fault():
    data = workbook()
    for at in range(0, len(data), 7):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        try:
            looked_over(bytes(broken), "plan.xlsx")
        except UnreadableFile as error:
            assert str(error).startswith("Cannot read plan.xlsx: ")


def test_a_part_that_is_not_as_it_was_saved():
    data = bytearray(workbook())
    central = data.rindex(b"PK\x01\x02")
    local = int.from_bytes(data[central + 42 : central + 46], "little")
    for at in (central + 16, local + 14):
        data[at] ^= 1
    assert "is not as it was saved" in refusal(bytes(data))


# XML

DTD = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize(
    "name", [SHEET, "xl/sharedStrings.xml", "docProps/app.xml", "customXml/item1.xml", "xl/new.bin"]
)
def test_a_document_type_in_any_part_and_encoding(name, encoding):
    said = {"utf-16-be": "utf-16", "utf-16-le": "utf-16", "utf-8-sig": "utf-8"}.get(
        encoding, encoding
    )
    text = f'<?xml version="1.0" encoding="{said}"?>{DTD}<worksheet xmlns="{MAIN}">&b;</worksheet>'
    data = changed(workbook(), {name: None}, more={name: text.encode(encoding)})
    assert "it holds a document type (DTD)" in refusal(data)


def test_a_document_type_after_a_long_remark_and_in_ods():
    remark = f"<!--{'x' * 300_000}-->"
    data = changed(workbook(), {SHEET: f"{remark}{DTD}<worksheet/>".encode()})
    assert "document type" in refusal(data)
    assert "document type" in refusal(
        hostile.ods("", more={"styles.xml": f"{DTD}<styles/>"}), "plan.ods"
    )


def test_a_picture_with_a_document_type_harms_nobody():
    data = changed(workbook(), {}, more={"xl/media/a.svg": f"{DTD}<svg/>".encode()})
    assert looked_over(data, "plan.xlsx").kind == ".xlsx"


def test_parts_of_the_workbook_must_be_xml_in_utf_8():
    sheet = part(workbook(), SHEET).decode().replace("UTF-8", "UTF-16")
    assert "is not in UTF-8" in refusal(changed(workbook(), {SHEET: sheet.encode("utf-16")}))
    assert "not written in proper XML" in refusal(changed(workbook(), {SHEET: b"<<"}))
    assert "not written in proper XML" in refusal(changed(workbook(), {SHEET: b""}))


def test_a_drawing_of_old_excel_need_not_be_xml():
    data = changed(workbook(), {}, more={"xl/drawings/a.vml": b"<&<xml>"})
    assert looked_over(data, "plan.xlsx").kind == ".xlsx"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xl/workbook.xml", b"<workbook><sheets><sheet></workbook>", "not written in proper XML"),
        ("xl/workbook.xml", b"<workbook/>", "it has no sheet"),
        ("xl/workbook.xml", None, "does not name xl/workbook.xml"),
        ("_rels/.rels", None, "does not name xl/workbook.xml"),
        ("xl/_rels/workbook.xml.rels", None, "is missing"),
    ],
)
def test_a_workbook_that_does_not_say_what_it_is_made_of(name, content, said):
    assert said in refusal(changed(workbook(), {name: content}))


def test_a_list_of_sheets_that_is_too_long(monkeypatch):
    monkeypatch.setattr("bettercare.formats.workbooks.look_xlsx.LARGEST_LIST", 100)
    assert "the list of its sheets is too long" in refusal(workbook())


# What could act is said


REL = '<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>'


def linked(kind, target, outside=True):
    mode = ' TargetMode="External"' if outside else ""
    new = REL.format(kind=kind, target=target, mode=mode).encode()
    return replaced(workbook(), "xl/_rels/workbook.xml.rels", b"</Relationships>", new)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed(workbook(), {}, more={"xl/vbaProject.bin": b"x"}), "READ-80"),
        (changed(workbook(), {}, more={"xl/macrosheets/sheet1.xml": b"<m/>"}), "READ-80"),
        (changed(workbook(), {}, more={"xl/embeddings/oleObject1.bin": b"x"}), "READ-81"),
        (changed(workbook(), {}, more={"xl/embeddings/b.xlsx": workbook()}), "READ-81"),
        (changed(workbook(), {}, more={"xl/activeX/activeX1.xml": b"<a/>"}), "READ-81"),
        (linked("package", "a.docx", outside=False), "READ-81"),
        (changed(workbook(), {}, more={"xl/externalLinks/externalLink1.xml": b"<e/>"}), "READ-82"),
        (changed(workbook(), {}, more={"xl/a.xml": b"<e><ddeLink/></e>"}), "READ-82"),
        (linked("attachedTemplate", "http://example.org/x.dotm"), "READ-82"),
        (changed(workbook(), {}, more={"xl/connections.xml": b"<c/>"}), "READ-83"),
        (changed(workbook(), {}, more={"xl/queryTables/q1.xml": b"<c/>"}), "READ-83"),
    ],
)
def test_what_could_act_is_said_once(data, code):
    [finding] = looked_over(data, "plan.xlsx").findings
    assert finding.code == code
    assert finding.subject == "plan.xlsx"
    assert finding.fix


def test_links_that_people_click_are_not_said():
    assert codes(linked("hyperlink", "https://example.org")) == []


def test_macros_in_their_own_kind_of_file_are_said_too():
    assert codes(hostile.macro_workbook(), "plan.xlsm") == ["READ-80"]


def test_what_could_act_in_other_kinds():
    one = hostile.number8(0, 0)
    link = hostile.record8(0x1AE, b"\x01\x00\x08\x00file")
    own = hostile.record8(0x1AE, b"\x01\x00\x01\x04")
    macros = hostile.xls(one, more={"_VBA_PROJECT_CUR": b"x"})
    assert codes(macros, "plan.xls") == ["READ-80"]
    assert codes(hostile.xls(one, more={"MBD0001": b"x"}), "plan.xls") == ["READ-81"]
    assert codes(hostile.xls(one, before=link), "plan.xls") == ["READ-82"]
    assert codes(hostile.xls(one, before=own), "plan.xls") == []
    basic = hostile.ods("", more={"Basic/script.xml": "<x/>"})
    assert codes(basic, "plan.ods") == ["READ-80"]
    assert codes(hostile.ods("<table:table-source/>"), "plan.ods") == ["READ-82"]
    outside = '<Relationship Id="r9" Type="x/frame" Target="http://x" TargetMode="External"/>'
    assert codes(hostile.xlsb(links=outside), "plan.xlsb") == ["READ-82"]


# How much a sheet holds


def rows(count, columns="A"):
    return "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>1</v></c>' for c in columns) + "</row>"
        for n in range(1, count + 1)
    )


def test_cells_and_rows_just_within_and_just_over():
    data = with_cells(rows(10, "AB"))
    looked_over(data, "plan.xlsx", limits(cells=20, rows=10, sparse=0))
    assert "sheet 'Sheet1' has 20 filled cells; 19 can be read" in refusal(
        data, within=limits(cells=19)
    )
    assert "sheet 'Sheet1' is filled down to row 10; 9 rows can be read" in refusal(
        data, within=limits(cells=20, rows=9)
    )


def test_one_cell_at_the_far_end_is_named():
    far = with_cells('<row r="1"><c r="A1"><v>1</v></c></row>'
                     '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')  # fmt: skip
    said = refusal(far)
    assert "cell XFD1048576 of sheet 'Sheet1' is far away from all others" in said
    assert "Delete what is in it" in said


def test_a_cell_far_to_the_right_is_named():
    many = rows(2000, "AB")
    far = with_cells(many + '<row r="3000"><c r="XFA3000"><v>1</v></c></row>')
    assert "cell XFA3000 of" in refusal(far)


def test_a_row_number_that_its_cells_do_not_keep_to():
    """A row that says 1 holds a cell of the last row."""
    sly = '<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>'
    assert "cell ZZ1048576" in refusal(with_cells(sly))


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\tr="XFD1048576"><v>1</v></c>',
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>',
        '<!-- x --><c r="XFD1048576"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c>',
        '<c r="XFD1048576"><f>1</f></c>',
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(cell):
    data = with_cells(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{cell}</row>')
    assert "cell XFD1048576" in refusal(data)


def test_cells_without_names_are_counted():
    row = "<row>" + "<c><v>1</v></c>" * 3 + "</row>"
    data = with_cells(row * 4)
    looked_over(data, "plan.xlsx", limits(cells=12, rows=4, sparse=0))
    assert "has 12 filled cells" in refusal(data, within=limits(cells=11))


def test_a_cell_that_no_sheet_has():
    data = with_cells('<row r="1"><c r="XFE1"><v>1</v></c></row>')
    assert "a cell is called XFE1" in refusal(data)


def test_empty_styled_cells_and_declared_sizes_do_not_count():
    empty = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"></c></row>' for n in range(1, 3000)
    )
    data = with_cells(empty + '<row r="9000"><c r="B9000"><v>1</v></c></row>')
    data = replaced(data, SHEET, b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    looked_over(data, "plan.xlsx", limits(cells=1, rows=9000, sparse=0))


def test_cells_in_a_part_that_is_no_sheet_are_counted_too():
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<other xmlns="{MAIN}"><sheetData>{cells}</sheetData></other>'
    assert "XFD1048576" in refusal(changed(workbook(), {SHEET: sheet.encode()}))


def test_a_sheet_of_many_stretches_is_measured_as_one(monkeypatch):
    """Stretches are cut in the middle of rows and cells here; the count stays the same."""
    monkeypatch.setattr("bettercare.formats.workbooks.zip_rules.CHUNK", 1000)
    monkeypatch.setattr("bettercare.formats.workbooks.zip_rules.PIECE", 1000)
    monkeypatch.setattr("bettercare.formats.workbooks.look_xlsx.LONGEST_STRETCH", 64)
    data = with_cells(rows(3000, "ABC"))
    looked_over(data, "plan.xlsx", limits(cells=9000, rows=3000, sparse=0))
    assert "has 9,000 filled cells" in refusal(data, within=limits(cells=8999))


def test_one_long_text_shown_in_very_many_cells():
    """50 cells show 1,000 letters, 50 show one: some 50 KB, where no text repeats 4 KB."""
    texts = f"<si><t>{'x' * 1000}</t></si><si/><si><t>y</t></si>"
    sst = f'<sst xmlns="{MAIN}">{texts}</sst>'.encode()
    cells = [f'<c r="A{n}" t="s"><v>{0 if n > 50 else 2}</v></c>' for n in range(1, 101)]
    xml = "".join(f'<row r="{n}">{cell}</row>' for n, cell in enumerate(cells, 1))
    data = changed(with_cells(xml), {"xl/sharedStrings.xml": sst})
    whole = sum(sizes(data))
    assert 15_000 < whole < 50_000
    assert "the same long text in too many cells" in refusal(data, within=limits(unpacked=51_000))
    looked_over(data, "plan.xlsx", limits(unpacked=60_000))
    prefixed = (
        sst.replace(b"<si", b"<x:si")
        .replace(b"</si", b"</x:si")
        .replace(b"<sst ", f'<sst xmlns:x="{MAIN}" '.encode())
    )
    other = changed(data, {"xl/sharedStrings.xml": prefixed})
    looked_over(other, "plan.xlsx", limits(unpacked=60_000))
    odd = replaced(data, SHEET, b"<sheetData>", b"<!-- --><sheetData>")
    assert "too many cells" in refusal(odd, within=limits(unpacked=99_000))


def test_sheets_of_other_kinds_are_measured():
    """.ods and .xls say of a cell that it comes again, or of a sheet how large it is."""
    gap = '<table:table-cell table:number-columns-repeated="900"/>'
    far = hostile.ods(
        hostile.ods_row(hostile.ods_cell())
        + hostile.ods_row(repeated=1_000_000)
        + hostile.ods_row(gap, hostile.ods_cell())
    )
    assert "cell AHQ1000002 of sheet 'Income' is far away" in refusal(far, "plan.ods")
    bomb = hostile.ods(hostile.ods_row(hostile.ods_cell(repeated=16_384), repeated=1_048_576))
    assert "filled cells" in refusal(bomb, "plan.ods")
    again = hostile.ods(hostile.ods_row(hostile.ods_cell(), repeated=10**9))
    assert "comes again more often" in refusal(again, "plan.ods")
    spaces = hostile.ods(hostile.ods_row(hostile.ods_cell('<text:s text:c="99999999"/>')))
    assert "comes again more often" in refusal(spaces, "plan.ods")
    calm = hostile.ods(hostile.ods_row(hostile.ods_cell(repeated=3), repeated=4)
                       + hostile.ods_row(repeated=1_048_571))  # fmt: skip
    looked_over(calm, "plan.ods", limits(cells=12, rows=4, sparse=0))
    assert "has 12 filled cells" in refusal(calm, "plan.ods", limits(cells=11))


def test_ods_that_is_damaged_or_has_too_many_sheets():
    assert "content.xml is not written in proper XML" in refusal(hostile.ods("<a>"), "plan.ods")
    lost = changed(hostile.ods(""), {"content.xml": None})
    assert "content.xml is missing" in refusal(lost, "plan.ods")
    two = hostile.ods("</table:table><table:table>")
    looked_over(two, "plan.ods", limits(sheets=2))
    assert "it has more than 1 sheets" in refusal(two, "plan.ods", limits(sheets=1))
    large = hostile.ods_row(hostile.ods_cell(repeated=4))
    both = hostile.ods(f"{large}</table:table><table:table>{large}")
    looked_over(both, "plan.ods", limits(cells=8))
    assert "its sheets together are too large" in refusal(both, "plan.ods", limits(cells=7))


def test_xls_sheets_are_measured():
    many = b"".join(hostile.number8(n, 0) for n in range(5))
    looked_over(hostile.xls(many), "plan.xls", limits(cells=5, rows=5))
    assert "sheet 1 has 5 filled cells" in refusal(hostile.xls(many), "plan.xls", limits(cells=4))
    assert "filled down to row 5" in refusal(hostile.xls(many), "plan.xls", limits(rows=4))
    far = hostile.xls(hostile.number8(0, 0) + hostile.number8(65_535, 255))
    assert "cell IV65536 of sheet 1 is far away" in refusal(far, "plan.xls")
    wide = hostile.record8(0xBD, b"\x00\x00\x00\x00" + bytes(12) + b"\x09\x00")
    looked_over(hostile.xls(wide), "plan.xls", limits(cells=10, sparse=10))
    assert "far away" in refusal(hostile.xls(wide), "plan.xls", limits(cells=9))
    two = hostile.xls(many, many)
    looked_over(two, "plan.xls", limits(cells=10, sheets=2))
    assert "its sheets together are too large" in refusal(two, "plan.xls", limits(cells=9))
    assert "it has 2 sheets; 1 can be read" in refusal(two, "plan.xls", limits(sheets=1))


@pytest.mark.parametrize(
    ("size", "is_sound"),
    [
        (b"\0\0\0\0" + (65_536).to_bytes(4, "little") + b"\0\0\x00\x01\0\0", True),
        (b"\0\0\0\0" + (65_537).to_bytes(4, "little") + b"\0\0\x01\0\0\0", False),
        (b"\0\0\0\0\xff\xff\xff\xff\0\0\x01\0\0\0", False),
        (b"\0\0\0\0\x01\0\0\0\0\0\x01\x01\0\0", False),
        (b"\0\0\x05\0\0\0\xff\x00\0\0", True),
        (b"\0\0\x05\0\0\0\xff\xff\0\0", False),
    ],
)
def test_an_xls_sheet_that_says_it_is_larger_than_a_sheet_can_be(size, is_sound):
    data = hostile.xls(hostile.record8(0x200, size) + hostile.number8(0, 0))
    if is_sound:
        assert looked_over(data, "plan.xls").kind == ".xls"
    else:
        assert "larger than a sheet can be" in refusal(data, "plan.xls")


def test_an_old_office_file_that_is_damaged():
    data = hostile.xls(hostile.number8(0, 0))
    for at, new in (
        (30, b"\x05"),
        (76, b"\xf0\xff\xff\x00"),
        (48, b"\x70\x00"),
        (512 + 4, b"\x01"),
    ):
        broken = bytearray(data)
        broken[at : at + len(new)] = new
        assert "do not follow one another" in refusal(bytes(broken), "plan.xls")
    assert "do not follow one another" in refusal(data[:300], "plan.xls")
    assert "it has no sheet" in refusal(hostile.ole({"Workbook": b"x"}), "plan.xls")
    nowhere = hostile.book8(b"").replace(b"\x85\x00", b"\x85\x00", 1)
    at = nowhere.index(b"\x85\x00") + 4
    lost = nowhere[:at] + b"\xff\xff\xff\x00" + nowhere[at + 4 :]
    assert "it has no sheet" in refusal(hostile.ole({"Workbook": lost}), "plan.xls")


def test_old_office_files_with_any_byte_changed_are_never_a_fault():
    data = hostile.xls(hostile.number8(0, 0))
    for at in (*range(24, 90), *range(512, 560), *range(1024, 1280)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        try:
            looked_over(bytes(broken), "plan.xls")
        except UnreadableFile as error:
            assert str(error).startswith("Cannot read plan.xls: ")


def test_xlsb_sheets_are_measured():
    cells = [hostile.row12(n) + hostile.cell12(0) + hostile.cell12(1, kind=1) for n in range(5)]
    data = hostile.xlsb(*cells)
    looked_over(data, "plan.xlsb", limits(cells=5, rows=5, sparse=0))
    assert "has 5 filled cells" in refusal(data, "plan.xlsb", limits(cells=4))
    far = hostile.xlsb(*cells, hostile.row12(1_048_575), hostile.cell12(16_383))
    assert "cell XFD1048576 of xl/worksheets/sheet1.bin is far away" in refusal(far, "plan.xlsb")
    outside = hostile.xlsb(hostile.row12(1_048_576), hostile.cell12(0))
    assert "a cell lies outside its sheet" in refusal(outside, "plan.xlsb")
    assert "it has 3 sheets; 2 can be read" in refusal(
        hostile.xlsb(sheets=3), "plan.xlsb", limits(sheets=2)
    )
    cut = hostile.xlsb(hostile.row12(0), hostile.cell12(0)[:-4])
    looked_over(cut, "plan.xlsb", limits(cells=1))
    lost = changed(data, {"xl/_rels/workbook.bin.rels": None})
    assert "xl/_rels/workbook.bin.rels is missing" in refusal(lost, "plan.xlsb")


def test_one_long_text_in_many_cells_of_an_xlsb():
    shown = hostile.cell12(0, kind=7, value=bytes(4))
    cells = [hostile.row12(n) + shown for n in range(40)]
    data = hostile.xlsb(*cells, texts=[b"x" * 1000])
    looked_over(data, "plan.xlsb", limits(unpacked=40_000))
    assert "too many cells" in refusal(data, "plan.xlsb", limits(unpacked=39_999))


# Formulas without a value, and errors


def test_formulas_without_a_saved_value_and_errors_by_sheet():
    xml = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>1+1</f><v></v></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1"><f t="shared" si="0"/></c><c r="F1"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="G1"><f>1</f><v/></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" t="e"><v>#REF!</v></c>'
        '<c r="C2" s="1" t="e"><f t="shared" si="0"/><v>#N/A</v></c></row>'
    )
    plain = looked_over(with_cells(xml), "plan.xlsx")
    parsed = looked_over(with_cells("<!-- x -->" + xml), "plan.xlsx")
    for archive in (plain, parsed):
        assert archive.unsaved == {"Sheet1": {"A1", "C1", "E1", "G1"}}
        assert archive.errors == {"Sheet1": {"A2": "#DIV/0!", "B2": "#REF!", "C2": "#N/A"}}


def test_names_of_sheets_and_not_of_parts_are_given():
    data = replaced(
        with_cells('<row r="1"><c r="A1"><f>1</f></c></row>'),
        "xl/workbook.xml", b'name="Sheet1"', b'name="Income &amp; &#163;"',
    )  # fmt: skip
    assert looked_over(data, "plan.xlsx").unsaved == {"Income & £": {"A1"}}


def test_the_shipped_readers_open_what_is_let_in(tmp_path):
    from python_calamine import load_workbook

    cell = hostile.ods(hostile.ods_row(hostile.ods_cell("a")))
    for data, name in (
        (workbook(), "a.xlsx"),
        (hostile.xls(hostile.number8(2, 1, 7.5)), "a.xls"),
        (cell, "a.ods"),
    ):
        path = Path(tmp_path / name)
        path.write_bytes(data)
        assert load_workbook(BytesIO(opened(path).data)).get_sheet_by_index(0).to_python()


def test_a_content_type_with_another_word_for_a_template():
    data = typed(workbook(), "spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
    assert looked_over(data, "plan.xlsx").kind == ".xlsx"
