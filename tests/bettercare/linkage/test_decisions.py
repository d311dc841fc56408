"""What becomes of a pair: drawn as two records and a probability."""

import pandas as pd
import pytest

from bettercare.linkage.decisions import (
    REASONS,
    conflicting_pairs,
    decide,
    number_pairs,
    several,
)
from bettercare.linkage.settings import shipped
from tests.bettercare.linkage.drawn import NUMBERS, drawn

ONE, OTHER, THIRD, *_ = NUMBERS


def decided(left, right, *pairs):
    """Decisions on pairs of (row, row, probability, weight), by their rows."""
    frame = pd.DataFrame(pairs, columns=["row_l", "row_r", "probability", "weight"])
    made = decide(frame, drawn(*left).frame, drawn(*right).frame, shipped())
    return {(one.row_l, one.row_r): (one.decision, one.reason) for one in made.itertuples()}


def of_one(left, right, probability=0.999, weight=20.0):
    return decided([left], [right], (1, 1, probability, weight)).get((1, 1))


@pytest.mark.parametrize(
    ("probability", "becomes"),
    [
        (0.999, ("link", "probability")),
        (0.99, ("link", "probability")),
        (0.989, ("review", "uncertain")),
        (0.5, ("review", "uncertain")),
        (0.499, None),
    ],
)
def test_without_numbers_probability_decides(probability, becomes):
    assert of_one({}, {}, probability) == becomes


@pytest.mark.parametrize("probability", [0.0, 0.4, 0.7, 1.0])
def test_the_same_valid_number_links_whatever_the_probability(probability):
    married = {"nhs_number": ONE, "surname": "Yewcroft"}
    assert of_one({"nhs_number": ONE}, married, probability) == ("link", "number")


def test_a_number_agreed_on_is_as_sure_as_the_settings_say():
    pairs = pd.DataFrame({"row_l": [1], "row_r": [1], "probability": [0.2], "weight": [-2.0]})
    one = drawn({"nhs_number": ONE}).frame
    assert decide(pairs, one, one, shipped())["probability"].tolist() == [0.999]


@pytest.mark.parametrize("probability", [0.0, 0.7, 1.0])
def test_two_valid_numbers_that_differ_are_reviewed_and_never_linked(probability):
    becomes = of_one({"nhs_number": ONE}, {"nhs_number": OTHER}, probability)
    assert becomes == ("review", "numbers_differ")


def test_two_people_with_two_numbers_and_little_else_alike_are_left():
    other = {"nhs_number": OTHER, "birth_date": "1950-01-01"}
    assert of_one({"nhs_number": ONE}, other, 0.3) is None


def test_a_number_that_is_not_valid_is_in_no_conflict():
    assert of_one({"nhs_number": ONE}, {"nhs_number": "9990000019"}) == ("link", "probability")


def test_the_same_number_and_nothing_else_is_reviewed():
    stranger = {
        "nhs_number": ONE,
        "given_name": "Orvil",
        "surname": "Quarnham",
        "birth_date": "1931-01-02",
    }
    assert of_one({"nhs_number": ONE}, stranger, 0.2) == ("review", "number_alone")


def test_the_same_number_with_names_swapped_is_linked():
    swapped = {
        "nhs_number": ONE,
        "given_name": "Ashford",
        "surname": "Elowen",
        "birth_date": "1948-05-07",
    }
    assert of_one({"nhs_number": ONE}, swapped) == ("link", "number")


@pytest.mark.parametrize(
    "twin",
    [
        {"given_name": "Orvil", "sex": "1"},
        {"given_name": "Isolde"},
        {"sex": "1"},
        {"given_name": "Isolde", "address": "", "postcode": "ZX1 1AA"},
        {"given_name": "Isolde", "address": "", "postcode": ""},
    ],
)
@pytest.mark.parametrize("numbers", [("", ""), (ONE, ""), (ONE, ONE)])
def test_twins_are_reviewed_and_never_linked(twin, numbers):
    here, there = numbers
    becomes = of_one({"nhs_number": here}, {"nhs_number": there} | twin, 1.0)
    assert becomes == ("review", "twins")


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "Elowyn"},  # misspelt, and nobody of that name is known
        {"given_name": ""},
        {"sex": "9"},
        {"given_name": "Isolde", "birth_date": "1948-07-06"},
        {"given_name": "Isolde", "address": "2 Notional Road", "postcode": "ZX9 9ZZ"},
    ],
)
def test_who_is_no_twin_is_left_to_probability(other):
    assert of_one({}, other) == ("link", "probability")


