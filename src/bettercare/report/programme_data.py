"""The report on a programme as data: a public JSON contract beside that of plans."""

import msgspec

from bettercare.findings import NotRun
from bettercare.formats.reading import Control
from bettercare.programmes.comparisons import Comparison, Result
from bettercare.report.data import FigureData, FindingData, figure_data, finding_data, plain
from bettercare.report.programme import ProgrammeSummary


class ComparisonData(msgspec.Struct, frozen=True, kw_only=True):
    """A printed figure beside ours; numbers are exact decimals as text, or null."""

    label: str
    unit: str
    printed: str | None
    computed: str | None
    difference: str | None
    result: Result
    note: str


class ProgrammeReport(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="format",
    tag="bettercare-programme-report-1",
):
    """What ``summary`` and ``check`` say of a programme, as one JSON object."""

    area: str | None
    title: str | None
    unit: str
    years: tuple[str, ...]
    figures: dict[str, FigureData]
    comparisons: dict[str, ComparisonData]
    findings: tuple[FindingData, ...]
    not_run: tuple[NotRun, ...]
    controls: tuple[Control, ...]


def report_data(summary: ProgrammeSummary) -> ProgrammeReport:
    """The summary as plain data."""
    return ProgrammeReport(
        area=summary.programme.area,
        title=summary.programme.title,
        unit=summary.programme.unit,
        years=summary.working.years,
        figures={key: figure_data(figure) for key, figure in summary.figures.items()},
        comparisons={one.id: _comparison(one) for one in summary.comparisons.all},
        findings=tuple(finding_data(one) for one in summary.report.findings),
        not_run=summary.report.not_run,
        controls=summary.controls,
    )


def report_json(summary: ProgrammeSummary) -> str:
    """The summary as JSON text, indented."""
    return msgspec.json.format(msgspec.json.encode(report_data(summary))).decode()


def schema() -> dict[str, object]:
    """The JSON Schema of the report.

    >>> schema()["$ref"]
    '#/$defs/ProgrammeReport'
    """
    return msgspec.json.schema(ProgrammeReport)


def _comparison(one: Comparison) -> ComparisonData:
    return ComparisonData(
        label=one.label,
        unit=one.unit,
        printed=plain(one.printed),
        computed=plain(one.computed),
        difference=plain(one.difference),
        result=one.result,
        note=one.note,
    )
