"""Small plans of 2023-25 drawn as tables, and one check run on them.

Columns are fields; pounds and outputs have theirs by year, as ``pounds 2023-24`` and
``output 2024-25``.
"""

from typing import Any

import msgspec

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from tests.bettercare.builders import drawn

RULES = rounds.load("2023-25")
BY_YEAR = {"pounds": "amounts", "output": "outputs"}


def plan_of(**tables):
    """A plan from the tables drawn."""
    records: dict[str, Any] = {
        name: tuple(_record(name, row) for row in drawn(text)) for name, text in tables.items()
    }
    return Plan(round="2023-25", **records)


def _record(name, row):
    values: dict[str, Any] = {}
    for field, text in row.items():
        kind, _, year = field.partition(" ")
        if year and (number := read_number(text)) is not None:
            values.setdefault(BY_YEAR[kind], {})[year] = number
        elif text and not year:
            values[field] = text
    return TABLES[name](**values)


def report(code, **tables):
    """The report of one check alone."""
    alone = msgspec.structs.replace(RULES, checks={code: RULES.checks[code]})
    return run(Calculations(plan_of(**tables), alone))


def told(code, **tables):
    """The findings of one check as sentences."""
    return [f"{one.subject}. {one.message}" for one in report(code, **tables).findings]
