"""Changes to a plan as people write them: "19.commissioner=LA", "id:55.expenditure+=5000".

A change names a row by its number or, after ``id:``, by its scheme id; then the column, by its
header, label or alias; then ``=``, ``+=`` or ``-=`` and the value. Another table than the schemes
stands before the row: ``metrics.3.numerator=240``. Nothing is guessed: what cannot be understood is
a sentence with the nearest name.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bettercare.errors import BadRequest
from bettercare.formats.headers import Header, Layout
from bettercare.labels import listed, nearest, squeezed
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.schema import Column

EXAMPLE = "such as 19.commissioner=LA or id:55.expenditure+=5000"
HUNDRED = Decimal(100)
MOST_CHOICES = 8
_CHANGE = re.compile(r"(?P<where>[^=]*?)\s*(?P<how>[+-]?=)(?P<value>.*)", re.DOTALL)
_TABLE = re.compile(rf"({'|'.join(TABLES)})\.(.+)", re.DOTALL)
_ROW = re.compile(r"(\d+)\.(.+)", re.DOTALL)


class Setting(NamedTuple):
    """One change understood: where, what stood there, and what stands there now, as text."""

    table: str
    item: int
    noun: str
    before: str
    after: str


class Refused(Exception):
    """One change that cannot be understood; all of them are said together."""


def apply(plan: Plan, rules: Round, changes: Sequence[str]) -> tuple[Plan, tuple[Setting, ...]]:
    """The plan with every change made, in order, and what each came to.

    Raises ``BadRequest`` with a sentence for each change that cannot be understood.
    """
    made: list[Setting] = []
    refused: list[str] = []
    for text in changes:
        try:
            plan, one = _applied(plan, rules, text)
        except Refused as fault:
            refused.append(f"'{text}': {fault}")
        else:
            made.append(one)
    if refused:
        raise BadRequest("\n".join(refused))
    return plan, tuple(made)


def _applied(plan: Plan, rules: Round, text: str) -> tuple[Plan, Setting]:
    found = _CHANGE.fullmatch(text.strip())
    if found is None:
        raise Refused(f"Write ROW.COLUMN=VALUE, {EXAMPLE}.")
    named = _TABLE.fullmatch(found["where"])
    table, rest = (named[1], named[2]) if named else ("schemes", found["where"])
    records: tuple[Record, ...] = getattr(plan, table) or ()
    item, name = _row(table, records, rest)
    header = _column(Layout(table, rules), rules, name)
    record = records[item - 1]
    value = _value(rules, record, header, (found["how"], found["value"].strip()))
    changed = _with(record, header, value)
    setting = Setting(
        table, item, _noun(header), shown(_held(record, header)), shown(_held(changed, header))
    )
    kept = (*records[: item - 1], changed, *records[item:])
    return msgspec.structs.replace(plan, **{table: kept}), setting


def _row(table: str, records: Sequence[Record], rest: str) -> tuple[int, str]:
    """The number of the row that a change names, and the column it names."""
    if rest.startswith("id:"):
        return _by_id(records, rest.removeprefix("id:"))
    found = _ROW.fullmatch(rest)
    if found is None:
        tables = nearest(rest.partition(".")[0], tuple(TABLES))
        hint = f" Did you mean {tables}?" if tables and "." in rest else ""
        raise Refused(f"Write ROW.COLUMN=VALUE, {EXAMPLE}.{hint}")
    item = int(found[1])
    if not 0 < item <= len(records):
        count = f"{len(records):,} row{'' if len(records) == 1 else 's'}"
        where = "" if table == "schemes" else f" in {table}"
        raise Refused(f"There is no row {item}: the plan has {count}{where}.")
    return item, found[2]


def _by_id(records: Sequence[Record], rest: str) -> tuple[int, str]:
    """The row with a scheme id, which may itself hold full stops; it must be the only one."""
    ids: dict[str, list[int]] = {}
    for item, record in enumerate(records, 1):
        ids.setdefault(squeezed(getattr(record, "scheme_id", None) or ""), []).append(item)
    dots = [at for at, letter in enumerate(rest) if letter == "."]
    for at in dots:
        items = ids.get(squeezed(rest[:at]), []) if squeezed(rest[:at]) else []
        if len(items) > 1:
            rows = listed(str(item) for item in items)
            raise Refused(f"Rows {rows} have the id {rest[:at]}: give the number of one.")
        if items:
            return items[0], rest[at + 1 :]
    name = rest.partition(".")[0]
    written = (str(getattr(record, "scheme_id", None) or "") for record in records)
    near = nearest(name, tuple(dict.fromkeys(filter(None, written))))
    hint = f" Did you mean {near}?" if near else " Give the number of the row."
    raise Refused(f"No row has the id {name}.{hint}")


def _column(layout: Layout, rules: Round, name: str) -> Header:
    """The column that a change names: by header, label or alias, or an amount by its year."""
    header = layout.header(0, name.strip(), own=False)
    if header.column is not None:
        return header
    amounts = [column for column in layout.columns if column.field == "amounts"]
    if squeezed(name) in {"amount", "expenditure", "income"} and len(amounts) > 1:
        names = listed((column.header for column in amounts), "or")
        raise Refused(f"The round has {len(rules.years)} years: write {names}.")
    headers = tuple(column.header for column in layout.columns)
    near = nearest(name, headers) or nearest(name, tuple(c.label for c in layout.columns))
    hint = f" Did you mean {near}?" if near else f" Columns: {listed(headers)}."
    raise Refused(f"There is no column {name.strip()}.{hint}")


def _value(rules: Round, record: Record, header: Header, change: tuple[str, str]) -> object:
    """The value to put in: a number, a label of the column's list, a text, or ``None``."""
    how, text = change
    column = header.column
    if column is None:  # a header without a column is refused before
        return None
    if column.kind != "text":
        return _number(column, _held(record, header), how, text)
    if how != "=":
        raise Refused(f"'{how}' changes numbers, and {column.header} holds text.")
    if not text:
        return None
    known = _choices(rules, record, column)
    return _chosen(rules, known, column, text) if known is not None else text


