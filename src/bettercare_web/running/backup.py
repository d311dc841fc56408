"""A backup: the database, files that were brought in, and anchors, in one file; and the way back.

The file is a tar archive. Its first member says what the others are, with their hashes.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import bettercare
from bettercare_web.running import databases, sealing
from bettercare_web.running.trouble import Trouble

FORM = "bettercare-backup-1"
MANIFEST = "manifest.json"
DATABASE = "database"
FOLDERS = ("quarantine", "anchors")  # of the folder for data; keys are kept apart


class Contents(NamedTuple):
    """What a backup holds: when and by which release it was made, and each file with its hash."""

    at: str
    release: str
    engine: str
    migrations: list[str]
    files: dict[str, str]


def back_up(file: Path, key: bytes | None = None) -> Contents:
    """Write a backup, sealed where a key is given; the file is there once it is whole.

    The database comes first: files that were brought in never change, so those that it names are
    there afterwards. Raises ``Trouble`` where the file is there already.
    """
    if file.exists():
        raise Trouble(f"{file} is there already. A backup never replaces another.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as place:
        dumped, plain = Path(place) / DATABASE, Path(place) / "plain"
        databases.dump(dumped)
        members = {DATABASE: dumped, **dict(_files_of(settings.DATA))}
        contents = _contents(members)
        _write(plain, contents, members)
        _finish(plain, file, key)
    return contents


def _files_of(data: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(data).as_posix(), path


def _contents(members: dict[str, Path]) -> Contents:
    applied = MigrationRecorder(connection).applied_migrations()
    return Contents(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        release=bettercare.__version__,
        engine=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        files={name: _hash(path) for name, path in members.items()},
    )


def _write(file: Path, contents: Contents, members: dict[str, Path]) -> None:
    text = json.dumps({"form": FORM, **contents._asdict()}, indent=1).encode()
    with tarfile.open(file, "w") as archive:
        first = tarfile.TarInfo(MANIFEST)
        first.size = len(text)
        archive.addfile(first, io.BytesIO(text))
        for name, path in members.items():
            archive.add(path, name, recursive=False)


def _finish(plain: Path, file: Path, key: bytes | None) -> None:
    """Give a backup its name once it is whole and on the disk; only its owner can read it."""
    ready = plain
    if key is not None:
        ready = plain.with_name("sealed")
        with plain.open("rb") as source, ready.open("wb") as target:
            sealing.seal(source, target, key)
    ready.chmod(0o600)
    with ready.open("rb+") as written:
        os.fsync(written.fileno())
    ready.replace(file)


@contextmanager
def opened(file: Path, key: bytes | None = None) -> Iterator[tuple[Contents, Path]]:
    """A backup unpacked in a folder that goes away afterwards, every file held to its hash.

    Raises ``Trouble`` where it cannot be read, is not whole, or holds what we did not write.
    """
    with tempfile.TemporaryDirectory(prefix="bettercare-restore-") as place:
        folder = Path(place)
        try:
            with _plain(file, key, folder) as source, tarfile.open(fileobj=source) as archive:
                contents = _unpack(archive, folder / "contents")
        except (tarfile.TarError, sealing.WrongKey, OSError) as error:
            raise Trouble(f"{file} cannot be read as a backup: {error}") from error
        yield contents, folder / "contents"


@contextmanager
def _plain(file: Path, key: bytes | None, folder: Path) -> Iterator[BinaryIO]:
    with file.open("rb") as source:
        if not sealing.is_sealed(source):
            yield source
            return
        if key is None:
            raise Trouble(f"{file} is sealed: give its key with --key-file.")
        with (folder / "plain").open("wb") as target:
            sealing.unseal(source, target, key)
    with (folder / "plain").open("rb") as plain:
        yield plain


def _unpack(archive: tarfile.TarFile, folder: Path) -> Contents:
    contents = _read_manifest(archive)
    seen = {}
    for member in archive.getmembers()[1:]:
        path = folder.joinpath(*_safe(member, contents).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        with cast(BinaryIO, archive.extractfile(member)) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        seen[member.name] = _hash(path)
    for name, expected in contents.files.items():
        if seen.get(name) != expected:
            raise Trouble(f"The backup is not whole: {name} is missing or was changed.")
    return contents


def _read_manifest(archive: tarfile.TarFile) -> Contents:
    first = archive.next()
    source = archive.extractfile(first) if first and first.name == MANIFEST else None
    if source is None:
        raise Trouble("This is no backup of the service: it does not begin with its contents.")
    said: dict[str, Any] = json.loads(source.read())
    if said.pop("form", "") != FORM:
        raise Trouble("This is no backup of the service, or one of a newer release.")
    return Contents(**said)


def _safe(member: tarfile.TarInfo, contents: Contents) -> PurePosixPath:
    """The path of a member of the archive, which must be a file that the contents name."""
    path = PurePosixPath(member.name)
    if not member.isfile() or member.name not in contents.files or ".." in path.parts:
        raise Trouble(f"The backup holds {member.name}, which is none of its contents.")
    return path


def _hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
