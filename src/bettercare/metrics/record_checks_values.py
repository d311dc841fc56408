"""What a value of a record is, whatever it was stored as, and the tests that each column gets.

A test is an expression that is true where a row is at fault; all tests of a file are added up in
one pass over it. A value that is at fault in one way is not looked at for another.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

import ibis
from ibis.expr import types as ir

from bettercare.metrics.record_checks_rules import AREA_COLUMNS, UNKNOWN, Action, RecordRules
from bettercare.metrics.records import Column, RecordKind
from bettercare.places.geography import areas, combined_areas, commissioners

YES, NO = ("true", "yes", "y", "1", "t"), ("false", "no", "n", "0", "f")
WHOLE = r"^[+-]?[0-9]{1,15}(\.0*)?$"
CLOCK = r"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$"
ISO, BRITISH, PLAIN = (
    rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{CLOCK}",
    rf"^[0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}}{CLOCK}",
    r"^[0-9]{8}$",
)
Value: TypeAlias = Any  # an expression of Ibis, whose methods depend on its type


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: what stands there as text, the value it has, and whether that differs from it.

    ``value`` is blank where nothing stands or nothing can be read. ``given`` is true where
    something stands. ``plain`` says that the stored column is the value already. ``spaced`` is
    true where text has spaces around it, ``None`` where none can be.
    """

    column: Column
    text: ir.StringValue
    given: ir.BooleanValue
    value: Value
    plain: bool
    spaced: ir.BooleanValue | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """A question asked of every row: true where the row is at fault, never blank."""

    code: str
    column: Column
    fails: ir.BooleanValue
    then: Action
    shown: ir.StringValue
    detail: str = ""


def cells(table: ir.Table, kind: RecordKind, neat: Set[str] = frozenset()) -> dict[str, Cell]:
    """The columns of a kind as values of their types; ``neat`` are known to have no spaces."""
    return {
        column.name: _cell(table[column.name], column, column.name in neat)
        for column in kind.columns
    }


def _cell(raw: Value, column: Column, neat: bool) -> Cell:
    if column.type == "text" and raw.type().is_string():
        if neat:
            return Cell(column, raw, raw.notnull(), raw, plain=True)
        text = _stripped(raw)
        spaced = (raw != text.fill_null("")).fill_null(False)
        return Cell(column, text, text.notnull(), text, plain=False, spaced=spaced)
    made = {"text": _text, "integer": _integer, "date": _date, "yes_no": _yes_no}
    text, value, plain = made[column.type](raw)
    given = value.notnull() if plain else text.notnull()
    return Cell(column, text, given, value, plain)


Made = tuple[ir.StringValue, Value, bool]


def _stripped(raw: Value) -> ir.StringValue:
    """A stored value as text without blanks around it; of nothing but blanks, none."""
    text = raw.cast("string") if not raw.type().is_string() else raw
    return text.strip().nullif("")


def _text(raw: Value) -> Made:
    kind = raw.type()
    if kind.is_floating():  # a column of codes 1 and 2 that once held a blank
        whole = raw.try_cast("int64")
        text = ibis.ifelse(whole.cast("float64") == raw, whole.cast("string"), raw.cast("string"))
        text = text.nullif("nan")
        return text, text, False
    text = _stripped(raw)
    return text, text, False


def _integer(raw: Value) -> Made:
    kind = raw.type()
    if kind.is_integer():
        return raw.cast("string"), raw, True
    if kind.is_floating() or kind.is_decimal():
        text = raw.cast("string").nullif("nan")
        whole = raw.try_cast("int64")
        return text, ibis.ifelse(whole.cast(kind) == raw, whole, ibis.null("int64")), False
    text = _stripped(raw)
    whole = text.re_replace(r"\.0*$", "").try_cast("int64")
    return text, ibis.ifelse(text.re_search(WHOLE), whole, ibis.null("int64")), False


def _date(raw: Value) -> Made:
    kind = raw.type()
    if kind.is_date():
        return raw.cast("string"), raw, True
    if kind.is_timestamp() and kind.timezone is None:
        return raw.cast("string"), raw.date(), False
    text = _stripped(raw)
    british = text[6:10] + "-" + text[3:5] + "-" + text[0:2]
    plain = text[0:4] + "-" + text[4:6] + "-" + text[6:8]
    written = ibis.cases(
        (text.re_search(ISO), text[0:10]),
        (text.re_search(BRITISH), british),
        (text.re_search(PLAIN), plain),
        else_=ibis.null("string"),
    )
    return text, written.try_cast("date"), False


def _yes_no(raw: Value) -> Made:
    if raw.type().is_boolean():
        return raw.cast("string"), raw, True
    text = _stripped(raw)
    low = text.lower()
    value = ibis.cases(
        (low.isin(YES), ibis.literal(True)),
        (low.isin(NO), ibis.literal(False)),
        else_=ibis.null("boolean"),
    )
    return text, value, False


def tests(
    found: Mapping[str, Cell], kind: RecordKind, rules: RecordRules, missing: tuple[str, ...]
) -> tuple[Test, ...]:
    """Every test of a kind of record; columns that are missing get none, for that is said once.

    Those that exclude a row for its count date come first, then columns in order, then pairs of
    dates.
    """
    present = {name: cell for name, cell in found.items() if name not in missing}
    asked = [test for cell in present.values() for test in _of_cell(cell, kind, rules)]
    asked += _in_order(present, kind, rules)
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
    """Values of the right type that cannot be: codes, areas, numbers and days."""
    column, value = cell.column, cell.value
    if column.codes:
        yield "REC-012", value.notin(column.codes), f"The codes are {', '.join(column.codes)}."
    if column.name in AREA_COLUMNS:
        yield "REC-013", value.notin(area_codes(column.name)), ""
    if column.least is not None and column.most is not None:
        detail = f"It must be {column.least:,} to {column.most:,}."
        yield "REC-014", ~value.between(column.least, column.most), detail
    if column.type == "date":
        first, until = rules.days.first, rules.days.until
        yield "REC-015", ~value.between(first, until), f"A day must be from {first} to {until}."


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
        wrong = (before.value > after.value).fill_null(False)
        sound = before.value.between(*days) & after.value.between(*days)
        column = kind.column(_between((first, then), kind) or then)
        fails = (wrong & sound & ~outer).fill_null(False)
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
