"""An official template filled in: cells under headings change, what has no place is said."""

import re
from decimal import Decimal
from io import BytesIO

import msgspec
import pytest
import xlsxwriter
from openpyxl import load_workbook

from bettercare import formats, rounds
from bettercare.errors import UnreadableFile
from bettercare.findings import Severity
from bettercare.formats.headers import Layout, fields_of
from bettercare.formats.workbooks.fill import fill
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, HicmChange, IncomeLine, RequirementResponse, SchemeRow
from tests.bettercare.formats.workbooks.hostile import macro_workbook
from tests.bettercare.formats.workbooks.test_patch import parts

RULES = rounds.load("2019-20")
NAMES = ("scheme_id", "scheme_name", "scheme_type", "source_of_funding", "amounts.2019-20")


def plan_of(**parts):
    return Plan(round="2019-20", **parts)


def heading(table, field):
    """The label of a column in the round's template."""
    name, _, key = field.partition(".")
    return RULES.column(table, name, key).label


class Template:
    """A look-alike of an official template, built sheet by sheet."""

    def __init__(self, path):
        self.path = path
        self.book = xlsxwriter.Workbook(path)
        self.input = self.book.add_format({"bg_color": "#FFFFCC", "locked": False})

    def table(self, table, fields, *, rows=3, title="Any", protected=False, top=3):
        """A table of this kind whose headings stand in row ``top``, with rows to fill in."""
        sheet = self.book.get_worksheet_by_name(title) or self.book.add_worksheet(title)
        sheet.write_row(top - 1, 1, [heading(table, field) for field in fields])
        for row in range(rows):
            for column in range(len(fields)):
                sheet.write_blank(top + row, 1 + column, None, self.input)
        if protected:
            sheet.protect()
        return sheet

    def close(self):
        self.book.close()
        return self.path


@pytest.fixture
def template(tmp_path):
    return Template(tmp_path / "official.xlsx")


@pytest.fixture
def filled(tmp_path):
    """Fill in a template: the findings, and the copy as openpyxl reads it."""

    def call(plan, path):
        out = tmp_path / f"out{path.suffix}"
        findings = fill(plan, path, out, RULES)
        return findings, load_workbook(out)

    return call


def scheme(name, **more):
    return SchemeRow(scheme_name=name, **{"source_of_funding": "iBCF", **more})


def schemes(count):
    amounts = [{"2019-20": Decimal(n)} for n in range(1, count + 1)]
    rows = tuple(scheme(f"S{n}", amounts=one) for n, one in enumerate(amounts, 1))
    return plan_of(schemes=rows)


def column(book, letter, sheet="Any"):
    return [cell.value for cell in book[sheet][letter]]


def said(findings):
    return [(one.code, one.subject, one.message) for one in findings]


def test_records_stand_under_their_headings_in_whatever_order(template, filled):
    order = ("amounts.2019-20", "scheme_name", "source_of_funding", "scheme_id")
    path = template.table("schemes", order) and template.close()
    plan = plan_of(
        schemes=(
            scheme("Falls", scheme_id="7", amounts={"2019-20": Decimal("70000.05")}),
            scheme("=1+1", source_of_funding=None),
        )
    )
    findings, book = filled(plan, path)
    assert said(findings) == []
    assert [cell.value for cell in book["Any"][4]] == [None, 70000.05, "Falls", "iBCF", "7"]
    assert [cell.value for cell in book["Any"][5]] == [None, None, "=1+1", None, None]
    assert book["Any"]["C5"].data_type == "s"
    assert book["Any"]["C4"].fill.fgColor.rgb == "FFFFFFCC"


def test_only_the_cells_under_the_headings_change(template, filled, tmp_path):
    template.table("schemes", NAMES)
    other = template.book.add_worksheet("Notes")
    other.write("A1", "Keep me")
    path = template.close()
    filled(schemes(2), path)
    old, new = parts(path.read_bytes()), parts((tmp_path / "out.xlsx").read_bytes())
    assert {name for name in old if old[name] != new[name]} == {
        "xl/workbook.xml", "xl/worksheets/sheet1.xml",
    }  # fmt: skip


