"""Parts of a table side by side: by position, by label, and how their labels agree."""

import pytest

from bettercare.formats.prints.blocks import Block
from bettercare.formats.prints.joins import by_label, by_position, labels_in, labels_lost, pairing
from bettercare.formats.prints.sections import Row, Section


def block(fields, *rows, line=1):
    found = tuple(Row(n, 1, tuple(row)) for n, row in enumerate(rows, line + 1))
    return Block(Section("schemes", line, 1, fields, fields, found))


LEFT = block(
    ("scheme_id", "scheme_name", "area_of_spend"),
    ("1", "Tea", "Acute"),
    ("2", "Walks", "Other"),
    ("2", "Walks", "Social Care"),
    ("3", "Rails", "Primary Care"),
)
RIGHT = block(
    ("scheme_id", "scheme_name", "amounts.2019-20"),
    ("1.", "Tea", "£1"),
    ("2.", "Walks", "£2"),
    ("3.", "Rails", "£3"),
    ("", "", "£4"),
    line=10,
)
LABELS = ("scheme_id", "scheme_name")


def rows(section):
    return [(row.line, *row.cells) for row in section.rows]


def test_the_labels_that_all_parts_print():
    assert labels_in([LEFT, RIGHT]) == LABELS
    assert labels_in([LEFT, RIGHT, block(("scheme_name", "provider"))]) == ("scheme_name",)


def test_by_position_row_n_belongs_to_row_n():
    whole = by_position([LEFT, RIGHT])
    assert whole.fields == ("scheme_id", "scheme_name", "area_of_spend", "amounts.2019-20")
    assert rows(whole) == [
        (2, "1", "Tea", "Acute", "£1"),
        (3, "2", "Walks", "Other", "£2"),
        (4, "2", "Walks", "Social Care", "£3"),
        (5, "3", "Rails", "Primary Care", "£4"),
    ]


def test_by_label_the_nth_of_a_label_belongs_to_the_nth():
    assert rows(by_label([LEFT, RIGHT], "scheme_id")) == [
        (2, "1", "Tea", "Acute", "£1"),
        (3, "2", "Walks", "Other", "£2"),
        (5, "3", "Rails", "Primary Care", "£3"),
        (14, "", "", "", "£4"),
    ]


def test_a_label_that_comes_more_often_belongs_to_its_last_row():
    more = block(("scheme_id", "amounts.2019-20"), ("2", "£1"), ("2", "£2"), ("2", "£3"))
    areas = [row[3] for row in rows(by_label([LEFT, more], "scheme_id"))]
    assert areas == ["Other", "Social Care", "Social Care"]


def test_three_parts_are_joined_too():
    third = block(("scheme_id", "provider"), ("1", "CCG"), ("2", "LA"), ("2", "x"), ("3", "y"))
    assert rows(by_label([LEFT, third, RIGHT], "scheme_id"))[2][1:] == (
        "3",
        "Rails",
        "Primary Care",
        "y",
        "£3",
    )


def test_how_the_labels_agree_row_by_row():
    pairs = pairing(LEFT, RIGHT, LABELS)
    assert pairs.same == (True, True, False, False)
    assert (pairs.slips_from, pairs.unlabelled, pairs.agrees) == (3, (4,), False)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("End of Life Care", "End of Live Care", True),
        ("Neurological Rehabilitation Service", "Neurological Rehabilitation", True),
        ("Leadership Capacity for the System", "Leadership", True),
        ("Walks", "Rails", False),
        ("Tea & talk", "tea and talk", True),
    ],
)
def test_names_may_be_cut_or_misspelt(name, other, same):
    pairs = pairing(
        block(LABELS, ("7", name)),
        block(LABELS, ("7.", other)),
        LABELS,
    )
    assert pairs.agrees is same
    assert pairs.slips_from == (None if same else 1)


def test_the_same_name_under_another_id_is_another_label():
    assert not pairing(block(LABELS, ("7", "Tea")), block(LABELS, ("8", "Tea")), LABELS).agrees


def test_labels_lost_are_told_from_the_length_of_runs():
    assert labels_lost(LEFT, RIGHT, "scheme_id") == ("2",)
    assert labels_lost(LEFT, LEFT, "scheme_id") == ()


def test_labels_in_another_order_tell_nothing():
    other = block(LABELS, ("3", "Rails"), ("1", "Tea"), ("2", "Walks"), ("", ""))
    assert labels_lost(LEFT, other, "scheme_id") == ()
