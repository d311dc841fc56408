"""The page of findings: errors first, like ones in one line, warnings set aside with a reason."""

import re

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Edit, Refused, Stopped, edit_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.dismissals import bring_back, dismiss, problems_of
from bettercare_web.plans.findings_places import PlanRows


def problems(plan):
    rows = PlanRows(plan.rows.all())
    return problems_of(plan, summary_of(plan, rows.all), rows)


def problem(plan, code):
    return next(one for one in problems(plan) if one.lead.code == code)


def page(client, plan, query=""):
    answer = client.get(f"/plans/{plan.pk}/findings/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_heading_is_the_answer(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL).group(1)
    assert heading == "1 error stops you submitting.<br>12 warnings need a change or a reason."


def test_errors_come_first_and_like_warnings_are_one_line(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester)
    lines = re.findall(r'<tr id="line-.*?</tr>', html, re.DOTALL)
    assert len(lines) == 10  # 1 error, and 12 warnings of which 4 are of one kind
    assert "Enter the number of placements" in lines[0]
    assert "55 is used for two schemes" in lines[1] and "3 more like it" in lines[1]
    assert "4 of the 12 warnings are of one kind" in html


def test_an_error_leads_to_the_field_to_mend(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester)
    row = leicester.rows.filter(table="schemes")[8]
    assert f'href="/plans/{leicester.pk}/schemes/#c-{row.pk}-output_estimate"' in html
    assert f'href="/plans/{leicester.pk}/schemes/{row.pk}/#output_estimate"' in html


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("?show=errors", 1),
        ("?show=warnings", 9),
        ("?show=information", 3),
        ("?show=open&place=metrics", 1),
        ("?show=open&place=summary", 1),
        ("?show=nonsense", 10),
    ],
)
def test_filters(signed_in, leicester, query, lines):
    html = page(signed_in("lead@leicester"), leicester, query)
    assert len(re.findall(r'<tr id="line-', html)) == lines


def test_checks_that_could_not_be_run_say_what_they_need(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester, "?show=not-run")
    assert "last year&#39;s plan" in html


def test_a_warning_is_set_aside_with_a_reason(signed_in, leicester):
    client, one = signed_in("lead@leicester"), problem(leicester, "CHK-058")
    asked = {"code": "CHK-058", "problem": one.key, "reason": "Agreed with the council"}
    answer = client.post(f"/plans/{leicester.pk}/findings/dismiss/", asked)
    assert answer.status_code == 302
    assert problem(leicester, "CHK-058").dismissal.reason == "Agreed with the council"
    html = page(client, leicester)
    assert "11 warnings need" in html
    assert "“Agreed with the council”" in html and "Better Care Fund lead" in html
    event = Event.objects.filter(object_id=str(leicester.pk)).last()
    assert event.action == "warning-dismissed" and "Agreed with the council" in event.body


def test_a_reason_is_asked_for(signed_in, leicester):
    one = problem(leicester, "CHK-058")
    asked = {"code": "CHK-058", "problem": one.key, "reason": " "}
    answer = signed_in("lead@leicester").post(f"/plans/{leicester.pk}/findings/dismiss/", asked)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Enter a reason, so that the assessor knows why you leave it." in html
    assert "<title>Error: " in html
    assert f'href="#reason-{one.slug}"' in html
    assert problem(leicester, "CHK-058").is_open


def test_a_reason_that_is_too_long_is_kept_in_the_form(signed_in, leicester):
    one = problem(leicester, "CHK-058")
    asked = {"code": "CHK-058", "problem": one.key, "reason": "x" * 1001}
    answer = signed_in("lead@leicester").post(f"/plans/{leicester.pk}/findings/dismiss/", asked)
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()


@pytest.mark.parametrize("code", ["CHK-085", "CHK-059"])
def test_only_warnings_are_set_aside(leicester, actor, code):
    one = problem(leicester, code)  # an error, and a note
    with pytest.raises(Stopped, match="Mend it"):
        dismiss(leicester, code, one.key, reason="No", by=actor("lead@leicester"))
    assert not leicester.dismissals.exists()


def test_what_is_not_found_cannot_be_set_aside(leicester, actor):
    with pytest.raises(Stopped, match="no longer there"):
        dismiss(leicester, "CHK-058", "other", reason="No", by=actor("lead@leicester"))


@pytest.mark.parametrize("who", ["nhs-finance@leicester", "viewer@leicester", "lead@rotherham"])
def test_who_may_not_set_aside(leicester, actor, signed_in, who):
    one = problem(leicester, "CHK-058")
    with pytest.raises(Refused):
        dismiss(leicester, "CHK-058", one.key, reason="No", by=actor(who))
    answer = signed_in(who).post(f"/plans/{leicester.pk}/findings/dismiss/", {})
    assert answer.status_code == 404


def test_a_frozen_plan_stays_as_it_is(leicester, actor):
    one = problem(leicester, "CHK-058")
    held = dismiss(leicester, "CHK-058", one.key, reason="No", by=actor("lead@leicester"))
    leicester.state = "submitted"
    leicester.save()
    for again in (
        lambda: dismiss(leicester, "CHK-079", "", reason="No", by=actor("lead@leicester")),
        lambda: bring_back(held, by=actor("lead@leicester")),
    ):
        with pytest.raises(Stopped, match="submitted"):
            again()


