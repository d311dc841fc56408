"""Signing for somebody, and how the board approves."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bettercare_web.areas.models import Grant, Person
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.audit.models import Event
from bettercare_web.mail.models import Letter
from bettercare_web.people.giving import renew
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.running.demo import give
from bettercare_web.versions.actions.approving import Approved, record_approval
from bettercare_web.versions.actions.delegating import delegate, end_delegation
from bettercare_web.versions.standing import standing_of

DOCUMENT = "Scheme of delegation 4.2"


@pytest.fixture
def delegated(actor, person):
    """Let somebody sign as the director, for some days."""

    def run(plan, to="viewer@leicester", days=3, by="director@leicester", role="dass"):
        until = timezone.now() + timedelta(days=days)
        return delegate(plan, role, person(to), until=until, document=DOCUMENT, by=actor(by))

    return run


def test_a_delegate_signs_in_their_own_name_and_for_somebody(mended, delegated, signing, person):
    delegated(mended)
    made = signing(mended, "dass", "viewer@leicester")
    assert (made.name, made.delegated_for) == ("Leicester viewer", "Leicester director")
    assert made.document == DOCUMENT
    event = Event.objects.get(action="signed")
    assert f'"for":"{person("director@leicester").pk}"' in event.body
    assert Letter.objects.filter(to="viewer@leicester.example").exists()


def test_after_its_last_day_it_signs_nothing(mended, delegated, signing):
    one = delegated(mended)
    for shift, allowed in ((timedelta(seconds=-1), False), (timedelta(seconds=60), True)):
        Grant.objects.filter(pk=one.grant_id).update(ends=timezone.now() + shift)
        if allowed:
            assert signing(mended, "dass", "viewer@leicester").delegated_for
        else:
            with pytest.raises(Refused):
                signing(mended, "dass", "viewer@leicester")


def test_ended_it_signs_nothing(mended, delegated, signing, actor):
    one = delegated(mended)
    with pytest.raises(Refused):
        end_delegation(one, by=actor("lead@leicester"))
    end_delegation(one, by=actor("director@leicester"))
    with pytest.raises(Refused):
        signing(mended, "dass", "viewer@leicester")


def test_it_ends_with_the_role_of_who_gave_it(mended, delegated, signing, person):
    delegated(mended)
    Grant.objects.filter(person=person("director@leicester")).update(revoked_at=timezone.now())
    with pytest.raises(Refused):
        signing(mended, "dass", "viewer@leicester")


def test_two_who_delegate_to_each_other_still_sign_as_themselves(mended, delegated, signing):
    delegated(mended, to="section151@leicester")
    delegated(mended, to="director@leicester", by="section151@leicester", role="s151_officer")
    assert signing(mended, "dass", "director@leicester").delegated_for == ""


def test_it_is_given_once_and_for_one_round(mended, delegated):
    one = delegated(mended)
    assert one.grant.round == "2019-20"
    with pytest.raises(Stopped, match="already"):
        delegated(mended)


def test_no_administrator_makes_it_a_role_of_its_own(mended, delegated, actor):
    one = delegated(mended)
    with pytest.raises(Stopped, match="delegation"):
        renew(one.grant, by=actor("administrator@england"))


def test_it_is_of_one_role_and_one_plan(mended, rotherham, delegated, signing):
    delegated(mended)
    with pytest.raises(Refused):
        signing(mended, "s151_officer", "viewer@leicester")
    with pytest.raises(Refused):
        signing(rotherham, "dass", "viewer@leicester")


def test_it_is_not_passed_on(mended, delegated):
    delegated(mended)
    with pytest.raises(Stopped, match="not passed on"):
        delegated(mended, to="auditor@leicester", by="viewer@leicester")


@pytest.mark.parametrize(
    ("to", "days", "why"),
    [
        ("director@leicester", 3, "somebody else of your own organisation"),
        ("nhs-finance@leicester", 3, "somebody else of your own organisation"),
        ("viewer@rotherham", 3, "somebody else of your own organisation"),
        ("lead@leicester", 3, "changed money"),
        ("viewer@leicester", 61, "60 days"),
        ("viewer@leicester", -1, "60 days"),
    ],
)
def test_to_whom_and_for_how_long(mended, delegated, to, days, why):
    with pytest.raises(Stopped, match=why):
        delegated(mended, to=to, days=days)


def test_not_to_an_administrator(mended, delegated, person):
    give(person("viewer@leicester"), Role.ADMINISTRATOR, ScopeKind.SYSTEM, "")
    with pytest.raises(Stopped, match="cannot sign"):
        delegated(mended)


def test_only_who_signs_as_a_role_delegates_it(mended, delegated):
    with pytest.raises(Refused):
        delegated(mended, by="section151@leicester")
    with pytest.raises(Refused):
        delegated(mended, by="lead@leicester")


def test_the_document_is_named(mended, actor):
    to = Person.objects.get(email="viewer@leicester.example")
    until = timezone.now() + timedelta(days=1)
    with pytest.raises(Stopped, match="document or minute"):
        delegate(mended, "dass", to, until=until, document=" ", by=actor("director@leicester"))


class TestBoard:
    """Approval at a meeting, by delegation, or later."""

    def approve(self, plan, by, how="meeting", meeting=date(2019, 9, 26), **more):
        said = Approved(how=how, meeting=meeting, minute=more.pop("minute", "Minute 7"), **more)
        return record_approval(plan, said, by=by)

    def state(self, plan):
        return next(one.state for one in standing_of(plan).roles if one.for_board)

    @pytest.mark.parametrize(
        ("day", "how"), [(date(2019, 9, 27), "meeting"), (date(2019, 9, 28), "later")]
    )
    def test_after_the_day_on_which_plans_are_due_it_is_later(self, mended, actor, day, how):
        assert self.approve(mended, actor("lead@leicester"), meeting=day).how == how

    def test_the_same_form_twice_records_one(self, mended, actor):
        self.approve(mended, actor("lead@leicester"))
        with pytest.raises(Stopped, match="recorded already"):
            self.approve(mended, actor("lead@leicester"))
        assert mended.approvals.count() == 1

    def test_it_stands_until_the_plan_changes(self, mended, actor, edited):
        self.approve(mended, actor("chair@leicester"))
        assert self.state(mended) == "approved"
        assert self.state(edited(mended, "hicm", 1, "reason", "New")) == "unsigned"

    def test_a_delegated_approval_stands_for_what_changes_later(self, mended, actor, edited):
        self.approve(mended, actor("lead@leicester"), how="delegated", delegate="The chair")
        assert self.state(edited(mended, "hicm", 1, "reason", "New")) == "approved"

    def test_after_it_was_submitted_it_is_later(self, sent, actor):
        assert self.approve(sent, actor("lead@leicester")).how == "later"

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"meeting": date(2999, 1, 1)}, "still to come"),
            ({"minute": " "}, "minute"),
            ({"how": "delegated"}, "to whom"),
        ],
    )
    def test_what_is_missing_is_said(self, mended, actor, more, why):
        with pytest.raises(Stopped, match=why):
            self.approve(mended, actor("lead@leicester"), **more)

    def test_who_may_record_it(self, mended, actor):
        for who in ("finance@leicester", "section151@leicester", "lead@rotherham"):
            with pytest.raises(Refused):
                self.approve(mended, actor(who))
