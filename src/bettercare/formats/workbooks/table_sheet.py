"""A sheet of one table: headings, one line a record, lines prepared, blank ones, worked out cells.

Row by row from the top: the title, one sentence on what to do, what must be filled in, and the
headings. Column A is hidden and holds the id of each line.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bettercare.dates import year_meant
from bettercare.errors import UnreadableFile
from bettercare.formats.cells import Field
from bettercare.formats.headers import letter
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.grid import ROW_ID, Content, Grid, GridRow, grid_of
from bettercare.formats.workbooks.heights import LINE, ROOM, height_of, lines_of
from bettercare.formats.workbooks.lists import name_of
from bettercare.formats.workbooks.marks import mark_empty, mark_pence, mark_share, mark_words
from bettercare.formats.workbooks.page import A3
from bettercare.formats.workbooks.pen import Look, Sheet
from bettercare.formats.workbooks.sheets import COVER, ON_COVER
from bettercare.formats.workbooks.styles import (
    HEAD,
    HEAD_RIGHT,
    INPUT,
    MONEY,
    PREFILLED,
    SMALL,
    WORKED,
    number_format,
    width_of,
)
from bettercare.formats.workbooks.validations import validate
from bettercare.formats.workbooks.worked import ROW, Worked, WorkedColumns
from bettercare.formats.workbooks.worked_tables import add_worked
from bettercare.plan.keyed import KEY_FIELDS
from bettercare.rounds.schema import Column

BLANK_LINES: Mapping[str, int] = {"schemes": 100, "income": 20, "capacity": 60, "sign_off": 3}
BLANK_LINES_ELSE = 10
ASKED_FOR = {
    "always": "Must be filled in",
    "if_sub_types": "If the type has sub types",
    "if_other": "If 'Other'",
    "if_joint": "If Joint",
    "if_outputs": "If the type has outputs",
    "if_runs": "If it runs in the year",
    "never": "",
}
FROZEN: Mapping[str, int] = {"schemes": 2}  # columns that stay in view, one elsewhere
IN_WORDS = frozenset({"complete", "within"})  # columns of words about how things stand
BOLD_FITS = 0.75  # how much fewer letters a bold heading has room for
LINES_TO_WRITE = 7
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
FIRST = 1  # the first column that people see


class Frame(NamedTuple):
    """Where a table stands: its sheet, the row of headings, its last row, and its columns."""

    table: str
    sheet: Sheet
    head: int
    last: int
    grid: Grid
    worked: tuple[Worked, ...]
    at: Mapping[str, int]  # the column of each field

    @property
    def first(self) -> int:
        """The first row under the headings."""
        return self.head + 1

    def cell(self, name: str) -> str:
        """The cell of a column on the first row, its column fixed."""
        return f"${letter(self.at[name])}{self.first + 1}"

    def column(self, name: str) -> tuple[int, int, int, int]:
        """The whole column under its heading, as a range."""
        at = self.at[name]
        return self.first, at, self.last, at


def write_table(build: Build, table: str, sheet: Sheet, top: int) -> Frame:
    """Write a table with the row above its headings at ``top``; the sheet is set up by others."""
    grid = grid_of(table, getattr(build.plan, table) or (), build.prepared[table], build.rules)
    names = [field.name if field else "" for field in grid.fields]
    data = {name: at for at, name in enumerate(names, FIRST) if name}
    last = FIRST + len(names) - 1
    to = WorkedColumns(data, last + 1)
    add_worked(build, table, to)
    at = data | {one.name: last + 1 + n for n, one in enumerate(to.found)}
    head = top + 1
    lines = len(grid.rows) + BLANK_LINES.get(table, BLANK_LINES_ELSE)
    frame = Frame(table, sheet, head, head + lines, grid, tuple(to.found), at)
    _check_size(build, frame)
    _write_heads(build, frame, top)
    _write_data(build, frame)
    _write_worked(build, frame)
    _name_columns(build, frame)
    _set_view(build, frame)
    validate(build, frame.table, frame.sheet, grid, (frame.first, frame.last), at)
    return frame


def _check_size(build: Build, frame: Frame) -> None:
    """Raises ``UnreadableFile`` where a sheet cannot hold the table."""
    if frame.last >= MOST_ROWS or max(frame.at.values()) >= MOST_COLUMNS:
        raise UnreadableFile(
            f"Cannot write the {build.tabs.get(frame.table, build.tabs[COVER]).title} sheet: Excel "
            f"holds {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns. Write a .json file instead."
        )


def _write_heads(build: Build, frame: Frame, top: int) -> None:
    pen, sheet = build.pen, frame.sheet
    pen.text(sheet, (frame.head, 0), ROW_ID, HEAD)
    sheet.set_column(0, 0, 8, None, {"hidden": True})
    pairs = zip(frame.grid.heads, frame.grid.fields, strict=True)
    high = 1
    for at, (text, field) in enumerate(pairs, FIRST):
        is_text = field is None or field.column.kind == "text"
        pen.text(sheet, (frame.head, at), text, HEAD if is_text else HEAD_RIGHT)
        high = max(high, lines_of(text, width_of(field) * BOLD_FITS))
        asked = ASKED_FOR[field.column.required] if field else "Not in the round"
        if asked:
            pen.text(sheet, (top, at), asked, SMALL)
        sheet.set_column(at, at, width_of(field))
    for one in frame.worked:
        at = frame.at[one.name]
        pen.text(sheet, (frame.head, at), one.head, HEAD)
        sheet.set_column(at, at, one.width, None, {} if one.shown else {"hidden": True})
        if one.shown:
            high = max(high, lines_of(one.head, one.width * BOLD_FITS))
    sheet.set_row(frame.head, high * LINE + ROOM)


def _write_data(build: Build, frame: Frame) -> None:
    pen, sheet = build.pen, frame.sheet
    looks = [_looks(frame.table, field) for field in frame.grid.fields]
    hidden: Look = {"locked": True}
    blank = [pen.format(own) for own, _ in looks]
    for row, one in enumerate(frame.grid.rows, frame.first):
        pen.text(sheet, (row, 0), one.id, hidden)
        is_prepared = one.id.startswith("p")
        for at, (content, (own, given)) in enumerate(zip(one.cells, looks, strict=True), FIRST):
            pen.content(sheet, (row, at), content, _look(content, own, given, is_prepared))
        sheet.set_row(row, height_of(_texts(frame, one, row - frame.first)))
    for row in range(frame.first + len(frame.grid.rows), frame.last + 1):
        _blank_row(sheet, row, blank)


def _texts(frame: Frame, one: GridRow, item: int) -> Iterator[tuple[str, float]]:
    """The texts of a row with the widths of their columns; a section is given room to write."""
    for content, field in zip(one.cells, frame.grid.fields, strict=True):
        if isinstance(content, str):
            yield content, width_of(field)
    for worked in frame.worked:
        if worked.name == "about":
            yield str(worked.values[item]), worked.width
    if frame.table == "narrative":
        yield "\n" * LINES_TO_WRITE, 1.0


def _blank_row(sheet: Sheet, row: int, formats: list[Any]) -> None:
    for at, form in enumerate(formats, FIRST):
        sheet.write_blank(row, at, None, form)


def _looks(table: str, field: Field | None) -> tuple[Look, Look | None]:
    """The look of a column's cells, and of those that say what a line is about."""
    own = INPUT | number_format(field)
    keys = (*KEY_FIELDS.get(table, ()), *(("source_of_funding",) if table == "income" else ()))
    is_key = field is not None and field.column.field in keys
    return own, PREFILLED if is_key else None


