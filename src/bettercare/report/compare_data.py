"""A comparison as data: JSON with a public shape, and CSV with a row a scheme."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

import msgspec

from bettercare.comparison.printed import PrintedComparison
from bettercare.comparison.records import (
    Comparison,
    FieldChange,
    Head,
    Missing,
    Movement,
    Mover,
    RowOf,
    SchemeChange,
    Status,
)
from bettercare.report.data import EXACT, csv_text, plain
from bettercare.rounds.crosswalk import Gap

Exact = Annotated[str, msgspec.Meta(pattern=EXACT)]


class RowData(msgspec.Struct, frozen=True, kw_only=True):
    """A row of one plan; ``amount`` is pounds in the year compared."""

    row: int
    scheme_id: str | None
    name: str
    source: str
    kind: str
    amount: Exact


class ReasonData(msgspec.Struct, frozen=True, kw_only=True):
    """Why two rows were matched, and the points of 100 that it gave."""

    what: str
    points: float


class SchemeData(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a scheme; ``percent`` is a fraction of what it was, null where that was 0."""

    status: Status
    before: tuple[RowData, ...]
    after: tuple[RowData, ...]
    amount_before: Exact
    amount_after: Exact
    change: Exact
    percent: Exact | None
    fields: tuple[FieldChange, ...]
    score: float
    reasons: tuple[ReasonData, ...]
    why: str


class MoverData(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme, or a line of income, by how much it moved a figure."""

    name: str
    rows_before: tuple[int, ...]
    rows_after: tuple[int, ...]
    change: Exact


class FigureMovement(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in both plans; null where a plan does not have it, or it cannot be compared."""

    label: str
    unit: str
    before: Exact | None
    after: Exact | None
    change: Exact | None
    comparable: bool
    note: str
    parts: tuple[str, ...]
    part_of: str
    movers: tuple[MoverData, ...]


class HeadData(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two plans."""

    area: str | None
    round: str
    year: str
    rows: int
    total: Exact


class CompareData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-compare-1"
):
    """What ``compare`` says, as one JSON object; ``figures`` by id, without the year."""

    before: HeadData
    after: HeadData
    totals: dict[str, Exact]
    schemes: tuple[SchemeData, ...]
    figures: dict[str, FigureMovement]
    gaps: tuple[Missing, ...]
    arrivals: tuple[Gap, ...]
    notes: tuple[str, ...]


class PrintedData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-printed-1"
):
    """What ``compare --printed`` says: ``before`` is printed, ``after`` comes from the rows."""

    area: str | None
    round: str
    figures: dict[str, FigureMovement]
    unknown: tuple[str, ...]


def compare_data(found: Comparison) -> CompareData:
    """A comparison as plain data."""
    totals = found.totals
    return CompareData(
        before=_head(found.before),
        after=_head(found.after),
        totals={name: _exact(getattr(totals, name)) for name in totals.__struct_fields__},
        schemes=tuple(_scheme(one) for one in found.schemes),
        figures={one.id: figure_data(one) for one in found.figures},
        gaps=found.gaps,
        arrivals=found.arrivals,
        notes=found.notes,
    )


def compare_json(found: Comparison) -> str:
    """A comparison as JSON text, indented."""
    return _json(compare_data(found))


def printed_json(found: PrintedComparison) -> str:
    """A plan beside its own printed summary, as JSON text."""
    figures = {one.id: figure_data(one) for one in found.figures}
    return _json(
        PrintedData(area=found.area, round=found.round, figures=figures, unknown=found.unknown)
    )


def printed_csv(found: PrintedComparison) -> str:
    """One row a printed figure."""
    head = ["figure", "label", "unit", "printed", "from_rows", "difference"]
    rows = [
        [
            one.id,
            one.label,
            one.unit,
            *(plain(v) or "" for v in (one.before, one.after, one.change)),
        ]
        for one in found.figures
    ]
    return csv_text([head, *rows])


def schema() -> dict[str, object]:
    """The JSON Schema of a comparison.

    >>> schema()["$ref"]
    '#/$defs/CompareData'
    """
    return msgspec.json.schema(CompareData)


def compare_csv(found: Comparison) -> str:
    """One row a scheme; several row numbers, names and changes of fields joined by semicolons."""
    head = [
        "status",
        "rows_before",
        "rows_after",
        "name_before",
        "name_after",
        "source_before",
        "source_after",
        "amount_before",
        "amount_after",
        "change",
        "percent",
        "differs",
        "score",
        "why",
    ]
    return csv_text([head, *(_cells(one) for one in found.schemes)])


def _cells(one: SchemeChange) -> list[str]:
    sides = (one.before, one.after)
    differs = [f"{field.noun}: {field.before} > {field.after}" for field in one.fields]
    why = one.why or "; ".join(f"{reason.what} {reason.points:.0f}" for reason in one.reasons)
    return [
        one.status,
        *(_joined(str(row.item) for row in side) for side in sides),
        *(_joined(row.name for row in side) for side in sides),
        *(_joined(row.source for row in side) for side in sides),
        *(_exact(value) for value in (one.amount_before, one.amount_after, one.change)),
        plain(one.percent) or "",
        _joined(differs),
        f"{one.score:.0f}" if one.score else "",
        why,
    ]


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def _scheme(one: SchemeChange) -> SchemeData:
    return SchemeData(
        status=one.status,
        before=tuple(row_data(row) for row in one.before),
        after=tuple(row_data(row) for row in one.after),
        amount_before=_exact(one.amount_before),
        amount_after=_exact(one.amount_after),
        change=_exact(one.change),
        percent=plain(one.percent),
        fields=one.fields,
        score=round(one.score, 1),
        reasons=tuple(
            ReasonData(what=reason.what, points=round(reason.points, 1)) for reason in one.reasons
        ),
        why=one.why,
    )


def row_data(row: RowOf) -> RowData:
    """A row of a plan as plain data."""
    return RowData(
        row=row.item,
        scheme_id=row.scheme_id,
        name=row.name,
        source=row.source,
        kind=row.kind,
        amount=_exact(row.amount),
    )


def figure_data(one: Movement) -> FigureMovement:
    """A figure of two plans as plain data."""
    return FigureMovement(
        label=one.label,
        unit=one.unit,
        before=plain(one.before),
        after=plain(one.after),
        change=plain(one.change),
        comparable=one.comparable,
        note=one.note,
        parts=one.parts,
        part_of=one.part_of,
        movers=tuple(_mover(mover) for mover in one.movers),
    )


def _mover(one: Mover) -> MoverData:
    return MoverData(
        name=one.name,
        rows_before=one.items_before,
        rows_after=one.items_after,
        change=_exact(one.change),
    )


def _head(one: Head) -> HeadData:
    return HeadData(
        area=one.area, round=one.round, year=one.year, rows=one.rows, total=_exact(one.total)
    )


def _exact(value: Decimal) -> str:
    return plain(value) or "0"


def _json(data: CompareData | PrintedData) -> str:
    return msgspec.json.format(msgspec.json.encode(data)).decode()
