"""The home of an area: what it says in each state, to whom, and what one can do there."""

import html
import re
from datetime import date

import pytest
from django.db import OperationalError
from django.urls import reverse

from bettercare.rounds import load
from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.conversations import actions
from bettercare_web.conversations.actions import About, Asked
from bettercare_web.mail.models import Letter
from bettercare_web.plans.actions import Add, Edit, Remove, edit_plan
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.models import Note, Plan, Presence, Signature, Submission, Version
from bettercare_web.running.demo import give


@pytest.fixture
def today(monkeypatch):
    """Say which day it is; it is 24 September 2019 unless another is said."""

    def is_(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)

    is_(date(2019, 9, 24))
    return is_


@pytest.fixture
def page(leicester, today, signed_in):
    """What the home of Leicester says to somebody."""
    del today

    def read(who):
        response = signed_in(who).get(reverse("area", args=[leicester.area.code]))
        assert response.status_code == 200
        return words(response)

    return read


def words(response):
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


def mended(plan, by):
    """Leicester's plan without its one error, and with the narrative that it lacks."""
    row = scheme(plan, 9)
    edit = Edit(row_id=str(row.pk), version=row.version, fields={"output_estimate": "1234"})
    texts = [
        Add(table="narrative", fields={"section": one.label, "text": "Care close to home."})
        for one in load("2019-20").narrative.values()
    ]
    return edit_plan(plan, [edit, *texts], by=by)[0]


def is_submitted(plan):
    version = Version.objects.create(plan=plan, number=13, revision=1, content="{}", hash="0" * 64)
    Submission.objects.create(
        plan=plan, version=version, receipt="BCF-8f02", head="0" * 64, by=Person.objects.all()[0]
    )
    Plan.objects.filter(pk=plan.pk).update(state="submitted")


def test_the_heading_says_how_long_is_left_and_what_is_in_the_way(page):
    said = page("lead@leicester")
    assert (
        "3 working days left. "
        "One error, one empty section and five signatures stand between you and submitting." in said
    )


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2019, 9, 26), "1 working day left."),
        (date(2019, 9, 27), "The plan is due today."),
        (date(2019, 10, 1), "2 working days late."),
        (date(2026, 11, 30), "Due 27 September 2019."),
    ],
)
def test_it_counts_working_days(page, today, day, start):
    today(day)
    assert f"{start} One error, one empty section and five signatures" in page("lead@leicester")


def test_four_facts_are_those_of_the_plan(page):
    said = page("lead@leicester")
    assert "Money £43,368,727 All 6 sources are fully allocated" in said
    assert "Required spends Both met Adult social care: £15,021 above: thin" in said
    assert "Checks 1 error 12 warnings open, 0 dismissed" in said
    assert "Signatures 0 of 5 5 to come" in said


def test_a_voided_signature_is_said(leicester, page):
    version = Version.objects.create(
        plan=leicester, number=1, revision=1, content="{}", hash="0" * 64
    )
    by = Person.objects.get(email="director@leicester.example")
    held = {"plan": leicester, "version": version, "covered": "0" * 64, "by": by, "name": "A B"}
    Signature.objects.create(role="dass", **held)
    Signature.objects.create(
        role="accountable_officer", voided_at="2019-09-24T10:00Z", voided_why="Row 15", **held
    )
    assert "Signatures 1 of 5 1 is voided by a change" in page("lead@leicester")


def test_the_first_thing_is_the_error_with_its_button(leicester, page, signed_in):
    said = page("lead@leicester")
    assert "Do this first: enter the number of placements for 'MH Discharge Team'" in said
    assert "It is the only error in the plan." in said
    shown = signed_in("lead@leicester").get(reverse("area", args=[leicester.area.code]))
    assert f"{scheme(leicester, 9).pk}" in shown.content.decode()


def test_without_errors_the_lead_asks_for_signatures_and_signatories_sign(leicester, page, actor):
    mended(leicester, actor("lead@leicester"))
    assert "Do this first: ask for the signatures that are missing" in page("lead@leicester")
    said = page("section151@leicester")
    assert "Do this first: sign as Local authority section 151 officer" in said


def test_a_signatory_sees_what_a_signature_waits_for(page):
    said = page("section151@leicester")
    assert "Sign as Local authority section 151 officer Once this is mended: row 9, output" in said
    assert "Do this first" not in said


def test_a_reader_without_tasks_sees_the_facts(page):
    said = page("viewer@leicester")
    assert "Money £43,368,727" in said
    assert "Your tasks" not in said and "Do this first" not in said and "Remind" not in said


