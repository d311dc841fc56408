"""The kept work of a collation, one file an input, so that a restart does only what is missing."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from bettercare import __version__
from bettercare.errors import UnreadableFile
from bettercare.formats.text_files import reason
from bettercare.national.collating import Collated, Options, Part
from bettercare.national.tables import Cell

ENDING = ".parts"
FORM = "bettercare-part-1"
BLOCK = 1 << 20


class _PartOnly(msgspec.Struct):
    part: Part


class _Sealed(msgspec.Struct):
    """A part whose tables are opened one at a time."""

    rows: dict[str, msgspec.Raw]


_ENCODE = msgspec.json.Encoder(order="deterministic").encode
_DECODE_PART = msgspec.json.Decoder(_PartOnly).decode
_OPEN = msgspec.json.Decoder(_Sealed).decode
_DECODE = msgspec.json.Decoder(list[list[Cell]]).decode


class Kept(msgspec.Struct, frozen=True):
    """The part of a file, where it is kept, and whether an earlier run left it there."""

    part: Part
    place: Path | None = None
    taken_over: bool = False


def folder_of(target: Path) -> Path:
    """Where the parts of an output are kept while it is made.

    >>> folder_of(Path("out/england.parquet")).name
    'england.parquet.parts'
    """
    return target.with_name(target.name + ENDING)


def fingerprint(path: Path) -> tuple[str, int]:
    """The SHA-256 and size in bytes of a file, or of the files that lie in a folder, in order.

    Raises ``UnreadableFile`` when it cannot be opened.
    """
    digest, size = sha256(), 0
    try:
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        for one in files:
            if path.is_dir():
                digest.update(f"{one.name}\0{one.stat().st_size}\0".encode())
            for block in _blocks(one):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {reason(error)}.") from error
    return digest.hexdigest(), size


def rounds_fingerprint(folders: tuple[Path, ...]) -> str:
    """What the files of further rounds hold, as one hash; "" where there are none."""
    if not folders:
        return ""
    digest = sha256()
    for one in sorted(file for folder in folders for file in folder.glob("*/*") if file.is_file()):
        digest.update(f"{one}\0".encode())
        digest.update(one.read_bytes())
    return digest.hexdigest()


def key_of(name: str, content: str, options: Options, rounds: str) -> str:
    """The name of a part: it changes with whatever could change what a file gives."""
    words = (FORM, __version__, name, content, options.round_id or "", rounds)
    return sha256("\0".join(words).encode()).hexdigest()


def load(place: Path) -> Part | None:
    """A kept part without its rows; ``None`` where there is none, or not a whole one."""
    try:
        return _DECODE_PART(place.read_bytes()).part
    except (OSError, msgspec.DecodeError):
        return None


def rows_of(place: Path, table: str) -> list[list[Cell]]:
    """The tidy rows of one table of a kept part."""
    rows = _OPEN(place.read_bytes()).rows
    return _DECODE(rows[table]) if table in rows else []


def save(place: Path, found: Collated) -> None:
    """Keep a part: whole, or not at all."""
    waiting = place.with_suffix(".tmp")
    waiting.write_bytes(_ENCODE(found))
    waiting.replace(place)


def clear(folder: Path) -> None:
    """Take away what was kept; what is not ours stays, and then so does the folder."""
    for one in (*folder.glob("*.json"), *folder.glob("*.tmp"), *folder.glob("*.started")):
        one.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
