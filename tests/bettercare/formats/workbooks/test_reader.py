"""Workbooks that are not ours: tables found by their headings, every value with its cell."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from bettercare import formats
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Severity
from tests.bettercare.formats.workbooks.books import drawn, drawn_book, names_and_pounds, told
from tests.bettercare.formats.workbooks.libreoffice import convert, needs_libreoffice

D = Decimal
SCHEMES = """
    Scheme ID | Scheme Name | Source of Funding        | Expenditure (£)
    1         | Falls       | Minimum CCG Contribution | 1234.5
    2         | Handyman    | DFG                      | 300
"""
BOTH = [("Falls", D("1234.5")), ("Handyman", D(300))]


def test_a_table_is_found_by_its_headings_whatever_its_sheet_is_called(tmp_path):
    reading = drawn(tmp_path, Notes="hello | | |", Sheet7=SCHEMES)
    assert names_and_pounds(reading) == BOTH
    place = reading.plan.place("schemes", 2, "amounts.2019-20")
    assert (place.file, place.sheet, place.cell) == ("plan.xlsx", "Sheet7", "D3")
    [control] = reading.controls
    assert (control.rows_read, control.rows_kept, control.sum_read) == (2, 2, D("1534.5"))
    assert control.agrees


def test_inserted_rows_and_columns_move_nothing(tmp_path):
    reading = drawn(
        tmp_path,
        Plan="""
            | My plan | | | | |
            | | | | | |
            | for 2019 | | | | |
            | Scheme Name | | Expenditure (£) | Lead | Source of Funding | Scheme ID
            | Falls       | | 1234.5          | Jo   | DFG               | 1
            | Handyman    | | 300             |      | DFG               | 2
        """,
    )
    assert names_and_pounds(reading) == BOTH
    assert reading.plan.place("schemes", 1, "amounts.2019-20").cell == "D5"
    assert reading.plan.place("schemes", 2, "scheme_id").cell == "G6"
    assert reading.plan.schemes[0].extra == {"Lead": "Jo"}


def test_several_tables_on_one_sheet_below_and_beside_each_other(tmp_path):
    reading = drawn(
        tmp_path,
        All="""
            Scheme ID | Scheme Name | Source of Funding | Expenditure (£) | | Section | Text
            1         | Falls       | DFG               | 1234.5          | | A       | Words
            2         | Handyman    | DFG               | 300             | | C       | More
            | | | | | |
            5. Income | | | | | |
            Funding Sources | Contributor | Gross Contribution | | | |
            DFG             | Leicester   | 2000               | | | |
        """,
    )
    assert names_and_pounds(reading) == BOTH
    assert [(one.section, one.text) for one in reading.plan.narrative] == [
        ("A", "Words"),
        ("C", "More"),
    ]
    [line] = reading.plan.income
    assert (line.contributor, line.amounts) == ("Leicester", {"2019-20": D(2000)})
    assert reading.plan.place("income", 1, "amounts.2019-20").cell == "C7"
    assert reading.plan.place("narrative", 2, "text").cell == "G3"
    assert all(control.agrees for control in reading.controls)


def test_headings_in_two_lines_merged_or_stacked(tmp_path):
    path = drawn_book(
        tmp_path / "plan.xlsx",
        merge=("C1:F1",),
        Plan="""
            Scheme | Scheme | Metric Impact | | | | Source of  |
            ID     | Name   | NEA | DTOC | RES | REA | Funding | Expenditure (£)
            1      | Falls  | Low | High | Low | Low | DFG     | 1234.5
        """,
    )
    reading = formats.read(path, "2019-20")
    [row] = reading.plan.schemes or ()
    assert (row.scheme_id, row.scheme_name, row.source_of_funding) == ("1", "Falls", "DFG")
    assert row.impacts == {"nea": "Low", "dtoc": "High", "res": "Low", "rea": "Low"}
    assert row.amounts == {"2019-20": D("1234.5")}
    assert reading.plan.place("schemes", 1, "impacts.dtoc").cell == "D3"


def test_merged_cells_head_all_of_their_rows_but_amounts_do_not(tmp_path):
    path = drawn_book(
        tmp_path / "plan.xlsx",
        merge=("B2:B3", "D2:D3"),
        Plan="""
            Scheme ID | Scheme Name | Source of Funding | Expenditure (£)
            1         | Falls       | DFG               | 500
            2         |             | iBCF              |
        """,
    )
    reading = formats.read(path, "2019-20")
    assert names_and_pounds(reading) == [("Falls", D(500)), ("Falls", None)]
    assert told(reading, "READ-77") == ["Plan, B2:B3: Merged cell; the text is read for every row."]


def test_totals_are_set_aside_and_notes_below_are_said(tmp_path):
    reading = drawn(
        tmp_path,
        Plan="""
            Scheme ID | Scheme Name | Source of Funding | Expenditure (£)
            1         | Falls       | DFG               | 1234.5
            | | |
            2         | Handyman    | DFG               | 300
            Total     |             |                   | 1534.5
            | | |
            Amounts are provisional | | |
            Year      | Owner       |                   | Growth
            2019      | Jo          |                   | steady
        """,
    )
    assert names_and_pounds(reading) == BOTH
    [control] = reading.controls
    assert (control.rows_read, control.blank_rows, control.total_rows) == (4, 1, 1)
    assert (control.sum_read, control.sum_of_total_rows) == (D(3069), D("1534.5"))
    assert control.agrees
    assert told(reading, "READ-17") == ["Plan, row 5: A row of totals (£1,534.50), set aside."]
    [note] = told(reading, "READ-76")
    assert note == (
        "Plan, A7: 'Amounts are provisional' and 6 more cells below the table: no row of it, and "
        "not read."
    )


def test_a_note_directly_below_the_last_row_is_no_row(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES.rstrip() + "\n Note: all draft | | |\n")
    assert names_and_pounds(reading) == BOTH
    assert told(reading, "READ-76") == [
        "Plan, A4: 'Note: all draft' below the table: no row of it, and not read."
    ]


def test_a_row_below_a_blank_one_with_words_for_its_amount_is_still_a_row(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES.rstrip() + "\n | | |\n 3 | Carers | DFG | tbc\n")
    assert names_and_pounds(reading) == [*BOTH, ("Carers", None)]
    [finding] = [one for one in reading.findings if one.code == "READ-01"]
    assert (finding.places[0].sheet, finding.places[0].cell) == ("Plan", "D5")


def test_text_numbers_are_read_and_said_once_a_column(tmp_path):
    reading = drawn(
        tmp_path,
        Plan="""
            Scheme ID | Scheme Name | Source of Funding | Expenditure (£)
            1         | Falls       | DFG               | "£1,234.50"
            2         | Handyman    | DFG               | " 300 "
        """,
    )
    assert names_and_pounds(reading) == BOTH
    assert told(reading, "READ-74") == [
        "Plan, D2: '£1,234.50' is text; read as the number 1234.50 (D2 and D3)."
    ]


def test_dates_truths_and_long_numbers_come_as_people_see_them(tmp_path):
    with Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet("6. Expenditure")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Scheme ID", "Scheme Name", "Description", "Expenditure (£)"])
        sheet.write_row(1, 0, [1, True, "", 0.1 + 0.2])
        sheet.write_datetime(1, 2, datetime(2019, 9, 27), day)
        sheet.write_row(2, 0, [12345678901, "x", "", 987654.35])
        sheet.write_datetime(2, 2, datetime(2019, 9, 27, 12, 30), day)
        sheet.write_row(3, 0, ["3", "y"])
        sheet.write_datetime(3, 3, date(2019, 9, 27), day)
    reading = formats.read(tmp_path / "plan.xlsx", "2019-20")
    first, second, third = reading.plan.schemes or ()
    assert (first.scheme_id, first.scheme_name, first.description) == ("1", "TRUE", "2019-09-27")
    assert first.amounts == {"2019-20": D("0.3")}
    assert (second.scheme_id, second.description) == ("12345678901", "2019-09-27 12:30:00")
    assert second.amounts == {"2019-20": D("987654.35")}
    assert third.written == {"amounts.2019-20": "2019-09-27"}


def test_errors_and_formulas_without_a_value_are_said_by_cell_once_a_column(tmp_path):
    with Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)"])
        for row in (1, 2, 3):
            sheet.write_row(row, 0, [row, "Falls", "DFG"])
        sheet.write_formula("D2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", "=1+1", None, "")
        sheet.write_formula("D4", "=1+1", None, "")
    reading = formats.read(tmp_path / "plan.xlsx", "2019-20")
    found = [one for one in reading.findings if one.code == "READ-72"]
    assert [one.severity for one in found] == [Severity.ERROR] * 2
    assert told(reading, "READ-72") == [
        "Plan, D3: Excel has not saved a value for the formula; it counts as not given (D3 and "
        "D4).",
        "Plan, D2: '#DIV/0!' is an error, not a value.",
    ]
    assert [row.written for row in reading.plan.schemes or ()] == [
        {"amounts.2019-20": "#DIV/0!"},
        {"amounts.2019-20": "(formula without a saved value)"},
        {"amounts.2019-20": "(formula without a saved value)"},
    ]
    assert told(reading, "READ-01") == []


def test_a_heading_that_is_nearly_known_says_what_was_meant(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES.replace("Expenditure (£)", "Expendture (£)"))
    assert told(reading, "READ-71") == [
        "Plan, D1: 'Expendture (£)' is no heading of the table; did you mean 'Expenditure (£)'? "
        "Its cells are kept, and not used."
    ]
    assert reading.plan.schemes[0].extra == {"Expendture (£)": "1234.5"}
    assert told(reading, "READ-04") == []


def test_headings_of_which_too_few_are_known_are_said(tmp_path):
    table = SCHEMES.replace("Scheme Name", "Title").replace("Source of Funding", "Sauce of Funding")
    table = table.replace("Scheme ID", "Nr").replace("Expenditure (£)", "Expendture (£)")
    path = drawn_book(tmp_path / "plan.xlsx", Plan=table, Text="Section | Text\nA | Words")
    reading = formats.read(path, "2019-20")
    assert reading.plan.schemes is None
    assert told(reading, "READ-70") == []  # none of the four is known
    path = drawn_book(
        tmp_path / "b.xlsx",
        Plan="Scheme ID | Sauce of Funding | Cost\n1 | DFG | 5",
        Text="Section | Text\nA | Words",
    )
    assert told(formats.read(path, "2019-20"), "READ-70") == [
        "Plan, A1: 'Scheme ID', 'Sauce of Funding' and 'Cost' may be headings of '6. Expenditure', "
        "but too few are known; not read."
    ]


def test_a_table_that_stands_twice_is_read_once_and_both_are_said(tmp_path):
    reading = drawn(tmp_path, Copy="x | |", Draft=SCHEMES, Plan=SCHEMES)
    assert names_and_pounds(reading) == BOTH
    assert told(reading, "READ-75") == [
        "Draft, row 1: Read from here; the same table stands elsewhere and is not read: "
        "Plan, row 1."
    ]


def test_the_better_of_two_tables_is_read_and_a_hidden_one_last(tmp_path):
    less = "Scheme ID | Scheme Name | Expenditure (£)\n9 | Other | 1"
    assert names_and_pounds(drawn(tmp_path, A=less, B=SCHEMES)) == BOTH
    old = SCHEMES.replace("Falls", "Old")
    reading = drawn(tmp_path, hidden=("A",), Front="x", A=old, B=SCHEMES)
    assert names_and_pounds(reading) == BOTH


def test_a_table_that_goes_on_below_under_the_same_headings_is_one(tmp_path):
    more = SCHEMES.replace("Falls", "Carers").strip("\n")
    reading = drawn(tmp_path, Plan=SCHEMES.rstrip() + "\n | | |\n Page 2 | | |\n" + more)
    assert [name for name, _ in names_and_pounds(reading)] == [
        "Falls", "Handyman", "Carers", "Handyman"
    ]  # fmt: skip
    assert reading.plan.place("schemes", 3, "scheme_name").cell == "B7"
    assert told(reading, "READ-75") == [
        "Plan, row 1: The table stands in 2 parts (row 1 and row 6); read as one table."
    ]
    assert all(control.agrees for control in reading.controls)


def test_hidden_sheets_rows_and_columns_are_read_and_said(tmp_path):
    with Workbook(tmp_path / "plan.xlsx") as book:
        book.add_worksheet("Front").write(0, 0, "x")
        sheet = book.add_worksheet("Plan")
        sheet.hide()
        sheet.write_row(0, 0, ["Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)"])
        sheet.write_row(1, 0, [1, "Falls", "DFG", 1234.5])
        sheet.write_row(2, 0, [2, "Handyman", "DFG", 300])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("C:D", None, None, {"hidden": True})
    reading = formats.read(tmp_path / "plan.xlsx", "2019-20")
    assert names_and_pounds(reading) == BOTH
    assert told(reading, "READ-78") == [
        "Plan: Hidden, and read all the same: the sheet, row 3 and columns C and D."
    ]


def test_sheets_without_a_table_are_said(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES, Thoughts="a | b\n | c")
    assert told(reading, "READ-76") == [
        "plan.xlsx: No table of a plan on this sheet, not read: Thoughts (3 cells)."
    ]


class TestRoundAndArea:
    def test_title_and_label_on_a_sheet_say_them(self, tmp_path):
        path = drawn_book(
            tmp_path / "x.xlsx",
            Cover="""
                | Better Care Fund 2019/20 Template
                | Health and Wellbeing Board:
                | Exampleton
            """,
            Plan=SCHEMES,
        )
        reading = formats.read(path)
        assert (reading.plan.round, reading.plan.area) == ("2019-20", "Exampleton")
        assert told(reading, "READ-12") == [
            "Round: Nobody gave the round; taken as 2019-20 from Cover, B1."
        ]

    @pytest.mark.parametrize(
        "label",
        [
            "Health and Wellbeing Board: Exampleton",
            "Selected Health and Wellbeing Board: | | Exampleton",
            "Area | Exampleton",
        ],
    )
    def test_the_area_stands_behind_or_beside_its_label(self, tmp_path, label):
        reading = drawn(tmp_path, Cover=label, Plan=SCHEMES)
        assert reading.plan.area == "Exampleton"

    def test_plan_fields_say_them_and_hold_figures(self, tmp_path):
        path = drawn_book(
            tmp_path / "x.xlsx",
            Facts="""
                Field                              | Value
                round                              | 2019/20
                Area                               | Exampleton
                version                            | 3
                required.adult_social_care.minimum | 500.5
                printed.income.total               | 2000
                version                            | 4
            """,
            Plan=SCHEMES,
        )
        reading = formats.read(path)
        plan = reading.plan
        assert (plan.round, plan.area, plan.facts) == ("2019-20", "Exampleton", {"version": "3"})
        assert plan.given == {"required.adult_social_care.minimum": D("500.5")}
        assert plan.printed == {"income.total": D(2000)}
        assert told(reading, "READ-15") == ["Facts, B7: Given twice: 'version'; the first is used."]

    def test_the_name_of_the_file_says_them_last(self, tmp_path):
        reading = formats.read(drawn_book(tmp_path / "east-exampleton-2019-20.xlsx", Plan=SCHEMES))
        assert (reading.plan.round, reading.plan.area) == ("2019-20", "East Exampleton")
        assert len(told(reading, "READ-12")) == 2

    def test_a_workbook_of_another_round_than_asked_is_said(self, tmp_path):
        cover = "Better Care Fund 2017-19 planning template"
        path = drawn_book(tmp_path / "x.xlsx", Cover=cover, Plan=SCHEMES)
        reading = formats.read(path, "2019-20")
        assert reading.plan.round == "2019-20"
        assert told(reading, "READ-15") == [
            "Cover, A1: The plan says 2017-19; read as 2019-20, as asked."
        ]
        assert formats.read(path).plan.round == "2017-19"

    def test_a_title_of_no_round_that_is_known_is_passed_by(self, tmp_path):
        cover = "Better Care Fund 2001/02 history\nBetter Care Fund 2019/20"
        path = drawn_book(tmp_path / "x.xlsx", Cover=cover, Plan=SCHEMES)
        assert formats.read(path).plan.round == "2019-20"

    def test_a_workbook_that_says_no_round_is_refused(self, tmp_path):
        with pytest.raises(UnknownRound, match=r"Cannot tell which round x.xlsx is for. Add --ro"):
            formats.read(drawn_book(tmp_path / "x.xlsx", Plan=SCHEMES))


def test_a_workbook_without_any_table_is_refused(tmp_path):
    path = drawn_book(tmp_path / "x.xlsx", Notes="Shopping | list\nBread | 2")
    with pytest.raises(UnreadableFile, match=r"Cannot read x.xlsx: it has no table of a plan for"):
        formats.read(path, "2019-20")
    with pytest.raises(UnreadableFile, match=r"Cannot read e.xlsx: it is empty"):
        formats.read(drawn_book(tmp_path / "e.xlsx", Empty=[]), "2019-20")


INCOME = """
    | Better Care Fund 2019/20 Template | |
    | Local Authority Contribution | |
    | Disabled Facilities Grant (DFG) | Gross Contribution |
    | Leicester | 2391923 |
    | DFG breakdown for two-tier areas only | |
    | A district | 2391923 |
    | Total Minimum LA Contribution (exc iBCF) | 2391923 |
    | | |
    | iBCF Contribution | Contribution |
    | Leicester | 15466521 |
    | Total iBCF Contribution | 15466521 |
    | | |
    | Are any additional LA Contributions being made in 2019/20? | No |
    | Local Authority Additional Contribution | Contribution | Comments
    | | |
    | Total Additional Local Authority Contribution | 0 |
    | | |
    | CCG Minimum Contribution | Contribution |
    | NHS Leicester City CCG | 23936545 |
    | Total Minimum CCG Contribution | 23936545 |
    | Are any additional CCG Contributions being made in 2019/20? | Yes |
    | Additional CCG Contribution | Contribution | Comments
    | NHS Leicester City CCG | 5 | new money
    | Total Addition CCG Contribution | 5 |