def test_a_total_row_is_a_wall(template, filled):
    sheet = template.table("schemes", NAMES, rows=3)
    sheet.write("B7", "Total")
    sheet.write_formula("F7", "=SUM(F4:F6)", None, 0)
    findings, book = filled(schemes(5), template.close())
    assert column(book, "C") == [None, None, "Scheme Name", "S1", "S2", "S3", None]
    assert column(book, "B")[6] == "Total"
    assert book["Any"]["F7"].value == "=SUM(F4:F6)"
    [finding] = findings
    assert finding.severity is Severity.ERROR
    assert (finding.code, finding.subject) == ("READ-85", "Expenditure")
    assert finding.message == "The template has no room for rows 4 and 5 (£9); not in it."


def test_another_table_below_is_a_wall(template, filled):
    template.table("schemes", NAMES, rows=2)
    template.table("income", ("source_of_funding", "contributor", "amounts.2019-20"), top=6)
    plan = schemes(3)
    findings, book = filled(plan, template.close())
    assert [(one.code, one.message) for one in findings] == [
        ("READ-85", "The template has no room for row 3 (£3); not in it.")
    ]
    assert book["Any"]["B6"].value == heading("income", "source_of_funding")


def test_a_blank_row_stays_before_another_table(template, filled):
    """No row is prepared: rows 4 to 6 are free, and row 7 parts the tables."""
    template.table("schemes", NAMES, rows=0)
    template.table("income", ("source_of_funding", "contributor", "amounts.2019-20"), top=8)
    findings, book = filled(schemes(5), template.close())
    assert [one.message for one in findings] == [
        "The template has no room for rows 4 and 5 (£9); not in it."
    ]
    assert column(book, "C")[2:7] == ["Scheme Name", "S1", "S2", "S3", None]


def test_rows_that_are_not_prepared_are_used_down_to_a_total(template, filled):
    template.table("schemes", NAMES, rows=0).write("B7", "Grand total")
    findings, book = filled(schemes(3), template.close())
    assert said(findings) == []
    assert column(book, "C")[2:] == ["Scheme Name", "S1", "S2", "S3", None]


def test_a_note_below_free_rows_is_a_wall(template, filled):
    sheet = template.table("schemes", NAMES, rows=2)
    sheet.write("C6", "Use the rows above only")
    findings, book = filled(schemes(3), template.close())
    assert column(book, "C")[3:] == ["S1", "S2", "Use the rows above only"]
    assert [one.code for one in findings] == ["READ-85"]


def test_free_rows_below_a_note_belong_to_something_else(template, filled):
    sheet = template.table("schemes", NAMES, rows=5)
    sheet.write("C6", "For the treasurer:")
    findings, book = filled(schemes(3), template.close())
    assert column(book, "C")[3:] == ["S1", "S2", "For the treasurer:", None, None]
    assert [one.code for one in findings] == ["READ-85"]


def test_without_a_wall_rows_go_on_below_the_template(template, filled):
    findings, book = filled(schemes(40), template.table("schemes", NAMES) and template.close())
    assert said(findings) == []
    assert column(book, "C")[-1] == "S40"
    assert len(column(book, "C")) == 43


def test_a_protected_sheet_ends_with_its_prepared_rows(template, filled):
    template.table("schemes", NAMES, rows=2, protected=True)
    findings, book = filled(schemes(3), template.close())
    assert [one.code for one in findings] == ["READ-85"]
    assert column(book, "C")[3:] == ["S1", "S2"]


def test_rows_with_labels_are_for_their_own_records(template, filled):
    """The template prints three changes; the plan has two of them in another order, and one new."""
    sheet = template.table("hicm", ("change_no", "change", "current", "planned"), rows=3)
    for row, name in enumerate(("Early discharge planning", "Home first", "Trusted assessors"), 4):
        sheet.write(f"B{row}", row - 3)
        sheet.write(f"C{row}", name)
        sheet.write(f"D{row}", "<Please select>")
    plan = plan_of(
        hicm=(
            HicmChange(change="Trusted assessors", current="Mature", planned="Exemplary"),
            HicmChange(change="early discharge planning ", current="Established"),
            HicmChange(change="Our own", current="Mature"),
        )
    )
    findings, book = filled(plan, template.close())
    assert column(book, "C")[3:] == [
        "Early discharge planning", "Home first", "Trusted assessors", "Our own",
    ]  # fmt: skip
    assert column(book, "D")[3:] == ["Established", "<Please select>", "Mature", "Mature"]
    assert column(book, "E")[3:] == [None, None, "Exemplary", None]
    assert column(book, "B")[3:] == [1, 2, 3, None]
    assert said(findings) == []


