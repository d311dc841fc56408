"""Who signs what, and what a later change does to it."""

import pytest
from django.core import mail
from django.utils import timezone

from bettercare_web.areas.models import Grant
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event
from bettercare_web.mail.models import Letter
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.core import plan_hash
from bettercare_web.running.demo import give
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.signing import ask_to_sign, sign
from bettercare_web.versions.actions.submitting import prepare, submit, withdraw
from bettercare_web.versions.covers import core_of, cover_hash, working_of
from bettercare_web.versions.signatories import leads, signatories
from bettercare_web.versions.standing import standing_of
from tests.bettercare_web.versions.conftest import SIGNERS

WHOLE = {"s151_officer", "hwb_chair"}


def states(plan):
    return {one.code: one.state for one in standing_of(plan).roles}


def voided(plan):
    return {one.role for one in plan.signatures.exclude(voided_at=None)}


def test_leicester_waits_for_scheme_9_where_the_whole_plan_is_signed(leicester):
    assert states(leicester) == {
        "accountable_officer": "unsigned",
        "la_chief_executive": "unsigned",
        "dass": "unsigned",
        "s151_officer": "needs",
        "hwb_chair": "needs",
    }


def test_an_error_in_another_part_does_not_stop_a_signature(leicester, signing):
    signing(leicester, "dass")
    assert states(leicester)["dass"] == "valid"
    with pytest.raises(Stopped, match="Row 9, output: Enter the number of placements"):
        signing(leicester, "s151_officer")


def test_a_signature_keeps_the_version_it_was_given_to(mended, signing):
    made = signing(mended, "dass")
    assert made.version.number == 1
    assert made.version.hash == plan_hash(core_of(mended))
    event = Event.objects.get(action="signed")
    assert made.name not in event.body
    assert made.covered in event.body
    assert event.body.count('"plan_hash":"' + made.version.hash) == 1


def test_everybody_signs_the_same_version(signed):
    assert {one.version.number for one in signed.signatures.all()} == {1}
    assert standing_of(signed).is_ready


@pytest.mark.parametrize(
    ("place", "value", "others"),
    [
        (("schemes", 13, "provider"), "CCG", {"accountable_officer"}),
        (("schemes", 13, "amounts.2019-20"), "1", {"accountable_officer", "la_chief_executive"}),
        (("schemes", 9, "scheme_name"), "Team", set()),
        (("schemes", 41, "commissioner"), "CCG", {"accountable_officer"}),
        (("income", 1, "comment"), "Paid in April", {"la_chief_executive"}),
        (("metrics", 1, "narrative"), "New", {"dass"}),
        (("hicm", 1, "reason"), "New", {"dass"}),
        (("requirements", 1, "action"), "New", {"la_chief_executive"}),
    ],
)
def test_a_change_voids_the_signatures_it_touches(signed, edited, place, value, others):
    edited(signed, *place, value)
    assert voided(signed) == others | WHOLE


def test_every_field_of_a_row_voids_those_who_answer_for_it(signed, edited):
    """T04: each text field of one row that the NHS commissions, one after another."""
    fields = (
        "scheme_id",
        "scheme_name",
        "description",
        "sub_type",
        "scheme_type_other",
        "provider",
    )
    for field in fields:
        edited(signed, "schemes", 13, field, f"New {field}"[:20])
        assert voided(signed) == {"accountable_officer"} | WHOLE, field
        signed.signatures.update(voided_at=None, voided_why="")
        for one in signed.signatures.all():
            one.covered = cover_hash(working_of(core_of(signed)), one.role)
            one.save()


def test_a_voided_signature_stays_and_its_people_are_told(signed, edited):
    edited(signed, "hicm", 1, "reason", "New")
    held = signed.signatures.get(role="dass")
    assert held.voided_at is not None
    assert states(signed)["dass"] == "voided"
    event = Event.objects.filter(action="signature-voided").first()
    assert '"field":"signature"' in event.body
    told = {one.to for one in Letter.objects.filter(subject="A signature no longer holds")}
    assert {"director@leicester.example", "lead@leicester.example"} <= told
    assert "New" not in Letter.objects.latest("written").text
    assert mail.outbox == []


def test_a_role_signs_again_after_its_signature_was_voided(signed, edited, signing):
    plan = edited(signed, "hicm", 1, "reason", "New")
    made = signing(plan, "dass")
    assert made.version.number == 2
    assert states(plan)["dass"] == "valid"
    assert [one.voided_at is None for one in plan.signatures.filter(role="dass")] == [False, True]


def test_a_hash_that_is_stale_signs_nothing(mended, actor, edited):
    seen = plan_hash(core_of(mended))
    edited(mended, "hicm", 1, "reason", "New")
    with pytest.raises(Stopped, match="has changed since you opened"):
        sign(mended, "dass", seen, by=actor("director@leicester"))
    assert not mended.signatures.exists()


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("dass", "section151@leicester"),
        ("s151_officer", "director@leicester"),
        ("accountable_officer", "chief-executive@leicester"),
        ("hwb_chair", "section151@leicester"),
        ("s151_officer", "lead@leicester"),
        ("s151_officer", "section151@rotherham"),
        ("bcf_lead", "lead@leicester"),
        ("s151_officer", "national@england"),
        ("s151_officer", "administrator@england"),
    ],
)
def test_nobody_signs_as_another(mended, signing, role, who):
    with pytest.raises(Refused):
        signing(mended, role, who)


