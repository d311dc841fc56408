"""What a folder of monthly cells knows of them: from which files, by which definitions, what rows.

It is written last and all at once, so that a run that is cut off leaves the folder as it was.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.metrics.counting_plan import Plan
from bettercare.metrics.counting_totals import Read
from bettercare.metrics.record_checks_report import Excluded

FORMAT = 1  # of the cells and of this file; another is counted afresh
NAME = "manifest.json"
_BLOCK = 1 << 20


class File(msgspec.Struct, frozen=True):
    """A file of records: what it holds, and how it looked when that was worked out."""

    name: str
    sha256: str
    size: int
    modified: int
    changed: int


class Cube(msgspec.Struct, frozen=True):
    """The cells of one month by one kind of area, and where its rows went.

    ``elsewhere`` counts rows of its files that are dated in another month; they count there.
    """

    file: str
    sha256: str
    asked: str
    rows: int
    given: int
    excluded: tuple[Excluded, ...]
    elsewhere: int

    @property
    def read(self) -> Read:
        """The rows as control totals have them."""
        return Read(self.rows, self.given, self.excluded)


class Month(msgspec.Struct, frozen=True):
    """One month as delivered: its files, and its cells by kind of area."""

    files: tuple[File, ...]
    cubes: Mapping[str, Cube]


class Manifest(msgspec.Struct, frozen=True):
    """All months of a folder, of one kind of record."""

    format: int
    records: str
    months: Mapping[str, Month]


class Why(NamedTuple):
    """What was done about a month, and why.

    ``change`` is "new", "resubmitted", "definition" (what is asked has changed), "lost" (its cells
    are not there, or not as they were written), "withdrawn", or "" where it is as it was.
    """

    month: str
    change: str


def asked(plan: Plan) -> str:
    """The hash of all that cells depend on: what is counted, by what, and in which bands.

    Titles, owners and sources may change without it.
    """
    bands = {
        name: [*map(_ends, plan.bands[name])] for name in plan.breakdowns if name in plan.bands
    }
    said = (FORMAT, plan.kind.name, plan.kind.counted_on, plan.area, plan.breakdowns, bands)
    wanted = [plan.wanted(name) for name in plan.breakdowns]
    return hashlib.sha256(msgspec.json.encode((said, wanted, plan.countings))).hexdigest()


def _ends(band: object) -> object:
    return msgspec.to_builtins(band)


def read_manifest(folder: Path, records: str) -> Manifest:
    """The manifest of a folder; an empty one where there is none, or it cannot be used.

    Raises ``UnreadableFile`` where the folder holds cells of another kind of record.
    """
    empty = Manifest(FORMAT, records, {})
    try:
        found = msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return empty
    if found.format != FORMAT:
        return empty
    if found.records != records:
        raise UnreadableFile(f"{folder} holds counts of {found.records}, not of {records}.")
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before."""
    making = folder / f"{NAME}.{os.getpid()}"
    making.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    making.chmod(0o600)
    making.replace(folder / NAME)


def marked(paths: Sequence[Path], before: Sequence[File], *, thorough: bool) -> tuple[File, ...]:
    """Files with the hash of what they hold.

    One whose size and times are as before is taken to be unchanged, unless ``thorough``: the time
    of change is the system's own, and no copy or edit leaves it as it was.
    """
    known = {one.name: one for one in before}
    return tuple(_marked(path, known.get(path.name), thorough=thorough) for path in paths)


def _marked(path: Path, before: File | None, *, thorough: bool) -> File:
    try:
        about = path.stat()
        looks = (about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        if before and not thorough and looks == (before.size, before.modified, before.changed):
            return before
        return File(path.name, digest(path), *looks)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: no such file, or not allowed.") from error


def digest(path: Path) -> str:
    """The SHA-256 of a file, a block at a time."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
