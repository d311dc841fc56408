"""What the command about places shows, as JSON and CSV."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Literal

import msgspec

from bettercare.cli.place_views import View
from bettercare.findings import Finding
from bettercare.places import Apportioned, Area, Commissioner, Correction, Share


class ShareData(msgspec.Struct, frozen=True):
    """One row of a mapping; shares are exact fractions of 1, as text."""

    area_code: str
    area: str
    commissioner_code: str
    commissioner: str
    share_of_commissioner: str
    share_of_area: str
    row: int


class PartData(msgspec.Struct, frozen=True):
    """What a commissioner brings to an area in a quarter; numbers are exact, as text."""

    area_code: str
    area: str
    quarter: str
    commissioner_code: str
    commissioner: str
    plan: str | None
    share_of_commissioner: str
    admissions: str | None


class QuarterData(msgspec.Struct, frozen=True):
    """The admissions of an area in a quarter, or null where a plan is missing."""

    area_code: str
    quarter: str
    admissions: str | None
    margin: str
    parts: tuple[PartData, ...]


class PlacesData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-places-1"
):
    """What ``places`` says, as one JSON object."""

    mapping: str
    reference: str
    of: Literal["area", "commissioner", "all"]
    name: str | None
    shares: tuple[ShareData, ...]
    admissions: tuple[QuarterData, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    history: str


def places_json(view: View) -> str:
    """The view as JSON text, indented."""
    data = PlacesData(
        mapping=view.mapping.id,
        reference=view.mapping.reference,
        of=_kind(view.of),
        name=view.of.name if view.of else None,
        shares=tuple(_share(one) for one in view.shares),
        admissions=tuple(one for found in view.apportioned for one in _quarters(found)),
        findings=view.findings,
        corrections=view.corrections,
        history=view.history,
    )
    return msgspec.json.format(msgspec.json.encode(data)).decode()


def places_csv(view: View) -> str:
    """The rows of the mapping that are shown; with plans, the part of each commissioner."""
    kind: type[ShareData | PartData] = PartData if view.apportioned else ShareData
    rows: list[ShareData | PartData] = [_share(one) for one in view.shares]
    if view.apportioned:
        quarters = (one for found in view.apportioned for one in _quarters(found))
        rows = [part for one in quarters for part in one.parts]
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(kind.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(row) for row in rows)
    return out.getvalue().rstrip()


def _kind(of: Area | Commissioner | None) -> Literal["area", "commissioner", "all"]:
    if of is None:
        return "all"
    return "area" if isinstance(of, Area) else "commissioner"


def _share(one: Share) -> ShareData:
    return ShareData(
        area_code=one.area.code,
        area=one.area.name,
        commissioner_code=one.commissioner.code,
        commissioner=one.commissioner.name,
        share_of_commissioner=str(one.of_commissioner),
        share_of_area=str(one.of_area),
        row=one.row,
    )


def _quarters(found: Apportioned) -> Iterator[QuarterData]:
    for quarter in found.quarters:
        parts = tuple(
            PartData(
                area_code=found.area.code,
                area=found.area.name,
                quarter=quarter.quarter,
                commissioner_code=part.commissioner.code,
                commissioner=part.commissioner.name,
                plan=_text(part.plan),
                share_of_commissioner=str(part.share),
                admissions=_text(part.value),
            )
            for part in quarter.parts
        )
        margin = _text(quarter.margin) or "0"
        value = _text(quarter.value)
        yield QuarterData(found.area.code, quarter.quarter, value, margin, parts)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
