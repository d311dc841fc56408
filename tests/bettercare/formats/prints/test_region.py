"""Which lines of a file are the plan."""

import pytest

from bettercare.formats.prints.contacts import contacts_left_out, without_contacts
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.region import Bound, region_of
from bettercare.rounds import load

RULES = load("2019-20")
TITLE = "Better Care Fund 2019/20 Template"
AREA = "Selected Health and Wellbeing Board:"
COVER = ("Meeting:\tThe board", "Date:\tToday", "Title:\tA report")


def region(*lines):
    return region_of(paper_of("\n".join(lines), "a.txt"), RULES)


def test_a_file_without_a_title_is_the_plan_as_a_whole():
    found = region("x", *COVER, f"{AREA} Exampleton", "y")
    assert (found.first, found.last, found.areas, found.others) == (1, 6, ("Exampleton",), ())


def test_the_plan_goes_from_its_title_to_the_next_paper():
    found = region("x", TITLE, f"{AREA} Exampleton", "y", *COVER, "z")
    assert (found.first, found.last) == (2, 4)
    assert found.others == (Bound("A report", 5),)


def test_a_title_that_stands_again_on_each_page_does_not_end_it():
    found = region(TITLE, f"{AREA} Exampleton", TITLE, f"{AREA} Exampleton", "y")
    assert (found.first, found.last) == (1, 5)


def test_the_plan_of_another_area_ends_it_where_that_begins():
    found = region(TITLE, f"{AREA} Exampleton", "y", TITLE, "z", f"{AREA} Otherham", "w")
    assert (found.first, found.last) == (1, 3)
    assert found.areas == ("Exampleton", "Otherham")


def test_another_area_without_a_title_ends_it_at_its_name():
    found = region(TITLE, f"{AREA} Exampleton", "y", f"{AREA} Otherham")
    assert (found.first, found.last) == (1, 3)


def test_a_cover_without_a_meeting_begins_at_its_title():
    assert region("Title:\tAlone", TITLE).others == (Bound("Alone", 1),)
    far = region("Meeting:\tThe board", *["x"] * 9, "Title:\tFar", TITLE)
    assert far.others == (Bound("Far", 11),)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Pat Made-Up pat.made-up@example.org", "Pat Made-Up"),
        ("Call 01234 567890 now", "Call  now"),
        ("(01234) 567 890", ""),
        ("£101,234,567", "£101,234,567"),
        ("2017/18", "2017/18"),
    ],
)
def test_addresses_and_numbers_are_left_out(text, left):
    assert without_contacts(text) == left


def test_they_are_counted_and_not_repeated():
    lines = paper_of("a@example.org\tb@example.org\n01234 567890", "a.txt").lines
    [found] = contacts_left_out(lines, "a.txt")
    assert found.message == (
        "2 e-mail addresses and 1 telephone number in the paper are not read into the plan."
    )
    assert list(contacts_left_out(paper_of("nothing", "a.txt").lines, "a.txt")) == []
