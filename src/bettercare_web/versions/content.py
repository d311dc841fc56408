"""What a kept version holds, as tables to read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.covered import Items
from bettercare.plan.records import TABLES, Record
from bettercare.rounds.schema import Column
from bettercare_web import words
from bettercare_web.plans.core import record_of
from bettercare_web.plans.findings_places import table_words
from bettercare_web.plans.models import Plan

CONTACTS = "sign_off"
NAMES = frozenset({"scheme_id", "scheme_name"})


class Content(NamedTuple):
    """A table of a version: its name, the heads of its columns, and its rows of texts."""

    name: str
    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]


def contents_of(
    plan: Plan, working: Calculations, *, rows: frozenset[str] | None, contacts: bool
) -> list[Content]:
    """The tables of a version that hold something.

    ``rows`` limits them to the schemes that some stored rows now stand for; names of contacts are
    left out unless ``contacts``.
    """
    found = []
    for table in TABLES:
        records = getattr(working.plan, table) or ()
        if rows is not None:
            records = _of_rows(plan, records, rows) if table == "schemes" else ()
        if records and (contacts or table != CONTACTS):
            found.append(_content(working, table, records))
    return found


def tables_covered(working: Calculations, items: Items) -> list[Content]:
    """The lines that a signature stands for, table by table."""
    kept = {table: [record for _, record in records] for table, records in items.items()}
    return [_content(working, table, records) for table, records in kept.items() if records]


def _of_rows(plan: Plan, records: Sequence[Any], rows: frozenset[str]) -> list[Record]:
    """The schemes of a version with the id and name of rows that somebody may see."""
    live = [record_of(row) for row in plan.rows.filter(pk__in=rows, table="schemes")]
    mine = {(getattr(one, "scheme_id", None), getattr(one, "scheme_name", None)) for one in live}
    return [one for one in records if (one.scheme_id, one.scheme_name) in mine]


def _content(working: Calculations, table: str, records: Sequence[Record]) -> Content:
    known = working.rules.tables.get(table)
    columns = [
        column
        for column in _as_read(known.columns if known else ())
        if any(_value(one, column) not in {None, ""} for one in records)
    ]
    return Content(
        name=table_words(working.rules, table),
        heads=[(one.label, one.kind in {"money", "number"}) for one in columns],
        rows=[[_shown(_value(one, column), column) for column in columns] for one in records],
    )


def _as_read(columns: Sequence[Column]) -> list[Column]:
    """The columns with those of a scheme's pounds beside its name, which signatories read first."""
    names = [one for one in columns if one.field in NAMES]
    pounds = [one for one in columns if one.kind == "money"] if names else []
    rest = [one for one in columns if one not in names and one not in pounds]
    return [*names, *pounds, *rest]


def _value(record: Record, column: Column) -> Any:
    value = getattr(record, column.field, None)
    if column.key:
        value = (value or {}).get(column.key)
    path = f"{column.field}.{column.key}" if column.key else column.field
    return record.written.get(path) if value is None else value


def _shown(value: Any, column: Column) -> str:
    if not isinstance(value, Decimal):
        return "" if value is None else str(value)
    if column.kind == "money":
        return words.pounds(value).removeprefix("£")
    if column.kind == "share":
        return f"{value * 100:f}".rstrip("0").rstrip(".") + "%"
    return f"{value:,}"


def facts_of(working: Calculations) -> list[dict[str, str]]:
    """The pool and each required spend, as the facts at the head of a page."""
    return [*_facts(working)]


def _facts(working: Calculations) -> Iterator[dict[str, str]]:
    for one in working.by_year:
        year = f", {one.year}" if one.rules.several_years else ""
        left = one.total_income - one.total_expenditure
        said = "all allocated" if left == 0 else f"{words.pounds(left)} left to allocate"
        yield {"name": f"Pool{year}", "answer": words.pounds(one.total_income), "words": said}
        for code, test in one.required.items():
            label = one.rules.required_spends[code].label
            yield {
                "name": f"{label}{year}",
                "answer": words.pounds(test.planned),
                "words": _headroom(test.headroom),
            }


def _headroom(value: Decimal | None) -> str:
    if value is None:
        return "minimum not known"
    return f"{words.pounds(abs(value))} {'short' if value < 0 else 'above the minimum'}"
