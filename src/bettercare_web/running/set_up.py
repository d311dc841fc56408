"""Making a place ready for the service: database, cache table, static files."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bettercare_web.running.ladder import keep_ballast


def set_up(*, static: bool = True) -> None:
    """Bring the database to the newest form and collect the static files; may be run again."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # once, here: never while other processes connect
            cursor.execute("PRAGMA journal_mode=WAL")
    if not settings.DEMO:
        keep_ballast(settings.DATA)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)
