"""The sheet of single facts: round, area, figures given with the plan, and other facts.

Its rows are those of ``plan.csv`` in our own dialect: the name of a field and its value.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.plan_fields import field_of_fact, field_of_given
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.grid import Content
from bettercare.formats.workbooks.heights import height_of
from bettercare.formats.workbooks.lists import name_of
from bettercare.formats.workbooks.pen import Look, Sheet
from bettercare.formats.workbooks.styles import BOXED, HEAD, INPUT, NUMBER, POUNDS, PREFILLED
from bettercare.plan import Plan
from bettercare.rounds import Round
from bettercare.rounds.spends import Published, Ratio, Uplift

HEADS = ("Field", "What it is", "Value")
WIDTHS = (46, 84, 40)
TOP = 3  # the row of the heads
AREA, VERSION = "area", "version"
AS_POUNDS: Look = INPUT | {"num_format": POUNDS, "align": "left"}
AS_NUMBER: Look = INPUT | {"num_format": NUMBER, "align": "left"}


class PlanField(NamedTuple):
    """One fact: the field that holds it, what it is in words, and its value."""

    field: str
    words: str
    value: Content


def plan_fields(plan: Plan, rules: Round) -> list[PlanField]:
    """Every fact of a plan, and those that a round asks for even where they are blank."""
    given, facts = dict(plan.given), dict(plan.facts)
    rows = [
        PlanField("round", "The planning round; leave it as it is", plan.round),
        PlanField(AREA, "The area of the Health and Wellbeing Board", plan.area),
        PlanField(VERSION, "The version of the plan", facts.pop(VERSION, None)),
    ]
    rows += (PlanField(name, words, given.pop(name, None)) for name, words in asked(rules))
    rows += (PlanField(field_of_given(name), "As given", number) for name, number in given.items())
    rows += (PlanField(field_of_fact(name), "As written", text) for name, text in facts.items())
    return rows


def asked(rules: Round) -> Iterator[tuple[str, str]]:
    """The figures that required spends need from outside the plan, with what they are."""
    for year in rules.years:
        end = f".{year}" if rules.several_years else ""
        for code, spend in rules.required_spends.items():
            formula = not isinstance(spend.minimum, Published)
            blank = "; where blank it is worked out" if formula else ""
            words = f"{spend.label}: minimum for {year} in pounds, as published{blank}"
            yield f"required.{code}.minimum{end}", words
    yield from dict(_of_last_year(rules)).items()


def _of_last_year(rules: Round) -> Iterator[tuple[str, str]]:
    for code, spend in rules.required_spends.items():
        how = spend.minimum
        if isinstance(how, Ratio | Published):
            continue
        minimum = f"{spend.label}: minimum of {how.base_year} in pounds"
        yield f"previous.required.{code}.minimum", minimum
        if isinstance(how, Uplift):
            name = rules.sources.name(how.source)
            yield f"previous.income.{how.source}", f"{name}: income of {how.base_year} in pounds"


def name_of_field(field: str) -> str:
    """The name of the cell that holds the value of a field which the round asks for."""
    return name_of("field", field)


def write_fields(build: Build, sheet: Sheet) -> None:
    """Write the sheet's rows: one a field, under the three heads."""
    pen, named = build.pen, {AREA, VERSION, *(name for name, _ in asked(build.rules))}
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        pen.text(sheet, (TOP, column), head, HEAD)
        sheet.set_column(column, column, width)
    for row, one in enumerate(plan_fields(build.plan, build.rules), TOP + 1):
        pen.text(sheet, (row, 0), one.field, BOXED)
        pen.text(sheet, (row, 1), one.words, BOXED)
        pen.content(sheet, (row, 2), one.value, _look(one))
        shown = str(one.value or "")
        sheet.set_row(row, height_of([(one.words, WIDTHS[1]), (shown, WIDTHS[2])]))
        if one.field in named:
            pen.name(name_of_field(one.field), sheet, (row, 2), 1)


def _look(one: PlanField) -> Look:
    if one.field == "round":
        return PREFILLED
    if isinstance(one.value, Decimal) or one.field.startswith(("required.", "previous.")):
        is_money = "pounds" in one.words
        return AS_POUNDS if is_money else AS_NUMBER
    return INPUT
