"""Where the round's lists say that the cells of a row belong."""

import pytest

from bettercare.formats.prints.alignment import Alignment, lists_of
from bettercare.formats.prints.sections import Row, Section
from bettercare.rounds import load
from tests.bettercare.known import known

RULES = load("2019-20")
FIELDS = (
    "scheme_id",
    "scheme_name",
    "scheme_type",
    "output_estimate",
    "area_of_spend",
    "area_of_spend_other",
    "commissioner",
    "amounts.2019-20",
)
AT = Alignment(Section("schemes", 1, 1, FIELDS, FIELDS), RULES)


def placed(*cells):
    found = AT.placed(Row(5, 2, cells))
    return found.cells if found else None


def test_a_row_that_fits_as_printed_stays():
    assert placed("1", "Tea", "Other", "7", "Acute", "", "LA", "£5") is None
    assert placed("1", "Tea", "Other", "", "Acute", "", "LA") is None


@pytest.mark.parametrize(
    "printed",
    [
        ("1", "Tea", "Other", "", "", "Acute", "", "LA", "£5"),  # one cell too many
        ("1", "Tea", "Other", "", "", "", "Acute", "", "", "LA", "£5"),  # two, and one
        ("1", "Tea", "Other", "Acute", "", "LA", "£5"),  # one too few
        ("1", "Tea", "Other", "", "Acute", "LA", "£5"),  # one too few after the area
    ],
)
def test_cells_move_to_the_columns_whose_lists_have_them(printed):
    assert placed(*printed) == ("1", "Tea", "Other", "", "Acute", "", "LA", "£5")


def test_a_moved_row_keeps_its_line_and_page():
    found = known(AT.placed(Row(5, 2, ("1", "Tea", "Other", "Acute", "", "LA", "£5"))))
    assert (found.line, found.page) == (5, 2)


def test_free_text_goes_where_only_free_text_may_stand():
    assert placed("1", "Tea", "Other", "", "", "Other", "Garden", "LA", "£5") == (
        *("1", "Tea", "Other", "", "Other", "Garden", "LA", "£5"),
    )


def test_a_row_that_could_be_placed_in_two_ways_stays():
    """The one word that is left may be the id or the name."""
    assert placed("", "", "Tea", "Other", "", "Acute", "", "LA", "£5") is None


def test_of_two_ways_the_one_that_moves_fewer_cells_counts():
    """The id is left where it stands, though it would do as a name."""
    assert placed("1", "", "Other", "", "", "Acute", "", "LA", "£5") == (
        *("1", "", "Other", "", "Acute", "", "LA", "£5"),
    )


def test_a_value_that_no_list_has_does_not_move_the_rest():
    assert placed("1", "Tea", "Knitting", "", "Acute", "", "LA", "£5") is None


def test_more_cells_than_columns_are_left_as_they_are():
    assert placed("1", "Tea", "Other", "7", "Acute", "x", "LA", "£5", "£6") is None


def test_words_for_not_given_may_stand_in_a_column_of_numbers():
    assert placed("1", "Tea", "Other", "n/a", "Acute", "", "LA", "£5") is None


def test_the_lists_of_a_column():
    kinds = lists_of(known(RULES.column("schemes", "sub_type")), RULES)
    assert any("Telecare" in one.labels for one in kinds)
    [changes] = lists_of(known(RULES.column("hicm", "change")), RULES)
    assert changes.match("Focus on choice").accepted == "hicm_7"
    [metrics] = lists_of(known(RULES.column("metrics", "metric")), RULES)
    assert metrics.match("DTOC").accepted == "dtoc"
    assert lists_of(known(RULES.column("schemes", "description")), RULES) == ()
