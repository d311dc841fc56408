"""Rows of a table without columns: cut behind amounts, and mended where that fails."""

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.formats.prints.wrapped_cells import Lists
from bettercare.formats.prints.wrapped_row import RowParser
from bettercare.formats.prints.wrapped_rows import RowFinder, is_total
from bettercare.rounds import load
from tests.bettercare.formats.prints.pdf_prints import ORDER

RULES = load("2019-20")
COLUMNS = {column.header: column for column in RULES.tables["schemes"].columns}
FINDER = RowFinder(RowParser([COLUMNS[header] for header in ORDER], Lists(RULES)))

CELLS = """
Housing Related
Schemes

Low High Low Medium Social Care CCG Local
Authority

Minimum CCG
Contribution
"""


def row(number, name, amount):
    """The print of a row; each part stands in blocks of its own."""
    return f"{number} {name}\nof the city\n\nWords about it\nin two lines\n{CELLS}\n{amount}\n"


ONE = row(1, "Gardens", "£5,000 Existing")
TWO = row(2, "Steps", "£60 New")
THREE = row("3a", "Lanterns", "£700 New")


def found(text):
    """The rows by their first two words and amount, and the words of none between them."""
    pieces = FINDER.find(words_of(paper_of(text, "a.txt").lines))
    rows = [
        (" ".join(piece.words.texts[:2]), _amount(piece.parted)) for piece in pieces if piece.parted
    ]
    return rows, [" ".join(piece.words.texts) for piece in pieces if not piece.parted]


def _amount(parted):
    [cell] = [cell for cell in parted.cells if cell.group.first.header == "expenditure"]
    return " ".join(parted.words.texts[cell.start : cell.end])


ALL = [("1 Gardens", "£5,000"), ("2 Steps", "£60"), ("3a Lanterns", "£700")]


def test_a_row_ends_with_its_amount_and_what_is_printed_behind_it():
    assert found("\n".join((ONE, TWO, THREE))) == (ALL, [])


def test_pounds_alone_end_a_row_too():
    text = "\n".join((ONE, TWO.replace("£60 New", "£60"), THREE))
    assert found(text) == (ALL, [])


def test_a_number_ends_a_row_where_a_value_follows():
    text = "\n".join((ONE, TWO.replace("£60 New", "60 New"), THREE))
    assert found(text) == ([ALL[0], ("2 Steps", "60"), ALL[2]], [])


def test_what_follows_the_last_row_is_not_looked_at():
    text = f"{ONE}\n\n^^ Link back up\nScheme Type Description\n\nTelecare\nOther"
    assert found(text) == (ALL[:1], [])


def test_an_amount_inside_a_text_does_not_end_a_row():
    text = "\n".join((ONE, TWO.replace("in two lines", "at a cost of £9,000"), THREE))
    assert found(text) == (ALL, [])


@pytest.mark.parametrize("lost", ["£5,000 Existing", "£60 New"])
def test_a_row_that_lost_its_amount_is_a_row_without_one(lost):
    text = "\n".join((ONE, TWO, THREE)).replace(f"{lost}\n", "")
    expected = [(name, "" if amount == lost.split()[0] else amount) for name, amount in ALL]
    assert found(text) == (expected, [])


def test_the_last_row_without_its_amount_is_told_from_other_text_by_its_values():
    text = f"{ONE}\n{TWO}\n{THREE.replace('£700 New', '')}"
    assert found(text) == ([*ALL[:2], ("3a Lanterns", "")], [])


def test_rows_whose_lines_are_merged_are_two():
    text = "\n".join((ONE, TWO, THREE)).replace("£5,000 Existing\n\n2", "£5,000 Existing 2")
    assert found(text) == (ALL, [])


def test_a_row_that_lost_its_first_line_is_kept():
    text = "\n".join((ONE, TWO.replace("2 Steps\n", ""), THREE))
    rows, left = found(text)
    assert [amount for _, amount in rows] == ["£5,000", "£60", "£700"]
    assert left == []


def test_words_with_pounds_before_a_row_are_left_out():
    text = f"{ONE}\nSee the report on\nspending of £5 Existing\n\n{TWO}"
    assert found(text) == (ALL[:2], ["See the report on spending of £5 Existing"])


def test_words_before_a_row_that_belong_to_none_are_left_out():
    text = f"{ONE}\nPrinted by the council\non a Monday\n\n{TWO}"
    assert found(text) == (ALL[:2], ["Printed by the council on a Monday"])


def test_a_row_of_totals_is_none_of_the_plan():
    text = f"{ONE}\n{TWO}\nTotal £5,060"
    assert found(text) == (ALL[:2], ["Total £5,060"])


def test_a_run_of_words_without_end_is_no_row():
    text = f"{ONE}\n{'word ' * 500}\n\n£60 New\n\n{THREE}"
    rows, left = found(text)
    assert rows == [ALL[0], ALL[2]]
    assert [one.split()[-2:] for one in left] == [["£60", "New"]]


@pytest.mark.parametrize(
    ("text", "total"),
    [("Total £5", True), ("Grand total £5 £6", True), ("Totally £5", False), ("£5 Total", False),
     ("£5", False)],
)  # fmt: skip
def test_rows_of_totals(text, total):
    assert is_total(words_of(paper_of(text, "a.txt").lines)) is total


def test_nothing_has_no_rows():
    assert found("") == ([], [])
