"""``bettercare-web``: set up, run, check, back up and restore the service."""

import os
import sys


def main() -> None:
    """Run a command, such as ``verify-backup``; ``demo`` sets its own profile first."""
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("BETTERCARE_PROFILE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bettercare_web.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    command = [one.replace("-", "_") if one[:1] != "-" else one for one in sys.argv[1:2]]
    execute_from_command_line(["bettercare-web", *command, *sys.argv[2:]])
