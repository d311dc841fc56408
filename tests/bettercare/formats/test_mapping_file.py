"""Mappings from files of the user's."""

from decimal import Decimal

import pytest

from bettercare.formats.mapping_file import read_mapping
from bettercare.places import load_mapping
from bettercare.places.shipped import DATA

HEAD = "HWB Code,LA Name,CCG Code,CCG Name,% CCG in HWB,% HWB in CCG\n"
ROW = "E08000018,Rotherham,03L,NHS Rotherham CCG,97.9%,93.5%\n"


@pytest.fixture
def read(tmp_path):
    def call(text):
        path = tmp_path / "mapping-2018-19.csv"
        path.write_text(text, encoding="utf-8")
        return read_mapping(path)

    return call


def test_the_headers_of_the_template(read):
    found = read(HEAD + ROW)
    [share] = found.mapping.shares
    assert (share.area.name, share.area.codes) == ("Rotherham", ("E08000018",))
    assert (share.commissioner.code, share.commissioner.name) == ("03L", "NHS Rotherham CCG")
    assert (share.of_commissioner, share.of_area) == (Decimal("0.979"), Decimal("0.935"))
    assert (share.file, share.row) == ("mapping-2018-19.csv", 2)
    assert (found.mapping.id, found.findings) == ("mapping-2018-19", ())


def test_our_headers_without_names_in_any_order(read):
    found = read(
        "share of area;commissioner code;area code;share_of_commissioner\n"
        "0.935;03l;e08000018;0.979\n"
    )
    [share] = found.mapping.shares
    assert (share.area.name, share.commissioner.name) == ("e08000018", "03L")
    assert share.area.code == "E08000018"
    assert str(share.of_commissioner) == "0.979"


def test_more_decimals_are_kept(read):
    [share] = read(HEAD + ROW.replace("97.9%", "97.91234%")).mapping.shares
    assert share.of_commissioner == Decimal("0.9791234")
    assert share.half_step == Decimal("0.00000005")


def test_numbers_over_1_without_signs_are_per_cent(read):
    found = read(
        HEAD + ROW.replace("97.9%", "97.9").replace("93.5%", "0.935") + "E1,A,02P,B,0.3,0.2\n"
    )
    assert [str(one.of_commissioner) for one in found.mapping.shares] == ["0.979", "0.003"]
    assert [str(one.of_area) for one in found.mapping.shares] == ["0.935", "0.2"]
    [finding] = found.findings
    assert (finding.code, finding.subject) == ("MAP-23", "Column '% CCG in HWB'")


@pytest.mark.parametrize("text", ["about half", "", "101%", "-1%", "97.9"])
def test_a_share_that_cannot_be(read, text):
    found = read(HEAD + ROW + f"E08000016,Barnsley,03L,NHS Rotherham CCG,{text},0.3%\n")
    assert len(found.mapping.shares) == 1
    [finding] = found.findings
    assert (finding.code, finding.subject) == ("MAP-21", "Row 3, share of commissioner")
    shown = f"'{text}'" if text else "A blank cell"
    assert finding.message == f"{shown} is no share from 0% to 100%."
    assert finding.places[0].row == 3


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",Rotherham,03L,NHS Rotherham CCG,97.9%,93.5%", "area"),
        ("E08000018,Rotherham,,NHS Rotherham CCG,97.9%,93.5%", "commissioner"),
    ],
)
def test_a_row_without_a_code(read, row, what):
    found = read(f"{HEAD}{row}\n")
    assert found.mapping.shares == ()
    [finding] = found.findings
    assert (finding.code, finding.message) == ("MAP-24", f"There is no code of the {what}.")


def test_rows_that_do_not_agree_are_not_used(read):
    other = ROW.replace("97.9%", "97.0%")
    found = read(HEAD + ROW + other + ROW)
    assert found.mapping.shares == ()
    assert [(one.code, one.subject) for one in found.findings] == [
        ("MAP-22", "Row 3"),
        ("MAP-22", "Row 4"),
    ]
    assert "that row 2 gives of 03L and E08000018" in found.findings[0].message


def test_rows_that_agree_are_one(read):
    found = read(HEAD + ROW + ROW)
    assert (len(found.mapping.shares), found.findings) == (1, ())


def test_a_board_of_two_councils(read):
    [share] = read(HEAD + ROW.replace("E08000018", "E06000028 & E06000029")).mapping.shares
    assert share.area.codes == ("E06000028", "E06000029")


def test_columns_that_are_missing(read):
    found = read("HWB Code,CCG Code\nE08000018,03L\n")
    assert found.mapping.shares == ()
    [finding] = found.findings
    assert finding.message == (
        "There is no column for share of commissioner and share of area. "
        "It has 'HWB Code' and 'CCG Code'."
    )


def test_the_shipped_table_can_be_read_as_a_file():
    found = read_mapping(DATA / "mapping-2017-19.csv")
    printed = load_mapping("2017-19", corrected=False)
    assert found.findings == ()
    assert [(one.of_commissioner, one.of_area, one.row) for one in found.mapping.shares] == [
        (one.of_commissioner, one.of_area, one.row) for one in printed.shares
    ]
    assert len(found.mapping.areas) == 150
