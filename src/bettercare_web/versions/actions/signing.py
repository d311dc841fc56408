"""Signing a plan: by somebody who may, who did not make it, for exactly what they read."""

from datetime import timedelta
from typing import NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone

from bettercare.calculations import Calculations
from bettercare.calculations.covered import in_the_way
from bettercare.plan import Plan as CorePlan
from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.clock import is_sure
from bettercare_web.audit.models import Event
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Refused, Stopped, the_right
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.models import Plan, Signature, Version
from bettercare_web.versions.actions.letters import tell
from bettercare_web.versions.actions.naming import locked, version_now
from bettercare_web.versions.covers import core_of, cover_hash, errors_in, working_of
from bettercare_web.versions.signatories import Capacity, capacities, signatories
from bettercare_web.versions.timeline import Span, edited_money, since_last, span_of

SUBMITTED = "This plan is submitted, so nobody can sign it any more."
NOT_IN_PERSON = "Only a person who is signed in can do this; a token or a job cannot."
UNSURE = "The service's clock is in doubt, so nothing can be signed or submitted. Try again soon."
MADE_IT = "You changed money in this version, so you cannot sign it. Somebody else must."
SENT_IT = "You submitted this version, so you cannot sign it. Somebody else must."
MOVED_ON = "The plan has changed since you opened this page. Read it again, then sign."
AGAIN = timedelta(minutes=10)  # after which somebody may be asked again
ALREADY = "This role has signed already, and its signature holds."


class Signing(NamedTuple):
    """A plan as it is to be signed."""

    plan: Plan
    core: CorePlan
    working: Calculations
    capacity: Capacity

    @property
    def hash(self) -> str:
        """What the signature is bound to."""
        return plan_hash(self.core)


@again
def sign(plan: Plan, role: str, seen: str, *, by: Actor) -> Signature:
    """Sign a plan in a role of its round; ``seen`` is the hash of the plan that was read.

    Raises ``Refused`` where this person does not sign as that role, and ``Stopped`` in words when
    the plan has changed since it was read, an error lies in what the role covers, the person
    changed money in it or submitted it, or the role has signed already.
    """
    with transaction.atomic():
        plan = locked(plan)
        person = in_person(by)
        capacity = _capacity(person, plan, role)
        core = core_of(plan)
        signing = Signing(plan, core, working_of(core), capacity)
        _check(signing, person, seen)
        for_whom = str(capacity.delegation.by_id) if capacity.delegation else ""
        actor = msgspec.structs.replace(
            by.under(capacity.grant.role, str(capacity.grant.pk)), on_behalf_of=for_whom
        )
        version = version_now(plan, core, by=actor)
        if edited_money(plan, by.person_id, span_of(version)):
            raise Stopped(MADE_IT)
        return _store(signing, version, person, actor)


def in_person(by: Actor) -> Person:
    """The person who acts, at a time that is sure.

    Raises ``Stopped`` for a token or a job, or while the clock is in doubt, ``Refused`` for nobody.
    """
    if by.kind != "person" or by.channel != "web":
        raise Stopped(NOT_IN_PERSON)
    if not is_sure():
        raise Stopped(UNSURE)
    person = (
        Person.objects.filter(pk=by.person_id, is_active=True).first() if by.person_id else None
    )
    if person is None:
        raise Refused
    return person


def stopped_by_rule(plan: Plan, person: Person, content_hash: str) -> str:
    """Why a person cannot sign the plan as it is, whatever their role; "" when they can."""
    last = plan.versions.first()
    same = last is not None and last.revision == plan.revision
    span: Span = span_of(last) if last is not None and same else since_last(plan)
    if edited_money(plan, str(person.pk), span):
        return MADE_IT
    if plan.submissions.filter(by=person, version__hash=content_hash).exists():
        return SENT_IT
    return ""


def _capacity(person: Person, plan: Plan, role: str) -> Capacity:
    for one in capacities(person, plan):
        if one.role == role:
            return one
    raise Refused


def _check(signing: Signing, person: Person, seen: str) -> None:
    plan, role = signing.plan, signing.capacity.role
    if plan.state != Plan.State.DRAFT or plan.kind != Plan.Kind.PLAN:
        raise Stopped(SUBMITTED)
    if seen != signing.hash:
        raise Stopped(MOVED_ON)
    if plan.signatures.filter(role=role, voided_at=None).exists():
        raise Stopped(ALREADY)
    why = stopped_by_rule(plan, person, signing.hash)
    if why:
        raise Stopped(why)
    errors = in_the_way(signing.working, role, errors_in(signing.core))
    if errors:
        first = f"{errors[0].subject}: {errors[0].message}"
        raise Stopped(f"An error is open in what this signature covers. {first}")


def _store(signing: Signing, version: Version, person: Person, by: Actor) -> Signature:
    delegation = signing.capacity.delegation
    made = Signature.objects.create(
        plan=signing.plan,
        version=version,
        role=signing.capacity.role,
        covered=cover_hash(signing.working, signing.capacity.role),
        by=person,
        name=person.name,
        delegated_for=delegation.by.name if delegation else "",
        document=delegation.document if delegation else "",
    )
    record(
        stream=signing.plan.area.code,
        by=by,
        action="signed",
        about=Thing("plan", str(signing.plan.pk), signing.plan.revision, signing.plan.revision),
        area=signing.plan.area.code,
        changes=[
            Changed(field="signature", new=made.role),
            Changed(field="version", new=str(version.number)),
            Changed(field="covered", new=made.covered),
            Changed(field="name", new=made.name, private=True),
            *([Changed(field="document", new=made.document)] if delegation else []),
        ],
        plan_hash=version.hash,
    )
    return made


def ask_to_sign(plan: Plan, role: str, *, by: Actor) -> list[Person]:
    """Write to those who sign as a role that the plan waits for them; gives whom.

    Raises ``Stopped`` where nobody holds the role, or they were asked in the last ten minutes.
    """
    with transaction.atomic():
        plan = locked(plan)
        right = the_right(by, Action.NAME_VERSION, plan.area, plan.round)
        if plan.state != Plan.State.DRAFT:
            raise Stopped(SUBMITTED)
        people = signatories(plan, role)
        label = working_of(core_of(plan)).rules.sign_off.items[role].label
        if not people:
            raise Stopped(f"Nobody holds the role of {label} yet. Invite them first.")
        _refuse_repeat(plan, role)
        tell(
            people,
            plan,
            "A plan waits for your signature",
            f"The plan of {plan.area} for {plan.round} waits for you to sign it as {label}.",
        )
        record(
            stream=plan.area.code,
            by=by.under(right.role.value, right.grant_id),
            action="asked-to-sign",
            about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
            area=plan.area.code,
            changes=[Changed(field="signature", new=role)],
        )
    return people


def _refuse_repeat(plan: Plan, role: str) -> None:
    lately = timezone.now() - AGAIN
    asked = Event.objects.filter(
        object_type="plan", object_id=str(plan.pk), action="asked-to-sign", at__gt=lately
    )
    if any(f'"new":"{role}"' in one.body for one in asked):
        raise Stopped("They were asked less than ten minutes ago.")
