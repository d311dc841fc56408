"""Small returns drawn as tables, and one check run on them."""

from typing import Any

import msgspec

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.checks.registry import CHECKS
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.report.beside import with_last_year
from tests.bettercare.builders import NUMBERS, drawn

ALL = ("CHK-040", "CHK-041", *(f"CHK-{number}" for number in range(139, 151)))


def a_return(year="2019-20", kind="quarterly", facts=None, **tables):
    """A return; columns are fields, and ``amount`` is pounds of the year. ``kind`` "" for none."""
    records: dict[str, Any] = {
        name: tuple(_record(name, row, year) for row in drawn(text))
        for name, text in tables.items()
    }
    said = {"return": kind} if kind else {}
    return Plan(round=year, facts={**said, **(facts or {})}, **records)


def _record(name, row, year):
    values: dict[str, Any] = {}
    for field, text in row.items():
        number = read_number(text)
        if field == "amount":
            values["amounts"] = {year: number}
        elif text and field in NUMBERS[name] and number is None:
            values["written"] = {**values.get("written", {}), field: text}
        elif text:
            values[field] = number if field in NUMBERS[name] else text
    return TABLES[name](**values)


def report(code, plan, before=None):
    """The report of one check alone, beside an earlier return where one is given."""
    rules = rounds.load(plan.round)
    alone = msgspec.structs.replace(rules, checks={code: rules.checks[code]})
    if before is None:
        return run(Calculations(plan, alone))
    return run(with_last_year(plan, alone, Calculations(before, rounds.load(before.round))))


def told(code, plan, before=None):
    """The findings of one check as sentences."""
    return [f"{one.subject}. {one.message}" for one in report(code, plan, before).findings]


def severities(code, plan):
    return [one.severity.value for one in report(code, plan).findings]


def needs(code, plan):
    """What a check that was not run needs."""
    return [one.needs for one in report(code, plan).not_run]


def items(code, plan):
    """The records that the findings of one check point at."""
    return [[at.item for at in one.places] for one in report(code, plan).findings]


def of_returns_only(code):
    return bool(CHECKS[code].of_return)
