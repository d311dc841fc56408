"""What the audit trail says of a plan: the fields of a row at a version, who changed what."""

import json
from collections.abc import Iterator
from typing import Any

from bettercare_web.audit.models import Event, LongText, Sealed
from bettercare_web.plans.core import record_of
from bettercare_web.plans.edits import fields_of
from bettercare_web.plans.models import Plan, Row


def events_of(plan: Plan, after: int = 0) -> list[Event]:
    """The events of a plan, oldest first, after one of its stream by number."""
    found = Event.objects.filter(object_type="plan", object_id=str(plan.pk), seq__gt=after)
    return list(found.order_by("seq"))


def fields_at(row: Row, version: int) -> dict[str, str | None]:
    """The fields of a row at an earlier version: those of now, with later edits taken back."""
    found = fields_of(record_of(row))
    for changes in _later(row, row.version - version):
        for change in changes:
            _, _, field = change["field"].partition(".")
            found[field] = plain(change["old"])
    return found


def _later(row: Row, count: int) -> Iterator[list[dict[str, Any]]]:
    """The changes of a row in its last edits, the newest first."""
    mine = Event.objects.filter(
        object_type="plan", object_id=str(row.plan_id), body__contains=str(row.pk)
    )
    for event in mine.order_by("-seq")[:count]:
        changes = json.loads(event.body)["changes"]
        yield [one for one in changes if one.get("thing") == str(row.pk)]


def plain(value: Any) -> str | None:
    """A value of an event as text: long and private ones from where they are kept.

    A private value that was taken away is "removed".
    """
    if not isinstance(value, dict):
        return None if value is None else str(value)
    if "sha256" in value:
        kept = LongText.objects.filter(pk=value["sha256"]).first()
        return kept.text if kept else None
    sealed = Sealed.objects.filter(pk=value["sealed"]).first()
    return sealed.value if sealed else "removed"
