"""The trail rebuilds a plan: what its rows hold, and where they stand."""

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Add, Edit, Remove, edit_plan
from bettercare_web.plans.history import fields_at
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.replay import replay
from bettercare_web.plans.rows import GAP
from bettercare_web.plans.what_ifs import start_what_if


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


@pytest.fixture
def edit(actor):
    """Carry out changes of Leicester's plan, as its lead."""
    return lambda plan, *changes: edit_plan(plan, changes, by=actor("lead@leicester"))[0]


def test_a_plan_that_was_started_stands_as_its_trail_says(leicester, rotherham):
    assert replay(leicester) is None
    assert replay(rotherham) is None


def test_rows_added_between_others_edited_and_taken_away(leicester, edit):
    first = scheme(leicester, 1)
    for number in range(13):  # halves the gap until the rows must be spaced out again
        fields = {"scheme_name": f"New {number}"}
        leicester = edit(leicester, Add(table="schemes", fields=fields, after=str(first.pk)))
    names = [row.content for row in leicester.rows.filter(table="schemes")[1:4]]
    assert names == [f'{{"scheme_name":"New {number}"}}' for number in (12, 11, 10)]
    assert scheme(leicester, 3).position < 3 * GAP + 1
    second = scheme(leicester, 2)
    leicester = edit(
        leicester,
        Edit(row_id=str(second.pk), version=1, fields={"provider": "Trust"}),
        Remove(row_id=str(scheme(leicester, 5).pk), version=1),
    )
    assert replay(leicester) is None


@pytest.mark.harms_the_trail
def test_a_row_without_a_word_in_it_is_in_the_trail_too(leicester, edit):
    leicester = edit(leicester, Add(table="schemes", fields={}))
    blank = leicester.rows.filter(table="schemes").last()
    assert blank.content == "{}"
    assert replay(leicester) is None
    Row.objects.filter(pk=blank.pk).delete()
    assert replay(leicester).field == "placed"


def test_a_row_that_was_moved_past_the_service_is_found(leicester):
    Row.objects.filter(pk=scheme(leicester, 9).pk).update(position=7)
    wrong = replay(leicester)
    assert (wrong.field, wrong.stream) == ("placed", "E06000016")
    assert str(scheme(leicester, 1).pk) in wrong.why


def test_a_what_if_stands_as_its_trail_says(leicester, actor):
    draft = start_what_if(leicester, by=actor("lead@leicester"))
    assert replay(draft) is None
    assert replay(Plan.objects.get(pk=leicester.pk)) is None


def test_one_event_makes_one_version_of_the_row_of_the_whole_plan(leicester, edit):
    whole = leicester.rows.get(table="plan")
    minimum = "given.required.adult_social_care.minimum"
    row = scheme(leicester, 9)
    leicester = edit(
        leicester,
        Edit(row_id=str(whole.pk), version=1, fields={minimum: "15411000"}),
        Edit(row_id=str(row.pk), version=1, fields={"amounts.2019-20": "44000"}),
    )
    now = leicester.rows.get(table="plan")
    assert now.version == 2
    assert Event.objects.filter(object_id=str(leicester.pk)).count() == 2
    assert fields_at(now, 1)[minimum] == "15411303"
    assert fields_at(now, 1)["printed.income.total"] == "43368727"
