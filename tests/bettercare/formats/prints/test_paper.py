"""Papers as lines, pages and cells."""

import pytest

from bettercare.errors import UnreadableFile
from bettercare.formats.prints import paper
from bettercare.formats.prints.paper import paper_of, plain


def test_lines_are_numbered_through_and_pages_counted_by_form_feeds():
    found = paper_of("one\ntwo\n\fthree\r\nfour", "a.txt")
    assert [(line.number, line.page, line.text) for line in found.lines] == [
        (1, 1, "one"),
        (2, 1, "two"),
        (3, 2, "three"),
        (4, 2, "four"),
    ]
    assert found.pages == 2


def test_a_line_with_tabs_has_cells_and_one_without_is_one_cell():
    tabbed, whole, blank = paper_of("\tDFG\t £5 \nTotal  for\u00a0all\n\t ", "a.txt").lines
    assert tabbed.cells == ("", "DFG", "£5")
    assert (tabbed.has_tabs, whole.has_tabs) == (True, False)
    assert whole.cells == ("Total for all",)
    assert blank.is_blank
    assert not tabbed.is_blank


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<u>Scheme Type</u>", "Scheme Type"),
        ("<p>Adaptations<br/> Other</p>", "Adaptations Other"),
        ("**Yes**", "Yes"),
        ("[^^ Link back up](#)", "^^ Link back up"),
        ("<< [Link to Guidance tab](#)", "<< Link to Guidance tab"),
        ("a < b > c", "a < b > c"),
        ("**", "**"),
        ("10%*", "10%*"),
    ],
)
def test_marks_of_the_print_are_taken_off(cell, text):
    assert plain(cell) == text


def test_a_paper_without_text_is_empty():
    assert paper_of(" \n\t\n\f", "a.txt").is_empty
    assert not paper_of(" \n\t.\n", "a.txt").is_empty


def test_a_paper_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(paper, "LARGEST_PAPER", 10)
    assert len(paper_of("0123456789", "a.txt").lines) == 1
    with pytest.raises(UnreadableFile, match="longer than 20 million characters"):
        paper_of("0123456789a", "a.txt")


def test_a_paper_of_too_many_pages_is_refused():
    assert paper_of("\f" * 499, "a.txt").pages == 500
    with pytest.raises(UnreadableFile, match="more than 500 pages"):
        paper_of("\f" * 500, "a.txt")
