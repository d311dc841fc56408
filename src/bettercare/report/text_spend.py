"""Planned expenditure by scheme type and by area of spend, as text: years stand side by side."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure
from bettercare.calculations.summaries import shares
from bettercare.calculations.working import NOUGHT
from bettercare.labels import shortened
from bettercare.money import percent, plain_pounds
from bettercare.report.layout import titled
from bettercare.report.summary import Summary

SIDE_BY_SIDE = 2  # more years than these do not fit on a line
SHORT = 31  # letters of a name beside two years


class Family(NamedTuple):
    """A family of figures with the list of its codes, its title, and what the codes are called."""

    name: str
    codes: str
    title: str
    noun: str


FAMILIES = (
    Family("scheme_type", "scheme_types", "Scheme type, £", "types"),
    Family("area_of_spend", "areas_of_spend", "Area of spend, £", "areas"),
)


def spend_lines(summary: Summary) -> Iterator[str]:
    """Codes with money on them, largest first, and how many have none; one table for two years.

    A family that the round need not be told, and that no row names, has no table.
    """
    years = summary.working.by_year
    together = 1 < len(years) <= SIDE_BY_SIDE
    for family in FAMILIES if summary.plan.schemes is not None else ():
        if not _is_told(summary, family):
            continue
        for group in [years] if together else [(year,) for year in years]:
            yield ""
            yield from (_of_years if together else _of_year)(summary, group, family)


def _is_told(summary: Summary, family: Family) -> bool:
    column = summary.working.rules.column("schemes", family.name)
    asked = column is not None and column.required != "never"
    return asked or any(getattr(row, family.name) for row in summary.plan.schemes or ())


def _of_year(summary: Summary, years: Sequence[Calculations], family: Family) -> Iterator[str]:
    """One year: rows, pounds and the share of the pool."""
    [working] = years
    yield f"{titled(working, family.title):<43}{'Rows':>7}{'Planned':>15}{'% of pool':>15}"
    found = _figures(summary, working, family)
    for figure, share in found:
        if figure.inputs:
            name = shortened(_label(figure, working), 40)
            yield f"  {name:<41}{len(figure.inputs):>7,}{_pounds(figure):>15}{_part(share):>15}"
    if empty := _empty(family, [figure for figure, _ in found]):
        yield f"  {empty:<41}{'0':>7}{'0':>15}{'0.0':>15}"


def _of_years(summary: Summary, years: Sequence[Calculations], family: Family) -> Iterator[str]:
    """Several years side by side, the largest of all years together first."""
    heads = "".join(f"{working.year:>13}{'%':>7}" for working in years)
    yield f"{family.title:<34}{'Rows':>5}{heads}"
    found = [dict(_by_name(summary, working, family)) for working in years]
    for name in sorted(found[0], key=lambda name: -_together(found, name)):
        first, _ = found[0][name]
        if first.inputs:
            cells = "".join(f"{_pounds(one[name][0]):>13}{_part(one[name][1]):>7}" for one in found)
            short = name if len(name) <= SHORT else _short(years[0], family, first)
            yield f"  {shortened(short, SHORT):<32}{len(first.inputs):>5,}{cells}"
    if empty := _empty(family, [figure for figure, _ in found[0].values()]):
        yield f"  {shortened(empty, SHORT):<32}{'0':>5}" + f"{'0':>13}{'0.0':>7}" * len(years)


def _short(working: Calculations, family: Family, figure: Figure) -> str:
    """The short name of the code that a figure is of."""
    known = getattr(working.rules, family.codes)
    return str(known.name(figure.id.split(".")[1]))


def _figures(
    summary: Summary, working: Calculations, family: Family
) -> list[tuple[Figure, Decimal]]:
    pool = working.total_expenditure
    return shares(summary.figures, family.name, pool, working.id(""))


def _by_name(
    summary: Summary, working: Calculations, family: Family
) -> Iterator[tuple[str, tuple[Figure, Decimal]]]:
    for figure, share in _figures(summary, working, family):
        yield _label(figure, working), (figure, share)


def _together(found: Sequence[dict[str, tuple[Figure, Decimal]]], name: str) -> Decimal:
    return sum((one[name][0].value or NOUGHT for one in found), NOUGHT)


def _label(figure: Figure, working: Calculations) -> str:
    label = figure.label.removeprefix("Planned expenditure, ")
    return label.removesuffix(f", {working.year}")


def _pounds(figure: Figure) -> str:
    return plain_pounds(figure.value or NOUGHT)


def _part(share: Decimal) -> str:
    return percent(share).rstrip("%")


def _empty(family: Family, figures: Sequence[Figure]) -> str:
    """How many codes have no row."""
    empty = sum(not figure.inputs for figure in figures)
    noun = family.noun if empty > 1 else family.noun[:-1]
    return f"{empty} {noun} with nothing planned" if empty else ""
