"""What each source has to give, what is left of it, and what is carried into a later year."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from bettercare.calculations.figure import Figure, Input
from bettercare.programmes.budget import NOUGHT, Budget, Column, total
from bettercare.programmes.records import Link
from bettercare.programmes.totals import unknown_notes

AVAILABLE = "What {source} has to give in {year}, as the programme says."
REMAINING = "What {source} has to give in {year} less what the lines take; below £0 is over."
UNALLOCATED = "What all sources have to give in {year} less what the lines take; below £0 is over."
OVER = "What the lines take in {year} above what all sources have to give; £0 where there is none."
BROUGHT = "What {source} leaves in earlier years and a carry-forward link takes into {year}."
LEFT = "What {source} has left in {year}, with what is brought into it from earlier years."


class Funding:
    """What is left of each source year by year, by itself and with what is carried forward."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    @cached_property
    def allocated(self) -> Mapping[Column, Decimal]:
        """What the lines take from each source in each year."""
        budget = self.budget
        return {
            column: total(budget.amount(line, column) for _, line in budget.lines)
            for column in budget.columns
        }

    @cached_property
    def remaining(self) -> Mapping[Column, Decimal]:
        """What is left of each source in each year by itself, where it is said what it has."""
        budget = self.budget
        return {
            column: available - self.allocated[column]
            for column in budget.columns
            if (available := budget.available(column)) is not None
        }

    @cached_property
    def brought(self) -> Mapping[Column, Mapping[Column, Decimal]]:
        """What comes into a source and year by links, by where it comes from."""
        found: dict[Column, dict[Column, Decimal]] = {}
        taken: dict[Column, Decimal] = {}
        for link in sorted(self.budget.programme.links, key=lambda one: one.to_year or ""):
            ends = self._ends(link)
            if ends is None:
                continue
            start, end = ends
            before = self.remaining[start] + total(found.get(start, {}).values())
            free = max(before - taken.get(start, NOUGHT), NOUGHT)
            amount = free if link.amount is None else min(link.amount, free)
            taken[start] = taken.get(start, NOUGHT) + amount
            found.setdefault(end, {})[start] = amount
        return found

    def _ends(self, link: Link) -> tuple[Column, Column] | None:
        """The columns that a link joins; ``None`` if it joins nothing or goes back."""
        if not (link.source and link.from_year and link.to_year):
            return None
        start = Column(self.budget.code(link.source), link.from_year)
        end = Column(self.budget.code(link.to_source or link.source), link.to_year)
        known = start in self.remaining and end in self.remaining
        return (start, end) if known and start.year < end.year else None

    def left(self, column: Column) -> Decimal:
        """What a source has left in a year, with what links bring into it."""
        return self.remaining[column] + total(self.brought.get(column, {}).values())

    def free_for(self, year: str) -> Decimal:
        """What links bring into a year, of all sources."""
        return total(
            amount
            for column, parts in self.brought.items()
            if column.year == year
            for amount in parts.values()
        )

    def available_in(self, year: str) -> Decimal | None:
        """What all sources of a year have to give; ``None`` unless each says it."""
        amounts = [self.budget.available(column) for column in self.budget.of_year(year)]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, NOUGHT) if known and len(known) == len(amounts) else None

    def allocated_in(self, year: str) -> Decimal:
        """What the lines take from all sources in a year."""
        return total(self.allocated[column] for column in self.budget.of_year(year))


def funding_figures(funding: Funding) -> Iterator[Figure]:
    """Available, remaining, unallocated, over-allocated and carried forward."""
    budget = funding.budget
    for year in budget.years:
        for column in budget.of_year(year):
            yield from _of_column(funding, column)
        if funding.available_in(year) is not None:
            yield from _of_year(funding, year)
    for source in dict.fromkeys(column.source for column in funding.brought):
        yield from _carried(funding, source)


