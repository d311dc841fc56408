"""What the worker does by itself: each job by its name, how often, and the function that does it.

Each function may be run twice for the same period, and does nothing the second time.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core.management import call_command
from django.utils import timezone

from bettercare_web.accounts.limits import forget_tallies
from bettercare_web.audit import anchors
from bettercare_web.audit.idempotency import forget_outcomes
from bettercare_web.home.reminders import remind_of_deadlines
from bettercare_web.mail.actions import send_waiting
from bettercare_web.national.collecting import refresh_stale
from bettercare_web.people.leaving import carry_out_resets, suspend_unused
from bettercare_web.people.reminders import remind_of_endings
from bettercare_web.running.models import Job, Pulse
from bettercare_web.running.retention import remove_past
from bettercare_web.uploads.actions import drop_refused

LETTERS = timedelta(seconds=5)
LOOKS = timedelta(minutes=1)
KEPT = timedelta(days=35)  # jobs that are done stay on view
ANSWERS_KEPT = timedelta(hours=24)  # a request that comes again gets its first answer so long


class Work(NamedTuple):
    """A job: done again after each ``every``, or once each day (UTC) where there is none."""

    name: str
    do: Callable[[], object]
    every: timedelta | None = None

    def period(self, now: datetime) -> str:
        """The period in which it is done once; blank for what is done again and again.

        >>> Work("remind", print).period(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
        '2026-11-30'
        """
        return "" if self.every else now.astimezone(UTC).strftime("%Y-%m-%d")


def anchor_when_due() -> bool:
    """Anchor the audit trail at midnight, after a submission and every thousand events."""
    due = anchors.is_due()
    if due:
        anchors.anchor()
    else:
        anchors.write_missing()  # of an anchor whose line could not be written
    return due


def forget_done_jobs() -> int:
    """Take away jobs that were done long ago; those that failed too often stay."""
    old = Job.objects.filter(done__lt=timezone.now() - KEPT).exclude(period="")
    count, _ = old.delete()
    return count


def show_life(name: str) -> None:
    """Write that a part of the service lives."""
    Pulse.objects.update_or_create(pk=name, defaults={"at": timezone.now()})


WORK: list[Work] = [
    Work("letters", send_waiting, LETTERS),
    Work("standings", refresh_stale, LETTERS),
    Work("anchors", anchor_when_due, LOOKS),
    Work("forget-answers", lambda: forget_outcomes(timezone.now() - ANSWERS_KEPT)),
    Work("forget-tallies", forget_tallies),
    Work("remind-of-endings", remind_of_endings),
    Work("close-unused-accounts", suspend_unused),
    Work("reset-factors", carry_out_resets, LOOKS),
    Work("remind-of-deadlines", remind_of_deadlines),
    Work("drop-refused-files", lambda: drop_refused(timezone.now())),
    Work("remove-what-is-past", remove_past),
    Work("forget-done-jobs", forget_done_jobs),
    Work("forget-sessions", lambda: call_command("clearsessions")),
]
