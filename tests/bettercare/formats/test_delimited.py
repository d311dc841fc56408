"""Files as rows of cells: encodings, separators, quotation marks and limits."""

import os

import pytest

from bettercare.errors import UnreadableFile
from bettercare.findings import Severity
from bettercare.formats import delimited, text_files
from bettercare.formats.delimited import read_sheet
from bettercare.formats.text_files import decode

TEXT = "name,pounds\nCafé at the Hôpital,£5\n"
ROWS = [["name", "pounds"], ["Café at the Hôpital", "£5"]]


def sheet_of(tmp_path, data, name="schemes.csv"):
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_sheet(file)


def rows_of(tmp_path, data):
    sheet = sheet_of(tmp_path, data)
    return [list(row) for row in sheet.rows], [one.code for one in sheet.findings]


def messages(sheet):
    return [(one.code, one.severity.value, one.subject, one.message) for one in sheet.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_without_a_word(tmp_path, encoding):
    assert rows_of(tmp_path, TEXT.encode(encoding)) == (ROWS, [])


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_other_encodings_are_read_and_said(tmp_path, encoding, shown):
    sheet = sheet_of(tmp_path, TEXT.encode(encoding))
    assert list(sheet.rows) == ROWS
    [finding] = sheet.findings
    assert (finding.code, finding.severity) == ("READ-11", Severity.INFORMATION)
    assert finding.message == f"The file is in {shown}, not UTF-8; read so."
    assert finding.fix == "Save it as CSV UTF-8. Check letters such as £ and é."


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_with_a_mark_is_read_in_either_order(mark):
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + TEXT.encode(order), "x.csv")[0] == TEXT


def test_letters_that_cannot_be_read_are_counted(tmp_path):
    sheet = sheet_of(tmp_path, TEXT.encode("utf-8-sig") + b"\xff,\x81\n")
    assert sheet.rows[2] == ["�", "�"]
    assert messages(sheet) == [
        (
            "READ-11",
            "warning",
            "schemes.csv",
            "The file is UTF-8. 2 of its characters cannot be read; each shows as �.",
        )
    ]
    assert sheet_of(tmp_path, "a,�\n").findings == ()


