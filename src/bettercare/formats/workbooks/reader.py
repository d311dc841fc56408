"""A plan from a workbook: our own, or any other in which tables stand under headings."""

from collections.abc import Callable
from pathlib import Path

from bettercare.dates import short_year
from bettercare.findings import Finding, Severity
from bettercare.formats.notes import value_findings
from bettercare.formats.plan_fields import fact_findings
from bettercare.formats.reading import Reading, noted
from bettercare.formats.tables import control_findings, not_asked_for
from bettercare.formats.workbooks import foreign, memory, ours
from bettercare.formats.workbooks.about import field_cells, round_of, single
from bettercare.formats.workbooks.archive import opened
from bettercare.formats.workbooks.choosing import twice_findings
from bettercare.formats.workbooks.sheets_in import Book, book_of, no_sheets, texts_of
from bettercare.rounds import Round


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read a workbook. ``load`` gives the rules of a round by its id.

    Raises ``UnreadableFile`` when the workbook is refused or holds no table of a plan, and
    ``UnknownRound`` when nobody says which round it is for.
    """
    archive = opened(path)
    whole = book_of(archive.data, path.name, archive.errors)
    held, book, on_memory = _remembered(whole)
    if not any(sheet.rows for sheet in book.sheets):
        raise no_sheets(book)
    fields = field_cells(book)
    said = single(fields, "round") or (held.plan.round if held else None)
    chosen, on_round = round_of(book, short_year(said) if said else None, load, round_id)
    rules = load(chosen)
    if held:
        found = ours.gather(book, fields, held, load(held.plan.round), chosen)
    else:
        found = foreign.gather(book, fields, rules)
    findings = (
        *archive.findings,
        *on_memory,
        *on_round,
        *found.findings,
        *twice_findings(found.chosen, book.name),
        *fact_findings(found.plan.facts),
        *value_findings(found.plan, rules),
        *not_asked_for(found.tables, rules, found.plan.is_return),
        *control_findings(found.tables.values()),
    )
    return Reading(
        plan=found.plan,
        findings=findings,
        controls=tuple(table.control for table in found.tables.values()),
        exported=found.exported,
        lineage=found.lineage,
    )


def _remembered(book: Book) -> tuple[memory.Memory | None, Book, list[Finding]]:
    """What a workbook remembers, its other sheets, and a note where the memory was changed."""
    sheets = tuple(sheet for sheet in book.sheets if sheet.name != memory.SHEET)
    hidden = [sheet for sheet in book.sheets if sheet.name == memory.SHEET]
    if not hidden:
        return None, book, []
    found = memory.remembered([texts_of(row) for row in hidden[0].rows])
    rest = book._replace(sheets=sheets)
    if found is not None:
        return found, rest, []
    what = "What the workbook remembers of the plan was changed; read as any other workbook."
    fix = "Compare it with the plan that it was written from."
    return None, rest, [noted("READ-73", Severity.WARNING, book.name, what, fix)]
