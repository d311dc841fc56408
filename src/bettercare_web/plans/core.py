"""Between the rows that are stored and the library's frozen plan."""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from bettercare.plan import Origin, Plan
from bettercare.plan.records import TABLES, Record
from bettercare_web.plans.models import Row

WHOLE = "plan"  # the table of the one row that holds what belongs to the plan as a whole


class Whole(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What belongs to a plan as a whole. ``tables`` are those that were given, also empty ones."""

    area: str | None = None
    given: Mapping[str, Decimal] = {}
    printed: Mapping[str, Decimal] = {}
    facts: Mapping[str, str] = {}
    origins: Mapping[str, Origin] = {}
    tables: tuple[str, ...] = ()


KINDS: Mapping[str, Any] = {**TABLES, WHOLE: Whole}
"""The kind of record that the rows of each table hold."""


def content_of(record: Record | Whole) -> str:
    """A record as the text that is stored: the same record always gives the same text.

    >>> from bettercare.plan import SchemeRow
    >>> content_of(SchemeRow(scheme_name="Falls", amounts={"2019-20": Decimal("5.10")}))
    '{"amounts":{"2019-20":"5.10"},"scheme_name":"Falls"}'
    """
    return msgspec.json.encode(record, order="sorted").decode()


def record_of(row: Row) -> Record:
    """The library's record of a stored row of a table, or what belongs to the plan as a whole."""
    found: Record = msgspec.json.decode(row.content, type=KINDS[row.table])
    return found


def whole_of(rows: Iterable[Row]) -> Whole:
    """What belongs to the plan as a whole, among its rows."""
    found = [row.content for row in rows if row.table == WHOLE]
    return msgspec.json.decode(found[0], type=Whole) if found else Whole()


def to_core(round_id: str, rows: Iterable[Row]) -> Plan:
    """The library's plan from stored rows, which come in the order of their positions."""
    rows = list(rows)
    whole = whole_of(rows)
    tables: dict[str, list[Row]] = {table: [] for table in whole.tables}
    for row in rows:
        if row.table in TABLES:
            tables.setdefault(row.table, []).append(row)
    records: dict[str, Any] = {table: _records(table, of) for table, of in tables.items()}
    return Plan(
        round=round_id,
        area=whole.area,
        given=whole.given,
        printed=whole.printed,
        facts=whole.facts,
        origins=whole.origins,
        **records,
    )


def _records(table: str, rows: list[Row]) -> tuple[Record, ...]:
    """All records of a table in one go, which is several times faster than one by one."""
    text = f"[{','.join(row.content for row in rows)}]"
    kind: Any = tuple.__class_getitem__((TABLES[table], ...))
    found: tuple[Record, ...] = msgspec.json.decode(text, type=kind)
    return found


def whole_from(plan: Plan) -> Whole:
    """What belongs to a plan as a whole, to be stored beside its rows."""
    return Whole(
        area=plan.area,
        given=plan.given,
        printed=plan.printed,
        facts=plan.facts,
        origins=plan.origins,
        tables=tuple(table for table in TABLES if getattr(plan, table) is not None),
    )


def records_of(plan: Plan) -> Iterable[tuple[str, Record]]:
    """Every record of a plan with the table it is in, in order."""
    for table in TABLES:
        for record in getattr(plan, table) or ():
            yield table, record


def plan_text(plan: Plan) -> str:
    """A whole plan as JSON text that is the same whenever the plan is."""
    return msgspec.json.encode(plan, order="sorted").decode()


def plan_hash(plan: Plan) -> str:
    """The SHA-256 of a plan's text, in hex: what signatures and receipts are bound to."""
    return hashlib.sha256(plan_text(plan).encode()).hexdigest()
