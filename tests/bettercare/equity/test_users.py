"""From a list of users to counts: each row is counted once, or left out for a reason said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.equity import Ages, Service, User
from bettercare.equity.postcodes import Listed, lookups
from bettercare.equity.users import count_users, grouped, years

SERVICE = Service(code="A", name="A", basis="b", ages=Ages(18, None))
LINES = [("AA1 1AA", "North", "1"), ("AA1 1AB", "South", "2"), ("AA2 1AA", "", "5")]
WHOLE = lookups([Listed(n, "b", *line) for n, line in enumerate(LINES, 2)], {"b"})["b"]
AREAS = lookups([Listed(n, "b", *line) for n, line in enumerate(LINES[:2], 2)], {"b"})["b"]
TEXTS = ["AA1 1AA", "aa11ab", "AA2 1AA", "AA9 9ZZ", "AA1 1", "", "Smith"]


def counted(*rows, lookup=WHOLE):
    """Rows are (postcode, person, age)."""
    made = [
        User(service="A", postcode=code, row=n, person=person, groups={"age": age})
        for n, (code, person, age) in enumerate(rows, 2)
    ]
    return count_users(SERVICE, made, lookup)


def test_users_are_counted_by_area_and_elsewhere():
    found = counted(("AA1 1AA", "", ""), ("AA11AB", "", ""), ("aa2 1aa", "", ""))
    assert found.by["area"] == {"North": 1, "South": 1, "": 1}
    assert (found.users, found.left_out, found.findings) == (3, {}, ())


@pytest.mark.parametrize(
    ("rows", "reason", "left_out", "users"),
    [
        ([("", "", "")], "blank", (2,), 0),
        ([("AA1 A", "", "")], "wrong_format", (2,), 0),
        ([("AA9 9ZZ", "", "")], "not_found", (2,), 0),
        ([("AA1 1AA", "p", ""), ("AA1 1AA", "p", "")], "again", (3,), 1),
        ([("", "p", ""), ("AA1 1AA", "p", "")], "again", (2,), 1),  # the row that says where
        ([("AA1 1AA", "p", ""), ("AA1 1AB", "p", "")], "in_two_places", (2, 3), 0),
        ([("AA1 1AA", "", "17"), ("AA1 1AA", "", "18")], "other_age", (2,), 1),
    ],
)
def test_a_row_that_is_not_counted_has_a_reason_and_a_finding(rows, reason, left_out, users):
    found = counted(*rows)
    assert found.left_out == {reason: left_out}
    assert found.users == users
    assert [place.row for one in found.findings for place in one.places] == list(left_out)


def test_where_the_list_has_areas_alone_others_live_elsewhere():
    assert counted(("AA9 9ZZ", "", ""), lookup=AREAS).by["area"] == {"": 1}


def test_without_a_list_of_postcodes_nobody_is_counted_by_area():
    assert counted(("AA1 1AA", "", ""), lookup=None).left_out == {"not_found": (2,)}


@pytest.mark.parametrize("age", ["", "130", "old", "-1", "17.5"])
def test_somebody_whose_age_is_not_known_is_counted(age):
    assert counted(("AA1 1AA", "", age)).users == 1


def test_rows_alike_without_a_person_are_counted_and_said():
    found = counted(("AA1 1AA", "", "40"), ("AA1 1AA", "", "40"), ("AA1 1AA", "", "41"))
    assert found.users == 3
    assert [(one.code, one.message[:5]) for one in found.findings] == [("EQU-19", "1 row")]


def test_a_fifth_comes_from_the_list_of_users_or_else_from_the_postcode():
    users = [
        User(service="A", postcode="AA1 1AA", row=2, groups={"quintile": "4"}),
        User(service="A", postcode="AA1 1AA", row=3),
        User(service="A", postcode="", row=4),
    ]
    assert count_users(SERVICE, users, WHOLE).by["quintile"] == {"4": 1, "1": 1, "": 1}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(TEXTS),
        st.sampled_from(["", "", "p", "q"]),
        st.sampled_from(["", "9", "40"]),
    ),
    max_size=12,
)


@given(ROWS, st.sampled_from([WHOLE, AREAS, None]))
def test_every_row_is_counted_or_left_out_for_one_reason(rows, lookup):
    found = counted(*rows, lookup=lookup)
    assert found.agrees
    gone = [row for rows in found.left_out.values() for row in rows]
    assert len(gone) == len(set(gone))


@given(ROWS)
def test_no_postcode_nor_person_is_in_what_is_found(rows):
    told = repr(counted(*rows).findings)
    assert not [text for text in (*TEXTS, "Smith") if text and text in told]


class TestGroups:
    def test_groups_match_whatever_their_capitals(self):
        assert grouped("sex", {"f": 2, "M": 1, "": 4, "X": 1}, ["F", "M"]) == ({"F": 2, "M": 1}, 5)

    def test_an_age_falls_into_the_ages_that_hold_it(self):
        ages = {"18": 1, "64": 1, "65": 1, "120": 1, "121": 1, "17": 1, "65+": 2}
        assert grouped("age", ages, ["18-64", "65+"]) == ({"18-64": 2, "65+": 4}, 2)

    @pytest.mark.parametrize(("text", "age"), [("0", 0), ("120", 120), ("121", None), ("٤", None)])
    def test_years(self, text, age):
        assert years(text) == age