def test_tasks_are_those_of_the_person(leicester, page, actor, person):
    asked = Asked(owner=person("finance@leicester"), due=date(2019, 9, 25))
    actions.add_note(leicester, "Is row 23 acute?", About(), asked, by=actor("lead@leicester"))
    mine = page("finance@leicester")
    assert "Answer Leicester lead Is row 23 acute? 25 September 2019" in mine
    assert "Mend row 9, output" in mine
    theirs = page("lead@leicester")
    assert "Answer Leicester lead: Is row 23 acute? Leicester finance" in theirs
    analyst = page("analyst@leicester")
    assert "Mend row 9" not in analyst and "Do this first" not in analyst
    assert "Look at residential admissions" in analyst


def test_the_lead_reminds_a_signatory_and_the_owner_of_a_query(
    leicester, signed_in, actor, person, today
):
    del today
    mended(leicester, actor("lead@leicester"))
    asked = Asked(owner=person("finance@leicester"))
    note = actions.add_note(leicester, "Why?", About(), asked, by=actor("lead@leicester"))
    Letter.objects.all().delete()
    browser, address = signed_in("lead@leicester"), reverse("remind", args=[leicester.pk])
    browser.post(address, {"who": "role:s151_officer"})
    for _ in range(2):
        browser.post(address, {"who": f"note:{note.pk}"})
    told = {one.to: one for one in Letter.objects.all()}
    assert set(told) == {"section151@leicester.example", "finance@leicester.example"}
    assert Letter.objects.count() == len(told)
    for one in told.values():
        assert "Leicester" not in one.subject and "Why?" not in one.text


@pytest.mark.parametrize(
    "who", ["role:king", "note:1", "note:5f6d968b-cb77-42c8-83c0-598a91316a52"]
)
def test_nobody_else_is_reminded(leicester, signed_in, who):
    address = reverse("remind", args=[leicester.pk])
    assert signed_in("lead@leicester").post(address, {"who": who}).status_code == 404
    assert signed_in("lead@rotherham").post(address, {"who": who}).status_code == 404
    assert not Letter.objects.exists()


def test_money_moves_come_first_in_what_happened(leicester, page, actor, signed_in):
    assert "This is your first look at this plan." in page("lead@leicester")
    low, high = scheme(leicester, 15), scheme(leicester, 13)
    edits = [
        Edit(row_id=str(low.pk), version=1, fields={"amounts.2019-20": "504815"}),
        Edit(
            row_id=str(high.pk),
            version=1,
            fields={"amounts.2019-20": "1270073", "provider": "The trust"},
        ),
    ]
    edit_plan(leicester, edits, by=actor("finance@leicester"))
    said = page("lead@leicester")
    moved = "£15,000 moved from scheme row 15 to scheme row 13, by Leicester finance."
    assert moved in said
    assert said.index(moved) < said.index("1 value changed, by Leicester finance.")
    seen = reverse("looked", args=[leicester.pk])
    signed_in("lead@leicester").post(seen, {"seq": Presence.objects.count() + 10**6})
    assert "Nothing has changed." in page("lead@leicester")


def test_rows_that_came_and_went_are_told_in_pounds(leicester, page, actor):
    page("lead@leicester")
    row = scheme(leicester, 31)  # the Centre Project, £24,000
    fields = {"scheme_name": "New", "amounts.2019-20": "5000"}
    new, gone = Add(table="schemes", fields=fields), Remove(row_id=str(row.pk), version=1)
    edit_plan(leicester, [new, gone], by=actor("lead@leicester"))
    said = page("lead@leicester")
    assert "£5,000 added with scheme row 49, which is new" in said
    assert "£24,000 taken away with a scheme row" in said


def test_what_was_put_back_is_no_news(leicester, page, actor):
    page("lead@leicester")
    row = scheme(leicester, 15)
    for version, amount in ((1, "1"), (2, "519815")):
        edit = Edit(row_id=str(row.pk), version=version, fields={"amounts.2019-20": amount})
        edit_plan(leicester, [edit], by=actor("finance@leicester"))
    assert "scheme row 15" not in page("lead@leicester")


def test_others_who_are_here_are_named_with_their_place(page):
    page("finance@leicester")
    assert "Leicester finance: Home" in page("lead@leicester")
    assert "Leicester lead: Home" not in page("lead@leicester")


def test_the_home_opens_where_nothing_can_be_written(page, monkeypatch):
    def full(*_, **__):
        raise OperationalError("database or disk is full")

    for name in ("here.note_presence", "here.Presence.objects.update_or_create"):
        monkeypatch.setattr(f"bettercare_web.conversations.{name}", full)
    assert "One error, one empty section and five signatures" in page("lead@leicester")


