"""Delayed transfers: against what was expected of the area, and as one daily figure."""

from decimal import Decimal

import pytest

from tests.bettercare.builders import findings, plan_of
from tests.bettercare.checks.of_2017_19 import needs, told

YEAR_2 = """
    metric | year    | period | numerator | denominator
    DTOC   | 2018-19 | Q1     | {first}   | 206394
    DTOC   | 2018-19 | Q2     | 1428      | 206394
    DTOC   | 2018-19 | Q3     | 1428      | 206394
    DTOC   | 2018-19 | Q4     | {last}    | 206937
"""
PARTS = {"nhs": "9.1", "social_care": "4.3", "joint": "2.1"}


def given(daily, **parts):
    names = {f"expectation.dtoc.{part}": value for part, value in parts.items()}
    return {"expectation.dtoc": daily, **names}


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("1397", []),  # 15.5 a day over 90 days
        (
            "1404",
            ["Delayed transfers of care. 15.6 a day in 2018-19 Q4 is above the area's "
             "expectation of 15.5."],
        ),
    ],
)  # fmt: skip
def test_the_last_quarter_is_held_against_the_expectation(last, found):
    metrics = YEAR_2.format(first=1413, last=last)
    assert told("CHK-101", given=given("15.5", **PARTS), metrics=metrics) == found


@pytest.mark.parametrize(
    ("joint", "found"),
    [
        ("2.1", []),
        ("2.2", []),  # rounding
        ("2.3", ["The parts of the expectation add to 15.7, not 15.5."]),
        (None, ["The expectation has no part for Joint."]),
    ],
)
def test_the_parts_come_to_the_whole(joint, found):
    parts = {**PARTS, "joint": joint} if joint else {k: PARTS[k] for k in ("nhs", "social_care")}
    metrics = YEAR_2.format(first=1413, last=1397)
    assert told("CHK-101", given=given("15.5", **parts), metrics=metrics) == [
        f"Delayed transfers of care. {message}" for message in found
    ]


def test_without_an_expectation_it_says_so():
    metrics = YEAR_2.format(first=1413, last=1397)
    assert needs("CHK-101", metrics=metrics) == ["the area's expectation"]


def test_a_daily_figure_of_a_year_is_held_against_it_too():
    plan = plan_of(
        metrics="metric | value_printed\nDTOC | 21.4", given={"expectation.dtoc": Decimal("21.3")}
    )
    assert [one.message for one in findings("CHK-101", plan)] == [
        "21.4 a day in 2019-20 is above the area's expectation of 21.3."
    ]


@pytest.mark.parametrize(
    ("first", "found"),
    [
        (1413, []),  # 15.52 a day, each quarter rounded to whole days
        (
            2400,
            ["Delayed transfers of care. The quarters of 2018-19 come to 26.4, 15.5, 15.5 and "
             "15.5 a day."],
        ),
    ],
)  # fmt: skip
def test_one_daily_target_makes_all_quarters(first, found):
    assert told("CHK-102", metrics=YEAR_2.format(first=first, last=1397)) == found
