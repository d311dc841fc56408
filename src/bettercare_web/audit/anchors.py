"""Anchors: the heads of all streams, signed and written where the database cannot reach.

The chain shows a change. That the newest events were cut off, or a whole stream was written anew,
shows only against an anchor that was kept elsewhere.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bettercare_web.audit.actors import SYSTEM, Actor
from bettercare_web.audit.models import Event, Head
from bettercare_web.audit.record import NATION, Changed, Thing, record
from bettercare_web.audit.verify import Broken

ANCHORED = "anchored"
EVERY = 1_000  # events
SUBMITTING = ("plan-submitted", "plan-withdrawn")


def anchor_file() -> Path:
    """Where the anchors of this installation are written."""
    return Path(settings.DATA) / "anchors" / "anchors.jsonl"


def anchor(by: Actor = SYSTEM) -> Event:
    """Write the heads of all streams as an event of the nation's stream, and to the file.

    The event is committed first. A line that could not be written then is written the next time.
    """
    with transaction.atomic():
        heads = list(Head.objects.exclude(pk=NATION).order_by("stream"))
        event = record(
            stream=NATION,
            by=by,
            action=ANCHORED,
            about=Thing("stream", NATION),
            changes=[Changed(field=one.stream, old=str(one.seq), new=one.hash) for one in heads],
        )
    write_missing()
    return event


def is_due(now: datetime | None = None) -> bool:
    """Whether an anchor is due: a thousand events, a new day (UTC) or a plan submitted."""
    last = Event.objects.filter(stream=NATION, action=ANCHORED).order_by("-seq").first()
    if last is None:
        return Head.objects.exclude(pk=NATION).exists()
    since = Event.objects.filter(at__gt=last.at).exclude(stream=NATION)
    if since.filter(action__in=SUBMITTING).exists():
        return True
    new_day = (now or timezone.now()).astimezone(UTC).date() > last.at.astimezone(UTC).date()
    return (new_day and since.exists()) or since.count() >= EVERY


def write_missing() -> int:
    """Append every anchor that the file does not have yet, signed; gives how many."""
    path = anchor_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    after = max((one["body"]["seq"] for one in read(path)), default=0) if path.exists() else 0
    missing = Event.objects.filter(stream=NATION, action=ANCHORED, seq__gt=after).order_by("seq")
    lines = [signed_line(one) for one in missing]
    if lines:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def signed_line(event: Event) -> str:
    """An anchor as a line of the file, with its seal under the key of the anchors."""
    return f'{{"body":{event.body},"hash":"{event.hash}","hmac":"{_seal(event.hash)}"}}\n'


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The anchors of a file. Raises ``ValueError`` for a line that is none."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                found = json.loads(line)
                found["hash"], found["hmac"], found["body"]["changes"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number} is not an anchor") from error
            yield found


def against(lines: Iterable[dict[str, Any]], only: str = "") -> Broken | None:
    """Hold the stored streams against anchors kept elsewhere; says the first that differs."""
    for line in lines:
        wrong = _wrong_anchor(line) or _wrong_heads(line["body"]["changes"], only)
        if wrong is not None:
            return wrong
    return None


def _wrong_anchor(line: dict[str, Any]) -> Broken | None:
    """An anchor that was not sealed here, or that the nation's stream does not have."""
    body = line["body"]
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    own = hashlib.sha256(text.encode()).hexdigest()
    if own != line["hash"] or not hmac.compare_digest(line["hmac"], _seal(line["hash"])):
        return Broken(
            NATION, body["seq"], "hmac", "the anchor was altered, or sealed by another key"
        )
    return _differs(NATION, body["seq"], line["hash"])


def _wrong_heads(heads: Iterable[dict[str, str]], only: str) -> Broken | None:
    for head in heads:
        if only in {"", head["field"]}:
            wrong = _differs(head["field"], int(head["old"]), head["new"])
            if wrong is not None:
                return wrong
    return None


def _differs(stream: str, seq: int, expected: str) -> Broken | None:
    found = Event.objects.filter(stream=stream, seq=seq).values_list("hash", flat=True).first()
    if found is None:
        return Broken(stream, seq, "seq", "the event that an anchor names is gone")
    if found != expected:
        return Broken(stream, seq, "hash", "it is not the hash that an anchor names")
    return None


def _seal(text: str) -> str:
    if not settings.AUDIT_KEY:
        raise RuntimeError("BETTERCARE_AUDIT_KEY is not set, so anchors cannot be sealed")
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
