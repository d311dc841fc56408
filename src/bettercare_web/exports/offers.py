"""Which files a person may take away of a plan, and what then goes into them."""

from typing import NamedTuple

import msgspec
from django.http import Http404
from django.utils import timezone

from bettercare.plan import Plan as CorePlan
from bettercare_web import words
from bettercare_web.areas.permissions import Right, rights
from bettercare_web.areas.roles import Action
from bettercare_web.exports.making import KINDS, Kind, only_schemes, without_contacts
from bettercare_web.plans.core import plan_hash, to_core
from bettercare_web.plans.doors import PlanRequest, may
from bettercare_web.plans.files import Sealed
from bettercare_web.plans.models import Plan, Submission


class Offer(NamedTuple):
    """A kind of file as the page offers it."""

    key: str
    kind: Kind


def offers(held: list[Right]) -> list[Offer]:
    """The kinds of files that are made for somebody with some rights."""
    every = any(one.rows.every for one in held)
    return [Offer(key, kind) for key, kind in KINDS.items() if every or not kind.whole]


def held_for(request: PlanRequest, action: Action) -> list[Right]:
    """The rights by which a person may take a draft (10) or a submitted version (14) away."""
    return rights(request.user, action, request.area, request.plan.round)


def sent(plan: Plan) -> Submission | None:
    """The submission that stands, where there is one."""
    found = plan.submissions.filter(withdrawn_at=None).select_related("version")
    return found.first()


def sealed_draft(request: PlanRequest, plan: Plan) -> Sealed:
    """The draft as it is now, marked with area, version and time."""
    rows = list(plan.rows.all())
    core = to_core(plan.round, rows)
    last = plan.versions.first()
    same = last is not None and last.revision == plan.revision
    number = 1 if last is None else last.number + (0 if same else 1)
    now = timezone.now()
    held = held_for(request, Action.EXPORT_DRAFT)
    mine = [str(row.pk) for row in rows if row.table == "schemes"]
    return Sealed(
        plan=_within(request, core, held, mine),
        area=plan.area.name,
        area_code=plan.area.code,
        version=str(number),
        hash=plan_hash(core),
        at=now,
        mark=f"DRAFT: {plan.area.name}, version {number}, {words.moment(now)}",
    )


def sealed_submission(request: PlanRequest, plan: Plan, found: Submission) -> Sealed:
    """The plan as it was submitted: the same bytes as then, for who may see its contacts."""
    core = msgspec.json.decode(found.content or found.version.content, type=CorePlan)
    held = held_for(request, Action.SEE_SUBMITTED)
    mine = [str(row.pk) for row in plan.rows.filter(table="schemes")]
    return Sealed(
        plan=_within(request, core, held, mine),
        area=plan.area.name,
        area_code=plan.area.code,
        version=str(found.version.number),
        hash=found.version.hash,
        at=found.at,
        receipt=found.receipt,
    )


def _within(
    request: PlanRequest, core: CorePlan, held: list[Right], schemes: list[str]
) -> CorePlan:
    """What of a plan a person may take away; ``schemes`` are the rows, in the plan's order."""
    if not held:
        raise Http404
    if not any(one.rows.every for one in held):
        ids = {row for one in held for row in one.rows.ids}
        items = frozenset(item for item, row in enumerate(schemes, 1) if row in ids)
        return only_schemes(core, items)
    return core if may(request, Action.SEE_CONTACTS) else without_contacts(core)
