"""Values of a round's lists among words."""

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.formats.prints.wrapped_cells import Lists, as_printed, folded, is_number, is_pounds
from bettercare.rounds import load
from tests.bettercare.known import known

RULES = load("2019-20")
LISTS = Lists(RULES)


def words(text):
    return words_of(paper_of(text, "a.txt").lines)


def found(choices, text):
    """The longest value at the first word: its end, code and distance from the label."""
    one = LISTS.named(choices).longest(words(text), 0)
    return one and (one.end, one.value.code, one.value.distance)


@pytest.mark.parametrize(
    ("choices", "text", "expected"),
    [
        ("scheme_types", "Home Care or\nDomiciliary Care\n\nPackages", (5, "home_care", 0)),
        ("scheme_types", "home care or domiciliary care", (5, "home_care", 0)),
        ("scheme_types", "Domiciliary Care at home", (4, "home_care", 2)),
        ("scheme_types", "Domiciliary Care Low", (2, "home_care", 1)),
        ("scheme_types", "Gardening", None),
        ("sub_types", "Reablement/Reha\nbilitation Services Low", (3, "reablement", 0)),
        ("sub_types", "Chg 4. Home First\n/ Discharge to\nAccess", (8, "home_first", 0)),
        ("sub_types", "Chg 3. Multi-\nDisciplinary/Multi-\nAgency Discharge\nTeams",
         (7, "discharge_teams", 0)),
        ("impact_levels", "Not\napplicable\n\nNot", (2, "na", 0)),
        ("impact_levels", "M", (1, "medium", 1)),
        ("commissioners", "CCG NHS\nAcute", (1, "nhs", 0)),
        ("providers", "Charity /\nVoluntary\nSector", (4, "vcs", 0)),
        ("metrics", "Residential\nAdmissions", (2, "res", 0)),
        ("hicm.levels", "Mature", (1, "mature", 0)),
        ("nothing_of_the_kind", "Mature", None),
    ],
)  # fmt: skip
def test_values_are_known_over_lines_cuts_and_other_names(choices, text, expected):
    assert found(choices, text) == expected


def test_a_sub_type_knows_the_scheme_types_that_have_it():
    one = LISTS.named("sub_types").longest(words("Telecare"), 0)
    assert one.value.owners == {"assistive_technologies"}
    other = LISTS.named("sub_types").longest(words("Other"), 0)
    assert {"assistive_technologies", "prevention"} < other.value.owners
    assert "hicm" in other.value.owners  # as an old name


def test_a_column_without_a_list_has_no_values():
    assert LISTS.of(known(RULES.column("schemes", "scheme_name"))) is None
    assert LISTS.of(known(RULES.column("schemes", "provider"))) is not None


def test_kinds_of_dash_and_quotation_mark_are_one():
    assert folded("Other – ‘Red Bag’ scheme") == folded("Other - 'Red Bag'  Scheme")


def test_a_value_is_given_with_the_letters_of_the_print_and_the_spaces_of_the_list():
    text = words("charity / voluntary\nSector")
    one = LISTS.named("providers").longest(text, 0)
    assert as_printed(text, 0, one.end, one.value) == "charity / voluntary Sector"


def test_numbers_and_pounds():
    assert [is_number(text) for text in ("1,074.0", "-", "£5", "50%", "Low")] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert [is_pounds(text) for text in ("£5", "5", "£x")] == [True, False, False]
