"""Sealing a file with a key, so that only who has the key can read it, and no change goes unseen.

The way is that of age's payload: the key of a file comes from the secret and a random salt by
HKDF-SHA-256; pieces of 64 KiB are sealed by AES-256-GCM, each under its number and whether it is
the last. So a file that was cut, or whose pieces were swapped, does not open.
"""

import base64
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"bettercare-sealed-1\n"
SALT = 32
PIECE = 64 * 1024
TAG = 16
KEY = 32


class WrongKey(Exception):
    """The file does not open: another key, or it was changed or cut."""


def new_key(file: Path) -> None:
    """Write a new key to a file that only its owner can read. It never replaces one."""
    text = base64.urlsafe_b64encode(secrets.token_bytes(KEY)).decode()
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(f"{text}\n", encoding="ascii")


def read_key(file: Path) -> bytes:
    """The key in a file. Raises ``WrongKey`` where it is no key."""
    try:
        found = base64.urlsafe_b64decode(file.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise WrongKey(f"{file} holds no key.") from error
    if len(found) != KEY:
        raise WrongKey(f"{file} holds no key of {KEY} bytes.")
    return found


def is_sealed(source: BinaryIO) -> bool:
    """Whether a file is sealed; it is left at its start."""
    start = source.read(len(MAGIC))
    source.seek(0)
    return start == MAGIC


def seal(source: BinaryIO, target: BinaryIO, key: bytes) -> None:
    """Write a file sealed with a key."""
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(key, salt)
    target.write(MAGIC + salt)
    for number, (piece, last) in enumerate(_pieces(source, PIECE)):
        target.write(cipher.encrypt(_nonce(number, last=last), piece, None))


def unseal(source: BinaryIO, target: BinaryIO, key: bytes) -> None:
    """Write what is in a sealed file. Raises ``WrongKey`` where it does not open to its end."""
    if source.read(len(MAGIC)) != MAGIC:
        raise WrongKey("The file is not sealed by this service.")
    cipher = _cipher(key, source.read(SALT))
    try:
        for number, (piece, last) in enumerate(_pieces(source, PIECE + TAG)):
            target.write(cipher.decrypt(_nonce(number, last=last), piece, None))
    except InvalidTag as error:
        raise WrongKey("The file does not open: another key, or it was changed or cut.") from error


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY, salt, b"bettercare backup").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """A file piece by piece, each with whether it is the last; an empty file has one."""
    piece = source.read(size)
    while True:
        after = source.read(size)
        yield piece, not after
        if not after:
            return
        piece = after
