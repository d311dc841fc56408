"""New ids for schemes that share one: those that the fix of the check names."""

import bettercare
from bettercare.checks.renumbering import new_ids
from tests.bettercare.builders import plan_of
from tests.bettercare.checks.test_identity import TWICE_USED


def ids_of(schemes):
    return new_ids(bettercare.summarise(plan_of(schemes=schemes)).working)


def test_the_scheme_that_comes_last_keeps_the_id_and_the_rest_get_free_ones():
    assert ids_of(TWICE_USED) == {1: "62", 2: "63"}


def test_of_three_schemes_two_get_a_new_id():
    three = """
        scheme_id | scheme_name
        38        | New model
        38        | Fee uplift
        38        | Discharge team
    """
    assert ids_of(three) == {1: "39", 2: "40"}


def test_rows_of_one_scheme_and_names_that_look_alike_get_the_same_id():
    rows = """
        scheme_id | scheme_name
        7         | IT System Integration
        7         | It system integrations
        7         | IT System Integration
        7         | Winter
    """
    assert ids_of(rows) == {1: "8", 2: "8", 3: "8"}


def test_ids_without_numbers_stay():
    assert ids_of("scheme_id | scheme_name\n A | Falls\n A | Winter") == {}
    assert ids_of("scheme_id | scheme_name\n 1 | Falls\n 2 | Winter") == {}
