"""Months and quarters of financial years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.places.quarters import months_of, quarter_of, quarters_of, to_quarters, year_of


@pytest.mark.parametrize(
    ("period", "quarter"),
    [
        ("2017-04", "2017-18 Q1"),
        ("2017-06", "2017-18 Q1"),
        ("2017-07", "2017-18 Q2"),
        ("2017-12", "2017-18 Q3"),
        ("2018-01", "2017-18 Q4"),
        ("2018-03", "2017-18 Q4"),
        ("2000-01", "1999-00 Q4"),
        ("2099-12", "2099-00 Q3"),
        (" 2017-04 ", "2017-18 Q1"),
        ("2017-18 Q1", "2017-18 Q1"),
        ("Q4 2017/18", "2017-18 Q4"),
        ("Q4, 2017/18", "2017-18 Q4"),
        ("17/18 q2", "2017-18 Q2"),
        ("2017/18 Plan Q2", "2017-18 Q2"),
        ("Apr-17", "2017-18 Q1"),
        ("apr 2017", "2017-18 Q1"),
        ("September 2017", "2017-18 Q2"),
        ("Mar-18", "2017-18 Q4"),
        ("Sept 2017", "2017-18 Q2"),
        ("Ma-18", None),
        ("Mai-18", None),
        ("2017-13", None),
        ("2017-00", None),
        ("2017-18", None),
        ("Q1", None),
        ("Q5 2017-18", None),
        ("2017-18 Q1 2018-19", None),
        ("2017-19 Q1", None),
        ("", None),
    ],
)
def test_the_quarter_of_a_period(period, quarter):
    assert quarter_of(period) == quarter


@pytest.mark.parametrize(
    ("quarter", "months"),
    [
        ("2017-18 Q1", ("2017-04", "2017-05", "2017-06")),
        ("2017-18 Q3", ("2017-10", "2017-11", "2017-12")),
        ("2017-18 Q4", ("2018-01", "2018-02", "2018-03")),
    ],
)
def test_the_months_of_a_quarter(quarter, months):
    assert months_of(quarter) == months


def test_the_quarters_of_a_year():
    assert quarters_of("2018-19") == ("2018-19 Q1", "2018-19 Q2", "2018-19 Q3", "2018-19 Q4")
    assert {year_of(quarter) for quarter in quarters_of("2018-19")} == {"2018-19"}


@given(st.integers(2000, 2098), st.integers(1, 4))
def test_each_month_of_a_quarter_is_in_it(start, number):
    quarter = f"{start}-{(start + 1) % 100:02} Q{number}"
    assert [quarter_of(month) for month in months_of(quarter)] == [quarter] * 3


def numbers(plan):
    return {period: Decimal(number) for period, number in plan.items()}


@pytest.mark.parametrize(
    ("plan", "quarters", "why"),
    [
        ({"2017-04": 1, "2017-05": 2, "2017-06": 4}, {"2017-18 Q1": 7}, None),
        ({"2017-18 Q1": 7}, {"2017-18 Q1": 7}, None),
        ({"2017-04": 1, "2017-05": 2, "2017-06": 4, "Q1 2017-18": 7}, {"2017-18 Q1": 7}, None),
        ({"2017-18 Q1": 7, "Q1 2017/18": 7}, {"2017-18 Q1": 7}, None),
        ({"2017-18 Q1": 7, "Q1 2017/18": 8}, {}, "it is given twice, with different numbers"),
        ({"2017-04": 1, "2017-05": 2}, {}, "2017-06 is missing"),
        ({"2017-05": 2}, {}, "2017-04 and 2017-06 are missing"),
        ({"2017-05": 2, "2017-18 Q1": 7}, {}, "2017-04 and 2017-06 are missing"),
        (
            {"2017-04": 1, "2017-05": 2, "2017-06": 4, "2017-18 Q1": 8},
            {},
            "its months add up to 7, not 8",
        ),
        ({"Apr-17": 1, "May-17": 2, "June 2017": 4}, {"2017-18 Q1": 7}, None),
        ({"Apr-17": 1, "2017-04": 1, "2017-05": 2, "2017-06": 4}, {"2017-18 Q1": 7}, None),
        (
            {"Apr-17": 9, "2017-04": 1, "2017-05": 2, "2017-06": 4},
            {},
            "it is given twice, with different numbers",
        ),
        ({"spring": 7}, {}, "it is neither a month nor a quarter"),
        ({}, {}, None),
    ],
)
def test_months_are_added_up_and_what_is_unclear_is_told(plan, quarters, why):
    found, unclear = to_quarters(numbers(plan))
    assert found == numbers(quarters)
    assert [one.why for one in unclear] == ([why] if why else [])


def test_what_is_unclear_in_one_quarter_leaves_the_others():
    found, [unclear] = to_quarters(numbers({"2017-04": 1, "2017-18 Q2": 5, "2018-19 Q1": 6}))
    assert found == numbers({"2017-18 Q2": 5, "2018-19 Q1": 6})
    assert unclear.quarter == "2017-18 Q1"


AMOUNTS = st.decimals(-(10**9), 10**9, places=3)


@given(st.lists(AMOUNTS, min_size=24, max_size=24))
def test_quarters_add_up_to_their_months(values):
    months = [f"{2017 + (n + 3) // 12}-{(n + 3) % 12 + 1:02}" for n in range(24)]
    quarters, unclear = to_quarters(dict(zip(months, values, strict=True)))
    assert unclear == ()
    assert len(quarters) == 8
    assert sum(quarters.values()) == sum(values)
    assert quarters["2018-19 Q4"] == sum(values[21:])


@given(st.lists(AMOUNTS, min_size=12, max_size=12), st.randoms())
def test_the_order_of_months_makes_no_difference(values, random):
    months = [month for quarter in quarters_of("2017-18") for month in months_of(quarter)]
    pairs = list(zip(months, values, strict=True))
    in_order = to_quarters(dict(pairs))
    random.shuffle(pairs)
    assert to_quarters(dict(pairs)) == in_order
