"""A workbook that is not ours, or no longer: its tables as they stand, and nothing remembered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.fractions import metrics_as_fractions, scaled_findings
from bettercare.formats.printed import printed_in
from bettercare.formats.tables import TableRead
from bettercare.formats.workbooks.about import FieldCell, area_of
from bettercare.formats.workbooks.blocks import (
    Blocks,
    income_blocks,
    is_summary,
    read_blocks,
)
from bettercare.formats.workbooks.choosing import chosen_tables
from bettercare.formats.workbooks.fields_in import facts_in
from bettercare.formats.workbooks.finding import tables_on
from bettercare.formats.workbooks.gathered import Gathered
from bettercare.formats.workbooks.heading_words import doubtful
from bettercare.formats.workbooks.headings import Vocabulary
from bettercare.formats.workbooks.records_in import (
    Lines,
    joined_lines,
    read_lines,
    without_prepared,
)
from bettercare.formats.workbooks.sheets_in import Book
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

T = TypeVar("T")


def _blocks(book: Book, lines: Mapping[str, Lines], rules: Round) -> Blocks | None:
    """Blocks of income, where no table of it names its sources, unless in a summary."""
    found = lines["income"].found if "income" in lines else None
    is_table = found and "source_of_funding" in found.fields and not is_summary(found.heads)
    return None if is_table else income_blocks(book, rules)


def _without_income(tables: Mapping[str, T]) -> dict[str, T]:
    return {table: one for table, one in tables.items() if table != "income"}


def gather(book: Book, fields: Sequence[FieldCell], rules: Round) -> Gathered:
    """The plan on the sheets of a workbook.

    Raises ``UnreadableFile`` when none of them holds a table of the round.
    """
    words = Vocabulary(rules, {})
    chosen = chosen_tables([one for sheet in book.sheets for one in tables_on(sheet, words)])
    lines = {
        table: without_prepared(joined_lines(chosen[table].parts, rules), rules)
        for table in TABLES
        if table in chosen
    }
    tables = {table: read_lines(one, book.name, rules) for table, one in lines.items()}
    printed = printed_in(tables, rules)
    found = {one.sheet.name for every in chosen.values() for one in (*every.parts, *every.others)}
    blocks = _blocks(book, lines, rules)
    if blocks is not None:
        tables = {"income": read_blocks(blocks, book.name, rules), **_without_income(tables)}
        lines, chosen = _without_income(lines), _without_income(chosen)
    if not tables and not fields:
        raise UnreadableFile(
            f"Cannot read {book.name}: it has no table of a plan for {rules.round}. Write the "
            "headings of the template above each table, or give the round it is for with --round."
        )
    found |= {blocks.sheet.name} if blocks else set()
    found |= {one.place.sheet for one in fields}
    bare = [sheet for sheet in book.sheets if sheet.name not in found]
    plan, on_plan = _plan(book, fields, tables, printed, rules)
    findings: tuple[Finding, ...] = (
        *on_plan,
        *(finding for sheet in bare for finding in doubtful(sheet, words, book.name)),
    )
    return Gathered(plan, tables, lines, chosen, findings, known=frozenset(found))


def _plan(
    book: Book,
    fields: Sequence[FieldCell],
    tables: Mapping[str, TableRead],
    printed: Mapping[str, Decimal],
    rules: Round,
) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of the tables and the plan fields, and what is to be said of it."""
    facts, on_facts = facts_in(fields)
    area, on_area = (facts.area, []) if facts.area else area_of(book, rules)
    records: dict[str, Any] = {table: one.records for table, one in tables.items()}
    scaled = [one for table in tables.values() for one in table.scaled]
    if "metrics" in records:
        records["metrics"], more = metrics_as_fractions(records["metrics"], rules, scaled)
        scaled += more
    plan = Plan(
        round=rules.round,
        area=area,
        given=facts.given,
        printed={**printed, **facts.printed},
        facts=facts.facts,
        origins={table: one.origin for table, one in tables.items()},
        **records,
    )
    findings: tuple[Finding, ...] = (
        *on_area,
        *on_facts,
        *(finding for table in tables.values() for finding in table.findings),
        *scaled_findings(plan, rules, scaled),
    )
    return plan, findings
