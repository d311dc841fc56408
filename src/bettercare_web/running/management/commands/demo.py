"""Serve a demonstration on this machine: two real plans, a made-up person for every role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.running.demo import build_demo, move_deadline
from bettercare_web.running.demo_england import build_england
from bettercare_web.running.serving import serve
from bettercare_web.running.set_up import set_up


class Command(BaseCommand):
    help = "Serve a demonstration on this machine, with two real plans of 2019-20."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which port, and whether only to prepare."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--england", action="store_true", help="Add all areas of England.")
        parser.add_argument("--prepare", action="store_true", help="Make it ready, serve nothing.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        if not settings.DEMO:
            raise CommandError("Unset BETTERCARE_PROFILE: demo has people with a known password.")
        set_up()
        build_demo()
        move_deadline()
        if options["england"]:
            self.stdout.write(f"{build_england()} areas with made-up states were added.")
        if not options["prepare"]:
            self.stdout.write(f"Open http://127.0.0.1:{options['port']}/ (Ctrl+C stops it)")
            serve(options["port"], workers=1)
