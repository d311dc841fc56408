"""The sheet of single facts: round, area, figures given with the plan, and other facts.

Its rows are those of ``plan.csv`` in our own dialect: the name of a field and its value.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bettercare.formats.plan_fields import field_of_fact, field_of_given
from bettercare.formats.workbooks.pen import Pen
from bettercare.plan import Plan
from bettercare.rounds import Round
from bettercare.rounds.spends import Published, Ratio, Uplift

HEADS = ("Field", "What it is", "Value")


class PlanField(NamedTuple):
    """One fact: the field that holds it, what it is in words, and its value."""

    field: str
    words: str
    value: str | Decimal | None


def plan_fields(plan: Plan, rules: Round) -> list[PlanField]:
    """Every fact of a plan, and those that a round asks for even where they are blank."""
    given, facts = dict(plan.given), dict(plan.facts)
    rows = [
        PlanField("round", "The planning round; leave it as it is", plan.round),
        PlanField("area", "The area of the Health and Wellbeing Board", plan.area),
        PlanField("version", "The version of the plan", facts.pop("version", None)),
    ]
    rows += (PlanField(name, words, given.pop(name, None)) for name, words in _asked(rules))
    rows += (PlanField(field_of_given(name), "As given", number) for name, number in given.items())
    rows += (PlanField(field_of_fact(name), "As written", text) for name, text in facts.items())
    return rows


def _asked(rules: Round) -> Iterator[tuple[str, str]]:
    """The figures that required spends need from outside the plan, with what they are."""
    for year in rules.years:
        end = f".{year}" if rules.several_years else ""
        for code, spend in rules.required_spends.items():
            worked = "" if isinstance(spend.minimum, Published) else "; blank: worked out"
            yield (
                f"required.{code}.minimum{end}",
                f"{spend.label}, minimum for {year} as published (£){worked}",
            )
    yield from dict(_of_last_year(rules)).items()


def _of_last_year(rules: Round) -> Iterator[tuple[str, str]]:
    for code, spend in rules.required_spends.items():
        how = spend.minimum
        if isinstance(how, Ratio | Published):
            continue
        yield (
            f"previous.required.{code}.minimum",
            f"{spend.label}, minimum of {how.base_year} (£)",
        )
        if isinstance(how, Uplift):
            name = rules.sources.name(how.source)
            yield f"previous.income.{how.source}", f"{name} income of {how.base_year} (£)"


def write_fields(pen: Pen, sheet: Worksheet, plan: Plan, rules: Round) -> None:
    """Write the sheet: a row a field under the three heads."""
    for column, head in enumerate(HEADS):
        pen.text(sheet, (2, column), head, {"bold": True})
    for row, one in enumerate(plan_fields(plan, rules), 3):
        for column, content in enumerate(one):
            pen.content(sheet, (row, column), content, {})
