"""England and its regions together: counts, words, whom to call; who sees what; how dear it is."""

import csv
import io
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bettercare_web.areas.models import Area
from bettercare_web.mail.models import Letter
from bettercare_web.national.charts import frame_of, panels, steps
from bettercare_web.national.collecting import collect, refresh_stale
from bettercare_web.national.csv_file import COLUMNS
from bettercare_web.national.presenters import heading, missing, questions, to_call
from bettercare_web.plans.deadline_actions import set_deadline
from bettercare_web.plans.models import Plan, Signature, Standing, Submission, Version
from bettercare_web.running.demo_england import build_england

pytestmark = pytest.mark.django_db
BEFORE = datetime(2019, 9, 24, 9, tzinfo=UTC)
AFTER = datetime(2019, 9, 30, 9, tzinfo=UTC)


@pytest.fixture
def submit(person):
    """Submit a plan, as far as this page can tell."""

    def done(plan, at):
        version = Version.objects.create(plan=plan, number=1, revision=1, content="{}", hash="0")
        by = person("lead@leicester")
        Submission.objects.create(plan=plan, version=version, receipt=plan.pk.hex, at=at, by=by)
        Plan.objects.filter(pk=plan.pk).update(state="submitted")

    return done


def standing(plan, **values):
    Standing.objects.filter(plan=plan).update(**values)


def test_before_the_day_nothing_is_late(leicester, rotherham):
    found = collect("2019-20", Q(), BEFORE)
    assert heading(found) == "0 of 2 plans are in. 2 are due in 3 working days."
    names = [one.name for one in questions(found)]
    assert names == ["Submitted", "Complete", "Compliant", "Due"]
    assert questions(found)[3].words == "Due 27 September 2019, not submitted yet"
    assert {one.state for one in found.lines} == {"due"}
    assert {leicester.area, rotherham.area} == {one.area for one in found.lines}


def test_the_second_after_the_day_they_are_late(leicester, rotherham, submit):
    submit(rotherham, BEFORE)
    standing(rotherham, errors=0, balanced=True, met=True, answered=300, asked=300)
    standing(leicester, errors=0, balanced=True, met=True, answered=300, asked=300)
    last = datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC)
    assert "late" not in heading(collect("2019-20", Q(), last))
    found = collect("2019-20", Q(), last + timedelta(seconds=1))
    assert heading(found) == "1 of 2 plans is in. 1 is late; 1 of those waits only for signatures."
    answers = {one.name: one.answer for one in questions(found)}
    assert answers == {
        "Submitted": "1 of 2",
        "Complete": "2 of 2",
        "Compliant": "1 of 1",
        "Late": "1",
    }


def test_an_area_with_a_day_of_its_own_is_late_by_that(leicester, person, actor):
    wall = datetime(2019, 10, 4, 12, 0)
    asked = set_deadline(
        "2019-20", wall, by=actor("national@england"), reason="A flood.", area=leicester.area
    )
    asked.confirmed_by, asked.confirmed_at = person("national@england"), BEFORE
    asked.save()
    found = collect("2019-20", Q(), AFTER)
    assert {one.area.name: one.state for one in found.lines} == {
        "Leicester": "due",
        "Rotherham": "late",
    }
    assert questions(found)[3].words.endswith("; 1 with a day of their own")


def test_a_submitted_plan_that_is_not_in_order_is_not_compliant(leicester, submit):
    submit(leicester, BEFORE)
    for wrong in ({"errors": 1}, {"balanced": False}, {"met": False}):
        standing(leicester, **{"errors": 0, "balanced": True, "met": True, **wrong})
        [line] = [one for one in collect("2019-20", Q(), AFTER).lines if one.sent]
        assert line.state == "in"
    standing(leicester, errors=0, balanced=True, met=True)
    [line] = [one for one in collect("2019-20", Q(), AFTER).lines if one.sent]
    assert line.state == "compliant"


def test_what_is_missing_in_general_words(leicester, person):
    standing(leicester, errors=2, balanced=False, met=False, answered=299, asked=300)
    version = Version.objects.create(plan=leicester, number=1, revision=1, content="{}", hash="0")
    Signature.objects.create(
        plan=leicester, version=version, role="dass", covered="0", by=person("director@leicester")
    )
    line = next(one for one in collect("2019-20", Q(), AFTER).lines if one.plan == leicester)
    assert missing(line) == (
        "2 errors to mend. 1 required field to fill in. Money to balance. A required spend short. "
        "Signatures: 1 of 5"
    )
    assert line.filled == 99  # never 100 while something is missing


def test_an_area_without_a_plan_is_called_first_among_the_late(leicester):
    area = Area.objects.create(code="E00000001", name="Ashmere", region=leicester.area.region)
    calls = to_call(collect("2019-20", Q(), AFTER).lines)
    assert (calls[0].line.area, calls[0].missing, calls[0].worked) == (
        area,
        "No plan is started",
        "Nobody yet",
    )


def test_who_worked_on_it_last_is_a_role(signed_in, leicester, person):
    by = person("finance@leicester")
    Plan.objects.filter(pk=leicester.pk).update(edited_by=by, edited=timezone.now())
    page = signed_in("national@england").get(reverse("national")).content.decode()
    assert ">National team</li>" in page  # of who looks
    assert "Finance officer, " in page and by.name not in page


