"""A plan that is not written, in whole or in part, is not ready, though no check finds an error."""

import pytest

from bettercare.plan import Plan as CorePlan
from bettercare_web.plans.actions import Add, Stopped, edit_plan, start_plan
from bettercare_web.versions.actions.submitting import prepare, submit
from bettercare_web.versions.standing import standing_of

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


def test_a_section_that_is_not_there_stands_in_the_way(leicester, edited, signed_in):
    plan = edited(leicester, "schemes", 9, "output_estimate", "40")
    with pytest.raises(Stopped, match="Narrative: 4 answers are needed before the plan can be sub"):
        prepare(plan)
    page = signed_in("lead@leicester").get(f"/plans/{plan.pk}/submit/").content.decode()
    assert "1 section is not started" in page
    assert f'href="/plans/{plan.pk}/narrative/"' in page
    home = signed_in("lead@leicester").get("/areas/E06000016/").content.decode()
    assert "One empty section and five signatures stand between you and submitting." in home
    assert "Do this first: start narrative" in home
    tasks = signed_in("lead@leicester").get(f"/plans/{plan.pk}/").content.decode()
    assert "Narrative: 4 answers are needed" in tasks


def test_who_signs_reads_what_is_not_started(leicester, edited, signed_in):
    plan = edited(leicester, "schemes", 9, "output_estimate", "40")
    signer = signed_in("director@leicester")
    said = signer.get(f"/plans/{plan.pk}/sign/").text
    assert "The plan cannot be submitted yet. Not started, and so not in what you sign:" in said
    assert "Narrative: 4 answers are needed" in said


def test_nothing_is_asked_for_that_is_there(mended, signed_in):
    assert standing_of(mended).not_started == []
    said = signed_in("director@leicester").get(f"/plans/{mended.pk}/sign/").text
    assert "Not started" not in said
