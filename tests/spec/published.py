"""The shipped plans, worked out once, and tables that a test carries as text."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

import msgspec

import bettercare as bc
from bettercare import examples
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.report import Summary


@cache
def published(name: str) -> Summary:
    """A shipped plan with its figures and findings."""
    return bc.summarise(bc.read(examples.path(name)))


def without_given(name: str) -> Summary:
    """A shipped plan as it would be if nobody had told it the minimums."""
    plan: Plan = published(name).plan
    return bc.summarise(msgspec.structs.replace(plan, given={}))


def table(text: str) -> list[list[str]]:
    """The cells of a table drawn with bars, its heading left out."""
    lines = [line.split("|") for line in text.strip().splitlines()[1:] if line.strip()]
    return [[cell.strip() for cell in line] for line in lines]


def amounts(text: str) -> dict[str, Decimal]:
    """A table of two columns: figure id, and a number."""
    return {name: number(cell) for name, cell in table(text)}


def number(cell: str) -> Decimal:
    """A number of a table; it must be one."""
    found = read_number(cell)
    assert found is not None, cell
    return found


def values(summary: Summary, ids: Iterable[str]) -> dict[str, Decimal | None]:
    """The unrounded values of some figures."""
    return {one: summary.figures[one].value for one in ids}


def counted_rows(summary: Summary, figure_id: str) -> list[int]:
    """The numbers of the rows that a figure adds up."""
    inputs = summary.figures[figure_id].inputs
    return [one.place.item for one in inputs if one.place]


def family(summary: Summary, name: str) -> dict[str, Decimal | None]:
    """All figures whose id starts with a word, by their whole id."""
    return {one: f.value for one, f in summary.figures.items() if one.startswith(f"{name}.")}
