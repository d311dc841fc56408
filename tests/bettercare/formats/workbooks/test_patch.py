"""Cells changed in place: the named cells change, and nothing else of the workbook does."""

import re
import zipfile
from decimal import Decimal
from functools import cache
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import load_workbook as calamine

from bettercare.errors import UnreadableFile
from bettercare.formats.workbooks.archive import looked_over
from bettercare.formats.workbooks.grid import as_read
from bettercare.formats.workbooks.patch import patched, safe_text

# openpyxl says that it would lose them, were it to save the workbook
pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension")

X14 = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f>'
    "</x14:formula1><xm:sqref>B3:B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    "</extLst></worksheet>"
)


@cache
def official():
    """A look-alike of an official template: two sheets, rules, names, protection, x14 lists."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, lists = book.add_worksheet("Plan"), book.add_worksheet("Lists")
    input_cell = book.add_format({"bg_color": "#FFFF00", "locked": False})
    sheet.write("A1", "Scheme")
    sheet.write("B2", "Falls")
    sheet.write_blank("C4", None, input_cell)
    sheet.write_formula("D2", "=B9*2", None, 14)
    sheet.write_dynamic_array_formula("F1:F2", "=UNIQUE(B2:B3)", None, "Falls")
    sheet.data_validation("C4", {"validate": "list", "source": ["Yes", "No"]})
    sheet.conditional_format("C4", {"type": "cell", "criteria": ">", "value": 5})
    sheet.protect("", {"sort": True})
    lists.write_column("A1", ["one", "two", "three"])
    book.define_name("Choices", "=Lists!$A$1:$A$3")
    book.close()
    return with_part(out.getvalue(), "xl/worksheets/sheet1.xml", "</worksheet>", X14)


def with_part(data, part, old, new):
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(info, content)
    return out.getvalue()


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def cell_xml(data, ref, part="xl/worksheets/sheet1.xml"):
    found = re.search(rf'<c r="{ref}"[^>]*?(/>|>.*?</c>)', parts(data)[part].decode())
    return found[0] if found else ""


EDITS: dict[str, dict[str, str | Decimal | None]] = {
    "Plan": {"C4": "=1+1", "B9": Decimal("1234567.05"), "B2": None, "AA30": "new"}
}


def test_the_named_cells_change_and_keep_their_style():
    data = patched(official(), "t.xlsx", EDITS).data
    assert cell_xml(data, "C4") == (
        '<c r="C4" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>'
    )
    assert cell_xml(data, "B9") == '<c r="B9"><v>1234567.05</v></c>'
    assert cell_xml(data, "B2") == '<c r="B2"/>'
    sheet = load_workbook(BytesIO(data))["Plan"]
    assert sheet["C4"].data_type == "s"
    assert sheet["AA30"].value == "new"
    assert sheet["A1"].value == "Scheme"


def test_every_other_part_stays_byte_for_byte():
    before = official()
    data = patched(before, "t.xlsx", EDITS).data
    old, new = parts(before), parts(data)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
    }
    raw = {i.filename: i for i in zipfile.ZipFile(BytesIO(data)).infolist()}
    for info in zipfile.ZipFile(BytesIO(before)).infolist():
        if info.filename not in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
            same = raw[info.filename]
            assert (same.CRC, same.compress_size, same.date_time, same.external_attr) == (
                info.CRC, info.compress_size, info.date_time, info.external_attr,
            )  # fmt: skip


def test_parts_are_copied_as_they_were_packed():
    """The sheet of lists is stored as it is here, not packed: so it stays."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(official()).items():
            archive.writestr(name, content)
    data = patched(out.getvalue(), "t.xlsx", EDITS).data
    packed = {
        info.filename: info.compress_type for info in zipfile.ZipFile(BytesIO(data)).infolist()
    }
    assert packed.pop("xl/workbook.xml") == packed.pop("xl/worksheets/sheet1.xml") == 8
    assert set(packed.values()) == {0}


def test_what_a_library_would_lose_survives():
    data = patched(official(), "t.xlsx", EDITS).data
    sheet = parts(data)["xl/worksheets/sheet1.xml"]
    book = parts(data)["xl/workbook.xml"]
    for kept in (b"x14:dataValidation ", b"<dataValidations", b"<sheetProtection", b"cfRule"):
        assert kept in sheet
    assert b"Choices" in book
    assert re.search(rb'<calcPr[^>]*fullCalcOnLoad="1"', book)


