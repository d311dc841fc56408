"""The way back from a backup: into an empty place only, and then everything is looked at."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from bettercare_web.plans.answers import forget
from bettercare_web.running import databases
from bettercare_web.running.backup import FOLDERS, Contents, opened
from bettercare_web.running.health import behind, waiting_migrations
from bettercare_web.running.trouble import Trouble


def restore(file: Path, key: bytes | None = None) -> Iterator[str]:
    """Fill an empty place from a backup, and say in words what was done and found.

    Raises ``Trouble`` where the place is not empty, the backup is not whole or of another kind of
    database, or the audit trail does not verify.
    """
    with opened(file, key) as (contents, folder):
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        _fits(contents)
        databases.load(folder / "database")
        for name in FOLDERS:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, settings.DATA / name)
    forget()
    yield f"Restored what was backed up at {contents.at} by release {contents.release}."
    yield from _looked_at()


def _fits(contents: Contents) -> None:
    """Raise ``Trouble`` where a backup cannot be restored here."""
    if contents.engine != connection.vendor:
        raise Trouble(
            f"The backup is of {contents.engine}, and this database of {connection.vendor}."
        )
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(contents.migrations) - ours)
    if unknown:
        raise Trouble(f"The backup is of a newer release: it has {', '.join(unknown[:3])}.")
    for name in FOLDERS:
        if (settings.DATA / name).exists():
            raise Trouble(f"There is {settings.DATA / name} already. Restore into an empty place.")


def _looked_at() -> Iterator[str]:
    """Look at what was restored: the database inside, its form, and the audit trail."""
    if connection.vendor == "sqlite":
        faults = databases.faults_of(Path(connection.settings_dict["NAME"]))
        if faults:
            raise Trouble(f"The database is not whole: {'; '.join(faults[:5])}")
        yield "The database is whole inside."
    waiting = waiting_migrations()
    if waiting:
        yield f"It is {behind(waiting)} this release: run set_up before you serve it."
    else:
        yield audit_verdict()


def audit_verdict() -> str:
    """What the audit trail's own check says. Raises ``Trouble`` where it does not verify."""
    said = StringIO()
    anchors = settings.DATA / "anchors" / "anchors.jsonl"
    words = ["--against", str(anchors)] if anchors.exists() else []
    try:
        call_command("audit", "verify", *words, stdout=said, stderr=said)
    except SystemExit as error:
        raise Trouble(f"The audit trail: {said.getvalue().strip()}") from error
    return said.getvalue().strip()


def look_into(file: Path, key: bytes | None = None) -> Iterator[str]:
    """Look into a backup without restoring it, and say what it holds and that it is whole."""
    with opened(file, key) as (contents, folder):
        yield f"Made at {contents.at} by release {contents.release}, of {contents.engine}."
        yield f"{len(contents.files)} files are as they were written."
        database = folder / "database"
        if contents.engine == "sqlite":
            faults = databases.faults_of(database)
            if faults:
                raise Trouble(f"The database is not whole: {'; '.join(faults[:5])}")
            yield "The database is whole inside."
        else:
            yield f"The dump lists {databases.listed(database)} things. Restore it to be sure."