def _of_column(funding: Funding, column: Column) -> Iterator[Figure]:
    budget, available = funding.budget, funding.budget.available(column)
    if available is None:
        return
    name = f"{budget.label(column.source)} {column.year}"
    words = {"source": budget.label(column.source), "year": column.year}
    fund = _fund_input(budget, column, available)
    allocated = Input("less allocated", -funding.allocated[column])
    yield _figure(
        budget,
        (f"available.{column.key}", f"Available, {name}"),
        AVAILABLE.format_map(words),
        (fund,),
    )
    yield _figure(
        budget,
        (f"remaining.{column.key}", f"Remaining, {name}"),
        REMAINING.format_map(words),
        (fund, allocated),
        unknown_notes(budget, budget.lines, column.key),
    )
    parts = funding.brought.get(column)
    if parts:
        brought = tuple(Input(f"left of {_name(budget, c)}", one) for c, one in parts.items())
        yield _figure(
            budget,
            (f"brought.{column.key}", f"Brought into {name}"),
            BROUGHT.format_map(words),
            brought,
        )
        yield _figure(
            budget,
            (f"left.{column.key}", f"Left of {name}, with what is brought in"),
            LEFT.format_map(words),
            (fund, *brought, allocated),
            unknown_notes(budget, budget.lines, column.key),
        )


def _of_year(funding: Funding, year: str) -> Iterator[Figure]:
    budget = funding.budget
    columns, words = budget.of_year(year), {"year": year}
    funds = tuple(_fund_input(budget, c, budget.available(c) or NOUGHT) for c in columns)
    spent = tuple(
        Input(f"less allocated, {budget.label(c.source)}", -funding.allocated[c]) for c in columns
    )
    over = funding.allocated_in(year) - (funding.available_in(year) or NOUGHT)
    rule = f"Add what all sources have to give in {year}."
    notes = unknown_notes(budget, budget.lines, year)
    yield _figure(budget, (f"available.{year}", f"Available, all sources {year}"), rule, funds)
    yield _figure(
        budget,
        (f"unallocated.{year}", f"Unallocated, all sources {year}"),
        UNALLOCATED.format_map(words),
        (*funds, *spent),
        notes,
    )
    yield Figure(
        id=f"over_allocated.{year}",
        label=f"Over-allocated, all sources {year}",
        value=max(over, NOUGHT),
        unit=budget.unit,
        rule=OVER.format_map(words),
        reference=budget.rules.cite("own_table"),
        inputs=(
            Input("Allocated", funding.allocated_in(year)),
            Input("less available", -(funding.available_in(year) or NOUGHT)),
        ),
        notes=notes,
        decimals=0,
    )


def _carried(funding: Funding, source: str) -> Iterator[Figure]:
    """One source over all of its years, as a chain of links makes one pot of them."""
    budget = funding.budget
    columns = [c for c in budget.columns if c.source == source and c in funding.remaining]
    name, year = budget.label(source), f"{columns[0].year} to {columns[-1].year}"
    funds = tuple(_fund_input(budget, c, budget.available(c) or NOUGHT) for c in columns)
    used = tuple(Input(f"used in {c.year}", funding.allocated[c]) for c in columns)
    less = tuple(Input(one.label, -one.value) for one in used)
    unknown = unknown_notes(budget, budget.lines, *(column.key for column in columns))
    for what, rule, inputs in (
        ("available", f"Add what {name} has to give in all of its years.", funds),
        ("used", f"Add what the lines take from {name} in all of its years.", used),
        ("left", f"What {name} has to give less what the lines take, in all years.", funds + less),
    ):
        label = f"{name} {what}, {year}"
        notes = () if what == "available" else unknown
        yield _figure(budget, (f"carried.{source}.{what}", label), rule, inputs, notes)


def _figure(
    budget: Budget,
    named: tuple[str, str],
    rule: str,
    inputs: tuple[Input, ...],
    notes: tuple[str, ...] = (),
) -> Figure:
    """A figure that is the sum of its inputs."""
    return Figure(
        id=named[0],
        label=named[1],
        value=total(one.value for one in inputs),
        unit=budget.unit,
        rule=rule,
        reference=budget.rules.cite("own_table"),
        inputs=inputs,
        notes=notes,
        decimals=0,
    )


def _fund_input(budget: Budget, column: Column, amount: Decimal) -> Input:
    for item, fund in enumerate(budget.programme.funds, 1):
        if fund.year == column.year and budget.code(fund.source) == column.source:
            place = budget.programme.place("funds", item, "available")
            return Input(_name(budget, column), amount, place)
    return Input(_name(budget, column), amount)


def _name(budget: Budget, column: Column) -> str:
    return f"{budget.label(column.source)} {column.year}"
