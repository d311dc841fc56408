"""Starting a plan: blank, or with the schemes of an earlier one."""

import pytest
from django.urls import reverse

from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan


@pytest.fixture
def page(area_of):
    return reverse("start-plan", args=[area_of("Leicester").code])


def test_rounds_are_offered_newest_first_but_for_those_that_have_a_plan(signed_in, page):
    found = signed_in("lead@leicester").get(page).content.decode()
    newest, older = found.index('value="2025-26"'), found.index('value="2020-21"')
    assert newest < older
    assert 'value="2019-20"' not in found


def test_a_blank_plan_is_started(signed_in, page):
    answer = signed_in("lead@leicester").post(page, {"round": "2025-26", "how": "blank"})
    plan = Plan.objects.get(area__name="Leicester", round="2025-26")
    assert answer.headers["Location"] == reverse("plan", args=[plan.pk])
    assert to_core("2025-26", plan.rows.all()).schemes is None


def test_carrying_forward_is_shown_first_and_then_done(signed_in, page, leicester):
    client = signed_in("lead@leicester")
    asked = {"round": "2020-21", "how": str(leicester.pk)}
    shown = client.post(page, asked)
    assert "Carry 49 schemes forward to 2020-21" in shown.content.decode()
    assert not Plan.objects.filter(round="2020-21").exists()
    client.post(page, {**asked, "sure": "yes"})
    plan = Plan.objects.get(round="2020-21")
    assert plan.rows.filter(table="schemes").count() == 49


def test_a_plan_is_not_carried_back(signed_in, page, leicester):
    answer = signed_in("lead@leicester").post(page, {"round": "2018-19", "how": str(leicester.pk)})
    assert answer.status_code == 422
    assert "Choose a plan for a round before 2018-19" in answer.content.decode()


def test_a_second_plan_of_a_round_is_refused(signed_in, page):
    answer = signed_in("lead@leicester").post(page, {"round": "2019-20", "how": "blank"})
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["nhs-finance@leicester", "viewer@leicester", "lead@rotherham"])
def test_who_may_not_change_every_row_starts_none(signed_in, page, who):
    assert signed_in(who).get(page).status_code == 404
