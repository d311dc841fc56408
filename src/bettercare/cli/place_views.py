"""What the command about places is to show: rows of a mapping, and what is to know of them."""

from pathlib import Path

import msgspec

from bettercare.errors import UnknownPlace
from bettercare.findings import Finding, Severity
from bettercare.places import (
    Apportioned,
    Area,
    Commissioner,
    Correction,
    Mapping,
    Share,
    apportion,
    findings_about,
    load_mapping,
    mapping_findings,
    mappings,
)
from bettercare.places.admissions import Plans, sort_plans
from bettercare.places.geography import areas, commissioners


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that are shown; ``of`` is the area or commissioner asked for, none for all."""

    mapping: Mapping
    of: Area | Commissioner | None
    shares: tuple[Share, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    apportioned: tuple[Apportioned, ...] = ()
    history: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether anything is missing that an answer needs."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def view(wanted: str | None, mapping: str, plans: Path | None, *, corrected: bool) -> View:
    """What to show of a mapping, with admissions apportioned where plans are given."""
    chosen, noticed = _mapping(mapping, corrected)
    of = _meant(chosen, wanted) if wanted is not None else None
    if plans is None:
        return _shown(chosen, of, noticed)
    if isinstance(of, Commissioner):
        raise UnknownPlace(f"Plans are apportioned to areas, and {of.name} is none. Name an area.")
    from bettercare.formats.admissions_file import read_admissions

    reading = read_admissions(plans)
    found = _apportioned(chosen, reading.plans, (of,) if of else chosen.areas)
    return _shown(chosen, of, (*noticed, *reading.findings), found)


def _mapping(wanted: str, corrected: bool) -> tuple[Mapping, tuple[Finding, ...]]:
    """A shipped mapping by its id, or else one from a file."""
    path = Path(wanted)
    if wanted in mappings() or not (path.suffix or path.exists()):
        return load_mapping(wanted, corrected=corrected), ()
    from bettercare.formats.mapping_file import read_mapping

    reading = read_mapping(path)
    return reading.mapping, reading.findings


def _meant(mapping: Mapping, wanted: str) -> Area | Commissioner:
    """The area of that name or code, or else the commissioner."""
    try:
        return mapping.area(wanted)
    except UnknownPlace as no_area:
        try:
            return mapping.commissioner(wanted)
        except UnknownPlace:
            raise no_area from None


def _apportioned(
    mapping: Mapping, plans: Plans, places: tuple[Area, ...]
) -> tuple[Apportioned, ...]:
    known = sort_plans(plans, mapping)
    return tuple(apportion(known, mapping, area) for area in places)


def _shown(
    mapping: Mapping,
    of: Area | Commissioner | None,
    noticed: tuple[Finding, ...],
    apportioned: tuple[Apportioned, ...] = (),
) -> View:
    shares = _shares(mapping, of)
    rows = {share.row for share in shares}
    about = mapping_findings(mapping) if of is None else findings_about(mapping, shares)
    told = (*noticed, *about, *(one for found in apportioned for one in found.findings))
    return View(
        mapping=mapping,
        of=of,
        shares=shares,
        findings=tuple(dict.fromkeys(told)),
        corrections=tuple(one for one in mapping.corrections if rows & set(one.rows)),
        apportioned=apportioned,
        history=_history(of) if of else "",
    )


def _shares(mapping: Mapping, of: Area | Commissioner | None) -> tuple[Share, ...]:
    if of is None:
        return mapping.shares
    if isinstance(of, Area):
        return mapping.shares_of_area(of)
    return mapping.shares_of_commissioner(of.code)


def _history(of: Area | Commissioner) -> str:
    """What is known to have changed, at any time; nothing where nothing has."""
    found = areas().lifetime(of) if isinstance(of, Area) else commissioners().lifetime(of)
    return found.words if found.changes else ""
