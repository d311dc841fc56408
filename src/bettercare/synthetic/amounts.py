"""How much money a synthetic area has, from which sources, and how it is cut into rows."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.money import round_half_up
from bettercare.plan import IncomeLine
from bettercare.rounds import Round
from bettercare.rounds.schema import IncomePart, Source
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.words import words

MEDIAN_POOL = Decimal(42_000_000)
SPREAD = Decimal("0.55")  # of the logarithm: two pools in three are within a factor of 1.7
SMALLEST, LARGEST = Decimal(15_000_000), Decimal(150_000_000)
WITHOUT_ADDITIONAL = 0.3
DISTRICTS = 4

Pounds = Mapping[str, Decimal]


class Income(NamedTuple):
    """A source of funding, or a part of one, with what comes in from it by year."""

    source: str
    part: str
    rule: Source | IncomePart
    payer: str
    amounts: Pounds


def pool_size(draw: Draw) -> Decimal:
    """The pounds that a whole pool of the area comes to: log-normal, within limits."""
    size = MEDIAN_POOL * (SPREAD * draw.normal()).exp()
    return round_half_up(min(max(size, SMALLEST), LARGEST))


def incomes(rules: Round, size: Decimal, draw: Draw) -> tuple[Income, ...]:
    """What comes in from each source of a round and each part of one, by year."""
    return tuple(_incomes(rules, size, draw))


def _incomes(rules: Round, size: Decimal, draw: Draw) -> Iterator[Income]:
    for code, source in rules.sources.items.items():
        parts: Mapping[str, Source | IncomePart] = source.income_parts or {"": source}
        for part, rule in parts.items():
            none = rule.kind == "additional" and draw.chance(WITHOUT_ADDITIONAL)
            usual = Decimal(0) if none else words().size_of(part or code, rule)
            start = usual * draw.factor(25) * size
            growth = Decimal("1.02") + Decimal(draw.whole(0, 30)) / 1000
            amounts = {
                year: round_half_up(start * growth**turn) for turn, year in enumerate(rules.years)
            }
            yield Income(code, part, rule, source.payer, amounts)


def income_lines(
    rules: Round, area: str, found: Sequence[Income], *, two_tier: bool
) -> tuple[IncomeLine, ...]:
    """The income table: a line a source or part, and one a district where there are some."""
    lines: list[IncomeLine] = []
    for one in found:
        contributors = _contributors(rules, area, one, two_tier)
        shares = {
            year: cut(int(amount), [1] * len(contributors)) for year, amount in one.amounts.items()
        }
        for at, contributor in enumerate(contributors):
            amounts = {year: parts[at] for year, parts in shares.items()}
            lines.append(_line(rules, one, contributor, amounts))
    return tuple(lines)


def _contributors(rules: Round, area: str, one: Income, two_tier: bool) -> list[str]:
    if two_tier and one.rule.for_districts:
        return [f"District council {number} of {area}" for number in range(1, DISTRICTS + 1)]
    return [area if one.payer == "la" else f"{rules.terms.get('nhs_commissioner', 'NHS')}, {area}"]


def _line(rules: Round, one: Income, contributor: str, amounts: Pounds) -> IncomeLine:
    offered = one.rule.kind == "additional"
    paid = any(amounts.values())
    answer = rules.yes_or_no.label("yes" if paid else "no")
    return IncomeLine(
        source_of_funding=one.rule.label,
        contributor=contributor if paid else None,
        amounts=amounts,
        answer=answer if offered and rules.column("income", "answer") else None,
        comment=words().comment if offered and paid else None,
    )


def cut(total: int, weights: Sequence[int]) -> list[Decimal]:
    """A whole number of pounds cut in proportion to weights, so that the parts add up to it.

    >>> [int(part) for part in cut(100, [1, 1, 1])]
    [33, 33, 34]
    """
    whole, before, parts = sum(weights), 0, []
    run = 0
    for weight in weights:
        run += weight
        upto = total * run // whole
        parts.append(Decimal(upto - before))
        before = upto
    return parts
