"""Workbooks that are written: what is on each sheet, what may be typed, texts that stay texts."""

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from bettercare import examples, formats, rounds
from bettercare.errors import UnreadableFile
from bettercare.formats.workbooks import table_sheet
from bettercare.formats.workbooks.memory import SHEET, remembered
from bettercare.formats.workbooks.writer import template, workbook_of
from bettercare.plan import IncomeLine, NarrativeText, Plan, SchemeRow
from bettercare.plan.records import CapacityLine, DocumentFigure, ProgressLine
from tests.bettercare.formats.workbooks.drawn import column, opened, table_on, written
from tests.bettercare.known import known
from tests.bettercare.strategies import TRAPS, plans

RULES = rounds.load("2019-20")
ROUNDS = tuple(sorted(rounds.available()))
LEICESTER = formats.read(examples.path("leicester")).plan


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Leicester's workbook as another library opens it."""
    return opened(written(LEICESTER, tmp_path_factory.mktemp("book") / "plan.xlsx"))


@pytest.fixture(scope="module")
def parts():
    """The files inside Leicester's workbook."""
    with ZipFile(BytesIO(workbook_of(LEICESTER, RULES))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read_back(data: bytes, sheet: str) -> list[list[str]]:
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python()
    return [[str(cell) for cell in cells] for cells in rows]


class TestSheets:
    def test_order_and_names(self, book):
        assert book.sheetnames == [
            "1. Guidance",
            "2. Cover",
            "3. Summary",
            "4. Strategic Narrative",
            "5. Income",
            "6. Expenditure",
            "7. HICM",
            "8. Metrics",
            "9. Planning Requirements",
            "10. Funding questions",
            "11. Plan fields",
            "_lists",
            "_checklist",
            "_bettercare",
        ]

    def test_hidden_sheets(self, book):
        states = {sheet.title: sheet.sheet_state for sheet in book}
        assert {name: states.pop(name) for name in ("_lists", "_checklist", "_bettercare")} == {
            "_lists": "hidden",
            "_checklist": "hidden",
            "_bettercare": "veryHidden",
        }
        assert set(states.values()) == {"visible"}

    def test_tables_that_the_round_lacks_and_the_plan_has(self, tmp_path):
        plan = Plan(
            round="2019-20",
            capacity=(CapacityLine(service="Reablement", month="May", demand=Decimal(5)),),
            progress=(ProgressLine(scheme_name="Falls", spent=Decimal(7)),),
            documents=(),
        )
        names = opened(written(plan, tmp_path / "plan.xlsx")).sheetnames
        assert names[10:14] == [
            "11. Capacity and demand",
            "12. Progress of the year",
            "13. Figures in other papers",
            "14. Plan fields",
        ]

    def test_progress_and_documents_only_where_the_plan_has_them(self, book):
        assert not {"progress", "other papers"} & {
            word for name in book.sheetnames for word in name.casefold().split(". ")
        }

    @pytest.mark.parametrize("name", ROUNDS)
    def test_every_round_makes_a_workbook(self, name):
        rules = rounds.load(name)
        plan = template(rules, "Leicester")
        assert (plan.round, plan.area) == (name, "Leicester")
        rows = read_back(workbook_of(plan, rules), SHEET)
        assert known(remembered(rows)).plan == plan

    def test_a_title_on_each_sheet_and_the_first_cell_chosen(self, book):
        for sheet in book.worksheets[:11]:
            cells = [cell for cell in sheet[1] if cell.value]
            assert cells[0].value == f"Better Care Fund plan 2019-20: {sheet.title.split('. ')[1]}"
            assert sheet.sheet_view.selection[-1].activeCell == cells[0].coordinate

    def test_title_subject_and_language_without_an_author(self, parts):
        core = parts["docProps/core.xml"]
        assert "<dc:title>Better Care Fund plan 2019-20: Leicester</dc:title>" in core
        assert "<dc:subject>Better Care Fund, planning round 2019-20</dc:subject>" in core
        assert "<dc:creator></dc:creator>" in core
        assert "en-GB" in parts["docProps/custom.xml"]


class TestBytes:
    def test_the_same_plan_gives_the_same_bytes(self):
        assert workbook_of(LEICESTER, RULES) == workbook_of(LEICESTER, RULES)

    def test_written_under_the_suffix(self, tmp_path):
        path = tmp_path / "plan.xlsx"
        formats.write(LEICESTER, path)
        assert path.read_bytes() == workbook_of(LEICESTER, RULES)

    def test_half_a_character_is_refused(self, tmp_path):
        with pytest.raises(UnreadableFile, match="holds half a character"):
            formats.write(Plan(round="2019-20", area="\ud800"), tmp_path / "plan.xlsx")

    def test_more_rows_than_a_sheet_holds(self, monkeypatch):
        monkeypatch.setattr(table_sheet, "MOST_ROWS", 60)
        with pytest.raises(UnreadableFile, match="Cannot write the Expenditure sheet: Excel holds"):
            workbook_of(LEICESTER, RULES)

    def test_more_columns_than_a_sheet_holds(self, monkeypatch):
        monkeypatch.setattr(table_sheet, "MOST_COLUMNS", 4)
        with pytest.raises(UnreadableFile, match="Cannot write the Strategic Narrative sheet"):
            workbook_of(LEICESTER, RULES)


class TestTables:
    def test_headings_ids_and_cells(self, book):
        sheet = book["5. Income"]
        head, heads = table_on(sheet)
        assert heads[:4] == ["Row id", "Funding Sources", "Contributor", "Gross Contribution"]
        assert [cell.value for cell in sheet[head + 1]][:4] == ["r1", "DFG", "Leicester", 2391923]
        assert sheet.column_dimensions["A"].hidden

    def test_lines_prepared_stand_after_the_records(self, book):
        sheet = book["4. Strategic Narrative"]
        head, _ = table_on(sheet)
        ids = [(cells[0], cells[1]) for cells in sheet.iter_rows(head + 1, values_only=True)]
        assert ids[:5] == [("p1", "A"), ("p2", "B(i)"), ("p3", "B(ii)"), ("p4", "C"), (None, None)]

    def test_nothing_over_the_headings_reads_like_headings(self, book):
        for sheet in book.worksheets[3:10]:
            head, _ = table_on(sheet)
            assert head == 5
            texts = {cell.value for cells in sheet.iter_rows(1, head - 1) for cell in cells}
            ours = {"Must be filled in", "If Joint", "If 'Other'", "If the type has outputs"}
            others = texts - ours - {None, "Not in the round"}
            assert others == {sheet["B1"].value, sheet["B2"].value}

    def test_columns_worked_out_say_so(self, book):
        _, heads = table_on(book["6. Expenditure"])
        worked = heads[heads.index("Counts to NHS out-of-hospital (worked out)") :]
        assert all(head.endswith("(worked out)") for head in worked)

    def test_columns_that_only_help_others_are_hidden(self, book):
        sheet = book["6. Expenditure"]
        spans = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
        shown = [
            str(cell.value)
            for cell in sheet[table_on(sheet)[0]]
            if str(cell.value).endswith("(worked out)")
            and not any(first <= cell.column <= last for first, last in spans)
        ]
        assert shown == [
            "Counts to NHS out-of-hospital (worked out)",
            "Counts to Adult social care (worked out)",
            "Still to fill in (worked out)",
        ]

    def test_named_ranges(self, book):
        names = book.defined_names
        assert {"schemes_amounts_2019_20", "income_source_no", "list_scheme_types"} <= set(names)
        assert names["field_area"].attr_text == "'11. Plan fields'!$C$6"
        assert len({name.casefold() for name in names}) == len(names)

    def test_plan_fields(self, book):
        rows = list(book["11. Plan fields"].iter_rows(4, values_only=True))
        assert rows[:4] == [
            ("Field", "What it is", "Value"),
            ("round", "The planning round; leave it as it is", "2019-20"),
            ("area", "The area of the Health and Wellbeing Board", "Leicester"),
            ("version", "The version of the plan", None),
        ]
        values = {field: value for field, _, value in rows}
        assert values["required.nhs_out_of_hospital.minimum"] == 6802087

    def test_other_facts_and_figures(self, tmp_path):
        plan = Plan(
            round="2019-20",
            given={"income.total": Decimal("5.25"), "previous.income.nhs_minimum": Decimal(7)},
            facts={"area": "of a fact", "two_tier": "No"},
        )
        sheet = opened(written(plan, tmp_path / "plan.xlsx"))["11. Plan fields"]
        values = {cells[0]: cells[2] for cells in sheet.iter_rows(5, values_only=True)}
        assert values["given.income.total"] == 5.25
        assert values["previous.income.nhs_minimum"] == 7
        assert (values["fact.area"], values["two_tier"]) == ("of a fact", "No")


class TestTyping:
    def test_lists_of_the_round_stop_other_values(self, book):
        found = validation(book["6. Expenditure"], "Scheme Type")
        assert (found.type, found.formula1, found.errorStyle) == ("list", "list_scheme_types", None)

    def test_lists_that_are_not_sure_warn(self, tmp_path):
        plan = template(rounds.load("2025-26"))
        sheet = opened(written(plan, tmp_path / "plan.xlsx"))["6. Expenditure"]
        found = validation(sheet, "Source of Funding")
        assert (found.formula1, found.errorStyle) == ("list_sources", "warning")

    def test_income_chooses_parts_of_sources_too(self, tmp_path):
        plan = template(rounds.load("2017-19"))
        book = opened(written(plan, tmp_path / "plan.xlsx"))
        found = validation(book["4. HWB Funding Sources"], "Funding Source")
        assert {"DFG", "Improved Better Care Fund"} <= set(listed(book, found.formula1))

    def test_sub_types_follow_the_type_of_the_row(self, book):
        sheet = book["6. Expenditure"]
        found = validation(sheet, "Sub Types")
        head, heads = table_on(sheet)
        type_no = sheet.cell(head + 1, heads.index("scheme_type_no (worked out)") + 1)
        assert f"MATCH(${type_no.column_letter}{head + 1},sub_types_of,0)" in found.formula1
        types = listed(book, "sub_types_of")
        labels = listed(book, "list_sub_types")
        number = list(RULES.scheme_types).index("dfg_related") + 1
        own = [label for n, label in zip(types, labels, strict=True) if n == number]
        assert own == list(known(RULES.scheme_types["dfg_related"].sub_types).labels)
        assert types == [*sorted(types[:-1]), 0]  # those of a type stand together, a blank last

    def test_pounds_and_shares_are_numbers(self, book):
        sheet = book["6. Expenditure"]
        pounds, share = (
            validation(sheet, head) for head in ("Expenditure (£)", "% NHS (if Joint Commissioner)")
        )
        assert (pounds.type, pounds.errorStyle) == ("decimal", None)
        assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")

    def test_inputs_are_open_and_the_rest_is_locked_without_a_password(self, book):
        sheet = book["6. Expenditure"]
        head, heads = table_on(sheet)
        worked = heads.index("Still to fill in (worked out)")
        cells = sheet[head + 1]
        assert [cells[n].protection.locked for n in (0, 1, worked)] == [True, False, True]
        blank = sheet[head + len(known(LEICESTER.schemes)) + 5]
        assert not blank[1].protection.locked
        for shown in book.worksheets[:11]:
            assert shown.protection.sheet
            assert shown.protection.password is None
            assert not shown.protection.insertRows  # False means that it is allowed
            assert not shown.protection.formatColumns

    def test_three_colours_and_words_for_them(self, book):
        income = book["5. Income"]
        head, heads = table_on(income)
        colours = [income.cell(head + 1, n).fill.fgColor.rgb for n in (2, 3, len(heads))]
        assert len(set(colours)) == 3
        guidance = book["1. Guidance"]
        key = {
            cell.fill.fgColor.rgb: cell.value
            for (cell,) in guidance.iter_rows(max_col=1)
            if cell.fill.fill_type
        }
        assert [key[colour].split(":")[0] for colour in colours] == ["Blue", "Yellow", "Grey"]

    def test_each_page_is_wide_enough_and_repeats_its_headings(self, book):
        sheet = book["6. Expenditure"]
        head, _ = table_on(sheet)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.freeze_panes == f"D{head + 1}"

    def test_no_merged_cells(self, book):
        assert all(not sheet.merged_cells.ranges for sheet in book)


def validation(sheet, head):
    """What may be typed under a heading."""
    row, _ = table_on(sheet)
    place = sheet.cell(row + 1, column(sheet, head)).coordinate
    [found] = [one for one in sheet.data_validations.dataValidation if place in one.sqref]
    return found


def listed(book, name):
    """What stands in a range of the sheet of lists."""
    _, place = next(iter(book.defined_names[name].destinations))
    return [cells[0].value for cells in book["_lists"][place]]


class TestTextsStayTexts:
    """Nothing that a plan holds becomes a formula, a link or markup."""

    PLAN = Plan(
        round="2019-20",
        area="=HYPERLINK(1)",
        schemes=tuple(
            SchemeRow(scheme_name=text, scheme_type=text, source_of_funding=text, sub_type=text,
                      commissioner=text, extra={"=A1": text})
            for text in (*TRAPS, "https://example.org", "<r><t>x</t></r>", "{=1}", "_x0041_")
        ),
        facts={"=1+1": "=1+1"},
    )  # fmt: skip

    def test_formulas_are_ours_alone(self):
        plain_formulas = self.formulas(msgspec.structs.replace(self.PLAN, schemes=(), facts={}))
        kinds = {re.sub(r"\d+", "0", text) for text in self.formulas(self.PLAN)}
        ours = {re.sub(r"\d+", "0", text) for text in plain_formulas}
        letters = re.compile(r"\$[A-Z]+0")
        assert {letters.sub("$A0", one) for one in kinds} == {
            letters.sub("$A0", one) for one in ours
        }

    @staticmethod
    def formulas(plan: Plan) -> set[str]:
        with ZipFile(BytesIO(workbook_of(plan, RULES))) as archive:
            sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
            texts = [archive.read(name).decode() for name in sheets]
        return {found for text in texts for found in re.findall(r"<f>(.*?)</f>", text)}

    def test_no_links_but_to_our_own_sheets(self):
        with ZipFile(BytesIO(workbook_of(self.PLAN, RULES))) as archive:
            assert not [name for name in archive.namelist() if "externalLink" in name]
            rels = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels")]
        assert not any("http://example" in text or "External" in text for text in rels)

    def test_texts_are_read_as_they_were(self):
        rows = read_back(workbook_of(self.PLAN, RULES), "6. Expenditure")
        head = next(n for n, cells in enumerate(rows) if "Scheme Name" in cells)
        at = rows[head].index("Scheme Name")
        names = [cells[at] for cells in rows[head + 1 :]][: len(known(self.PLAN.schemes))]
        asked = [known(one.scheme_name) for one in known(self.PLAN.schemes)]
        assert names == [text.replace("\r\n", "\n") for text in asked]

    def test_a_formula_sign_has_its_apostrophe(self, tmp_path):
        plan = Plan(round="2019-20", schemes=(SchemeRow(scheme_name="=1+1"),))
        sheet = opened(written(plan, tmp_path / "plan.xlsx"))["6. Expenditure"]
        cell = sheet.cell(table_on(sheet)[0] + 1, column(sheet, "Scheme Name"))
        assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)

    def test_a_text_longer_than_a_cell_is_cut_and_remembered(self):
        # 20,000 letters outside the first 65,536 count twice, and a cell holds 32,767.
        text = "\U0001f600" * 20_000
        plan = Plan(round="2019-20", narrative=(NarrativeText(section="A", text=text),))
        data = workbook_of(plan, RULES)
        rows = read_back(data, "4. Strategic Narrative")
        longest = max((cell for cells in rows for cell in cells), key=len)
        assert longest == "\U0001f600" * 16_383
        assert known(remembered(read_back(data, SHEET))).plan == plan

    def test_a_number_that_no_cell_holds_is_a_text(self):
        plan = Plan(
            round="2019-20",
            income=(IncomeLine(source_of_funding="DFG", comment="x"),),
            documents=(DocumentFigure(value=Decimal("NaN")),),
        )
        rows = read_back(workbook_of(plan, RULES), "11. Figures in other papers")
        assert any("NaN" in cells for cells in rows)

    @given(plan=plans)
    @settings(max_examples=15)
    def test_any_plan_is_remembered_whole(self, plan):
        try:
            data = workbook_of(plan, RULES)
        except UnicodeEncodeError:
            return  # half a character; formats.write says so
        assert known(remembered(read_back(data, SHEET))).plan == plan
