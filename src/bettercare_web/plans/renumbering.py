"""Which schemes get an id of their own, and the changes that give it."""

from collections.abc import Sequence
from typing import NamedTuple

from bettercare.checks.renumbering import new_ids
from bettercare.report import Summary
from bettercare_web.areas.models import Person
from bettercare_web.plans.core import record_of
from bettercare_web.plans.edits import Edit, fields_of
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import may_touch

TABLE, FIELD = "schemes", "scheme_id"


class NewId(NamedTuple):
    """A row that gets another id, and the change that gives it."""

    item: int
    name: str
    now: str
    then: str
    change: Edit


def renumbered(plan: Plan, person: Person, rows: Sequence[Row], summary: Summary) -> list[NewId]:
    """The rows of schemes that get another id, as far as somebody may change them."""
    rules, found = summary.working.rules, []
    for item, given in sorted(new_ids(summary.working).items()):
        row = rows[item - 1]
        change = Edit(row_id=str(row.pk), version=row.version, fields={FIELD: given})
        if may_touch(person, plan, change, rules, row) is not None:
            fields = fields_of(record_of(row))
            name, now = (fields.get(one) or "" for one in ("scheme_name", FIELD))
            found.append(NewId(item, name, now, given, change))
    return found


def seen_as(found: list[NewId]) -> str:
    """What a page showed, in short: each row with its version and the id it gets."""
    return " ".join(f"{one.change.row_id}.{one.change.version}.{one.then}" for one in found)


def schemes_in(found: list[NewId]) -> int:
    """How many schemes get another id; a scheme may have several rows."""
    return len({one.then for one in found})
