"""The texts of making a new round and of looking one over."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import msgspec

from bettercare import rounds
from bettercare.checks import CHECKS
from bettercare.cli.difference_text import change_lines
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.formats.text_files import reason
from bettercare.labels import listed, wrapped
from bettercare.rounds.facts import facts
from bettercare.rounds.pack import Pack, counts, look_over
from bettercare.rounds.scaffold import amendment, scaffold


def new_round_text(
    name: str, base: str, home: Path, folders: Sequence[Path], *, amends: bool
) -> str:
    """Write the folder of a new round, and say what is in it and what to do next.

    Raises ``UnreadableFile`` where something of that name is there, or nothing can be written.
    """
    if Path(name).name != name:
        raise UnknownRound(f"'{name}' cannot be the name of a round: it is a path.")
    rules = rounds.load(base, tuple(folders))
    files = amendment(name, rules) if amends else scaffold(name, rules)
    folder = home / name
    try:
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise UnreadableFile(f"Cannot write {folder}: it is there already.") from error
    except OSError as error:
        raise UnreadableFile(f"Cannot write {folder}: {reason(error)}.") from error
    return "\n".join(_made(folder, rules, list(files), amends=amends))


def _made(folder: Path, base: rounds.Round, files: Sequence[str], *, amends: bool) -> Iterator[str]:
    count = sum(1 for _ in facts(base))
    sure = "each as sure as there" if amends else "none of them confirmed"
    yield f"Wrote {folder}: {listed(files)}."
    yield f"{count:,} facts are taken over from {base.round}, {sure}."
    yield "What only you can write is marked TO FILL."
    yield f"Next: bettercare round check {folder}"


def check_round_text(place: Path, folders: Sequence[Path], form: str) -> tuple[str, bool]:
    """What is wrong with a round's folder, or what it holds; and whether it is sound."""
    pack = look_over(place, folders, CHECKS)
    if form == "json":
        return _json(pack), not pack.faults
    lines = _csv(pack) if form == "csv" else "\n".join(_faults(pack) or _sound(pack, folders))
    return lines, not pack.faults


def _json(pack: Pack) -> str:
    whole = {
        "folder": str(pack.folder),
        "sound": not pack.faults,
        "faults": [one._asdict() | {"file": str(one.file)} for one in pack.faults],
        "base": pack.rules.base if pack.rules else "",
        "changes": pack.changes,
        "facts": len(pack.facts),
        "unconfirmed": [one.path for one in pack.unsure],
        "to_fill": [one._asdict() | {"file": str(one.file)} for one in pack.to_fill],
    }
    return msgspec.json.format(msgspec.json.encode(whole)).decode()


def _csv(pack: Pack) -> str:
    """One line for each fault, or for each place that waits for words."""
    out = StringIO(newline="")
    rows = [("fault", *one) for one in pack.faults]
    rows += [("to fill", one.file, one.line, one.words, "") for one in pack.to_fill]
    head = ("kind", "file", "line", "what", "fix")
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue().rstrip()


def _faults(pack: Pack) -> list[str]:
    if not pack.faults:
        return []
    count = "1 fault" if len(pack.faults) == 1 else f"{len(pack.faults)} faults"
    return [f"{count} in {pack.folder}:", *map(str, pack.faults)]


def _sound(pack: Pack, folders: Sequence[Path]) -> Iterator[str]:
    rules = pack.rules
    if rules is None:
        return
    yield f"{rules.round} is sound: {rules.label}, {rules.in_force.start} to {rules.in_force.end}"
    if rules.amends:
        yield f"It amends {rules.amends}."
    yield ""
    if rules.base:
        yield from change_lines(rules.base, rules.round, pack.changes)
        yield ""
    yield f"Not confirmed: {len(pack.unsure):,} of {len(pack.facts):,} facts"
    for name, count in counts(pack.unsure).items():
        yield f"  {name:<26}{count:>5,}"
    if pack.to_fill:
        yield ""
        yield "Still to fill in"
        for one in pack.to_fill:
            yield from wrapped(f"{one.file.name}:{one.line}  {one.words}", "  ", "    ")
    yield ""
    yield f"See every fact: {_see(pack, rules, folders)}"


def _see(pack: Pack, rules: rounds.Round, folders: Sequence[Path]) -> str:
    """The command that lists every fact, which needs the folder around a round of the user's."""
    shipped = rounds.available().get(rules.round) == pack.folder
    homes = [*folders, *([] if shipped else [pack.folder.parent])]
    words = "".join(f" --rounds {home}" for home in dict.fromkeys(homes))
    return f"bettercare round {rules.round}{words} --format csv"
