"""Small plans drawn as tables in a test, and the checks run on them one at a time.

A column that is not drawn has a valid value; a cell drawn blank is blank. Columns are named after
the fields of a record, with ``amount`` for pounds in 2019-20 and ``nea``, ``dtoc``, ``res`` and
``rea`` for impacts. ``row`` counts as in a file whose first line is the header.

Import it as ``from tests.bettercare.builders import plan_of``: pytest and mypy both find it so.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, get_type_hints

import msgspec

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.checks.registry import CHECKS, Slip
from bettercare.findings import Finding, Report
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record

YEAR = "2019-20"
RULES = rounds.load(YEAR)
METRICS = ("nea", "dtoc", "res", "rea")

Cells = Mapping[str, str]
Table = str | Sequence[Cells]

# "{n}" is the number of the record, from 1.
DEFAULTS: Mapping[str, Cells] = {
    "schemes": {
        "scheme_id": "{n}",
        "scheme_name": "Scheme {n}",
        "description": "Care that helps people stay at home",
        "scheme_type": "Community Based Schemes",
        **dict.fromkeys(METRICS, "Low"),
        "area_of_spend": "Community Health",
        "commissioner": "CCG",
        "provider": "NHS Community Provider",
        "source_of_funding": "Minimum CCG Contribution",
        "amount": "100000",
        "new_or_existing": "Existing",
    },
    "income": {"source_of_funding": "Minimum CCG Contribution", "amount": "100000"},
    "metrics": {"metric": "RES", "year": YEAR, "narrative": "We will help people stay at home."},
    "hicm": {"change_no": "{n}", "current": "Established", "planned": "Established"},
    "requirements": {"code": "PR{n}", "response": "Yes"},
    "narrative": {"text": "We plan care around each person."},
    "sign_off": {"name": "A. Person", "date": "2019-09-20"},
    "answers": {"response": "Yes"},
}

NUMBERS: Mapping[str, set[str]] = {
    name: {field for field, hint in get_type_hints(kind).items() if hint == Decimal | None}
    for name, kind in TABLES.items()
}


def plan_of(
    *,
    area: str | None = None,
    given: Mapping[str, object] | None = None,
    printed: Mapping[str, object] | None = None,
    facts: Mapping[str, str] | None = None,
    **tables: Table,
) -> Plan:
    """A plan for 2019-20 from the tables drawn: a table that is not drawn was not given."""
    records: dict[str, Any] = {name: _records(name, table) for name, table in tables.items()}
    return Plan(
        round=YEAR,
        area=area,
        given=_decimals(given),
        printed=_decimals(printed),
        facts=facts or {},
        **records,
    )


def slips(code: str, plan: Plan) -> list[Slip]:
    """What one check yields on a plan."""
    return list(CHECKS[code].run(Calculations(plan, RULES)))


def report(code: str, plan: Plan) -> Report:
    """The report of one check alone, under the round's own severity and needs."""
    alone = msgspec.structs.replace(RULES, checks={code: RULES.checks[code]})
    return run(Calculations(plan, alone))


def findings(code: str, plan: Plan) -> list[Finding]:
    """What one check finds in a plan."""
    return list(report(code, plan).findings)


def told(code: str, plan: Plan) -> list[str]:
    """The findings of one check as sentences: "Row 3, name. £5 has no scheme name."."""
    return [f"{found.subject}. {found.message}" for found in findings(code, plan)]


def fixes(code: str, plan: Plan) -> list[str]:
    """The fixes of one check."""
    return [found.fix for found in findings(code, plan)]


def places(code: str, plan: Plan) -> list[list[tuple[str, int, str]]]:
    """Table, record and column of each place, for each finding of one check."""
    return [[(at.table, at.item, at.column) for at in one.places] for one in findings(code, plan)]


def _decimals(numbers: Mapping[str, object] | None) -> dict[str, Decimal]:
    return {name: Decimal(str(number)) for name, number in (numbers or {}).items()}


def _records(name: str, table: Table) -> tuple[Record, ...]:
    rows = drawn(table) if isinstance(table, str) else table
    return tuple(_record(name, item, cells) for item, cells in enumerate(rows, 1))


def drawn(table: str) -> list[Cells]:
    """The rows of a pipe table by its first line; blank lines are for the eye."""
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    split = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(split[0], cells, strict=True)) for cells in split[1:]]


def _record(name: str, item: int, cells: Cells) -> Record:
    """One record; a number that cannot be read is kept as text, as the readers do."""
    defaults = {field: text.format(n=item) for field, text in DEFAULTS.get(name, {}).items()}
    values: dict[str, Any] = {"row": item + 1, "impacts": {}, "amounts": {}, "written": {}}
    for field, text in {**defaults, **cells}.items():
        if text:
            _fill(values, field, text, NUMBERS[name])
    return TABLES[name](**{field: value for field, value in values.items() if value != {}})


def _fill(values: dict[str, Any], field: str, text: str, numbers: set[str]) -> None:
    if field in METRICS:
        values["impacts"][field] = text
    elif field not in numbers | {"amount"}:
        values[field] = text
    elif (number := read_number(text)) is None:
        values["written"][f"amounts.{YEAR}" if field == "amount" else field] = text
    elif field == "amount":
        values["amounts"][YEAR] = number
    else:
        values[field] = number
