"""How the board approves a plan: at a meeting, by delegating it, or after it was submitted."""

from datetime import date

import msgspec
from django.db import transaction
from django.utils import timezone

from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Stopped, the_right
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.models import Approval, Plan, Version
from bettercare_web.versions.actions.naming import locked, version_now
from bettercare_web.versions.covers import core_of

MEETING, DELEGATED, LATER = "meeting", "delegated", "later"
LONGEST_MINUTE = 300


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an approval: the day of the meeting and its minute; who may approve."""

    how: str
    meeting: date
    minute: str
    delegate: str = ""


@again
def record_approval(plan: Plan, said: Approved, *, by: Actor) -> Approval:
    """Record that the board approved a plan, or to whom it delegated that.

    A meeting after the day on which plans are due, or after the plan was submitted, is approval
    later. Raises ``Refused`` where this person may not, ``Stopped`` for a meeting to come or one
    without a minute.
    """
    with transaction.atomic():
        plan = locked(plan)
        right = the_right(by, Action.RECORD_APPROVAL, plan.area, plan.round)
        actor = by.under(right.role.value, right.grant_id)
        _check(said)
        how = _how(plan, said)
        sent = plan.submissions.filter(withdrawn_at=None).first()
        version = sent.version if sent else version_now(plan, core_of(plan), by=actor)
        _refuse_repeat(plan, said, how, version)
        made = Approval.objects.create(
            plan=plan,
            version=version,
            how=how,
            meeting=said.meeting,
            minute=said.minute.strip()[:LONGEST_MINUTE],
            delegate=said.delegate.strip()[:150],
            recorded_by_id=by.person_id,
        )
        record(
            stream=plan.area.code,
            by=actor,
            action="approval-recorded",
            about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
            area=plan.area.code,
            changes=[
                Changed(field="approval", new=how),
                Changed(field="meeting", new=said.meeting.isoformat()),
                Changed(field="minute", new=made.minute),
                Changed(field="delegate", new=made.delegate or None, private=True),
                Changed(field="version", new=str(version.number)),
            ],
            plan_hash=version.hash,
        )
    return made


def _check(said: Approved) -> None:
    if said.meeting > timezone.localdate():
        raise Stopped("The meeting is still to come. Record it when it has been held.")
    if not said.minute.strip():
        raise Stopped("Give the minute or the decision that it stands in.")
    if said.how == DELEGATED and not said.delegate.strip():
        raise Stopped("Say to whom the board delegated its approval.")


def _refuse_repeat(plan: Plan, said: Approved, how: str, version: Version) -> None:
    """The same form sent twice records one approval."""
    minute = said.minute.strip()[:LONGEST_MINUTE]
    same = plan.approvals.filter(how=how, meeting=said.meeting, minute=minute, version=version)
    if same.exists():
        raise Stopped("This approval is recorded already.")


def _how(plan: Plan, said: Approved) -> str:
    if said.how == DELEGATED:
        return DELEGATED
    due = due_of(plan)
    late = due is not None and said.meeting > due.day
    return LATER if late or plan.state == Plan.State.SUBMITTED else MEETING
