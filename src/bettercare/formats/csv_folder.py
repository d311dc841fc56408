"""A plan from a folder of CSV files, one a table, with plan.csv for single facts."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.delimited import Sheet, read_sheet
from bettercare.formats.fractions import Scaled, metrics_as_fractions, scaled_findings
from bettercare.formats.notes import value_findings
from bettercare.formats.plan_fields import FILE, PlanFields, fact_findings, read_plan_fields
from bettercare.formats.printed import printed_in
from bettercare.formats.reading import Reading, noted, round_asked, some
from bettercare.formats.tables import (
    TableRead,
    control_findings,
    not_asked_for,
    read_table,
)
from bettercare.formats.text_files import reason
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

_YEARS = re.compile(r"(20\d\d)\D{0,4}?(?:20)?(\d\d)$", re.ASCII)
IGNORED = (".", "~", "README", "readme")
KNOWN = frozenset({*TABLES, "plan"})


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read a folder. ``load`` gives the rules of a round by its id.

    Raises ``UnreadableFile`` when the folder holds no table of a plan, and ``UnknownRound`` when
    neither the caller, plan.csv nor the folder's name says which round it is for.
    """
    files, not_read = _files(path)
    if not files:
        raise UnreadableFile(
            f"Cannot read {path.name}: it holds no file of a plan, such as schemes.csv."
        )
    fields = read_plan_fields(read_sheet(files["plan"]) if "plan" in files else Sheet("", ()))
    chosen, inferred = _round_of(path, fields, round_id)
    rules = load(chosen)
    tables = {
        name: read_table(name, read_sheet(files[name]), rules, fields.own)
        for name in TABLES
        if name in files
    }
    area, area_finding = _area_of(path, fields)
    plan, scaled = _plan(chosen, area, fields, tables, rules)
    findings = (
        *inferred,
        *area_finding,
        *fields.findings,
        *fact_findings(plan.facts),
        *(finding for table in tables.values() for finding in table.findings),
        *scaled_findings(plan, rules, scaled),
        *value_findings(plan, rules),
        *not_asked_for(tables, rules, plan.is_return),
        *not_read,
        *control_findings(tables.values()),
    )
    controls = tuple(table.control for table in tables.values())
    return Reading(plan=plan, findings=findings, controls=controls)


def _files(path: Path) -> tuple[dict[str, Path], list[Finding]]:
    """The files of a plan by table, and notes on files that are not read."""
    found: dict[str, Path] = {}
    others, doubles = [], []
    try:
        files = sorted(path.iterdir(), key=lambda file: (not file.name.islower(), file.name))
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {reason(error)}.") from error
    for file in files:
        stem = file.stem.casefold()
        known = file.suffix.casefold() == ".csv" and stem in KNOWN
        if known and stem not in found:
            found[stem] = file
        elif known:
            doubles.append(f"{file.name} is not read: {found[stem].name} is there too.")
        elif not file.name.startswith(IGNORED):
            others.append(file.name)
    fix = "Keep one of the two."
    notes = [noted("READ-08", Severity.WARNING, _name(path), what, fix) for what in doubles]
    if others:
        what = f"Not part of a plan, not read: {some(others)}."
        notes.append(noted("READ-08", Severity.INFORMATION, _name(path), what))
    return found, notes


def _name(path: Path) -> str:
    """The name of a folder, of "." too."""
    return path.resolve().name


def _round_of(path: Path, fields: PlanFields, round_id: str | None) -> tuple[str, list[Finding]]:
    """The round: as asked for, else as plan.csv says, else as the folder's name ends."""
    if round_id:
        return round_asked(round_id, fields.round, f"{FILE}, round")
    if fields.round:
        return fields.round, []
    by_name = _year_at_end(_name(path))
    if by_name:
        message = f"The plan names no round; taken as {by_name} from the name of its folder."
        fix = f"Add the row round,{by_name} to plan.csv."
        return by_name, [noted("READ-12", Severity.INFORMATION, "Round", message, fix)]
    raise UnknownRound(
        f"Cannot tell which round {path.name} is for. Add --round, or the row "
        "round,2019-20 to its plan.csv."
    )


def _year_at_end(name: str) -> str | None:
    """The financial year that a folder's name ends in."""
    found = _YEARS.search(name)
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}-{found[2]}" if found and follows else None


def _area_of(path: Path, fields: PlanFields) -> tuple[str | None, list[Finding]]:
    """The area as plan.csv gives it; a folder that we did not write may name it instead."""
    if fields.area is not None or fields.own:
        return fields.area, []
    name = _name(path)
    words = _YEARS.sub("", name) if _year_at_end(name) else name
    area = words.strip("-_ ").replace("-", " ").replace("_", " ").title()
    if not area:
        return None, []
    message = f"The plan names no area; taken as '{area}' from the name of its folder."
    fix = f"Add the row area,{area} to plan.csv."
    return area, [noted("READ-12", Severity.INFORMATION, "Area", message, fix)]


def _plan(
    chosen: str, area: str | None, fields: PlanFields, tables: Mapping[str, TableRead], rules: Round
) -> tuple[Plan, list[Scaled]]:
    """The plan, and the values in it that were written as per cent."""
    records: dict[str, Any] = {name: table.records for name, table in tables.items()}
    scaled = [one for table in tables.values() for one in table.scaled]
    printed = dict(fields.printed)
    if not fields.own:
        printed = {**printed_in(tables, rules), **printed}
        if "metrics" in records:
            records["metrics"], more = metrics_as_fractions(records["metrics"], rules, scaled)
            scaled += more
    plan = Plan(
        round=chosen,
        area=area,
        given=fields.given,
        printed=printed,
        facts=fields.facts,
        origins={name: table.origin for name, table in tables.items()},
        **records,
    )
    return plan, scaled
