"""Points for what two rows share: each reason by itself, and the same whichever row comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.comparison.likeness import (
    LABELS,
    ROUNDS,
    VERSIONS,
    amounts_alike,
    names_alike,
    reasons,
    score,
    shares,
)
from bettercare.comparison.traits import Traits

ALL = {field: frozenset(["x"]) for field in LABELS}
ROW = Traits(1, "falls service", "5", ALL, 1000.0)

words = st.sampled_from(["falls service", "falls", "home care", "reablement at home", ""])
sets = st.dictionaries(
    st.sampled_from(list(LABELS)), st.sets(st.sampled_from("abc"), max_size=2).map(frozenset)
)
traits = st.builds(
    Traits,
    st.just(1),
    words,
    st.sampled_from(["", "1", "2"]),
    sets,
    st.sampled_from([0.0, 10.0, 12.0, 1e6, -5.0]),
)


def test_a_row_has_all_points_with_itself():
    assert score(ROW, ROW, ROUNDS) == 100
    assert [(one.what, one.points) for one in reasons(ROW, ROW, ROUNDS)] == [
        ("same name", 40),
        ("same id", 5),
        ("same source", 10),
        ("same type", 7),
        ("same sub type", 5),
        ("same area of spend", 4),
        ("same commissioner", 5),
        ("same provider", 4),
        ("same amount", 20),
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scheme_id": "6"}, 95),
        ({"name": "entirely other words"}, 60),
        ({"amount": 750.0}, 90),  # three quarters: half of the 20 points
        ({"amount": 500.0}, 80),  # half says nothing
        ({"amount": 2000.0}, 80),
        ({"codes": {**ALL, "source_of_funding": frozenset(["y"])}}, 90),
        ({"codes": {**ALL, "provider": frozenset(["x", "y"])}}, 100),  # may be x: enough
        ({"codes": {field: ALL[field] for field in ALL if field != "provider"}}, 96),
        # without a sub type on one side it counts with the type
        ({"codes": {field: ALL[field] for field in ALL if field != "sub_type"}}, 100),
    ],
)
def test_each_difference_takes_its_points(changed, expected):
    assert score(ROW, ROW._replace(**changed), ROUNDS) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("falls service", "falls service", 100, 100),
        ("home reablement services", "reablement", 90, 90),
        ("care act implementation", "care act", 90, 90),
        ("risk pool", "bcf risk pool", 80, 95),
        ("services home care", "home care services", 100, 100),
        ("falls service", "eye clinic liaison", 0, 50),
    ],
)
def test_names_are_alike_by_letters_and_by_shared_words(one, other, least, most):
    assert least <= names_alike(one, other) <= most


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(80, 100, 0.8), (100, 80, 0.8), (0, 0, 1), (0, 5, 0), (-5, -5, 1), (-5, 5, 0), (-5, -4, 0)],
)
def test_amounts_are_alike_by_their_ratio(one, other, expected):
    assert amounts_alike(float(one), float(other)) == expected


def test_two_blank_labels_are_shared_and_a_blank_beside_a_label_is_not():
    bare = ROW._replace(codes={})
    assert shares(bare, bare, "provider")
    assert not shares(ROW, bare, "provider")


def test_from_version_to_version_an_id_is_worth_more():
    other = ROW._replace(scheme_id="6")
    assert (score(ROW, other, ROUNDS), score(ROW, other, VERSIONS)) == (95, 85)


both_weights = st.sampled_from([ROUNDS, VERSIONS])


@given(traits, traits, both_weights)
def test_it_is_the_same_whichever_row_comes_first(one, other, weights):
    assert score(one, other, weights) == pytest.approx(score(other, one, weights))


@given(traits, traits, both_weights)
def test_the_reasons_add_up_to_the_score_which_is_at_most_100(one, other, weights):
    given_for = sum(reason.points for reason in reasons(one, other, weights))
    assert given_for == pytest.approx(score(one, other, weights))
    assert 0 <= given_for <= 100