def test_a_role_signs_once(signed, signing):
    with pytest.raises(Stopped, match="has signed already"):
        signing(signed, "dass")


@pytest.mark.parametrize("how", [{"kind": "token"}, {"kind": "job"}, {"channel": "api"}])
def test_a_token_or_a_job_never_signs(mended, person, how):
    """D7."""
    by = Actor(person_id=str(person("director@leicester").pk), **how)
    with pytest.raises(Stopped, match="Only a person"):
        sign(mended, "dass", plan_hash(core_of(mended)), by=by)


class TestTwoRoles:
    """D1 and D2: people who hold two roles."""

    @pytest.fixture
    def both(self, person, leicester):
        """The section 151 officer is the lead too."""
        one = person("section151@leicester")
        give(one, Role.LEAD, ScopeKind.AREA, str(leicester.area_id))
        return "section151@leicester"

    def test_who_changed_money_in_a_version_does_not_sign_it(self, both, mended, edited, signing):
        plan = edited(mended, "schemes", 13, "amounts.2019-20", "1255073", who=both)
        assert plan.revision == mended.revision, "what does not change anything is no edit"
        plan = edited(mended, "schemes", 41, "amounts.2019-20", "1", who=both)
        with pytest.raises(Stopped, match="You changed money in this version"):
            signing(plan, "s151_officer")

    def test_nor_when_it_was_put_back(self, both, mended, edited, signing):
        was = mended.rows.filter(table="schemes")[40]
        before = (core_of(mended).schemes or ())[40].amounts["2019-20"]
        plan = edited(mended, "schemes", 41, "amounts.2019-20", "1", who=both)
        plan = edited(plan, "schemes", 41, "amounts.2019-20", str(before), who=both)
        was.refresh_from_db()
        with pytest.raises(Stopped, match="You changed money in this version"):
            signing(plan, "s151_officer")

    def test_who_changed_words_may_sign(self, both, mended, edited, signing):
        plan = edited(mended, "hicm", 1, "reason", "New", who=both)
        assert signing(plan, "s151_officer").role == "s151_officer"

    def test_a_later_version_without_their_money_may_be_signed(
        self, both, mended, edited, signing, actor
    ):
        plan = edited(mended, "schemes", 13, "description", "New", who=both)
        name_version(plan, "One", by=actor("lead@leicester"))
        with pytest.raises(Stopped, match="You changed money"):
            signing(plan, "s151_officer")
        plan = edited(plan, "hicm", 1, "reason", "New")
        assert signing(plan, "s151_officer").version.number == 2

    def test_who_signed_does_not_submit(self, both, signed, actor):
        with pytest.raises(Stopped, match="You signed this plan"):
            submit(signed, prepare(signed), by=actor(both))

    def test_who_submitted_a_version_does_not_sign_it(self, both, sent, person, signing, actor):
        withdraw(sent, "To sign it again", by=actor("lead@leicester"))
        sent.refresh_from_db()
        sent.signatures.filter(role="s151_officer").update(voided_at=timezone.now())
        sent.submissions.update(by=person(both))
        with pytest.raises(Stopped, match="You submitted this version"):
            signing(sent, "s151_officer")


def test_a_signatory_is_asked_once_in_ten_minutes(mended, actor):
    people = ask_to_sign(mended, "dass", by=actor("lead@leicester"))
    assert [one.email for one in people] == ["director@leicester.example"]
    letter = Letter.objects.get(to="director@leicester.example")
    assert letter.subject == "A plan waits for your signature"
    with pytest.raises(Stopped, match="ten minutes"):
        ask_to_sign(mended, "dass", by=actor("lead@leicester"))
    with pytest.raises(Refused):
        ask_to_sign(mended, "dass", by=actor("viewer@leicester"))


def test_the_people_of_other_areas_are_not_asked_about(
    mended, person, area_of, django_assert_max_num_queries
):
    for name in ("viewer", "analyst", "finance"):  # as if other areas had many leads
        over = str(area_of("Rotherham").pk)
        for role in (Role.LEAD, Role.SECTION_151):
            give(person(f"{name}@rotherham"), role, ScopeKind.AREA, over)
    with django_assert_max_num_queries(5):
        assert [str(one) for one in leads(mended)] == ["Leicester lead"]
    with django_assert_max_num_queries(11):
        found = signatories(mended, "s151_officer")
    assert [str(one) for one in found] == ["Leicester section 151 officer"]


def test_a_role_that_nobody_holds_is_said(mended, actor, person):
    Grant.objects.filter(person=person("director@leicester")).update(revoked_at=timezone.now())
    with pytest.raises(Stopped, match="Nobody holds the role"):
        ask_to_sign(mended, "dass", by=actor("lead@leicester"))


def test_five_roles_sign_in_2019_20():
    assert len(SIGNERS) == 5
