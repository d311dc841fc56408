"""The report as data: the public JSON contract, and CSV."""

import csv
import re
from decimal import Decimal
from io import StringIO
from typing import Annotated

import msgspec

from bettercare.calculations import Figure
from bettercare.calculations.figure import Standing
from bettercare.findings import Finding, NotRun, Place, Severity
from bettercare.formats.reading import Control
from bettercare.formats.values import guarded, to_text
from bettercare.report.found import Found
from bettercare.report.summary import Summary

EXACT = r"^-?[0-9]+(\.[0-9]+)?$"
_NUMBER = re.compile(r"-?£?\d[\d,]*(\.\d+)?%?")


class FigureData(msgspec.Struct, frozen=True, kw_only=True):
    """A figure: ``value`` is an exact decimal as text, or null where it cannot be worked out."""

    label: str
    value: Annotated[str, msgspec.Meta(pattern=EXACT)] | None
    display: str
    unit: str
    rule: str
    reference: str
    standing: Standing
    notes: tuple[str, ...]


class FindingData(msgspec.Struct, frozen=True, kw_only=True):
    """A finding; those with the same ``problem`` are one slip seen by several checks."""

    code: str
    name: str
    severity: Severity
    subject: str
    message: str
    fix: str
    places: tuple[Place, ...]
    reference: str
    problem: str


class ReportData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-report-1"
):
    """What ``summary`` and ``check`` say, as one JSON object."""

    round: str
    area: str | None
    figures: dict[str, FigureData]
    findings: tuple[FindingData, ...]
    not_run: tuple[NotRun, ...]
    controls: tuple[Control, ...]


def report_data(summary: Summary) -> ReportData:
    """The summary as plain data."""
    return ReportData(
        round=summary.round,
        area=summary.plan.area,
        figures={key: figure_data(figure) for key, figure in summary.figures.items()},
        findings=tuple(finding_data(one) for one in summary.report.findings),
        not_run=summary.report.not_run,
        controls=summary.controls,
    )


def report_json(summary: Summary) -> str:
    """The summary as JSON text, indented."""
    return msgspec.json.format(msgspec.json.encode(report_data(summary))).decode()


def schema() -> dict[str, object]:
    """The JSON Schema of the report.

    >>> schema()["$ref"]
    '#/$defs/ReportData'
    """
    return msgspec.json.schema(ReportData)


def figures_csv(summary: Found) -> str:
    """One row a figure."""
    head = ["figure", "label", "value", "unit", "display", "standing", "rule", "reference"]
    rows = [
        [f.id, f.label, plain(f.value) or "", f.unit, f.display, f.standing, f.rule, f.reference]
        for f in summary.figures.values()
    ]
    return csv_text([head, *rows])


def findings_csv(summary: Found) -> str:
    """One row a finding, its places joined by semicolons."""
    head = [
        "code",
        "name",
        "severity",
        "subject",
        "message",
        "fix",
        "places",
        "reference",
        "problem",
    ]
    rows = [
        [
            f.code,
            f.name,
            f.severity.value,
            f.subject,
            f.message,
            f.fix,
            "; ".join(_place(one) for one in f.places),
            f.reference,
            f.problem,
        ]
        for f in summary.report.findings
    ]
    return csv_text([head, *rows])


def plain(value: Decimal | None) -> str | None:
    """A decimal as text without exponent or needless zeros.

    >>> plain(Decimal("7242204.00")), plain(Decimal("1E+2")), plain(None)
    ('7242204', '100', None)
    """
    if value is None:
        return None
    text = to_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_data(figure: Figure) -> FigureData:
    """A figure as plain data."""
    return FigureData(
        label=figure.label,
        value=plain(figure.value),
        display=figure.display,
        unit=figure.unit,
        rule=figure.rule,
        reference=figure.reference,
        standing=figure.standing,
        notes=figure.notes,
    )


def finding_data(one: Finding) -> FindingData:
    """A finding as plain data."""
    """A finding as plain data."""
    return FindingData(
        code=one.code,
        name=one.name,
        severity=one.severity,
        subject=one.subject,
        message=one.message,
        fix=one.fix,
        places=one.places,
        reference=one.reference,
        problem=one.problem,
    )


def _place(place: Place) -> str:
    where = place.cell or (f"row {place.row}" if place.row else f"{place.table} {place.item}")
    names = (name for name in (place.file, place.sheet if place.cell else "", where) if name)
    return "!".join(names)


def csv_text(rows: list[list[str]]) -> str:
    """Rows as CSV whose lines end as those of any text; whoever writes a file may change that."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([[_cell(text) for text in row] for row in rows])
    return out.getvalue().rstrip("\n")


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a number stays one, also below 0."""
    return text if _NUMBER.fullmatch(text) else guarded(text)
