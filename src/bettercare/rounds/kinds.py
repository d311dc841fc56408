"""Values of the wrong kind in a round's files: what is said of them, and what to write instead."""

import types
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from bettercare.labels import listed
from bettercare.rounds.lists import Part

WANTED: dict[Any, str] = {
    str: "text, in double quotes where YAML takes it for something else",
    int: "a whole number without quotes",
    bool: "true or false without quotes",
    Decimal: 'a number in double quotes, such as "0.25"',
    date: "a date such as 2019-04-01 without quotes",
}


class WrongKind(NamedTuple):
    """What is wrong with a value, and the fix."""

    what: str
    fix: str


def wrong_kind(name: str, value: Any, kind: Any) -> WrongKind | None:
    """Say why a value cannot stand where a kind of value belongs, or ``None`` if it can.

    >>> wrong_kind("limit", "many", int)
    WrongKind(what="'limit' cannot be 'many'.", fix='Write a whole number without quotes.')
    >>> wrong_kind("limit", 800, int) is None
    True
    """
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        if isinstance(value, dict) and (field := tag_field(kind)):
            tags = listed((f"'{field}: {tag}'" for tag in tagged(kind)), "or")
            return WrongKind(f"'{name}' has no known '{field}'.", f"Write {tags}.")
        return WrongKind(f"'{name}' cannot be {_shown(value)}.", f"Write {_wanted(kind)}.")
    return None


def is_part(kind: Any) -> bool:
    """Whether a kind of value has keys that the schema names."""
    part = get_origin(kind) or kind
    return isinstance(part, type) and issubclass(part, Part)


def kinds_of(kind: Any) -> tuple[Any, ...]:
    """The kinds that a union allows, but for none at all; any other kind is the only one."""
    if get_origin(kind) not in {Union, types.UnionType}:
        return (kind,)
    return tuple(member for member in get_args(kind) if member is not type(None))


def tagged(kind: Any) -> dict[str, Any]:
    """The parts of a union that a tag tells apart, by tag."""
    parts = [one for one in kinds_of(kind) if isinstance(one, type) and issubclass(one, Part)]
    return {str(p.__struct_config__.tag): p for p in parts if p.__struct_config__.tag}


def tag_field(kind: Any) -> str | None:
    """The key whose value tells the parts of a union apart."""
    return next((p.__struct_config__.tag_field for p in tagged(kind).values()), None)


def _shown(value: Any) -> str:
    if value is None:
        return "blank"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a group of keys"
    return f"'{value}'" if isinstance(value, str) else f"{value} ({type(value).__name__})"


def _wanted(kind: Any) -> str:
    kinds = kinds_of(kind)
    if all(is_part(one) or get_origin(one) is dict for one in kinds):
        return "its keys below it, indented"
    if len(kinds) > 1:
        return listed((WANTED.get(one, "what belongs there") for one in kinds), "or")
    (one,) = kinds
    if get_origin(one) is tuple:
        return "a list in square brackets, such as [a, b]"
    if get_origin(one) is Literal:
        return f"one of {listed(map(str, get_args(one)), 'or')}"
    if isinstance(one, type) and issubclass(one, Enum):
        return f"one of {listed((str(member.value) for member in one), 'or')}"
    return WANTED.get(one, "what belongs there")
