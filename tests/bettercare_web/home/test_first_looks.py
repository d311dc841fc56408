"""What a newcomer meets first: where the navigation leads, and what is said of a blank plan."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from bettercare.plan import Plan as CorePlan
from bettercare_web.plans.actions import start_plan
from bettercare_web.plans.models import Deadline


def test_an_administrator_begins_with_people(signed_in):
    answer = signed_in("administrator@england").get("/")
    assert answer.url == reverse("administration-people")


def test_the_lead_reaches_people_from_the_home_and_the_viewer_does_not(leicester, signed_in):
    here = reverse("area", args=[leicester.area.code])
    there = reverse("people", args=[leicester.area.code])
    assert there in signed_in("lead@leicester").get(here).content.decode()
    assert there not in signed_in("viewer@leicester").get(here).content.decode()


def test_no_link_of_the_navigation_leads_a_provider_to_nothing(leicester, signed_in):
    client = signed_in("provider@leicester")
    said = client.get(reverse("area", args=[leicester.area.code])).content.decode()
    menu = said.split("bc-navigation", 1)[1].split("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', menu)
    assert len(links) > 3
    assert [link for link in links if client.get(link, follow=True).status_code != 200] == []


def test_a_blank_plan_is_not_said_to_be_short_or_checked(leicester, actor, signed_in):
    area = leicester.area
    plan = start_plan(area, "2025-26", CorePlan(round="2025-26"), by=actor("lead@leicester"))
    client = signed_in("lead@leicester")
    home = client.get(reverse("area", args=[area.code])).content.decode()
    assert "Not known yet" in home and "not met" not in home
    findings = client.get(reverse("findings", args=[plan.pk])).content.decode()
    assert "There is nothing to check yet." in findings and "Every check passed" not in findings


def test_the_plan_that_is_due_next_comes_before_a_newer_one_whose_day_is_over(
    leicester, signed_in, actor
):
    by = actor("lead@leicester")
    start_plan(leicester.area, "2023-25", by=by)
    later = timezone.now() + timedelta(days=30)
    home = reverse("area", args=[leicester.area.code])
    assert "Better Care Fund plan 2023-25" in signed_in("lead@leicester").get(home).content.decode()
    Deadline.objects.create(
        round="2019-20",
        kind=Deadline.Kind.SOFT,
        wall=later.strftime("%Y-%m-%dT%H:%M:%S"),
        moment=later,
        set_by_id=by.person_id,
    )
    assert "Better Care Fund plan 2019-20" in signed_in("lead@leicester").get(home).content.decode()
