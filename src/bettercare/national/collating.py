"""One file to one collated part: read, checked with every check, and turned into tidy rows."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from bettercare import formats
from bettercare.errors import BetterCareError, UnknownPlace, UnknownRound
from bettercare.findings import Severity
from bettercare.formats import Reading
from bettercare.formats.reading import Control
from bettercare.labels import normalise
from bettercare.national.published import Publisher, vocabulary
from bettercare.national.tables import Cell
from bettercare.national.tidy import LONGEST_FACT, day_said, text, tidy_rows
from bettercare.places import find_area
from bettercare.report import Summary, summarise

Status = Literal["read", "not read", "our fault"]


class Options(NamedTuple):
    """How files are read: the round of those that do not say one, and folders of more rounds."""

    round_id: str | None = None
    folders: tuple[Path, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file gave, but for its tidy rows.

    ``whole`` says that the file was read without a fault that may have cost rows. ``codes`` are
    those of the area's councils, none where the area is not known.
    """

    status: Status
    reason: str = ""
    sha256: str = ""
    size: int = 0
    round: str = ""
    area: str = ""
    codes: tuple[str, ...] = ()
    version: str = ""
    submitted: date | None = None
    whole: bool = True
    errors: int = 0
    warnings: int = 0
    controls: tuple[Control, ...] = ()

    @property
    def area_code(self) -> str:
        """The code, or both codes of a combined area."""
        return " & ".join(self.codes)

    @property
    def about(self) -> tuple[str, str]:
        """Which plan this is: its round and area; a plan without an area is like no other."""
        return self.round, self.area_code or normalise(self.area) or f"sha256 {self.sha256}"


class Collated(msgspec.Struct, frozen=True, kw_only=True):
    """A part with its tidy rows by table, as it is kept."""

    part: Part
    rows: Mapping[str, list[list[Cell]]] = {}


def collated(path: Path, options: Options) -> Collated:
    """What a file gives; one that cannot be read gives the reason in its part."""
    try:
        summary = summarise(_read(path, options), folders=options.folders)
        return _of(summary, options)
    except BetterCareError as error:
        return Collated(part=Part(status="not read", reason=str(error)))


def _read(path: Path, options: Options) -> Reading:
    """A plan by its own round; only one that does not say any is of the round that was named."""
    try:
        return formats.read(path, folders=options.folders)
    except UnknownRound:
        if options.round_id is None:
            raise
        return formats.read(path, options.round_id, folders=options.folders)


def _of(summary: Summary, options: Options) -> Collated:
    plan, rules = summary.plan, summary.working.rules
    publisher = Publisher(plan, vocabulary(rules.round, options.folders))
    rows = tidy_rows(summary, publisher)
    findings = summary.report.findings
    name, codes = _area(plan.area, rules.in_force.start)
    part = Part(
        status="read",
        round=rules.round,
        area=name,
        codes=codes,
        version=text(plan.facts.get("version", "").strip(), LONGEST_FACT) or "",
        submitted=day_said(plan),
        whole=_is_whole(summary),
        errors=sum(one.severity is Severity.ERROR for one in findings),
        warnings=sum(one.severity is Severity.WARNING for one in findings),
        controls=summary.controls,
    )
    return Collated(
        part=part, rows={name: [list(row) for row in found] for name, found in rows.items()}
    )


def _area(written: str | None, day: date) -> tuple[str, tuple[str, ...]]:
    """The area's own name and codes; as written, without codes, where it is not known."""
    for on in (day, None):
        try:
            found = find_area(written or "", on)
        except UnknownPlace:
            continue
        return found.name, found.codes
    return text(written) or "", ()


def _is_whole(summary: Summary) -> bool:
    """Whether there is a plan, every row is accounted for, and no fault is about the whole file.

    A fault about the whole file is an error of reading that has no place in a table.
    """
    plan = summary.plan
    lost = any(one.severity is Severity.ERROR and not one.places for one in summary.noticed)
    agree = all(one.agrees for one in summary.controls)
    return bool(plan.income or plan.schemes) and agree and not lost
