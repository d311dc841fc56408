"""Copying a whole database to a file and back: SQLite by itself, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bettercare_web.running.trouble import Trouble


def dump(target: Path) -> None:
    """Write the database to a file as it is at one moment, while the service goes on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def load(source: Path) -> None:
    """Fill an empty database from a file. Raises ``Trouble`` where there is something in it."""
    if connection.introspection.table_names():
        raise Trouble("There is a database already. Restore into an empty place.")
    if connection.vendor == "sqlite":
        connection.close()
        _copy_sqlite(source, Path(connection.settings_dict["NAME"]))
    else:
        words = ("--no-owner", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *words, f"--dbname={connection.settings_dict['NAME']}", str(source))


def _copy_sqlite(source: Path, target: Path) -> None:
    for one in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        one.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")


def faults_of(source: Path) -> list[str]:
    """What SQLite says is wrong inside the file of a database; nothing where it is whole."""
    held = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        found = [str(row[0]) for row in held.execute("PRAGMA integrity_check")]
        strays = held.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    finally:
        held.close()
    lost = [f"a row of {row[0]} points to nothing" for row in strays]
    return [one for one in found if one != "ok"] + lost


def listed(source: Path) -> int:
    """How many things a dump of PostgreSQL holds. Raises ``Trouble`` where it cannot be read."""
    return len(_run("pg_restore", "--list", str(source)).splitlines())


def _run(program: str, *words: str) -> str:
    """Run a program of PostgreSQL on our database; its password goes by the environment."""
    found = shutil.which(program)
    if found is None:
        raise Trouble(f"{program} is not installed: install the client programs of PostgreSQL.")
    done = subprocess.run(  # noqa: S603  (the words are ours)
        [found, *words], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{program}: {done.stderr.strip()}")
    return done.stdout


def _environment() -> Mapping[str, str]:
    database: dict[str, Any] = settings.DATABASES["default"]
    options = database["OPTIONS"]
    named = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": connection.settings_dict["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PATH": os.environ.get("PATH"),
    }
    return {name: str(value) for name, value in named.items() if value}
