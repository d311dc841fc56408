"""A request that comes twice is carried out once: the second gets the answer of the first."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec
from django.db import transaction

from bettercare_web.audit.again import again
from bettercare_web.audit.models import Answered


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a request came to: the status, and the text or the address that answered it."""

    status: int
    answer: str = ""
    location: str = ""


class OtherRequest(Exception):
    """The key was used before, for something else (-> 422)."""


def hash_of(method: str, address: str, body: bytes) -> str:
    """What tells one request from another, as SHA-256 in hex.

    >>> hash_of("POST", "/a", b"x") == hash_of("POST", "/ax", b"")
    False
    """
    return hashlib.sha256(f"{method} {address}\n".encode() + body).hexdigest()


@again
def once(
    person_id: str,
    key: str,
    request_hash: str,
    do: Callable[[], Outcome],
    *,
    kept: bool = False,
) -> Outcome:
    """Do something at most once for each key of a person, and give the outcome.

    The key is stored in the same transaction as what ``do`` changes: both are there or neither, and
    a second request that comes meanwhile waits for the first. Whatever ``do`` raises is raised, and
    the key stays free. ``kept`` keeps the outcome for ever. Raises ``OtherRequest`` where the key
    came with another request before.
    """
    with transaction.atomic():
        held, is_new = Answered.objects.get_or_create(
            person_id=person_id, key=key, defaults={"request_hash": request_hash, "kept": kept}
        )
        if held.request_hash != request_hash:
            raise OtherRequest(key)
        if not is_new:
            return Outcome(status=held.status, answer=held.answer, location=held.location)
        outcome = do()
        held.status, held.answer, held.location = outcome.status, outcome.answer, outcome.location
        held.save(update_fields=["status", "answer", "location"])
    return outcome


def forget_outcomes(before: datetime) -> int:
    """Drop the outcomes that are older than a moment, but for those kept for ever; how many."""
    gone, _ = Answered.objects.filter(at__lt=before, kept=False).delete()
    return gone
