"""Small plans of 2017-19 drawn as tables, and one check run on them."""

from decimal import Decimal
from typing import Any

import msgspec

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.dates import short_year
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from tests.bettercare.builders import drawn

RULES = rounds.load("2017-19")


def plan_of(given=None, printed=None, facts=None, area="Rotherham", **tables):
    """A plan; columns are fields, and the years of amounts."""
    records: dict[str, Any] = {
        name: tuple(_record(name, row) for row in drawn(text)) for name, text in tables.items()
    }
    return Plan(
        round="2017-19",
        area=area,
        given={name: Decimal(value) for name, value in (given or {}).items()},
        printed={name: Decimal(value) for name, value in (printed or {}).items()},
        facts=facts or {},
        **records,
    )


def _record(name, row):
    values: dict[str, Any] = {}
    amounts: dict[str, Decimal] = {}
    for field, text in row.items():
        number = read_number(text)
        if field in RULES.years:
            amounts |= {field: number} if number is not None else {}
        elif text:
            is_number = field in {"numerator", "denominator", "value_printed"}
            values[field] = number if is_number else short_year(text) if field == "year" else text
    if amounts:
        values["amounts"] = amounts
    return TABLES[name](**values)


def report(code, **plan):
    alone = msgspec.structs.replace(RULES, checks={code: RULES.checks[code]})
    return run(Calculations(plan_of(**plan), alone))


def told(code, **plan):
    """The findings of one check as sentences."""
    return [f"{found.subject}. {found.message}" for found in report(code, **plan).findings]


def needs(code, **plan):
    """What a check that was not run needs."""
    return [one.needs for one in report(code, **plan).not_run]
