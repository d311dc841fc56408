"""A plan in which nothing is written has no error, and is not ready all the same."""

import pytest

from bettercare.plan import Plan as CorePlan
from bettercare_web.plans.actions import Add, Stopped, edit_plan, start_plan
from bettercare_web.versions.actions.submitting import prepare, submit

BLANK = "The plan has no income and no schemes yet. Add them first."


@pytest.fixture
def blank(leicester, actor):
    core = CorePlan(round="2025-26")
    return start_plan(leicester.area, "2025-26", core, by=actor("lead@leicester"))


def test_a_blank_plan_is_not_submitted(blank, actor):
    with pytest.raises(Stopped, match=BLANK):
        submit(blank, prepare(blank), by=actor("lead@leicester"))


@pytest.mark.parametrize(
    ("table", "fields", "words"),
    [
        (
            "income",
            {"contributor": "City", "amounts.2025-26": "6000000"},
            "no schemes yet. Add them",
        ),
        ("schemes", {"scheme_name": "Falls", "amounts.2025-26": "1"}, "no income yet. Add it"),
    ],
)
def test_nor_is_one_with_money_on_one_side_alone(blank, actor, table, fields, words):
    plan, _ = edit_plan(blank, [Add(table=table, fields=fields)], by=actor("lead@leicester"))
    with pytest.raises(Stopped, match=f"The plan has {words} first."):
        prepare(plan)


def test_the_page_says_what_a_blank_plan_needs(blank, signed_in):
    answer = signed_in("lead@leicester").get(f"/plans/{blank.pk}/submit/")
    assert answer.status_code == 409
    assert BLANK in answer.content.decode()