def test_formulas_of_the_template_stay_and_are_said_once(template, filled):
    sheet = template.table("schemes", NAMES, rows=2)
    for row in (4, 5):
        sheet.write_formula(f"F{row}", "=1*2", None, 2)
    findings, book = filled(schemes(2), template.close())
    assert column(book, "F")[3:] == ["=1*2", "=1*2"]
    [finding] = findings
    assert (finding.code, len(finding.places)) == ("READ-86", 2)
    assert finding.message.startswith("2 cells for '")
    assert finding.places[1].cell == "F5"


def test_what_the_template_has_no_table_or_column_for_is_said(template, filled):
    plan = plan_of(
        schemes=(scheme("Falls", provider="Council", description="Help"),),
        income=(IncomeLine(source_of_funding="DFG", amounts={"2019-20": Decimal(5)}),),
        requirements=(RequirementResponse(code="PR1", response="Yes"),),
    )
    findings, _ = filled(plan, template.table("schemes", NAMES) and template.close())
    assert said(findings) == [
        ("READ-84", "Income", "The template has no table for it; 1 row (£5) have no place in it."),
        ("READ-84", "Expenditure",
         "The template has no column for 'provider' and 'description'; their values are not in"
         " it."),
        ("READ-84", "Planning Requirements",
         "The template has no table for it; 1 row has no place in it."),
    ]  # fmt: skip


def test_a_table_in_two_parts_is_filled_one_after_the_other(template, filled):
    template.table("schemes", NAMES, rows=2)
    template.table("schemes", NAMES, rows=2, top=7)
    findings, book = filled(schemes(4), template.close())
    assert said(findings) == []
    assert column(book, "C")[3:] == ["S1", "S2", None, "Scheme Name", "S3", "S4"]


def test_a_text_longer_than_a_cell_is_cut_and_said(template, filled):
    plan = plan_of(schemes=(scheme("x" * 32_768),))
    findings, book = filled(plan, template.table("schemes", NAMES) and template.close())
    [finding] = findings
    assert (finding.code, finding.subject) == ("READ-87", "Any, C4")
    assert len(book["Any"]["C4"].value) == 32_767


# Single facts


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ({"B2": "Health and Wellbeing Board:"}, "C2"),
        ({"B2": "Health and Wellbeing Board", "C2": "<Select>"}, "C2"),
        ({"B2": "Area", "C2": "Contact"}, "B3"),
        ({"B2": "Area", "C2": "Contact", "B3": "<Please select>"}, "B3"),
    ],
)
def test_the_area_stands_beside_or_below_its_label(template, filled, cells, written):
    cover = template.book.add_worksheet("Cover")
    for cell, text in cells.items():
        cover.write(cell, text)
    template.table("schemes", NAMES)
    plan = plan_of(area="Leicester", schemes=(scheme("Falls"),))
    findings, book = filled(plan, template.close())
    assert book["Cover"][written].value == "Leicester"
    assert said(findings) == []


def test_a_merged_label_has_its_cell_after_it(template, filled):
    cover = template.book.add_worksheet("Cover")
    cover.merge_range("B2:D2", "Health and Wellbeing Board")
    template.table("schemes", NAMES)
    _, book = filled(plan_of(area="Leicester", schemes=(scheme("Falls"),)), template.close())
    assert book["Cover"]["E2"].value == "Leicester"


def test_an_area_that_stands_there_already_or_has_no_place(template, filled):
    cover = template.book.add_worksheet("Cover")
    cover.write_row("B2", ["Area", "Leicester", "x"])
    template.table("schemes", NAMES)
    path = template.close()
    findings, _ = filled(plan_of(area="leicester", schemes=(scheme("Falls"),)), path)
    assert said(findings) == []


