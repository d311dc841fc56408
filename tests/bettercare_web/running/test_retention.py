"""What is about people goes when its time is over; plans, signatures and the chain stay."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bettercare_web.accounts.models import AccessToken, SignIn
from bettercare_web.areas.models import Grant, Invitation, Person
from bettercare_web.audit.models import Event, Sealed
from bettercare_web.audit.verify import Whole, verify
from bettercare_web.conversations.actions import About, add_note, answer
from bettercare_web.mail.models import Letter
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.models import Note, Plan
from bettercare_web.running import checks, ladder, worker
from bettercare_web.running.kept import KEPT
from bettercare_web.running.retention import remove_past
from bettercare_web.running.work import WORK
from bettercare_web.versions.covers import core_of

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys((one.name for one in KEPT), 0)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def close(person, ended):
    """An account that was closed, its last role having ended some days ago."""
    Grant.objects.filter(person=person).update(ends=days_ago(ended))
    Person.objects.filter(pk=person.pk).update(
        is_active=False, joined=days_ago(3_000), last_login=days_ago(ended + 1)
    )


@pytest.mark.parametrize(("ended", "goes"), [(364, False), (366, True)])
def test_a_closed_account_loses_who_it_was(person, ended, goes):
    viewer = person("viewer@leicester")
    close(viewer, ended)
    assert remove_past()["accounts"] == int(goes)
    viewer.refresh_from_db()
    assert (viewer.email == "viewer@leicester.example") != goes
    assert (str(viewer) == "former user") == goes
    assert viewer.has_usable_password() != goes
    told = Event.objects.filter(action="account-anonymised", object_id=str(viewer.pk))
    assert told.count() == int(goes)
    assert "viewer@" not in "".join(told.values_list("body", flat=True))
    assert remove_past() == NOTHING  # and not again


def test_an_account_that_is_open_or_has_a_role_stays(person):
    open_one, with_role = person("viewer@leicester"), person("analyst@leicester")
    close(open_one, 800)
    Person.objects.filter(pk=open_one.pk).update(is_active=True)
    close(with_role, 800)
    seen_lately = person("chair@leicester")
    close(seen_lately, 800)
    Person.objects.filter(pk=seen_lately.pk).update(last_login=days_ago(300))
    last = Grant.objects.filter(person=with_role).first()
    Grant.objects.filter(pk=last.pk).update(ends=timezone.now() + timedelta(days=3))
    assert remove_past()["accounts"] == 0
    Grant.objects.filter(pk=last.pk).update(revoked_at=days_ago(10))
    assert remove_past()["accounts"] == 0
    Grant.objects.filter(pk=last.pk).update(revoked_at=days_ago(400))
    assert remove_past()["accounts"] == 1


def old_note(leicester, actor):
    note = add_note(leicester, "Ask Aurelia Quill", About(), by=actor("lead@leicester"))
    answer(note, "Aurelia Quill says no", by=actor("finance@leicester"))
    Note.objects.update(at=days_ago(731))
    Plan.objects.filter(pk=leicester.pk).update(edited=days_ago(731))
    return note


def test_notes_go_with_their_answers_and_from_the_trail(leicester, actor):
    old_note(leicester, actor)
    before = plan_hash(core_of(leicester))
    assert remove_past()["notes"] == 1
    assert not Note.objects.exists()
    assert not Sealed.objects.filter(value__contains="Aurelia").exists()
    assert isinstance(verify(leicester.area.code), Whole)
    assert plan_hash(core_of(leicester)) == before
    newest = Event.objects.filter(stream=leicester.area.code).last()
    assert (newest.action, json.loads(newest.body)["actor"]["kind"]) == ("note-removed", "job")


@pytest.mark.parametrize("late", ["plan", "answer", "note"])
def test_notes_that_are_still_of_use_stay(leicester, actor, late):
    note = old_note(leicester, actor)
    if late == "plan":
        Plan.objects.filter(pk=leicester.pk).update(edited=days_ago(729))
    elif late == "answer":
        note.answers.update(at=days_ago(729))
    else:
        Note.objects.filter(pk=note.pk).update(at=days_ago(729))
    assert remove_past()["notes"] == 0
    assert Note.objects.count() == 2


def test_what_else_is_past_goes_and_what_is_not_stays(person, area_of):
    who = person("lead@leicester")
    for days in (29, 31, 89, 91, 394, 396):
        SignIn.objects.create(person=who, started=days_ago(days))
        Letter.objects.create(to="a@b.example", subject="S", text="T", sent=days_ago(days))
        Invitation.objects.create(
            email="a@b.example", token_hash=str(days), body=who.body, invited_by=who,
            area=area_of("Leicester"), ends=days_ago(days),
        )  # fmt: skip
        AccessToken.objects.create(
            short=str(days), secret_hash="0" * 64, person=who, name="n", ends=days_ago(days)
        )
    AccessToken.objects.filter(short="31").update(ends=timezone.now(), revoked_at=days_ago(396))
    Letter.objects.create(to="a@b.example", subject="S", text="T", written=days_ago(999))
    expected = NOTHING | {"sign-ins": 5, "letters": 3, "invitations": 3, "tokens": 2}
    assert remove_past(dry_run=True) == expected
    assert SignIn.objects.filter(person=who).count() == 6  # a dry run only counts
    assert remove_past() == expected
    assert remove_past() == NOTHING
    assert Letter.objects.filter(sent=None).exists()  # what waits to be sent is never dropped
    told = Event.objects.get(action="past-removed")
    reason = "invitations: 3, letters: 3, sign-ins: 5, tokens: 2"
    assert json.loads(told.body)["reason"] == reason
    assert isinstance(verify("system"), Whole)


def test_the_operator_says_how_long(settings, leicester, actor):
    old_note(leicester, actor)
    settings.KEPT = settings.KEPT | {"notes": "for-ever"}
    assert remove_past()["notes"] == 0
    settings.KEPT = settings.KEPT | {"notes": "732"}
    assert remove_past()["notes"] == 0
    settings.KEPT = settings.KEPT | {"notes": "700"}
    assert remove_past()["notes"] == 1


def test_a_period_that_is_none_is_refused(settings):
    settings.KEPT = settings.KEPT | {"notes": "2 years"}
    [wrong] = [one for one in checks.bad_settings() if one.id == "bettercare.E012"]
    assert "BETTERCARE_KEEP_NOTES is '2 years'" in wrong.msg


def test_the_worker_does_it_each_day(person):
    close(person("viewer@leicester"), 400)
    [daily] = [one for one in WORK if one.name == "remove-what-is-past"]
    assert [worker.one_round([daily]) for _ in range(2)] == [1, 0]
    assert Person.objects.filter(email__endswith="@removed.invalid").count() == 1


def test_the_command_counts_and_removes(person, capsys, tmp_path):
    close(person("viewer@leicester"), 400)
    call_command("retention", "--dry-run")
    assert "accounts: 1 would be removed (kept 365 days after" in capsys.readouterr().out
    ladder.switch_on(tmp_path, "The database moves.", None)
    with pytest.raises(CommandError, match="read-only"):
        call_command("retention")
    ladder.switch_off(tmp_path)
    call_command("retention")
    assert "accounts: 1 removed" in capsys.readouterr().out
