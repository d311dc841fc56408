"""Make the database and the static files ready, or bring them to the newest form."""

from typing import Any

from django.core.management.base import BaseCommand

from bettercare_web.running.set_up import set_up


class Command(BaseCommand):
    help = "Make the database and the static files ready, or bring them to the newest form."

    def handle(self, *_: Any, **__: Any) -> None:
        """Run it."""
        set_up()
        self.stdout.write("The database and the static files are ready.")
