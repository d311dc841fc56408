"""A plan as it might be, as data: JSON, and CSV with a row for each figure that would move."""

import msgspec

from bettercare.comparison.dependence import Dependence
from bettercare.comparison.settings import Setting
from bettercare.comparison.what_if import WhatIf
from bettercare.report.compare_data import Exact, FigureMovement, RowData, figure_data, row_data
from bettercare.report.data import FindingData, csv_text, finding_data, plain


class SettingData(msgspec.Struct, frozen=True, kw_only=True):
    """One change: a value of a row of a table, as it is and as it might be."""

    table: str
    row: int
    what: str
    before: str
    after: str


class RewordedData(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that would say something else."""

    before: FindingData
    after: FindingData


class DependenceData(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that a required spend would rest on; see ``bettercare.comparison.dependence``."""

    code: str
    label: str
    year: str
    headroom: Exact | None
    counted: int
    rows: tuple[RowData, ...]
    shared: tuple[int, ...]
    without_shared: Exact | None


class WhatIfData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-what-if-1"
):
    """What ``what-if`` says, as one JSON object; ``figures`` that would move, by year and id."""

    area: str | None
    round: str
    changes: tuple[SettingData, ...]
    figures: dict[str, dict[str, FigureMovement]]
    appeared: tuple[FindingData, ...]
    gone: tuple[FindingData, ...]
    reworded: tuple[RewordedData, ...]
    depends_on: tuple[DependenceData, ...]


def what_if_data(found: WhatIf) -> WhatIfData:
    """What some changes would do, as plain data."""
    return WhatIfData(
        area=found.plan.area,
        round=found.plan.round,
        changes=tuple(setting_data(one) for one in found.settings),
        figures={
            year.after.year: {one.id: figure_data(one) for one in year.moved}
            for year in found.years
        },
        appeared=tuple(finding_data(one) for one in found.appeared),
        gone=tuple(finding_data(one) for one in found.gone),
        reworded=tuple(
            RewordedData(before=finding_data(one), after=finding_data(other))
            for one, other in found.reworded
        ),
        depends_on=tuple(_dependence(one) for one in found.depends_on),
    )


def setting_data(one: Setting) -> SettingData:
    """One change as plain data."""
    return SettingData(
        table=one.table, row=one.item, what=one.noun, before=one.before, after=one.after
    )


def what_if_json(found: WhatIf) -> str:
    """What some changes would do, as JSON text, indented."""
    return msgspec.json.format(msgspec.json.encode(what_if_data(found))).decode()


def what_if_csv(found: WhatIf) -> str:
    """One row a figure that would move."""
    head = ["year", "figure", "label", "unit", "before", "after", "change"]
    rows = [
        [
            year.after.year,
            one.id,
            one.label,
            one.unit,
            *(plain(value) or "" for value in (one.before, one.after, one.change)),
        ]
        for year in found.years
        for one in year.moved
    ]
    return csv_text([head, *rows])


def schema() -> dict[str, object]:
    """The JSON Schema of what-if.

    >>> schema()["$ref"]
    '#/$defs/WhatIfData'
    """
    return msgspec.json.schema(WhatIfData)


def _dependence(one: Dependence) -> DependenceData:
    return DependenceData(
        code=one.code,
        label=one.label,
        year=one.year,
        headroom=plain(one.headroom),
        counted=one.counted,
        rows=tuple(row_data(row) for row in one.rows),
        shared=one.shared,
        without_shared=plain(one.without_shared),
    )
