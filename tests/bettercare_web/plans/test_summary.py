"""The summary of a plan: its figures with their workings, and what it asks of the board."""

import pytest
from django.urls import reverse
from lxml import html

from bettercare.plan import Plan as CorePlan
from bettercare.rounds import available
from bettercare_web.plans.actions import edit_plan, start_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.edits import Edit
from bettercare_web.plans.models import Plan
from bettercare_web.plans.summary_page import summary_page
from tests.bettercare_web.plans.forms_sent import text_of


def page(plan):
    return reverse("summary", args=[plan.pk])


def texts(row):
    return [row.name, *(cell.text for cell in row.cells)]


def test_the_heading_is_the_answer(leicester):
    found = summary_page(leicester, summary_of(leicester), 0)
    assert found.heading == (
        "£43.4 million, every pound allocated. "
        "Both required spends are met, Adult social care by £15,021."
    )


def test_a_shortfall_is_in_the_heading(leicester, actor):
    row = leicester.rows.filter(table="schemes")[12]
    edit = Edit(row_id=str(row.pk), version=1, fields={"commissioner": "LA"})
    plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"))
    assert summary_page(plan, summary_of(plan), 0).heading == (
        "£43.4 million, every pound allocated. NHS out-of-hospital is £814,956 short."
    )


def test_the_tables_hold_the_figures_of_the_library(leicester):
    found = summary_page(leicester, summary_of(leicester), 12)
    sources, spends = found.money
    assert texts(sources.rows[0]) == [
        "Minimum CCG Contribution",
        "23,936,545",
        "23,936,545",
        "0",
    ]
    assert texts(sources.total) == ["Pool", "43,368,727", "43,368,727", "0"]
    assert texts(spends.total) == ["Above", "440,117", "15,021"]
    [buys] = found.buys
    assert texts(buys.rows[0]) == ["Other", "10", "18,806,312", "43.4"]
    assert texts(found.metrics.rows[2]) == [
        "Residential admissions",
        "600.4 per 100,000",
        "585.8 per 100,000",
    ]
    assert found.state.startswith("Draft: 1 error open. Version 12, ")


def test_each_figure_leads_to_its_working(signed_in, leicester):
    client = signed_in("lead@leicester")
    shown = html.document_fromstring(client.get(page(leicester)).content.decode())
    links = {one.get("href") for one in shown.xpath("//table//a")}
    headroom = reverse("working", args=[leicester.pk, "required.adult_social_care.headroom"])
    assert headroom in links
    assert client.get(headroom).status_code == 200


@pytest.mark.parametrize("round_id", available())
def test_a_blank_plan_of_every_round_has_a_summary(area_of, actor, signed_in, round_id):
    Plan.objects.filter(area__name="Leicester", round=round_id).delete()
    core = CorePlan(round=round_id, area="Leicester")
    plan = start_plan(area_of("Leicester"), round_id, core, by=actor("lead@leicester"))
    answer = signed_in("lead@leicester").get(page(plan))
    assert answer.status_code == 200
    assert "Nothing is planned yet" in text_of(answer)


def test_a_provider_sees_no_summary(signed_in, leicester):
    assert signed_in("provider@leicester").get(page(leicester)).status_code == 404


def test_the_page_asks_the_database_little(signed_in, leicester, django_assert_max_num_queries):
    client = signed_in("lead@leicester")
    with django_assert_max_num_queries(20):
        assert client.get(page(leicester)).status_code == 200
