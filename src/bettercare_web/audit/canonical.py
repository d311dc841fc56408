"""Canonical JSON: the same value is always the same bytes, so that a hash of it can be compared.

The rules are those of RFC 8785, kept easy by what is allowed: objects with ASCII keys, arrays,
strings, whole numbers below 2^53, true, false and null.
"""

import hashlib
import json

JSON = dict[str, "JSON"] | list["JSON"] | str | int | bool | None
LARGEST = 2**53


def canonical(value: JSON) -> bytes:
    """The bytes of a value. Raises ``ValueError`` for what cannot be written in one way only.

    >>> canonical({"b": [1, "£"], "a": None}).decode()
    '{"a":null,"b":[1,"£"]}'
    >>> canonical({"pounds": 1.5})
    Traceback (most recent call last):
    ...
    ValueError: $.pounds: 1.5 is not text, a whole number, true, false or null
    """
    _refuse(value, "$")
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError


def digest(value: JSON) -> str:
    """The SHA-256 of a value's canonical bytes, in hex.

    >>> digest({})[:16]
    '44136fa355b3678a'
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse(value: JSON, where: str) -> None:
    for name, one in _inside(value):
        if not name.isascii():
            raise ValueError(f"{where}: the key {name!r} is not ASCII text")
        _refuse(one, f"{where}{name}")
    if isinstance(value, dict | list | bool | str) or value is None:
        return
    if not isinstance(value, int):
        raise ValueError(f"{where}: {value!r} is not text, a whole number, true, false or null")
    if abs(value) >= LARGEST:
        raise ValueError(f"{where}: {value} is too large to be written in one way only")


def _inside(value: JSON) -> list[tuple[str, JSON]]:
    """The values inside an object or array, each with where it stands."""
    if isinstance(value, dict):
        return [(f".{key}", one) for key, one in value.items()]
    if isinstance(value, list):
        return [(f"[{number}]", one) for number, one in enumerate(value)]
    return []
