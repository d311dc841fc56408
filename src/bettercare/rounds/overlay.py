"""A round said as what differs from another: the layers below it, and how they are laid together.

Mappings merge key by key; lists and single values of the upper layer replace those below; a key
whose value is blank (``null``) is taken away. A part that the upper layer ``replaces`` is all its
own, as a list of scheme types in another order must be. What comes up from below may lose its
certainty: a new round repeats much of an old one, and only its own documents can say what.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

Tree = dict[str, Any]
Keys = tuple[str, ...]

OWN = ("base", "inherit", "confirmed", "replaces", "amends")  # said by each layer for itself
_BASE = re.compile(rb"^base:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


class Layer(NamedTuple):
    """The files of one round's own folder.

    ``base`` is the round it is said as a difference from; "" for one that stands alone.
    """

    folder: Path
    files: tuple[tuple[Path, bytes], ...]
    base: str

    @property
    def texts(self) -> dict[Path, str]:
        """The files as text."""
        return {path: data.decode("utf-8", "replace") for path, data in self.files}


class MissingBase(Exception):
    """A round names a base that is not at hand, or one that rests on the round itself."""

    def __init__(self, layer: Layer, what: str) -> None:
        super().__init__(what)
        self.layer = layer
        self.what = what


def layers(folder: Path, homes: Sequence[Path]) -> tuple[Layer, ...]:
    """The layers of a round from its own down to one that stands alone.

    A base is looked for beside the round, then in ``homes``. Raises ``MissingBase``.
    """
    found: list[Layer] = []
    while True:
        layer = _layer(folder, tuple(map(_as_it_stands, sorted(folder.glob("*.yaml")))))
        found.append(layer)
        if not layer.base:
            return tuple(found)
        places = (home / layer.base for home in (folder.parent, *homes))
        below = next((place for place in places if (place / "round.yaml").is_file()), None)
        if below is None:
            raise MissingBase(layer, f"There is no round '{layer.base}' to be the base of this.")
        if any(below == one.folder for one in found):
            raise MissingBase(layer, f"'{layer.base}' rests on this round itself.")
        folder = below


def _as_it_stands(path: Path) -> tuple[Path, int, int]:
    """A file, and what changes when somebody saves it."""
    found = path.stat()
    return path, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _layer(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> Layer:
    """The files of a folder, read once as long as they stay as they are."""
    read = tuple((path, path.read_bytes()) for path, _, _ in files)
    bases = (
        found[1].decode("utf-8", "replace") for _, data in read if (found := _BASE.search(data))
    )
    return Layer(folder, read, next(bases, ""))


def laid_together(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> Tree:
    """An upper layer on top of a lower one, both whole trees of a round.

    >>> laid_together({"years": ["2020-21"], "hicm": None}, {"years": ["2019-20"], "hicm": {}})
    {'years': ['2020-21']}
    """
    below = {key: value for key, value in lower.items() if key not in OWN}
    for path in _paths(upper, "replaces"):
        below = _without(below, path)
    below = _with_bare_rules(below, upper)
    unsure, sure = upper.get("inherit") == "unconfirmed", _paths(upper, "confirmed")
    return _merged(upper, _lowered(below, (), sure) if unsure else below)


def _with_bare_rules(below: Tree, upper: Mapping[str, Any]) -> Tree:
    """What is below, its rule for each check that the upper layer speaks of emptied.

    A rule is a severity or a reason, so one of each layer must not be merged into both.
    """
    named, known = upper.get("checks"), below.get("checks")
    if not (isinstance(named, dict) and isinstance(known, dict)):
        return below
    rules = {code: {} if code in named else rule for code, rule in known.items()}
    return below | {"checks": rules}


def _paths(layer: Mapping[str, Any], key: str) -> list[Keys]:
    """The paths that a layer lists under a key, such as ``sources.items.dfg``."""
    return [tuple(str(path).split(".")) for path in layer.get(key) or ()]


def _without(tree: Tree, path: Keys) -> Tree:
    """A tree without the part at a path, where it has one."""
    key, *rest = path
    if not rest:
        return {name: value for name, value in tree.items() if name != key}
    part = tree.get(key)
    return tree | {key: _without(part, tuple(rest))} if isinstance(part, dict) else tree


def nothing_to_take_away(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> Iterator[Keys]:
    """The paths of keys that an upper layer takes away and the lower one does not have."""
    for key, value in upper.items():
        if value is None and key not in lower:
            yield (key,)
        elif isinstance(value, dict) and isinstance(lower.get(key), dict):
            yield from ((key, *keys) for keys in nothing_to_take_away(value, lower[key]))


def _merged(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> Tree:
    merged = {key: value for key, value in lower.items() if upper.get(key, "") is not None}
    for key, value in upper.items():
        below = lower.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = _merged(value, below)
        elif value is not None:
            merged[key] = value
    return merged


def _lowered(part: Any, keys: Keys, sure: Sequence[Keys], held: str = "") -> Any:
    """A part that is taken over, its certainty lost but for what is confirmed by its path.

    ``held`` is the certainty of the list that the part stands in.
    """
    if any(keys[: len(path)] == path for path in sure):
        return _kept(part, keys, held)
    if isinstance(part, dict):
        held = str(part.get("certainty", held))
        return {
            key: "unconfirmed"
            if key == "certainty" and value == "confirmed"
            else _lowered(value, (*keys, str(key)), sure, held)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_lowered(one, (*keys, str(at)), sure, held) for at, one in enumerate(part)]
    return part


def _kept(part: Any, keys: Keys, held: str) -> Any:
    """A part as sure as it was. An item, which is as sure as its list, now says so itself."""
    if held and isinstance(part, dict) and keys[-1] == "items":
        return {code: {"certainty": held} | one for code, one in part.items()}
    if held and isinstance(part, dict) and keys[-2] == "items":
        return {"certainty": held} | part
    return part
