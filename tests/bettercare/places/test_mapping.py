"""Rows and sums of a mapping, both ways."""

from decimal import Decimal

import pytest

from bettercare.errors import UnknownPlace
from bettercare.places import Area, Commissioner, Mapping, Share
from tests.bettercare.places.made_up import code_of, mapping

NORTH_SOUTH = mapping(
    """
    North | 1A | 90.0 | 60.0
    North | 1B | 39.0 | 40.0
    South | 1A |  9.0 |  9.5
    South | 1B | 61.0 | 90.0
    """
)


def test_rows_of_an_area_and_of_a_commissioner():
    assert [one.commissioner.code for one in NORTH_SOUTH.shares_of_area("north")] == ["1A", "1B"]
    assert [one.area.name for one in NORTH_SOUTH.shares_of_commissioner("1b")] == ["North", "South"]
    assert [one.row for one in NORTH_SOUTH.shares_of_area(Area("North", (code_of("North"),)))] == [
        2,
        3,
    ]


def test_sums_both_ways():
    assert [(one.code, one.total) for one in NORTH_SOUTH.commissioner_sums] == [
        ("1A", Decimal("0.99")),
        ("1B", Decimal("1.00")),
    ]
    assert [(one.name, one.total) for one in NORTH_SOUTH.area_sums] == [
        ("North", Decimal("1.00")),
        ("South", Decimal("0.995")),
    ]


@pytest.mark.parametrize(
    ("least", "most", "names"),
    [
        ("0.99", "1.01", []),
        ("0.991", "1.01", ["NHS 1A CCG"]),
        ("0.996", "1.01", ["NHS 1A CCG", "South"]),
        ("0.5", "0.999", ["NHS 1B CCG", "North"]),
    ],
)
def test_outliers_by_the_bounds_that_are_given(least, most, names):
    assert [one.name for one in NORTH_SOUTH.outliers(Decimal(least), Decimal(most))] == names


def test_the_commoner_spelling_is_the_name():
    names = ["NHS Sedgfield CCG", "NHS Sedgefield CCG", "NHS Sedgefield CCG"]
    shares = tuple(
        Share(
            area=Area(f"Area {n}", (f"E0000000{n}",)),
            commissioner=Commissioner("1A", name),
            of_commissioner=Decimal("0.3"),
            of_area=Decimal(1),
            row=n,
        )
        for n, name in enumerate(names, 2)
    )
    found = Mapping(id="x", reference="", shares=shares)
    assert [one.name for one in found.commissioners] == ["NHS Sedgefield CCG"]
    assert len(found.shares_of_commissioner("Sedgefield")) == 3


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Leeds", "There are no rows for Leeds in the mapping made up."),
        (
            "Poole",
            "There are no rows for Poole in the mapping made up: it ended on 31 March 2019.",
        ),
    ],
)
def test_a_place_that_there_is_but_not_here(place, told):
    with pytest.raises(UnknownPlace) as error:
        NORTH_SOUTH.area(place)
    assert str(error.value) == told


def test_an_exact_code_comes_before_one_that_reads_alike():
    alike = mapping("E.1 | 1.A | 100 | 100\nE-1 | 1-A | 100 | 100")
    for number, area in enumerate(alike.areas, 2):
        assert [one.row for one in alike.shares_of_area(area)] == [number]
    assert [one.row for one in alike.shares_of_commissioner("1-A")] == [3]


def test_a_name_of_two_is_not_guessed():
    alike = mapping("E.1 | 1.A | 100 | 100\nE-1 | 1-A | 100 | 100")
    with pytest.raises(UnknownPlace, match="more than one area 'e 1': E99"):
        alike.area("e 1")
    with pytest.raises(UnknownPlace, match=r"more than one NHS commissioner '1 a': 1\.A and 1-A"):
        mapping("E | 1.A | 1 | 1\nE | 1-A | 1 | 1").commissioner("1 a")


def test_a_place_that_is_nowhere_is_told():
    with pytest.raises(UnknownPlace, match=r"no area 'Nort' in the mapping made up\. Did you mean"):
        NORTH_SOUTH.shares_of_area("Nort")
    with pytest.raises(UnknownPlace, match="no NHS commissioner '1C' in the mapping made up"):
        NORTH_SOUTH.shares_of_commissioner("1C")


@pytest.mark.parametrize(
    ("share", "half"), [("0.034", "0.0005"), ("0.0", "0.05"), ("1", "0.5"), ("0.03415", "0.000005")]
)
def test_how_far_rounding_may_have_moved_a_share(share, half):
    one = Share(
        area=Area("A", ("E",)),
        commissioner=Commissioner("1", "C"),
        of_commissioner=Decimal(share),
        of_area=Decimal(0),
    )
    assert one.half_step == Decimal(half)


def test_a_row_says_where_it_stands():
    place = NORTH_SOUTH.shares[2].place
    assert (place.file, place.row, place.item, place.table) == ("made-up.csv", 4, 3, "mapping")
