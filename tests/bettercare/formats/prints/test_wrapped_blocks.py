"""Blocks of words, and the law that cells of a table without columns keep."""

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of

TEXT = """Packages 1,074.0 Low Local
Authority

Minimum CCG
Contribution

£5 Existing"""


def words(text=TEXT):
    return words_of(paper_of(text, "a.txt").lines)


def run(found, text):
    """Where the words of a text stand among others."""
    wanted = tuple(text.split())
    [start] = [n for n in range(len(found)) if found.texts[n : n + len(wanted)] == wanted]
    return start, start + len(wanted)


def test_a_blank_line_parts_blocks_and_words_know_their_line():
    found = words("\n\none two\nthree\n\n\nfour\n")
    assert [(word.text, word.line, word.block) for word in found.all] == [
        ("one", 3, 1),
        ("two", 3, 1),
        ("three", 4, 1),
        ("four", 7, 2),
    ]
    assert found.block_starts == (0, 3)
    assert found.block_ends == {3, 4}
    assert found.lines(0, 4) == ["one two", "three", "four"]
    assert found.blocks(1, 4) == [(1, 3), (3, 4)]


def test_no_words_have_no_blocks():
    found = words(" \n\n")
    assert (len(found), found.block_starts, found.block_ends) == (0, (), frozenset())


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("Packages", 0),  # one line, and its line goes on
        ("Low", 0),
        ("Local Authority", 0),  # several lines, to the end of the block
        ("Low Local Authority", 0),
        ("Local", 1),  # ends where its block goes on below
        ("Low Local", 1),
        ("Authority Minimum CCG Contribution", 1),  # over the end of a block
        ("Authority Minimum CCG", 2),  # and ends in the middle of the next
        ("£5", 0),
        ("£5 Existing", 0),
    ],
)
def test_the_law_of_blocks(text, slips):
    found = words()
    assert found.slips(*run(found, text)) == slips


def test_several_cells_may_fill_a_block_each():
    found = words()
    whole = run(found, "Local Authority Minimum CCG Contribution")
    assert [found.slips(*whole, cells) for cells in (1, 2, 3)] == [1, 0, 0]


def test_words_that_are_taken_out_leave_blocks_that_count_on():
    found = words("a\n\nb\n\nc")
    left = found.without([(1, 2)])
    assert left.texts == ("a", "c")
    assert left.slips(0, 2) == 1
    assert found.part(1, 3).texts == ("b", "c")


def test_words_that_cannot_be_the_end_of_a_cut_one():
    found = words("Other health/wellbein\ng\n\nBase Camp\nthree g")
    assert found.whole == {"other", "health/wellbein", "base", "camp", "g"} | set()
    assert "three" not in found.whole
