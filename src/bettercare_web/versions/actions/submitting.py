"""Submitting a plan, once, and taking it back with a reason."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.db import transaction
from django.utils import timezone

from bettercare.plan import Plan as CorePlan
from bettercare.rounds import load
from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Stopped, the_right
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.core import plan_hash, plan_text
from bettercare_web.plans.deadlines import is_closed
from bettercare_web.plans.files import Sealed, files_of
from bettercare_web.plans.models import Plan, Signature, Submission, Version
from bettercare_web.versions.actions.letters import tell
from bettercare_web.versions.actions.naming import locked, version_now
from bettercare_web.versions.actions.signing import in_person
from bettercare_web.versions.covers import core_of
from bettercare_web.versions.signatories import leads
from bettercare_web.versions.standing import standing_of, with_signatures

MOVED_ON = "The plan or its signatures changed while it was made ready. Look at it, then try again."
SENT = "This plan is submitted already."
MONEY = ("income", "schemes")
CLOSED = "The last day for plans of this round is past. Ask the national team for more time."
SIGNED_IT = "You signed this plan, so you cannot submit it. Another lead must."


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A plan made ready to be submitted: with its signatures, and the hash of each file of it."""

    hash: str
    content: str
    number: int
    receipt: str
    at: datetime
    files: Mapping[str, str]


def prepare(plan: Plan) -> Prepared:
    """Make the files of a plan before anything is locked. Raises ``Stopped`` if it is not ready."""
    _refuse_unready(plan)
    core = core_of(plan)
    number = _number(plan, core)
    complete = _complete(plan, core)
    receipt = f"{plan.round}-{plan.area.code}-{number}"
    at = timezone.now()
    sealed = Sealed(
        plan=complete,
        area=plan.area.name,
        area_code=plan.area.code,
        version=str(number),
        hash=plan_hash(core),
        at=at,
        receipt=receipt,
    )
    files = {name: hashlib.sha256(data).hexdigest() for name, data in files_of(sealed).items()}
    return Prepared(
        hash=plan_hash(core),
        content=plan_text(complete),
        number=number,
        receipt=receipt,
        at=at,
        files=files,
    )


@again
def submit(plan: Plan, ready: Prepared, *, by: Actor) -> Submission:
    """Submit a plan that was made ready, and freeze it.

    Raises ``Refused`` where this person may not, and ``Stopped`` in words when the plan is
    submitted, has an error, lacks a section or a signature, has changed since it was made ready,
    or was signed by this person.
    """
    with transaction.atomic():
        plan = locked(plan)
        right = the_right(by, Action.SUBMIT, plan.area, plan.round)
        person = in_person(by)
        _refuse_unready(plan)
        _refuse_signer(plan, person)
        core = core_of(plan)
        now = (plan_hash(core), plan_text(_complete(plan, core)), _number(plan, core))
        if now != (ready.hash, ready.content, ready.number):
            raise Stopped(MOVED_ON)
        return _store(plan, core, ready, by.under(right.role.value, right.grant_id))


def refuse_blank(core: CorePlan) -> None:
    """Refuse a plan without income or without schemes: no check speaks of what is not there."""
    lacking = [table for table in MONEY if not getattr(core, table)]
    if lacking:
        said = " and no ".join(lacking)
        raise Stopped(
            f"The plan has no {said} yet. Add {'it' if lacking == ['income'] else 'them'} first."
        )


def _refuse_unready(plan: Plan) -> None:
    if plan.state != Plan.State.DRAFT or plan.kind != Plan.Kind.PLAN:
        raise Stopped(SENT)
    if is_closed(plan, timezone.now()):
        raise Stopped(CLOSED)
    refuse_blank(core_of(plan))
    standing = standing_of(plan)
    if standing.errors:
        count = len(standing.errors)
        raise Stopped(f"{count} error{'' if count == 1 else 's'} must be mended first.")
    if standing.not_started:
        raise Stopped(f"{standing.not_started[0].words} before the plan can be submitted.")
    if standing.missing:
        raise Stopped(f"The signature of the {standing.missing[0].label} is missing.")


