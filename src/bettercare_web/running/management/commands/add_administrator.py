"""Make one of the first two administrators, who give every other role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.people.first import add_administrator
from bettercare_web.plans.edits import Stopped


class Command(BaseCommand):
    help = "Make one of the first two administrators, and print where they set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whom."""
        parser.add_argument("email", help="Their work email address.")
        parser.add_argument("--name", required=True, help="Their name.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        try:
            path = add_administrator(options["email"], options["name"])
        except Stopped as stop:
            raise CommandError(str(stop)) from stop
        host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
        self.stdout.write(
            f"Give them this link; it works for 30 minutes, once:\nhttps://{host}{path}"
        )
