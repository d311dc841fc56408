"""The text of the command about places."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.cli.place_data import places_csv, places_json
from bettercare.cli.place_views import View
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import round_half_up
from bettercare.places import Apportioned, Area, Commissioner, Correction, Part, Share
from bettercare.places.mapping import exact_sum
from bettercare.places.quarters import year_of
from bettercare.places.records import per_cent

WIDTH = 80
SHARES = 26  # columns of both shares
HEADS = ("commissioner", "area")
NUMBER = 14  # columns of a number of admissions
MOST_YEARS = 3  # side by side
MOST_FINDINGS = 12
NOT_KNOWN = "not known"


def places_text(view: View, form: str) -> str:
    """A view in the form asked for."""
    if form == "json":
        return places_json(view)
    if form == "csv":
        return places_csv(view)
    return "\n".join(_lines_of_all(view) if view.of is None else _lines(view, view.of))


def _lines_of_all(view: View) -> Iterator[str]:
    mapping = view.mapping
    yield (
        f"Mapping {mapping.id}: {len(mapping.areas):,} areas, "
        f"{len(mapping.commissioners):,} NHS commissioners, {len(view.shares):,} shares"
    )
    yield ""
    yield from _areas_with_totals(view) if view.apportioned else _areas(view)
    yield from _below(view)
    if mapping.areas:
        yield f"See one: bettercare places {_quoted(mapping.areas[0].name)}"


def _areas(view: View) -> Iterator[str]:
    yield f"{'Area':<40}{'Code':<24}{'Commissioners':>16}"
    for area in view.mapping.areas:
        count = len(view.mapping.shares_of_area(area))
        yield f"{shortened(area.name, 38):<40}{area.code:<24}{count:>16}"


def _areas_with_totals(view: View) -> Iterator[str]:
    """Each area with the admissions apportioned to it by year."""
    years = list(dict.fromkeys(year for one in view.apportioned for year in one.years))[:MOST_YEARS]
    yield _number_row("Admissions apportioned", *years)
    for one in view.apportioned:
        totals = (_shown(one.total(year)) for year in years)
        yield _number_row(shortened(one.area.name, 36), *totals)


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
        both = f"{per_cent(share.of_commissioner):>13}{per_cent(share.of_area):>13}"
        yield f"{shortened(other.name, names - 2):<{names}}{other.code:<{codes}}{both}"
    total = per_cent(exact_sum(_own(share, is_area) for share in view.shares))
    yield f"{'Total':<{WIDTH - SHARES}}{total:>{SHARES if is_area else SHARES // 2}}"
    for one in view.apportioned:
        yield from _admissions(one)
    yield from _below(view)


def _admissions(found: Apportioned) -> Iterator[str]:
    """Admissions by quarter and year, and then how each quarter came about."""
    yield ""
    yield _number_row("Admissions apportioned", "Admissions", "Unrounded", "Give or take")
    for year in found.years:
        for one in (one for one in found.quarters if year_of(one.quarter) == year):
            margin = f"{round_half_up(one.margin):,}"
            yield _number_row(one.quarter, _shown(one.value), _exact(one.value), margin)
        total = found.total(year)
        yield _number_row(year, _shown(total), _exact(total), "")
    for one in found.quarters:
        yield ""
        yield f"{one.quarter}: {_shown(one.value)}"
        yield from (_part_row(part) for part in one.parts)


def _number_row(head: str, *numbers: str) -> str:
    columns = "".join(f"{number:>{NUMBER}}" for number in numbers)
    return f"{head:<{WIDTH - NUMBER * len(numbers)}}{columns}".rstrip()


def _part_row(part: Part) -> str:
    name = f"{part.commissioner.code}  {part.commissioner.name}"
    if part.plan is None:
        return f"  {shortened(name, 40):<42}{'no plan':>12} × {per_cent(part.share):>6}"
    value = f" = {_exact(part.value):>12}"
    return f"  {shortened(name, 40):<42}{_exact(part.plan):>12} × {per_cent(part.share):>6}{value}"


def _shown(value: Decimal | None) -> str:
    return NOT_KNOWN if value is None else f"{round_half_up(value):,}"


def _exact(value: Decimal | None) -> str:
    """A number in full, without needless zeros; nothing where it is not known."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def _below(view: View) -> Iterator[str]:
    """What is to know of the rows: slips, corrections, changes by date, and the source."""
    for one in view.findings[:MOST_FINDINGS]:
        yield ""
        yield from wrapped(f"{one.code:<9}{one.subject}: {one.message}", rest=" " * 9)
        yield from wrapped(one.fix, " " * 9, " " * 9)
    if len(view.findings) > MOST_FINDINGS:
        yield ""
        yield f"{len(view.findings) - MOST_FINDINGS:,} more findings; see all: --format json"
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


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
