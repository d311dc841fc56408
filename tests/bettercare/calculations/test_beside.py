"""What the codes of last year's plan became."""

import pytest

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.calculations.beside import Beside
from bettercare.plan import Plan
from bettercare.rounds import crosswalk

BEFORE = Calculations(Plan(round="2017-19"), rounds.load("2017-19"), "2018-19")
WALK = crosswalk.load("2017-19", "2019-20")


@pytest.mark.parametrize(
    ("walk", "code", "became"),
    [
        (WALK, "nhs_minimum", {"nhs_minimum"}),
        (WALK, "la", {"dfg", "additional_la"}),
        (WALK, None, set()),
        (None, "la", {"la"}),
        (None, None, set()),
    ],
)
def test_a_code_became_itself_or_what_the_crosswalk_says(walk, code, became):
    beside = Beside(previous=BEFORE, year="2019-20", walk=walk)
    assert beside.became("sources", code) == became
