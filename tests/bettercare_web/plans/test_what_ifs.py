"""What-if drafts: private copies, compared with the plan, used in it, kept or thrown away."""

import re

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Add, Edit, Refused, Remove, Stopped, edit_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.core import plan_text, to_core
from bettercare_web.plans.models import Plan
from bettercare_web.plans.replay import replay
from bettercare_web.plans.selectors import plans_of
from bettercare_web.plans.what_if_changes import differences
from bettercare_web.plans.what_ifs import copy_of, start_what_if, throw_away


@pytest.fixture
def draft(leicester, actor):
    return start_what_if(leicester, by=actor("lead@leicester"))


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


def change(plan, number, who, **fields):
    edit = Edit(row_id=str(scheme(plan, number).pk), version=1, fields=fields)
    return edit_plan(plan, [edit], by=who, action="what-if-edited")[0]


def found(draft, person):
    return differences(draft, draft.base, person, summary_of(draft.base))


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_draft_is_a_copy_that_leaves_the_plan_as_it_is(leicester, draft, actor):
    before = plan_text(to_core("2019-20", leicester.rows.all()))
    assert plan_text(to_core("2019-20", draft.rows.all())) == before
    changed = change(draft, 1, actor("lead@leicester"), provider="Trust")
    leicester.refresh_from_db()
    assert (changed.revision, leicester.revision) == (2, 1)
    assert plan_text(to_core("2019-20", leicester.rows.all())) == before
    assert replay(changed) is None


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("lead@leicester", True),
        ("finance@leicester", True),
        ("nhs-finance@leicester", True),
        ("analyst@leicester", True),
        ("section151@leicester", False),
        ("viewer@leicester", False),
        ("provider@leicester", False),
        ("lead@rotherham", False),
        ("national@england", False),
    ],
)
def test_who_may_have_one(leicester, draft, actor, signed_in, who, allowed):
    client = signed_in(who)
    status = 200 if allowed else 404
    for path in ("schemes/", "findings/", "what-if/", "working/balance.total/"):
        assert client.get(f"/plans/{draft.pk}/{path}").status_code == status
    if allowed:
        change(draft, 1, actor(who), provider="Trust")
        return
    with pytest.raises(Refused):
        start_what_if(leicester, by=actor(who))
    with pytest.raises(Refused):
        change(draft, 1, actor(who), provider="Trust")


@pytest.mark.parametrize("path", ["sign/", "submit/", "history/"])
def test_what_is_of_plans_alone_is_not_there(draft, signed_in, path):
    assert signed_in("lead@leicester").get(f"/plans/{draft.pk}/{path}").status_code == 404


def test_drafts_are_not_among_the_plans(draft, person):
    assert draft not in plans_of(person("lead@leicester"))


def test_starting_one_opens_its_schemes(leicester, signed_in):
    client = signed_in("analyst@leicester")
    answer = client.post(f"/plans/{leicester.pk}/what-ifs/")
    made = Plan.objects.get(kind="what-if")
    assert answer["Location"] == f"/plans/{made.pk}/schemes/"
    html = client.get(answer["Location"]).content.decode()
    assert "What-if: not your plan." in html and "bc-what-if" in html


def test_a_draft_of_a_draft_is_stopped(draft, actor):
    with pytest.raises(Stopped, match="not from another"):
        start_what_if(draft, by=actor("lead@leicester"))


def test_the_comparison_says_pounds_first(draft, actor, signed_in):
    change(draft, 19, actor("lead@leicester"), commissioner="LA")
    answer = signed_in("lead@leicester").get(f"/plans/{draft.pk}/what-if/")
    said = text(answer)
    # £1,216,760 no longer counts, and the plan was £440,117 above
    assert "NHS out-of-hospital, headroom £440,117 −£776,643 −£1,216,760" in said
    assert "would be £776,643 short of the minimum, now £440,117 above" in said
    assert "Schemes, row 19, Reablement - LPT" in said
    assert "Commissioner: CCG → LA" in said
    assert "Would appear" in said


def test_a_draft_without_changes_says_so(draft, signed_in):
    said = text(signed_in("lead@leicester").get(f"/plans/{draft.pk}/what-if/"))
    assert "This what-if is the same as the plan" in said