def _number(column: Column, held: object, how: str, text: str) -> Decimal | None:
    if not text and how == "=":
        return None
    number = read_number(text)
    if number is None or (column.kind == "money" and "%" in text):
        what = "an amount in pounds" if column.kind == "money" else "a number"
        raise Refused(f"'{text}' is not {what}. Write it plainly, such as 12500.")
    if column.kind == "share" and number > 1:
        number /= HUNDRED
    if how == "=":
        return number
    start = held if isinstance(held, Decimal) else Decimal(0)
    return start + number if how == "+=" else start - number


def _choices(rules: Round, record: Record, column: Column) -> CodeList[Item] | None:
    """The list that a column is chosen from; ``None`` where any text will do."""
    if column.choices == "sub_types":
        kind = rules.scheme_types.match(getattr(record, "scheme_type", None)).accepted
        subs = rules.scheme_types[kind].sub_types if kind else None
        if kind and subs is None:
            label = rules.scheme_types.label(kind)
            raise Refused(f"{label} has no sub types. Clear it with: {column.header}=")
        known: object = subs
    elif column.choices == "metrics":
        known = rules.metric_names
    else:
        known = rules
        for part in column.choices.split(".") if column.choices else ():
            known = getattr(known, part, None)
    return known if isinstance(known, CodeList) and not known.open else None


def _chosen(rules: Round, known: CodeList[Item], column: Column, text: str) -> str:
    """The label of a value of the list, given by label, alias or code."""
    code = text if text in known else known.match(text).accepted
    if code is not None:
        return known.label(code)
    near = known.suggestion(text)
    labels = known.labels
    if near is None and len(labels) <= MOST_CHOICES:
        raise Refused(f"'{text}' is not a {column.noun} of {rules.round}: {listed(labels, 'or')}.")
    hint = f" Did you mean {near}?" if near else f" See: bettercare round {rules.round}"
    raise Refused(f"'{text}' is not a {column.noun} of {rules.round}.{hint}")


def _held(record: Record, header: Header) -> object:
    value = getattr(record, header.column.field) if header.column else None
    return value.get(header.key) if isinstance(value, Mapping) else value


def _with(record: Record, header: Header, value: object) -> Record:
    """The record with one value changed; a text that could not be read there is gone."""
    field = header.column.field if header.column else ""
    new = value
    if header.key is not None:
        held = {key: one for key, one in getattr(record, field).items() if key != header.key}
        new = held if value is None else {**held, header.key: value}
    written = {name: text for name, text in record.written.items() if name != header.field}
    return msgspec.structs.replace(record, **{field: new, "written": written})


def _noun(header: Header) -> str:
    return header.column.noun if header.column else header.text


def shown(value: object) -> str:
    """A value as a sentence shows it.

    >>> shown(Decimal("1216760")), shown(None), shown("LA")
    ('1,216,760', 'blank', 'LA')
    """
    if value is None:
        return "blank"
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)
