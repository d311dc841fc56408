"""Edits held against stored rows: who may touch which, what clashes, and what is then written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from django.db.models import Q

from bettercare.plan.records import TABLES, Record, SchemeRow
from bettercare.rounds import Round
from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import Right
from bettercare_web.areas.roles import Action
from bettercare_web.plans.core import WHOLE, content_of, record_of, whole_of
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
    with_fields,
)
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.selectors import rights_in

GAP = 1024  # between the positions of two rows, so that rows fit between them

# Which row of the table of roles a change of a table falls under.
UNDER: Mapping[str, Action] = {
    "income": Action.EDIT_MONEY,
    "schemes": Action.EDIT_MONEY,
    "answers": Action.EDIT_MONEY,
    WHOLE: Action.EDIT_MONEY,  # minimums and other figures given with the plan
    "metrics": Action.EDIT_METRICS,
}


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """One row that was changed: by field what it held before, and holds now.

    ``placed`` says where rows stand from now on, by id: the row itself where it is new or gone
    (0), and those that were moved to make room.
    """

    row_id: str
    table: str
    kind: Literal["edited", "added", "removed"]
    version: int
    fields: Mapping[str, tuple[str | None, str | None]]
    placed: Mapping[str, int] = {}


def action_for(table: str) -> Action:
    """What somebody must be allowed to do, to change a table."""
    return UNDER.get(table, Action.EDIT_WORDS)


def may_touch(
    person: Person, plan: Plan, change: Change, rules: Round, row: Row | None = None
) -> Right | None:
    """The right by which a person may make a change; ``None`` is a refusal.

    Who may touch only the rows of a body may touch those that it funds or commissions; a new row
    only of that kind. ``row`` saves a query where it is at hand.
    """
    table = change.table if isinstance(change, Add) else ""
    if not isinstance(change, Add):
        row = row or plan.rows.filter(pk=change.row_id).first()
        if row is None:
            return None
        table = row.table
    for right in rights_in(person, action_for(table), plan):
        if right.rows.every or (row and str(row.pk) in right.rows.ids):
            return right
        if right.rows.bodies and _of_partner(table, row, change, rules):
            return right
    return None


def _of_partner(table: str, row: Row | None, change: Change, rules: Round) -> bool:
    """Whether a row is the NHS partner's own, before and after the change."""
    if table not in {"schemes", "income"}:
        return False
    before = record_of(row) if row else None
    fields = {} if isinstance(change, Remove) else change.fields
    after = with_fields(rules, table, before or TABLES[table](), fields)
    return all(_is_nhs(one, rules) for one in (before, after) if one is not None)


def _is_nhs(record: Record, rules: Round) -> bool:
    source, _ = rules.source_of_income(getattr(record, "source_of_funding", None))
    paid = source.accepted is not None and rules.sources.items[source.accepted].payer == "nhs"
    if not isinstance(record, SchemeRow) or paid:
        return paid
    commissioner = rules.commissioners.match(record.commissioner).accepted
    if commissioner is None:
        return False
    return rules.commissioners.items[commissioner].nhs_counts != "none"


def rows_to_edit(plan: Plan, changes: Sequence[Change]) -> dict[str, Row]:
    """The rows that some changes are about by id, locked; with the row of the whole plan."""
    ids = [one.row_id for one in changes if not isinstance(one, Add)]
    found = plan.rows.select_for_update().filter(Q(pk__in=ids) | Q(table=WHOLE)).order_by("pk")
    return {str(row.pk): row for row in found}


