"""Small groups are merged before anything of them is shown."""

from hypothesis import given
from hypothesis import strategies as st

from bettercare.equity import shipped_rules
from bettercare.equity.merging import Group, merge_small

RULES = shipped_rules()


def merged(*users, ordered=False):
    groups = [Group((name,), number, 100) for name, number in zip("ABCDEFG", users, strict=False)]
    return [
        (one.label, one.users, one.people) for one in merge_small(groups, RULES, ordered=ordered)
    ]


def test_groups_that_are_not_small_stay():
    assert merged(5, 0, 9) == [("A", 5, 100), ("B", 0, 100), ("C", 9, 100)]


def test_small_groups_are_merged_with_each_other_first():
    assert merged(50, 3, 20, 4) == [("A", 50, 100), ("B and D", 7, 200), ("C", 20, 100)]


def test_a_small_group_alone_takes_the_next_smallest_with_it():
    assert merged(50, 3, 20) == [("A", 50, 100), ("B and C", 23, 200)]


def test_ages_and_fifths_are_merged_with_a_neighbour():
    assert merged(3, 50, 20, 6, ordered=True) == [
        ("A and B", 53, 200),
        ("C", 20, 100),
        ("D", 6, 100),
    ]
    assert merged(9, 4, 7, 50, ordered=True) == [
        ("A", 9, 100),
        ("B and C", 11, 200),
        ("D", 50, 100),
    ]


def test_one_group_may_be_all_that_is_left():
    assert merged(50, 3) == [("A and B", 53, 200)]
    assert merged(1, 2) == [("A and B", 3, 200)]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.booleans())
def test_nothing_is_lost_and_nothing_small_is_left_of_several(users, ordered):
    found = merged(*users, ordered=ordered)
    assert sum(number for _, number, _ in found) == sum(users)
    assert sum(people for *_, people in found) == 100 * len(users)
    assert len(found) == 1 or not [n for _, n, _ in found if 0 < n < 5]
