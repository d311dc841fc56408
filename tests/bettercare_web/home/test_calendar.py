"""The dates of an area as a calendar."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from bettercare_web.home.calendar import _folded, calendar
from bettercare_web.plans.deadline_actions import set_deadline

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 9, 24, 9, tzinfo=UTC)


def events(text):
    """Each event as its properties."""
    unfolded = text.replace("\r\n ", "")
    return [
        dict(line.split(":", 1) for line in part.split("\r\n") if ":" in line)
        for part in unfolded.split("BEGIN:VEVENT")[1:]
    ]


def test_a_file_with_the_dates_of_the_round(signed_in, area_of):
    area = area_of("Leicester")
    answer = signed_in("viewer@leicester").get(reverse("area-calendar", args=[area.code]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    due = events(text)[0]
    assert due["UID"] == "2019-20-due-E06000016@better-care-planning"
    assert due["DTSTART;VALUE=DATE"], due["DTEND;VALUE=DATE"] == ("20190927", "20190928")
    assert due["SUMMARY"] == "Better Care plan 2019-20 is due\\, Leicester"
    assert due["DESCRIPTION"] == "Until 27 September 2019\\, 11:59pm."
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_moved_day_keeps_its_uid_and_tells_no_reason(leicester, actor):
    before = events(calendar(leicester.area, [leicester], NOW))
    wall = datetime(2026, 12, 3, 12, 0)
    set_deadline("2019-20", wall, by=actor("national@england"), reason="Ann is ill.")
    del leicester._due
    text = calendar(leicester.area, [leicester], NOW)
    assert [one["UID"] for one in events(text)] == [one["UID"] for one in before]
    assert events(text)[0]["DTSTART;VALUE=DATE"] == "20261203"
    assert "Ann" not in text
    assert len({one["UID"] for one in before}) == len(before) == 6


def test_lines_are_cut_between_letters():
    folded = _folded("SUMMARY:" + "é" * 60)
    assert folded.replace("\r\n ", "") == "SUMMARY:" + "é" * 60
    assert [len(one.encode()) for one in folded.split("\r\n")] == [74, 55]