def _refuse_signer(plan: Plan, person: Person) -> None:
    if plan.signatures.filter(voided_at=None, by=person).exists():
        raise Stopped(SIGNED_IT)


def _complete(plan: Plan, core: CorePlan) -> CorePlan:
    held = plan.signatures.filter(voided_at=None).select_related("version")
    return with_signatures(core, held, load(plan.round))


def _number(plan: Plan, core: CorePlan) -> int:
    """The number of the version that is submitted: the newest, where it is the plan of now."""
    last = plan.versions.first()
    if last is None:
        return 1
    same = last.revision == plan.revision and last.hash == plan_hash(core)
    return last.number if same else last.number + 1


def _store(plan: Plan, core: CorePlan, ready: Prepared, by: Actor) -> Submission:
    version = version_now(plan, core, by=by)
    plan.state = Plan.State.SUBMITTED
    plan.save(update_fields=["state"])
    keep_standing(plan, summary_of(plan))
    signers = Signature.objects.filter(plan=plan, voided_at=None).select_related("by")
    tell(
        [*(one.by for one in signers), *leads(plan)],
        plan,
        "A plan was submitted",
        f"Version {version.number} of the plan of {plan.area} for {plan.round} was submitted. "
        f"Its receipt is {ready.receipt}.",
    )
    event = record(
        stream=plan.area.code,
        by=by,
        action="plan-submitted",
        about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
        area=plan.area.code,
        changes=_told(version, ready),
        plan_hash=version.hash,
    )
    return Submission.objects.create(
        plan=plan,
        version=version,
        receipt=ready.receipt,
        content=ready.content,
        head=event.hash,
        exports=dict(ready.files),
        at=ready.at,
        by_id=by.person_id,
    )


def _told(version: Version, ready: Prepared) -> list[Changed]:
    files = [Changed(field=f"file {name}", new=sha256) for name, sha256 in ready.files.items()]
    return [
        Changed(field="version", new=str(version.number)),
        Changed(field="receipt", new=ready.receipt),
        *files,
    ]


@again
def withdraw(plan: Plan, reason: str, *, by: Actor) -> Plan:
    """Take a submitted plan back; it is a draft again, as the version after the submitted one.

    What was signed still stands as long as what it covers does not change. Raises ``Refused`` where
    this person may not, and ``Stopped`` for a plan that is not submitted, or without a reason.
    """
    with transaction.atomic():
        plan = locked(plan)
        right = the_right(by, Action.SUBMIT, plan.area, plan.round)
        person = in_person(by)
        sent = plan.submissions.select_for_update().filter(withdrawn_at=None).first()
        if sent is None or plan.state != Plan.State.SUBMITTED:
            raise Stopped("This plan is not submitted.")
        if not reason.strip():
            raise Stopped("Say why it is taken back.")
        sent.withdrawn_at, sent.withdrawn_by = timezone.now(), person
        sent.withdrawn_why = reason.strip()[:500]
        sent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        before, plan.revision, plan.state = plan.revision, plan.revision + 1, Plan.State.DRAFT
        plan.save(update_fields=["revision", "state"])
        keep_standing(plan, summary_of(plan))
        _tell_withdrawn(plan, sent)
        record(
            stream=plan.area.code,
            by=by.under(right.role.value, right.grant_id),
            action="plan-withdrawn",
            about=Thing("plan", str(plan.pk), before, plan.revision),
            area=plan.area.code,
            changes=[Changed(field="receipt", old=sent.receipt)],
            reason=sent.withdrawn_why,
        )
    return plan


def _tell_withdrawn(plan: Plan, sent: Submission) -> None:
    signers = plan.signatures.filter(voided_at=None).select_related("by")
    tell(
        [*(one.by for one in signers), *leads(plan)],
        plan,
        "A plan was taken back",
        f"The plan of {plan.area} for {plan.round} with receipt {sent.receipt} was taken back.",
    )
