"""What stands at the edges of pages, and tabs that go on from the page before."""

from bettercare.formats.prints.pages import tab_titles, without_edges
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_tabs import Tabs
from bettercare.rounds import load

RULES = load("2019-20")
TITLE = "Better Care Fund 2019/20 Template"
AREA = "Selected Health and Wellbeing Board: Exampleton"


def kept(text):
    paper = without_edges(paper_of(text, "a.txt"), RULES)
    return [line.text for line in paper.lines if not line.is_blank]


def page(number, *, foot="", head="Board papers", body="Text"):
    lines = [head, *(f"{body} {number} {n}" for n in range(4)), foot]
    return "\n".join(line for line in lines if line)


def test_numbers_of_pages_and_lines_on_every_page_are_left_out():
    text = "\f".join(page(n, foot=f"Page {n} of 3") for n in (1, 2, 3))
    assert kept(text) == [f"Text {p} {n}" for p in (1, 2, 3) for n in range(4)]


def test_pages_that_are_parted_by_blank_lines_only():
    text = "\n\n\n\n".join(page(n, foot=f"{n}") for n in (1, 2, 3))
    assert kept(text) == [f"Text {p} {n}" for p in (1, 2, 3) for n in range(4)]


def test_a_line_on_two_pages_belongs_to_the_plan():
    text = "\f".join(page(n) for n in (1, 2))
    assert kept(text).count("Board papers") == 2


def test_a_line_on_few_of_many_pages_belongs_to_the_plan():
    heads = ["Same", "Same", "Same", *(f"Head {n}" for n in range(5))]
    text = "\f".join(page(n, head=head) for n, head in enumerate(heads))
    assert kept(text).count("Same") == 3


def test_a_number_alone_on_few_pages_belongs_to_the_plan():
    assert kept("Total\n12\n\f Rest\n13") == ["Total", "12", " Rest", "13"]


def test_short_pages_have_no_edges():
    assert kept("one\ntwo\n\f one\n two\n\fone\ntwo") == [
        "one",
        "two",
        " one",
        " two",
        "one",
        "two",
    ]


def test_lines_with_tabs_are_rows():
    rows = "\f".join(f"Total\t£5\nrow {n} 1\nrow {n} 2\nrow {n} 3\nrow {n} 4" for n in range(3))
    assert kept(rows).count("Total\t£5") == 3


def test_the_title_of_a_tab_that_goes_on_is_left_out_with_its_area():
    first = f"{TITLE}\n6. Expenditure\n\n{AREA}\n\nrow 1\nrow 2\nrow 3"
    second = f"{TITLE}\n6. Expenditure\n\n{AREA}\n\nrow 4\nrow 5\nrow 6"
    third = f"{TITLE}\n8. Metrics\n\n{AREA}\n\ntext 1\ntext 2\ntext 3"
    assert kept("\f".join((first, second, third))) == [
        *(TITLE, "6. Expenditure", AREA, "row 1", "row 2", "row 3", "row 4", "row 5", "row 6"),
        *(TITLE, "8. Metrics", AREA, "text 1", "text 2", "text 3"),
    ]


def test_the_same_tab_of_another_area_begins_a_plan():
    first = f"{TITLE}\n6. Expenditure\n\n{AREA}\n\nrow 1\nrow 2\nrow 3"
    assert kept(f"{first}\f{first.replace('Exampleton', 'Otherham')}").count(TITLE) == 2


def test_titles_of_tabs():
    paper = paper_of(f"{TITLE}\n\n6. Expenditure\nrow\n{TITLE}\nAbout this paper", "a.txt")
    assert [(one.number, two.number) for one, two in tab_titles(paper, RULES)] == [(1, 3)]


class TestTabs:
    TEXT = (
        f"Before\n{TITLE}\n3. Summary\nsums\n{TITLE}\n5. Income\nlines\n{TITLE}\n8. Metrics\ntext"
    )

    def lines(self, table):
        tabs = Tabs(paper_of(self.TEXT, "a.txt"), RULES)
        return [line.text for line in tabs.lines(table)]

    def test_lines_by_the_table_whose_tab_they_stand_in(self):
        assert self.lines("income") == ["lines"]
        assert self.lines("metrics") == ["text"]
        assert self.lines("") == ["Before", "sums"]
        assert self.lines("schemes") == []

    def test_words_of_a_tab_or_of_all_where_its_title_is_not_printed(self):
        tabs = Tabs(paper_of(self.TEXT, "a.txt"), RULES)
        assert tabs.words("income").texts == ("lines",)
        assert "lines" in tabs.words("schemes").texts
        assert tabs.words("").texts == tabs.words("schemes").texts
