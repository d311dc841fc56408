"""The part of the whole budget that each priority and line has."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations.figure import Figure, Input
from bettercare.programmes.budget import NOUGHT, Budget, total


def share_figures(budget: Budget) -> Iterator[Figure]:
    """The share of each priority and each line in what is allocated in a year."""
    for year in budget.years:
        whole = total(budget.money(line, year) for _, line in budget.lines)
        for code in budget.priorities:
            lines = budget.in_priority(code)
            amount = total(budget.money(one.line, year) for one in lines)
            name = budget.priority_label(code)
            yield _share(budget, (f"priority.{code}", name, year), amount, whole)
        for one in budget.lines:
            part = budget.money(one.line, year)
            name = f"line {one.item}, {budget.name(one)}"
            yield _share(budget, (f"line.{one.item}", name, year), part, whole)


def _share(
    budget: Budget, named: tuple[str, str, str], amount: Decimal | None, whole: Decimal
) -> Figure:
    key, name, year = named
    known = amount is not None and whole != NOUGHT
    return Figure(
        id=f"share.{key}.{year}",
        label=f"Share of {name}, {year}",
        value=amount / whole if known and amount is not None else None,
        unit="fraction",
        rule="The amount over all that is allocated in the year.",
        reference=budget.rules.cite("own_table"),
        inputs=(Input("Amount", amount), Input("over all allocated", whole))
        if amount is not None
        else (),
        notes=() if known else ("There is no amount to take a share of.",),
    )
