"""Write a backup to a file, while the service goes on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.running import sealing
from bettercare_web.running.backup import back_up
from bettercare_web.running.trouble import Trouble


class Command(BaseCommand):
    help = "Write a backup to a file: the database, files that were brought in, anchors."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where to, and with which key."""
        parser.add_argument("file", type=Path, help="It must not be there yet.")
        parser.add_argument("--key-file", type=Path, help="Seal it with this key.")
        parser.add_argument("--new-key", action="store_true", help="Make the key file first.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        try:
            key_file: Path | None = options["key_file"]
            if options["new_key"] and key_file is not None:
                sealing.new_key(key_file)
            key = sealing.read_key(key_file) if key_file else None
            contents = back_up(options["file"].absolute(), key)
        except (Trouble, sealing.WrongKey, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {len(contents.files)} files, {contents.at}.")
