"""Shipped mappings are found by id, and corrections change only what they say is printed."""

from decimal import Decimal

import pytest

from bettercare.errors import UnknownPlace
from bettercare.places import Correction, load_mapping
from bettercare.places.loading import correct, shares_of

ROWS = (
    {"hwb_code": "E1", "la_name": "A", "ccg_code": "1", "ccg_name": "X", "pct_ccg_in_hwb": "3.2%"},
    {"hwb_code": "E1", "la_name": "A", "ccg_code": "2", "ccg_name": "Y", "pct_ccg_in_hwb": "3.2%"},
    {"hwb_code": "E2", "la_name": "B", "ccg_code": "1", "ccg_name": "X", "pct_ccg_in_hwb": "3.2%"},
)


def correction(column, hwb, printed, corrected, ccg=""):
    return Correction(
        column=column,
        hwb_code=hwb,
        ccg_code=ccg,
        printed=printed,
        corrected=corrected,
        evidence="made up",
        certainty="confirmed",
        reference="worked",
    )


def test_one_cell():
    wanted = [correction("pct_ccg_in_hwb", "E1", "3.2%", "0.2%", ccg="2")]
    rows, made = correct(ROWS, wanted)
    assert [row["pct_ccg_in_hwb"] for row in rows] == ["3.2%", "0.2%", "3.2%"]
    assert made[0].rows == (3,)


def test_a_code_in_all_its_rows_also_where_another_cell_is_corrected():
    wanted = [
        correction("pct_ccg_in_hwb", "E1", "3.2%", "0.2%", ccg="2"),
        correction("hwb_code", "E1", "E1", "E10"),
    ]
    rows, made = correct(ROWS, wanted)
    assert [(row["hwb_code"], row["pct_ccg_in_hwb"]) for row in rows] == [
        ("E10", "3.2%"),
        ("E10", "0.2%"),
        ("E2", "3.2%"),
    ]
    assert [one.rows for one in made] == [(3,), (2, 3)]


def test_what_is_not_as_printed_is_left():
    rows, made = correct(ROWS, [correction("pct_ccg_in_hwb", "E1", "4.2%", "0.2%", ccg="2")])
    assert rows == ROWS
    assert made[0].rows == ()


def test_several_codes_in_a_cell_are_one_area_only_when_corrected():
    row = {**ROWS[0], "pct_hwb_in_ccg": "100.0%"}
    joined, printed = shares_of(
        [{**row, "hwb_code": "E1 E2"}, {**row, "hwb_code": "E1 & E2"}], "made-up.csv"
    )
    assert joined.area.codes == ("E1", "E2")
    assert printed.area.codes == ("E1 & E2",)
    assert (joined.of_commissioner, joined.of_area) == (Decimal("0.032"), Decimal("1.000"))


def test_rows_of_one_area_share_one_record():
    rows = [{**row, "pct_hwb_in_ccg": "1.0%"} for row in ROWS]
    first, second, _ = shares_of(rows, "made-up.csv")
    assert first.area is second.area


def test_an_unknown_mapping_is_told():
    with pytest.raises(UnknownPlace, match=r"There is no mapping '2031-32'\. At hand: 2017-19\."):
        load_mapping("2031-32")


def test_it_says_what_it_rests_on():
    assert "planning template 2017-19" in load_mapping().reference


def test_a_shipped_share_that_is_no_number_is_our_own_fault():
    row = {**ROWS[0], "pct_ccg_in_hwb": "3.2.1%", "pct_hwb_in_ccg": "1.0%"}
    with pytest.raises(ValueError, match=r"3\.2\.1%"):
        shares_of([row], "made-up.csv")
