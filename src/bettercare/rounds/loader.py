"""Loading rounds: one folder a round, read from its YAML or from a compiled copy of it.

A round may be said as what differs from another, its base; then the files of both make it.

Parsing YAML takes longer than starting the rest of the program, so each shipped round carries
``compiled.json``: the same data, with a checksum of the YAML it was made from. A copy that does not
match its YAML is not used, so an edited round is always read as edited.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from bettercare.errors import UnknownRound, UnusableRound
from bettercare.labels import listed
from bettercare.rounds.fault import Fault
from bettercare.rounds.overlay import Layer, MissingBase, layers
from bettercare.rounds.schema import Round

SHIPPED = Path(__file__).parent / "data"
COMPILED = "compiled.json"


class Compiled(msgspec.Struct, frozen=True):
    """A round as it was compiled, and the checksum of the files it was compiled from."""

    checksum: int
    round: msgspec.Raw


def available(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """The rounds at hand: id to folder, shipped ones first, then those in ``folders``.

    >>> "2019-20" in available()
    True
    """
    homes = [SHIPPED, *folders]
    return {
        folder.name: folder
        for home in homes
        if home.is_dir()
        for folder in sorted(home.iterdir())
        if (folder / "round.yaml").is_file()
    }


def load(round_id: str, folders: Sequence[Path] = ()) -> Round:
    """Load one round by its id, from the shipped rounds or from ``folders``.

    Raises ``UnknownRound`` when there is none, ``UnusableRound`` when its files are at fault or
    another round that it does not amend is in force on the same days.

    >>> load("2019-20").sources["dfg"].label
    'DFG'
    """
    known = available(folders)
    if round_id not in known:
        raise UnknownRound(
            f"There is no round '{round_id}'. Rounds at hand: {listed(known) or 'none'}."
        )
    folder = known[round_id]
    rules = load_folder(folder, folders)
    if rules.round != folder.name:
        what = f"The round is called '{rules.round}' and its folder '{folder.name}'."
        fault = Fault(folder / "round.yaml", 1, what, "Give both the same name.")
        raise UnusableRound(str(fault), [fault])
    others = [
        (path, other)
        for path in known.values()
        if _may_clash(path, folder) and (other := _other(path, folders))
    ]
    if any(rules.clashes(other) for _, other in others):
        from bettercare.rounds.source import refuse_overlap  # noqa: PLC0415  (loads YAML)

        refuse_overlap(rules, folder, others)
    return rules


def _may_clash(path: Path, folder: Path) -> bool:
    """Whether two folders may hold rounds for the same days: shipped ones are known not to."""
    return path != folder and not path.parent == folder.parent == SHIPPED


def _other(path: Path, folders: Sequence[Path]) -> Round | None:
    """Another round; one that is at fault itself does not stop this one."""
    try:
        return load_folder(path, folders)
    except UnusableRound:
        return None


def load_folder(folder: Path, folders: Sequence[Path] = ()) -> Round:
    """Load a round from its folder of YAML; raises ``UnusableRound`` when that is at fault.

    Its base is looked for beside it, in ``folders``, and among the shipped rounds.
    """
    return _load(_layers(folder, folders))


def compile_round(folder: Path) -> Path:
    """Write the compiled copy of a round beside its YAML and give its path."""
    found = _layers(folder)
    target = folder / COMPILED
    raw = msgspec.Raw(msgspec.json.encode(_from_layers(found)))
    target.write_bytes(msgspec.json.encode(Compiled(_checksum(found), raw)) + b"\n")
    return target


def _layers(folder: Path, folders: Sequence[Path] = ()) -> tuple[Layer, ...]:
    try:
        return layers(folder, (*folders, SHIPPED))
    except MissingBase as missing:
        from bettercare.rounds.source import refuse_base  # noqa: PLC0415  (loads YAML)

        raise refuse_base(missing) from missing


def schema() -> dict[str, object]:
    """The JSON Schema of a round, for editors that complete and check YAML.

    >>> schema()["$ref"]
    '#/$defs/Round'
    """
    return msgspec.json.schema(Round)


@lru_cache(maxsize=64)
def _load(found: tuple[Layer, ...]) -> Round:
    """A round of these layers: from its compiled copy if that was made from them."""
    copy = found[0].folder / COMPILED
    if copy.is_file():
        compiled = msgspec.json.decode(copy.read_bytes(), type=Compiled)
        if compiled.checksum == _checksum(found):
            return msgspec.json.decode(compiled.round, type=Round)
    return _from_layers(found)


def _from_layers(found: Sequence[Layer]) -> Round:
    from bettercare.rounds.source import from_layers  # noqa: PLC0415  (loads YAML)

    return from_layers(found)


def _checksum(found: Sequence[Layer]) -> int:
    checksum = 0
    for layer in found:
        for path, data in layer.files:
            checksum = zlib.crc32(path.name.encode(), checksum)
            checksum = zlib.crc32(data.replace(b"\r\n", b"\n"), checksum)
    return checksum
