"""The steps from one code to another, on made-up changes."""

from datetime import date

from bettercare.places.changes import after, before, between
from bettercare.places.records import Change


def change(day, old, new, same="no"):
    return Change(
        day=date.fromisoformat(day),
        before=old,
        after=new,
        part="whole",
        same_people=same,
        reference="made up",
        certainty="confirmed",
    )


MERGED, SPLIT = date(2010, 1, 1), date(2020, 1, 1)
CHANGES = (
    change("2010-01-01", "a", "c"),
    change("2010-01-01", "b", "c"),
    change("2020-01-01", "c", "d"),
    change("2020-01-01", "c", "e"),
)


def test_forward_through_a_merger_and_a_split():
    assert after(CHANGES, ["a"], date(2009, 12, 31)) == ("a",)
    assert after(CHANGES, ["a", "b"], MERGED) == ("c",)
    assert after(CHANGES, ["a"], SPLIT) == ("d", "e")
    assert after(CHANGES, ["x"], SPLIT) == ("x",)


def test_back_through_a_split_and_a_merger():
    assert before(CHANGES, ["d"], SPLIT) == ("d",)
    assert before(CHANGES, ["d", "e"], date(2019, 12, 31)) == ("c",)
    assert before(CHANGES, ["e"], date(2009, 12, 31)) == ("a", "b")


def test_changes_of_one_day_do_not_follow_each_other():
    swap = (change("2010-01-01", "a", "b"), change("2010-01-01", "b", "a"))
    assert after(swap, ["a"], MERGED) == ("b",)
    assert before(swap, ["a"], date(2009, 1, 1)) == ("b",)
    chain = (change("2010-01-01", "a", "b"), change("2010-01-01", "b", "c"))
    assert between(chain, ["a"], date(2009, 1, 1), MERGED) == chain[:1]
    assert between(chain, ["c"], date(2009, 1, 1), MERGED) == chain[1:]


def test_only_changes_of_the_own_line_count():
    assert between(CHANGES, ["a"], date(2000, 1, 1), MERGED) == (CHANGES[0],)
    assert between(CHANGES, ["c"], date(2000, 1, 1), MERGED) == CHANGES[:2]
    assert between(CHANGES, ["d"], date(2000, 1, 1), SPLIT) == CHANGES[:3]
    assert between(CHANGES, ["c"], MERGED, date(2019, 1, 1)) == ()
    assert between(CHANGES, ["x"], date(2000, 1, 1), SPLIT) == ()
