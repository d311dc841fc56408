"""Do the jobs: send letters, anchor the audit trail, remind people. One loop, until it is told."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bettercare_web.running import worker
from bettercare_web.running.models import Job


class Command(BaseCommand):
    help = "Do the jobs until told to stop: letters, anchors of the audit trail, reminders."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whether to do one round only, or to show or revive what failed too often."""
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--once", action="store_true", help="Do what is due now, and end.")
        one.add_argument("--dead", action="store_true", help="List the jobs that failed too often.")
        one.add_argument("--revive", action="store_true", help="Let those be tried again.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        if options["once"]:
            self.stdout.write(f"{worker.one_round()} jobs were done.")
        elif options["dead"]:
            for job in Job.objects.filter(dead=True):
                self.stdout.write(f"{job}: {job.tries} tries, {job.fault}")
        elif options["revive"]:
            self.stdout.write(f"{worker.revive()} jobs are tried again.")
        else:
            self._until_told()

    def _until_told(self) -> None:
        told: list[int] = []
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda number, _: told.append(number))
        worker.run(stop=lambda: bool(told))