"""


def test_income_in_blocks_is_read_by_the_labels_of_its_sources(tmp_path):
    summary = """
        Funding Sources | Income | Expenditure | Difference
        DFG | 2391923 | 2391923 | 0
    """
    reading = drawn(tmp_path, Summary=summary, Income=INCOME)
    assert [
        (one.source_of_funding, one.contributor, one.amounts.get("2019-20"), one.answer)
        for one in reading.plan.income
    ] == [
        ("Disabled Facilities Grant (DFG)", "Leicester", D(2391923), None),
        ("iBCF Contribution", "Leicester", D(15466521), None),
        ("Local Authority Additional Contribution", None, None, "No"),
        ("CCG Minimum Contribution", "NHS Leicester City CCG", D(23936545), None),
        ("Additional CCG Contribution", "NHS Leicester City CCG", D(5), "Yes"),
    ]
    assert reading.plan.income[4].comment == "new money"
    place = reading.plan.place("income", 4, "amounts.2019-20")
    assert (place.sheet, place.cell) == ("Income", "C19")
    [control] = reading.controls
    assert (control.rows_kept, control.total_rows) == (5, 4)
    assert control.agrees


def test_income_in_blocks_of_a_round_of_two_years(tmp_path):
    path = drawn_book(
        tmp_path / "x.xlsx",
        Sources="""
            iBCF Contribution | 2017/18 Gross Contribution | 2018/19 Gross Contribution
            Rotherham | 7317501 | 10103692
            Total iBCF Contribution | 7317501 | 10103692
            | |
            CCG Minimum Contribution | 2017/18 Gross Contribution | 2018/19 Gross Contribution
            NHS Rotherham CCG | 18592437 | 18945693
            Total Minimum CCG Contribution | 18592437 | 18945693
        """,
    )
    reading = formats.read(path, "2017-19")
    assert [one.amounts for one in reading.plan.income] == [
        {"2017-18": D(7317501), "2018-19": D(10103692)},
        {"2017-18": D(18592437), "2018-19": D(18945693)},
    ]
    assert reading.plan.place("income", 2, "amounts.2018-19").cell == "C6"


@needs_libreoffice
@pytest.mark.parametrize("form", ["ods", "xls"])
def test_old_workbooks_and_open_documents_are_read_alike(tmp_path, form):
    path = drawn_book(tmp_path / "plan.xlsx", Notes="x | y", Plan=SCHEMES)
    convert([path], tmp_path, form, tmp_path)
    reading = formats.read(tmp_path / f"plan.{form}", "2019-20")
    assert names_and_pounds(reading) == BOTH
    place = reading.plan.place("schemes", 1, "amounts.2019-20")
    assert (place.sheet, place.cell) == ("Plan", "D2")


def test_a_list_of_patients_on_any_sheet_is_refused(tmp_path):
    path = tmp_path / "plan.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Plan").write_row(0, 0, ["Scheme Name", "Expenditure (£)"])
        sheet = book.add_worksheet("Cohort")
        sheet.write_row(0, 0, ["Name", "NHS number"])
        sheet.write_row(1, 0, ["A", "9434765919"])
    with pytest.raises(UnreadableFile, match="column B of sheet 'Cohort' seems to hold patients'"):
        formats.read(path, "2019-20")


def test_shares_in_per_cent_are_read_as_fractions_and_said(tmp_path):
    reading = drawn(
        tmp_path,
        Plan="""
            Scheme ID | Scheme Name | % NHS (if Joint Commissioner) | % LA (if Joint Commissioner)
            1         | Falls       | 60                            | 40
            2         | Carers      | 0.5                           | 0.5
        """,
    )
    shares = [(row.nhs_share, row.la_share) for row in reading.plan.schemes or ()]
    assert shares == [(D("0.6"), D("0.4")), (D("0.5"), D("0.5"))]
    assert len(told(reading, "READ-10")) == 2


def test_cells_without_a_heading_are_kept_and_said(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES.replace("| 300", "| 300 | ask Jo"))
    row = list(reading.plan.schemes or ())[-1]
    assert row.extra == {"column E": "ask Jo"}
    assert told(reading, "READ-14") == [
        "Plan: Cells without a heading; kept, and not used (row 3 of the sheet)."
    ]


def test_headings_without_rows_are_said(tmp_path):
    reading = drawn(tmp_path, Plan=SCHEMES.strip().splitlines()[0])
    assert reading.plan.schemes == ()
    assert told(reading, "READ-02") == ["Plan: The table has headings and no rows."]


def test_errors_and_formulas_among_plan_fields_are_said(tmp_path):
    with Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet("Facts")
        sheet.write_row(0, 0, ["Field", "Value"])
        sheet.write_row(1, 0, ["round", "2019-20"])
        sheet.write(2, 0, "version")
        sheet.write_formula(2, 1, "=1/0", None, "#REF!")
        sheet.write(3, 0, "two_tier")
        sheet.write_formula(3, 1, "=A1", None, "")
    reading = formats.read(tmp_path / "plan.xlsx")
    assert reading.plan.facts == {"version": "#REF!", "two_tier": "(formula without a saved value)"}
    assert told(reading, "READ-72") == [
        "Facts, B3: '#REF!' is an error, not a value.",
        "Facts, B4: Excel has not saved a value for the formula; it counts as not given.",
    ]


def test_a_formula_without_a_value_goes_on_being_said_in_another_format(tmp_path):
    """It is kept beside the amount, so that no format makes a blank of it."""
    with Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)"])
        sheet.write_row(1, 0, ["1", "Falls", "DFG"])
        sheet.write_formula(1, 3, "=500+250", None, "")
    reading = formats.read(tmp_path / "plan.xlsx", "2019-20")
    assert told(reading, "READ-01") == []
    formats.write(reading.plan, tmp_path / "plan.json")
    [said] = told(formats.read(tmp_path / "plan.json"), "READ-01")
    assert "'(formula without a saved value)' is not a number" in said
