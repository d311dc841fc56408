"""Files of metric definitions: what may stand in them, read with every fault of shape at once.

What a file says at its top holds for each of its versions, or for each of its metrics, unless that
says otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from bettercare.errors import UnusableLibrary
from bettercare.metrics.definition import (
    Counting,
    Method,
    PeriodKind,
    Polarity,
    PopulationRule,
    Scope,
    Sureness,
    Unit,
)
from bettercare.rounds.fault import Fault
from bettercare.rounds.faults import key_lines, shape_faults
from bettercare.rounds.lists import Fact, Part
from bettercare.rounds.parsing import NotParsed, parsed
from bettercare.rounds.schema import Reference

SHIPPED = Path(__file__).parent / "data" / "library"
Keys = tuple[str, ...]


class PopulationWritten(Part, frozen=True, kw_only=True):
    """A population as it is written: its words and rule only where no round says them."""

    label: str = ""
    rule: PopulationRule | None = None
    at_least: int = 0
    at_most: int | None = None


class Written(Part, frozen=True, kw_only=True):
    """What may be written of a definition, at the top of a file or below it."""

    title: str | None = None
    short: str | None = None
    why: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unit: Unit | None = None
    per: int | None = None
    better: Polarity | None = None
    periods: tuple[PeriodKind, ...] | None = None
    source: str | None = None
    lag: str | None = None
    owner: str | None = None
    review: date | None = None
    reference: str | None = None
    certainty: Sureness | None = None
    scope: Scope | None = None
    interval: Method | None = None
    area: Literal["commissioner", "council"] | None = None
    records: str | None = None
    count: Counting | None = None
    of: Counting | None = None
    population: PopulationWritten | None = None
    breakdowns: tuple[str, ...] | None = None
    notes: str | None = None
    unconfirmed: tuple[str, ...] | None = None
    cohort: str | None = None
    adds_over_time: bool | None = None
    start: date | None = None
    until: date | None = None
    version: str | None = None
    rounds: tuple[str, ...] | None = None
    comparable: Literal["yes", "no", "convertible"] | None = None
    conversion: str | None = None
    change: str | None = None


class VersionsFile(Written, frozen=True, kw_only=True):
    """A file of one metric, with its versions from the first to the last."""

    metric: str
    versions: tuple[Written, ...]
    supersedes: str = ""


class MetricsFile(Written, frozen=True, kw_only=True):
    """A file of several metrics with one version each, by their codes."""

    metrics: dict[str, Written]


class CodeList(Fact, frozen=True, kw_only=True):
    """Codes of a classification that a condition takes, each with what it stands for."""

    label: str
    codes: dict[str, str]


class CodeListsFile(Part, frozen=True, kw_only=True):
    """The file of code lists."""

    code_lists: dict[str, CodeList]


class ReferencesFile(Part, frozen=True, kw_only=True):
    """The file of references that no round names."""

    references: dict[str, Reference]


@dataclass(frozen=True)
class Draft:
    """One version as it is written, laid on the top of its file; ``keys`` lead to it there."""

    metric: str
    file: Path
    keys: Keys
    values: Mapping[str, Any]
    supersedes: str = ""


@dataclass
class Folder:
    """A folder of definitions as it was read, and the faults found so far."""

    drafts: list[Draft] = field(default_factory=list)
    code_lists: dict[str, CodeList] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, file: Path, keys: Keys, what: str, fix: str) -> None:
        """Add a fault at the line of a key, or of the nearest one above it."""
        lines = key_lines({file: self.texts[file]})
        while keys not in lines:
            keys = keys[:-1]
        self.faults.append(Fault(*lines[keys], what, fix))


def read_folder(folder: Path) -> Folder:
    """Read every file of a folder; faults of shape are kept, to be told all at once."""
    found = Folder()
    for path in sorted(folder.glob("*.yaml")):
        found.texts[path] = path.read_text(encoding="utf-8")
        try:
            tree = parsed(path, found.texts[path])
        except NotParsed as error:
            found.faults.append(error.fault)
            continue
        _take(found, path, tree)
    if not found.texts:
        fault = Fault(folder, 1, "There is no YAML file here.", "Name a folder of definitions.")
        found.faults.append(fault)
    return found


def refusal(faults: list[Fault]) -> UnusableLibrary:
    """What to raise of faults, in the order of files and lines."""
    ordered = sorted(dict.fromkeys(faults), key=lambda one: (one.file, one.line))
    count = f"{len(ordered)} fault{'s' if len(ordered) > 1 else ''} in definitions of metrics:"
    return UnusableLibrary("\n".join([count, *map(str, ordered)]), ordered)


def _take(found: Folder, path: Path, tree: dict[str, object]) -> None:
    kind = _kind(tree)
    try:
        file = msgspec.convert(tree, kind)
    except msgspec.ValidationError:
        found.faults += shape_faults({path: found.texts[path]}, tree, kind)
        return
    if isinstance(file, CodeListsFile):
        found.code_lists |= file.code_lists
    elif isinstance(file, ReferencesFile):
        found.references |= file.references
    else:
        found.drafts += _drafts(path, file)


def _kind(tree: Mapping[str, object]) -> Any:
    kinds = {"code_lists": CodeListsFile, "references": ReferencesFile, "metrics": MetricsFile}
    return next((kind for key, kind in kinds.items() if key in tree), VersionsFile)


def _drafts(path: Path, file: VersionsFile | MetricsFile) -> Iterator[Draft]:
    top = _given(file)
    if isinstance(file, MetricsFile):
        for code, one in file.metrics.items():
            yield Draft(code, path, ("metrics", code), top | _given(one))
    else:
        for number, one in enumerate(file.versions):
            keys = ("versions", str(number))
            yield Draft(file.metric, path, keys, top | _given(one), file.supersedes)


def _given(part: Written) -> dict[str, Any]:
    """What a part says, without what it leaves unsaid."""
    found = {name: getattr(part, name) for name in Written.__struct_fields__}
    return {name: value for name, value in found.items() if value is not None}
