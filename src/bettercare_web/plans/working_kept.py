"""A figure without some rows, kept as a what-if draft in which those rows hold no pounds."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction

from bettercare.calculations import Figure, Input
from bettercare.comparison.without import AMOUNTS
from bettercare.labels import listed
from bettercare_web.audit.actors import Actor
from bettercare_web.plans.actions import Stopped, edit_plan
from bettercare_web.plans.core import record_of
from bettercare_web.plans.edits import Edit, fields_of
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.what_ifs import copy_of, keep_what_if, start_what_if
from bettercare_web.plans.working import can_be_ticked, key_of

NOTHING = "Clear the box of at least one row, then keep it as a what-if."
NAMED = 5  # rows that the name of the draft tells one by one
LONGEST = 150


def keep_without(
    plan: Plan, figure: Figure, left_out: Collection[str], rows: PlanRows, *, by: Actor
) -> Plan:
    """Start a what-if of a plan without the pounds of some rows of a figure, under a name.

    ``left_out`` are keys of rows as the page of the working has them. Raises ``Refused`` for those
    who may not, and ``Stopped`` where no row is left out and for a what-if of a what-if.
    """
    gone = [one for one in figure.inputs if key_of(one) in left_out]
    if not gone or not can_be_ticked(figure):
        raise Stopped(NOTHING)
    with transaction.atomic():
        draft = start_what_if(plan, by=by)
        changes = list(_cleared(draft, _rows_of(gone, rows)))
        if changes:
            draft, _ = edit_plan(draft, changes, by=by, reason=f"Without them in: {figure.label}")
        return keep_what_if(draft, title_of(figure, gone), by=by)


def title_of(figure: Figure, gone: Sequence[Input]) -> str:
    """What the draft is called: "Adult social care, planned spend, without rows 3 and 7"."""
    items = [str(one.place.item) for one in gone if one.place]
    if len(items) > NAMED:
        without = f"{len(items)} rows"
    else:
        without = f"{'row' if len(items) == 1 else 'rows'} {listed(items)}"
    room = LONGEST - len(f", without {without}")
    return f"{figure.label[:room]}, without {without}"


def _rows_of(gone: Sequence[Input], rows: PlanRows) -> Iterator[Row]:
    found = (rows.row(one.place.table, one.place.item) for one in gone if one.place)
    return (row for row in found if row is not None)


def _cleared(draft: Plan, rows: Iterator[Row]) -> Iterator[Edit]:
    """The edits that take the pounds out of the copies of some rows."""
    for row in rows:
        held = [path for path in fields_of(record_of(row)) if path.startswith("amounts.")]
        if row.table in AMOUNTS and held:
            fields = dict.fromkeys(held)
            yield Edit(row_id=str(copy_of(draft, row.pk)), version=1, fields=fields)
