"""An official template filled in with a plan: only the cells under its headings change.

The tables are found by their headings, as in any workbook that is read. What the template has no
place for is said, and nothing that stands in it is written over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.cells import Field, fields_of_table
from bettercare.formats.headers import Layout
from bettercare.formats.reading import amounts_of, few, noted, noun_of, some, sum_of
from bettercare.formats.workbooks.about import round_on_sheets, years_named
from bettercare.formats.workbooks.archive import opened
from bettercare.formats.workbooks.choosing import chosen_tables
from bettercare.formats.workbooks.fill_fields import field_edits
from bettercare.formats.workbooks.finding import Found, tables_on
from bettercare.formats.workbooks.grid import LONGEST_TEXT, Content
from bettercare.formats.workbooks.headings import Vocabulary
from bettercare.formats.workbooks.mark import save
from bettercare.formats.workbooks.memory import SHEET
from bettercare.formats.workbooks.patch import Package, patched
from bettercare.formats.workbooks.records_in import lines_of
from bettercare.formats.workbooks.sheets import title_of
from bettercare.formats.workbooks.sheets_in import Book, book_of
from bettercare.formats.workbooks.slots import placed, slots_of
from bettercare.formats.workbooks.used import MOST_ROWS
from bettercare.labels import normalise
from bettercare.money import pounds
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round, load

TEMPLATES = (".xlsx", ".xlsm")
CHECK = "Check the template: is it the one for this round? Put in by hand what is missing."
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\br="([0-9]+)"[^>]*[^/]>')

Edits = dict[str, dict[str, Content]]


class Written(NamedTuple):
    """A record put into a row of a template: the cells by the field they are of."""

    item: int
    cells: dict[str, str]


def fill(plan: Plan, template: Path, out_path: Path, rules: Round) -> tuple[Finding, ...]:
    """Fill in a copy of a template with a plan; gives what has no place in it.

    Raises ``UnreadableFile`` when the template is refused, has no table of the plan, or the copy
    cannot be written: it must have another name with the same ending.
    """
    _check_paths(template, out_path)
    archive = opened(template)
    book = book_of(archive.data, template.name, archive.errors, archive.sheets)
    if any(sheet.name == SHEET for sheet in book.sheets):
        raise UnreadableFile(
            f"Cannot fill in {template.name}: it is a workbook of bettercare's own. Leave "
            "--template out: bettercare convert writes such a workbook anew."
        )
    _check_round(book, rules)
    filling = _Filling(plan, rules, book, Package(archive.data, template.name))
    filling.fill_tables()
    edits, on_fields = field_edits(plan, rules, book)
    for sheet, cells in edits.items():
        filling.edits.setdefault(sheet, {}).update(cells)
    if not filling.edits:
        raise UnreadableFile(
            f"Cannot fill in {template.name}: no table in it has headings of {rules.round}. "
            "Give the template of the plan's round."
        )
    done = patched(archive.data, template.name, filling.edits)
    save(done.data, out_path)
    kept = {(sheet, cell) for sheet, cells in done.kept.items() for cell in cells}
    return (*archive.findings, *filling.findings, *on_fields, *filling.kept_findings(kept))


def _check_round(book: Book, rules: Round) -> None:
    """Refuse a template whose title names the years of another round."""
    said = round_on_sheets(book, load)
    own = {rules.round, *rules.years, *years_named(rules.terms.get("template", ""))}
    if said and said.text not in own:
        raise UnreadableFile(
            f"Cannot fill in {book.name}: it is for {said.text} ({said.where}), and the plan is "
            f"for {rules.round}. Give the template of the plan's round, or roll the plan forward."
        )


def _check_paths(template: Path, out_path: Path) -> None:
    kind = template.suffix.casefold()
    if kind not in TEMPLATES or template.is_dir():
        raise UnreadableFile(
            f"Cannot fill in {template.name}: give an Excel workbook (.xlsx or .xlsm)."
        )
    if out_path.suffix.casefold() != kind:
        why = f"a copy of {template.name} must end with {kind} too"
        raise UnreadableFile(f"Cannot write {out_path.name}: {why}.")
    if out_path.exists() and template.exists() and out_path.samefile(template):
        raise UnreadableFile(f"Cannot write {out_path}: it is the template. Give another name.")


def _hold_money(fields: Iterable[str], records: Sequence[Record]) -> bool:
    """Whether any of some fields is of amounts that the records have."""
    return any(field.startswith("amounts") for field in fields) and any(amounts_of(records))


class _Filling:
    """What goes into the cells of a template, and what has no place in it."""

    def __init__(self, plan: Plan, rules: Round, book: Book, package: Package) -> None:
        self.edits: Edits = {}
        self.findings: list[Finding] = []
        self._plan, self._rules, self._package = plan, rules, package
        words = Vocabulary(rules, {})
        found = [one for sheet in book.sheets for one in tables_on(sheet, words)]
        self._chosen = chosen_tables(found)
        self._fields: dict[tuple[str, str], tuple[str, int, str]] = {}

    def fill_tables(self) -> None:
        """Find a row for each record of each table, and put its cells under the headings."""
        for table in TABLES:
            records: Sequence[Record] = getattr(self._plan, table) or ()
            if not records:
                continue
            if table not in self._chosen:
                self.findings.append(self._no_table(table, records))
                continue
            self._fill_table(table, records)

    def _fill_table(self, table: str, records: Sequence[Record]) -> None:
        left = list(range(len(records)))
        without: set[str] = set()
        fields = fields_of_table(Layout(table, self._rules), records)
        for number, part in enumerate(self._chosen[table].parts):
            columns = _columns(part, fields, self._rules)
            known = {field.name for field, _ in columns}
            missing = {field.name for field in fields} - known
            without = missing if number == 0 else without & missing
            left = self._fill_part(part, columns, records, left)
        self.findings += self._no_column(table, fields, records, without)
        if left:
            self.findings.append(self._no_room(table, records, left))

    def _fill_part(
        self,
        part: Found,
        columns: Sequence[tuple[Field, int]],
        records: Sequence[Record],
        waiting: Sequence[int],
    ) -> list[int]:
        """Fill one part of a table; gives the records that found no room."""
        contents = {
            number: {column: field.content(records[number]) for field, column in columns}
            for number in waiting
        }
        texts = [
            {column: _folded(content) for column, content in contents[number].items()}
            for number in waiting
        ]
        used = [column for _, column in columns]
        xml = self._package.part(self._package.sheets[part.sheet.name])
        slots = slots_of(part, used, lambda at: _has_cell(xml, part, at, used))
        found = placed(texts, slots, _last_row(xml) - part.sheet.top)
        for at_waiting, row in found.rows.items():
            number = waiting[at_waiting]
            labels = slots.labelled.get(row, {})
            for field, column in columns:
                content = contents[number][column]
                if content is not None and column not in labels:
                    self._put(part, (row, column), (field, number), content)
        return [waiting[at] for at in found.left]

    def _put(
        self, part: Found, at: tuple[int, int], of: tuple[Field, int], content: str | Decimal
    ) -> None:
        field, number = of
        cell = part.sheet.cell(*at)
        self.edits.setdefault(part.sheet.name, {})[cell] = content
        self._fields[part.sheet.name, cell] = (part.table, number + 1, field.name)
        if isinstance(content, str) and len(content) > LONGEST_TEXT:
            place = Place(
                table=part.table, item=number + 1, column=field.column.header,
                sheet=part.sheet.name, cell=cell,
            )  # fmt: skip
            what = f"The text has {len(content):,} characters; a cell holds {LONGEST_TEXT:,}. Cut."
            fix = "Shorten it, or attach it as a document."
            subject = f"{part.sheet.name}, {cell}"
            self.findings.append(noted("READ-87", Severity.WARNING, subject, what, fix, (place,)))

    def _no_table(self, table: str, records: Sequence[Record]) -> Finding:
        count = "1 row" if len(records) == 1 else f"{len(records):,} rows"
        what = f"The template has no table for it; {count} {_have(records)} no place in it."
        severity = Severity.ERROR if any(amounts_of(records)) else Severity.WARNING
        return noted("READ-84", severity, title_of(table, self._rules), what, CHECK)

    def _no_column(
        self, table: str, fields: Sequence[Field], records: Sequence[Record], without: set[str]
    ) -> Iterator[Finding]:
        names = [
            noun_of(self._rules, table, field.name)
            for field in fields
            if field.name in without and any(field.content(one) is not None for one in records)
        ]
        if names:
            what = f"The template has no column for {some(names)}; their values are not in it."
            severity = Severity.ERROR if _hold_money(without, records) else Severity.WARNING
            yield noted("READ-84", severity, title_of(table, self._rules), what, CHECK)

    def _no_room(self, table: str, records: Sequence[Record], left: Sequence[int]) -> Finding:
        money = sum_of(amounts_of(records[number] for number in left))
        worth = f" ({pounds(money)})" if money else ""
        rows = few([number + 1 for number in left])
        what = f"The template has no room for {rows}{worth}; not in it."
        fix = "Add rows to the table in the template, or put them in by hand."
        return noted("READ-85", Severity.ERROR, title_of(table, self._rules), what, fix)

    def kept_findings(self, kept: set[tuple[str, str]]) -> Iterator[Finding]:
        """Cells that hold formulas of the template, which stay: one finding for each column."""
        columns: dict[tuple[str, str], list[Place]] = {}
        for sheet, cell in sorted(kept & set(self._fields)):
            table, item, name = self._fields[sheet, cell]
            place = Place(table=table, item=item, column=name, sheet=sheet, cell=cell)
            columns.setdefault((table, name), []).append(place)
        for (table, name), places in columns.items():
            noun = noun_of(self._rules, table, name)
            count = "1 cell" if len(places) == 1 else f"{len(places):,} cells"
            what = f"{count} for '{noun}' hold formulas of the template; they stay as they are."
            fix = "Check that they give what the plan says."
            title = title_of(table, self._rules)
            yield noted("READ-86", Severity.INFORMATION, title, what, fix, tuple(places))


def _columns(part: Found, fields: Sequence[Field], rules: Round) -> list[tuple[Field, int]]:
    """The fields that a table of the template has, each with its column, counted from 0."""
    at = {h.field: part.left + h.position for h in lines_of(part, rules).headers if h.field}
    return [(field, at[field.name]) for field in fields if field.name in at]


def _has_cell(xml: bytes, part: Found, row: int, columns: Sequence[int]) -> bool:
    """Whether the XML of a sheet has a cell, be it blank, in one of some columns of a row."""
    names = (part.sheet.cell(row, column) for column in columns)
    return any(f'r="{name}"'.encode() in xml for name in names)


def _last_row(xml: bytes) -> int:
    """The row after the last that may be written to: in a protected sheet its last prepared."""
    if b"sheetProtection" not in xml:
        return MOST_ROWS
    return max(map(int, _ROW.findall(xml)), default=MOST_ROWS)


def _folded(content: Content) -> str:
    return normalise(content) if isinstance(content, str) else ""


def _have(records: Sequence[Record]) -> str:
    money = sum_of(amounts_of(records))
    return f"({pounds(money)}) have" if money else ("has" if len(records) == 1 else "have")
