"""Show how long what is about people is kept, and remove what is past its time."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.running import ladder
from bettercare_web.running.kept import FOR_EVER, KEPT
from bettercare_web.running.retention import remove_past


class Command(BaseCommand):
    help = "Remove what is about people and past its time; the worker does it each day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whether to count only."""
        parser.add_argument("--dry-run", action="store_true", help="Count only; remove nothing.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        dry_run: bool = options["dry_run"]
        if not dry_run and ladder.now().step >= ladder.Step.READ_ONLY:
            raise CommandError("Nothing may be changed now: the service is read-only.")
        counts = remove_past(dry_run=dry_run)
        done = "would be removed" if dry_run else "removed"
        for one in KEPT:
            said = settings.KEPT[one.name]
            lasts = "for ever" if said == FOR_EVER else f"{said} days after {one.since}"
            self.stdout.write(f"{one.name}: {counts[one.name]} {done} (kept {lasts})")
