"""How much the service does now: all, no files in or out, or reading only.

A flag file says it, so that it can be said without a database; and so does the room on the disk.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

MB = 1024 * 1024
LITTLE = 0.10  # of the disk: a warning
NO_FILES_BELOW = 2048 * MB
READ_ONLY_BELOW = 512 * MB
BALLAST = 256 * MB
FLAG = "read-only.json"


class Step(IntEnum):
    """How much the service does; each step does less than the one before."""

    ALL = 0
    NO_FILES = 1
    READ_ONLY = 2


class Room(NamedTuple):
    """Bytes of a disk: those that are free, and all."""

    free: int
    total: int


class Now(NamedTuple):
    """The step that the service is on, why in words, and until when, where somebody said."""

    step: Step
    reason: str = ""
    until: datetime | None = None


def room_of(folder: Path) -> Room:
    """The room on the disk of a folder."""
    usage = shutil.disk_usage(folder if folder.exists() else folder.parent)
    return Room(usage.free, usage.total)


# How the room is measured; tests put a measure of their own here.
measure: Callable[[Path], Room] = room_of


def now() -> Now:
    """The step that the service is on."""
    flagged = flag(settings.DATA)
    if flagged is not None:
        return flagged
    free = measure(settings.DATA).free
    if free < READ_ONLY_BELOW:
        return Now(Step.READ_ONLY, "The disk of the service is almost full.")
    if free < NO_FILES_BELOW:
        return Now(Step.NO_FILES, "The disk of the service is filling up.")
    return Now(Step.ALL)


def flag(folder: Path) -> Now | None:
    """What the flag file says; ``None`` where there is none. One that cannot be read counts."""
    try:
        said = json.loads((folder / FLAG).read_text(encoding="utf-8"))
        until = datetime.fromisoformat(said["until"]) if said["until"] else None
        return Now(Step.READ_ONLY, str(said["reason"]), until)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Now(Step.READ_ONLY)


def switch_on(folder: Path, reason: str, until: datetime | None) -> None:
    """Make the service read-only, at once for every worker."""
    said = {
        "reason": reason,
        "until": until.isoformat() if until else "",
        "since": datetime.now(UTC).isoformat(),
    }
    draft = folder / f"{FLAG}.new"
    draft.write_text(json.dumps(said), encoding="utf-8")
    draft.replace(folder / FLAG)


def switch_off(folder: Path) -> None:
    """End read-only mode; nothing happens where it is not on."""
    (folder / FLAG).unlink(missing_ok=True)


def keep_ballast(folder: Path) -> None:
    """Keep a file that can be deleted when the disk is full, so that there is room to work."""
    file = folder / "ballast"
    if not file.exists() and measure(folder).free > NO_FILES_BELOW + BALLAST:
        with file.open("wb") as made:
            os.posix_fallocate(made.fileno(), 0, BALLAST)
