"""Texts out of their lines: words made whole, and where a name ends."""

import pytest

from bettercare.formats.prints.wrapped_texts import border, is_cut, joined, width

NAME = width("LPT - Unscheduled")
DESCRIPTION = width("British sign lamnguage")


def test_widths_are_those_of_the_type():
    # Helvetica: W 944, a and d 556, e 556; i and l 222, all in thousandths.
    assert width("Wade") == 944 + 556 + 556 + 556
    assert width("ill") == 3 * 222
    assert width("£ü") == 2 * 556


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one", "two three"], "one two three"),
        (["strengths-", "based work"], "strengths-based work"),
        (["Support Beds -", "LPT"], "Support Beds - LPT"),
        (["Reablement funds", "- LA"], "Reablement funds - LA"),
        (["Multi-", "Disciplinary/Multi-", "Agency"], "Multi-Disciplinary/Multi-Agency"),
        ([], ""),
    ],
)
def test_lines_are_joined_with_spaces_but_at_hyphens(lines, text):
    assert joined(lines) == text


def test_a_word_that_fills_its_line_was_cut_there():
    room = width("health/wellbein")
    assert joined(["Physical", "health/wellbein", "g"], room) == "Physical health/wellbeing"
    assert is_cut("health/wellbein", "g", room)


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("health", "and care"),  # room for more
        ("well health/we", "g"),  # not alone in its line
        ("health/wellbein", "(g)"),  # no letter follows
        ("health/wellbein", "Care"),  # a new word
    ],
)
def test_a_word_that_was_not_cut(line, following):
    assert not is_cut(line, following, width("health/wellbein"))


def test_a_word_that_is_known_is_no_end_of_another():
    room = width("payments/domiciliary")
    assert is_cut("payments/domiciliary", "care at", room)
    assert not is_cut("payments/domiciliary", "Care".lower(), room, {"care"})


def test_nothing_is_cut_where_the_width_is_not_known():
    assert joined(["health/wellbein", "g"]) == "health/wellbein g"


@pytest.mark.parametrize(
    ("lines", "words", "certain"),
    [
        # "Carers" alone would leave a description wider than its column, and with "Range" the name
        # would be wider than its own.
        (["Carers Funding Range of services to", "support carers"], 2, True),
        # "Lifestyle | Hub Public Health" fits as well.
        (["Lifestyle Hub Public Health", "commissioned hub for", "linking people to"], 2, False),
        # The next line's "care" would have fitted behind "adult social".
        (["iBCF Meeting adult social", "care needs"], 1, True),
        (["Gardens"], 1, True),
        # One line each: anything goes that fits, "Performance" too.
        (["Performance Fund As per it"], 2, False),
        # One text may fill the line alone, but two are likelier.
        (["Falls Team"], 1, False),
    ],
)  # fmt: skip
def test_where_a_name_ends(lines, words, certain):
    assert border(lines, NAME, DESCRIPTION) == (words, certain)


def test_lines_that_all_fit_the_first_column_are_one_text():
    assert border(["Reablement funds", "- LA"], NAME, DESCRIPTION) == (0, True)


def test_where_no_width_is_known_there_is_one_text_and_that_is_not_certain():
    assert border(["Existing ASC", "Transfer"], 0, DESCRIPTION) == (0, False)
    assert border(["Existing ASC", "Transfer"], NAME, 0) == (0, False)


def test_where_nothing_fits_the_longest_name_is_taken_and_not_certain():
    assert border(["A B C", "D" * 60], NAME, 1) == (3, False)
    assert border(["Incomprehensibilities abound", "x"], width("In"), DESCRIPTION) == (1, False)
