"""Where the bytes of files are kept: under their hash, readable by the service alone, never served.

A name that somebody gave is never part of a path.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def folder() -> Path:
    """The folder of files that came in; made when it is not there."""
    place: Path = settings.DATA / "quarantine"
    place.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return place


def keep(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Store some bytes under their SHA-256; gives that, in hex, and how many bytes there are."""
    sha256, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=".coming-", delete=False) as file:
        for piece in pieces:
            sha256.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    coming = Path(file.name)
    coming.chmod(PRIVATE_FILE)
    coming.replace(path_of(sha256.hexdigest()))
    return sha256.hexdigest(), size


def path_of(sha256: str) -> Path:
    """Where the bytes of a hash are. Raises ``ValueError`` for what is no hash."""
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set(
        "0123456789abcdef"
    ):
        raise ValueError("not a SHA-256")
    return folder() / sha256


def drop(sha256: str) -> None:
    """Delete the bytes of a hash."""
    with suppress(FileNotFoundError):
        path_of(sha256).unlink()


def keep_reading(upload_id: UUID, data: bytes) -> None:
    """Store what was read in a file, as JSON, beside the file's bytes."""
    place = _reading(upload_id)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def reading_of(upload_id: UUID) -> bytes | None:
    """What was read in a file; ``None`` when it is not kept any more."""
    try:
        return _reading(upload_id).read_bytes()
    except FileNotFoundError:
        return None


def drop_reading(upload_id: UUID) -> None:
    """Delete what was read in a file."""
    with suppress(FileNotFoundError):
        _reading(upload_id).unlink()


def _reading(upload_id: UUID) -> Path:
    return folder() / f"{UUID(str(upload_id))}.reading.json"


@contextmanager
def laid_out(files: dict[str, bytes | Path]) -> Iterator[Path]:
    """A folder of its own with some files, for a process that reads them; gone afterwards.

    The names are ours. A path is linked or copied, so that the process never sees where it is kept.
    """
    with tempfile.TemporaryDirectory(prefix="bettercare-reading-") as made:
        place = Path(made)
        for name, content in files.items():
            target = place / name
            target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            data = content.read_bytes() if isinstance(content, Path) else content
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        yield place
