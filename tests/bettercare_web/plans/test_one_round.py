"""A role for one round, or a partner in one round: no plan of another round is there."""

import pytest
from django.urls import reverse

from bettercare_web.areas.models import Area, Body, Partnership
from bettercare_web.areas.permissions import areas_where
from bettercare_web.areas.roles import Action
from bettercare_web.plans.actions import start_plan
from bettercare_web.plans.selectors import plans_of


@pytest.fixture
def newer(leicester, actor):
    """A second plan of Leicester, for 2025-26."""
    return start_plan(leicester.area, "2025-26", by=actor("lead@leicester"))


def listed(person):
    return set(plans_of(person).values_list("round", flat=True))


def test_a_grant_of_one_round_lists_and_opens_its_plan_alone(leicester, newer, person, signed_in):
    viewer = person("viewer@leicester")
    assert listed(viewer) == {"2019-20", "2025-26"}
    viewer.grants.update(round="2019-20")
    viewer, browser = person("viewer@leicester"), signed_in("viewer@leicester")
    assert listed(viewer) == {"2019-20"}
    assert browser.get(reverse("plan", args=[leicester.pk])).status_code == 200
    assert browser.get(reverse("plan", args=[newer.pk])).status_code == 404
    home = browser.get(reverse("area", args=[leicester.area.code])).text
    assert "Better Care Fund plan 2019-20" in home
    assert "2025-26" not in home and str(newer.pk) not in home


def test_a_body_that_is_a_partner_in_one_round(leicester, newer, person, signed_in):
    mine = person("nhs-finance@leicester")
    body = Body.objects.get(pk=mine.grants.get(scope_kind="body").scope_id)
    Partnership.objects.filter(body=body, area=leicester.area).update(round="2025-26")
    assert listed(person("nhs-finance@leicester")) == {"2025-26"}
    browser = signed_in("nhs-finance@leicester")
    assert browser.get(reverse("plan", args=[newer.pk])).status_code == 200
    assert browser.get(reverse("plan", args=[leicester.pk])).status_code == 404
    assert "2019-20" not in browser.get(reverse("area", args=[leicester.area.code])).text
    mine.grants.filter(scope_kind="body").update(round="2019-20")  # in no round both
    found = person("nhs-finance@leicester")
    assert not Area.objects.filter(areas_where(found, Action.SEE_DRAFT), pk=leicester.area_id)
    assert listed(found) == set()


def test_who_looks_after_england_in_one_round(newer, person, signed_in):  # noqa: ARG001
    person("national@england").grants.update(round="2019-20")
    browser, front = signed_in("national@england"), reverse("national")
    assert browser.get(front, {"round": "2019-20"}).status_code == 200
    assert browser.get(front).status_code == 200
    assert browser.get(front, {"round": "2025-26"}).status_code == 404
