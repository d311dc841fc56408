"""Single facts of a plan put into a template: the area beside its label, and rows of fields."""

from collections.abc import Iterator, Sequence
from itertools import islice

from bettercare.findings import Finding, Severity
from bettercare.formats.reading import noted, some
from bettercare.formats.workbooks.about import AREA_LABELS, LOOKED_AT, field_cells
from bettercare.formats.workbooks.fields_sheet import plan_fields
from bettercare.formats.workbooks.grid import Content
from bettercare.formats.workbooks.sheets_in import Book, SheetCells, text_of
from bettercare.formats.workbooks.slots import is_open
from bettercare.labels import normalise
from bettercare.plan import Plan
from bettercare.rounds import Round

IN_TITLES = frozenset({"round", "area"})  # fields that a template says in its own way
FIX = "Put in by hand what the template asks for."


def field_edits(
    plan: Plan, rules: Round, book: Book
) -> tuple[dict[str, dict[str, Content]], list[Finding]]:
    """The cells of a template for single facts, by sheet and cell, and what has no place there."""
    edits: dict[str, dict[str, Content]] = {}
    values = {one.field: one.value for one in plan_fields(plan, rules) if one.value is not None}
    asked = {cell.field.strip(): cell.place for cell in field_cells(book)}
    for name, place in asked.items():
        if values.get(name) is not None and name != "round":
            edits.setdefault(place.sheet, {})[place.cell] = values[name]
    missing = [name for name in values if name not in asked and name not in IN_TITLES]
    findings = []
    if plan.area and "area" not in asked:
        spot = next(_area_cells(book, rules, plan.area), None)
        if spot is None:
            missing.insert(0, "area")
        elif spot[1]:
            edits.setdefault(spot[0].name, {})[spot[1]] = plan.area
    if missing:
        what = f"The template has no cell for {some(missing)}; not in it."
        findings.append(noted("READ-84", Severity.INFORMATION, "Plan fields", what, FIX))
    return edits, findings


def _area_cells(book: Book, rules: Round, area: str) -> Iterator[tuple[SheetCells, str]]:
    """Where the area may be written; a blank name of a cell where it stands there already."""
    labels = AREA_LABELS | frozenset(map(normalise, rules.prints.area if rules.prints else ()))
    for sheet in book.sheets:
        for row, cells in enumerate(islice(sheet.rows, LOOKED_AT)):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and normalise(cell.rstrip(": ")) in labels:
                    yield from _beside(sheet, (row, column), area)


def _beside(sheet: SheetCells, at: tuple[int, int], area: str) -> Iterator[tuple[SheetCells, str]]:
    """The cell right of a label, else the one below, where it waits for something."""
    row, column = at
    wide = [s for s in sheet.merged if s.top == sheet.top + row and s.left == column]
    right = wide[0].right + 1 if wide else column + 1
    below = wide[0].bottom - sheet.top + 1 if wide else row + 1
    for spot in ((row, right), (below, column)):
        text = _text(sheet, *spot)
        if is_open(text):
            yield sheet, sheet.cell(*spot)
        elif normalise(text) == normalise(area):
            yield sheet, ""


def _text(sheet: SheetCells, row: int, column: int) -> str:
    cells: Sequence[object] = sheet.rows[row] if row < len(sheet.rows) else ()
    return text_of(sheet.rows[row][column]) if column < len(cells) else ""
