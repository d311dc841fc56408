"""The folder of one round looked over: its faults, or what it changes and how sure it is."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bettercare.errors import UnreadableFile, UnusableRound
from bettercare.labels import nearest
from bettercare.rounds import crosswalk
from bettercare.rounds.difference import Change, differences
from bettercare.rounds.facts import Stated, facts
from bettercare.rounds.fault import Fault
from bettercare.rounds.faults import key_lines
from bettercare.rounds.lists import Certainty
from bettercare.rounds.loader import SHIPPED, available, load
from bettercare.rounds.meaning import Trouble
from bettercare.rounds.overlay import Layer, layers
from bettercare.rounds.policy_words import heading
from bettercare.rounds.scaffold import TO_FILL
from bettercare.rounds.schema import Round
from bettercare.rounds.years import first_day, last_day


class ToFill(NamedTuple):
    """A line of a file that still waits for words."""

    file: Path
    line: int
    words: str


class Pack(NamedTuple):
    """A round's folder as it was found. With faults there are no rules, and nothing that follows.

    ``changes`` is what it changes from its base; ``facts`` is all that it states.
    """

    folder: Path
    faults: tuple[Fault, ...] = ()
    rules: Round | None = None
    changes: tuple[Change, ...] = ()
    facts: tuple[Stated, ...] = ()
    to_fill: tuple[ToFill, ...] = ()

    @property
    def unsure(self) -> tuple[Stated, ...]:
        """What it states and is not confirmed."""
        return tuple(one for one in self.facts if one.certainty is Certainty.UNCONFIRMED)


def look_over(
    place: Path, folders: Sequence[Path] = (), known_checks: Collection[str] = ()
) -> Pack:
    """Look over the folder of a round, or a round at hand of that name.

    ``known_checks`` are the codes of the checks that there are. Raises ``UnreadableFile`` where
    the folder holds no round.

    >>> look_over(Path("2019-20")).faults
    ()
    """
    folder = _folder(place, folders)
    homes = _homes(folder, folders)
    try:
        rules = load(folder.name, homes)
        changes = _changes(rules, homes)
        found = layers(folder, (*homes, SHIPPED))
        faults = tuple(_further_faults(rules, found, known_checks))
    except UnusableRound as error:
        faults = tuple(one for one in error.faults if isinstance(one, Fault))
        return Pack(folder, faults or (Fault(folder / "round.yaml", 1, str(error), "Mend it."),))
    if faults:
        return Pack(folder, faults)
    return Pack(folder, (), rules, changes, tuple(facts(rules)), tuple(_to_fill(found[0])))


def _folder(place: Path, folders: Sequence[Path]) -> Path:
    """The folder that is meant; "." by its name."""
    folder = place if place.name else place.resolve()
    if (folder / "round.yaml").is_file():
        return folder
    known = available(folders)
    if not place.exists() and str(place) in known:
        return known[str(place)]
    what = "it holds no round.yaml" if place.is_dir() else "no such folder"
    raise UnreadableFile(f"Cannot read {place}: {what}. Give the folder of one round.")


def _homes(folder: Path, folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of rounds, each once, the folder's own last: it comes before the others."""
    found: dict[Path, Path] = {}
    for home in (folder.parent, *reversed(folders)):
        found.setdefault(home.resolve(), home)
    found.pop(SHIPPED.resolve(), None)
    return tuple(reversed(found.values()))


def _changes(rules: Round, homes: Sequence[Path]) -> tuple[Change, ...]:
    if not rules.base:
        return ()
    walk = crosswalk.load(rules.base, rules.round, homes)
    return differences(walk.before, walk.after, walk)


def _further_faults(
    rules: Round, found: Sequence[Layer], known: Collection[str]
) -> Iterator[Fault]:
    """Faults that do not stop a round from being loaded, and would mislead whoever used it."""
    troubles = [*_years_out_of_force(rules), *_unknown_checks(rules, known)]
    if troubles:
        texts = {path: text for one in reversed(found) for path, text in one.texts.items()}
        lines = key_lines(texts)
        for keys, what, fix in troubles:
            yield Fault(*lines[keys], what, fix)


def _years_out_of_force(rules: Round) -> Iterator[Trouble]:
    """Years that a round may have taken over from its base by mistake."""
    start, end = rules.in_force.start, rules.in_force.end
    for year in rules.years:
        if last_day(year) < start or end < first_day(year):
            what = f"The round plans for {year} and is in force from {start} to {end}."
            yield ("years",), what, "Mend the years, or the days under 'in_force'."


def _unknown_checks(rules: Round, known: Collection[str]) -> Iterator[Trouble]:
    """Checks that the round asks for and that nobody has written."""
    for code, one in rules.checks.items():
        if known and one.severity and code not in known:
            near = nearest(code, tuple(known))
            fix = f"Write '{near}', or take it out." if near else "Take it out."
            yield ("checks", code), f"There is no check {code}.", fix


def _to_fill(layer: Layer) -> Iterator[ToFill]:
    """The lines that are marked as still to be filled, with what they are about."""
    for file, text in layer.texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            mark, found, words = line.partition(f"{TO_FILL}: ")
            if found and mark.strip() == "#":
                yield ToFill(file, number, words)


def counts(stated: Sequence[Stated]) -> dict[str, int]:
    """How many facts there are under each heading, in the order of the facts.

    >>> counts([Stated("sources.dfg", "DFG", "", Certainty.CONFIRMED)])
    {'Sources of funding': 1}
    """
    return dict(Counter(heading(one.path.partition(".")[0]) for one in stated))
