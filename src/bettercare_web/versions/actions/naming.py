"""Keeping a plan as it stands, under a number and a name."""

from django.db import transaction

from bettercare.plan import Plan as CorePlan
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Stopped, the_right
from bettercare_web.plans.core import plan_hash, plan_text
from bettercare_web.plans.models import Plan, Version
from bettercare_web.versions.covers import core_of, errors_in
from bettercare_web.versions.timeline import changes_in, since_last

LONGEST_NAME = 150


def locked(plan: Plan) -> Plan:
    """The plan, locked until the transaction ends."""
    return Plan.objects.select_for_update().select_related("area").get(pk=plan.pk)


@again
def name_version(plan: Plan, name: str, *, by: Actor) -> Version:
    """Keep a plan as it stands now, under the next number.

    Raises ``Refused`` where this person may not, and ``Stopped`` for a submitted plan, one that is
    a what-if draft, or one that has not changed since its newest version.
    """
    with transaction.atomic():
        plan = locked(plan)
        right = the_right(by, Action.NAME_VERSION, plan.area, plan.round)
        if plan.state != Plan.State.DRAFT or plan.kind != Plan.Kind.PLAN:
            raise Stopped("Only the draft of a plan can be kept as a version.")
        last = plan.versions.first()
        if last is not None and last.revision == plan.revision:
            raise Stopped(f"Nothing has changed since version {last.number}.")
        actor = by.under(right.role.value, right.grant_id)
        return keep_version(plan, core_of(plan), name[:LONGEST_NAME].strip(), by=actor)


def version_now(plan: Plan, core: CorePlan, *, by: Actor) -> Version:
    """The newest version where the plan has not changed since; else one that is kept now."""
    last = plan.versions.first()
    if last is not None and last.revision == plan.revision and last.hash == plan_hash(core):
        return last
    return keep_version(plan, core, "", by=by)


def keep_version(plan: Plan, core: CorePlan, name: str, *, by: Actor) -> Version:
    """Store a locked plan as its next version, with its event; who may is not asked here."""
    last = plan.versions.first()
    number = last.number + 1 if last else 1
    changes = len(changes_in(plan, since_last(plan)))
    event = record(
        stream=plan.area.code,
        by=by,
        action="version-kept",
        about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
        area=plan.area.code,
        changes=[Changed(field="version", new=str(number)), Changed(field="name", new=name)],
        plan_hash=plan_hash(core),
    )
    return Version.objects.create(
        plan=plan,
        number=number,
        name=name,
        revision=plan.revision,
        content=plan_text(core),
        hash=plan_hash(core),
        seq=event.seq,
        by_id=by.person_id or None,
        errors=len(errors_in(core)),
        changes=changes,
    )