def test_a_warning_comes_back_when_its_rows_change(leicester, actor):
    by = actor("lead@leicester")
    one = problem(leicester, "CHK-087")  # rows 3 and 19 plan 1,200 packages each
    dismiss(leicester, "CHK-087", one.key, reason="Other people", by=by)
    rows = leicester.rows.filter(table="schemes")
    other = Edit(row_id=str(rows[4].pk), version=1, fields={"provider": "Trust"})
    plan, _ = edit_plan(leicester, [other], by=by)
    assert problem(plan, "CHK-087").dismissal is not None
    mine = Edit(row_id=str(rows[2].pk), version=1, fields={"provider": "Trust"})
    plan, _ = edit_plan(plan, [mine], by=by)
    assert problem(plan, "CHK-087").is_open


def test_a_warning_is_brought_back(signed_in, leicester, actor):
    one = problem(leicester, "CHK-058")
    held = dismiss(leicester, "CHK-058", one.key, reason="No", by=actor("lead@leicester"))
    client = signed_in("finance@leicester")
    answer = client.post(f"/plans/{leicester.pk}/findings/bring-back/", {"dismissal": held.pk})
    assert answer.status_code == 302
    assert problem(leicester, "CHK-058").is_open
    event = Event.objects.filter(object_id=str(leicester.pk)).last()
    assert event.action == "warning-brought-back"


def test_a_warning_is_brought_back_once(leicester, actor):
    lead = actor("lead@leicester")
    one = problem(leicester, "CHK-058")
    held = dismiss(leicester, one.lead.code, one.key, reason="Known", by=lead)
    bring_back(held, by=lead)
    with pytest.raises(Stopped, match="open already"):
        bring_back(held, by=lead)
    assert Event.objects.filter(action="warning-brought-back").count() == 1


def test_a_dismissal_of_another_plan_stays(signed_in, leicester, rotherham, actor):
    one = problem(rotherham, "CHK-079")
    held = dismiss(rotherham, "CHK-079", one.key, reason="No", by=actor("lead@rotherham"))
    client = signed_in("lead@leicester")
    for named in (str(held.pk), "nonsense"):
        answer = client.post(f"/plans/{leicester.pk}/findings/bring-back/", {"dismissal": named})
        assert answer.status_code == 302
    assert not problem(rotherham, "CHK-079").is_open


def test_a_provider_sees_the_findings_of_their_scheme_alone(signed_in, leicester):
    html = page(signed_in("provider@leicester"), leicester)  # theirs is row 3
    assert "MH Discharge Team" not in html
    assert "above the minimum" not in html


def test_each_finding_leads_somewhere(signed_in, leicester, django_assert_max_num_queries):
    client = signed_in("lead@leicester")
    with django_assert_max_num_queries(20):
        html = page(client, leicester)
    for href in set(re.findall(r'href="(/plans/[^"#]+)', html)):
        assert client.get(href).status_code == 200, href


def of_kind(plan, code):
    return [one for one in problems(plan) if one.lead.code == code]


def test_all_warnings_of_a_kind_go_with_one_reason_and_each_is_on_record(
    signed_in, actor, leicester
):
    client, alike = signed_in("lead@leicester"), of_kind(leicester, "CHK-021")
    assert len(alike) == 4 and "Dismiss all 4" in page(client, leicester)
    asked = {"code": "CHK-021", "problem": [one.key for one in alike], "reason": "Old ids stay"}
    answer = client.post(f"/plans/{leicester.pk}/findings/dismiss/", asked, follow=True)
    assert "4 warnings are set aside with your reason" in answer.content.decode()
    assert {one.dismissal.reason for one in of_kind(leicester, "CHK-021")} == {"Old ids stay"}
    events = Event.objects.filter(object_id=str(leicester.pk), action="warning-dismissed")
    assert len(events) == 4
    assert all(any(one.key in event.body for event in events) for one in alike)
    bring_back(of_kind(leicester, "CHK-021")[0].dismissal, by=actor("lead@leicester"))
    assert [one.is_open for one in of_kind(leicester, "CHK-021")] == [True, False, False, False]


def test_of_several_either_all_are_set_aside_or_none(signed_in, leicester):
    client, alike = signed_in("lead@leicester"), of_kind(leicester, "CHK-021")
    asked = {"code": "CHK-021", "problem": [alike[0].key, "gone"], "reason": "Old ids stay"}
    answer = client.post(f"/plans/{leicester.pk}/findings/dismiss/", asked)
    assert answer.status_code == 409
    assert not leicester.dismissals.exists()
    keys = [one.key for one in alike]
    asked |= {"problem": keys, "reason": ""}
    answer = client.post(f"/plans/{leicester.pk}/findings/dismiss/", asked)
    assert answer.status_code == 422
    assert f'href="#reason-all-{alike[0].slug}"' in answer.content.decode()
