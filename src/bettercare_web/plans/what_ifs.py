"""What-if drafts: copies of a plan to try changes in, kept, used in the plan or thrown away."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from django.db import transaction

from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.actions import (
    Stopped,
    changes_of,
    changes_of_new,
    edit_plan,
    places_of,
    the_right,
)
from bettercare_web.plans.core import WHOLE, record_of, whole_of
from bettercare_web.plans.edits import Change, fields_of
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import Applied

STARTED = "what-if-started"
CHANGED_MEANWHILE = "The plan was changed since you looked. Look at the changes again."
NOTHING = "Choose at least one change to use."


def start_what_if(plan: Plan, *, by: Actor) -> Plan:
    """Copy a plan as it is now into a draft of its own.

    Each copied row has an id that follows from the draft and the row it was copied from. Raises
    ``Refused`` for those who may not, and ``Stopped`` for a what-if of a what-if.
    """
    right = the_right(by, Action.NAME_VERSION, plan.area, plan.round)
    if plan.kind != Plan.Kind.PLAN:
        raise Stopped("A what-if starts from the plan, not from another what-if.")
    with transaction.atomic():
        draft = Plan.objects.create(
            area=plan.area,
            round=plan.round,
            kind=Plan.Kind.WHAT_IF,
            base=plan,
            revision=1,
            started_by_id=by.person_id or None,
        )
        rows = Row.objects.bulk_create(
            Row(
                pk=copy_of(draft, row.pk),
                plan=draft,
                table=row.table,
                position=row.position,
                content=row.content,
            )
            for row in plan.rows.all()
        )
        record(
            stream=plan.area.code,
            by=by.under(right.role.value, right.grant_id),
            action=STARTED,
            about=Thing("plan", str(draft.pk), after=1),
            area=plan.area.code,
            changes=[change for row in rows for change in changes_of_new(row)],
            placed=places_of(rows),
        )
    return draft


def copy_of(draft: Plan, row_id: UUID) -> UUID:
    """The id that a row of the plan has in a what-if draft."""
    return uuid5(draft.pk, str(row_id))


def copied_rows(draft: Plan) -> frozenset[str]:
    """The ids of the rows that a draft had at its start."""
    mine = Event.objects.filter(object_type="plan", object_id=str(draft.pk), action=STARTED)
    event = mine.first()
    return frozenset(json.loads(event.body).get("placed", ()) if event else ())


def keep_what_if(draft: Plan, title: str, *, by: Actor) -> Plan:
    """Give a draft a name, so that others of the area know what it is. Raises ``Refused``."""
    right = the_right(by, Action.NAME_VERSION, draft.area, draft.round)
    with transaction.atomic():
        draft = Plan.objects.select_for_update().select_related("area").get(pk=draft.pk)
        before, draft.title = draft.title, title
        draft.save(update_fields=["title"])
        record(
            stream=draft.area.code,
            by=by.under(right.role.value, right.grant_id),
            action="what-if-named",
            about=Thing("plan", str(draft.pk), draft.revision, draft.revision),
            area=draft.area.code,
            changes=[Changed(field="title", old=before or None, new=title)],
        )
    return draft


def throw_away(draft: Plan, *, by: Actor) -> None:
    """Take a draft away with all its rows. Raises ``Refused``, and ``Stopped`` for a plan."""
    right = the_right(by, Action.NAME_VERSION, draft.area, draft.round)
    if draft.kind != Plan.Kind.WHAT_IF:
        raise Stopped("A plan cannot be thrown away.")
    with transaction.atomic():
        gone, revision = str(draft.pk), draft.revision
        changes = [change for row in draft.rows.all() for change in changes_of(_removed(row))]
        draft.delete()
        record(
            stream=draft.area.code,
            by=by.under(right.role.value, right.grant_id),
            action="what-if-thrown-away",
            about=Thing("plan", gone, before=revision),
            area=draft.area.code,
            changes=changes,
        )


def _removed(row: Row) -> Applied:
    one = whole_of([row]) if row.table == WHOLE else record_of(row)
    fields: dict[str, tuple[str | None, str | None]] = {
        field: (text, None) for field, text in fields_of(one).items()
    }
    return Applied(
        row_id=str(row.pk), table=row.table, kind="removed", version=row.version, fields=fields
    )


def use_what_if(
    draft: Plan, changes: Sequence[Change], *, revision: int, by: Actor
) -> tuple[Plan, Iterable[Applied]]:
    """Make changes of a draft in its plan, as edits by this person, who must be allowed to.

    ``revision`` is the plan's that the person saw. Raises ``Refused``, ``Unreadable``, and
    ``Stopped`` when the plan was changed meanwhile or nothing was chosen.
    """
    if draft.base is None or not changes:
        raise Stopped(NOTHING)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=draft.base.pk)
        if plan.revision != revision:
            raise Stopped(CHANGED_MEANWHILE)
        named = draft.title or "without a name"
        return edit_plan(plan, changes, by=by, reason=f"From a what-if: {named}")
