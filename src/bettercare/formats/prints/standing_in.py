"""Income that a paper prints only as totals by source: each total stands in for its lines."""

from collections.abc import Iterator, Mapping

import msgspec

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.plan import IncomeLine, Plan
from bettercare.plan.records import Origin
from bettercare.rounds import Round

FAMILY = "income"


def with_income(plan: Plan, settled: Mapping[str, PrintedFigure], rules: Round) -> Plan:
    """The plan with a line of income for each source of which only the total is printed."""
    lines = tuple(_lines(plan, settled, rules))
    if not lines:
        return plan
    place = next(iter(plan.origins.values()), Origin())
    origins = {**plan.origins, FAMILY: plan.origins.get(FAMILY, Origin(file=place.file))}
    return msgspec.structs.replace(plan, income=(*(plan.income or ()), *lines), origins=origins)


def stood_in(plan: Plan, settled: Mapping[str, PrintedFigure], rules: Round) -> frozenset[str]:
    """The ids of the totals that stand in for lines, and so prove nothing."""
    sources = {line.source_of_funding for line in _lines(plan, settled, rules)}
    return frozenset(
        key for key, one in settled.items() if key.startswith(f"{FAMILY}.") and one.label in sources
    )


def _lines(plan: Plan, settled: Mapping[str, PrintedFigure], rules: Round) -> Iterator[IncomeLine]:
    given = {rules.sources.match(line.source_of_funding).accepted for line in plan.income or ()}
    for source in rules.sources:
        printed = {
            year: settled[key]
            for year in rules.years
            if source not in given and (key := _id(source, year, rules)) in settled
        }
        if printed:
            first = next(iter(printed.values()))
            amounts = {year: one.value for year, one in printed.items() if one.value is not None}
            yield IncomeLine(row=first.line, source_of_funding=first.label, amounts=amounts)


def _id(source: str, year: str, rules: Round) -> str:
    several = len(rules.years) > 1
    return f"{FAMILY}.{source}.{year}" if several else f"{FAMILY}.{source}"
