"""One row parted into cells by the round's lists and the law of blocks."""

from math import inf

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.formats.prints.wrapped_cells import Lists
from bettercare.formats.prints.wrapped_row import (
    GAP,
    LONGEST_TEXT,
    NO_AMOUNT,
    NOT_THE_LABEL,
    ODD_NUMBER,
    OTHER_TYPE,
    SLIP,
    STRANGE_WORD,
    STRANGER,
    RowParser,
    groups_of,
)
from bettercare.rounds import load
from tests.bettercare.formats.prints.pdf_prints import ORDER

RULES = load("2019-20")
COLUMNS = {column.header: column for column in RULES.tables["schemes"].columns}
PARSER = RowParser([COLUMNS[header] for header in ORDER], Lists(RULES))

ROW = """5 Lifestyle Hub Public Health
commissioned hub for
linking people

Prevention / Early
Intervention

Other Physical
health/wellbein
g

Packages 1,074.0 Medium Not
applicable

Not
applicable

Low Community
Health

CCG Local
Authority

Minimum CCG
Contribution

£101,790 Existing"""


def parted(text):
    return PARSER.parted(words_of(paper_of(text, "a.txt").lines))


def cells(text):
    """The texts of the filled cells by the first column of their group."""
    row = parted(text)
    texts = {
        cell.group.first.header: " ".join(row.words.texts[cell.start : cell.end])
        for cell in row.cells
        if cell.end > cell.start
    }
    return texts, row.doubt


def changed(old, new, text=ROW):
    assert old in text
    return text.replace(old, new)


def test_columns_in_groups():
    groups = [[c.header for c in group.columns] for group in groups_of(PARSER.groups[0].columns)]
    assert groups == [["scheme_id"]]
    assert [c.header for c in PARSER.groups[1].columns] == ["scheme_name", "description"]
    assert [group.is_free for group in PARSER.groups[:4]] == [False, True, False, False]


def test_a_row_that_lists_and_blocks_explain_has_no_doubt():
    texts, doubt = cells(ROW)
    assert doubt == 0
    assert texts == {
        "scheme_id": "5",
        "scheme_name": "Lifestyle Hub Public Health commissioned hub for linking people",
        "scheme_type": "Prevention / Early Intervention",
        "sub_type": "Other",
        "scheme_type_other": "Physical health/wellbein g",
        "output_unit": "Packages",
        "output_estimate": "1,074.0",
        "nea": "Medium",
        "dtoc": "Not applicable",
        "res": "Not applicable",
        "rea": "Low",
        "area_of_spend": "Community Health",
        "commissioner": "CCG",
        "provider": "Local Authority",
        "source_of_funding": "Minimum CCG Contribution",
        "expenditure": "£101,790",
        "new_or_existing": "Existing",
    }


def test_values_of_lists_inside_texts_stay_there():
    texts, doubt = cells(changed("linking people", "Low and High Social Care people"))
    assert doubt == 0
    assert texts["scheme_name"].endswith("hub for Low and High Social Care people")
    assert texts["nea"] == "Medium"


def test_shares_of_a_joint_row():
    texts, doubt = cells(changed("CCG Local", "Joint 60% 40% Local"))
    assert (texts["commissioner"], texts["nhs_share"], texts["la_share"]) == ("Joint", "60%", "40%")
    assert doubt == 0


def test_text_for_another_area_of_spend():
    texts, doubt = cells(changed("Low Community\nHealth", "Low Other Data\nprocessing"))
    assert (texts["area_of_spend"], texts["area_of_spend_other"]) == ("Other", "Data processing")
    assert doubt == 0


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "doubt"),
    [
        # A value that its list does not have is kept where it must be.
        ("CCG Local\nAuthority", "CCG Hospice", "provider", "Hospice", STRANGER + STRANGE_WORD),
        # Another name of a value is known.
        ("Medium Not", "Med Not", "nea", "Med", NOT_THE_LABEL),
        # A sub type of another scheme type.
        ("Other Physical\nhealth/wellbein\ng", "Telecare", "sub_type", "Telecare", OTHER_TYPE),
        # Pounds without their sign.
        ("£101,790", "101,790", "expenditure", "101,790", ODD_NUMBER),
        # An id without a digit.
        ("5 Lifestyle", "Five Lifestyle", "scheme_id", "Five", ODD_NUMBER),
        # A cell that every row should have.
        ("\n\nLow Community", "\n\nCommunity", "area_of_spend", "Community Health", GAP),
        # A blank line inside a cell, and one that is lost.
        ("Local\nAuthority", "Local\n\nAuthority", "provider", "Local Authority", SLIP),
        ("Authority\n\nMinimum", "Authority\nMinimum", "provider", "Local Authority", SLIP),
    ],
)
def test_what_is_out_of_the_ordinary_has_its_price(old, new, column, value, doubt):
    texts, found = cells(changed(old, new))
    assert texts[column] == value
    assert found == doubt


def test_a_type_without_sub_types_is_followed_by_text_even_if_it_reads_like_one():
    text = changed("Prevention / Early\nIntervention\n\nOther Physical", "Other Care Home Physical")
    texts, doubt = cells(text)
    assert (texts["scheme_type"], doubt) == ("Other", 0)
    assert texts["scheme_type_other"] == "Care Home Physical health/wellbein g"


def test_a_row_without_an_amount_is_known_as_such():
    row = parted(changed("\n\n£101,790 Existing", ""))
    assert not row.has_amount
    assert row.doubt == NO_AMOUNT + GAP  # New or Existing is lost with it
    assert parted(ROW).has_amount


def test_words_that_no_cell_can_hold_have_no_row():
    row = parted(f"1 {'word ' * (2 * LONGEST_TEXT)}\n\n{'word ' * 2 * LONGEST_TEXT}")
    assert (row.cells, row.price) == ((), inf)


def test_no_words_are_a_row_of_gaps():
    assert parted("").doubt > 10 * GAP
