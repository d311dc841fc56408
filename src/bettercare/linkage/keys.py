"""Keys of pseudonyms: made, read and refused.

A key is a file of its own, kept by a named person who is not the analyst, one a project and
purpose. It is never typed, never printed, and never kept beside the data or in version control:
whoever has both can work out every NHS number, since there are few enough to try them all.
"""

import hmac
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bettercare.errors import BadRequest, UnreadableFile

BYTES = 32
FEWEST_DIFFERENT = 10  # of 32 random bytes; fewer happens to one key in more than 10**20
FIRST_LINE = b"bettercare-key-1"
KEY_ID_DIGITS = 8
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LARGEST = 1_000  # bytes of a key's file


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A secret of 32 random bytes; its ``repr`` shows the id alone.

    Raises ``BadRequest`` for any other length, and where the bytes cannot be random.

    >>> Key(bytes(32))
    Traceback (most recent call last):
    ...
    bettercare.errors.BadRequest: The key is not random enough. ...
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != BYTES:
            raise BadRequest(f"A key is {BYTES} bytes, this one {len(self.secret)}.")
        if len(set(self.secret)) < FEWEST_DIFFERENT:
            raise BadRequest("The key is not random enough. Make one with: bettercare key new FILE")

    def __repr__(self) -> str:
        return f"Key({self.id})"

    @property
    def id(self) -> str:
        """Eight hexadecimal digits that tell keys apart and give nothing of them away."""
        return hmac.new(self.secret, b"id of this key", sha256).hexdigest()[:KEY_ID_DIGITS]


def write_key(path: Path, secret: bytes) -> Key:
    """Write a new key where nothing stands, for its owner's eyes alone, and give it back.

    ``secret`` is 32 bytes from the system's random source. Raises ``BadRequest`` where the place
    is unfit (see ``refuse_place``) or taken, ``UnreadableFile`` where it cannot be written.
    """
    key = Key(secret)
    refuse_place(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError as error:
        raise BadRequest(f"Cannot write {path}: it is there already.") from error
    except OSError as error:
        raise UnreadableFile(f"Cannot write {path}: {error.strerror}.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(FIRST_LINE + b"\n" + secret.hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read_key(path: str | Path, data: Iterable[Path] = ()) -> Key:
    """Read a key from its file, and refuse one that is not kept as a key must be.

    ``data`` are the files and folders that it will be used on and write to. Raises ``BadRequest``
    where the key itself was given, where others may read the file, or where it lies with the data
    or in a git work tree; ``UnreadableFile`` where it is no key. No message repeats what was given,
    which may be the key.
    """
    file = Path(path)
    if not _is_file(file):
        raise BadRequest(
            "The key is no file. Give the path of a file made with: bettercare key new FILE. "
            "A key itself is never typed: it would stay in the history of the terminal."
        )
    refuse_place(file, data)
    return Key(_secret(_private_bytes(file)))


def refuse_place(path: Path, data: Iterable[Path] = ()) -> None:
    """Raise ``BadRequest`` where a key would lie in a git work tree or in the data's folder."""
    folders = {folder for one in data for folder in _folders(one.resolve())}
    for place in {path.absolute(), path.resolve()}:
        if any((folder / ".git").exists() for folder in place.parents):
            raise BadRequest(
                "The key lies in a git work tree, where it may be committed. Keep it elsewhere."
            )
        if folders & set(place.parents):
            raise BadRequest("The key lies in the folder of the data. Keep it elsewhere.")


def _folders(data: Path) -> tuple[Path, ...]:
    """The folder that a file lies in; a folder is its own, made or still to be made."""
    return (data.parent,) if data.is_file() else (data,)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or with a sign that no name has
        return False


def _private_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & OTHERS:
                raise BadRequest(
                    "Others may read or change the key. Make it yours alone: chmod 600 FILE, and "
                    "think of it as known to them."
                )
            return file.read(LARGEST)
    except OSError as error:
        raise UnreadableFile(f"Cannot read the key: {error.strerror}.") from error


def _secret(content: bytes) -> bytes:
    first, _, rest = content.partition(b"\n")
    try:
        secret = bytes.fromhex(rest.decode("ascii").strip())
    except ValueError:
        secret = b""
    if first.strip() != FIRST_LINE or len(secret) != BYTES:
        raise UnreadableFile("The file is no key. Make one with: bettercare key new FILE")
    return secret