def apply_all(
    plan: Plan, changes: Sequence[Change], rules: Round, rows: Mapping[str, Row]
) -> list[Applied]:
    """Write every change, or raise ``Stale`` or ``Unreadable`` with all that stands in the way.

    ``rows`` are those of ``rows_to_edit``.
    """
    changes = joined(changes)
    clashes = [clash for one in changes if (clash := _clash(one, rows)) is not None]
    if clashes:
        raise Stale(clashes)
    made, problems = _made(changes, rows, rules)
    if problems:
        raise Unreadable(problems)
    done = [_write(plan, change, rows, after) for change, after in made]
    kept = [one for one in done if one.fields or one.kind != "edited"]
    if {one.table for one in kept} & {"income", "schemes", "metrics"}:
        edited = {one.row_id for one in changes if not isinstance(one, Add)}
        whole = next((row for row in rows.values() if row.table == WHOLE), None)
        if whole is not None and str(whole.pk) in edited:
            whole.refresh_from_db()  # an edit that changed nothing has counted its version up
        kept += _drop_printed(whole, kept)
    return kept


def joined(changes: Sequence[Change]) -> list[Change]:
    """The same changes with the edits of a row as one, whose later values count.

    A row that is also taken away is not edited first.

    >>> [one] = joined([Edit(row_id="r", version=1, fields={"a": "1", "b": "1"}),
    ...                 Edit(row_id="r", version=1, fields={"b": "2"})])
    >>> dict(one.fields)
    {'a': '1', 'b': '2'}
    """
    removed = {one.row_id for one in changes if isinstance(one, Remove)}
    edits: dict[str, Edit] = {}
    others: list[Change] = []
    for one in changes:
        if not isinstance(one, Edit):
            others.append(one)
        elif one.row_id not in removed:
            fields = (
                {**edits[one.row_id].fields, **one.fields} if one.row_id in edits else one.fields
            )
            edits[one.row_id] = Edit(row_id=one.row_id, version=one.version, fields=fields)
    return [*edits.values(), *others]


def _made(
    changes: Sequence[Change], rows: Mapping[str, Row], rules: Round
) -> tuple[list[tuple[Change, Record | None]], dict[tuple[str, str], str]]:
    """Each change with the record as it will be, and every value that no field can hold."""
    made: list[tuple[Change, Record | None]] = []
    problems: dict[tuple[str, str], str] = {}
    for change in changes:
        row_id = "" if isinstance(change, Add) else change.row_id
        table = change.table if isinstance(change, Add) else rows[row_id].table
        if table not in TABLES and not (table == WHOLE and isinstance(change, Edit)):
            raise Refused
        if isinstance(change, Remove):
            made.append((change, None))
            continue
        before = record_of(rows[row_id]) if row_id else TABLES[table]()
        try:
            made.append((change, with_fields(rules, table, before, change.fields)))
        except Unreadable as error:
            problems |= {(row_id, path): text for (_, path), text in error.problems.items()}
    return made, problems


def _clash(change: Change, rows: Mapping[str, Row]) -> Clash | None:
    """What stands in the way: the row is gone, or its same fields were changed meanwhile."""
    if isinstance(change, Add):
        return None
    row = rows.get(change.row_id)
    if row is None:
        return Clash(row_id=change.row_id, version=0, fields={}, gone=True)
    if row.version == change.version:
        return None
    theirs = fields_of(record_of(row))
    if isinstance(change, Remove):
        both = {field: (None, None, text) for field, text in theirs.items()}
        return Clash(row_id=change.row_id, version=row.version, fields=both)
    # A version that never was, as after a restore from a backup: nothing is known of what they saw.
    seen = 0 < change.version < row.version
    base = fields_before(row, change.version) if seen else {}
    differing = {
        field: (base.get(field), mine, theirs.get(field))
        for field, mine in change.fields.items()
        if theirs.get(field) not in {mine or None, base.get(field)}
    }
    return Clash(row_id=change.row_id, version=row.version, fields=differing) if differing else None


def fields_before(row: Row, version: int) -> dict[str, str | None]:
    """The fields of a row as they were at an earlier version, from the trail of its edits."""
    from bettercare_web.plans.history import fields_at  # noqa: PLC0415  (needs this module)

    return fields_at(row, version)


