"""Letters before a plan is due: to whom, when, and once each."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from bettercare_web.areas.models import Grant
from bettercare_web.home.reminders import distance, remind_of_deadlines
from bettercare_web.mail.models import Letter
from bettercare_web.plans.deadline_actions import set_deadline
from bettercare_web.plans.deadlines import Due
from bettercare_web.plans.models import Note, Plan

pytestmark = pytest.mark.django_db
DUE = Due(date(2019, 9, 27), datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC))


def at(*when):
    """A moment by its parts."""
    return datetime(*when).replace(tzinfo=UTC)


@pytest.fixture
def on(monkeypatch, db):  # noqa: ARG001
    """Say what the time is; everybody has their roles by then."""
    Grant.objects.update(starts=datetime(2019, 1, 1, tzinfo=UTC))
    return lambda *when: monkeypatch.setattr(timezone, "now", lambda: at(*when))


def letters():
    return {one.to: one.text for one in Letter.objects.all()}


@pytest.mark.parametrize(
    ("when", "reached"),
    [
        ((2019, 9, 12, 12), ""),  # 11 working days
        ((2019, 9, 13, 12), "10"),
        ((2019, 9, 19, 12), "10"),  # 6
        ((2019, 9, 20, 12), "5"),
        ((2019, 9, 25, 12), "2"),
        ((2019, 9, 26, 12), "1"),
        ((2019, 9, 27, 22, 59, 59), "1"),
        ((2019, 9, 27, 23, 0, 0), "late"),
        ((2019, 10, 11, 12), "late"),
        ((2019, 10, 14, 12), ""),  # more than 10 working days late: nobody is written to
    ],
)
def test_how_near_it_is(when, reached):
    assert distance(DUE, at(*when)) == reached


def test_leads_signatories_and_those_who_are_asked_get_one_letter_each(on, leicester, person):
    lead, finance = person("lead@leicester"), person("finance@leicester")
    Note.objects.create(plan=leicester, text="Is it so?", by=lead, owner=finance)
    Plan.objects.filter(area__name="Rotherham").update(state=Plan.State.SUBMITTED)
    on(2019, 9, 24, 9)
    assert remind_of_deadlines() == 7
    found = letters()
    assert set(found) == {
        f"{name}@leicester.example"
        for name in (
            "lead",
            "finance",
            "section151",
            "nhs-signatory",
            "chair",
            "director",
            "chief-executive",
        )
    }
    assert found["finance@leicester.example"] == (
        "The plan of Leicester for 2019-20 is due 27 September 2019, 11:59pm.\n\n"
        "Today is Tuesday 24 September 2019. 3 working days left.\n\n"
        "1 question waits for your answer.\n\n"
        "Sign in to see what is left.\n"
    )
    assert "It is not submitted yet." in found["lead@leicester.example"]
    assert "Local authority section 151 officer is missing" in found["section151@leicester.example"]
    assert remind_of_deadlines() == 0
    on(2019, 9, 25, 9)
    assert remind_of_deadlines() == 7


def test_what_was_sent_in_part_is_finished(on, leicester):
    Plan.objects.filter(area__name="Rotherham").update(state=Plan.State.SUBMITTED)
    on(2019, 9, 24, 9)
    remind_of_deadlines()
    leicester.reminders.filter(person__email="lead@leicester.example").delete()
    Letter.objects.all().delete()
    assert remind_of_deadlines() == 1
    assert set(letters()) == {"lead@leicester.example"}


def test_no_letter_far_off_or_for_what_is_submitted(on, leicester):
    on(2019, 9, 1, 9)
    assert remind_of_deadlines() == 0
    on(2026, 11, 30, 9)  # years late
    assert remind_of_deadlines() == 0
    Plan.objects.all().update(state=Plan.State.SUBMITTED)
    on(2019, 9, 24, 9)
    assert remind_of_deadlines() == 0
    assert not leicester.reminders.exists()


def test_a_deadline_that_is_moved_is_told_of_again(on, leicester, actor):
    Plan.objects.filter(area__name="Rotherham").update(state=Plan.State.SUBMITTED)
    on(2019, 9, 26, 9)
    assert remind_of_deadlines() == 6
    wall = datetime(2019, 9, 30, 12, 0)
    set_deadline("2019-20", wall, by=actor("national@england"), reason="A storm.")
    assert remind_of_deadlines() == 6
    assert "is due 30 September 2019, 12:00pm." in Letter.objects.order_by("-written")[0].text
    assert leicester.reminders.count() == 12
