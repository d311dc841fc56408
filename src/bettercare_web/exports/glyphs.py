"""Which characters the fonts of this package can show.

A PDF that screen readers can read has no character without a shape: another stands in its place.
"""

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

INSTEAD = "\u25a1"  # an empty square, as where a font lacks a character
CONTROL = range(0x20)
SEGMENTED, GROUPED = 4, 12  # two ways in which a font says which characters it has


def showable(value: Any) -> Any:
    """Text, or lists and mappings of text, with a square for every character that has no shape.

    >>> showable({"a": ["£5 \u2013 ok", "\U0001f9d1"]})
    {'a': ['£5 \u2013 ok', '□']}
    """
    if isinstance(value, str):
        return "".join(one if ord(one) in characters() else _instead(one) for one in value)
    if isinstance(value, dict):
        return {key: showable(one) for key, one in value.items()}
    return [showable(one) for one in value] if isinstance(value, list) else value


def _instead(one: str) -> str:
    return " " if ord(one) in CONTROL else INSTEAD


@cache
def characters() -> frozenset[int]:
    """The characters that every font of this package has."""
    fonts = [one for one in (files(__package__) / "fonts").iterdir() if one.name.endswith(".ttf")]
    found = [frozenset(_mapped(one.read_bytes())) for one in fonts]
    return frozenset.intersection(*found)


def _mapped(font: bytes) -> Iterator[int]:
    """The characters of a font, from its table ``cmap``."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for at in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * at + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == SEGMENTED:
            yield from _segments(font, start + offset)
        elif kind == GROUPED:
            yield from _groups(font, start + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, start + 6)
    form = f">{double // 2}H"
    ends = struct.unpack_from(form, font, start + 14)
    starts = struct.unpack_from(form, font, start + 16 + double)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    for at in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * at)
        yield from range(first, last + 1)
