"""Comparing two plans: two versions of one, two years of an area, or two years of one plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bettercare.calculations import Calculations
from bettercare.comparison.figures import Figures
from bettercare.comparison.gaps import missing
from bettercare.comparison.movements import movements
from bettercare.comparison.records import Comparison, Head
from bettercare.comparison.schemes import Rows, units_of
from bettercare.dates import short_year
from bettercare.errors import UnknownRound
from bettercare.formats.reading import Reading
from bettercare.labels import listed, normalise
from bettercare.money import pounds
from bettercare.plan import Plan
from bettercare.rounds import Round, crosswalk, load
from bettercare.rounds.crosswalk import Crosswalk

MUCH = Decimal("0.01")  # of the income
Walks = tuple[Crosswalk | None, Crosswalk | None]


def compare(
    before: Plan | Reading,
    after: Plan | Reading,
    *,
    years: tuple[str, str] | None = None,
    folders: Sequence[Path] = (),
) -> Comparison:
    """Set two plans side by side: every scheme of both once, and every figure with what moved it.

    Plans of two rounds are read through the crosswalk between them, in the codes of the later one.
    ``years`` are the financial years compared, one of each plan; without them the last that both
    plan for or, where there is none, the last of the earlier plan and the first of the later.
    ``folders`` hold further rounds. Raises ``UnknownRound`` for a year that a plan does not have.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> plan = bc.read(examples.path("leicester")).plan
    >>> bc.compare(plan, plan).is_empty
    True
    """
    plans = [one.plan if isinstance(one, Reading) else one for one in (before, after)]
    rules = [load(short_year(plan.round), tuple(folders)) for plan in plans]
    chosen = years or years_of(*rules)
    for one, year in zip(rules, chosen, strict=True):
        _refuse_year(one, year)
    workings = [
        Calculations(plan, one, year=year)
        for plan, one, year in zip(plans, rules, chosen, strict=True)
    ]
    return side_by_side(workings[0], workings[1], folders=folders)


def side_by_side(
    before: Calculations,
    after: Calculations,
    *,
    in_place: bool = False,
    folders: Sequence[Path] = (),
) -> Comparison:
    """Two plans that are worked out already; ``in_place`` where the rows are known to be the same.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> working = bc.summarise(bc.read(examples.path("rotherham"))).working
    >>> len(side_by_side(working, working, in_place=True).schemes)
    67
    """
    walk = None
    if before.rules.round != after.rules.round:
        walk = crosswalk.load(before.rules.round, after.rules.round, tuple(folders))
    backwards = walk is not None and _later(before.rules, after.rules)
    onward = walk.reversed() if walk and backwards else walk
    earlier = after if backwards else before
    walks: Walks = (None, onward) if backwards else (onward, None)
    rows = Rows(before, after, walks)
    schemes = rows.compared_in_place() if in_place else rows.compared()
    units = units_of(schemes)
    right = Figures(after, walks[1], units[1])
    left = Figures(before, walks[0], units[0], others=right)
    if backwards:
        left = Figures(before, walks[0], units[0])
        right = Figures(after, walks[1], units[1], others=left)
    return Comparison(
        before=_head(before, other=after),
        after=_head(after, other=before),
        schemes=schemes,
        figures=movements(left, right, schemes),
        gaps=missing(earlier, onward) if onward else (),
        arrivals=onward.arrivals() if onward else (),
        notes=tuple(_notes(before, after, backwards=backwards)),
    )


def years_of(before: Round, after: Round) -> tuple[str, str]:
    """The years to compare: the last of both, else the ones that lie next to each other."""
    both = [year for year in before.years if year in after.years]
    if both:
        return both[-1], both[-1]
    if before.years[-1] < after.years[0]:
        return before.years[-1], after.years[0]
    return before.years[0], after.years[-1]


def _refuse_year(rules: Round, year: str) -> None:
    if year not in rules.years:
        known = listed(rules.years, "and")
        raise UnknownRound(f"Round {rules.round} does not plan for {year}. It plans for {known}.")


def _later(one: Round, other: Round) -> bool:
    return one.in_force.start > other.in_force.start


def _head(working: Calculations, other: Calculations) -> Head:
    plan, rules = working.plan, working.rules
    two = (rules.round, working.year) != (other.rules.round, other.year)
    return Head(
        name=working.year if two else "",
        area=plan.area,
        round=rules.round,
        year=working.year,
        rows=len(working.rows),
        total=working.total_expenditure,
    )


def _notes(before: Calculations, after: Calculations, *, backwards: bool) -> Iterator[str]:
    """What a reader must know before the figures: other areas, the order of time."""
    areas = [working.plan.area for working in (before, after)]
    if all(areas) and normalise(areas[0] or "") != normalise(areas[1] or ""):
        yield f"These are two areas: {areas[0]} and {areas[1]}."
    if backwards:
        yield f"The first plan is the later one: {before.rules.round} after {after.rules.round}."
    yield from _not_planned((before, after))
    yield from dict.fromkeys(_moved_boundaries(before, after))


def _not_planned(workings: Sequence[Calculations]) -> Iterator[str]:
    """Where one plan leaves much of its income without rows, the totals say less than they seem."""
    lefts = [one.total_income - one.total_expenditure for one in workings]
    if any(one.lost_tables("income", "schemes") for one in workings) or lefts[0] == lefts[1]:
        return
    for one, left in zip(workings, lefts, strict=True):
        if left > one.total_income * MUCH:
            text = f"In {one.year}, {pounds(left)} of income is in no row"
            yield f"{text}: the totals do not compare."


def _moved_boundaries(before: Calculations, after: Calculations) -> Iterator[str]:
    """Changes of boundaries that came between the two years and touch the area."""
    first, last = sorted(date(int(one.year[:4]), 4, 1) for one in (before, after))
    for working in (before, after):
        for event in working.rules.geography:
            touched = normalise(working.plan.area or "") in map(normalise, event.areas)
            if touched and first < event.day <= last:
                yield f"{event.label} on {event.day}: figures before and after do not compare."
