"""What the totals of a paper do not reach: sums that may be wrong and nobody could tell."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.formats.prints.totals import Total
from bettercare.plan import Plan
from bettercare.rounds import Round

INCOME = ("income.total", "balance.total")
WHOLE = ("expenditure.total", "area_of_spend.total", "scheme_type.total")


class Gap(NamedTuple):
    """A sum that no total of the paper proves: what it is, and in which year."""

    label: str
    year: str


def gaps(plan: Plan, rules: Round, proven: Sequence[Total]) -> Iterator[Gap]:
    """The sums of a plan that no total proves: all spending, each source, each required spend."""
    if plan.schemes is None:
        return
    working = Calculations(plan, rules)
    agree = {one.id for one in proven}
    for year in rules.years:
        end = f".{year}" if len(rules.years) > 1 else ""
        needed = dict(_needed(working, year))
        for label, ids in needed.items():
            if not any(f"{one}{end}" in agree for one in ids):
                yield Gap(label, year)


def _needed(working: Calculations, year: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sum with the ids of the figures that would prove it."""
    yield "all income", INCOME
    yield "all planned expenditure", WHOLE
    for code in _sources_spent(working, year):
        name = working.rules.sources.name(code) if code else "no known source"
        yield f"expenditure from {name}", (f"expenditure.{code}", f"balance.{code}")
    for code, spend in working.rules.required_spends.items():
        yield f"the planned {spend.label}", (f"required.{code}.planned",)


def _sources_spent(working: Calculations, year: str) -> list[str | None]:
    """The sources that pay for some row in a year; ``None`` where one is not known."""
    spent = (row.source.accepted for row in working.rows if row.row.amounts.get(year))
    return list(dict.fromkeys(spent))
