"""Checking that a stream of events is whole: nothing altered, added, taken out or cut off."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from bettercare_web.audit.canonical import canonical
from bettercare_web.audit.models import Event, Head, LongText, Sealed

START = "0" * 64


class Stored(NamedTuple):
    """An event as the database holds it: the columns beside its body, and the body itself."""

    id: Any
    stream: str
    seq: int
    at: datetime
    action: str
    person_id: str
    object_type: str
    object_id: str
    body: str
    hash: str


class Broken(NamedTuple):
    """Where a stream stops being whole: the number of the event, and the first bad field."""

    stream: str
    seq: int
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}, {self.field}: {self.why}"


class Whole(NamedTuple):
    """A stream that is whole, up to its newest event."""

    stream: str
    seq: int
    hash: str


def streams() -> list[str]:
    """The name of every stream, in order; one that has lost its head or its events as well."""
    named = {*Head.objects.values_list("stream", flat=True)}
    return sorted(named | {*Event.objects.order_by().values_list("stream", flat=True).distinct()})


def verify(stream: str) -> Whole | Broken:
    """Check one stream from its first event to its head; says the first thing that is wrong.

    Nothing is locked: events that are added meanwhile are checked too.
    """
    last = Whole(stream, 0, START)
    for stored in _stored(stream):
        wrong = _wrong(stored, last)
        if wrong is not None:
            return wrong
        last = Whole(stream, stored.seq, stored.hash)
    return _wrong_head(stream, last) or _wrong_text(stream) or last


def _stored(stream: str) -> Iterator[Stored]:
    found = Event.objects.filter(stream=stream).order_by("seq")
    return map(Stored._make, found.values_list(*Stored._fields).iterator(chunk_size=2000))


def _wrong(stored: Stored, last: Whole) -> Broken | None:
    """What is wrong with an event that should follow another."""
    expected = last.seq + 1
    if stored.seq != expected:
        return Broken(stored.stream, expected, "seq", f"the next event is {stored.seq}")
    if hashlib.sha256(stored.body.encode()).hexdigest() != stored.hash:
        return Broken(stored.stream, expected, "hash", "it is not the hash of the body")
    body = json.loads(stored.body)
    if body.get("prev") != last.hash:
        return Broken(stored.stream, expected, "prev", "it is not the hash of the event before")
    for field, held, said in _beside(stored, body):
        if held != said:
            return Broken(stored.stream, expected, field, f"the body says {said}")
    return None


def _beside(stored: Stored, body: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    """What the columns beside a body hold, and what the body says."""
    about = body["object"]
    yield "id", str(stored.id), body["id"]
    yield "stream", stored.stream, body["stream"]
    yield "seq", stored.seq, body["seq"]
    yield "action", stored.action, body["action"]
    yield "person_id", stored.person_id, body.get("actor", {}).get("person_id", "")
    yield "object_type", stored.object_type, about["type"]
    yield "object_id", stored.object_id, about["id"]
    yield "at", stored.at, datetime.fromisoformat(body["at"])


def _wrong_head(stream: str, last: Whole) -> Broken | None:
    """What is wrong with the head; it is read last, so it may be newer than the last event read."""
    head = Head.objects.filter(pk=stream).first()
    if head is None:
        return Broken(stream, last.seq, "head", "the stream has lost its head")
    if head.seq > last.seq and Event.objects.filter(stream=stream, seq=head.seq).exists():
        return None
    if head.seq != last.seq:
        return Broken(stream, min(head.seq, last.seq) + 1, "seq", f"the head is at {head.seq}")
    if head.hash != last.hash:
        return Broken(stream, head.seq, "head", "its hash is not that of the newest event")
    return None


def _wrong_text(stream: str) -> Broken | None:
    """A value kept apart that is no longer the one an event knows by its seal."""
    for sealed in Sealed.objects.filter(event__stream=stream).select_related("event").iterator():
        said = hashlib.sha256(bytes.fromhex(sealed.salt) + canonical(sealed.value)).hexdigest()
        if said != sealed.seal:
            why = "a private value is not the one that was sealed"
            return Broken(stream, sealed.event.seq, "sealed", why)
    return None


def wrong_long_texts() -> list[str]:
    """The long texts, by the hash that events know them by, that are not what they were."""
    return [
        one.sha256
        for one in LongText.objects.iterator()
        if hashlib.sha256(one.text.encode()).hexdigest() != one.sha256
    ]


def exported(stream: str = "") -> Iterator[str]:
    """Every event as a line of JSON with its body and its hash, for whoever checks elsewhere."""
    for name in [stream] if stream else streams():
        for stored in _stored(name):
            yield f'{{"body":{stored.body},"hash":"{stored.hash}"}}\n'


def in_utc(moment: datetime) -> str:
    """A moment as events write it."""
    utc = moment.astimezone(timezone.get_fixed_timezone(0))
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
