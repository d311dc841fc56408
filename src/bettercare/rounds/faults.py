"""Faults of shape in a round's files: keys unknown, missing or of the wrong kind, with lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import yaml

from bettercare.labels import listed, nearest
from bettercare.rounds.fault import Fault
from bettercare.rounds.kinds import is_part, kinds_of, tag_field, tagged, wrong_kind
from bettercare.rounds.lists import Part
from bettercare.rounds.schema import Round

_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def key_lines(files: Mapping[Path, str]) -> dict[tuple[str, ...], tuple[Path, int]]:
    """The file and line of every key of a round, by its path of keys."""
    found: dict[tuple[str, ...], tuple[Path, int]] = {}
    for path, text in files.items():
        root = yaml.compose(text, _YAML)
        found.setdefault((), (path, 1))
        for keys, node in _walk(root, ()):
            found[keys] = (path, node.start_mark.line + 1)
    return found


def _walk(node: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*keys, str(key.value)), key
            yield from _walk(value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*keys, str(number)), value
            yield from _walk(value, (*keys, str(number)))


def shape_faults(
    files: Mapping[Path, str], merged: Mapping[str, Any], kind: Any = Round
) -> list[Fault]:
    """Every unknown or missing key and every value of a wrong kind, with file and line."""
    lines = key_lines(files)
    faults = [
        Fault(*_line_of(lines, keys), what, fix) for keys, what, fix in _compare(merged, kind, ())
    ]
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _line_of(
    lines: Mapping[tuple[str, ...], tuple[Path, int]], keys: tuple[str, ...]
) -> tuple[Path, int]:
    while keys not in lines:
        keys = keys[:-1]
    return lines[keys]


def _compare(
    value: Any, kind: Any, keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    kind = _part_of(kind, value)
    if get_origin(kind) is dict and isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                yield (*keys, str(key)), f"The key {key} is not text.", "Put it in double quotes."
            yield from _compare(inner, get_args(kind)[1], (*keys, str(key)))
    elif get_origin(kind) is tuple and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _compare(inner, get_args(kind)[0], (*keys, str(number)))
    elif is_part(kind) and isinstance(value, dict):
        yield from _compare_part(value, kind, keys)
    elif wrong := wrong_kind(_named(keys), value, kind):
        yield keys, wrong.what, wrong.fix


def _compare_part(
    value: dict[str, Any], kind: Any, keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    part: type[Part] = get_origin(kind) or kind
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    allowed = {*fields, *filter(None, [part.__struct_config__.tag_field])}
    for key in value:
        if key not in allowed:
            near = nearest(str(key), tuple(sorted(allowed)))
            known = f"'{near}'" if near else f"one of {listed(sorted(allowed), 'or')}"
            yield (*keys, str(key)), f"'{key}' is not a key here.", f"Write {known}."
    for name, field in fields.items():
        if field.required and name not in value:
            where = f"'{keys[-1]}'" if keys else "the round" if part is Round else "the file"
            yield keys, f"'{name}' is missing from {where}.", f"Add '{name}: ...'."
        elif name in value:
            yield from _compare(value[name], field.type, (*keys, name))


def _named(keys: tuple[str, ...]) -> str:
    """What a path of keys leads to: its last key, but for the numbers of a list."""
    return next((key for key in reversed(keys) if not key.isdigit()), "round")


def _part_of(kind: Any, value: Any) -> Any:
    """The member of a union that a value is meant to be; the union itself where none is."""
    if isinstance(value, dict) and (field := tag_field(kind)):
        return tagged(kind).get(str(value.get(field)), kind)
    members = kinds_of(kind)
    return members[0] if len(members) == 1 and value is not None else kind


__all__ = ["Fault", "key_lines", "shape_faults"]
