"""How often something may be tried: more than that is answered 429, with how long to wait.

``take`` counts each use of something, and refuses what is over. ``failed`` counts failures alone,
and makes the wait between tries grow: nobody is ever locked out for good.
"""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bettercare_web.accounts.models import Tally


class Limit(NamedTuple):
    """So many times in so many seconds, for each key (a person, a token, an address)."""

    name: str
    times: int
    seconds: int


SIGN_IN = Limit("sign-in", 10, 5 * 60)  # failures, each account
ADDRESS = Limit("address", 300, 10 * 60)  # failures, each address: whole councils share one
FACTOR = Limit("second factor", 5, 5 * 60)  # failures, each account
RESET = Limit("reset", 3, 60 * 60)  # each account
INVITATIONS = Limit("invitations", 50, 24 * 60 * 60)  # each person who invites
SAVES = Limit("saves", 300, 60)  # each person
API = Limit("api", 600, 60)  # each token
UPLOADS = Limit("uploads", 20, 60 * 60)  # each person
EXPORTS = Limit("exports", 60, 60 * 60)  # each person

FIRST_WAIT = 30  # seconds, once the times are used up; doubled with each further failure
LONGEST_WAIT = 15 * 60


class TooMany(Exception):
    """Something was tried too often; ``wait`` is in seconds."""

    def __init__(self, wait: float) -> None:
        """Remember how long to wait, in whole seconds."""
        self.wait = max(1, round(wait))
        super().__init__(self.wait)


def take(limit: Limit, key: str) -> None:
    """Count one use. Raises ``TooMany`` where that is more than may be in the time."""
    now = timezone.now()
    lasts = timedelta(seconds=limit.seconds)
    within = Tally.objects.filter(pk=_hash(limit, key), count__lt=limit.times)
    if within.filter(first__gt=now - lasts).update(count=F("count") + 1, last=now):
        return
    with transaction.atomic():
        tally = _tally(limit, key, now)
        if now - tally.first >= lasts:
            tally.count, tally.first = 0, now
        over = tally.count >= limit.times
        if not over:
            tally.count, tally.last = tally.count + 1, now
            tally.save()
    if over:
        raise TooMany((tally.first + lasts - now).total_seconds())


def check(limit: Limit, key: str) -> None:
    """Raises ``TooMany`` while a wait after failures lasts; counts nothing."""
    tally = Tally.objects.filter(pk=_hash(limit, key)).first()
    if tally is None or tally.count < limit.times:
        return
    left = (tally.last - timezone.now()).total_seconds() + _wait(limit, tally.count)
    if left > 0:
        raise TooMany(left)


def failed(limit: Limit, key: str) -> None:
    """Count one failure."""
    now = timezone.now()
    with transaction.atomic():
        tally = _tally(limit, key, now)
        if _is_over(limit, tally, now):
            tally.count, tally.first = 0, now
        tally.count, tally.last = tally.count + 1, now
        tally.save()


def clear(limit: Limit, key: str) -> None:
    """Forget the failures: it went well."""
    Tally.objects.filter(pk=_hash(limit, key)).delete()


def forget_tallies() -> int:
    """Drop those that count no more; how many."""
    old = Tally.objects.filter(last__lt=timezone.now() - timedelta(days=1))
    return int(old.delete()[0])


def _is_over(limit: Limit, tally: Tally, now: datetime) -> bool:
    """Whether what was counted counts no more: its time went by before the times were used up."""
    if tally.count < limit.times:
        return now - tally.first >= timedelta(seconds=limit.seconds)
    return now - tally.last >= timedelta(seconds=2 * LONGEST_WAIT)


def _wait(limit: Limit, count: int) -> int:
    return min(LONGEST_WAIT, FIRST_WAIT << min(count - limit.times, 16))


def _tally(limit: Limit, key: str, now: datetime) -> Tally:
    pk = _hash(limit, key)
    Tally.objects.get_or_create(pk=pk, defaults={"first": now, "last": now})
    return Tally.objects.select_for_update().get(pk=pk)


def _hash(limit: Limit, key: str) -> str:
    return hashlib.sha256(f"{limit.name}:{key.casefold()}".encode()).hexdigest()
