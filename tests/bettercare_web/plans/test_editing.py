"""Edits of a plan: who may make them, what is written, what stands in the way."""

import pytest
from django.db import transaction

import bettercare
from bettercare import examples
from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Add, Edit, Refused, Remove, Stale, Unreadable, edit_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.core import plan_text, to_core


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


def test_a_stored_plan_is_the_plan_that_was_read(leicester):
    read = bettercare.read(examples.path("leicester")).plan
    assert plan_text(to_core("2019-20", leicester.rows.all())) == plan_text(read)


def test_a_stored_plan_has_the_findings_of_the_library(leicester):
    read = bettercare.read(examples.path("leicester")).plan
    assert summary_of(leicester).report == bettercare.check(read)


def test_an_edit_is_written_with_its_event(leicester, actor):
    row = scheme(leicester, 9)
    edit = Edit(row_id=str(row.pk), version=1, fields={"output_estimate": "1,234"})
    plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"), reason="Asked the trust")
    row.refresh_from_db()
    assert (plan.revision, row.version) == (2, 2)
    assert not summary_of(plan).report.has_errors
    event = Event.objects.filter(object_id=str(plan.pk)).last()
    assert event.action == "plan-edited"
    assert '"new":"1234"' in event.body
    assert "Asked the trust" in event.body


@pytest.mark.parametrize(
    ("who", "row", "allowed"),
    [
        ("lead@leicester", 1, True),
        ("finance@leicester", 1, True),
        ("nhs-finance@leicester", 13, True),  # the CCG commissions it
        ("nhs-finance@leicester", 41, False),  # the council's own grant
        ("scheme-lead@leicester", 9, True),  # their own
        ("scheme-lead@leicester", 8, False),
        ("analyst@leicester", 1, False),
        ("viewer@leicester", 1, False),
        ("section151@leicester", 1, False),
        ("lead@rotherham", 1, False),
        ("national@england", 1, False),
        ("administrator@england", 1, False),
    ],
)
def test_who_may_edit_a_scheme(leicester, actor, who, row, allowed):
    edit = Edit(row_id=str(scheme(leicester, row).pk), version=1, fields={"provider": "Trust"})
    if allowed:
        assert edit_plan(leicester, [edit], by=actor(who))[0].revision == 2
    else:
        with pytest.raises(Refused):
            edit_plan(leicester, [edit], by=actor(who))


def test_another_field_of_the_same_row_does_not_clash(leicester, actor):
    row = scheme(leicester, 9)
    by = actor("lead@leicester")
    edit_plan(leicester, [Edit(row_id=str(row.pk), version=1, fields={"provider": "A"})], by=by)
    other = Edit(row_id=str(row.pk), version=1, fields={"scheme_name": "B"})
    edit_plan(leicester, [other], by=by)
    row.refresh_from_db()
    assert '"provider":"A"' in row.content and '"scheme_name":"B"' in row.content


def test_the_same_field_changed_meanwhile_shows_both_values(leicester, actor):
    row = scheme(leicester, 9)
    by = actor("lead@leicester")
    edit_plan(leicester, [Edit(row_id=str(row.pk), version=1, fields={"provider": "A"})], by=by)
    mine = Edit(row_id=str(row.pk), version=1, fields={"provider": "B"})
    with pytest.raises(Stale) as caught:
        edit_plan(leicester, [mine], by=by)
    [clash] = caught.value.clashes
    assert clash.fields == {"provider": ("Local Authority", "B", "A")}
    assert clash.version == 2


@pytest.mark.parametrize("version", [-1, 0, 99])
def test_who_saw_a_version_that_never_was_overwrites_nothing(leicester, actor, version):
    row = scheme(leicester, 9)
    fields = {"provider": "Another trust"}
    edit = Edit(row_id=str(row.pk), version=version, fields=fields)
    with pytest.raises(Stale):
        edit_plan(leicester, [edit], by=actor("lead@leicester"))


def test_an_edit_that_was_rolled_back_is_not_what_the_next_one_says(leicester, actor):
    def edited(amount):
        row = scheme(leicester, 9)
        fields = {"amounts.2019-20": amount}
        edit = Edit(row_id=str(row.pk), version=row.version, fields=fields)
        plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"))
        return summary_of(plan).working.total_expenditure

    class Broken(Exception):
        pass

    def broken():
        with transaction.atomic():
            edited("1")
            raise Broken

    with pytest.raises(Broken):
        broken()
    before = summary_of(leicester).working
    assert edited("5") == before.total_expenditure - before.rows[8].amount + 5


def test_a_row_is_added_after_another_and_taken_away(leicester, actor):
    by = actor("lead@leicester")
    ninth = scheme(leicester, 9)
    fields = {"scheme_name": "New", "amounts.2019-20": "£1,000"}
    plan, [added, *_] = edit_plan(
        leicester, [Add(table="schemes", fields=fields, after=str(ninth.pk))], by=by
    )
    assert scheme(plan, 10).content == '{"amounts":{"2019-20":"1000"},"scheme_name":"New"}'
    edit_plan(plan, [Remove(row_id=added.row_id, version=1)], by=by)
    assert plan.rows.filter(table="schemes").count() == 49


def test_what_is_no_number_is_refused_with_what_to_type(leicester, actor):
    row = scheme(leicester, 9)
    fields = {"output_estimate": "about ten", "amounts.2019-20": "50%"}
    with pytest.raises(Unreadable) as caught:
        edit_plan(
            leicester,
            [Edit(row_id=str(row.pk), version=1, fields=fields)],
            by=actor("lead@leicester"),
        )
    assert caught.value.problems == {
        (str(row.pk), "output_estimate"): (
            "'about ten' is not a number. Type digits, such as 40 or 40%."
        ),
        (str(row.pk), "amounts.2019-20"): (
            "'50%' is not a number. Type digits, such as 12500 or 12,500."
        ),
    }


def test_totals_that_a_paper_printed_go_with_the_first_edit_of_money(leicester, actor):
    row = scheme(leicester, 9)
    edit = Edit(row_id=str(row.pk), version=1, fields={"amounts.2019-20": "1"})
    plan, done = edit_plan(leicester, [edit], by=actor("lead@leicester"))
    assert {one.table for one in done} == {"schemes", "plan"}
    assert to_core("2019-20", plan.rows.all()).printed == {}


def test_two_edits_of_one_row_in_one_go_are_one(leicester, actor):
    row = scheme(leicester, 9)
    edits = [
        Edit(row_id=str(row.pk), version=1, fields={"provider": "A", "scheme_name": "B"}),
        Edit(row_id=str(row.pk), version=1, fields={"provider": "C"}),
    ]
    edit_plan(leicester, edits, by=actor("lead@leicester"))
    row.refresh_from_db()
    assert row.version == 2
    assert '"provider":"C"' in row.content
    assert '"scheme_name":"B"' in row.content
