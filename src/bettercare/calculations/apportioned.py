"""Figures of admissions that were apportioned to an area, with the part of each commissioner."""

from collections.abc import Iterator

from bettercare.calculations.figure import Figure, Input
from bettercare.labels import listed
from bettercare.money import round_half_up
from bettercare.places import Apportioned, Part, Quarter
from bettercare.places.quarters import quarters_of, year_of
from bettercare.places.records import per_cent

TOTAL_RULE = "Add the four quarters, unrounded."


def apportioned_figures(found: Apportioned) -> tuple[Figure, ...]:
    """A figure for each quarter and for each year that was apportioned.

    Ids are ``admissions.apportioned.2017-18.Q1`` and ``admissions.apportioned.2017-18``. A quarter
    for which a plan is missing has no value; a note says whose plan it is.

    >>> from decimal import Decimal
    >>> from bettercare.places import apportion, load_mapping
    >>> plans = {"13T": {"2017-18 Q1": Decimal(9000)}, "00J": {"2017-18 Q1": Decimal(4000)}}
    >>> figures = apportioned_figures(apportion(plans, load_mapping(), "Gateshead"))
    >>> figures[0].id, figures[1].display
    ('admissions.apportioned.2017-18.Q1', 'not given')
    """
    quarters = tuple(_of_quarter(found, one) for one in found.quarters)
    return (*quarters, *(_of_year(found, year) for year in found.years))


def _of_quarter(found: Apportioned, quarter: Quarter) -> Figure:
    return Figure(
        id=f"admissions.apportioned.{quarter.quarter.replace(' ', '.')}",
        label=f"Non-elective admissions, {found.area.name}, {quarter.quarter}",
        value=quarter.value,
        unit="count",
        rule=found.rule,
        reference=found.reference,
        inputs=tuple(_inputs(quarter)),
        notes=tuple(_notes(quarter)),
    )


def _inputs(quarter: Quarter) -> Iterator[Input]:
    for part in quarter.parts:
        if part.plan is not None and part.value is not None:
            yield Input(_words(part), part.value, part.place)


def _words(part: Part) -> str:
    who = f"{part.commissioner.code} {part.commissioner.name}"
    return f"{who}: {part.plan:,f} × {per_cent(part.share)}"


def _notes(quarter: Quarter) -> Iterator[str]:
    if quarter.missing:
        names = listed(f"{one.name} ({one.code})" for one in quarter.missing)
        yield f"Cannot be worked out: there is no plan of {names}."
        yield f"The others give {round_half_up(quarter.known):,}."
    yield f"Shares are rounded, so it may be off by up to {round_half_up(quarter.margin):,}."


def _of_year(found: Apportioned, year: str) -> Figure:
    given = [one for one in found.quarters if year_of(one.quarter) == year]
    lacking = [one for one in quarters_of(year) if not _is_known(found, one)]
    note = f"Cannot be worked out: it needs {listed(lacking)}."
    return Figure(
        id=f"admissions.apportioned.{year}",
        label=f"Non-elective admissions, {found.area.name}, {year}",
        value=found.total(year),
        unit="count",
        rule=TOTAL_RULE,
        reference=found.reference,
        inputs=tuple(Input(one.quarter, one.value) for one in given if one.value is not None),
        notes=(note,) if lacking else (),
    )


def _is_known(found: Apportioned, quarter: str) -> bool:
    one = found.quarter(quarter)
    return one is not None and one.value is not None
