"""The texts of the command about places."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Literal

import msgspec

from bettercare.errors import UnknownPlace
from bettercare.findings import Finding
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import percent
from bettercare.places import (
    Area,
    Commissioner,
    Correction,
    Mapping,
    Share,
    findings_about,
    load_mapping,
    mapping_findings,
)
from bettercare.places.geography import areas, commissioners
from bettercare.places.mapping import exact_sum

WIDTH = 80
SHARES = 26  # columns of both shares
HEADS = ("commissioner", "area")


class ShareData(msgspec.Struct, frozen=True):
    """One row of a mapping; shares are exact fractions of 1, as text."""

    area_code: str
    area: str
    commissioner_code: str
    commissioner: str
    share_of_commissioner: str
    share_of_area: str
    row: int


class PlacesData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-places-1"
):
    """What ``places`` says, as one JSON object."""

    mapping: str
    reference: str
    of: Literal["area", "commissioner", "all"]
    name: str | None
    shares: tuple[ShareData, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    history: str


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a mapping that are shown, and what is to know of them."""

    mapping: Mapping
    of: Area | Commissioner | None
    shares: tuple[Share, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    history: str = ""


def places_text(wanted: str | None, mapping_id: str, form: str, *, corrected: bool = True) -> str:
    """A mapping, or the rows of one area or commissioner, in the form asked for."""
    view = _view(load_mapping(mapping_id, corrected=corrected), wanted)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(_data(view))).decode()
    if form == "csv":
        return _csv(view)
    return "\n".join(_lines_of_all(view) if view.of is None else _lines(view, view.of))


def _view(mapping: Mapping, wanted: str | None) -> View:
    if wanted is None:
        return View(
            mapping=mapping,
            of=None,
            shares=mapping.shares,
            findings=mapping_findings(mapping),
            corrections=mapping.corrections,
        )
    of = _meant(mapping, wanted)
    if isinstance(of, Area):
        shares = mapping.shares_of_area(of)
    else:
        shares = mapping.shares_of_commissioner(of.code)
    rows = {share.row for share in shares}
    return View(
        mapping=mapping,
        of=of,
        shares=shares,
        findings=findings_about(mapping, shares),
        corrections=tuple(one for one in mapping.corrections if rows & set(one.rows)),
        history=_history(of),
    )


def _meant(mapping: Mapping, wanted: str) -> Area | Commissioner:
    """The area of that name or code, or else the commissioner."""
    try:
        return mapping.area(wanted)
    except UnknownPlace as no_area:
        try:
            return mapping.commissioner(wanted)
        except UnknownPlace:
            raise no_area from None


def _history(of: Area | Commissioner) -> str:
    """What is known to have changed, at any time; nothing where nothing has."""
    found = areas().lifetime(of) if isinstance(of, Area) else commissioners().lifetime(of)
    return found.words if found.changes else ""


def _lines_of_all(view: View) -> Iterator[str]:
    mapping = view.mapping
    yield (
        f"Mapping {mapping.id}: {len(mapping.areas):,} areas, "
        f"{len(mapping.commissioners):,} NHS commissioners, {len(view.shares):,} shares"
    )
    yield ""
    yield f"{'Area':<40}{'Code':<24}{'Commissioners':>16}"
    for area in mapping.areas:
        count = len(mapping.shares_of_area(area))
        yield f"{shortened(area.name, 38):<40}{area.code:<24}{count:>16}"
    yield from _below(view)
    yield f"See one: bettercare places {_quoted(mapping.areas[0].name)}"


def _lines(view: View, of: Area | Commissioner) -> Iterator[str]:
    is_area = isinstance(of, Area)
    noun = "NHS commissioner" if is_area else "area"
    count = f"{len(view.shares):,} {noun}{'s' if len(view.shares) > 1 else ''}"
    yield from wrapped(f"{of.name} ({of.code}): {count} in the mapping {view.mapping.id}")
    yield ""
    others = [share.commissioner if is_area else share.area for share in view.shares]
    codes = max(len(other.code) for other in others) + 2
    names = WIDTH - SHARES - codes
    yield f"{'':<{WIDTH - SHARES}}{'Share of':>13}{'Share of':>13}"
    head = "NHS commissioner" if is_area else "Area"
    yield f"{head:<{names}}{'Code':<{codes}}{HEADS[0]:>13}{HEADS[1]:>13}"
    for share, other in zip(view.shares, others, strict=True):
        both = f"{_part(share.of_commissioner):>13}{_part(share.of_area):>13}"
        yield f"{shortened(other.name, names - 2):<{names}}{other.code:<{codes}}{both}"
    total = _part(exact_sum(_own(share, is_area) for share in view.shares))
    yield f"{'Total':<{WIDTH - SHARES}}{total:>{SHARES if is_area else SHARES // 2}}"
    yield from _below(view)


def _below(view: View) -> Iterator[str]:
    """What is to know of the rows: slips, corrections, changes by date, and the source."""
    for one in view.findings:
        yield ""
        yield from wrapped(f"{one.code}  {one.subject}: {one.message}", rest=" " * 9)
        yield from wrapped(one.fix, " " * 9, " " * 9)
    if view.corrections:
        yield ""
        yield f"Corrected from the print ({len(view.corrections):,}); without: --as-printed"
        for made in view.corrections:
            yield from wrapped(f"  {_correction_words(made)}", rest="    ")
    if view.history:
        yield ""
        yield from wrapped(view.history)
    yield ""
    yield from wrapped(f"From  {view.mapping.reference}", rest=" " * 6)


def _correction_words(made: Correction) -> str:
    rows = f"row{'s' if len(made.rows) > 1 else ''} {_rows(made.rows)}"
    sure = "" if made.certainty == "confirmed" else " Not confirmed."
    return (
        f"{made.column}, {rows}: {made.printed} is read as {made.corrected}. {made.evidence}{sure}"
    )


def _rows(rows: Sequence[int]) -> str:
    """Row numbers; those that follow each other as a span, for the rows of an area do."""
    one_span = len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1  # noqa: PLR2004
    return f"{rows[0]} to {rows[-1]}" if one_span else listed(str(row) for row in rows)


def _own(share: Share, is_area: bool) -> Decimal:
    return share.of_area if is_area else share.of_commissioner


def _part(share: Decimal) -> str:
    """A share as per cent, with as many decimals as it has, and at least one."""
    exponent = share.as_tuple().exponent
    return percent(share, max(1, -exponent - 2) if isinstance(exponent, int) else 1)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _csv(view: View) -> str:
    """The rows of the mapping that are shown."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ShareData.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(_share(one)) for one in view.shares)
    return out.getvalue().rstrip()


def _data(view: View) -> PlacesData:
    return PlacesData(
        mapping=view.mapping.id,
        reference=view.mapping.reference,
        of=_kind(view.of),
        name=view.of.name if view.of else None,
        shares=tuple(_share(one) for one in view.shares),
        findings=view.findings,
        corrections=view.corrections,
        history=view.history,
    )


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
