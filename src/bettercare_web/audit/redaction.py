"""Taking private values away from the trail without breaking its chain.

An event knows a private value by its seal alone. When the value and its salt are gone nobody can
find out or test what it was, and every hash stays as it was.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event, Sealed
from bettercare_web.audit.record import Changed, Thing, record

REDACTED = "redacted"


class NothingToRedact(Exception):
    """There is no private value left there."""


def redaction_file() -> Path:
    """The list of seals that were taken away, kept outside the database and its backups."""
    return Path(settings.DATA) / "redactions.jsonl"


def redact(event: Event, *, by: Actor, reason: str, fields: Iterable[str] = ()) -> Event:
    """Take the private values of an event away, of some fields or of all, and say so in its stream.

    Raises ``NothingToRedact`` where there is none, and ``ValueError`` without a reason.
    """
    if not reason.strip():
        raise ValueError("Say why it is taken away.")
    seals = dict(seals_in(event, frozenset(fields)))
    _remember(seals)
    with transaction.atomic():
        gone, _ = Sealed.objects.filter(pk__in=seals).delete()
        if not gone:
            raise NothingToRedact(str(event))
        return record(
            stream=event.stream,
            by=by,
            action=REDACTED,
            about=Thing("event", str(event.pk)),
            area=json.loads(event.body).get("area", ""),
            changes=[Changed(field=f, old=seal, thing=str(event.pk)) for seal, f in seals.items()],
            reason=reason,
        )


def seals_in(event: Event, fields: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """The seals in an event, each with its field, of some fields or of all."""
    return [
        (value["sealed"], change["field"])
        for change in json.loads(event.body).get("changes", ())
        for value in (change["old"], change["new"])
        if isinstance(value, dict) and "sealed" in value
        if not fields or change["field"] in fields
    ]


def redact_again() -> int:
    """Take away what was taken away before, as after an older backup is restored; gives how many.

    The events that tell of it may be gone with the backup; the list beside it is what counts.
    """
    path = redaction_file()
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    seals = {seal for line in lines for seal in json.loads(line)}
    with transaction.atomic():
        return Sealed.objects.filter(pk__in=seals).delete()[0]


def redacted_on(stream: str) -> dict[str, datetime]:
    """When each seal of a stream was taken away."""
    found: dict[str, datetime] = {}
    for event in Event.objects.filter(stream=stream, action=REDACTED).order_by("seq"):
        changes: list[dict[str, Any]] = json.loads(event.body)["changes"]
        found |= {change["old"]: event.at for change in changes}
    return found


def _remember(seals: Iterable[str]) -> None:
    """Write the seals down first: what is then not taken away is at worst taken away later."""
    path = redaction_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(sorted(seals)) + "\n")
        file.flush()
        os.fsync(file.fileno())