def _look(content: Content, own: Look, given: Look | None, is_prepared: bool) -> Look:
    if content is None:
        return own
    return given or (PREFILLED if is_prepared else own)


def _write_worked(build: Build, frame: Frame) -> None:
    for one in frame.worked:
        at, look = frame.at[one.name], one.look or WORKED
        form = build.pen.format(look)
        before, _, after = f"={one.formula}".partition(ROW)
        parts = [before, *after.split(ROW)] if after else [before]
        for row, value in zip(range(frame.first, frame.last + 1), _values(one), strict=False):
            formula = str(row + 1).join(parts)
            frame.sheet.write_formula(row, at, formula, form, value)


def _set_view(build: Build, frame: Frame) -> None:
    """What stays in view and on each page, and the colours that follow what is typed."""
    sheet, last = frame.sheet, max(frame.at.values())
    if frame.table != ON_COVER:
        sheet.freeze_panes(frame.first, FIRST + FROZEN.get(frame.table, 1))
        sheet.repeat_rows(frame.head)
    if frame.table == "schemes":
        sheet.set_paper(A3)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{letter(last)}{frame.last + 1}"})
    _mark_columns(build, frame)


def _mark_columns(build: Build, frame: Frame) -> None:
    """The colours and number formats that follow what is typed."""
    pen, sheet = build.pen, frame.sheet
    for field in frame.grid.fields:
        if field and field.column.kind == "money":
            mark_pence(pen, sheet, frame.column(field.name), frame.cell(field.name))
    for one in frame.worked:
        span, cell = frame.column(one.name), frame.cell(one.name)
        if one.look is MONEY:
            mark_empty(pen, sheet, span, f"{frame.cell('used')}=0")
            mark_pence(pen, sheet, span, cell)
        elif one.name == "words":
            mark_empty(pen, sheet, span, f"{cell}=0")
        elif one.name == "rate":
            mark_share(pen, sheet, span, f"{frame.cell('scale')}=1")
        elif one.name in IN_WORDS:
            mark_words(pen, sheet, span, cell)


def _values(one: Worked) -> Iterator[str | float]:
    yield from one.values
    while True:
        yield one.blank


def _name_columns(build: Build, frame: Frame) -> None:
    """Columns of the round, and those worked out, are ranges with names of ours.

    Such as ``schemes_amounts_2019_20``. A column for a key that only the plan uses has no name,
    but for years, whose income counts. Excel does not tell capitals from small letters in names.
    """
    rows, names = frame.last - frame.head, build.columns.setdefault(frame.table, set())
    given = build.rules.tables[frame.table].columns if frame.table in build.rules.tables else ()
    ours = [field.name for field in frame.grid.fields if field and _is_named(field, given)]
    taken: set[str] = set()
    for name in (*ours, *(one.name for one in frame.worked)):
        named = name_of(frame.table, name)
        if named.casefold() not in taken:
            taken.add(named.casefold())
            names.add(named)
            build.pen.name(named, frame.sheet, (frame.first, frame.at[name]), rows)


def _is_named(field: Field, given: Sequence[Column]) -> bool:
    return field.column in given or field.key is None or year_meant(field.key) is not None
