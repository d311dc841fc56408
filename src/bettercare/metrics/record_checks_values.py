"""What a value of a record is, whatever it was stored as, and the tests that each column gets.

A test is an expression that is true where a row is at fault; all tests of a file are added up in
one pass over it. A value that is at fault in one way is not looked at for another.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

import ibis
from ibis.expr import types as ir

from bettercare.metrics.reading_records_csv import TEXT
from bettercare.metrics.reading_records_values import stripped
from bettercare.metrics.record_checks_rules import AREA_COLUMNS, UNKNOWN, Action, RecordRules
from bettercare.metrics.records import Column, RecordKind
from bettercare.places.geography import areas, combined_areas, commissioners

VISIBLE = "!"  # the first letter that is seen: spaces and what steers come before it
MOST_STRANGE = 500  # codes that are looked for one by one
Value: TypeAlias = Any  # an expression of Ibis, whose methods depend on its type


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: what stands there as text, the value it has, and whether that differs from it.

    ``value`` is blank where nothing stands or nothing can be read. ``given`` is true where
    something stands. ``plain`` says that the stored column is the value already.
    """

    column: Column
    text: ir.StringValue
    given: ir.BooleanValue
    value: Value
    plain: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A question asked of every row: true where the row is at fault, never blank."""

    code: str
    column: Column
    fails: ir.BooleanValue
    then: Action
    shown: ir.StringValue
    detail: str = ""


def spaced(table: ir.Table, kind: RecordKind) -> dict[str, ir.BooleanValue]:
    """For each column of text, where values have spaces around them or are nothing but spaces."""
    return {
        column.name: ((raw < VISIBLE) | raw.endswith(" ")).fill_null(False)
        for column in kind.columns
        if column.type == "text" and (raw := table[column.name]).type().is_string()
    }


def cells(table: ir.Table, kind: RecordKind, neat: Set[str]) -> dict[str, Cell]:
    """The columns of a kind as values of their types; ``neat`` are known to have no spaces."""
    return {column.name: _cell(table, column, column.name in neat) for column in kind.columns}


def _cell(table: ir.Table, column: Column, neat: bool) -> Cell:
    value = table[column.name]
    if column.type == "text" and not neat:
        value = stripped(value)
        return Cell(column, value, value.notnull(), value, plain=False)
    shown = value if column.type == "text" else value.cast("string")
    if TEXT + column.name not in table.columns:
        return Cell(column, shown, value.notnull(), value, plain=True)
    text = table[TEXT + column.name]
    given = text.notnull() | value.notnull()
    return Cell(column, ibis.coalesce(text, shown), given, value, plain=False)


Strange = Mapping[str, Sequence[str]]


def tests(
    found: Mapping[str, Cell], kind: RecordKind, rules: RecordRules, strange: Strange
) -> tuple[Test, ...]:
    """Every test of some columns; columns that are missing are not among them.

    Those that exclude a row for its count date come first, then columns in order, then pairs of
    dates. ``strange`` has the codes that stand in a column and are none of its own: to look for
    these few is many times faster than to look for all others.
    """
    asked = [test for cell in found.values() for test in _of_cell(cell, kind, rules)]
    asked += _of_codes(found, kind, rules, strange)
    asked += _in_order(found, kind, rules)
    return tuple(sorted(asked, key=lambda test: test.column.name != kind.counted_on))


def _of_cell(cell: Cell, kind: RecordKind, rules: RecordRules) -> Iterator[Test]:
    column = cell.column

    def test(code: str, fails: ir.BooleanValue, detail: str = "") -> Test:
        then = rules.action(code, column, kind)
        return Test(code, column, fails.fill_null(False), then, cell.text, detail)

    if column.name == kind.counted_on and column.blank:
        yield test("REC-023", ~cell.given)
    elif not column.blank:
        yield test("REC-011", ~cell.given)
    if not cell.plain and column.type != "text":
        yield test("REC-010", cell.given & cell.value.isnull(), _written(column))
    for code, fails, detail in _beyond(cell, rules):
        yield test(code, fails, detail)


def _beyond(cell: Cell, rules: RecordRules) -> Iterator[tuple[str, ir.BooleanValue, str]]:
    """Values of the right type that cannot be: numbers and days."""
    column, value = cell.column, cell.value
    if column.least is not None and column.most is not None:
        detail = f"It must be {column.least:,} to {column.most:,}."
        yield "REC-014", ~value.between(column.least, column.most), detail
    if column.type == "date":
        first, until = rules.days.first, rules.days.until
        yield "REC-015", ~value.between(first, until), f"A day must be from {first} to {until}."


def _of_codes(
    found: Mapping[str, Cell], kind: RecordKind, rules: RecordRules, strange: Strange
) -> Iterator[Test]:
    for name in (one for one in found if strange.get(one)):
        cell, codes, known = found[name], strange[name], known_codes(found[name].column)
        many = len(codes) > MOST_STRANGE
        fails = cell.value.notin(known) if many else cell.value.isin(codes)
        code = "REC-013" if name in AREA_COLUMNS else "REC-012"
        detail = "" if name in AREA_COLUMNS else f"The codes are {', '.join(known)}."
        then = rules.action(code, cell.column, kind)
        yield Test(code, cell.column, fails.fill_null(False), then, cell.text, detail)


def known_codes(column: Column) -> tuple[str, ...]:
    """Every code that a column can hold; none where it may hold anything."""
    return area_codes(column.name) if column.name in AREA_COLUMNS else column.codes


def _written(column: Column) -> str:
    written = {"integer": "a whole number", "date": "a day", "yes_no": "true or false"}
    return f"This is not {written.get(column.type, 'text')}."


def area_codes(column: str) -> tuple[str, ...]:
    """Every code that a column of areas can hold, on any date.

    >>> "03L" in area_codes("commissioner"), "E08000018" in area_codes("council")
    (True, True)
    """
    if column == "commissioner":
        return tuple(sorted({one.code for one in commissioners().places}))
    return tuple(sorted({one.code for one in (*areas().places, *combined_areas())}))


def _in_order(found: Mapping[str, Cell], kind: RecordKind, rules: RecordRules) -> Iterator[Test]:
    """Pairs of dates in the wrong order; those of a date between others come after the outer pair.

    A row is at fault once: where a discharge comes before admission, no day between can be right.
    """
    days = rules.days.first, rules.days.until
    outer = ibis.literal(False)
    for first, then in sorted(kind.in_order, key=lambda pair: _between(pair, kind) != ""):
        if first not in found or then not in found:
            continue
        before, after = found[first], found[then]
        sound = before.value.between(*days) & after.value.between(*days)
        column = kind.column(_between((first, then), kind) or then)
        # Most rows are in order, and of these nothing more is asked.
        fails = ibis.ifelse(before.value > after.value, sound & ~outer, False)
        shown = before.text + " to " + after.text
        action = rules.action("REC-016", column, kind)
        yield Test("REC-016", column, fails, action, shown, f"{first} comes after {then}.")
        outer = outer | fails


def _between(pair: tuple[str, str], kind: RecordKind) -> str:
    """The date of a pair that is neither the one that counts nor one that every row has."""
    odd = [name for name in pair if name != kind.counted_on and kind.column(name).blank]
    return odd[0] if odd else ""


def cleaned(found: Mapping[str, Cell], failing: Sequence[Test]) -> dict[str, Value]:
    """The columns as they are counted: a value at fault blank or unknown where a rule says so."""
    values: dict[str, Value] = {}
    for name, cell in found.items():
        value = cell.value
        for test in failing:
            if test.column.name == name and test.then in ("blank", "unknown"):
                other = UNKNOWN if test.then == "unknown" else ibis.null(value.type())
                value = ibis.ifelse(test.fails, other, value)
        values[name] = value
    return values
