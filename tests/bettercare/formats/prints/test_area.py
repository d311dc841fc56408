"""Whose plan a paper prints."""

import pytest

from bettercare.formats.prints.area import area_printed, areas_printed
from bettercare.formats.prints.paper import paper_of
from bettercare.rounds import load

RULES = load("2019-20")
LABEL = "Selected Health and Wellbeing Board:"


@pytest.mark.parametrize(
    "text",
    [
        f"{LABEL}\n\nExampleton",
        f"{LABEL} Exampleton",
        f"{LABEL}\tExampleton",
        f"{LABEL}\t\tExampleton\t",
        f"x\n{LABEL.upper()}\nExampleton\nMore",
    ],
)
def test_the_name_stands_after_its_label(text):
    assert area_printed(paper_of(text, "a.txt"), RULES) == "Exampleton"


@pytest.mark.parametrize(
    "text", ["Exampleton", LABEL, f"{LABEL}\n\n\n\n\nFar away", f"{LABEL} {'x' * 61}"]
)
def test_nothing_is_guessed(text):
    assert area_printed(paper_of(text, "a.txt"), RULES) is None


def test_every_place_that_names_an_area_is_told():
    text = f"{LABEL} Exampleton\nx\n{LABEL}\nOtherham"
    assert list(areas_printed(paper_of(text, "a.txt"), RULES)) == [
        ("Exampleton", 1),
        ("Otherham", 3),
    ]
