"""Loading rounds: one folder a round, read from its YAML or from a compiled copy of it.

Parsing YAML takes longer than starting the rest of the program, so each shipped round carries
``compiled.json``: the same data, with a checksum of the YAML it was made from. A copy that does not
match its YAML is not used, so an edited round is always read as edited.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from bettercare.errors import UnknownRound, UnusableRound
from bettercare.labels import listed
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
    rules = load_folder(folder)
    if rules.round != folder.name:
        raise UnusableRound(
            f"{folder / 'round.yaml'}:1: The round is called '{rules.round}' and its folder "
            f"'{folder.name}'. Fix: give both the same name."
        )
    others = [(path, other) for path in known.values() if (other := _other(path, folder))]
    if any(_meet(rules, other) for _, other in others):
        from bettercare.rounds.source import refuse_overlap  # noqa: PLC0415  (loads YAML)

        refuse_overlap(rules, folder, others)
    return rules


def _other(path: Path, folder: Path) -> Round | None:
    """Another round; one that is at fault itself does not stop this one."""
    if path == folder:
        return None
    try:
        return load_folder(path)
    except UnusableRound:
        return None


def load_folder(folder: Path) -> Round:
    """Load a round from its folder of YAML; raises ``UnusableRound`` when that is at fault."""
    files = {path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    return _load(folder, _checksum(files))


def compile_round(folder: Path) -> Path:
    """Write the compiled copy of a round beside its YAML and give its path."""
    files = {path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    target = folder / COMPILED
    raw = msgspec.Raw(msgspec.json.encode(_from_yaml(files)))
    target.write_bytes(msgspec.json.encode(Compiled(_checksum(files), raw)) + b"\n")
    return target


def schema() -> dict[str, object]:
    """The JSON Schema of a round, for editors that complete and check YAML.

    >>> schema()["$ref"]
    '#/$defs/Round'
    """
    return msgspec.json.schema(Round)


@lru_cache(maxsize=64)
def _load(folder: Path, checksum: int) -> Round:
    """A round whose files have this checksum: from the compiled copy if that matches them."""
    copy = folder / COMPILED
    if copy.is_file():
        compiled = msgspec.json.decode(copy.read_bytes(), type=Compiled)
        if compiled.checksum == checksum:
            return msgspec.json.decode(compiled.round, type=Round)
    return _from_yaml({path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))})


def _from_yaml(files: Mapping[Path, bytes]) -> Round:
    from bettercare.rounds.source import from_yaml  # noqa: PLC0415  (loads YAML)

    return from_yaml({path: data.decode("utf-8", "replace") for path, data in files.items()})


def _checksum(files: Mapping[Path, bytes]) -> int:
    found = 0
    for path, data in files.items():
        found = zlib.crc32(data.replace(b"\r\n", b"\n"), zlib.crc32(path.name.encode(), found))
    return found


def _meet(one: Round, other: Round) -> bool:
    """Whether two rounds are in force on a common day though neither amends the other."""
    related = one.amends == other.round or other.amends == one.round
    apart = one.in_force.end < other.in_force.start or other.in_force.end < one.in_force.start
    return not related and not apart
