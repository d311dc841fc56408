"""The demonstration's plans are due soon, so that its pages look as they do in such days."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from bettercare_web.plans.deadlines import due
from bettercare_web.plans.models import Deadline
from bettercare_web.running.demo import move_deadline

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (datetime(2026, 11, 30, 12, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 12, 24, 12, tzinfo=UTC), date(2026, 12, 31)),  # Friday to Monday are off
    ],
)
def test_three_working_days_from_today(monkeypatch, area_of, today, day):
    monkeypatch.setattr(timezone, "localdate", lambda *_: today.date())
    move_deadline()
    move_deadline()
    found = due("2019-20", area_of("Leicester"))
    assert (found.day, found.moved) == (day, True)
    assert Deadline.objects.count() == 1
