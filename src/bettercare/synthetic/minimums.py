"""The minimums of a synthetic area, such as were published for it, and what they rest on."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.money import round_half_up
from bettercare.plan import IncomeLine, Plan
from bettercare.rounds import Round
from bettercare.rounds.spends import Growth, Published, RequiredSpend, Uplift
from bettercare.synthetic.draws import Draw


def given_minimums(
    rules: Round, income: tuple[IncomeLine, ...], draw: Draw
) -> Mapping[str, Decimal]:
    """What is given with a plan: allocations, minimums, and the figures that they grow from."""
    bare = Calculations(Plan(round=rules.round, income=income), rules)
    given = dict(_allocations(bare))
    for code, spend in rules.required_spends.items():
        given |= dict(_previous(bare, code, spend, draw))
    known = Calculations(Plan(round=rules.round, income=income, given=given), rules)
    for working in known.by_year:
        for code in rules.required_spends:
            minimum = working.required[code].derived
            if minimum is not None:
                given[working.id(f"required.{code}.minimum")] = minimum
    return given


def _allocations(bare: Calculations) -> Iterator[tuple[str, Decimal]]:
    """What is published for the area: exactly what comes in from what must be paid."""
    for working in bare.by_year:
        for code, source in working.rules.sources.items.items():
            if source.kind in {"minimum", "grant"}:
                yield working.id(f"published.income.{code}"), working.income[code]


def _previous(
    bare: Calculations, code: str, spend: RequiredSpend, draw: Draw
) -> Iterator[tuple[str, Decimal]]:
    part = Decimal(draw.whole(340, 410)) / 1000
    how, source = spend.minimum, spend.minimum.source
    incomes = [(one, one.income[source]) for one in bare.by_year]
    before = round_half_up(incomes[0][1] / Decimal("1.04"))
    if isinstance(how, Uplift | Growth):
        yield f"previous.required.{code}.minimum", round_half_up(before * part)
    if isinstance(how, Uplift):
        yield f"previous.income.{source}", before
    if isinstance(how, Published):
        for one, amount in incomes:
            yield one.id(f"required.{code}.minimum"), round_half_up(amount * part)


def social_care_parts(
    rules: Round, income: tuple[IncomeLine, ...], given: Mapping[str, Decimal]
) -> Mapping[str, Decimal]:
    """The part of a source that its minimum for some areas of spend is, in the year it is most."""
    parts: dict[str, Decimal] = {}
    for working in Calculations(Plan(round=rules.round, income=income), rules).by_year:
        for code, spend in rules.required_spends.items():
            minimum = given.get(working.id(f"required.{code}.minimum"))
            total = working.income[spend.minimum.source]
            if minimum and total and _names_areas(spend):
                source = spend.minimum.source
                parts[source] = max(parts.get(source, Decimal(0)), minimum / total)
    return parts


def _names_areas(spend: RequiredSpend) -> bool:
    return any(one.field == "area_of_spend" and one.any_of for one in spend.conditions)
