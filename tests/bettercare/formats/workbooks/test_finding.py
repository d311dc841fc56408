"""Tables on sheets: which lines are headings, of which table, and where tables end."""

import pytest

from bettercare.formats.workbooks.finding import tables_on
from bettercare.formats.workbooks.headings import Vocabulary
from bettercare.formats.workbooks.sheets_in import SheetCells
from tests.bettercare.formats.workbooks.books import RULES, grid

WORDS = Vocabulary(RULES, {})


def found(table, name="Sheet1", words=WORDS):
    """The tables of a drawn sheet: table, first line, lines, columns, end."""
    rows = grid(table)
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    sheet = SheetCells(name, True, 0, rows)
    return [
        (one.table, one.top, one.lines, one.left, one.right, one.end)
        for one in tables_on(sheet, words)
    ]


def test_two_headings_need_the_columns_that_are_always_asked_for_or_the_title():
    two = "Section | Comments | Scheme Name | Provider"
    assert found("Scheme Name | Provider\nFalls | Charity") == []
    assert found("Section | Text\nA | Words") == [("narrative", 0, 1, 0, 2, 2)]
    titled = found("Scheme Name | Provider\nFalls | Charity", "6. Expenditure plan")
    assert titled == [("schemes", 0, 1, 0, 2, 2)]
    above = found("Expenditure |\nScheme Name | Provider\nFalls | Charity")
    assert above == [("schemes", 1, 1, 0, 2, 3)]
    assert found(two.partition("| Scheme")[0]) == []


def test_three_headings_are_enough():
    assert found("Scheme ID | Scheme Name | Provider | Mood\n1 | x | y | z") == [
        ("schemes", 0, 1, 0, 4, 2)
    ]


def test_ids_of_ours_settle_it_and_rows_with_ids_are_no_headings():
    rows = "Row id | Scheme Name\nr1 | Section\nr2 | Text\np1 | Scheme Name"
    [one] = found(rows, "6. Expenditure")
    assert one == ("schemes", 0, 1, 0, 2, 4)


def test_headings_as_a_workbook_was_written_settle_which_table_is_meant():
    drawn = "Code | Response\nPR1 | Yes"
    words = Vocabulary(RULES, {"conditions": ["Code", "Response"]})
    assert found(drawn)[0][0] == "requirements"
    assert found(drawn, words=words)[0][0] == "conditions"
    assert found(drawn, name="National conditions")[0][0] == "conditions"


def test_a_data_row_that_holds_a_heading_is_not_one():
    rows = """
        Metric | Plan year | Numerator | Denominator | Plan
        NEA    | 2019/20   |           |             | 5
        RES    | 2019/20   | 254       | 43358       | 586
    """
    assert found(rows) == [("metrics", 0, 1, 0, 5, 3)]


def test_a_second_line_must_be_headings_for_the_most_part():
    rows = """
        Scheme ID | Scheme Name | Provider | Remarks
        NEA       | Falls       | Charity  | DTOC
        2         | Carers      | Charity  | x
    """
    assert found(rows) == [("schemes", 0, 1, 0, 4, 3)]


@pytest.mark.parametrize("gap", [350, 20])
def test_a_table_far_down_below_a_blank_row_is_found(gap):
    rows = "Section | Text\n" + "A | Words\n" * gap + "|\nFunding questions |\n"
    rows += "Question | Response | Comment\nCare Act? | Yes |"
    assert [one[0] for one in found(rows)] == ["narrative", "answers"]
    assert found(rows)[0][-1] == gap + 3


def test_a_heading_with_a_key_is_known():
    rows = "Scheme ID | Scheme Name | amounts.2018-19 | provider\n1 | x | 5 | y"
    assert found(rows) == [("schemes", 0, 1, 0, 4, 2)]


def test_a_row_with_an_id_of_ours_is_no_part_of_a_heading_below_it():
    rows = """
        Row id | Scheme ID   | Scheme Name | Commissioner
        r1     | Planned     | Source of   | Scheme
               | Output Unit | Funding     | Type
    """
    assert found(rows) == [("schemes", 0, 1, 0, 4, 3)]
    without = rows.replace("Row id", "Number").replace("r1", "")
    assert len(found(without)) == 2
