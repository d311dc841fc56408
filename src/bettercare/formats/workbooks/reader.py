"""A plan from a workbook: our own, or any other in which tables stand under headings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bettercare.dates import short_year
from bettercare.findings import Finding, Severity
from bettercare.formats.notes import value_findings
from bettercare.formats.patient_data import refuse_patients
from bettercare.formats.plan_fields import fact_findings
from bettercare.formats.reading import Reading, noted
from bettercare.formats.tables import control_findings, not_asked_for
from bettercare.formats.workbooks import foreign, memory, ours
from bettercare.formats.workbooks.about import FieldCell, field_cells, round_of, single
from bettercare.formats.workbooks.archive import Archive, opened
from bettercare.formats.workbooks.cell_words import UNSAVED, cell_findings, error_filter
from bettercare.formats.workbooks.choosing import twice_findings
from bettercare.formats.workbooks.gathered import Gathered
from bettercare.formats.workbooks.hidden import hidden_findings, hidden_parts
from bettercare.formats.workbooks.pauses import collecting_later
from bettercare.formats.workbooks.sheets import CHECKLIST, LISTS
from bettercare.formats.workbooks.sheets_in import Book, book_of, no_sheets, texts_of
from bettercare.formats.workbooks.unread import note_findings, sheet_findings
from bettercare.rounds import Round

MOST_ROWS = 20_000  # of a table; a longer one is not unpacked once more to look for hidden rows


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read a workbook. ``load`` gives the rules of a round by its id.

    Raises ``UnreadableFile`` when the workbook is refused or holds no table of a plan, and
    ``UnknownRound`` when nobody says which round it is for.
    """
    archive = opened(path)
    with collecting_later():
        return _reading(archive, path.name, load, round_id)


def _reading(
    archive: Archive, name: str, load: Callable[[str], Round], round_id: str | None
) -> Reading:
    """What the bytes of a workbook hold."""
    texts = _unread_texts(archive)
    whole = book_of(archive.data, name, texts, archive.sheets)
    held, book, on_memory = _remembered(whole)
    if not any(sheet.rows for sheet in book.sheets):
        raise no_sheets(book)
    for sheet in book.sheets:
        refuse_patients(sheet.rows, name, f"sheet '{sheet.name}'")
    fields = field_cells(book)
    said = single(fields, "round") or (held.plan.round if held else None)
    chosen, on_round = round_of(book, short_year(said) if said else None, load, round_id)
    rules = load(chosen)
    if held:
        found = ours.gather(book, fields, held, load(held.plan.round), chosen)
    else:
        found = foreign.gather(book, fields, rules)
    says_more = error_filter(texts, found.plan.origins)
    return Reading(
        plan=found.plan,
        findings=(
            *archive.findings,
            *on_memory,
            *on_round,
            *filter(says_more, _findings(found, rules)),
            *cell_findings(found.lines, fields, archive.unsaved, archive.errors, book.name),
            *_sheet_findings(found, fields, archive, book),
        ),
        controls=tuple(table.control for table in found.tables.values()),
        exported=found.exported,
        lineage=found.lineage,
    )


def _unread_texts(archive: Archive) -> Mapping[str, Mapping[str, str]]:
    """What stands for cells that hold no value, by sheet: an error, or a formula not worked out."""
    formulas = {sheet: dict.fromkeys(cells, UNSAVED) for sheet, cells in archive.unsaved.items()}
    sheets = {*formulas, *archive.errors}
    return {one: {**formulas.get(one, {}), **archive.errors.get(one, {})} for one in sheets}


def _findings(found: Gathered, rules: Round) -> Iterator[Finding]:
    """What is to be said of the tables and values, as of those of any file."""
    yield from found.findings
    yield from fact_findings(found.plan.facts)
    yield from value_findings(found.plan, rules)
    yield from not_asked_for(found.tables, rules, found.plan.is_return)
    yield from control_findings(found.tables.values())


def _sheet_findings(
    found: Gathered, fields: Sequence[FieldCell], archive: Archive, book: Book
) -> Iterator[Finding]:
    """What is to be said of sheets: tables found twice, what is not read, and what is hidden."""
    read = {one.found.sheet.name for one in found.lines.values()}
    short = {one.found.sheet.name for one in found.lines.values() if len(one.lines) <= MOST_ROWS}
    hidden = hidden_parts(archive.data, archive.sheets, frozenset(short))
    yield from twice_findings(found.chosen, book.name)
    yield from note_findings(found.lines, book.name)
    yield from sheet_findings(book, read | found.known | {one.place.sheet for one in fields})
    yield from hidden_findings(found.lines, hidden, book.name)


def _remembered(book: Book) -> tuple[memory.Memory | None, Book, list[Finding]]:
    """What a workbook remembers, its other sheets, and a note where the memory was changed."""
    aside = {memory.SHEET, LISTS, CHECKLIST}  # hidden sheets that hold nothing of a plan
    sheets = tuple(sheet for sheet in book.sheets if sheet.shown or sheet.name not in aside)
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