def test_its_changes_are_used_in_the_plan(leicester, draft, actor, person, signed_in):
    by = actor("lead@leicester")
    change(draft, 9, by, output_estimate="12")
    gone = scheme(draft, 5)
    edit_plan(draft, [Remove(row_id=str(gone.pk), version=1)], by=by)
    new = Add(table="schemes", fields={"scheme_name": "New one"})
    edit_plan(draft, [new], by=by)
    draft.refresh_from_db()
    keys = [one.key for one in found(draft, person("lead@leicester"))]
    assert [one.kind for one in found(draft, person("lead@leicester"))] == [
        "removed",
        "edited",
        "added",
    ]
    asked = {"change": keys, "revision": "1"}
    answer = signed_in("lead@leicester").post(f"/plans/{draft.pk}/what-if/use/", asked)
    assert answer["Location"] == f"/plans/{leicester.pk}/schemes/"
    names = [row.content for row in leicester.rows.filter(table="schemes")]
    assert len(names) == 49 and '{"scheme_name":"New one"}' in names
    assert not any("Lifestyle Hub" in one for one in names)
    event = Event.objects.filter(object_id=str(leicester.pk)).last()
    assert event.action == "plan-edited" and "From a what-if" in event.body
    assert replay(Plan.objects.get(pk=leicester.pk)) is None


def test_a_value_that_the_plan_changed_meanwhile_is_shown_not_overwritten(
    leicester, draft, actor, person, signed_in
):
    by = actor("lead@leicester")
    change(draft, 9, by, provider="Draft")
    mine = Edit(row_id=str(scheme(leicester, 9).pk), version=1, fields={"provider": "Plan"})
    edit_plan(leicester, [mine], by=by)
    draft = Plan.objects.get(pk=draft.pk)
    [one] = found(draft, person("lead@leicester"))
    assert one.moved_meanwhile
    assert (one.fields[0].was, one.fields[0].now, one.fields[0].would) == (
        "Local Authority",
        "Plan",
        "Draft",
    )
    client = signed_in("lead@leicester")
    html = client.get(f"/plans/{draft.pk}/what-if/").content.decode()
    assert "The plan said Local Authority when this what-if was started." in html
    stale = client.post(f"/plans/{draft.pk}/what-if/use/", {"change": [one.key], "revision": "1"})
    assert stale.status_code == 409
    assert "The plan was changed since you looked." in text(stale)


def test_nothing_chosen_changes_nothing(draft, signed_in):
    answer = signed_in("lead@leicester").post(f"/plans/{draft.pk}/what-if/use/", {"revision": "1"})
    assert answer.status_code == 409
    assert "Choose at least one change" in text(answer)


def test_who_may_not_edit_the_plan_cannot_use_it(leicester, draft, actor, person, signed_in):
    change(draft, 9, actor("analyst@leicester"), provider="Draft")
    [one] = found(draft, person("analyst@leicester"))
    assert not one.allowed
    client = signed_in("analyst@leicester")
    assert "Use these changes in the plan" not in text(client.get(f"/plans/{draft.pk}/what-if/"))
    asked = {"change": [one.key], "revision": "1"}
    assert client.post(f"/plans/{draft.pk}/what-if/use/", asked).status_code == 404
    assert '"provider":"Draft"' not in scheme(leicester, 9).content


def test_a_draft_is_kept_under_a_name(leicester, draft, signed_in):
    client = signed_in("lead@leicester")
    bad = client.post(f"/plans/{draft.pk}/what-if/keep/", {"title": " "})
    assert bad.status_code == 422 and "Enter a name" in text(bad)
    client.post(f"/plans/{draft.pk}/what-if/keep/", {"title": "Less acute"})
    assert "Less acute" in text(client.get(f"/plans/{leicester.pk}/what-ifs/"))
    event = Event.objects.filter(object_id=str(draft.pk)).last()
    assert event.action == "what-if-named"


def test_a_draft_is_thrown_away_with_its_rows(leicester, draft, actor, signed_in):
    copied = copy_of(draft, scheme(leicester, 1).pk)
    answer = signed_in("lead@leicester").post(f"/plans/{draft.pk}/what-if/throw-away/")
    assert answer["Location"] == f"/plans/{leicester.pk}/schemes/"
    assert not Plan.objects.filter(pk=draft.pk).exists()
    assert leicester.rows.filter(table="schemes").count() == 49
    event = Event.objects.filter(action="what-if-thrown-away").get()
    assert str(copied) in event.body
    with pytest.raises(Stopped):
        throw_away(leicester, by=actor("lead@leicester"))


@pytest.mark.parametrize("path", ["keep/", "use/", "throw-away/"])
def test_the_plan_itself_is_never_taken_for_a_draft(leicester, signed_in, path):
    answer = signed_in("lead@leicester").post(f"/plans/{leicester.pk}/what-if/{path}")
    assert answer.status_code == 302
    assert Plan.objects.filter(pk=leicester.pk).exists()
