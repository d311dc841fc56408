"""Notes and queries: who may write them, who is told, and what is kept where."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from bettercare_web.audit.models import Event, Sealed
from bettercare_web.conversations import actions
from bettercare_web.conversations.actions import About, Asked
from bettercare_web.conversations.people import people_of
from bettercare_web.conversations.threads import notes_at
from bettercare_web.mail.models import Letter
from bettercare_web.plans.actions import Remove, edit_plan
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Note

QUESTION = "Are these £24,000 for the Centre Project"


@pytest.fixture
def page(leicester):
    return reverse("notes", args=[leicester.pk])


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return html.unescape(re.sub(r"\s+", " ", text))


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("lead@leicester", True),
        ("section151@leicester", True),
        ("nhs-signatory@leicester", True),
        ("chair@leicester", True),
        ("provider@leicester", True),
        ("viewer@leicester", False),
        ("auditor@leicester", False),
        ("lead@rotherham", False),
        ("manager@midlands", False),
        ("national@england", False),
    ],
)
def test_who_may_ask_and_answer(page, signed_in, who, opens):
    assert signed_in(who).get(page).status_code == (200 if opens else 404)
    sent = signed_in(who).post(page, {"about": "plan", "text": "Hello"})
    if who == "provider@leicester":  # only about their own schemes
        assert sent.status_code == 422
    else:
        assert sent.status_code == (302 if opens else 404)


def test_a_question_is_kept_and_the_one_who_is_asked_gets_a_letter(
    leicester, page, signed_in, person
):
    row, asked = scheme(leicester, 31), person("finance@leicester")
    form = {
        "about": f"schemes/{row.pk}",
        "text": QUESTION,
        "owner": str(asked.pk),
        "due": "27/9/2019",
    }
    assert signed_in("lead@leicester").post(page, form).status_code == 302
    note = Note.objects.get()
    assert (note.table, note.row, note.owner, note.due) == (
        "schemes",
        row.pk,
        asked,
        date(2019, 9, 27),
    )
    letter = Letter.objects.get()
    assert letter.to == "finance@leicester.example"
    assert letter.subject == "You are asked about a Better Care plan"
    assert "Answer it by 27 September 2019." in letter.text and page in letter.text
    for part in ("24,000", "Centre", "Leicester"):
        assert part not in letter.subject and part not in letter.text.replace(page, "")


def test_the_trail_knows_the_text_by_its_seal(leicester, actor):
    actions.add_note(leicester, QUESTION, About(), by=actor("lead@leicester"))
    event = Event.objects.get(action="note-added")
    assert QUESTION not in event.body
    assert Sealed.objects.get(event=event).value == QUESTION


def test_who_is_named_gets_a_letter(leicester, actor):
    text = "Ask @Leicester analyst or @leicester FINANCE, not @Rotherham lead."
    actions.add_note(leicester, text, About(), by=actor("lead@leicester"))
    told = set(Letter.objects.values_list("to", flat=True))
    assert told == {"analyst@leicester.example", "finance@leicester.example"}


def test_an_answer_is_told_to_the_writer_and_not_to_oneself(leicester, actor, person):
    asked = Asked(owner=person("finance@leicester"))
    note = actions.add_note(leicester, "Why?", About(), asked, by=actor("lead@leicester"))
    Letter.objects.all().delete()
    actions.answer(note, "Because", by=actor("finance@leicester"))
    assert list(Letter.objects.values_list("to", flat=True)) == ["lead@leicester.example"]
    assert note.answers.get().text == "Because"


def test_a_query_is_given_to_somebody_else_and_settled_once(leicester, actor, person):
    by = actor("lead@leicester")
    note = actions.add_note(leicester, "Why?", About(), by=by)
    actions.give(note, Asked(owner=person("analyst@leicester"), due=date(2019, 9, 26)), by=by)
    note.refresh_from_db()
    assert note.owner == person("analyst@leicester")
    assert [one.to for one in Letter.objects.all()] == ["analyst@leicester.example"]
    actions.settle(note, by=actor("analyst@leicester"))
    with pytest.raises(Stopped, match="settled already"):
        actions.settle(note, by=by)
    assert Event.objects.filter(action="query-settled").count() == 1


def test_nobody_outside_the_area_is_asked(leicester, actor, person):
    asked = Asked(owner=person("lead@rotherham"))
    with pytest.raises(Refused):
        actions.add_note(leicester, "Why?", About(), asked, by=actor("lead@leicester"))
    assert not Note.objects.exists() and not Letter.objects.exists()


def test_the_people_of_an_area_are_those_who_may_answer(leicester):
    names = [one.name for one in people_of(leicester.area, "2019-20")]
    assert "Leicester NHS finance" in names and "Leicester scheme lead" in names
    assert "Leicester viewer" not in names and "Rotherham lead" not in names


def test_a_provider_reads_and_writes_about_their_own_scheme_alone(
    leicester, page, actor, signed_in
):
    own, other = scheme(leicester, 3), scheme(leicester, 4)
    by = actor("lead@leicester")
    actions.add_note(leicester, "Own scheme", About(table="schemes", row=str(own.pk)), by=by)
    actions.add_note(leicester, "Other scheme", About(table="schemes", row=str(other.pk)), by=by)
    browser = signed_in("provider@leicester")
    said = words(browser.get(page))
    assert "Own scheme" in said and "Other scheme" not in said
    hidden = Note.objects.get(text="Other scheme")
    address = reverse("note", args=[leicester.pk, hidden.pk])
    assert browser.post(address, {"do": "settle"}).status_code == 404
    with pytest.raises(Refused):
        actions.answer(hidden, "?", by=actor("provider@leicester"))


def test_a_note_keeps_its_text_as_text(leicester, page, actor, signed_in):
    actions.add_note(leicester, "<script>alert(1)</script>", About(), by=actor("lead@leicester"))
    shown = signed_in("lead@leicester").get(page).content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_a_note_stays_when_its_row_goes(leicester, page, actor, signed_in):
    row, by = scheme(leicester, 9), actor("lead@leicester")
    actions.add_note(leicester, "Look", About(table="schemes", row=str(row.pk)), by=by)
    edit_plan(leicester, [Remove(row_id=str(row.pk), version=1)], by=by)
    assert "A row that was taken away" in words(signed_in("lead@leicester").get(page))


def test_the_heading_says_what_is_open_and_what_is_mine(leicester, page, actor, signed_in, person):
    browser = signed_in("finance@leicester")
    assert "No note or query is open" in words(browser.get(page))
    asked = Asked(owner=person("finance@leicester"), due=date(2019, 1, 2))
    actions.add_note(leicester, "One", About(), asked, by=actor("lead@leicester"))
    actions.add_note(leicester, "Two", About(), by=actor("lead@leicester"))
    said = words(browser.get(page))
    assert "2 notes and queries are open, 1 for you" in said
    assert "For Leicester finance, due 2 January 2019" in said


def test_an_empty_note_and_a_day_that_is_none_are_refused_with_what_was_typed(
    page, signed_in, person
):
    form = {"about": "plan", "text": "", "due": "soon", "owner": str(person("lead@leicester").pk)}
    sent = signed_in("lead@leicester").post(page, form)
    said = words(sent)
    assert sent.status_code == 422
    assert "Write your note or question" in said and "Write the day like 27/9/2019" in said
    assert 'value="soon"' in sent.content.decode()


def test_the_page_answers_and_settles(leicester, page, actor, signed_in):
    note = actions.add_note(leicester, "Why?", About(), by=actor("lead@leicester"))
    browser = signed_in("finance@leicester")
    address = reverse("note", args=[leicester.pk, note.pk])
    browser.post(address, {"do": "answer", "text": "Because"})
    assert "Because" in words(browser.get(page))
    browser.post(address, {"do": "answer", "text": " "})
    assert note.answers.count() == 1
    browser.post(address, {"do": "settle"})
    assert "Settled by Leicester finance" in words(browser.get(page))
    assert browser.post(address, {"do": "explode"}).status_code == 302
    assert Note.objects.count() == 2


def test_open_notes_at_a_place_are_found_for_its_page(leicester, actor, person):
    from bettercare_web.areas.permissions import rights
    from bettercare_web.areas.roles import Action

    row, by = str(scheme(leicester, 9).pk), actor("lead@leicester")
    at = actions.add_note(leicester, "Here", About(table="schemes", row=row), by=by)
    actions.add_note(leicester, "There", About(table="income"), by=by)
    held = rights(person("lead@leicester"), Action.COMMENT, leicester.area)
    assert notes_at(leicester, held, "schemes", row) == [at]
    actions.settle(at, by=by)
    assert notes_at(leicester, held, "schemes", row) == []


def test_the_page_asks_the_database_little(
    leicester, page, actor, signed_in, django_assert_max_num_queries
):
    for number in range(12):
        note = actions.add_note(leicester, f"{number}", About(), by=actor("lead@leicester"))
        actions.answer(note, "Yes", by=actor("finance@leicester"))
    browser = signed_in("lead@leicester")
    with django_assert_max_num_queries(20):
        assert browser.get(page).status_code == 200
