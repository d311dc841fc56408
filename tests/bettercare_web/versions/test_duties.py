"""People with two roles try everything, in any order; no forbidden step is ever taken.

The machine keeps its own small memory of who did what, and never asks the service. Before a
release it goes on for longer: BETTERCARE_DUTIES says how many histories of 14 steps it tries.
"""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.plans.actions import Edit, Refused, Stopped, edit_plan
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.models import Plan
from bettercare_web.running.demo import give
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.signing import sign
from bettercare_web.versions.actions.submitting import prepare, submit, withdraw
from bettercare_web.versions.covers import core_of
from tests.bettercare_web.versions.conftest import SIGNERS

HISTORIES = int(os.environ.get("BETTERCARE_DUTIES", "12"))
STEPS = 14
PEOPLE = ("lead", "finance", *(who.partition("@")[0] for who in SIGNERS.values()))
CAPACITY = {who.partition("@")[0]: role for role, who in SIGNERS.items()}
NO = (Refused, Stopped)


class Duties(RuleBasedStateMachine):
    """Edit, keep, sign, submit and take back, by anybody."""

    @initialize(both=st.sampled_from(sorted(CAPACITY)))
    def begin(self, both):
        """One signatory is made a lead as well; the one error of the plan is mended."""
        self.point = transaction.savepoint()
        self.plan = Plan.objects.get(area__name="Leicester", kind="plan")
        self.people = {who: self._person(who) for who in PEOPLE}
        give(self.people[both], Role.LEAD, ScopeKind.AREA, str(self.plan.area_id))
        self.leads = {"lead", both}
        self.money = {"lead"}  # who changed money since the last version
        self.before = set()  # and in the version before, which is signed while nothing changes
        self.kept = self.changed = self.frozen = False
        self.signed: dict[str, str] = {}
        self.sender = ""
        self._edit("lead", "schemes", 8, "output_estimate", "40")

    def teardown(self):
        """Everything is taken back."""
        transaction.savepoint_rollback(self.point)

    def _person(self, who):
        return Person.objects.get(email=f"{who}@leicester.example")

    def _by(self, who):
        return Actor(person_id=str(self.people[who].pk))

    def _edit(self, who, table, number, field, value):
        row = self.plan.rows.filter(table=table)[number]
        change = Edit(row_id=str(row.pk), version=row.version, fields={field: value})
        self.plan, done = edit_plan(self.plan, [change], by=self._by(who))
        if done:
            self.changed = True
            if table == "schemes":
                self.money.add(who)

    @rule(who=st.sampled_from(PEOPLE), value=st.integers(1, 3))
    def edit_money(self, who, value):
        """The amount of a council scheme: those who sign the whole plan are touched."""
        try:
            self._edit(who, "schemes", 0, "output_estimate", str(value))
        except NO:
            return
        assert not self.frozen, "D9"
        assert who in self.leads | {"finance"}
        self._void()

    @rule(who=st.sampled_from(PEOPLE), text=st.sampled_from(["A", "B"]))
    def edit_words(self, who, text):
        """The reason of a high impact change."""
        try:
            self._edit(who, "hicm", 0, "reason", text)
        except NO:
            return
        assert not self.frozen, "D9"
        assert who in self.leads
        self._void()

    def _void(self):
        standing = set(self.plan.signatures.filter(voided_at=None).values_list("role", flat=True))
        self.signed = {role: who for role, who in self.signed.items() if role in standing}

    @rule(who=st.sampled_from(PEOPLE))
    def keep(self, who):
        """Keep a version."""
        try:
            name_version(self.plan, "", by=self._by(who))
        except NO:
            return
        assert not self.frozen
        self._note_version()

    def _note_version(self):
        if self.changed:
            self.before, self.money, self.changed, self.kept = self.money, set(), False, True

    @rule(who=st.sampled_from(PEOPLE), role=st.sampled_from(sorted(SIGNERS)), fresh=st.booleans())
    def sign_it(self, who, role, fresh):
        """Sign, in any role, what is there or what was there before."""
        seen = plan_hash(core_of(self.plan)) if fresh else "0" * 64
        try:
            sign(self.plan, role, seen, by=self._by(who))
        except NO:
            return
        assert fresh, "a stale hash signs nothing"
        assert not self.frozen, "D9"
        assert CAPACITY.get(who) == role
        made_it = self.money if self.changed else self.before
        assert who not in made_it, "D2"
        assert who != self.sender or self.changed, "D1"
        assert role not in self.signed
        self._note_version()
        self.signed[role] = who

    @rule(kind=st.sampled_from(["token", "job"]), role=st.sampled_from(sorted(SIGNERS)))
    def sign_by_machine(self, kind, role):
        """D7."""
        who = self.people[next(one for one, held in CAPACITY.items() if held == role)]
        by = Actor(person_id=str(who.pk), kind=kind)
        with pytest.raises(Stopped):
            sign(self.plan, role, plan_hash(core_of(self.plan)), by=by)

    @rule(who=st.sampled_from(PEOPLE))
    def send(self, who):
        """Submit."""
        try:
            submit(self.plan, prepare(self.plan), by=self._by(who))
        except NO:
            return
        assert not self.frozen, "once"
        assert who in self.leads
        assert set(self.signed) == set(SIGNERS)
        assert who not in self.signed.values(), "D1"
        self._note_version()
        self.frozen, self.sender = True, who
        self.plan.refresh_from_db()

    @rule()
    def sign_and_send(self):
        """Everybody does what they may, so that plans are sent now and then."""
        for who, role in CAPACITY.items():
            self.sign_it(who, role, fresh=True)
        for who in sorted(self.leads):
            self.send(who)

    @rule(who=st.sampled_from(PEOPLE))
    def take_back(self, who):
        """Withdraw."""
        try:
            withdraw(self.plan, "A figure is wrong", by=self._by(who))
        except NO:
            return
        assert self.frozen
        assert who in self.leads
        self.frozen = False
        self.plan.refresh_from_db()

    @invariant()
    def what_is_frozen_is_submitted(self):
        """The plan is submitted exactly while the machine says so."""
        if hasattr(self, "plan"):
            held = Plan.objects.get(pk=self.plan.pk)
            assert (held.state == "submitted") == self.frozen
            assert held.submissions.filter(withdrawn_at=None).exists() == self.frozen


@pytest.mark.django_db
def test_no_forbidden_step_is_taken(monkeypatch):
    from hypothesis.stateful import run_state_machine_as_test

    # The files of a submission are tested apart; here they would take most of the time.
    monkeypatch.setattr("bettercare_web.versions.actions.submitting.files_of", lambda _: {})
    run_state_machine_as_test(
        Duties,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