def test_a_draft_shows_no_content(signed_in, leicester):
    client = signed_in("national@england")
    names = ("national", "national-areas", "national-csv")
    everything = "".join(client.get(reverse(name)).content.decode() for name in names)
    assert "43,368,727" not in everything and "43368727" not in everything
    assert "MH Discharge" not in everything
    assert leicester.area.name in everything


def test_the_amount_of_a_submitted_plan_is_shown(signed_in, leicester, submit):
    submit(leicester, BEFORE)
    page = signed_in("national@england").get(reverse("national-areas")).content.decode()
    assert ">43,368,727</td>" in page


def test_a_file_with_the_columns_that_are_named(signed_in, leicester):
    Area.objects.filter(pk=leicester.area_id).update(name="=Leicester")
    answer = signed_in("national@england").get(reverse("national-csv") + "?round=2019-20")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert list(rows[0]) == ["round", *COLUMNS]
    assert {one["area"] for one in rows} == {"'=Leicester", "Rotherham"}
    assert "@" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "region", "status"),
    [
        ("manager@midlands", "Y60", 200),
        ("assurer@midlands", "Y60", 200),
        ("assurer@midlands", "Y63", 404),
        ("national@england", "Y63", 200),
        ("national@england", "Y99", 404),
        ("administrator@england", "Y60", 404),
        ("lead@leicester", "Y60", 404),
    ],
)
def test_who_sees_a_region(signed_in, who, region, status):
    answer = signed_in(who).get(reverse("region", args=[region]))
    assert answer.status_code == status
    if status == 200 and region == "Y60":
        assert b"Leicester" in answer.content and b"Rotherham" not in answer.content


def test_a_round_that_is_not_there_is_not_found(signed_in):
    client = signed_in("national@england")
    assert client.get(reverse("national") + "?round=2031-32").status_code == 404
    assert client.get(reverse("national") + "?round=2020-21").status_code == 200


def test_a_message_to_the_leads_of_an_area(signed_in, area_of):
    area = area_of("Leicester")
    client = signed_in("assurer@midlands")
    address = reverse("area-message", args=[area.code])
    refused = client.post(address, {"text": " "})
    assert refused.status_code == 422 and b"Write the message first." in refused.content
    assert client.post(address, {"text": "Ring me."}).status_code == 302
    letter = Letter.objects.get()
    assert letter.to == "lead@leicester.example" and "Ring me." in letter.text
    other = reverse("area-message", args=[area_of("Rotherham").code])
    assert client.post(other, {"text": "Ring me."}).status_code == 404


def test_figures_of_plans_that_changed_are_worked_out_again(leicester, rotherham):
    Plan.objects.filter(pk__in=[leicester.pk, rotherham.pk]).update(revision=2)
    standing(leicester, errors=9)
    [line] = [one for one in collect("2019-20", Q(), AFTER).lines if one.plan == leicester]
    assert (line.standing.errors, line.standing.revision, line.is_stale) == (1, 2, False)


def test_some_at_once_and_the_worker_does_the_others(leicester, rotherham, monkeypatch):
    monkeypatch.setattr("bettercare_web.national.collecting.AT_ONCE", 1)
    Plan.objects.filter(pk__in=[leicester.pk, rotherham.pk]).update(revision=2)
    assert collect("2019-20", Q(), AFTER).stale == 1
    assert refresh_stale() == 1
    assert refresh_stale() == 0
    assert collect("2019-20", Q(), AFTER).stale == 0


def test_the_line_of_a_chart_steps_up_on_the_day(leicester, submit):
    submit(leicester, datetime(2019, 9, 26, 23, 30, tzinfo=UTC))  # the 27th in London
    found = collect("2019-20", Q(), AFTER)
    frame = frame_of(found, AFTER.date())
    assert (str(frame.first), str(frame.last)) == ("2019-08-30", "2019-10-01")
    # 28 of 32 days on: 28 / 32 x 212 = 185.5; one of two areas: half of 62 below the top at 4.
    assert steps(found.lines, frame) == ("M0 66.0H185.5V35.0H205.4", 35.0)
    assert [one.share for one in panels(found, frame)] == [100, 0]


def test_150_areas_in_few_queries(england, signed_in):
    assert england == 148
    client = signed_in("national@england")
    client.get(reverse("national"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        begun = time.process_time()
        answer = client.get(reverse("national"))
        spent = time.process_time() - begun
    words = f"{len(queries)} queries, {spent * 1000:.0f} ms of CPU"
    print(f"\nEngland, 150 areas: {words}")  # noqa: T201
    assert answer.status_code == 200 and b"of 150 plans are in" in answer.content
    assert len(queries) <= 20
    assert answer.content.count(b'class="bc-panel"') == 7
    assert answer.content.count(b"<title>") == 150 + 1  # a square for each, and the page's


@pytest.mark.usefixtures("england")
def test_every_area_of_england_has_a_region_and_is_added_once():
    assert Area.objects.count() == 150 and build_england() == 0
