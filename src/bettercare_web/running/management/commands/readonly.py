"""Let people read and nothing be changed, or end that. It needs no database."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bettercare_web.running import ladder
from bettercare_web.words import moment


class Command(BaseCommand):
    help = "Let people read and nothing be changed (on), or end that (off)."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """On or off; why, and until when."""
        parser.add_argument("switch", choices=["on", "off", "show"])
        parser.add_argument("--reason", default="", help="A sentence that people are shown.")
        parser.add_argument("--until", help="When you expect to end it, as 2026-11-30T18:00.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        if options["switch"] == "on":
            if not options["reason"].strip():
                raise CommandError("Give --reason: a sentence that people are shown.")
            until = _moment(options["until"]) if options["until"] else None
            ladder.switch_on(settings.DATA, options["reason"].strip(), until)
        elif options["switch"] == "off":
            ladder.switch_off(settings.DATA)
        self.stdout.write(_words(ladder.now()))


def _moment(text: str) -> datetime:
    """A moment; London's time where no zone is given."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"'{text}' is no moment. Write it as 2026-11-30T18:00.") from error
    return found if found.tzinfo else timezone.make_aware(found)


def _words(now: ladder.Now) -> str:
    said = {
        ladder.Step.ALL: "Everything works.",
        ladder.Step.NO_FILES: "Files cannot be brought in or downloaded.",
        ladder.Step.READ_ONLY: "People can read, and nothing can be changed.",
    }
    until = f" Until {moment(now.until)}." if now.until else ""
    return f"{said[now.step]} {now.reason}{until}".strip()
