"""Postcodes: their format, outward code and shape, and lists of them with areas."""

import pytest

from bettercare.equity.postcodes import (
    Home,
    Listed,
    check_list,
    lookups,
    outward,
    outward_codes,
    shape,
    tidy,
)

FORMS = ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB"]  # BS 7666


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_postcode_is_read_however_it_is_typed(text):
    assert {tidy(text), tidy(text.lower()), tidy(f"  {text.replace(' ', '  ')} ")} == {text}
    assert tidy(text.replace(" ", "")) == text
    assert outward(text) == outward(text.split()[0]) == text.split()[0]


@pytest.mark.parametrize(
    "text",
    [
        *("", "S61", "S61 AW", "S61 BW", "S6 11AE", "S61  1A", "S61 1AEE", "161 1AE", "S61 AAE"),
        *("Q1 1AA", "AI1 1AA", "A9I 1AA", "AA9C 1AA", "A1 1AC", "A1 1IA", "not known", "S61-1AE"),
    ],
)
def test_what_is_no_postcode_is_not_read(text):
    assert tidy(text) is None


def test_a_missing_digit_does_not_make_another_postcode():
    """S61 AW is not S6 1AW, though the letters and digits are the same."""
    assert tidy("S61 AW") is None
    assert tidy("S61AW") == "S6 1AW"  # with no space nobody can tell


@pytest.mark.parametrize(
    ("text", "expected"),
    [("S61 AW", "A99 AA"), ("  ", "blank"), ("é7/ü", "A9/A"), ("a" * 30, "A" * 12 + "...")],
)
def test_a_shape_has_none_of_the_letters_or_digits(text, expected):
    assert shape(text) == expected


def lines(*rows):
    return [Listed(n, "b", *row) for n, row in enumerate(rows, 2)]


def codes(found):
    return [(one.code, [place.row for place in one.places]) for one in found]


def test_faults_of_a_list_are_found_with_their_rows():
    found = lines(
        ("S61 1AE", "North"),
        ("S61 AW", "North"),
        ("s61 1ae", "North"),
        ("S60 1AA", "North"),
        ("S60 1AA", "South"),
    )
    assert codes(check_list(found, "postcodes.csv")) == [
        ("EQU-01", [3]),
        ("EQU-02", [2, 4]),
        ("EQU-03", [5, 6]),
        ("EQU-04", []),
    ]


def test_no_postcode_is_in_what_is_found():
    found = lines(("S61 AW", "North"), ("S60 1AA", "North"), ("S60 1AA", "South"))
    told = repr(list(check_list(found, "postcodes.csv")))
    assert "1AA" not in told
    assert "AW" not in told


def test_a_list_of_one_basis_is_not_at_fault_for_another():
    twice = [Listed(2, "a", "S61 1AE", "North"), Listed(3, "b", "S61 1AE", "S61")]
    assert list(check_list(twice, "postcodes.csv")) == []
    found = lookups(twice, {"a", "b"})
    assert [found[basis].find("S61 1AE").area for basis in "ab"] == ["North", "S61"]


def test_an_area_may_lie_in_several_outward_codes():
    found = lines(("S61 1AE", "North"), ("S60 1AA", "North"), ("S65 1LB", "East"), ("x", "East"))
    assert outward_codes(found) == {"North": ("S60", "S61"), "East": ("S65",)}


class TestLookingUp:
    def test_a_list_of_areas_alone_says_that_others_live_elsewhere(self):
        found = lookups(lines(("S61 1AE", "North", "1")), {"b"})["b"]
        assert found.find("S61 1AE") == Home("North", "1")
        assert found.find("S99 9ZZ") == Home("", "")

    def test_a_whole_list_does_not_know_where_others_live(self):
        found = lookups(lines(("S61 1AE", "North"), ("S70 1AA", "")), {"b"})["b"]
        assert found.find("S70 1AA") == Home("", "")
        assert found.find("S99 9ZZ") is None

    def test_an_outward_code_stands_for_those_not_listed_themselves(self):
        found = lookups(lines(("S61", "North"), ("S61 1AE", "South")), {"b"})["b"]
        assert found.find("S61 9ZZ").area == "North"
        assert found.find("S61 1AE").area == "South"

    def test_a_postcode_of_two_areas_is_in_neither_and_not_elsewhere(self):
        rows = [("S61 1AE", "North"), ("S61 1AE", "South"), ("S61", "West")]
        assert lookups(lines(*rows), {"b"})["b"].find("S61 1AE") is None

    def test_a_line_without_a_basis_serves_all(self):
        found = lookups([Listed(2, "", "S61 1AE", "North")], {"a", "b"})
        assert {one.find("S61 1AE").area for one in found.values()} == {"North"}
        assert set(found) == {"a", "b"}
