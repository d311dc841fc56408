"""A marked copy: findings stand as comments on cells and on a sheet; all else stays as it was."""

import re
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bettercare import examples, formats
from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.workbooks.archive import opened
from bettercare.formats.workbooks.mark import LONGEST_COMMENT, mark
from bettercare.report import summarise
from tests.bettercare.formats.workbooks.hostile import changed, macro_workbook, replaced
from tests.bettercare.formats.workbooks.libreoffice import convert, needs_libreoffice
from tests.bettercare.formats.workbooks.test_patch import X14, parts, with_part

pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension")
SHEETS = ("Plan", "O'Brien & Co", "Lists")
REWRITTEN = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
}


def finding(*cells, code="CHK-001", severity=Severity.ERROR, sheet="Plan", **more):
    said = {"subject": "Row 1", "message": "Give the name.", "fix": "Type it.", **more}
    places = tuple(Place(sheet=sheet, cell=cell) for cell in cells)
    return Finding(
        code=code, name="x", severity=severity, places=places, reference="Template", **said
    )


def book(comments=(), titles=SHEETS, button=False):
    """A workbook with rules that libraries lose, and perhaps comments and a button."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out)
    for title in titles:
        sheet = made.add_worksheet(title)
        sheet.write("A1", "Scheme")
        sheet.write_formula("B1", "=1+1", None, 2)
        if title == "Plan":
            for cell, text in comments:
                sheet.write_comment(cell, text, {"author": "Jo"})
            if button:
                sheet.insert_button("D4", {"caption": "Go"})
    made.close()
    return with_part(out.getvalue(), "xl/worksheets/sheet1.xml", "</worksheet>", X14)


@pytest.fixture
def marked(tmp_path):
    """Mark a workbook: its parts before and after, and the copy as openpyxl reads it."""

    def call(findings, data=None, name="plan.xlsx"):
        path, out = tmp_path / name, tmp_path / f"out{name[-5:]}"
        path.write_bytes(data or book())
        done = mark(path, findings, out)
        assert opened(out).kind == name[-5:]
        return done, parts(path.read_bytes()), parts(out.read_bytes()), load_workbook(out)

    return call


def test_a_comment_says_what_is_wrong_and_how_to_put_it_right(marked):
    done, _, _, copy = marked([finding("A1", "C7")])
    assert done == (2, 1)
    for cell in ("A1", "C7"):
        comment = copy["Plan"][cell].comment
        assert (comment.author, comment.text) == (
            "bettercare", "Error CHK-001: Give the name.\nType it.",
        )  # fmt: skip
    assert copy["Plan"]["A1"].value == "Scheme"


def test_several_findings_of_a_cell_share_its_comment(marked):
    two = [finding("A1"), finding("A1", code="CHK-002", severity=Severity.WARNING, fix="")]
    done, _, _, copy = marked([*two, two[0]])
    assert done == (1, 3)
    assert copy["Plan"]["A1"].comment.text == (
        "Error CHK-001: Give the name.\nType it.\n\nWarning CHK-002: Give the name."
    )


def test_nothing_else_changes(marked):
    _, old, new, _ = marked([finding("A1")])
    assert [name for name in new if name in old] == list(old)
    assert {n for n in old if old[n] != new[n]} == REWRITTEN | {"xl/worksheets/sheet1.xml"}
    sheet = new["xl/worksheets/sheet1.xml"]
    assert b"x14:dataValidation " in sheet
    assert sheet.index(b"<legacyDrawing ") < sheet.index(b"<extLst>")
    assert b"<f>1+1</f><v>2</v>" in sheet
    book_part = "xl/workbook.xml"
    assert new[book_part].count(b"fullCalcOnLoad") == old[book_part].count(b"fullCalcOnLoad")


def test_the_sheet_of_findings(marked):
    findings = [
        finding("A1", "B2", "C3", "D4", "E5"),
        finding("A9", sheet="O'Brien & Co", severity=Severity.WARNING, message="Check <this>."),
        finding(severity=Severity.INFORMATION, code="READ-01"),
        Finding(
            code="CHK-9", name="x", severity=Severity.ERROR, subject="Rows", message="All.",
            places=(Place(sheet="Plan", row=4), Place(sheet="Elsewhere", cell="A1"),
                    Place(sheet="Plan", cell="A1", file="other.xlsx")),
        ),
    ]  # fmt: skip
    done, _, _, copy = marked(findings)
    assert done == (6, 4)
    sheet = copy["Findings"]
    assert copy.sheetnames[-1] == "Findings"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Severity", "Code", "Cell", "Where", "What is wrong", "How to put it right", "Reference"],
        ["Error", "CHK-001", "Plan, A1, B2, C3 and 2 more", "Row 1", "Give the name.", "Type it.",
         "Template"],
        ["Warning", "CHK-001", "O'Brien & Co, A9", "Row 1", "Check <this>.", "Type it.",
         "Template"],
        ["Information", "READ-01", None, "Row 1", "Give the name.", "Type it.", "Template"],
        ["Error", "CHK-9", "Plan, row 4", "Rows", "All.", None, None],
    ]  # fmt: skip
    links = [cell.hyperlink.location if cell.hyperlink else None for cell in sheet["C"]]
    assert links == [None, "'Plan'!A1", "'O''Brien & Co'!A9", None, "'Plan'!A4"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G5")
    assert sheet["A1"].font.bold
    assert sheet["E2"].alignment.wrap_text
    assert sheet.column_dimensions["E"].width == 56


def test_a_title_that_is_taken_gets_a_number(marked, tmp_path):
    _, _, _, copy = marked([], book(titles=("Plan", "FINDINGS")))
    assert copy.sheetnames == ["Plan", "FINDINGS", "Findings 2"]
    again = tmp_path / "again.xlsx"
    mark(tmp_path / "out.xlsx", [finding("A1")], again)
    assert load_workbook(again).sheetnames[-1] == "Findings 3"


def test_comments_that_are_there_stay_and_are_added_to(marked):
    data = book(comments=[("A1", "Ask finance"), ("B5", "Agreed")])
    done, old, new, copy = marked([finding("A1", "C3")], data)
    assert done == (2, 1)
    sheet = copy["Plan"]
    assert sheet["A1"].comment.text == (
        "Ask finance\n\nbettercare: Error CHK-001: Give the name.\nType it."
    )
    assert sheet["A1"].comment.author == "Jo"
    assert sheet["B5"].comment.text == "Agreed"
    assert sheet["C3"].comment.author == "bettercare"
    assert set(new) - set(old) == {"xl/worksheets/sheet4.xml"}
    drawing = new["xl/drawings/vmlDrawing1.vml"]
    assert drawing.count(b"<v:shape ") == drawing.count(b"<x:Anchor>") == 3
    assert drawing.count(b"<v:shapetype ") == 1
    ids = re.findall(rb'id="_x0000_s(\d+)"', drawing)
    assert len(set(ids)) == 3


def test_a_drawing_of_buttons_gets_the_comments_too(marked):
    _, old, new, copy = marked([finding("A1")], book(button=True))
    assert copy["Plan"]["A1"].comment
    drawing = new["xl/drawings/vmlDrawing1.vml"]
    assert b'ObjectType="Button"' in drawing
    assert b'ObjectType="Note"' in drawing
    assert new["xl/worksheets/sheet1.xml"].count(b"<legacyDrawing ") == 1
    assert set(new) - set(old) == {"xl/comments1.xml", "xl/worksheets/sheet4.xml"}


def test_a_comment_without_runs_and_one_without_text(marked):
    data = book(comments=[("A1", "Ask finance"), ("B5", "Agreed")])
    comments = parts(data)["xl/comments1.xml"]
    runs = re.findall(rb"<text>.*?</text>", comments)[0]
    bare = comments.replace(runs, b"<text><t>Ask finance</t></text>", 1)
    bare = re.sub(rb'(ref="B5"[^>]*>)<text>.*?</text>', rb"\1", bare)
    done, _, _, copy = marked([finding("A1", "B5")], changed(data, {"xl/comments1.xml": bare}))
    assert done == (2, 1)
    assert copy["Plan"]["A1"].comment.text.startswith("Ask finance\n\nbettercare: Error")
    assert copy["Plan"]["B5"].comment.text.strip().startswith("bettercare: Error")


def test_a_conversation_on_a_cell_is_left_alone(marked):
    data = book(comments=[("A1", "[Threaded comment]")])
    rel = b'<Relationship Id="rId77" Type="x/threadedComment" Target="../threaded.xml"/>'
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    data = replaced(data, rels, b"</Relationships>", rel + b"</Relationships>")
    done, _, _, copy = marked([finding("A1", "C3")], data)
    assert done == (1, 1)
    assert copy["Plan"]["A1"].comment.text == "[Threaded comment]"
    assert copy["Plan"]["C3"].comment


def test_more_comments_than_a_block_of_shapes_holds(marked):
    cells = [f"A{n}" for n in range(1, 1100)]
    done, _, new, copy = marked([finding(*cells), finding("A1", sheet="Lists")])
    assert done.comments == 1100
    ids = re.findall(rb'id="_x0000_s(\d+)"', new["xl/drawings/vmlDrawing1.vml"])
    others = re.findall(rb'id="_x0000_s(\d+)"', new["xl/drawings/vmlDrawing2.vml"])
    assert len({*ids, *others}) == 1100
    assert b'data="1,2"' in new["xl/drawings/vmlDrawing1.vml"]
    assert b'data="3"' in new["xl/drawings/vmlDrawing2.vml"]
    assert {int(n) // 1024 for n in ids} == {1, 2}
    assert copy["Plan"]["A1099"].comment


def test_a_comment_of_great_length_is_cut(marked):
    _, _, _, copy = marked([finding("A1", message="x" * 9000)])
    text = copy["Plan"]["A1"].comment.text
    assert text.endswith("x...\nMore on the sheet of findings.")
    assert len(text) == LONGEST_COMMENT + len("...\nMore on the sheet of findings.")
    assert len(copy["Findings"]["E2"].value) == 9000


def test_texts_of_findings_are_never_formulas_or_markup(marked):
    triggers = [f"{sign}{rest}" for sign in "=+-@\t" for rest in ("1", "cmd|'/c'!A1", "<x/>&]]>")]
    findings = [
        finding(f"A{n}", message=text, subject=text, fix=text) for n, text in enumerate(triggers, 1)
    ]
    _, _, new, copy = marked(findings)
    assert b"<f>" not in new["xl/worksheets/sheet4.xml"]
    cells = [cell for row in copy["Findings"].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in copy["Findings"]["E"][1:]] == triggers


def test_a_workbook_with_macros_keeps_them(marked, tmp_path):
    done, old, new, _ = marked([finding("A1", sheet="Sheet1")], macro_workbook(), "plan.xlsm")
    assert done.comments == 1
    assert new["xl/vbaProject.bin"] == old["xl/vbaProject.bin"]
    with pytest.raises(UnreadableFile, match=r"a copy of plan\.xlsm must end with \.xlsm too"):
        mark(tmp_path / "plan.xlsm", [], tmp_path / "new.xlsx")


def test_a_workbook_without_styles_is_marked_plainly(marked):
    data = book()
    rels = parts(data)["xl/_rels/workbook.xml.rels"]
    bare = re.sub(rb'<Relationship Id="rId\d+" Type="[^"]*/styles"[^>]*/>', b"", rels)
    _, _, _, copy = marked([finding("A1")], changed(data, {"xl/_rels/workbook.xml.rels": bare}))
    assert copy["Findings"]["A2"].value == "Error"


@pytest.mark.parametrize("name", ["plan.json", "plan.ods", "plan.xls", "folder", "plan.xlsb"])
def test_other_kinds_are_refused_with_what_to_do(tmp_path, name):
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_bytes(b"x")
    with pytest.raises(UnreadableFile, match=r"only Excel workbooks .*\. Save it as \.xlsx"):
        mark(path, [], tmp_path / "out.xlsx")


def test_nothing_is_written_over(tmp_path):
    path, taken = tmp_path / "plan.xlsx", tmp_path / "taken.xlsx"
    path.write_bytes(book())
    taken.write_bytes(b"mine")
    with pytest.raises(UnreadableFile, match="it is there already"):
        mark(path, [], taken)
    with pytest.raises(UnreadableFile, match="it is the workbook itself"):
        mark(path, [], path)
    with pytest.raises(UnreadableFile, match="no such file or directory"):
        mark(path, [], tmp_path / "missing" / "out.xlsx")
    assert taken.read_bytes() == b"mine"


def test_a_marked_plan_of_ours_is_still_the_same_plan(tmp_path):
    path, out = tmp_path / "plan.xlsx", tmp_path / "out.xlsx"
    formats.write(formats.read(examples.path("leicester")).plan, path)
    reading = formats.read(path)
    done = mark(path, summarise(reading).report.findings, out)
    assert done.comments > 10
    again = formats.read(out)
    assert again.exported == reading.exported
    for table in ("schemes", "income", "metrics", "hicm", "requirements"):
        assert getattr(again.plan, table) == getattr(reading.plan, table)
    assert load_workbook(out)["6. Expenditure"]["H14"].comment.text.startswith("Error CHK-085: ")


@needs_libreoffice
def test_libreoffice_shows_every_comment_and_link(tmp_path):
    path, out = tmp_path / "plan.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(book(comments=[("A1", "Ask finance")]))
    mark(path, [finding("A1", "C3"), finding("B2", sheet="O'Brien & Co")], out)
    convert([out], tmp_path / "made", "xlsx", tmp_path)
    copy = load_workbook(tmp_path / "made" / "out.xlsx")
    said = {
        (sheet.title, cell.coordinate)
        for sheet in copy
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "CHK-001" in cell.comment.text
    }
    assert said == {("Plan", "A1"), ("Plan", "C3"), ("O'Brien & Co", "B2")}
    assert [cell.hyperlink is not None for cell in copy["Findings"]["C"]] == [False, True, True]
