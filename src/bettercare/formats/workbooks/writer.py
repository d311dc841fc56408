"""A plan as an Excel workbook that people fill in, made from the data of its round alone."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from xlsxwriter.workbook import Workbook

from bettercare.calculations.completeness import sections
from bettercare.formats.workbooks import memory
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.checklist import write_checklist
from bettercare.formats.workbooks.cover_sheet import signatures_row, write_cover
from bettercare.formats.workbooks.fields_sheet import write_fields
from bettercare.formats.workbooks.guidance_sheet import write_guidance
from bettercare.formats.workbooks.lists import Lists
from bettercare.formats.workbooks.page import LEAD_ROW, set_mark, set_up
from bettercare.formats.workbooks.pen import Pen, Sheet
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.formats.workbooks.sheets import (
    CHECKLIST,
    COVER,
    FIELDS,
    GUIDANCE,
    LEADS,
    LISTS,
    ON_COVER,
    SUMMARY,
    has_sign_off,
    tables_of,
    tabs_of,
)
from bettercare.formats.workbooks.summary_sheet import Summary, values_of
from bettercare.formats.workbooks.table_sheet import write_table
from bettercare.labels import shortened
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

LONGEST_AREA = 200  # characters of a title; a property holds 255
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(plan: Plan, path: Path, rules: Round) -> None:
    """Write a plan as a workbook from which reading gives it back whole.

    The same plan gives the same bytes, whenever and wherever it is written.
    """
    path.write_bytes(workbook_of(plan, rules))


def template(rules: Round, area: str | None = None) -> Plan:
    """A plan of a round with every line that asks for an answer, and no answer: one to fill in.

    Its tables are given and blank, so that the checks say all that is missing.

    >>> from bettercare import rounds
    >>> template(rounds.load("2019-20"), " Leicester ").area
    'Leicester'
    """
    empty = Plan(round=rules.round, area=(area or "").strip() or None)
    tables: dict[str, Any] = {t: prepared_lines(empty, t, rules) for t in _asked(empty, rules)}
    return msgspec.structs.replace(empty, **tables)


def _asked(plan: Plan, rules: Round) -> list[str]:
    return [*tables_of(plan, rules), *(["sign_off"] if has_sign_off(plan, rules) else [])]


def workbook_of(plan: Plan, rules: Round, mark: str = "") -> bytes:
    """The workbook of a plan as the bytes of a file.

    ``mark`` stands at the head of every sheet, also in print, such as "DRAFT"; it is no part of the
    plan, so reading the workbook gives the plan without it.
    """
    out = BytesIO()
    with Workbook(out, SAFE) as book:
        _describe(book, plan, rules)
        _write_sheets(Pen(book), plan, rules, mark)
    return out.getvalue()


def _describe(book: Workbook, plan: Plan, rules: Round) -> None:
    """Title, subject and language; no author, and a date that is the round's, not the clock's."""
    book.set_properties(
        {
            "title": f"{rules.label}: {shortened(plan.area or 'to be filled in', LONGEST_AREA)}",
            "subject": f"Better Care Fund, planning round {rules.round}",
            "created": datetime.combine(rules.in_force.start, time()),
        }
    )
    book.set_custom_property("Language", "en-GB", "text")


def _write_sheets(pen: Pen, plan: Plan, rules: Round, mark: str = "") -> None:
    tabs = tabs_of(plan, rules)
    sheets = {tab.of: pen.sheet(tab.name) for tab in tabs}
    hidden = {name: pen.sheet(name) for name in (LISTS, CHECKLIST)}
    build = Build(plan, rules, pen, Lists(pen, hidden[LISTS]), tabs)
    for tab in tabs:
        title = f"{rules.label}: {tab.title}"
        set_up(pen, sheets[tab.of], title, LEADS[tab.of], first_column(tab.of, rules))
        if mark:
            set_mark(pen, sheets[tab.of], mark, first_column(tab.of, rules), LEADS[tab.of])
        if tab.of in TABLES:
            write_table(build, tab.of, sheets[tab.of], LEAD_ROW + 2)
    write_fields(build, sheets[FIELDS])
    write_guidance(build, sheets[GUIDANCE])
    _write_cover(build, sheets[COVER], hidden[CHECKLIST])
    Summary(build, sheets[SUMMARY]).write()
    for sheet in hidden.values():
        sheet.protect()
        sheet.hide()
    _write_memory(pen, plan)
    sheets[GUIDANCE].activate()


def _write_cover(build: Build, sheet: Sheet, hidden: Sheet) -> None:
    """The cover; its checklist needs every other table, and the signatures as well."""
    rows = len(sections(build.working))
    if has_sign_off(build.plan, build.rules):
        write_table(build, ON_COVER, sheet, signatures_row(rows))
    write_cover(build, sheet, write_checklist(build, hidden))


def first_column(of: str, rules: Round) -> int:
    """The first column of a sheet that people see: those before it hold ids."""
    if of == SUMMARY:
        return values_of(rules)
    return 0 if of in {GUIDANCE, FIELDS} else 1


def _write_memory(pen: Pen, plan: Plan) -> None:
    hidden = pen.sheet(memory.SHEET)
    hidden.very_hidden()
    for row, pair in enumerate(memory.memory_rows(plan)):
        for column, text in enumerate(pair):
            pen.text(hidden, (row, column), text, {})
