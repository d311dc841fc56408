"""Everything that changes a plan: each in one transaction, with its event, by somebody who may."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from django.db import transaction
from django.utils import timezone

from bettercare.plan import Plan as CorePlan
from bettercare.rounds import Round, load
from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import Right, person_with_grants, rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.again import again
from bettercare_web.audit.models import Event
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.core import WHOLE, content_of, records_of, whole_from
from bettercare_web.plans.edits import (
    Add,
    Change,
    Clash,
    Edit,
    Refused,
    Remove,
    Stale,
    Stopped,
    Unreadable,
    fields_of,
)
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import Applied, apply_all, may_touch, rows_to_edit

# Called inside the transaction of every change to a plan, with what changed in it: signatures
# that no longer hold are voided here. Other parts of the service add themselves at start.
AFTER_CHANGE: list[Callable[[Plan, Sequence[Applied], Actor], None]] = []


@again
def start_plan(
    area: Area, round_id: str, content: CorePlan | None = None, *, by: Actor, reason: str = ""
) -> Plan:
    """Start an area's plan for a round: blank, or with what a file or last year's plan holds.

    Raises ``Refused`` when this person may not, and ``Stopped`` when the area has one already.
    """
    right = the_right(by, Action.EDIT_MONEY, area, round_id, every=True)
    core = content or CorePlan(round=round_id, area=area.name)
    with transaction.atomic():
        Area.objects.select_for_update().get(pk=area.pk)  # two forms at once start one plan
        if Plan.objects.filter(area=area, round=round_id, kind=Plan.Kind.PLAN):
            raise Stopped(f"{area.name} has a plan for {round_id} already.")
        plan = Plan.objects.create(
            area=area, round=round_id, started_by_id=by.person_id or None, revision=1
        )
        rows = write_rows(plan, msgspec.structs.replace(core, round=round_id))
        record(
            stream=area.code,
            by=by.under(right.role.value, right.grant_id),
            action="plan-started",
            about=Thing("plan", str(plan.pk), after=1),
            area=area.code,
            changes=[change for row in rows for change in changes_of_new(row)],
            placed=places_of(rows),
            reason=reason,
        )
    return plan


def write_rows(plan: Plan, core: CorePlan) -> list[Row]:
    """Store every record of a library's plan as a row; only for a plan that has none."""
    rows = [Row(plan=plan, table=WHOLE, position=0, content=content_of(whole_from(core)))]
    counts: dict[str, int] = {}
    for table, one in records_of(core):
        counts[table] = counts.get(table, 0) + 1
        rows.append(
            Row(plan=plan, table=table, position=counts[table] * 1024, content=content_of(one))
        )
    return Row.objects.bulk_create(rows)


@again
def edit_plan(
    plan: Plan,
    changes: Sequence[Change],
    *,
    by: Actor,
    reason: str = "",
    action: str = "plan-edited",
) -> tuple[Plan, list[Applied]]:
    """Carry out some edits, all or none, and return the plan as it then is with what was done.

    Raises ``Refused`` where the person may not touch a row, ``Stopped`` when the plan is frozen,
    ``Stale`` with both values where somebody else changed the same fields meanwhile, and
    ``Unreadable`` for values that their fields cannot hold.
    """
    with transaction.atomic():
        held = locked(plan)
        return held, edit_locked(held, changes, by=by, reason=reason, action=action)


def locked(plan: Plan) -> Plan:
    """A plan as it is now, which nobody else changes until the transaction ends."""
    return Plan.objects.select_for_update().select_related("area").get(pk=plan.pk)


def edit_locked(
    plan: Plan,
    changes: Sequence[Change],
    *,
    by: Actor,
    reason: str = "",
    action: str = "plan-edited",
) -> list[Applied]:
    """Carry out some edits of a plan that is ``locked``, as ``edit_plan`` does.

    Whatever it raises must take the transaction back: something may be written already.
    """
    if plan.state != Plan.State.DRAFT:
        raise Stopped("This plan is submitted, so nobody can change it.")
    rules = load(plan.round)
    rows = rows_to_edit(plan, changes)
    allowed = _check_rights(plan, changes, by, rules, rows)
    done = apply_all(plan, changes, rules, rows)
    if done:
        _finish(plan, done, by.under(*allowed), reason, action)
    return done


def _finish(plan: Plan, done: Sequence[Applied], by: Actor, reason: str, action: str) -> Event:
    before, plan.revision = plan.revision, plan.revision + 1
    plan.edited = timezone.now()
    plan.edited_by_id = by.person_id or None
    plan.save(update_fields=["revision", "edited", "edited_by"])
    for after_change in AFTER_CHANGE:
        after_change(plan, done, by)
    return record(
        stream=plan.area.code,
        by=by,
        action=action,
        about=Thing("plan", str(plan.pk), before, plan.revision),
        area=plan.area.code,
        changes=[change for one in done for change in changes_of(one)],
        placed={row: position for one in done for row, position in one.placed.items()},
        reason=reason,
    )


def _check_rights(
    plan: Plan, changes: Sequence[Change], by: Actor, rules: Round, rows: Mapping[str, Row]
) -> tuple[str, str]:
    """Raise ``Refused`` unless the person may make every change; gives the right that was used."""
    person = person_with_grants(by.person_id)
    if person is None:
        raise Refused
    used = ("", "")
    for change in changes:
        row = None if isinstance(change, Add) else rows.get(change.row_id)
        right = may_touch(person, plan, change, rules, row)
        if right is None:
            raise Refused
        used = (right.role.value, right.grant_id)
    return used


def the_right(
    by: Actor, action: Action, area: Area, round_id: str = "", *, every: bool = False
) -> Right:
    """The right by which somebody does something in an area. Raises ``Refused`` without one.

    ``every``: the right must reach every row.
    """
    person = Person.objects.filter(pk=by.person_id, is_active=True).first()
    held = rights(person, action, area, round_id) if person else []
    for right in held:
        if right.rows.every or not every:
            return right
    raise Refused


def changes_of(done: Applied) -> list[Changed]:
    """What one edit changed, field by field, as the trail keeps it."""
    return [
        Changed(
            field=f"{done.table}.{field}",
            old=old,
            new=new,
            thing=done.row_id,
            private=done.table == "sign_off" and field == "name",
        )
        for field, (old, new) in done.fields.items()
    ]


def places_of(rows: Iterable[Row]) -> dict[str, int]:
    """Where rows stand in their tables, by id; the row of the whole plan stands in none."""
    return {str(row.pk): row.position for row in rows if row.table != WHOLE}


def changes_of_new(row: Row) -> list[Changed]:
    """What a row holds when it is stored first."""
    from bettercare_web.plans.core import record_of, whole_of  # noqa: PLC0415

    one = whole_of([row]) if row.table == WHOLE else record_of(row)
    done = Applied(
        row_id=str(row.pk),
        table=row.table,
        kind="added",
        version=row.version,
        fields={field: (None, text) for field, text in fields_of(one).items()},
    )
    return changes_of(done)


__all__ = [
    "AFTER_CHANGE",
    "Add",
    "Clash",
    "Edit",
    "Refused",
    "Remove",
    "Stale",
    "Stopped",
    "Unreadable",
    "edit_locked",
    "edit_plan",
    "locked",
    "start_plan",
    "the_right",
]