def test_an_area_with_no_place_is_said(template, filled):
    cover = template.book.add_worksheet("Cover")
    cover.write_row("B2", ["Area", "Contact"])
    cover.write("B3", "Role")
    template.table("schemes", NAMES)
    findings, book = filled(plan_of(area="Leicester", schemes=(scheme("F"),)), template.close())
    assert said(findings) == [
        ("READ-84", "Plan fields", "The template has no cell for 'area'; not in it.")
    ]
    assert book["Cover"]["C2"].value == "Contact"


def test_fields_of_the_plan_have_rows_of_their_own(template, filled):
    fields = template.book.add_worksheet("Facts")
    fields.write_row("A1", ["Field", "Value"])
    fields.write_column("A2", ["round", "area", "version"])
    template.table("schemes", NAMES)
    plan = plan_of(
        area="Leicester", facts={"version": "Final", "owner": "Jo"}, schemes=(scheme("Falls"),)
    )
    findings, book = filled(plan, template.close())
    assert column(book, "B", "Facts") == ["Value", None, "Leicester", "Final"]
    assert [one.message for one in findings] == ["The template has no cell for 'owner'; not in it."]


# Refusals, and text that is never a formula


def test_what_cannot_be_filled_in_is_refused(template, tmp_path):
    plan = schemes(1)
    template.book.add_worksheet("Empty").write("A1", "Nothing")
    path = template.close()
    ours = tmp_path / "ours.xlsx"
    formats.write(plan, ours)
    macros = tmp_path / "macros.xlsm"
    macros.write_bytes(macro_workbook())
    for source, out, reason in (
        (path, "out.xlsx", "no table in it has headings of 2019-20"),
        (path, "out.xlsm", r"a copy of official\.xlsx must end with \.xlsx too"),
        (path, "official.xlsx", "it is the template"),
        (macros, "out.xlsx", r"a copy of macros\.xlsm must end with \.xlsm too"),
        (ours, "out.xlsx", "a workbook of bettercare's own"),
        (tmp_path / "a.ods", "a.xlsx", "give an Excel workbook"),
        (tmp_path / "none.xlsx", "a.xlsx", "no such file"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            fill(plan, source, tmp_path / out, RULES)
    assert not (tmp_path / "out.xlsx").exists()


PAYLOADS = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("x")', "SUM(A1:A9)", " 1", "", "'", '"', "x\n=1")


def test_a_hundred_triggers_in_every_text_are_inert(tmp_path):
    """12 signs times 9 payloads in every text of every table: no cell of the copy is a formula."""
    triggers = [
        f"{sign}{one}" for sign in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'" for one in PAYLOADS
    ]
    assert len(triggers) >= 100
    records, book = {}, xlsxwriter.Workbook(tmp_path / "all.xlsx")
    for table, kind in TABLES.items():
        names = [name for name, held in fields_of(kind).items() if held == ("text", False)]
        records[table] = tuple(
            msgspec.structs.replace(kind(), **dict.fromkeys(names, text)) for text in triggers
        )
        sheet = book.add_worksheet(table)
        columns = [c for c in Layout(table, RULES).columns if c.field in names]
        sheet.write(0, 0, RULES.tables[table].label if table in RULES.tables else table)
        sheet.write_row(1, 0, [c.label for c in columns])
    book.close()
    plan = plan_of(area=triggers[0], **records)
    findings = fill(plan, tmp_path / "all.xlsx", tmp_path / "out.xlsx", RULES)
    assert "READ-85" not in {one.code for one in findings}
    copy = load_workbook(tmp_path / "out.xlsx")
    cells = [c for sheet in copy for row in sheet.iter_rows() for c in row if c.value is not None]
    assert len(cells) > 100 * len(TABLES)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not re.search(rb"<f[ >]", b"".join(parts((tmp_path / "out.xlsx").read_bytes()).values()))
    assert BytesIO((tmp_path / "out.xlsx").read_bytes()).getbuffer().nbytes > 0


def test_a_template_of_another_round_is_refused(tmp_path, filled):
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Expenditure")
        sheet.write(0, 0, "Better Care Fund 2025/26 Template")
        sheet.write_row(2, 0, ["Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)"])
    with pytest.raises(UnreadableFile, match=r"it is for 2025-26 .* and the plan is for 2019-20"):
        filled(Plan(round="2019-20", schemes=(SchemeRow(scheme_name="Falls"),)), path)
