"""One loop that does the jobs, without a broker: the database says which are due.

Several workers may run: a job is leased for a minute at a time, and a lease that its worker does
not extend runs out. So a job may be done twice, and each is made so that this does no harm.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import Error, connection, transaction
from django.db.models import Q
from django.utils import timezone

from bettercare_web.running import ladder
from bettercare_web.running.health import WORKER
from bettercare_web.running.ladder import Step
from bettercare_web.running.models import Job
from bettercare_web.running.work import WORK, Work, show_life

LEASE = timedelta(seconds=60)
EXTENDED_EVERY = 20  # seconds
LIMIT = timedelta(minutes=10)  # for one job
TRIES = 5
FIRST_WAIT = timedelta(seconds=10)  # doubled after each try that failed
AFTER_DEATH = timedelta(minutes=10)  # what is done again and again is tried again after
PAUSE = 2.0  # seconds between two rounds
log = logging.getLogger("bettercare.worker")


def run(stop: Callable[[], bool], work: Iterable[Work] = WORK) -> None:
    """Do what is due, round after round, until told to stop. A database away is waited for."""
    work = list(work)
    while not stop():
        try:
            one_round(work)
        except Error as error:
            log.warning("no database", extra={"facts": {"fault": type(error).__name__}})
            connection.close()
        _wait(stop)


def _wait(stop: Callable[[], bool]) -> None:
    until = time.monotonic() + PAUSE
    while time.monotonic() < until and not stop():
        time.sleep(0.1)


def one_round(work: Iterable[Work] = WORK) -> int:
    """Do every job that is due now, once; gives how many were done. Read-only mode rests it."""
    if ladder.now().step >= Step.READ_ONLY:
        return 0
    show_life(WORKER)
    return sum(_do(one) for one in work)


def _do(work: Work) -> bool:
    period = work.period(timezone.now())
    Job.objects.get_or_create(name=work.name, period=period)
    job = lease(work.name, period)
    if job is None:
        return False
    try:
        with _held(job):
            work.do()
    except Exception as error:
        log.error("job failed", exc_info=error, extra={"facts": {"job": work.name}})
        failed(job, error)
        return False
    finished(job, work)
    return True


def holder() -> str:
    """The name of this worker, as leases have it."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def lease(name: str, period: str) -> Job | None:
    """Take a job that is due and that nobody has; ``None`` where there is none."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    mine = Job.objects.filter(free, name=name, period=period, due__lte=now, done=None)
    alive = mine.filter(Q(dead=False) | Q(period=""))
    taken = alive.update(lease_until=now + LEASE, holder=holder())
    return Job.objects.get(name=name, period=period) if taken else None


def finished(job: Job, work: Work) -> None:
    """Write that a job is done, or when it is due again."""
    now = timezone.now()
    job.tries, job.dead, job.fault, job.lease_until = 0, False, "", None
    if work.every is None:
        job.done = now
    else:
        job.due = now + work.every
    job.save()


def failed(job: Job, error: Exception) -> None:
    """Write that a try failed, and when the next is; after five the job is on the dead list."""
    job.tries += 1
    job.lease_until = None
    job.fault = f"{type(error).__module__}.{type(error).__qualname__}"[:200]
    job.dead = job.tries >= TRIES
    job.due = timezone.now() + (AFTER_DEATH if job.dead else FIRST_WAIT * 2 ** (job.tries - 1))
    with transaction.atomic():
        job.save()


class _held:  # noqa: N801  (used as a word: with _held(job))
    """Extends the lease of a job from a side thread while it is done, up to the limit."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._extend, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()

    def _extend(self) -> None:
        until = time.monotonic() + LIMIT.total_seconds()
        while not self.over.wait(EXTENDED_EVERY) and time.monotonic() < until:
            mine = Job.objects.filter(pk=self.job.pk, holder=holder())
            mine.update(lease_until=timezone.now() + LEASE)
            show_life(WORKER)
            connection.close()  # of this thread


def revive() -> int:
    """Let jobs that failed too often be tried again, at once; gives how many."""
    dead = Job.objects.filter(dead=True)
    return dead.update(dead=False, tries=0, due=timezone.now())
