"""A plan in which nothing is written has no error, and is not ready all the same."""

import pytest

from bettercare.plan import Plan as CorePlan
from bettercare_web.plans.actions import Stopped, start_plan
from bettercare_web.versions.actions.submitting import prepare, submit

BLANK = "The plan has no income and no schemes yet. Add them first."


@pytest.fixture
def blank(leicester, actor):
    core = CorePlan(round="2025-26")
    return start_plan(leicester.area, "2025-26", core, by=actor("lead@leicester"))


def test_a_blank_plan_is_not_submitted(blank, actor):
    with pytest.raises(Stopped, match=BLANK):
        submit(blank, prepare(blank), by=actor("lead@leicester"))


def test_the_page_says_what_a_blank_plan_needs(blank, signed_in):
    answer = signed_in("lead@leicester").get(f"/plans/{blank.pk}/submit/")
    assert answer.status_code == 409
    assert BLANK in answer.content.decode()
