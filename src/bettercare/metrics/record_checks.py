"""Files of records checked before they are counted, and the rows that are left to count.

Every fault is counted, shown by row and by the shape of its value, and dealt with as the rules
say. Nothing else is changed: of files without fault the rows to count are the files themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path

import ibis
from ibis.expr import types as ir

from bettercare.labels import listed
from bettercare.metrics.reading_records import AT, Source, fetched, open_records
from bettercare.metrics.record_checks_counts import (
    Counts,
    counts,
    repeated,
    shown,
    spaces,
    strange_codes,
)
from bettercare.metrics.record_checks_keys import Repeats, repeats
from bettercare.metrics.record_checks_report import Example, Excluded, Fault, RecordReport
from bettercare.metrics.record_checks_rules import RecordRules, record_rules
from bettercare.metrics.record_checks_values import Cell, Test, cells, cleaned, tests
from bettercare.metrics.records import RecordKind

MOST_MONTHS = 12  # named in one sentence
WHY = {
    "missing columns": "Too few cells are in it.",
    "too many columns": "Too many cells are in it.",
    "unquoted value": "A quotation mark has no partner; rows after it may go with it.",
    "invalid encoding": "It has letters that are not UTF-8.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows to count, as a table with the columns of their kind, and what was found.

    A column that no file has is not in the table, so nothing is counted by it. ``unchanged`` says
    that ``files`` hold these very rows, columns and values, so that another engine may read them
    as they are.
    """

    table: ir.Table
    report: RecordReport
    files: tuple[Path, ...]
    unchanged: bool


def check_records(
    connection: ibis.BaseBackend,
    files: Sequence[Path],
    kind: RecordKind,
    work: Path,
    rules: RecordRules | None = None,
    *,
    values: bool = False,
) -> Checked:
    """Check files of one kind of record, and give the rows to count with a report.

    ``connection`` is Ibis on DuckDB; ``work`` is a folder for copies of CSV files, which must stay
    while the rows are used. ``values`` adds values at fault to the examples, for the eyes of
    whoever may see the records. Raises ``UnreadableFile`` where a file is damaged, is neither
    Parquet nor CSV, or has no column of this kind.
    """
    asked = rules or record_rules()
    source = open_records(connection, files, kind, work)
    blanks = spaces(source)
    neat = {name for name, number in blanks.items() if not number}
    found = cells(source.table, kind, neat)
    present = {name: cell for name, cell in found.items() if name not in source.missing}
    every = tests(present, kind, asked, strange_codes(source, present))
    answers = counts(source, present, every)
    failing = [(test, n) for test, n in zip(every, answers.failing, strict=True) if n]
    at_fault = [test for test, _ in failing]
    kept = _kept(source, found, at_fault)
    double = repeats(connection, kept, kind, asked, answers.span)
    rows = double.without(kept)
    months = _months(connection, rows, kind)
    faults = [
        *source.faults,
        *_rejected(source, asked.examples),
        *(Fault("REC-009", name, n) for name, n in blanks.items() if n),
        *_of_values(source, failing, asked, values=values),
        *_of_keys(source, double, asked),
        *_of_months(months, kind),
    ]
    return Checked(
        table=rows.drop(AT, *source.missing),
        report=_report(source, answers, double, months, faults),
        files=source.files,
        unchanged=source.exact
        and all(one.plain for one in found.values())
        and not (double.excluded or any(test.then != "keep" for test in at_fault)),
    )


def _kept(source: Source, found: Mapping[str, Cell], failing: Sequence[Test]) -> ir.Table:
    """The rows that no test excludes, with values as they are counted."""
    table = source.table
    out = [~test.fails for test in failing if test.then == "exclude"]
    chosen = table.filter(reduce(and_, out)) if out else table
    return chosen.select(**cleaned(found, failing), **{AT: table[AT]})


def _months(connection: ibis.BaseBackend, rows: ir.Table, kind: RecordKind) -> dict[str, int]:
    """Rows of each month, as "2017-04", counted from the rows themselves; "" has no date."""
    day = rows[kind.counted_on]
    number = (day.year() * 12 + day.month() - 1).fill_null(0)
    counted = rows.group_by(month=number).aggregate(rows=rows.count())
    found = {row["month"]: row["rows"] for row in fetched(connection, counted)}
    return {_month(number) if number else "": n for number, n in sorted(found.items())}


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _report(
    source: Source,
    answers: Counts,
    double: Repeats,
    months: Mapping[str, int],
    faults: Sequence[Fault],
) -> RecordReport:
    rejected = sum(one.rows for one in source.rejected)
    kept = sum(months.values())
    dated = [month for month in months if month]
    return RecordReport(
        kind=source.kind.name,
        files=tuple(file.name for file in source.files),
        rows=answers.rows + rejected,
        kept=kept,
        excluded=(
            *((Excluded("REC-005", "", rejected),) if rejected else ()),
            *answers.excluded,
            *double.excluded,
        ),
        faults=(*faults, *(() if kept else (Fault("REC-008", "", 1),))),
        missing=source.missing,
        first=min(dated, default=""),
        last=max(dated, default=""),
    )


def _rejected(source: Source, most: int) -> Iterator[Fault]:
    """Rows of CSV files that cannot be read, by why."""
    reasons = dict.fromkeys(one.why for one in source.rejected)
    for why in reasons:
        alike = [one for one in source.rejected if one.why == why]
        examples = tuple(
            Example(source.files[one.file].name, one.line - 1, "", one.line) for one in alike[:most]
        )
        number = sum(one.rows for one in alike)
        yield Fault("REC-005", "", number, "exclude", WHY.get(why, ""), examples)


def _of_values(
    source: Source, failing: Sequence[tuple[Test, int]], rules: RecordRules, *, values: bool
) -> Iterator[Fault]:
    named = shown(source, [test for test, _ in failing], rules.examples, values=values)
    for (test, number), examples in zip(failing, named, strict=True):
        yield Fault(test.code, test.column.name, number, test.then, test.detail, examples)


def _of_keys(source: Source, double: Repeats, rules: RecordRules) -> Iterator[Fault]:
    if double.rows is None:
        return
    column = ", ".join(source.kind.key)
    for code, (number, examples) in repeated(source, double.rows, rules.examples).items():
        yield Fault(code, column, number, rules.rules[code].then, "", tuple(examples))


def _of_months(months: Mapping[str, int], kind: RecordKind) -> Iterator[Fault]:
    """The months between the first and the last that no row is of."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months if month]
    if not numbers:
        return
    empty = [_month(n) for n in range(min(numbers), max(numbers)) if n not in set(numbers)]
    if empty:
        more = [f"{len(empty) - MOST_MONTHS:,} more"] if len(empty) > MOST_MONTHS else []
        told = listed([*empty[:MOST_MONTHS], *more])
        yield Fault("REC-022", kind.counted_on, len(empty), detail=f"No row is of {told}.")