def test_the_fix_names_the_kind_of_file():
    assert decode("£".encode("cp1252"), "plan.JSON")[1][0].fix.startswith(
        "Save it as JSON in UTF-8."
    )


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04", "an Excel workbook or another zipped file"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG", "a picture"),
        (bytes(range(256)), "not text"),
        (b"\0" * 3000, "not text"),
        (b"\x01" * 11, "not text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_what_it_is(tmp_path, start, what):
    with pytest.raises(UnreadableFile) as refused:
        sheet_of(tmp_path, start + TEXT.encode())
    assert str(refused.value) == f"Cannot read schemes.csv: it is {what}. Save it as CSV UTF-8."


def test_nul_in_a_text_is_kept_and_said(tmp_path):
    sheet = sheet_of(tmp_path, TEXT + "Fa\0lls,\x1b5\n" + "x,y\n" * 9)
    assert sheet.rows[2] == ["Fa\0lls", "\x1b5"]
    assert messages(sheet) == [
        (
            "READ-18",
            "warning",
            "schemes.csv",
            "The file holds 2 characters that cannot be seen, such as NUL; they are kept.",
        )
    ]
    assert len(sheet_of(tmp_path, b"\xef\xbb\xbf" + b"\x01" * 11).rows) == 1
    assert len(sheet_of(tmp_path, "a" * 2000 + "\x01" * 11).rows) == 1
    assert sheet_of(tmp_path, "\x01" * 10).findings[0].code == "READ-18"
    assert "1 character that cannot be seen, such as NUL; it is kept" in (
        sheet_of(tmp_path, TEXT + "Fa\0lls,5\n").findings[0].message
    )


@pytest.mark.parametrize(
    ("separator", "shown"), [(";", "a semicolon"), ("\t", "a tab"), ("|", "a bar")]
)
def test_other_separators_are_read_and_said(tmp_path, separator, shown):
    sheet = sheet_of(tmp_path, TEXT.replace(",", separator))
    assert list(sheet.rows) == ROWS
    assert messages(sheet) == [
        (
            "READ-13",
            "information",
            "schemes.csv",
            f"Cells are separated by {shown} rather than a comma; read so.",
        )
    ]


@pytest.mark.parametrize(
    "first", ['"a;b;c",d', '"a;""b;c",d', '\r\n\n"a;b;c\nd;e",d', "a;b,c", "a"]
)
def test_a_separator_inside_quotation_marks_or_in_a_draw_does_not_count(tmp_path, first):
    assert rows_of(tmp_path, f"{first}\n1,2\n")[0][-1] == ["1", "2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path, end):
    assert rows_of(tmp_path, TEXT.replace("\n", end)) == (ROWS, [])


def test_cells_in_quotation_marks_hold_commas_lines_and_quotation_marks(tmp_path):
    text = 'a,b\n"x, ""y""\r\nz",5\n'
    assert rows_of(tmp_path, text) == ([["a", "b"], ['x, "y"\r\nz', "5"]], [])


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_is_never_closed_is_found_with_its_row(tmp_path, end):
    sheet = sheet_of(tmp_path, f'a,b\n1,2\n3,"x\n4,5{end}')
    assert list(sheet.rows) == [["a", "b"], ["1", "2"], ["3", f"x\n4,5{end}"]]
    assert messages(sheet) == [
        (
            "READ-05",
            "error",
            "schemes.csv, row 3",
            "A quotation mark is opened here and never closed; all that follows is in one cell.",
        )
    ]


@pytest.mark.parametrize("end", ["", "\n"])
def test_text_after_a_closing_quotation_mark_is_found_with_its_row(tmp_path, end):
    sheet = sheet_of(tmp_path, f'a,b\n"x" y,2\n3,"4"{end}')
    assert list(sheet.rows) == [["a", "b"], ["x y", "2"], ["3", "4"]]
    assert messages(sheet) == [
        (
            "READ-05",
            "warning",
            "schemes.csv, row 2",
            "Text follows a closing quotation mark; cells here may be run together.",
        )
    ]


def test_rows_run_together_by_two_quotation_marks_are_found(tmp_path):
    good = "1,a,b,c\n"
    sheet = sheet_of(tmp_path, 'id,x,y,z\n"2,a,b,c\n3,a,b,c\n4",a,b,c\n' + good)
    assert [len(row) for row in sheet.rows] == [4, 4, 4]
    assert messages(sheet) == [
        (
            "READ-05",
            "warning",
            "schemes.csv, row 2",
            "A cell of 3 lines reads like rows that are run together.",
        )
    ]


@pytest.mark.parametrize("words", ["one, two, three, four\nfive", "a,b\nc,d", "a,b,c,d", "x"])
def test_a_cell_of_several_lines_may_hold_ordinary_commas(tmp_path, words):
    assert rows_of(tmp_path, f'id,x,y,z\n1,"{words}",2,3\n1,"q\n",2,3\n')[1] == []


def test_two_columns_are_too_few_to_tell_rows_in_a_cell(tmp_path):
    assert rows_of(tmp_path, 'section,text\nA,"one,two\nthree,four"\n')[1] == []


def test_a_long_cell_is_kept_whole_and_said(tmp_path):
    long, most = "x" * 100_000, "y" * delimited.LONGEST_IN_SPREADSHEET
    sheet = sheet_of(tmp_path, f"a,b\n{most},1\n{long},2\n\n{long},3\n")
    assert sheet.rows[2] == [long, "2"]
    [finding] = sheet.findings
    assert (finding.code, finding.severity) == ("READ-19", Severity.WARNING)
    assert finding.subject == "schemes.csv, row 3"
    assert "32,767 characters" in finding.message
    assert finding.message.endswith("kept whole (rows 3 and 5).")


def test_a_cell_too_long_for_any_text_is_refused(tmp_path):
    least = "x" * delimited.LONGEST_CELL
    assert len(sheet_of(tmp_path, f"a,b\n{least},1\n").rows) == 2
    with pytest.raises(
        UnreadableFile, match=r"row 2 has a cell of more than 1,000,000 characters\."
    ):
        sheet_of(tmp_path, f"a,b\n{least}x,1\n")


def test_a_row_with_too_many_cells_is_refused(tmp_path):
    commas = "," * (delimited.MOST_COLUMNS - 1)
    assert len(sheet_of(tmp_path, f"a,b\n{commas}\n").rows[1]) == delimited.MOST_COLUMNS
    with pytest.raises(UnreadableFile, match=r"row 2 has 16,385 cells; the most is 16,384\."):
        sheet_of(tmp_path, f"a,b\n{commas},\n")


def test_too_many_rows_or_cells_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_ROWS", 3)
    assert len(sheet_of(tmp_path, "a\nb\nc\n").rows) == 3
    with pytest.raises(UnreadableFile, match="it has more than 3 rows"):
        sheet_of(tmp_path, "a\nb\nc\nd\n")
    monkeypatch.setattr(delimited, "MOST_CELLS", 5)
    assert len(sheet_of(tmp_path, "a,b\nc,d\ne\n").rows) == 3
    with pytest.raises(UnreadableFile, match="it has more than 5 cells"):
        sheet_of(tmp_path, "a,b\nc,d\ne,f\n")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "LARGEST_FILE", len(TEXT.encode()))
    assert sheet_of(tmp_path, TEXT).rows
    with pytest.raises(UnreadableFile, match="it is larger than 200 MB"):
        sheet_of(tmp_path, f"{TEXT}x")


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "schemes.csv").mkdir()
    with pytest.raises(UnreadableFile, match="it is a folder, not a file"):
        read_sheet(tmp_path / "schemes.csv")
    with pytest.raises(UnreadableFile, match="no such file or directory"):
        read_sheet(tmp_path / "income.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "hicm.csv")
    with pytest.raises(UnreadableFile, match="it is not a file"):
        read_sheet(tmp_path / "hicm.csv")


def test_an_empty_file_has_no_rows(tmp_path):
    assert rows_of(tmp_path, b"") == ([], [])
    assert rows_of(tmp_path, b"\xef\xbb\xbf") == ([], [])
