"""Serve the pages. It starts only with settings that are safe and a database that is set up."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.running.checks import is_loopback
from bettercare_web.running.health import behind, waiting_migrations
from bettercare_web.running.serving import Certificate, serve


class Command(BaseCommand):
    help = "Serve the pages, once set_up has made the database ready."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where to listen, with how many workers, and with which certificate."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="Processes; one a core.")
        parser.add_argument("--certificate", type=Path, help="Where no proxy holds it.")
        parser.add_argument("--key", type=Path, help="The key of the certificate.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        if settings.DEMO and not is_loopback(options["host"]):
            raise CommandError(
                "The demonstration has people with a known password: it serves this machine alone. "
                "Leave --host out, or set BETTERCARE_PROFILE to production."
            )
        if bool(options["certificate"]) != bool(options["key"]):
            raise CommandError("Give --certificate and --key together.")
        waiting = waiting_migrations()
        if waiting:
            raise CommandError(f"The database is {behind(waiting)}: run set_up first.")
        pair = Certificate(options["certificate"], options["key"]) if options["key"] else None
        serve(options["port"], host=options["host"], workers=options["workers"], certificate=pair)
