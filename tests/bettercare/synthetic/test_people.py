"""People made up: the same from the same seed, plainly not real, and the truth about them."""

import pytest

from bettercare.errors import BadRequest
from bettercare.nhs_numbers import is_nhs_number
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.people import Rates, misspelt, people

CLEAN = Rates(0.5, 0, 0, 0, 0, 0, 0, 0.05, 0)


@pytest.fixture(scope="module")
def made():
    return people(2_000)


def test_the_same_seed_makes_the_same_people(made):
    assert people(2_000) == made
    assert people(2_000, seed=2) != made


def test_numbers_are_valid_of_the_range_for_tests_and_nobody_shares_one(made):
    numbers = [person.nhs_number for person in made.health]
    assert all(number.startswith("999") and is_nhs_number(number) for number in numbers)
    assert len(set(numbers)) == len(numbers) == 2_000


def test_postcodes_are_of_areas_that_do_not_exist(made):
    assert {person.postcode[:2] for person in made.health} <= {"ZX", "ZV", "ZQ"}


def test_without_errors_both_records_of_a_person_are_the_same():
    clean = people(400, rates=CLEAN)
    assert len(clean.truth) == len(clean.social_care) > 100
    for here, there in clean.truth:
        assert clean.social_care[here - 1] == clean.health[there - 1]


def test_twins_differ_in_number_and_name_alone():
    clean = people(400, rates=CLEAN)
    assert clean.twins
    assert not clean.twins & clean.truth
    for here, there in clean.twins:
        one, other = clean.social_care[here - 1], clean.health[there - 1]
        assert (one.surname, one.birth_date, one.address) == (
            other.surname,
            other.birth_date,
            other.address,
        )
        assert one.nhs_number != other.nhs_number
        assert one.given_name != other.given_name


def test_conflicting_records_are_of_one_person_under_two_valid_numbers():
    made = people(400, rates=CLEAN._replace(conflicting=0.2))
    assert made.conflicting
    assert made.conflicting <= made.truth
    for here, there in made.conflicting:
        one, other = made.social_care[here - 1].nhs_number, made.health[there - 1].nhs_number
        assert is_nhs_number(one)
        assert one != other


@pytest.mark.parametrize(
    ("rate", "counted"),
    [
        ("no_number", lambda one, _: not one.nhs_number),
        ("bad_number", lambda one, _: bool(one.nhs_number) and not is_nhs_number(one.nhs_number)),
        ("moved", lambda one, other: one.address != other.address),
        ("other_surname", lambda one, other: one.surname != other.surname),
    ],
)
def test_errors_come_as_often_as_asked(rate, counted):
    made = people(2_000, rates=CLEAN._replace(**{rate: 0.3}))
    pairs = [(made.social_care[here - 1], made.health[there - 1]) for here, there in made.truth]
    share = sum(counted(*pair) for pair in pairs) / len(pairs)
    assert 0.25 < share < 0.35


@pytest.mark.parametrize("text", ["Elowen", "1948-07-05", "ZX1 1AA", "By"])
def test_a_text_misspelt_differs_by_one_slip(text):
    draw = Draw("slips", text)
    slips = {misspelt(draw, text) for _ in range(50)}
    assert text not in slips
    assert all(abs(len(slip) - len(text)) <= 1 for slip in slips)


@pytest.mark.parametrize("count", [0, -1])
def test_nobody_at_all_cannot_be_made_up(count):
    with pytest.raises(BadRequest, match="Ask for 1 or more"):
        people(count)


def test_one_person_can():
    assert len(people(1).health) == 1
