"""Submitting a plan, once, and taking it back."""

import hashlib

import msgspec
import pytest
from django.db import IntegrityError, transaction

from bettercare.plan import Plan as CorePlan
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event, Head
from bettercare_web.mail.models import Letter
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.models import Plan, Submission
from bettercare_web.plans.replay import replay, wrong_versions
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.submitting import prepare, submit, withdraw
from bettercare_web.versions.covers import content_of, core_of
from bettercare_web.versions.standing import standing_of


def test_a_submitted_plan_is_frozen_with_a_receipt(sent, edited):
    assert sent.state == Plan.State.SUBMITTED
    one = sent.submissions.get()
    assert one.receipt == "2019-20-E06000016-1"
    assert content_of(one.version) == core_of(sent)
    head = Head.objects.get(pk=sent.area.code)
    assert (one.head, Event.objects.get(hash=one.head).action) == (head.hash, "plan-submitted")
    with pytest.raises(Stopped, match="submitted"):
        edited(sent, "schemes", 9, "output_estimate", "41")


def test_what_is_sent_names_who_signed(sent):
    content = msgspec.json.decode(sent.submissions.get().content, type=CorePlan)
    assert {(one.role, one.name, one.version) for one in content.sign_off} == {
        ("Director of adult social services", "Leicester director", "1"),
        ("Local authority chief executive", "Leicester chief executive", "1"),
        ("CCG accountable officer", "Leicester NHS signatory", "1"),
        ("Local authority section 151 officer", "Leicester section 151 officer", "1"),
        ("Health and Wellbeing Board chair", "Leicester chair", "1"),
    }


def test_the_trail_names_each_file_by_its_hash(sent):
    one = sent.submissions.get()
    body = Event.objects.get(hash=one.head).body
    assert one.exports
    assert all(sha256 in body for sha256 in one.exports.values())


def test_nothing_is_sent_with_an_error(leicester):
    with pytest.raises(Stopped, match="1 error must be mended first"):
        prepare(leicester)


def test_nothing_is_sent_without_a_signature(mended):
    with pytest.raises(Stopped, match="The signature of the CCG accountable officer is missing"):
        prepare(mended)


def test_nothing_is_sent_after_a_change_that_nobody_signed(signed, actor, edited):
    ready = prepare(signed)
    edited(signed, "hicm", 1, "reason", "New")
    with pytest.raises(Stopped, match="is missing"):
        submit(signed, ready, by=actor("lead@leicester"))
    assert not Submission.objects.exists()


def test_a_plan_that_changed_while_it_was_made_ready_is_not_sent(signed, actor, edited, signing):
    ready = prepare(signed)
    plan = edited(signed, "hicm", 1, "reason", "New")
    for one in plan.signatures.exclude(voided_at=None):
        signing(plan, one.role)
    with pytest.raises(Stopped, match="changed while it was made ready"):
        submit(plan, ready, by=actor("lead@leicester"))


@pytest.mark.parametrize(
    "who",
    ["finance@leicester", "section151@leicester", "chair@leicester", "lead@rotherham",
     "nhs-signatory@leicester", "national@england", "administrator@england"],
)  # fmt: skip
def test_only_the_lead_submits_or_takes_back(signed, actor, who):
    with pytest.raises(Refused):
        submit(signed, prepare(signed), by=actor(who))


def test_a_token_never_submits(signed, person):
    by = Actor(person_id=str(person("lead@leicester").pk), kind="token", channel="api")
    with pytest.raises(Stopped, match="Only a person"):
        submit(signed, prepare(signed), by=by)


def test_a_plan_is_submitted_once(sent, person):
    with pytest.raises(Stopped, match="submitted already"):
        prepare(sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            plan=sent, version=sent.versions.first(), receipt="other", head="0" * 64,
            by=person("lead@leicester"),
        )  # fmt: skip


def test_taken_back_it_is_the_next_version_and_signatures_stand(sent, actor, edited):
    with pytest.raises(Stopped, match="Say why"):
        withdraw(sent, " ", by=actor("lead@leicester"))
    plan = withdraw(sent, "A figure is wrong", by=actor("lead@leicester"))
    assert plan.state == Plan.State.DRAFT
    assert standing_of(plan).is_ready
    plan = edited(plan, "hicm", 1, "reason", "New")
    assert name_version(plan, "", by=actor("lead@leicester")).number == 2
    assert plan.submissions.get().withdrawn_why == "A figure is wrong"
    with pytest.raises(Stopped, match="not submitted"):
        withdraw(plan, "Again", by=actor("lead@leicester"))


def test_sent_again_it_has_another_receipt(sent, actor):
    plan = withdraw(sent, "A figure is wrong", by=actor("lead@leicester"))
    made = submit(plan, prepare(plan), by=actor("lead@leicester"))
    assert made.receipt == "2019-20-E06000016-2"


@pytest.mark.usefixtures("sent")
def test_everybody_who_signed_is_told():
    told = {one.to for one in Letter.objects.filter(subject="A plan was submitted")}
    assert told == {
        f"{name}@leicester.example"
        for name in ("lead", "director", "chief-executive", "nhs-signatory", "section151", "chair")
    }


@pytest.mark.harms_the_trail
def test_the_trail_still_tells_what_the_rows_hold(sent, actor):
    withdraw(sent, "A figure is wrong", by=actor("lead@leicester"))
    assert replay(sent) is None
    assert list(wrong_versions(sent)) == []
    version = sent.versions.first()
    version.content = version.content.replace("MH Discharge", "Discharge")
    version.save()
    assert [one.field for one in wrong_versions(sent)] == ["version"]
    assert hashlib.sha256(version.content.encode()).hexdigest() != version.hash
