"""The secret address at which a calendar reads somebody's dates."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bettercare_web.accounts.models import CalendarAddress
from bettercare_web.audit.models import Event
from bettercare_web.people.leaving import left_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(signed_in):
    """Make an address as somebody, and give what the page shows."""

    def make(who):
        html = signed_in(who).post("/account/calendar/").content.decode()
        return re.search(r">http://testserver(\S+/[\w-]{43}\.ics)<", html).group(1)

    return make


def read(path):
    return Client().get(path)


def test_a_calendar_reads_the_dates_with_the_address_alone(address, django_assert_max_num_queries):
    path = address("viewer@leicester")
    with django_assert_max_num_queries(8):
        answer = read(path)
    text = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store" and not answer.cookies
    assert "SUMMARY:Better Care plan 2019-20 is due\\, Leicester" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in text
    uids = re.findall("UID:(.+)", text)
    assert len(set(uids)) == len(uids) == 6
    assert "Rotherham" not in text and "viewer" not in text and "@leicester" not in text


def test_what_may_be_seen_is_asked_each_time(address, person):
    path, viewer = address("viewer@leicester"), person("viewer@leicester")
    viewer.grants.update(ends=timezone.now())
    answer = read(path)
    assert answer.status_code == 200 and "BEGIN:VEVENT" not in answer.content.decode()
    viewer.is_active = False
    viewer.save(update_fields=["is_active"])
    assert read(path).status_code == 404


def test_an_account_that_is_closed_and_opened_again_has_no_address(address, person, actor):
    path, viewer = address("viewer@leicester"), person("viewer@leicester")
    left_organisation(viewer, by=actor("administrator@england"))
    viewer.is_active = True
    viewer.save(update_fields=["is_active"])
    assert read(path).status_code == 404


def test_a_new_address_takes_the_place_of_the_old_and_can_be_ended(address, signed_in, person):
    first, second = address("lead@leicester"), address("lead@leicester")
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    held = CalendarAddress.objects.get(person=person("lead@leicester"))
    assert held.secret_hash not in second and second[10:53] not in held.secret_hash
    page = signed_in("lead@leicester").get("/account/calendar/").content.decode()
    assert "A calendar can read your dates" in page and second[10:53] not in page
    signed_in("lead@leicester").post("/account/calendar/end/")
    assert read(second).status_code == 404
    mine = Event.objects.filter(object_type="calendar-address").order_by("seq")
    assert [one.action for one in mine] == [
        "calendar-address-made",
        "calendar-address-made",
        "calendar-address-ended",
    ]
    assert all(second[10:53] not in one.body for one in mine)


def test_nobodys_address_is_not_found():
    assert read(reverse("calendar-feed", args=["0" * 43])).status_code == 404
    assert read(reverse("calendar-feed", args=["x"])).status_code == 404
