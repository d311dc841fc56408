"""What changed in a plan between two events of its trail: field by field, by whom, when and why."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from bettercare_web.audit.models import Event
from bettercare_web.plans.models import Plan, Version

MONEY = frozenset({"income", "schemes", "answers"})


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a row that differs; who changed it last, when and why.

    ``old`` and ``new`` are as the trail keeps them; ``plans.history.plain`` makes them text.
    """

    row: str
    table: str
    field: str
    old: Any
    new: Any
    person_id: str
    role: str
    at: datetime
    reason: str
    seq: int


class Span(msgspec.Struct, frozen=True):
    """From one event of the area's stream, left out, to another; ``None`` is until now."""

    after: int
    until: int | None = None


def span_of(version: Version) -> Span:
    """What went into a version since the one before it."""
    before = Version.objects.filter(plan=version.plan_id, number__lt=version.number).first()
    return Span(before.seq if before else 0, version.seq)


def since_last(plan: Plan) -> Span:
    """What has changed since the newest version."""
    last = plan.versions.first()
    return Span(last.seq if last else 0)


def events_in(plan: Plan, span: Span) -> list[Event]:
    """The events of a plan in a span, oldest first."""
    found = Event.objects.filter(object_type="plan", object_id=str(plan.pk), seq__gt=span.after)
    if span.until is not None:
        found = found.filter(seq__lte=span.until)
    return list(found.order_by("seq"))


def changes_in(plan: Plan, span: Span) -> list[Change]:
    """The fields that differ between the ends of a span; what was put back is left out."""
    found: dict[tuple[str, str], Change] = {}
    for one in _each(events_in(plan, span)):
        key = (one.row, f"{one.table}.{one.field}")
        first = found.get(key)
        found[key] = msgspec.structs.replace(one, old=first.old) if first else one
    return [one for one in found.values() if one.old != one.new]


def _each(events: Iterable[Event]) -> Iterator[Change]:
    for event in events:
        body = json.loads(event.body)
        for change in body["changes"]:
            if "thing" not in change:
                continue
            table, _, field = change["field"].partition(".")
            yield Change(
                row=change["thing"],
                table=table,
                field=field,
                old=change["old"],
                new=change["new"],
                person_id=event.person_id,
                role=body["actor"]["role"],
                at=event.at,
                reason=body["reason"],
                seq=event.seq,
            )


def people_in(plan: Plan, span: Span) -> list[tuple[str, str]]:
    """Who changed something in a span: each person once, with the role they last did it in."""
    found: dict[str, str] = {one.person_id: one.role for one in _each(events_in(plan, span))}
    return list(found.items())


def edited_money(plan: Plan, person_id: str, span: Span) -> bool:
    """Whether somebody changed income, schemes or funding answers in a span, even if put back."""
    changes = _each(events_in(plan, span))
    return any(one.table in MONEY and one.person_id == person_id for one in changes)
