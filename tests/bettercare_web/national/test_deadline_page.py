"""The page on which the national team sets deadlines."""

from datetime import date

import pytest
from django.urls import reverse

from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.plans.deadlines import due
from bettercare_web.plans.models import Deadline
from bettercare_web.running.demo import give

pytestmark = pytest.mark.django_db
ASKED = {"round": "2019-20", "area": "", "kind": "soft", "day": "4/10/2019", "reason": "A storm."}


def test_set_for_all_areas_until_the_end_of_the_day(signed_in, area_of):
    client = signed_in("national@england")
    assert client.post(reverse("national-deadlines"), ASKED).status_code == 302
    found = due("2019-20", area_of("Leicester"))
    assert (found.day, found.reason) == (date(2019, 10, 4), "A storm.")
    assert Deadline.objects.get().wall == "2019-10-04T23:59:59"
    page = client.get(reverse("national-deadlines")).content.decode()
    assert "4 October 2019, 11:59pm" in page and "A storm." in page


def test_what_is_missing_is_asked_for_and_nothing_is_lost(signed_in):
    client = signed_in("national@england")
    answer = client.post(reverse("national-deadlines"), {**ASKED, "day": "soon", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>Error: " in page
    assert "Enter a day, as 27/9/2019" in page and "Enter why the deadline is set" in page
    assert 'value="soon"' in page
    assert not Deadline.objects.exists()


def test_one_area_by_two_people(signed_in, area_of, person):
    area = area_of("Leicester")
    first = signed_in("national@england")
    first.post(reverse("national-deadlines"), {**ASKED, "area": str(area.pk), "hour": "12:00"})
    made = Deadline.objects.get()
    confirm = reverse("national-confirm-deadline", args=[made.pk])
    assert b"Somebody else must confirm it" in first.get(reverse("national-deadlines")).content
    first.post(confirm)
    assert due("2019-20", area).day == date(2019, 9, 27)
    give(person("viewer@rotherham"), Role.NATIONAL, ScopeKind.NATION, "")
    signed_in("viewer@rotherham").post(confirm)
    assert due("2019-20", area).day == date(2019, 10, 4)


def test_it_asks_for_the_password_again(signed_in):
    client = signed_in("national@england", just_now=False)
    answer = client.post(reverse("national-deadlines"), ASKED)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert not Deadline.objects.exists()
