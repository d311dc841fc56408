"""Income that a paper prints only as totals by source: each total stands in for its lines."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.plan import IncomeLine, Plan
from bettercare.plan.records import Origin
from bettercare.rounds import Round

FAMILY = "income"
NOUGHT = Decimal(0)


class StandIn(NamedTuple):
    """A total that stands in for lines of income, and the pounds that it stands for.

    ``name`` is the source, or the only part of one whose lines are not printed: it has what the
    lines of the others leave of the total.
    """

    source: str
    year: str
    printed: PrintedFigure
    amount: Decimal
    name: str


def with_income(plan: Plan, settled: Mapping[str, PrintedFigure], rules: Round) -> Plan:
    """The plan with a line of income for each source of which only a total is printed."""
    lines = tuple(_lines(stand_ins(plan, settled, rules), rules))
    if not lines:
        return plan
    place = next(iter(plan.origins.values()), Origin())
    origins = {**plan.origins, FAMILY: plan.origins.get(FAMILY, Origin(file=place.file))}
    return msgspec.structs.replace(plan, income=(*(plan.income or ()), *lines), origins=origins)


def stand_ins(
    plan: Plan, settled: Mapping[str, PrintedFigure], rules: Round
) -> tuple[StandIn, ...]:
    """The totals that stand in for lines of income, and so prove nothing themselves."""
    sums: dict[str, Decimal] = {}
    for line in plan.income or ():
        source, part = rules.source_of_income(line.source_of_funding)
        for year, pounds in line.amounts.items():
            for name in {source.accepted or "", part}:
                key = _id(name, year, rules)
                sums[key] = sums.get(key, NOUGHT) + pounds
    return tuple(_stand_ins(sums, settled, rules))


def _stand_ins(
    sums: Mapping[str, Decimal], settled: Mapping[str, PrintedFigure], rules: Round
) -> Iterator[StandIn]:
    for source in rules.sources:
        missing = _missing(source, sums, rules)
        for year in rules.years:
            key = _id(source, year, rules)
            total = settled.get(key)
            if missing and total is not None and total.value is not None:
                amount = total.value - sums.get(key, NOUGHT)
                yield StandIn(source, year, total, amount, missing)


def _missing(source: str, sums: Mapping[str, Decimal], rules: Round) -> str:
    """The source where it has no lines at all, or the only part of it that has none."""

    def has_lines(name: str) -> bool:
        return any(_id(name, year, rules) in sums for year in rules.years)

    if not has_lines(source):
        return source
    lost = [part for part in rules.sources[source].income_parts if not has_lines(part)]
    return lost[0] if len(lost) == 1 else ""


def _lines(found: Sequence[StandIn], rules: Round) -> Iterator[IncomeLine]:
    """A line for each source, under its label as printed, or else as the round has it."""
    for name in dict.fromkeys(one.name for one in found):
        own = [one for one in found if one.name == name]
        label = own[0].printed.label
        known = rules.income_names.match(label).accepted == name
        yield IncomeLine(
            row=own[0].printed.line,
            source_of_funding=label if known else rules.income_names.label(name),
            amounts={one.year: one.amount for one in own},
        )


def _id(source: str, year: str, rules: Round) -> str:
    return f"{FAMILY}.{source}.{year}" if rules.several_years else f"{FAMILY}.{source}"
