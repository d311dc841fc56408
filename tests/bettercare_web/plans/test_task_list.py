"""The plan as a list of tasks: what each says, what blocks submitting, when it is due."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

import bettercare
from bettercare.plan import Plan as CorePlan
from bettercare.rounds import available, load
from bettercare_web.plans.actions import edit_plan, start_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.band import band_of
from bettercare_web.plans.deadlines import Due
from bettercare_web.plans.edits import Edit
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.sections import sections_of
from bettercare_web.plans.task_list import due_words, task_list
from tests.bettercare_web.plans.forms_sent import text_of


@pytest.fixture
def listed(leicester):
    def make(plan=leicester, today=date(2019, 9, 24)):
        return task_list(plan, summary_of(plan), PlanRows(plan.rows.all()), today)

    return make


def tasks_of(page):
    return {
        task.title: (task.content, task.standing.words) for g in page.groups for task in g.tasks
    }


def test_each_section_says_what_is_in_it_and_how_far_it_is(listed):
    page = listed()
    assert page.heading == "Plan: 3 of 9 sections are complete"
    found = tasks_of(page)
    assert found["Planning requirements"] == ("9 of 9 answered Yes", "Complete")
    assert found["Income"] == ("£43,368,727 from 4 sources", "Complete")
    assert found["Minimums and last year"] == ("2 minimums: 2 given", "Complete")
    assert found["Schemes"] == ("49 rows, £43,368,727 planned", "1 error")
    assert found["High impact change model"] == (
        "8 changes: 2 established, 6 mature planned",
        "In progress",
    )
    assert found["Measures"] == (
        "4 measures. Delayed transfers of care: 21.4 delays a day",
        "In progress",
    )
    assert found["Cover and contacts"] == ("6 questions to answer", "Not started")
    assert found["Findings"] == ("1 error, 12 warnings", "1 error")
    assert found["Submit the plan"][1] == "Cannot start yet"


def test_what_blocks_submitting_links_to_where_it_is_mended(listed, leicester):
    block = listed().blocks[0]
    ninth = leicester.rows.filter(table="schemes")[8]
    assert block.text == "Row 9, output: Enter the number of placements for 'MH Discharge Team'."
    assert block.href == f"{reverse('scheme', args=[leicester.pk, ninth.pk])}#output_estimate"


def test_a_mended_error_blocks_no_more(listed, leicester, actor):
    ninth = leicester.rows.filter(table="schemes")[8]
    edit = Edit(row_id=str(ninth.pk), version=1, fields={"output_estimate": "40"})
    plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"))
    page = listed(plan)
    assert tasks_of(page)["Schemes"][1] == "Complete"
    assert {one.state for one in page.blocks} == {"not-started"}


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2019, 9, 24), "3 working days left. After that the region sees the plan as late."),
        (date(2019, 9, 26), "1 working day left. After that the region sees the plan as late."),
        (date(2019, 9, 27), "That is today."),
        (date(2019, 9, 30), "That was 1 working day ago."),
    ],
)
def test_when_it_is_due(today, words):
    event = Due(date(2019, 9, 27), datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC))
    assert due_words(event, today) == ("Due Friday 27 September 2019", words)
    assert due_words(None, today) is None


def test_why_it_was_moved():
    moment = datetime(2019, 10, 4, 22, 59, 59, tzinfo=UTC)
    event = Due(date(2019, 10, 4), moment, moved=True, reason="Storm.")
    words = due_words(event, date(2019, 10, 4)).words
    assert words == "That is today. Storm."


def test_the_band_says_what_is_left_by_source_and_how_far_the_minimums_are(leicester):
    [year] = band_of(leicester, summary_of(leicester)).years
    assert year.verdict == "All 6 sources are fully allocated."
    said = [(one.label, one.words, one.state) for one in year.spends]
    assert said == [
        ("NHS out-of-hospital", "£440,117 above", "fine"),
        ("Adult social care", "£15,021 above: thin", "warning"),
    ]


def test_a_total_of_nothing_does_not_hide_a_source_spent_twice(leicester, actor):
    income = {
        row.content.split('"source_of_funding":"')[1][:3]: row
        for row in leicester.rows.filter(table="income")
    }
    edits = [
        Edit(row_id=str(income["DFG"].pk), version=1, fields={"amounts.2019-20": "1391923"}),
        Edit(row_id=str(income["iBC"].pk), version=1, fields={"amounts.2019-20": "16466521"}),
    ]
    plan, _ = edit_plan(leicester, edits, by=actor("lead@leicester"))
    page = task_list(plan, summary_of(plan), PlanRows(plan.rows.all()), date(2019, 9, 24))
    assert tasks_of(page)["Income"][1] == "1 error"  # one slip, seen by several checks
    [year] = band_of(plan, summary_of(plan)).years
    assert year.verdict == "DFG: more is planned than there is. iBCF: not all is allocated."
    assert [one.state for one in year.left[:3]] == ["error", "fine", "warning"]


@pytest.mark.parametrize("round_id", available())
def test_a_blank_plan_of_every_round_has_its_sections_not_started(
    area_of, actor, signed_in, round_id
):
    Plan.objects.filter(area__name="Leicester", round=round_id).delete()
    core = CorePlan(round=round_id, area="Leicester")
    plan = start_plan(area_of("Leicester"), round_id, core, by=actor("lead@leicester"))
    answer = signed_in("lead@leicester").get(reverse("plan", args=[plan.pk]))
    said = text_of(answer)
    sections = sections_of(load(round_id))
    assert f"Plan: 0 of {len(sections)} sections are complete" in said
    assert all(one.title in said for one in sections)
    assert "No schemes yet" in said and "Nothing to check yet" in said


def test_the_page_asks_the_database_little(signed_in, leicester, django_assert_max_num_queries):
    client = signed_in("lead@leicester")
    with django_assert_max_num_queries(20):
        assert client.get(reverse("plan", args=[leicester.pk])).status_code == 200


def test_nothing_is_worked_out_by_the_page_itself(leicester):
    figures = bettercare.summarise(summary_of(leicester).plan).figures
    [year] = band_of(leicester, summary_of(leicester)).years
    assert [one.amount for one in year.left] == [
        figures[f"balance.{code}"].value for code in load("2019-20").sources
    ]
