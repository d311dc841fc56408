"""The settings of linkage: one documented file that says all of how people are linked."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from bettercare.errors import UnreadableFile

COLUMNS = (
    "nhs_number",
    "number",
    "given_name",
    "surname",
    "full_name",
    "either_order",
    "sex",
    "birth_date",
    "house",
    "address",
    "postcode",
)
Kind = Literal["name", "edits", "date", "same"]
Line = tuple[str, ...]
FIXED_LEVELS = {"name": 8, "edits": 2, "date": 6, "same": 2}
TOLERANCE = 1e-6


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is compared and how: see the comments in ``data/settings.yaml``."""

    columns: Line
    kind: Kind
    m: tuple[float, ...]
    u: tuple[float, ...]
    thresholds: tuple[float, ...] = ()
    term_frequency: bool = True

    @property
    def levels(self) -> int:
        """How many levels of agreement there are, a blank not counted."""
        return FIXED_LEVELS[self.kind] + len(self.thresholds)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that linkage can be told; every part of it is explained in ``data/settings.yaml``."""

    version: str
    link_at: float
    review_at: float
    margin: float
    wrong_number: float
    same_given_name: float
    blocking: tuple[Line, ...]
    certain: tuple[Line, ...]
    found_by_certain: float
    learn_on: tuple[Line, ...]
    fewest_to_learn: int
    random_pairs: int
    seed: int
    comparisons: tuple[Comparison, ...]


@cache
def shipped() -> Settings:
    """The settings that ship with bettercare.

    >>> shipped().link_at, shipped().blocking[0]
    (0.99, ('nhs_number',))
    """
    text = files("bettercare.linkage").joinpath("data", "settings.yaml").read_bytes()
    return _decoded(text, "settings.yaml")


def load_settings(path: Path | None = None) -> Settings:
    """Settings from a file, or those that ship; raises ``UnreadableFile`` with every fault."""
    if path is None:
        return shipped()
    try:
        return _decoded(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error


def _decoded(text: bytes, name: str) -> Settings:
    try:
        settings = msgspec.yaml.decode(text, type=Settings)
    except msgspec.DecodeError as error:  # of its shape, too: a kind of the same
        raise UnreadableFile(f"Cannot use {name}: {error}") from error
    if faults := list(_faults(settings)):
        raise UnreadableFile("\n".join([f"Cannot use {name}:", *faults]))
    return settings


def _faults(settings: Settings) -> Iterator[str]:
    if not 0 < settings.review_at <= settings.link_at < 1:
        yield "  review_at must be above 0 and at most link_at, and link_at below 1"
    for name in ("wrong_number", "same_given_name", "found_by_certain"):
        if not 0 < getattr(settings, name) <= 1:
            yield f"  {name} must be above 0 and at most 1"
    for name in ("blocking", "certain", "learn_on"):
        lines = getattr(settings, name)
        if not lines:
            yield f"  {name} has no line"
        yield from _unknown(name, [column for line in lines for column in line])
    for comparison in settings.comparisons:
        yield from _of_comparison(comparison)


def _of_comparison(one: Comparison) -> Iterator[str]:
    what = "comparison of " + " and ".join(one.columns)
    yield from _unknown(what, one.columns)
    if len(one.columns) != (2 if one.kind == "name" else 1):
        yield f"  {what}: {one.kind} compares {'two columns' if one.kind == 'name' else 'one'}"
    for name, values in (("m", one.m), ("u", one.u)):
        if len(values) != one.levels:
            yield f"  {what}: {name} needs {one.levels} values, one a level"
        elif abs(sum(values) - 1) > TOLERANCE or min(values) <= 0:
            yield f"  {what}: the values of {name} must be above 0 and add to 1"


def _unknown(where: str, columns: Line | list[str]) -> Iterator[str]:
    for column in columns:
        if column not in COLUMNS:
            yield f"  {where}: there is no column {column}; there are {', '.join(COLUMNS)}"
