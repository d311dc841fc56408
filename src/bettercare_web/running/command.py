"""``bettercare-web``: set up, run, check, back up and restore the service."""

import os
import sys


def main() -> None:
    """Run a command; ``demo`` sets the profile of the demonstration first."""
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("BETTERCARE_PROFILE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bettercare_web.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["bettercare-web", *sys.argv[1:]])
