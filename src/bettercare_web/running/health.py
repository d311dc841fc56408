"""Whether the service can do its work: database, clock, disk, jobs, form of the database."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bettercare_web.audit.clock import DOUBTFUL, UNSURE, skew
from bettercare_web.running import ladder
from bettercare_web.running.ladder import Step
from bettercare_web.running.models import Job, Pulse

WORKER = "worker"
READINESS = "readiness"
SILENT_AFTER = timedelta(minutes=3)  # without a sign of life the worker is taken for dead
KEPT = 5  # seconds for which an answer holds, so that asking costs the database little


class Sign(NamedTuple):
    """One thing that was looked at: well or not, and whether the service works without it."""

    name: str
    well: bool
    words: str
    needed: bool = False


_kept: tuple[float, list[Sign]] = (float("-inf"), [])


def signs() -> list[Sign]:
    """Every sign of health, looked at now or a few seconds ago."""
    global _kept  # noqa: PLW0603  (one answer a process)
    if time.monotonic() - _kept[0] > KEPT:
        _kept = (time.monotonic(), list(look()))
    return _kept[1]


def look() -> Iterator[Sign]:
    """Look at everything now. What needs the database is left out where it does not answer."""
    yield _disk()
    database = _database()
    yield database
    if database.well:
        for one in (_form, _clock, _worker, _dead_jobs):
            yield _looked(one)


def _looked(sign: Callable[[], Sign]) -> Sign:
    try:
        return sign()
    except Error as error:
        return Sign("database", False, type(error).__name__, needed=True)


def _database() -> Sign:
    """Whether something can be written; while nothing may be, whether something can be read."""
    reading = ladder.now().step >= Step.READ_ONLY
    try:
        if reading:
            Pulse.objects.filter(pk=READINESS).first()
        else:
            Pulse.objects.update_or_create(pk=READINESS, defaults={"at": timezone.now()})
    except Error as error:
        return Sign("database", False, type(error).__name__, needed=True)
    return Sign("database", True, "can be read" if reading else "can be written", needed=True)


def _form() -> Sign:
    waiting = waiting_migrations()
    words = f"{behind(waiting)}: run set_up" if waiting else "is of this release"
    return Sign("form of the database", not waiting, words, needed=True)


def behind(waiting: list[str]) -> str:
    """How far a database is behind, in words.

    >>> behind(["plans.0002"]), behind(["plans.0002", "plans.0003"])
    ('1 step behind', '2 steps behind')
    """
    return f"{len(waiting)} {'step' if len(waiting) == 1 else 'steps'} behind"


def waiting_migrations() -> list[str]:
    """What set_up has still to do to the database, by name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _clock() -> Sign:
    apart = skew()
    seconds = f"{apart.total_seconds():.1f} seconds off"
    if apart > UNSURE:
        return Sign("clock", False, f"{seconds}: nobody can sign or submit")
    return Sign("clock", apart <= DOUBTFUL, seconds)


def _disk() -> Sign:
    room = ladder.measure(settings.DATA)
    words = f"{room.free // ladder.MB:,} MB free of {room.total // ladder.MB:,} MB"
    return Sign("disk", room.free >= room.total * ladder.LITTLE, words)


def _worker() -> Sign:
    if settings.DEMO:
        return Sign("worker", True, "not needed in the demonstration")
    pulse = Pulse.objects.filter(pk=WORKER).first()
    if pulse is None:
        return Sign("worker", False, "never started: run bettercare-web worker")
    silent = timezone.now() - pulse.at
    words = f"last seen {int(silent.total_seconds())} seconds ago"
    return Sign("worker", silent < SILENT_AFTER, words)


def _dead_jobs() -> Sign:
    dead = Job.objects.filter(dead=True).count()
    return Sign("jobs", not dead, f"{dead} failed too often" if dead else "none failed too often")