@pytest.mark.parametrize("side", ["left", "right"])
def test_names_nearly_alike_are_twins_where_one_file_lists_both(side):
    both, one = [{"given_name": "Elowen"}, {"given_name": "Elowyn"}], [{"given_name": "Elowyn"}]
    files = (both, one) if side == "left" else (one, both)
    assert decided(*files, (1, 1, 1.0, 30.0)) == {(1, 1): ("review", "twins")}


def test_a_record_is_linked_to_whom_it_fits_clearly_best():
    moved = {"address": "2 Notional Road", "postcode": "ZX9 9ZZ"}
    found = decided([{}], [{}, moved], (1, 1, 0.9999, 20.0), (1, 2, 0.999, 14.9))
    assert found == {(1, 1): ("link", "probability"), (1, 2): ("review", "better_elsewhere")}


def test_a_record_that_fits_two_about_equally_well_is_reviewed_with_both():
    found = decided([{}], [{}, {}], (1, 1, 0.9999, 20.0), (1, 2, 0.999, 15.1))
    assert found == {(1, 1): ("review", "several_fit"), (1, 2): ("review", "better_elsewhere")}


def test_two_records_that_fit_one_equally_well_are_reviewed():
    found = decided([{}, {}], [{}], (1, 1, 0.9999, 20.0), (2, 1, 0.9999, 20.0))
    assert {decision for decision, _ in found.values()} == {"review"}


def test_a_pair_that_shares_a_number_stands_before_a_likelier_one():
    found = decided(
        [{"nhs_number": ONE}],
        [{"nhs_number": ONE, "surname": "Yewcroft"}, {}],
        (1, 1, 0.6, 1.0),
        (1, 2, 1.0, 30.0),
    )
    assert found == {(1, 1): ("link", "number"), (1, 2): ("review", "better_elsewhere")}


def test_a_person_listed_twice_under_one_number_is_linked_twice_and_said():
    one = {"nhs_number": ONE}
    pairs = pd.DataFrame(
        {"row_l": [1, 1, 2], "row_r": [1, 2, 3], "probability": 1.0, "weight": 30.0}
    )
    right = drawn(one, one, {"nhs_number": OTHER}).frame
    made = decide(pairs, drawn(one, {"nhs_number": OTHER}).frame, right, shipped())
    assert made["decision"].tolist() == ["link"] * 3
    assert several(made) == ([1], [])


def test_a_chain_of_three_links_none_but_the_clear_best():
    found = decided([{}, {}], [{}, {}], (1, 1, 1.0, 30.0), (1, 2, 1.0, 20.0), (2, 2, 1.0, 15.0))
    assert found[1, 1] == ("link", "probability")
    assert found[1, 2][0] == found[2, 2][0] == "review"


def test_every_reason_is_said_in_words():
    assert {"number", "probability"} < set(REASONS)
    assert all(REASONS.values())


def test_pairs_that_numbers_speak_of_are_found_whatever_the_model_thinks():
    left = drawn({"nhs_number": ONE}, {"nhs_number": OTHER}, {}).frame
    right = drawn({"nhs_number": ONE, "given_name": "Isolde"}, {"nhs_number": THIRD}, {}).frame
    assert number_pairs(left, right).to_numpy().tolist() == [[1, 1]]
    assert conflicting_pairs(left, right).to_numpy().tolist() == [[1, 2], [2, 2]]


def test_no_pairs_are_decided_on_without_a_fault():
    assert decided([{}], [{}]) == {}
