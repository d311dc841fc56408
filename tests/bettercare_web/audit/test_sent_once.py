"""Forms of the service sent twice, as a double click does: one note, one letter, one draft."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

import re

from django.urls import reverse

from bettercare_web.areas.models import Body, Invitation
from bettercare_web.mail.models import Letter
from bettercare_web.plans.models import Note, Plan

KEY = re.compile(r'name="form_key" value="([0-9a-f]{32})"')
NOTE = {"text": "Which rows?", "about": "plan"}
NEW = "new@leicester.example"


def key_on(client, page):
    return KEY.search(client.get(page).content.decode())[1]


def twice(client, page, sent, to=""):
    """Send one form twice, and give both answers."""
    form = {**sent, "form_key": key_on(client, page)}
    return [client.post(to or page, form) for _ in range(2)]


def test_a_note_is_written_once(leicester, signed_in):
    answers = twice(signed_in("lead@leicester"), f"/plans/{leicester.pk}/notes/", NOTE)
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Note.objects.filter(text="Which rows?").count() == 1


def test_the_same_words_in_another_form_are_another_note(leicester, signed_in):
    lead, page = signed_in("lead@leicester"), f"/plans/{leicester.pk}/notes/"
    for _ in range(2):
        lead.post(page, {**NOTE, "form_key": key_on(lead, page)})
    assert Note.objects.filter(text="Which rows?").count() == 2


def test_an_answer_is_kept_once(leicester, signed_in):
    lead, page = signed_in("lead@leicester"), f"/plans/{leicester.pk}/notes/"
    lead.post(page, NOTE)
    note = Note.objects.get(text="Which rows?")
    twice(
        lead,
        page,
        {"do": "answer", "text": "Rows 1 to 9"},
        f"/plans/{leicester.pk}/notes/{note.pk}/",
    )
    assert Note.objects.filter(text="Rows 1 to 9").count() == 1


def test_one_what_if_is_started(leicester, signed_in):
    answers = twice(signed_in("lead@leicester"), f"/plans/{leicester.pk}/what-ifs/", {})
    assert answers[0].url == answers[1].url
    assert Plan.objects.filter(base=leicester).count() == 1


def test_one_message_goes_to_the_leads_of_an_area(leicester, signed_in):
    page = reverse("area-message", args=[leicester.area.code])
    before = Letter.objects.count()
    answers = twice(signed_in("national@england"), page, {"text": "When do you submit?"})
    assert [one.status_code for one in answers] == [302, 302]
    assert Letter.objects.count() == before + 1


def test_a_form_with_a_mistake_is_free_to_be_sent_again(leicester, signed_in):
    lead, page = signed_in("lead@leicester"), f"/plans/{leicester.pk}/notes/"
    answers = twice(lead, page, {**NOTE, "text": ""})
    assert [one.status_code for one in answers] == [422, 422]
    assert not Note.objects.filter(plan=leicester).exists()


def test_one_invitation_is_sent(leicester, signed_in):
    page = f"/areas/{leicester.area.code}/people/invite/"
    council = Body.objects.get(name="Leicester City Council").pk
    form = {"email": NEW, "role": "VW", "body": str(council)}
    answers = twice(signed_in("lead@leicester"), page, form)
    assert [one.status_code for one in answers] == [302, 302]
    assert Invitation.objects.filter(email=NEW).count() == 1
