"""What to say of the values of a programme, whatever file it came from, and its control totals."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from bettercare.findings import Finding, Severity
from bettercare.formats.notes import LONGEST_QUOTE, fix_for, is_like_a_formula
from bettercare.formats.reading import Control, alike, noted, sum_of
from bettercare.labels import shortened
from bettercare.money import is_not_given
from bettercare.plan.records import Record
from bettercare.programmes.records import NOT_PLACED, TABLES, Line, Programme
from bettercare.programmes.rules import Rules

NOUNS = {
    "priorities": "priority",
    "measures": "measure",
    "metrics": "metric",
    "sources": "source",
    "funds": "fund",
    "lines": "line",
    "links": "carry-forward link",
    "mappings": "mapping",
    "headings": "heading",
    "stated": "statement",
}


def subject(table: str, item: int, field: str = "") -> str:
    """Where a value stands in words.

    >>> subject("lines", 18, "annual.2017-18"), subject("links", 1)
    ('Line 18, annual 2017-18', 'Carry-forward link 1')
    """
    noun = NOUNS[table]
    column = f", {field.removeprefix('amounts.').replace('.', ' ', 1)}" if field else ""
    return f"{noun[:1].upper()}{noun[1:]} {item}{column.replace('_', ' ')}"


def value_findings(programme: Programme, rules: Rules) -> Iterator[Finding]:
    """Numbers that cannot be read, texts read as not given, and texts like formulas.

    An amount that is "?" is left to the check of placeholders.
    """
    not_given: dict[tuple[str, str, str], list[int]] = {}
    for table, item, record in _records(programme):
        for field, text in record.written.items():
            if is_not_given(text):
                not_given.setdefault((table, field, text.strip()), []).append(item)
            elif not rules.is_unknown(text) and not _is_lost(record):
                yield _not_a_number(programme, (table, item, field), text)
        yield from _formulas(programme, table, item, record)
    for (table, field, text), items in not_given.items():
        yield noted(
            "READ-09",
            Severity.INFORMATION,
            subject(table, items[0], field),
            f"'{text}' is read as not given{alike(items)}.",
            "Leave the cell empty, or type 0 where 0 is meant.",
            tuple(programme.place(table, item, field) for item in items),
        )


def _is_lost(record: Record) -> bool:
    """Whether nobody knows where the cells of a line belong, which has been said already."""
    return isinstance(record, Line) and record.alignment == NOT_PLACED


def _records(programme: Programme) -> Iterator[tuple[str, int, Record]]:
    for table in TABLES:
        for item, record in enumerate(getattr(programme, table), 1):
            yield table, item, record


def _not_a_number(programme: Programme, at: tuple[str, int, str], text: str) -> Finding:
    return noted(
        "READ-01",
        Severity.ERROR,
        subject(*at),
        f"'{shortened(text, LONGEST_QUOTE)}' is not a number; it counts as not known.",
        fix_for(text),
        (programme.place(*at),),
    )


def _formulas(programme: Programme, table: str, item: int, record: Record) -> Iterator[Finding]:
    values = zip(record.__struct_fields__, msgspec.structs.astuple(record), strict=True)
    for field, value in values:
        if isinstance(value, str) and is_like_a_formula(value):
            yield noted(
                "READ-06",
                Severity.WARNING,
                subject(table, item, field),
                f"'{shortened(value, LONGEST_QUOTE)}' looks like a formula; it is kept as text.",
                "Type the words or the value that is meant.",
                (programme.place(table, item, field),),
            )


def controls_of(programme: Programme) -> tuple[Control, ...]:
    """Controls of a programme that was read whole; sums are in the programme's unit."""
    return tuple(
        control_of(table, getattr(programme, table))
        for table in TABLES
        if getattr(programme, table)
    )


def control_of(table: str, records: tuple[Record, ...]) -> Control:
    """The control of one table: rows, and the amounts of its lines."""
    money = sum_of(
        amount
        for one in records
        if isinstance(one, Line)
        for amount in (one.amounts or one.annual).values()
    )
    rows = len(records)
    return Control(
        table=table, rows_read=rows, rows_kept=rows, sum_read=money, sum_kept=Decimal(money)
    )
