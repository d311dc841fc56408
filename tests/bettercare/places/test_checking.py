"""Findings on a mapping: which rows are named, and what is said."""

from decimal import Decimal

from bettercare.findings import Severity
from bettercare.places import Area, Commissioner, Mapping, Share, mapping_findings
from bettercare.places.checking import likeliest
from tests.bettercare.places.made_up import mapping


def only(found):
    [one] = mapping_findings(found)
    return one


def test_a_row_that_contradicts_itself_is_named():
    finding = only(
        mapping(
            """
            North | 1A | 97.0 | 50.0
            North | 1B | 100.0 | 50.0
            South | 1A | 3.0 | 100.0
            East  | 1A | 3.0 | 0.0
            East  | 1C | 100.0 | 100.0
            """
        )
    )
    assert (finding.code, finding.severity) == ("CHK-112", Severity.WARNING)
    assert (finding.subject, finding.message) == (
        "NHS 1A CCG (1A)",
        "Its shares in areas add to 103.0%.",
    )
    assert finding.fix == "Check row 5, East: 3.0%, but 0.0% the other way round."
    assert [place.row for place in finding.places] == [5]


def test_a_row_smaller_than_the_excess_cannot_hold_it():
    finding = only(
        mapping(
            """
            North | 1A | 100.0 | 100.0
            South | 1A | 3.0 | 100.0
            East  | 1A | 2.9 | 0.0
            East  | 1C | 100.0 | 100.0
            """
        )
    )
    assert finding.fix == "Check all its rows."
    assert [place.row for place in finding.places] == [2, 3, 4]


def test_where_something_is_missing_all_rows_are_named():
    finding = only(
        mapping(
            """
            North | 1A | 90.0 | 100.0
            South | 1A | 3.0 | 0.0
            South | 1B | 100.0 | 100.0
            """
        )
    )
    assert finding.message == "Its shares in areas add to 93.0%."
    assert finding.fix == "Check all its rows."


def test_an_area_that_does_not_add_up():
    finding = only(
        mapping(
            """
            North | 1A | 100.0 | 90.0
            North | 1B | 100.0 | 4.0
            """
        )
    )
    assert finding.message == "The shares of commissioners add to 94.0%."
    assert finding.subject.startswith("North (E99")


def test_an_area_with_too_much_names_the_row_of_the_commissioner():
    found = mapping(
        """
        North | 1A | 100.0 | 100.0
        North | 1B | 0.0 | 20.0
        South | 1B | 100.0 | 100.0
        """
    )
    assert only(found).fix == "Check row 3, 1B: 20.0%, but 0.0% the other way round.".replace(
        "1B", "NHS 1B CCG"
    )
    [off] = found.outliers()
    assert [one.row for one in likeliest(off)] == [3]


def test_the_bounds_are_parameters():
    found = mapping("North | 1A | 99.5 | 100.0")
    assert mapping_findings(found) == ()
    assert len(mapping_findings(found, Decimal("0.996"), Decimal("1.01"))) == 1


def test_two_names_of_one_area():
    shares = tuple(
        Share(
            area=Area(name, ("E00000001",)),
            commissioner=Commissioner("1A", "NHS 1A CCG"),
            of_commissioner=Decimal("0.5"),
            of_area=Decimal("0.5"),
            row=row,
        )
        for row, name in ((2, "North"), (3, "Noth"))
    )
    finding = only(Mapping(id="x", reference="Made up", shares=shares))
    assert (finding.code, finding.subject) == ("MAP-02", "North (E00000001)")
    assert finding.message == "It is called 'Noth' in row 3."
    assert finding.reference == "Made up"


def test_an_odd_code_is_told_once_with_all_its_rows():
    shares = tuple(
        Share(
            area=Area("North", ("E1",)),
            commissioner=Commissioner(code, f"NHS {code} CCG"),
            of_commissioner=Decimal(1),
            of_area=Decimal("0.5"),
            row=row,
        )
        for row, code in ((2, "1A"), (3, "1B"))
    )
    finding = only(Mapping(id="x", reference="", shares=shares))
    assert (finding.code, finding.subject) == ("MAP-01", "North")
    assert finding.message == "'E1' is not E and eight digits."
    assert [place.row for place in finding.places] == [2, 3]
