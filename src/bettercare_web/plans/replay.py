"""Folding the events of a plan: what they say its rows hold must be what its rows hold."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from bettercare_web.audit.canonical import canonical
from bettercare_web.audit.models import Event, Sealed
from bettercare_web.audit.verify import Broken
from bettercare_web.plans.core import WHOLE, record_of, whole_of
from bettercare_web.plans.edits import fields_of
from bettercare_web.plans.models import Plan, Row, Submission, Version

Said = dict[tuple[str, str], tuple[int, Any]]
"""By row and field: the event that said last what the field holds, and what it said."""


def replay(plan: Plan) -> Broken | None:
    """Hold the rows of a plan against its events; says the first field that differs."""
    said, live = _folded(plan), dict(_live(plan))
    wrong = _wrong_places(plan)
    if wrong:
        why = f"row {wrong} does not stand where the trail says"
        return Broken(plan.area.code, _newest(plan), "placed", why)
    for row, field in sorted({*said, *live}):
        seq, value = said.get((row, field), (0, None))
        held = live.get((row, field))
        if not _same(value, held):
            why = f"row {row} does not hold what the trail says"
            return Broken(plan.area.code, seq or _newest(plan), field, why)
    return None


def wrong_versions(plan: Plan) -> Iterator[Broken]:
    """The kept versions of a plan whose content is not what it was, and receipts that differ."""
    for version in Version.objects.filter(plan=plan):
        if hashlib.sha256(version.content.encode()).hexdigest() != version.hash:
            why = f"version {version.number} is not what it was"
            yield Broken(plan.area.code, version.seq, "version", why)
    for one in Submission.objects.filter(plan=plan):
        if not Event.objects.filter(stream=plan.area.code, hash=one.head).exists():
            why = f"receipt {one.receipt} names an event that is gone"
            yield Broken(plan.area.code, _newest(plan), "receipt", why)


def _folded(plan: Plan) -> Said:
    said: Said = {}
    events = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by("seq")
    for seq, body in events.values_list("seq", "body").iterator():
        for change in json.loads(body).get("changes", ()):
            if "thing" in change and "." in change["field"]:
                said[change["thing"], change["field"]] = (seq, change["new"])
    return said


def _wrong_places(plan: Plan) -> str:
    """A row that stands elsewhere than the events say, is gone or too many; blank if none is."""
    said: dict[str, int] = {}
    for body in _bodies(plan):
        said |= json.loads(body).get("placed", {})
    said = {row: position for row, position in said.items() if position}
    held = plan.rows.exclude(table=WHOLE).values_list("pk", "position")
    live = {str(row): position for row, position in held}
    return min((row for row in {*said, *live} if said.get(row) != live.get(row)), default="")


def _bodies(plan: Plan) -> Iterator[str]:
    events = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by("seq")
    return iter(events.values_list("body", flat=True).iterator())


def _live(plan: Plan) -> Iterator[tuple[tuple[str, str], str]]:
    for row in plan.rows.all():
        for field, value in _fields(row):
            if value is not None:
                yield (str(row.pk), f"{row.table}.{field}"), value


def _fields(row: Row) -> list[tuple[str, str | None]]:
    one = whole_of([row]) if row.table == WHOLE else record_of(row)
    return list(fields_of(one).items())


def _same(said: Any, held: str | None) -> bool:
    """Whether a value is the one an event speaks of: itself, its hash, or its seal.

    Of a sealed value that was taken away nothing can be said, so it passes.
    """
    if not isinstance(said, dict):
        return bool(said == held)
    if held is None:
        return False
    if "sha256" in said:
        return bool(hashlib.sha256(held.encode()).hexdigest() == said["sha256"])
    kept = Sealed.objects.filter(pk=said["sealed"]).first()
    if kept is None:
        return True
    salted = bytes.fromhex(kept.salt) + canonical(held)
    return bool(hashlib.sha256(salted).hexdigest() == said["sealed"])


def _newest(plan: Plan) -> int:
    found = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by("-seq")
    return found.values_list("seq", flat=True).first() or 0
