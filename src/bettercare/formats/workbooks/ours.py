"""A workbook of ours that was edited: its plan, with lineage, and what came back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from bettercare.findings import Finding, Severity
from bettercare.formats.fractions import scaled_findings
from bettercare.formats.reading import noted
from bettercare.formats.tables import TableRead
from bettercare.formats.workbooks.about import FieldCell
from bettercare.formats.workbooks.back_words import back_findings
from bettercare.formats.workbooks.choosing import chosen_tables
from bettercare.formats.workbooks.fields_in import Edited, restored_facts
from bettercare.formats.workbooks.finding import LOOKED_AT, Found, tables_on
from bettercare.formats.workbooks.gathered import Gathered
from bettercare.formats.workbooks.grid import ROW_ID
from bettercare.formats.workbooks.headings import Vocabulary
from bettercare.formats.workbooks.memory import Memory
from bettercare.formats.workbooks.records_in import Lines, joined_lines, read_lines
from bettercare.formats.workbooks.restoring import Back, Written, restored, written_table
from bettercare.formats.workbooks.sheets import (
    COVER,
    GUIDANCE,
    SUMMARY,
    has_sign_off,
    tables_of,
    tabs_of,
)
from bettercare.formats.workbooks.sheets_in import Book
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Origin, Record
from bettercare.rounds import Round

SHOWING = frozenset({GUIDANCE, COVER, SUMMARY})  # sheets that hold no table without ids


def gather(
    book: Book, fields: Sequence[FieldCell], memory: Memory, rules: Round, chosen_round: str
) -> Gathered:
    """The plan that a workbook remembers, with the edits in its cells since.

    ``rules`` are those of the round it was written for.
    """
    plan = memory.plan
    written = {table: written_table(plan, table, rules) for table in _sheets_of(plan, rules)}
    chosen = chosen_tables(_found(book, plan, written, rules))
    lines = {t: joined_lines(chosen[t].parts, rules) for t in TABLES if t in chosen}
    backs = {
        table: restored(one, written[table], book.name, rules)
        for table, one in lines.items()
        if table in written
    }
    tables = {
        table: backs[table].read if table in backs else read_lines(one, book.name, rules)
        for table, one in lines.items()
    }
    tables = {t: one for t, one in tables.items() if one.records or getattr(plan, t) is not None}
    edited = restored_facts(plan, fields, rules) if fields else Edited(plan, ())
    new = _plan(edited.plan, tables, chosen_round)
    scaled = [one for table in tables.values() for one in table.scaled]
    findings: tuple[Finding, ...] = (
        *back_findings(book.name, plan, backs, edited.changed),
        *_lost(plan, lines, bool(fields), rules, book.name),
        *(finding for table in tables.values() for finding in table.findings),
        *scaled_findings(new, rules, scaled),
    )
    lineage = {t: _lineage(t, tables, backs) for t in tables}
    helping = {one.name for one in book.sheets if one.name.startswith("_") and not one.shown}
    known = helping.union(tab.name for tab in tabs_of(plan, rules))
    return Gathered(new, tables, lines, chosen, findings, plan, lineage, frozenset(known))


def _sheets_of(plan: Plan, rules: Round) -> list[str]:
    return [*tables_of(plan, rules), *(["sign_off"] if has_sign_off(plan, rules) else [])]


def _found(book: Book, plan: Plan, written: Mapping[str, Written], rules: Round) -> Iterator[Found]:
    """The tables on the sheets; what only shows a plan, such as the summary, is none."""
    words = Vocabulary(rules, {table: one.grid.heads for table, one in written.items()})
    shows = {tab.name for tab in tabs_of(plan, rules) if tab.of in SHOWING}
    for sheet in book.sheets:
        has_ids = any(ROW_ID in row for row in sheet.rows[:LOOKED_AT])
        if has_ids or (sheet.shown and sheet.name not in shows):
            yield from tables_on(sheet, words, is_ours=True)


def _plan(plan: Plan, tables: Mapping[str, TableRead], chosen_round: str) -> Plan:
    """The plan with the tables as they came back; one whose sheet is gone was taken away."""
    records: dict[str, Any] = {
        table: tables[table].records if table in tables else (() if held == () else None)
        for table in TABLES
        if (held := getattr(plan, table)) is not None or table in tables
    }
    origins = {t: _as_given(one, plan.origins.get(t, Origin())) for t, one in tables.items()}
    return msgspec.structs.replace(plan, round=chosen_round, origins=origins, **records)


def _as_given(now: TableRead, written: Origin) -> Origin:
    """Where a table stands now, without columns that were not given and that nobody has filled.

    Checks ask whether a column was given, and a sheet of ours has every column of the round.
    """
    columns = {
        field: at
        for field, at in now.origin.columns.items()
        if not written.columns or field in written.columns or _is_filled(now.records, field)
    }
    return msgspec.structs.replace(now.origin, columns=columns)


def _is_filled(records: Sequence[Record], field: str) -> bool:
    name, _, key = field.partition(".")
    values = (getattr(record, name) for record in records)
    return any(value.get(key) is not None if key else value is not None for value in values)


def _lineage(
    table: str, tables: Mapping[str, TableRead], backs: Mapping[str, Back]
) -> tuple[int, ...]:
    """Which record of the plan as it was written each record is: none where there was no table."""
    if table in backs:
        return backs[table].lineage
    return (0,) * len(tables[table].records)


def _lost(
    plan: Plan, lines: Mapping[str, Lines], has_fields: bool, rules: Round, file: str
) -> Iterator[Finding]:
    """Tables with rows whose sheet or headings are gone, and the sheet of plan fields."""
    fix = "Put its sheet or its headings back if it is meant to stay, and read the workbook again."
    for table in TABLES:
        records = getattr(plan, table)
        if records and table not in lines:
            label = rules.tables[table].label if table in rules.tables else table
            what = (
                f"There is no table '{label}' any more; it held {len(records):,} "
                f"row{'s' if len(records) > 1 else ''} when the workbook was written."
            )
            yield noted("READ-79", Severity.ERROR, file, what, fix)
    if not has_fields:
        what = "There is no sheet of plan fields any more; they are as they were written."
        yield noted("READ-79", Severity.WARNING, file, what)
