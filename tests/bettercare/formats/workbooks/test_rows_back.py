"""Which record each row is: by id, and by content where ids are damaged."""

import pytest

from bettercare.formats.workbooks.rows_back import Known, match_rows
from tests.bettercare.builders import drawn

RECORDS = [("Falls", "DFG", "5"), ("Carers", "iBCF", "6"), ("Falls", "DFG", "5"), ("A", "B", "7")]
KNOWN = Known(RECORDS, {"p1": ("PR1", None, None), "p2": ("PR2", None, None)})


def matched(table):
    """The match of drawn rows."""
    rows = [
        (row["id"], tuple(row[name] or None for name in ("name", "source", "pounds")))
        for row in drawn(table)
    ]
    return match_rows(rows, KNOWN)


def test_untouched_and_edited_rows_are_known_by_their_ids():
    found = matched(
        """
        id | name   | source | pounds
        r1 | Falls  | DFG    | 5
        r2 | Others | ICB    | 9
        r3 | Falls  | DFG    | 5
        r4 | A      | B      | 8
        """
    )
    assert (found.items, found.by_content, found.copies) == ((1, 2, 3, 4), 0, 0)


@pytest.mark.parametrize("name", ["", "x", "r9", "r0", "p9"])
def test_a_row_with_no_id_that_is_known_is_new(name):
    found = matched(
        f"""
        id     | name  | source | pounds
        r1     | Falls | DFG    | 5
        {name} | New   | iBCF   | 6
        """
    )
    assert found.items == (1, 0)


def test_the_row_that_is_as_it_was_keeps_an_id_that_comes_twice():
    found = matched(
        """
        id | name   | source | pounds
        r2 | Carers | iBCF   | 9
        r2 | Carers | iBCF   | 6
        """
    )
    assert (found.items, found.copies) == ((0, 2), 1)


def test_the_first_of_two_edited_rows_keeps_an_id():
    found = matched(
        """
        id | name   | source | pounds
        r2 | Carers | iBCF   | 9
        r2 | Carers | iBCF   | 8
        """
    )
    assert (found.items, found.copies) == ((2, 0), 1)


def test_rows_without_ids_are_known_by_content_and_then_by_likeness():
    found = matched(
        """
        id | name   | source | pounds
           | A      | B      | 7
           | Falls  | DFG    | 5
           | Carers | iBCF   | 9
           | Falls  | DFG    | 5
           | Other  | iBCF   | 1
        """
    )
    assert (found.items, found.by_content) == ((4, 1, 2, 3, 0), 4)


def test_ids_that_stand_beside_other_rows_are_not_believed():
    found = matched(
        """
        id | name   | source | pounds
        r4 | Carers | iBCF   | 6
        r2 | A      | B      | 9
        """
    )
    assert found.items == (2, 4)


def test_lines_prepared_for_an_answer_are_no_rows_while_nobody_touches_them():
    found = matched(
        """
        id | name | source | pounds
        p1 | PR1  |        |
        p2 | PR2  | Yes    |
           | PR2  |        |
        """
    )
    assert (found.items, found.untouched) == ((0, 0, 0), frozenset({0, 2}))


def test_a_blank_row_is_no_record_unless_it_was_one():
    rows = [("r1", (None,)), ("r2", (None,)), ("", (None,))]
    assert match_rows(rows, Known([("x",), (None,)], {})).items == (0, 2, 0)
