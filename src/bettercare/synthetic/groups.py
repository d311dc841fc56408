"""Groups of scheme rows: those that one source pays for one side, and how many each has."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from bettercare.money import round_half_up
from bettercare.rounds import Round
from bettercare.rounds.schema import Source
from bettercare.synthetic.amounts import Income, Pounds
from bettercare.synthetic.draws import Draw

Side = Literal["council", "health", "housing"]
LARGEST_ROW = Decimal("0.12")  # of the plan, on average in a group; single rows differ by half


class Group(NamedTuple):
    """Rows that are paid from one source for one side: ``amounts`` are pounds by year."""

    source: str
    rule: Source
    side: Side
    amounts: Pounds

    @property
    def total(self) -> Decimal:
        """The pounds of all years."""
        return sum(self.amounts.values(), Decimal(0))


def groups(
    rules: Round, found: Sequence[Income], minimums: Mapping[str, Decimal], draw: Draw
) -> tuple[Group, ...]:
    """The groups of a plan. ``minimums``: the part of a source that social care must have."""
    return tuple(
        group
        for one in found
        for group in _of_income(rules, one, minimums.get(one.source), draw)
        if any(group.amounts.values())
    )


def _of_income(rules: Round, one: Income, minimum: Decimal | None, draw: Draw) -> Iterator[Group]:
    rule = rules.sources[one.source]
    if one.payer == "la":
        side: Side = "housing" if one.rule.for_districts else "council"
        yield Group(one.source, rule, side, one.amounts)
    elif one.rule.kind == "additional":
        yield Group(one.source, rule, "health", one.amounts)
    else:
        part = minimum or Decimal("0.45")
        part *= Decimal("1.05") + Decimal(draw.whole(0, 80)) / 1000
        council = {year: round_half_up(amount * part) for year, amount in one.amounts.items()}
        health = {year: amount - council[year] for year, amount in one.amounts.items()}
        yield Group(one.source, rule, "council", council)
        yield Group(one.source, rule, "health", health)


def rows_of_groups(found: Sequence[Group], rows: int) -> list[int]:
    """How many of some rows each group has: by its money, and enough to keep rows small."""
    whole = sum((group.total for group in found), Decimal(0))
    parts = [group.total / whole for group in found]
    least = [max(1, -int(-part // LARGEST_ROW)) for part in parts]
    spare = max(0, rows - sum(least))
    wanted = [int(spare * part) for part in parts]
    largest = max(range(len(found)), key=lambda at: parts[at])
    wanted[largest] += spare - sum(wanted)
    return [one + more for one, more in zip(least, wanted, strict=True)]
