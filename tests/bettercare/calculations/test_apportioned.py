"""Figures of apportioned admissions: values, working, and what they need."""

from decimal import Decimal

from bettercare.calculations.apportioned import apportioned_figures
from bettercare.places import apportion
from tests.bettercare.places.made_up import mapping

QUARTERS = [f"2017-18 Q{n}" for n in (1, 2, 3, 4)]
SHARES = mapping(
    """
    North | 1A | 90.00 | 60.0
    North | 1B | 40.0 | 40.0
    South | 1A | 10.00 | 10.0
    South | 1B | 60.0 | 90.0
    """
)


def figures(**plans):
    by_code = {
        f"1{code}": {q: Decimal(n) for q, n in zip(QUARTERS, numbers, strict=False)}
        for code, numbers in plans.items()
    }
    return {one.id: one for one in apportioned_figures(apportion(by_code, SHARES, "North"))}


def test_a_quarter_shows_each_commissioners_part():
    found = figures(A=[101, 10, 10, 10], B=[1003, 10, 10, 10])
    assert list(found) == [
        "admissions.apportioned.2017-18.Q1",
        "admissions.apportioned.2017-18.Q2",
        "admissions.apportioned.2017-18.Q3",
        "admissions.apportioned.2017-18.Q4",
        "admissions.apportioned.2017-18",
    ]
    first = found["admissions.apportioned.2017-18.Q1"]
    assert (first.value, first.display) == (Decimal("492.1"), "492")  # 90.9 + 401.2
    assert [(one.label, one.value, one.place.row) for one in first.inputs] == [
        ("1A NHS 1A CCG: 101 × 90.00%", Decimal("90.9"), 2),
        ("1B NHS 1B CCG: 1,003 × 40.0%", Decimal("401.2"), 3),
    ]
    # Half of the last decimal: 101 × 0.005% and 1,003 × 0.05%.
    assert first.notes == ("Shares are rounded, so it may be off by up to 1.",)
    assert first.label == "Non-elective admissions, North, 2017-18 Q1"
    assert first.rule.startswith("Add, over its commissioners")
    assert first.reference == "Made up"


def test_a_year_adds_unrounded_quarters():
    total = figures(A=[1, 1, 1, 1], B=[0, 0, 0, 0])["admissions.apportioned.2017-18"]
    assert (total.value, total.display) == (Decimal("3.6"), "4")
    assert [one.label for one in total.inputs] == QUARTERS
    assert total.notes == ()


def test_without_a_plan_there_is_no_value():
    found = figures(A=[100, 100, 100, 100], B=[100, 100, 100])
    last = found["admissions.apportioned.2017-18.Q4"]
    assert (last.value, last.display) == (None, "not given")
    assert last.notes[:2] == (
        "Cannot be worked out: there is no plan of NHS 1B CCG (1B).",
        "The others give 90.",
    )
    total = found["admissions.apportioned.2017-18"]
    assert total.value is None
    assert total.notes == ("Cannot be worked out: it needs 2017-18 Q4.",)


def test_the_working_can_be_read():
    text = figures(A=[100], B=[100])["admissions.apportioned.2017-18.Q1"].explain()
    assert text.splitlines()[0] == "Non-elective admissions, North, 2017-18 Q1: 130"
    assert text.splitlines()[-1].split() == ["1B", "NHS", "1B", "CCG:", "100", "×", "40.0%", "40"]


def test_no_plans_no_figures():
    assert apportioned_figures(apportion({}, SHARES, "North")) == ()
