"""Labels as people write them: what is the same, and what comes nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.labels import listed, nearest, normalise, shortened, similarity

TYPES = ("Telecare", "Wellness Services", "Community Based Equipment")


@pytest.mark.parametrize(
    "written",
    [
        "charity / voluntary sector",
        "Charity/Voluntary Sector",
        "  CHARITY  /  VOLUNTARY-SECTOR ",
        "1. Charity / Voluntary Sector",
        "Chg 7. Charity / Voluntary Sector",
        "Charity (Voluntary) Sector",
    ],
)
def test_case_spaces_dashes_numbering_and_brackets_do_not_matter(written):
    assert normalise(written) == "charity voluntary sector"


def test_an_ampersand_is_and():
    assert normalise("Health & Wellbeing") == normalise("Health and wellbeing")


def test_numbers_that_are_part_of_a_name_stay():
    assert normalise("Pathway 1") != normalise("Pathway 2")
    assert normalise("24 hour care") == "24 hour care"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text) or normalise(text)[:1].isdigit()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Telcare", "Telecare"),
        ("telecare service", None),
        ("Equipment, community based", "Community Based Equipment"),
        ("banana", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_the_nearest_choice_or_none(written, expected):
    assert nearest(written, TYPES) == expected


def test_nothing_is_near_to_nothing():
    assert nearest("Telecare", ()) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways_and_stays_within_bounds(left, right):
    assert 0 <= similarity(left, right) <= 100
    assert similarity(left, right) == pytest.approx(similarity(right, left))


@given(st.text(), st.integers(min_value=4, max_value=40))
def test_a_shortened_text_fits(text, width):
    assert len(shortened(text, width)) <= width
    assert shortened(text, width) == text or shortened(text, width).endswith("...")


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), ("abc", "a, b or c")]
)
def test_words_joined_as_a_sentence_does(words, expected):
    assert listed(words, "or") == expected
