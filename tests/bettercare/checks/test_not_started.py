"""What a plan lacks as a whole, by the tables of real plans and of every kind of round."""

import msgspec
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.checks.not_started import not_started
from bettercare.plan import Plan
from bettercare.rounds import load


def lacking(plan):
    found = not_started(Calculations(plan, load(plan.round)))
    return {table: len(errors) for table, errors in found.items()}


@pytest.mark.parametrize(
    ("example", "wanted"),
    [
        ("leicester", {"narrative": 4}),
        ("rotherham", {"hicm": 8, "metrics": 3, "requirements": 9, "narrative": 4}),
        ("rotherham-2017-19", {}),
    ],
)
def test_real_plans(example, wanted):
    assert lacking(bc.read(examples.path(example)).plan) == wanted


@pytest.mark.parametrize(
    ("round_id", "wanted"),
    [
        ("2016-17", {"metrics": 6, "conditions": 8}),
        ("2017-19", {"income": 2, "metrics": 8, "conditions": 8, "answers": 6}),
        ("2019-20", {"income": 1, "hicm": 8, "metrics": 3, "requirements": 9, "narrative": 4}),
        ("2025-26", {"income": 1, "metrics": 3, "conditions": 4}),
    ],
)
def test_a_blank_plan_lacks_what_its_round_asks(round_id, wanted):
    assert lacking(Plan(round=round_id)) == wanted


def test_a_table_that_is_given_empty_has_errors_of_its_own_and_is_not_named():
    plan = msgspec.structs.replace(bc.read(examples.path("leicester")).plan, narrative=())
    assert lacking(plan) == {}
    assert sum(one.code == "CHK-120" for one in bc.check(plan).findings) == 4
