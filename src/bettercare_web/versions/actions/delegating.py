"""Letting a named person of the same body sign one plan, for a time, by a document."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bettercare.rounds import load
from bettercare_web.areas.models import Grant, Person
from bettercare_web.areas.permissions import grants_of
from bettercare_web.areas.roles import Action, Role
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Refused, Stopped, the_right
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.models import Delegation, Plan
from bettercare_web.versions.actions.letters import tell
from bettercare_web.versions.actions.naming import locked
from bettercare_web.versions.actions.signing import SUBMITTED, in_person, stopped_by_rule
from bettercare_web.versions.covers import core_of
from bettercare_web.versions.signatories import Capacity, capacities

LONGEST = timedelta(days=60)


def colleagues(person: Person) -> QuerySet[Person]:
    """The people of the same body to whom somebody could delegate."""
    found = Person.objects.filter(body__isnull=False, body=person.body_id, is_active=True)
    return found.exclude(pk=person.pk).order_by("name")


def delegate(
    plan: Plan, role: str, to: Person, *, until: datetime, document: str, by: Actor
) -> Delegation:
    """Let a colleague sign a plan as a role, until a moment, by the document relied on.

    Raises ``Refused`` where this person does not sign as that role themselves, and ``Stopped`` in
    words for a role that signs in person, a right that was itself delegated, somebody of another
    body, or somebody who could not sign.
    """
    with transaction.atomic():
        plan = locked(plan)
        person = in_person(by)
        capacity = _own_capacity(person, plan, role)
        _check(plan, capacity, person, to)
        if not timezone.now() < until <= timezone.now() + LONGEST:
            raise Stopped("A delegation lasts 60 days at most, and ends in the future.")
        if not document.strip():
            raise Stopped("Name the document or minute that this relies on.")
        the_right(by, Action.SIGN, plan.area, plan.round)
        made = _store(plan, capacity, person, to, until, document.strip()[:300])
        label = load(plan.round).sign_off.items[role].label
        tell(
            [to],
            plan,
            "You may sign a plan for somebody",
            f"You may sign the plan of {plan.area} for {plan.round} as {label}, by delegation.",
        )
        record(
            stream=plan.area.code,
            by=by.under(capacity.grant.role, str(capacity.grant.pk)),
            action="signing-delegated",
            about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
            area=plan.area.code,
            changes=[
                Changed(field="signature", new=role),
                Changed(field="to", new=str(to.pk)),
                Changed(field="until", new=until.date().isoformat()),
                Changed(field="document", new=made.document),
            ],
        )
    return made


def end_delegation(one: Delegation, *, by: Actor) -> None:
    """End a delegation at once; who gave it may, and nobody else."""
    with transaction.atomic():
        plan = locked(one.plan)
        person = in_person(by)
        if one.by_id != person.pk or one.revoked_at is not None:
            raise Refused
        now = timezone.now()
        one.revoked_at = now
        one.save(update_fields=["revoked_at"])
        one.grant.revoked_at, one.grant.revoked_by = now, person
        one.grant.save(update_fields=["revoked_at", "revoked_by"])
        record(
            stream=plan.area.code,
            by=by,
            action="delegation-ended",
            about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
            area=plan.area.code,
            changes=[
                Changed(field="signature", old=one.role),
                Changed(field="to", old=str(one.to_id)),
            ],
        )


def _own_capacity(person: Person, plan: Plan, role: str) -> Capacity:
    mine = [one for one in capacities(person, plan) if one.role == role]
    if not mine:
        raise Refused
    if mine[0].delegation is not None:
        raise Stopped("You sign by delegation yourself, and that is not passed on.")
    return mine[0]


def _check(plan: Plan, capacity: Capacity, person: Person, to: Person) -> None:
    if plan.state != Plan.State.DRAFT:
        raise Stopped(SUBMITTED)
    rule = load(plan.round).sign_off.items[capacity.role]
    if rule.in_person:
        raise Stopped(f"The {rule.label} must sign in person, so it cannot be delegated.")
    if to.pk == person.pk or to.body_id is None or to.body_id != person.body_id:
        raise Stopped("Choose somebody else of your own organisation.")
    if not to.is_active or any(one.role == Role.ADMINISTRATOR.value for one in grants_of(to)):
        raise Stopped("This person cannot sign.")
    given = plan.delegations.filter(role=capacity.role, to=to, revoked_at=None)
    if given.filter(grant__in=Grant.objects.live()).exists():
        raise Stopped("They can sign as this role already.")
    if stopped_by_rule(plan, to, plan_hash(core_of(plan))):
        raise Stopped("They changed money in this version or submitted it, so they cannot sign it.")


def _store(
    plan: Plan, capacity: Capacity, person: Person, to: Person, until: datetime, document: str
) -> Delegation:
    mine = capacity.grant
    grant = Grant.objects.create(
        person=to,
        role=mine.role,
        scope_kind=mine.scope_kind,
        scope_id=mine.scope_id,
        capacity=capacity.role,
        round=plan.round,
        ends=min(until, mine.ends),
        granted_by=person,
        reason=f"Delegation: {document}",
    )
    return Delegation.objects.create(
        plan=plan, role=capacity.role, by=person, to=to, grant=grant, document=document
    )
