"""Checks that wait for another document say which."""

import pytest

from bettercare.checks import CHECKS
from tests.bettercare.builders import plan_of, report

LAST_YEAR = "last year's plan"


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        *((f"CHK-{number:03}", LAST_YEAR) for number in (15, 16, 131, 132, 133, 134)),
        ("CHK-135", "the section 75 schedule"),
        ("CHK-136", "the pool hosts"),
        ("CHK-137", "the narrative's financial table"),
        ("CHK-138", "the board paper"),
    ],
)
def test_it_is_not_run_and_says_what_it_needs(code, needs):
    found = report(code, plan_of(schemes=[{}]))
    assert not found.findings
    assert [one.needs for one in found.not_run] == [needs]
    assert CHECKS[code].why
