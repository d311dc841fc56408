"""Fill an empty place from a backup, and look at everything in it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.running import sealing
from bettercare_web.running.restore import restore
from bettercare_web.running.trouble import Trouble


class Command(BaseCommand):
    help = "Fill an empty place from a backup, and look at everything in it."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which backup, and where its key is."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path, help="The key that it was sealed with.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        try:
            key = sealing.read_key(options["key_file"]) if options["key_file"] else None
            for line in restore(options["file"], key):
                self.stdout.write(line)
        except (Trouble, sealing.WrongKey, OSError) as error:
            raise CommandError(str(error)) from error
