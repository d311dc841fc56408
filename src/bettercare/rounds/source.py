"""A round from its YAML files: parsed, laid on its base, checked for shape and meaning."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bettercare.errors import UnusableRound
from bettercare.rounds.faults import Fault, key_lines, shape_faults
from bettercare.rounds.meaning import meaning_faults, overlap_faults
from bettercare.rounds.overlay import Layer, MissingBase, laid_together, nothing_to_take_away
from bettercare.rounds.schema import Round

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(_SAFE):  # type: ignore[misc]
    """A safe loader that refuses a key given twice and a date that no calendar has."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        keys = [key.value for key, _ in node.value]
        for number, (key, _) in enumerate(node.value if len(found) < len(keys) else ()):
            if key.value in keys[:number]:
                what = f"'{key.value}' stands twice in one place"
                raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
        return found

    def construct_date(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            what = f"'{node.value}' is not a date ({error})"
            raise yaml.constructor.ConstructorError(None, None, what, node.start_mark) from error


_Loader.add_constructor(_TIMESTAMP, _Loader.construct_date)


def from_layers(layers: Sequence[Layer]) -> Round:
    """Make a round of its own files and those of the rounds below it, its own layer first.

    Raises ``UnusableRound`` with every fault of shape (unknown, missing or mistyped keys), or, once
    the shape is right, every fault of meaning (references that do not exist, codes that no list
    has, dates in the wrong order).
    """
    files: dict[Path, str] = {}
    merged: dict[str, object] = {}
    for layer in reversed(layers):
        texts = layer.texts
        own = _tree(texts)
        gone = list(nothing_to_take_away(own, merged))
        if gone:
            lines = key_lines(texts)
            raise _refusal([_not_there(*lines[keys], keys[-1]) for keys in gone])
        merged = laid_together(own, merged) if len(layers) > 1 else own
        files |= texts  # the lines of an upper layer come before those of a lower one
    try:
        rules = msgspec.convert(merged, Round)
    except msgspec.ValidationError as error:
        raise _refusal(shape_faults(files, merged)) from error
    faults = meaning_faults(rules, files)
    if faults:
        raise _refusal(faults)
    return rules


def refuse_overlap(rules: Round, folder: Path, others: Sequence[tuple[Path, Round]]) -> None:
    """Raise ``UnusableRound`` when another round is in force on the same days."""
    faults = overlap_faults(rules, folder, others)
    if faults:
        raise _refusal(faults)


def refuse_base(missing: MissingBase) -> UnusableRound:
    """What to say of a round whose base cannot be laid below it."""
    path, line = key_lines(missing.layer.texts)[("base",)]
    fix = "Name a round that is at hand (bettercare rounds), or take 'base' away."
    return _refusal([Fault(path, line, missing.what, fix)])


def _tree(files: Mapping[Path, str]) -> dict[str, object]:
    """The keys of the files of one layer, which no two of them share."""
    merged: dict[str, object] = {}
    for path, text in files.items():
        found = _parse(path, text)
        if twice := sorted(set(found) & set(merged)):
            lines = key_lines({path: text})
            raise _refusal([_twice(*lines[(key,)], key) for key in twice])
        merged.update(found)
    return merged


def _not_there(path: Path, line: int, key: str) -> Fault:
    what = f"'{key}' is blank, which takes it away, and the base has none."
    return Fault(path, line, what, "Give it a value, or take the line away.")


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        found = yaml.load(text, _Loader)  # noqa: S506  (a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "this is not YAML"
        fault = Fault(path, line, f"{what}.", "Mend the YAML on this line or the one before it.")
        raise _refusal([fault]) from error
    if not isinstance(found, dict):
        fault = Fault(path, 1, "The file holds no keys.", "Start with a key such as 'sources:'.")
        raise _refusal([fault])
    return found


def _twice(path: Path, line: int, key: str) -> Fault:
    return Fault(path, line, f"'{key}' stands in another file too.", "Keep it in one of them.")


def _refusal(faults: Sequence[Fault]) -> UnusableRound:
    count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the round's files:"
    return UnusableRound("\n".join([count, *(str(fault) for fault in faults)]), faults)
