"""Tables of a printed template, found by their labels."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.tabbed import tabbed_sections
from bettercare.rounds import load

RULES = load("2019-20")
HEAD = "Scheme ID\tScheme Name\tProvider\tSource of Funding\tExpenditure (£)"


def sections(*lines):
    return tabbed_sections(paper_of("\n".join(lines), "a.txt"), RULES)


def test_a_head_is_known_by_the_labels_of_the_round():
    [found] = sections("6. Expenditure", "", HEAD, "1\tGardens\tCCG\tDFG\t£5")
    assert (found.table, found.line, found.page) == ("schemes", 3, 1)
    assert found.fields == (
        "scheme_id",
        "scheme_name",
        "provider",
        "source_of_funding",
        "amounts.2019-20",
    )
    assert [(row.line, row.cells) for row in found.rows] == [
        (4, ("1", "Gardens", "CCG", "DFG", "£5"))
    ]


def test_a_label_that_is_not_known_keeps_its_column():
    [found] = sections("Scheme ID\tShoe size\tScheme Name", "1\t9\tGardens")
    assert found.fields == ("scheme_id", "", "scheme_name")


def test_a_blank_line_does_not_end_a_section_and_a_line_of_text_does():
    [found] = sections(HEAD, "1\ta\tb\tc\t1", "", "2\ta\tb\tc\t2", "Notes", "3\ta\tb\tc\t3")
    assert [row.cells[0] for row in found.rows] == ["1", "2"]


def test_the_next_head_ends_a_section():
    first, second = sections(HEAD, "1\ta\tb\tc\t1", HEAD, "2\ta\tb\tc\t2")
    assert [len(one.rows) for one in (first, second)] == [1, 1]
    assert second.line == 3


def test_labels_without_the_first_of_their_table_are_no_head():
    assert sections("Scheme Type\tDescription\tSub Type", "Other\tx\ty") == ()
