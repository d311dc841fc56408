"""The narrative tab: sections behind the words that are left for them."""

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_narrative import narrative_in
from bettercare.rounds import load

RULES = load("2019-20")
TAB = """Please note that there are 4 responses: A), B(i), B(ii) and C)

A) Person-centred outcomes
- Prevention and self-care
Remaining Word Limit: 87

We start with people.  Always.
(i) First of all
(ii) and then

So we do.



B) HWB level

(i) Your approach
Remaining Word Limit: 1,047

At board level.

(ii) Your approach to housing
Remaining Word Limit:

Homes matter.

C) System level alignment
Remaining Word Limit: 895

"""


def narrative(text=TAB):
    found = narrative_in(paper_of(text, "a.txt").lines, RULES)
    rows = [row.cells for row in found.section.rows] if found.section else None
    return rows, found.words_left


def test_each_text_stands_between_its_words_left_and_the_head_of_the_next():
    rows, _ = narrative()
    assert rows == [
        ("A", "We start with people.  Always.\n(i) First of all\n(ii) and then\n\nSo we do."),
        ("B(i)", "At board level."),
        ("B(ii)", "Homes matter."),
    ]


def test_words_left_as_printed():
    assert narrative()[1] == {"A": "87", "B(i)": "1,047", "C": "895"}


def test_places():
    found = narrative_in(paper_of(TAB, "a.txt").lines, RULES)
    assert [row.line for row in found.section.rows] == [7, 20, 25]


@pytest.mark.parametrize(
    "text", ["", "No limits here", "Remaining Word Limit: 5\n\nNo code before"]
)
def test_nothing_that_is_a_narrative(text):
    assert narrative(text) == (None, {})


def test_a_code_in_one_line():
    rows, left = narrative("B(ii) Housing\nRemaining Word Limit: 3\nHomes")
    assert (rows, left) == ([("B(ii)", "Homes")], {"B(ii)": "3"})
