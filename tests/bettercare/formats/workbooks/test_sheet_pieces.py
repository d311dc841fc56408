"""A sheet read by its copy, whole or by pieces, is the sheet read as it stands in its archive."""

import re
import sys
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import load_workbook

from bettercare.formats.workbooks import look_xlsx, reading_copy, sheet_pieces
from bettercare.formats.workbooks.archive import Archive, looked_over
from bettercare.formats.workbooks.sheets_in import book_of

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


def made(*, constant: bool = False, rows: int = 400, dates: bool = True) -> bytes:
    """Two sheets: one with gaps, merged cells, dates, page breaks and texts; one that is blank."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": constant}) as book:
        sheet = book.add_worksheet("Long")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(4, rows):
            if row % 50 < 40:
                sheet.write_string(row, 1 + row // 200, f" Falls & {row % 7} <b> ")
                sheet.write_number(row, 3, row * 1.25)
                if dates:
                    sheet.write_datetime(row, 4, datetime(2019, 4, 1), day)
                sheet.write_boolean(row, 5, row % 2 == 0)
                sheet.write_formula(row, 6, "=1+1", None, "two")
            sheet.write_blank(row, 9, None, day)
        if not constant:
            sheet.merge_range(4, 7, 9, 8, "Merged")
            sheet.merge_range(rows, 0, rows + 1, 2, "Total")
        sheet.set_h_pagebreaks([20, 40, 60])
        sheet.data_validation("J1:J9", {"validate": "list", "source": ["a", "b"]})
        book.add_worksheet("Blank")
    return out.getvalue()


def by_pieces(archive: Archive, monkeypatch: pytest.MonkeyPatch, size: int) -> Archive:
    """The same archive with its sheets read by pieces of so many bytes."""
    monkeypatch.setattr(sheet_pieces, "PIECE", size)
    monkeypatch.setattr(sheet_pieces, "TEXTS_AGAIN", 0)
    monkeypatch.setattr("bettercare.formats.workbooks.zip_rules.PIECE", 64)
    monkeypatch.setattr("bettercare.formats.workbooks.zip_rules.CHUNK", 512)
    kept = archive.sheets.kept
    sheets = archive.sheets._replace(kept={}, long=frozenset(kept))
    return Archive(data=archive.data, kind=archive.kind, sheets=sheets)


@pytest.mark.parametrize("constant", [False, True])
def test_copies_give_the_same_cells(constant: bool) -> None:
    archive = looked_over(made(constant=constant), "plan.xlsx")
    assert "xl/worksheets/sheet1.xml" in archive.sheets.kept
    whole = book_of(archive.data, "plan.xlsx", {})
    assert whole.sheets[0].rows[0][4] == date(2019, 4, 1)
    assert bool(whole.sheets[0].merged) is not constant
    assert book_of(archive.data, "plan.xlsx", {}, archive.sheets) == whole


@pytest.mark.parametrize("size", [1, 3_000, 10_000_000])
@pytest.mark.parametrize("constant", [False, True])
def test_pieces_give_the_same_cells(
    constant: bool, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = looked_over(made(constant=constant), "plan.xlsx")
    whole = book_of(archive.data, "plan.xlsx", {})
    cut = by_pieces(archive, monkeypatch, size)
    assert book_of(cut.data, "plan.xlsx", {}, cut.sheets) == whole


def test_a_large_sheet_is_read_by_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_xlsx, "LARGEST_KEPT", 10_000)
    archive = looked_over(made(), "plan.xlsx")
    assert archive.sheets.long == {"xl/worksheets/sheet1.xml"}
    assert dict(archive.sheets.titles)["Long"] in archive.sheets.long
    assert not archive.sheets.kept
    whole = book_of(archive.data, "plan.xlsx", {})
    assert book_of(archive.data, "plan.xlsx", {}, archive.sheets) == whole


@linux_only
@pytest.mark.parametrize("dates", [True, False])
def test_two_processes_give_the_same_cells(dates: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = looked_over(made(constant=not dates, dates=dates), "plan.xlsx")
    whole = book_of(archive.data, "plan.xlsx", {})
    cut = by_pieces(archive, monkeypatch, 3_000)
    monkeypatch.setattr(sheet_pieces, "SHARED_FROM", 10_000)
    monkeypatch.setattr(sheet_pieces, "can_share", lambda: True)
    received: list[int] = []
    receive = sheet_pieces._received

    def counted(data: bytes) -> list[sheet_pieces.Block]:
        received.append(len(data))
        return receive(data)

    monkeypatch.setattr(sheet_pieces, "_received", counted)
    assert book_of(cut.data, "plan.xlsx", {}, cut.sheets) == whole
    assert dates is not bool(received)  # those with dates cannot be sent


def test_pieces_are_no_larger_than_asked() -> None:
    xml = zipfile.ZipFile(BytesIO(made())).read("xl/worksheets/sheet1.xml")
    chunks = [xml[at : at + 512] for at in range(0, len(xml), 512)]
    sizes = [len(one) for one in reading_copy.pieces_of(chunks, 3_000)]
    assert len(sizes) > 10
    assert max(sizes) < 6_000


def with_sheet(change: tuple[bytes, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made(rows=30))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                data = re.sub(change[0], change[1], data)
            new.writestr(entry.filename, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        (b"<worksheet", b"<!-- a --><worksheet"),
        (b"<sheetData>", b'<sheetData a="b">'),
        (b"<mergeCells.*</mergeCells>", b"<mergeCells/>"),
        (b"<mergeCells.*</mergeCells>", b""),
    ],
)
def test_sheets_that_are_not_as_usual(change: tuple[bytes, bytes]) -> None:
    archive = looked_over(with_sheet(change), "plan.xlsx")
    whole = book_of(archive.data, "plan.xlsx", {})
    assert book_of(archive.data, "plan.xlsx", {}, archive.sheets) == whole


def test_the_reader_is_given_what_was_looked_over() -> None:
    archive = looked_over(made(), "plan.xlsx")
    data = sheet_pieces.for_reader(archive.data, archive.sheets)
    looked_over(data, "plan.xlsx")
    with load_workbook(BytesIO(data)) as book:
        assert book.sheet_names == ["Long", "Blank"]
    with zipfile.ZipFile(BytesIO(data)) as copy:
        assert b"dataValidations" not in copy.read("xl/worksheets/sheet1.xml")
