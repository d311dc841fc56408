"""Family C: income against published allocations, and money carried forward.

A plan gives what was published for its area as ``published.income.SOURCE``, what it carries forward
as ``carried_forward.SOURCE`` and what last year closed with as ``previous.closing.SOURCE``.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.checks.registry import Slip, check
from bettercare.money import pounds

NOUGHT = Decimal(0)
LEAST = Decimal(1)  # income is in whole pounds, allocations may not be


def _published(working: Calculations, code: str) -> Decimal | None:
    return working.plan.given.get(working.id(f"published.income.{code}"))


def _lacks_published(working: Calculations) -> str:
    known = any(_published(working, code) is not None for code in working.rules.sources)
    return "" if known else "the published allocations (published.income in plan.csv)"


def _against_published(working: Calculations, kind: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The sources of a kind whose income is not what was published: income, and allocation."""
    for code, source in working.rules.sources.items.items():
        allocation = _published(working, code)
        unclear = code in working.unread_income
        if source.kind == kind and allocation is not None and not unclear:
            income = working.income[code]
            if abs(income - allocation) >= LEAST:
                yield code, income, allocation


def _slip(working: Calculations, code: str, income: Decimal, allocation: Decimal) -> Slip:
    name = working.rules.sources.name(code)
    places = tuple(
        working.place("income", line.item, "amounts", working.year)
        for line in working.lines
        if line.source.accepted == code
    )
    amounts = {"amount": income, "allocation": allocation, "more": income - allocation}
    facts = {key: pounds(amount) for key, amount in amounts.items()}
    return Slip(f"Income, {name}", places, {"source": name, **facts})


@check(
    "CHK-048",
    name="nhs-minimum-below-allocation",
    message="The {source} is {amount}; the published allocation is {allocation}.",
    fix="Enter the published allocation.",
    cites="income",
    needs=("income",),
    lacks=_lacks_published,
    by_year=True,
)
def nhs_minimum_below_allocation(working: Calculations) -> Iterator[Slip]:
    """The NHS must pool at least the amount that is published for the area."""
    for code, income, allocation in _against_published(working, "minimum"):
        if income < allocation:
            yield _slip(working, code, income, allocation)


@check(
    "CHK-049",
    name="nhs-minimum-above-allocation",
    message="The {source} is {more} above the published allocation of {allocation}.",
    fix="Enter the allocation, and the rest as an additional NHS contribution.",
    cites="income",
    needs=("income",),
    lacks=_lacks_published,
    by_year=True,
)
def nhs_minimum_above_allocation(working: Calculations) -> Iterator[Slip]:
    """Only the allocation is subject to the minimum's conditions; more than that is additional."""
    for code, income, allocation in _against_published(working, "minimum"):
        if income > allocation:
            yield _slip(working, code, income, allocation)


@check(
    "CHK-050",
    name="grant-not-as-allocated",
    message="The {source} is {amount}; the published allocation is {allocation}.",
    fix="Enter the published allocation.",
    cites="income",
    needs=("income",),
    lacks=_lacks_published,
    by_year=True,
)
def grant_not_as_allocated(working: Calculations) -> Iterator[Slip]:
    """Grants are pooled in full, as they are paid to the council."""
    for code, income, allocation in _against_published(working, "grant"):
        yield _slip(working, code, income, allocation)


class Carried(NamedTuple):
    """Money of a source that is carried forward, and what last year closed with."""

    code: str
    amount: Decimal
    closed: Decimal

    @property
    def over(self) -> Decimal:
        """How far it goes beyond what there is; a year that closed below 0 leaves nothing."""
        return self.amount - max(self.closed, NOUGHT)


def _carried(working: Calculations) -> Iterator[Carried]:
    """The sources with money carried forward into the first year of the round."""
    given, first = working.plan.given, working.in_year(working.rules.years[0])
    for code in working.rules.sources:
        amount = given.get(first.id(f"carried_forward.{code}"))
        closed = given.get(f"previous.closing.{code}")
        if amount is not None and closed is not None:
            yield Carried(code, amount, closed)


def _lacks_closing(working: Calculations) -> str:
    return "" if any(_carried(working)) else "money carried forward, and what last year closed with"


@check(
    "CHK-054",
    name="carried-forward-not-as-closed",
    message="{amount} of {source} is carried forward, but last year closed with {closed}.",
    fix="Enter what last year closed with.",
    cites="income",
    needs=(),
    lacks=_lacks_closing,
)
def carried_forward_not_as_closed(working: Calculations) -> Iterator[Slip]:
    """Money can be carried forward once only, and only what was left.

    More than was left is found by CHK-055.
    """
    for one in _carried(working):
        if one.amount != one.closed and one.over <= 0:
            yield _carried_slip(working, one)


@check(
    "CHK-055",
    name="carried-forward-over-committed",
    message="{amount} of {source} is carried forward, {over} more than last year left.",
    fix="Carry forward {most} at most, and lower the rows that it pays for.",
    cites="income",
    needs=(),
    lacks=_lacks_closing,
)
def carried_forward_over_committed(working: Calculations) -> Iterator[Slip]:
    """A plan that spends more than is carried forward has a gap from the first day."""
    for one in _carried(working):
        if one.over > 0:
            yield _carried_slip(working, one)


def _carried_slip(working: Calculations, one: Carried) -> Slip:
    name = working.rules.sources.name(one.code)
    amounts = {
        "amount": one.amount,
        "closed": one.closed,
        "over": one.over,
        "most": max(one.closed, NOUGHT),
    }
    facts = {key: pounds(amount) for key, amount in amounts.items()}
    return Slip(f"Carried forward, {name}", (), {"source": name, **facts})