def test_rows_and_cells_stay_in_their_order():
    edits = {"Plan": {"C1": "c", "B1": "b", "A3": "a", "Z2": "z", "A2": "a", "B3": "b"}}
    sheet = parts(patched(official(), "t.xlsx", edits).data)["xl/worksheets/sheet1.xml"].decode()
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', sheet)]
    assert rows == sorted(rows)
    assert re.findall(r'<c r="([A-Z]+)1"', sheet) == ["A", "B", "C", "F"]
    assert re.findall(r'<c r="([A-Z]+)2"', sheet) == ["A", "B", "D", "F", "Z"]
    assert '<row r="2">' in sheet, "Z2 lies outside the columns that the row said it spans"


def test_a_formula_is_kept_and_said():
    found = patched(official(), "t.xlsx", {"Plan": {"D2": Decimal(3), "C4": "x"}})
    assert found.kept == {"Plan": ("D2",)}
    assert "<f>B9*2</f>" in cell_xml(found.data, "D2")
    assert ">x</t>" in cell_xml(found.data, "C4")


def test_a_formula_goes_where_that_is_asked_for_but_never_one_of_several_cells():
    found = patched(official(), "t.xlsx", {"Plan": {"D2": Decimal(3), "F1": "x"}}, True)
    assert found.kept == {"Plan": ("F1",)}
    assert cell_xml(found.data, "D2") == '<c r="D2"><v>3</v></c>'


def test_clearing_a_cell_that_is_not_there_makes_none():
    data = patched(official(), "t.xlsx", {"Plan": {"H77": None, "H2": None}}).data
    assert cell_xml(data, "H77") == cell_xml(data, "H2") == ""


def test_without_edits_nothing_changes():
    before = official()
    assert parts(patched(before, "t.xlsx", {}).data) == parts(before)


def test_a_sheet_without_cells_and_a_workbook_without_calculation_settings():
    calc = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    bare = with_part(official(), "xl/workbook.xml", calc, "")
    data = patched(bare, "t.xlsx", {"Lists": {"A9": "nine"}}).data
    book = parts(data)["xl/workbook.xml"]
    assert b'</definedNames><calcPr fullCalcOnLoad="1"/>' in book
    assert load_workbook(BytesIO(data))["Lists"]["A9"].value == "nine"


def test_cells_without_names_are_counted():
    bare = with_part(official(), "xl/worksheets/sheet2.xml", '<c r="A2" t="s">', '<c t="s">')
    bare = with_part(bare, "xl/worksheets/sheet2.xml", '<row r="2" spans="1:1">', "<row>")
    data = patched(bare, "t.xlsx", {"Lists": {"A2": "new"}}).data
    assert [row[0] for row in calamine(BytesIO(data)).get_sheet_by_name("Lists").to_python()] == [
        "one", "new", "three",
    ]  # fmt: skip


@pytest.mark.parametrize(("sheet", "cell"), [("Missing", "A1"), ("Plan", "A0"), ("Plan", "XFE1")])
def test_what_is_not_there_is_refused(sheet, cell):
    with pytest.raises(UnreadableFile):
        patched(official(), "t.xlsx", {sheet: {cell: "x"}})


def test_a_sheet_of_broken_xml_is_refused():
    broken = with_part(official(), "xl/worksheets/sheet1.xml", "</sheetData>", "</sheetdata>")
    with pytest.raises(UnreadableFile, match="not written in proper XML"):
        patched(broken, "t.xlsx", {"Plan": {"A1": "x"}})


def test_a_missing_part_is_refused():
    lost = with_part(official(), "xl/_rels/workbook.xml.rels", "sheet2.xml", "sheet7.xml")
    with pytest.raises(UnreadableFile, match=r"sheet7\.xml is missing"):
        patched(lost, "t.xlsx", {"Lists": {"A1": "x"}})


@given(st.text(st.characters(codec=None), max_size=40), st.decimals(-(10**12), 10**12, places=2))
def test_what_is_written_is_what_a_reader_reads(text, number):
    data = patched(official(), "t.xlsx", {"Plan": {"A7": text, "B7": number}}).data
    looked_over(data, "t.xlsx")
    rows = calamine(BytesIO(data)).get_sheet_by_name("Plan").to_python(skip_empty_area=False)
    as_meant = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", as_read(text))
    assert rows[6][0] == as_meant
    assert as_read(Decimal(str(rows[6][1]))) == as_read(number)


def test_a_text_that_looks_like_an_escape_stays_as_it_is():
    assert safe_text("a_x0041_") == "a_x005F_x0041_"
    data = patched(official(), "t.xlsx", {"Plan": {"A7": "a_x0041_b _x_"}}).data
    rows = calamine(BytesIO(data)).get_sheet_by_name("Plan").to_python(skip_empty_area=False)
    assert rows[6][0] == "a_x0041_b _x_"
