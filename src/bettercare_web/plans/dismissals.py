"""Warnings that are set aside with a reason, and brought back."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import msgspec
from django.db import transaction

from bettercare.findings import Finding, Severity
from bettercare.report import Summary
from bettercare_web.areas.permissions import Right
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import Stopped, the_right
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.models import Dismissal, Plan

NOT_AN_ERROR = "An error cannot be set aside. Mend it, and it goes."
GONE = "This finding is no longer there, so there is nothing to set aside."


class Problem(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One slip, as one or several checks saw it, its worst finding first.

    ``key`` tells it from the others of its check; ``evidence`` changes with the rows it is about.
    ``dismissal`` is the reason for which it was set aside, where that still holds.
    """

    findings: tuple[Finding, ...]
    key: str
    evidence: str
    rows: tuple[str, ...]
    dismissal: Dismissal | None = None

    @property
    def lead(self) -> Finding:
        """The worst of its findings."""
        return self.findings[0]

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something: it is no note, and is not set aside."""
        return self.dismissal is None and self.lead.severity is not Severity.INFORMATION

    @cached_property
    def slug(self) -> str:
        """What its line on a page is called in addresses."""
        return _hash((self.lead.code, self.key))[:12]


def problems_of(plan: Plan, summary: Summary, rows: PlanRows) -> list[Problem]:
    """Every problem of a plan, worst first, with the reasons that still stand."""
    held = {(one.code, one.problem): one for one in plan.dismissals.select_related("by")}
    found = []
    for group in summary.report.problems:
        one = _problem(group, rows)
        dismissal = held.get((one.lead.code, one.key))
        if dismissal is not None and dismissal.evidence == one.evidence and _may_go(one):
            one = msgspec.structs.replace(one, dismissal=dismissal)
        found.append(one)
    return found


def _problem(group: Sequence[Finding], rows: PlanRows) -> Problem:
    about = rows.of(group)
    ids = tuple(str(row.pk) for row in about)
    columns = sorted({place.column for one in group for place in one.places})
    lead = group[0]
    key = lead.problem or _hash((*ids, *columns, "" if ids else lead.subject))
    said = [one.message for one in group]
    evidence = _hash((*said, *(row.content for row in about)))
    return Problem(findings=tuple(group), key=key, evidence=evidence, rows=ids)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _may_go(problem: Problem) -> bool:
    return problem.lead.severity is Severity.WARNING


@again
def dismiss(plan: Plan, code: str, key: str, *, reason: str, by: Actor) -> Dismissal:
    """Set a warning aside, with a reason, until the rows it is about change.

    Raises ``Refused`` where this person may not, and ``Stopped`` for an error, for what is no
    longer found, and when the plan is frozen.
    """
    return dismiss_all(plan, code, [key], reason=reason, by=by)[0]


def dismiss_all(
    plan: Plan, code: str, keys: Collection[str], *, reason: str, by: Actor
) -> list[Dismissal]:
    """Set several warnings of one check aside for one reason: all or none, each on record.

    ``keys`` are those that the person saw, so that no other goes with them. Raises as ``dismiss``.
    """
    right = the_right(by, Action.DISMISS, plan.area, plan.round)
    with transaction.atomic():
        plan = _locked(plan)
        problems = _found(plan, code, keys)
        return [_set_aside(plan, one, reason, by, right) for one in problems]


def _set_aside(plan: Plan, problem: Problem, reason: str, by: Actor, right: Right) -> Dismissal:
    code, key = problem.lead.code, problem.key
    made, _ = Dismissal.objects.update_or_create(
        plan=plan,
        code=code,
        problem=key,
        defaults={
            "evidence": problem.evidence,
            "reason": reason,
            "by_id": by.person_id,
            "role": right.role.value,
        },
    )
    record(
        stream=plan.area.code,
        by=by.under(right.role.value, right.grant_id),
        action="warning-dismissed",
        about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
        area=plan.area.code,
        changes=[Changed(field=f"dismissal.{code}", new=f"{key}: {problem.lead.message}")],
        reason=reason,
    )
    return made


def bring_back(dismissal: Dismissal, *, by: Actor) -> None:
    """Open a warning again that was set aside.

    Raises ``Refused`` where this person may not, and ``Stopped`` when the plan is frozen or it is
    open already.
    """
    plan, area = dismissal.plan, dismissal.plan.area
    right = the_right(by, Action.DISMISS, area, plan.round)
    with transaction.atomic():
        plan = _locked(plan)
        gone, _ = plan.dismissals.filter(pk=dismissal.pk).delete()
        if not gone:
            raise Stopped("That warning is open already.")
        record(
            stream=area.code,
            by=by.under(right.role.value, right.grant_id),
            action="warning-brought-back",
            about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
            area=area.code,
            changes=[Changed(field=f"dismissal.{dismissal.code}", old=dismissal.reason)],
        )


def _locked(plan: Plan) -> Plan:
    """The plan, locked. Raises ``Stopped`` when it is frozen."""
    plan = Plan.objects.select_for_update().select_related("area").get(pk=plan.pk)
    if plan.state != Plan.State.DRAFT:
        raise Stopped("This plan is submitted, so nobody can change it.")
    return plan


def _found(plan: Plan, code: str, keys: Collection[str]) -> list[Problem]:
    """The problems of a check by their keys. Raises ``Stopped`` unless all are warnings found."""
    rows = PlanRows(plan.rows.all())
    known = problems_of(plan, summary_of(plan, rows.all), rows)
    found = [one for one in known if one.lead.code == code and one.key in keys]
    if not all(map(_may_go, found)):
        raise Stopped(NOT_AN_ERROR)
    if not keys or {one.key for one in found} != set(keys):
        raise Stopped(GONE)
    return found