def _write(plan: Plan, change: Change, rows: Mapping[str, Row], after: Record | None) -> Applied:
    if isinstance(change, Add):
        if after is None:
            raise Stopped("A row that is added holds something.")
        moved = _make_room(plan, change)
        row = Row(plan=plan, table=change.table, position=_position(plan, change))
        added = _store(row, {}, after, "added")
        placed = {**moved, added.row_id: row.position}
        return msgspec.structs.replace(added, placed=placed)
    row = rows[change.row_id]
    before = fields_of(record_of(row))
    if after is None:
        row.delete()
        gone: dict[str, tuple[str | None, str | None]] = {f: (t, None) for f, t in before.items()}
        return Applied(
            row_id=change.row_id,
            table=row.table,
            kind="removed",
            version=row.version,
            fields=gone,
            placed={change.row_id: 0},
        )
    row.version += 1
    return _store(row, before, after, "edited")


def _store(
    row: Row,
    before: Mapping[str, str | None],
    after: Record,
    kind: Literal["edited", "added"],
) -> Applied:
    now = fields_of(after)
    fields = {
        field: (before.get(field), now.get(field))
        for field in {**before, **now}
        if before.get(field) != now.get(field)
    }
    row.content = content_of(after)
    if fields or kind == "added":
        row.save(force_insert=kind == "added")
    return Applied(
        row_id=str(row.pk), table=row.table, kind=kind, version=row.version, fields=fields
    )


def _position(plan: Plan, change: Add) -> int:
    """The place of a new row: after the row that is named, or last."""
    after, following = _around(plan, change)
    if after is None:
        last = plan.rows.filter(table=change.table).order_by("-position").first()
        return (last.position if last else 0) + GAP
    if following is None:
        return after.position + GAP
    return (following.position + after.position) // 2


def _around(plan: Plan, change: Add) -> tuple[Row | None, Row | None]:
    """The row after which a new one is to stand, and the one that follows it now."""
    of_table = plan.rows.filter(table=change.table)
    after = of_table.filter(pk=change.after).first() if change.after else None
    if after is None:
        return None, None
    return after, of_table.filter(position__gt=after.position).order_by("position").first()


def _make_room(plan: Plan, change: Add) -> dict[str, int]:
    """Space the rows of a table out again where no row fits between two; says where they stand."""
    after, following = _around(plan, change)
    if after is None or following is None or following.position - after.position > 1:
        return {}
    rows = list(plan.rows.filter(table=change.table).order_by("position"))
    for number, row in enumerate(rows, 1):
        row.position = number * GAP
    Row.objects.bulk_update(rows, ["position"])
    return {str(row.pk): row.position for row in rows}


def _drop_printed(row: Row | None, done: Sequence[Applied]) -> list[Applied]:
    """The totals that an imported paper printed no longer speak of a plan that was edited.

    A version is what one event makes of a row, so a row that is edited already gets no other.
    """
    whole = whole_of([row]) if row else None
    if row is None or whole is None or not whole.printed:
        return []
    before = fields_of(whole)
    after = msgspec.structs.replace(whole, printed={})
    edited = any(one.row_id == str(row.pk) for one in done)
    row.content, row.version = content_of(after), row.version + (0 if edited else 1)
    row.save()
    now = fields_of(after)
    fields = {f: (t, now.get(f)) for f, t in before.items() if now.get(f) != t}
    return [
        Applied(row_id=str(row.pk), table=WHOLE, kind="edited", version=row.version, fields=fields)
    ]


def may_fill(
    held: Iterable[Right], table: str, row: Row | None, given: Mapping[str, str], rules: Round
) -> bool:
    """Whether some rights reach a row, or a new one that is about what is given.

    A page asks this for each of its rows without another query; ``may_touch`` decides.
    """
    change: Change = (
        Edit(row_id="", version=0, fields={}) if row else Add(table=table, fields=given)
    )
    return any(
        right.rows.every
        or (row is not None and str(row.pk) in right.rows.ids)
        or (bool(right.rows.bodies) and _of_partner(table, row, change, rules))
        for right in held
    )
