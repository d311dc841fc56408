"""The examples of the check pages: small plans that each check is run on when the pages are made.

``docs/check-examples/*.yaml`` holds one example a check, so what a page shows is what the check
says. An example is either ``shipped: leicester`` (a plan that ships with bettercare, in which the
check finds something) or the tables of a small plan, drawn with bars between the cells under the
headers of its CSV files. ``round`` names its round, where that is not ``2019-20``. ``previous``
holds last year's plan in the same way, with its own round, for a check that compares with it.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

import bettercare as bc
from bettercare import examples, rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.findings import Finding
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.report.beside import with_last_year
from bettercare.rounds import Round

FOLDER = Path(__file__).parent / "check-examples"
ROUND = "2019-20"
KEYS = {"round", "shipped", "plan", "previous", *TABLES}
LAST_YEAR = "Last year's plan"
MOST_ROWS = 6
LONG_TEXT = re.compile(r"\(a text of (\d+) words\)")

Row = list[str]
Drawn = Mapping[str, Any]  # tables by name, and the keys above


@dataclass(frozen=True)
class Example:
    """What a check was run on, as tables of headers and rows by title, and what it found there."""

    shipped: str
    plan: Plan
    tables: Mapping[str, list[Row]]
    finding: Finding
    more: int


@cache
def written() -> Mapping[str, Drawn]:
    """Every example as it is written, by the code of its check."""
    found: dict[str, Drawn] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for code, one in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"{path.name}: {code} has an example already")
            if unknown := {*one, *one.get("previous", {})} - KEYS:
                raise ValueError(f"{path.name}: {code} has no use for {sorted(unknown)}")
            found[code] = one
    return found


def example(code: str) -> Example:
    """The example of a check, worked. Raises ``ValueError`` where the check finds nothing in it."""
    one = written()[code]
    plan, before = _plan(one), one.get("previous")
    rules = rounds.load(plan.round)
    previous = _worked_out(_plan(before)) if before else None
    alone = _alone(rules, code)
    working = with_last_year(plan, alone, previous) if previous else Calculations(plan, alone)
    found = run(working).findings
    if not found:
        raise ValueError(f"{code} finds nothing in its example")
    chosen = next((finding for finding in found if finding.places), found[0])
    tables = _shown(plan, rules, chosen) if "shipped" in one else _tables(one, rules)
    if before and "shipped" not in before:
        told = _tables(before, rounds.load(_plan(before).round))
        tables |= {f"{LAST_YEAR}, {title}": rows for title, rows in told.items()}
    return Example(one.get("shipped", ""), plan, tables, chosen, len(found) - 1)


def _plan(one: Drawn) -> Plan:
    return _shipped(one["shipped"]) if "shipped" in one else _drawn_plan(one)


def _worked_out(plan: Plan) -> Calculations:
    return Calculations(plan, rounds.load(plan.round))


def _alone(rules: Round, code: str) -> Round:
    """The round with one check, under its own severity."""
    return msgspec.structs.replace(rules, checks={code: rules.checks[code]})


@cache
def _shipped(name: str) -> Plan:
    return bc.read(examples.path(name)).plan


def _drawn_plan(one: Drawn) -> Plan:
    """The small plan, read as the CSV files that it is drawn as."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("plan", *TABLES):
            rows = _cells(one[name]) if name in one else []
            if name == "plan":
                rows = [["field", "value"], ["round", one.get("round", ROUND)], *rows[1:]]
            if rows:
                text = io.StringIO(newline="")
                csv.writer(text).writerows([_in_full(cell) for cell in row] for row in rows)
                (Path(folder) / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
        return bc.read(folder).plan


def _in_full(cell: str) -> str:
    """A cell as it is read: "(a text of 900 words)" stands for a text that long."""
    return LONG_TEXT.sub(lambda found: " ".join(["care"] * int(found[1])), cell)


def _cells(drawn: str) -> list[Row]:
    lines = [line for line in drawn.splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def _tables(one: Drawn, rules: Round) -> dict[str, list[Row]]:
    """The tables of a small plan under the titles and headers of the round's template."""
    found: dict[str, list[Row]] = {}
    if "plan" in one:
        found["Facts of the plan"] = _cells(one["plan"])
    for name in TABLES:
        if name in one:
            table = rules.tables[name]
            labels = {column.header: column.label for column in table.columns}
            head, *rows = _cells(one[name])
            found[table.label] = [[labels.get(cell, cell) for cell in head], *rows]
    return found


def _shown(plan: Plan, rules: Round, finding: Finding) -> dict[str, list[Row]]:
    """The rows of a shipped plan that a finding names: what leads each row, and what is found."""
    tables = {place.table for place in finding.places if place.item}
    if len(tables) != 1 or len({place.item for place in finding.places}) > MOST_ROWS:
        return {}
    (name,) = tables
    items = sorted({place.item for place in finding.places})
    columns = [*_leading(rules, name), *(place.column for place in finding.places)]
    labels = list(dict.fromkeys(columns))
    rows = [list(_row(plan, rules, name, item, labels)) for item in items]
    return {rules.tables[name].label: [["Row", *labels], *rows]}


def _leading(rules: Round, name: str) -> list[str]:
    """The labels of the columns that say which row is meant."""
    wanted = {"scheme_id", "scheme_name", "metric", "year", "contributor", "change", "code"}
    return [column.label for column in rules.tables[name].columns if column.field in wanted]


def _row(plan: Plan, rules: Round, name: str, item: int, labels: list[str]) -> Iterator[str]:
    record = getattr(plan, name)[item - 1]
    yield str(item)
    for label in labels:
        column = next((c for c in rules.tables[name].columns if c.label == label), None)
        value = getattr(record, column.field) if column else None
        if column and column.key:
            value = value.get(column.key)
        yield "" if value is None else f"{value:,}" if column.kind == "money" else str(value)
