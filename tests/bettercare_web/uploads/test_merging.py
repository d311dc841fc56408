"""What a file would change, worked out without the pages."""

import msgspec
import pytest

from bettercare import examples
from bettercare.formats import read
from bettercare.formats.reading import Reading
from bettercare.plan import SchemeRow
from bettercare.rounds import load
from bettercare_web.plans.edits import Add, Edit, Remove
from bettercare_web.uploads.merging import BOTH, FILE, PLAN, Proposed, in_order, propose


def proposed(change):
    return Proposed(change=change, table="schemes", name="")


def test_rows_behind_one_row_are_put_in_from_the_last():
    first, second = (Add(table="schemes", fields={"provider": one}, after="a") for one in "12")
    third = Add(table="schemes", fields={"provider": "3"}, after="b")
    edit, last = Edit(row_id="a", version=1, fields={}), Add(table="schemes", fields={})
    order = [proposed(one) for one in (first, second, edit, third, last)]
    assert in_order(order) == [second, first, edit, third, last]
    assert in_order([proposed(first), proposed(second)]) == [second, first]


@pytest.fixture
def rows(leicester):
    return list(leicester.rows.all())


@pytest.fixture
def plan():
    return read(examples.path("leicester")).plan


def with_schemes(plan, schemes):
    return msgspec.structs.replace(plan, schemes=tuple(schemes))


def test_a_row_that_both_added_has_three_ways(rows, plan, leicester, actor):
    """The plan and the file each brought in a scheme 99 of one name, not alike."""
    from bettercare_web.plans.actions import edit_plan

    fields = {"scheme_id": "99", "scheme_name": "New", "provider": "Plan"}
    edit_plan(leicester, [Add(table="schemes", fields=fields)], by=actor("lead@leicester"))
    rows = list(leicester.rows.all())
    mine = SchemeRow(scheme_id="99", scheme_name="New", provider="File")
    file = Reading(plan=with_schemes(plan, [*plan.schemes, mine]), exported=plan)
    rules = load("2019-20")
    [choice] = propose(rows, file, rules).choices
    assert choice.conflict.kind == "both added"
    found = {
        way: [one.change for one in propose(rows, file, rules, {choice.key: way}).changes]
        for way in (PLAN, FILE, BOTH)
    }
    assert found[PLAN] == []
    [taken] = found[FILE]
    assert isinstance(taken, Edit) and taken.fields == {"provider": "File"}
    [added] = found[BOTH]
    assert isinstance(added, Add) and added.fields["provider"] == "File"


def test_a_row_the_file_took_away_and_the_plan_edited_waits(plan, leicester, actor):
    from bettercare_web.plans.actions import edit_plan

    row = leicester.rows.filter(table="schemes")[8]
    edit = Edit(row_id=str(row.pk), version=1, fields={"provider": "Edited"})
    edit_plan(leicester, [edit], by=actor("lead@leicester"))
    rows = list(leicester.rows.all())
    left = [one for number, one in enumerate(plan.schemes) if number != 8]
    file = Reading(plan=with_schemes(plan, left), exported=plan)
    rules = load("2019-20")
    [choice] = propose(rows, file, rules).choices
    assert (choice.conflict.kind, choice.conflict.removed_by) == ("row removed", "theirs")
    assert propose(rows, file, rules, {choice.key: PLAN}).changes == ()
    [gone] = propose(rows, file, rules, {choice.key: FILE}).changes
    assert gone.change == Remove(row_id=str(row.pk), version=2)


def test_a_row_the_plan_took_away_and_the_file_edited_waits(plan, leicester, actor):
    from bettercare_web.plans.actions import edit_plan

    row = leicester.rows.filter(table="schemes")[8]
    edit_plan(leicester, [Remove(row_id=str(row.pk), version=1)], by=actor("lead@leicester"))
    rows = list(leicester.rows.all())
    schemes = list(plan.schemes)
    schemes[8] = msgspec.structs.replace(schemes[8], provider="Edited")
    file = Reading(plan=with_schemes(plan, schemes), exported=plan)
    rules = load("2019-20")
    [choice] = propose(rows, file, rules).choices
    assert propose(rows, file, rules, {choice.key: PLAN}).changes == ()
    [back] = propose(rows, file, rules, {choice.key: FILE}).changes
    assert isinstance(back.change, Add)
    assert (back.change.fields["scheme_name"], back.change.fields["provider"]) == (
        "MH Discharge Team",
        "Edited",
    )


def test_facts_of_the_plan_are_told_as_left_out(rows, plan):
    file = msgspec.structs.replace(plan, facts={"proof": "reconciled"})
    found = propose(rows, Reading(plan=file), load("2019-20"))
    assert found.changes == ()
    assert [one.what for one in found.left_out] == ["1 fact about the plan as a whole"]
