"""DuckDB on this machine, by way of Ibis: the engine that counts unless another is asked for.

It connects and nothing more. What does not fit in memory goes to a folder that only its owner can
read, which is gone when the connection is.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis

PREFIX = "bettercare-spill-"
_LEFT = re.compile(rf"{PREFIX}([0-9]+)-.+")


@contextmanager
def connect(
    *, memory: str = "2GB", threads: int | None = None, spill: Path | None = None
) -> Iterator[ibis.BaseBackend]:
    """A database in memory, closed at the end of the block, its spill folder removed.

    ``memory`` is the most it may hold before it spills, such as "2GB"; ``threads`` is all of the
    machine's where not given. ``spill`` is the folder in which the spill folder is made, else that
    of the system; what a run that was killed left there is removed first. It loads no extension
    and opens no connection to anywhere.

    >>> with connect(memory="200MB", threads=1) as database:
    ...     database.raw_sql("SELECT 6 * 7").fetchone()
    (42,)
    """
    parent = spill or Path(tempfile.gettempdir())
    remove_left(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    try:
        database = ibis.duckdb.connect(**_settings(memory, threads, folder))
        try:
            yield database
        finally:
            database.disconnect()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_left(parent: Path) -> None:
    """Remove our spill folders of processes that are no more, where they are ours to remove."""
    for folder in parent.glob(f"{PREFIX}*"):
        found = _LEFT.fullmatch(folder.name)
        if found and not _runs(int(found[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    """Whether a process is there; one of somebody else is, as far as we can tell."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _settings(memory: str, threads: int | None, folder: Path) -> dict[str, object]:
    asked: dict[str, object] = {
        "memory_limit": memory,
        "temp_directory": str(folder),
        "preserve_insertion_order": False,  # counts have no order, and keeping one takes memory
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return asked if threads is None else {**asked, "threads": threads}
