"""The one function that writes an event, always inside the transaction of what it tells of."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

import bettercare
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.canonical import JSON, canonical, digest
from bettercare_web.audit.models import Event, Head, LongText, Sealed

FORM = "bettercare-audit-1"
LONG = 1_000  # characters; longer texts are kept once, and known by their hash
SYSTEM = "system"
NATION = "nation"
BACKWARD = timedelta(seconds=2)


class Thing(msgspec.Struct, frozen=True):
    """What an event is about; the versions are of the row, where it has them."""

    type: str
    id: str
    before: int | None = None
    after: int | None = None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One value that changed. ``private``: it is about a person, and can be taken away later."""

    field: str
    old: str | None = None
    new: str | None = None
    thing: str = ""
    private: bool = False


class NotInTransaction(RuntimeError):
    """An event was to be written outside the transaction of the change it tells of."""


def record(  # noqa: PLR0913  (one for each part of an event)
    *,
    stream: str,
    by: Actor,
    action: str,
    about: Thing,
    area: str = "",
    changes: Iterable[Changed] = (),
    reason: str = "",
    plan_hash: str = "",
    placed: Mapping[str, int] | None = None,
) -> Event:
    """Add one event to a stream, and return it.

    ``stream`` is an area's code, ``system`` or ``nation``. ``placed`` says where rows stand in
    their tables from now on, by id; 0 is for a row that is gone. Raises ``NotInTransaction`` when
    no transaction is open. The head of the stream stays locked until that transaction ends, so
    this is the last thing an action does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(action)
    head = _locked(stream)
    seals: list[Sealed] = []
    at, note = _moment(head.at)
    event_id = uuid.uuid4()
    body: dict[str, JSON] = {
        "v": FORM,
        "stream": stream,
        "seq": head.seq + 1,
        "prev": head.hash,
        "id": str(event_id),
        "at": _stamp(at),
        "clock_note": note,
        "actor": _actor(by),
        "action": action,
        "object": _object(about),
        "area": area,
        "changes": [_change(one, seals) for one in changes],
        "reason": reason,
        "request": {"id": by.request_id, "channel": by.channel, "key": by.key},
        "plan_hash": plan_hash,
        **({"placed": dict(placed)} if placed else {}),
    }
    event = _add(head, body, event_id, at)
    for seal in seals:
        seal.event = event
    Sealed.objects.bulk_create(seals)
    return event


def _actor(by: Actor) -> JSON:
    return {
        "person_id": by.person_id,
        "kind": by.kind,
        "role": by.role,
        "grant_id": by.grant_id,
        "for": by.on_behalf_of,
    }


def _object(about: Thing) -> JSON:
    return {
        "type": about.type,
        "id": about.id,
        "version_before": about.before,
        "version_after": about.after,
    }


def _locked(stream: str) -> Head:
    """The head of a stream, locked; a stream that is new is opened first."""
    head = Head.objects.select_for_update().filter(pk=stream).first()
    if head is not None:
        return head
    Head.objects.get_or_create(pk=stream)
    head = Head.objects.select_for_update().get(pk=stream)
    if head.seq == 0:
        at, event_id = timezone.now(), uuid.uuid4()
        body: dict[str, JSON] = {
            "v": FORM,
            "stream": stream,
            "seq": 1,
            "prev": head.hash,
            "id": str(event_id),
            "at": _stamp(at),
            "action": "stream-opened",
            "object": {"type": "stream", "id": stream},
            "release": bettercare.__version__,
        }
        _add(head, body, event_id, at)
    return head


def _add(head: Head, body: dict[str, JSON], event_id: uuid.UUID, at: datetime) -> Event:
    actor: Any = body.get("actor") or {}
    about: Any = body["object"]
    event = Event.objects.create(
        id=event_id,
        stream=head.stream,
        seq=head.seq + 1,
        at=at,
        action=str(body["action"]),
        person_id=actor.get("person_id", ""),
        object_type=about["type"],
        object_id=about["id"],
        body=canonical(body).decode(),
        hash=digest(body),
    )
    head.seq, head.hash, head.at = event.seq, event.hash, at
    head.save(update_fields=["seq", "hash", "at"])
    return event


def _moment(previous: datetime | None) -> tuple[datetime, str]:
    """Now, but never before the event before; a step back of the clock is noted."""
    now = timezone.now()
    if previous is None or now > previous:
        return now, ""
    note = "clock stepped back" if previous - now > BACKWARD else ""
    return previous + timedelta(microseconds=1), note


def _stamp(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _change(one: Changed, seals: list[Sealed]) -> JSON:
    shown = _sealed if one.private else _short
    change: dict[str, JSON] = {
        "field": one.field,
        "old": shown(one.old, seals),
        "new": shown(one.new, seals),
    }
    return {**change, "thing": one.thing} if one.thing else change


def _short(text: str | None, _: list[Sealed]) -> JSON:
    if text is None or len(text) <= LONG:
        return text
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    LongText.objects.get_or_create(pk=sha256, defaults={"text": text})
    return {"sha256": sha256, "length": len(text)}


def _sealed(text: str | None, seals: list[Sealed]) -> JSON:
    if text is None:
        return None
    salt = secrets.token_bytes(32)
    seal = hashlib.sha256(salt + canonical(text)).hexdigest()
    seals.append(Sealed(seal=seal, value=text, salt=salt.hex()))
    return {"sealed": seal}