def test_before_there_is_a_plan_the_lead_can_start_one(leicester, page):
    leicester.delete()
    assert "Start a plan" in page("lead@leicester")
    said = page("viewer@leicester")
    assert "Start a plan" not in said and "You will find it here." in said


def test_a_submitted_plan_shows_its_receipt(leicester, page):
    is_submitted(leicester)
    said = page("lead@leicester")
    assert "Version 13 was submitted on" in said and "BCF-8f02" in said
    assert "Do this first" not in said


def test_region_and_nation_see_what_was_submitted_alone(leicester, page):
    for who in ("assurer@midlands", "national@england", "manager@midlands"):
        said = page(who)
        assert "Leicester has not submitted a plan yet" in said
        assert "£" not in said and "error" not in said
    is_submitted(leicester)
    said = page("national@england")
    assert "Version 13 was submitted on" in said and "BCF-8f02" in said
    assert "£43,368,727" not in said


def test_a_provider_sees_nothing_of_the_whole_plan(leicester, page, actor):
    asked = Asked(owner=Person.objects.get(email="provider@leicester.example"))
    row = str(scheme(leicester, 3).pk)
    about = About(table="schemes", row=row)
    actions.add_note(leicester, "How many?", about, asked, by=actor("lead@leicester"))
    said = page("provider@leicester")
    assert "1 question waits for you" in said
    assert "£" not in said and "error" not in said


@pytest.mark.parametrize("who", ["lead@rotherham", "administrator@england"])
def test_nobody_else_finds_it(leicester, signed_in, who):
    address = reverse("area", args=[leicester.area.code])
    assert signed_in(who).get(address).status_code == 404


@pytest.mark.parametrize(
    "who", ["lead@leicester", "section151@leicester", "nhs-finance@leicester", "chair@leicester"]
)
def test_the_page_asks_the_database_little(
    leicester, signed_in, actor, person, django_assert_max_num_queries, who
):
    for number in range(8):
        asked = Asked(owner=person("finance@leicester"))
        actions.add_note(leicester, f"{number}", About(), asked, by=actor("lead@leicester"))
    browser, address = signed_in(who), reverse("area", args=[leicester.area.code])
    browser.get(address)
    mended(leicester, actor("lead@leicester"))
    with django_assert_max_num_queries(20):
        browser.get(address)
    with django_assert_max_num_queries(20):
        browser.get(address)


# The first page of a person.
def test_one_area_opens_at_once(leicester, signed_in):
    response = signed_in("lead@leicester").get("/")
    assert response.url == reverse("area", args=[leicester.area.code])


def test_a_provider_of_several_areas_is_told_no_errors_of_other_rows(
    leicester, signed_in, person, area_of, today
):
    del today
    keep_standing(leicester, summary_of(leicester))
    other = str(Plan.objects.get(area__name="Rotherham").rows.filter(table="schemes")[0].pk)
    over = area_of("Rotherham")
    give(person("provider@leicester"), Role.PROVIDER, ScopeKind.SCHEME, other, area=over)
    said = signed_in("provider@leicester").get("/").content.decode()
    assert "Draft" in said and "1 error" not in said
    give(person("viewer@leicester"), Role.PROVIDER, ScopeKind.SCHEME, other, area=over)
    assert "1 error" in signed_in("viewer@leicester").get("/").content.decode()


def test_several_areas_are_listed_and_drafts_are_not_told(leicester, signed_in, today):
    del today
    said = words(signed_in("national@england").get("/"))
    assert "2 areas" in said and "Not submitted 3 working days left" in said
    assert "1 error" not in said
    is_submitted(leicester)
    assert "Submitted" in words(signed_in("national@england").get("/"))


def test_who_may_see_drafts_sees_their_errors(leicester, rotherham, signed_in, today):
    del today
    for one in (leicester, rotherham):
        one.area.region_id = "Y60"
        one.area.shared_with_region = True
        one.area.save()
    said = words(signed_in("manager@midlands").get("/"))
    assert "Leicester 2019-20 Draft 3 working days left 1 error" in said


def test_who_has_no_area_is_told_what_to_do(signed_in, person):
    person("viewer@leicester").grants.all().delete()
    said = words(signed_in("viewer@leicester").get("/"))
    assert "You have no area yet" in said and "viewer@leicester.example" in said
    assert not Note.objects.exists()


def test_who_has_one_scheme_is_asked_for_nothing_else(signed_in, area_of):
    page = signed_in("scheme-lead@leicester").get(f"/areas/{area_of('Leicester').code}/")
    html = page.content.decode()
    assert "Mend row 9, output" in html
    assert "Start narrative" not in html and "Look at adult social care" not in html
