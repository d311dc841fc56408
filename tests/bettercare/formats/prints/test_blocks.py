"""The parts of a printed table: pages, and rows that a page end cut."""

from bettercare.formats.prints.blocks import blocks_of
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.tabbed import tabbed_sections
from bettercare.rounds import load

RULES = load("2019-20")
HEAD = "Scheme ID\tScheme Name\tBrief Description of Scheme\tArea of Spend"
OTHER_HEAD = "Scheme ID\tScheme Name\tExpenditure (£)"


def blocks(*lines):
    paper = paper_of("\n".join(lines), "a.txt")
    return blocks_of("schemes", tabbed_sections(paper, RULES), RULES)


def names(block):
    return [row.cells[1] for row in block.rows]


def test_pages_under_the_same_head_are_one_block():
    [found] = blocks(HEAD, "1\tA\t\tAcute", "", "Page 2", HEAD, "2\tB\t\tOther")
    assert names(found) == ["A", "B"]
    assert found.texts("scheme_id") == ["1", "2"]


def test_parts_under_other_heads_are_blocks_of_their_own_in_order():
    first, second = blocks(HEAD, "1\tA\t\tAcute", OTHER_HEAD, "1\tA\t£5", HEAD, "2\tB\t\tOther")
    assert names(first) == ["A", "B"]
    assert names(second) == ["A"]


def test_a_page_whose_head_lost_a_label_goes_on():
    [found] = blocks(HEAD, "1\tA\t\tAcute", "x", HEAD.replace("Brief Des", ""), "2\tB\tc\tOther")
    assert names(found) == ["A", "B"]
    assert found.fields == ("scheme_id", "scheme_name", "description", "area_of_spend")


def test_the_first_page_may_be_the_one_that_lost_a_label():
    [found] = blocks(HEAD.replace("Brief Des", ""), "1\tA\tb\tAcute", "x", HEAD, "2\tB\tc\tOther")
    assert found.texts("description") == ["b", "c"]


def test_empty_columns_without_a_label_are_left_out():
    [found] = blocks(f"{HEAD}\t\t", "1\tA\t\tAcute\t\t")
    assert found.fields[-1] == "area_of_spend"
    [found] = blocks(f"{HEAD}\t\t", "1\tA\t\tAcute\tx\t")
    assert found.fields[-2:] == ("area_of_spend", "")


def test_the_end_of_a_row_goes_back_to_its_row():
    [found] = blocks(HEAD, "1\tA\tlong\tAcute", "", "\tand B\tstory\t", "2\tC\t\tOther")
    assert [row.cells for row in found.rows] == [
        ("1", "A and B", "long story", "Acute"),
        ("2", "C", "", "Other"),
    ]
    [joined] = found.joined
    assert (joined.line, joined.row, joined.words) == (4, 2, "and B story")


def test_a_line_before_any_row_is_no_end_of_one():
    [found] = blocks(HEAD, "\tA\t\t", "1\tB\t\tAcute")
    assert (names(found), found.joined) == (["A", "B"], ())


def test_a_line_with_a_value_of_a_list_is_a_row():
    [found] = blocks(HEAD, "1\tA\t\tAcute", "\tB\t\tOther")
    assert names(found) == ["A", "B"]
