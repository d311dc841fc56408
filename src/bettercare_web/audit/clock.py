"""How far the clock of this machine can be trusted: held against the database and the trail."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from bettercare_web.audit.models import Head

DOUBTFUL = timedelta(seconds=5)  # a warning
UNSURE = timedelta(seconds=60)  # nothing is signed or submitted


def skew() -> timedelta:
    """How far this machine's clock is from the database's, or behind the newest event.

    A database in a file has the clock of this machine, so only the events tell there.
    """
    now = timezone.now()
    apart = abs(_of_database(now) - now)
    newest = Head.objects.order_by("-at").exclude(at=None).values_list("at", flat=True).first()
    behind = newest - now if newest is not None and newest > now else timedelta()
    return max(apart, behind)


def is_sure() -> bool:
    """Whether the clock is sure enough to sign and submit by; drafts go on without."""
    return skew() <= UNSURE


def _of_database(now: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
