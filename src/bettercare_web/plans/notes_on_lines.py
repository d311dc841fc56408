"""What the checks say of the lines of a page: beside the field, the line or the whole section."""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from bettercare.findings import Finding
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare_web.nhsuk_forms import Note
from bettercare_web.plans.asked import Line
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.findings_places import field_of
from bettercare_web.plans.money_lines import figure_fields

Notes = Mapping[str, list[Note]]


class Found(NamedTuple):
    """The findings of a table: by number of the line and path of the field, and on the whole."""

    fields: Mapping[tuple[int, str], list[Finding]]
    lines: Mapping[int, list[Finding]]
    whole: list[Finding]


def note(finding: Finding) -> Note:
    """A finding as it stands on a page."""
    return Note(finding.severity.value, finding.message, finding.fix)


def found_in(summary: Summary, table: str, seen: Container[int] | None = None) -> Found:
    """The findings of a table by where they stand; information is left to the page of findings.

    ``seen`` are the lines of somebody who sees no others: what is about another is left out.
    """
    fields: dict[tuple[int, str], list[Finding]] = {}
    lines: dict[int, list[Finding]] = {}
    whole: list[Finding] = []
    for finding in summary.report:
        places = [place for place in finding.places if place.table == table]
        if finding.severity.rank > 1 or not places:
            continue
        if seen is not None and not all(
            place.table == table and place.item in seen for place in finding.places
        ):
            continue
        for place in places:
            path = field_of(summary.working.rules, place)
            if place.item and path:
                fields.setdefault((place.item, path), []).append(finding)
            elif place.item:
                lines.setdefault(place.item, []).append(finding)
            elif finding not in whole:
                whole.append(finding)
    return Found(fields, lines, whole)


def notes_for(found: Found, line: Line) -> dict[str, list[Note]]:
    """The notes of a line by the path of the field; under "" those of the line as a whole."""
    paths = {field.path for field in line.fields}
    notes: dict[str, list[Note]] = {}
    for (item, path), findings in found.fields.items():
        if item == line.item:
            key = path if path in paths else ""
            notes.setdefault(key, []).extend(_notes(findings))
    notes.setdefault("", []).extend(_notes(found.lines.get(line.item, ())))
    return {path: held for path, held in notes.items() if held and line.item}


def _notes(findings: Iterable[Finding]) -> list[Note]:
    return [note(one) for one in findings]


def label_of(rules: Round, table: str, path: str) -> str:
    """What the round calls a field; of the plan as a whole, what its form does."""
    if table == WHOLE:
        named = {one.path: one.label for one in figure_fields(rules)}
        return named.get(path, path[:1].upper() + path[1:])
    name, _, key = path.partition(".")
    column = rules.column(table, name, key)
    return column.label if column else path
