"""A round from its YAML files: parsed, laid on its base, checked for shape and meaning."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bettercare.errors import UnusableRound
from bettercare.rounds.faults import Fault, key_lines, shape_faults
from bettercare.rounds.meaning import meaning_faults, overlap_faults
from bettercare.rounds.overlay import Layer, MissingBase, laid_together, nothing_to_take_away
from bettercare.rounds.parsing import NotParsed, parsed
from bettercare.rounds.schema import Round


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
        return parsed(path, text)
    except NotParsed as error:
        raise _refusal([error.fault]) from error


def _twice(path: Path, line: int, key: str) -> Fault:
    return Fault(path, line, f"'{key}' stands in another file too.", "Keep it in one of them.")


def _refusal(faults: Sequence[Fault]) -> UnusableRound:
    count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the round's files:"
    return UnusableRound("\n".join([count, *(str(fault) for fault in faults)]), faults)
