"""The page of records: columns by kind, what is found in them, and what happens to a row."""

from collections.abc import Iterator

from bettercare.metrics.record_checks_rules import AREA_COLUMNS, Rule, record_rules
from bettercare.metrics.records import KINDS, Column, RecordKind

PAGE = "reference/records.md"
HEAD = """# Records

Generated from the kinds of record and from the rules that they are checked by. How to use them:
[Count a measure from records](../how-to/count-a-measure.md).

Files are Parquet or CSV (UTF-8, parted by commas, semicolons or tabs). Headers are matched without
regard to case, spaces and hyphens. A whole number may be written 75 or 75.0; a day 2017-04-30,
30/04/2017 or 20170430, with or without a time; true or false also yes or no, y or n, 1 or 0.
Nothing else is guessed. Other columns are left alone.
"""
FOUND = """## What is found

Each finding gives how many rows, the first five by number, and the shape of what stands there
(`99/99/9999`), never the value. Every row of the files is either kept or left out by one of these
rules: the two add up, and a run in which they do not says so and is of no use.

The rules are data, in `src/bettercare/metrics/data/record_rules.yaml`. A file of your own in the
same form replaces them (`record_rules(path)`). It may change what happens, how much it matters and
the words; not which findings there are.

What happens: *blank*, the value is not used and the row is counted; *unknown*, the row is counted
under the area `unknown`; *exclude*, the row is not counted; *first*, of rows with one key the first
counts; *keep*, nothing.

| code | name | severity | what happens | when |
|---|---|---|---|---|
"""


def record_pages() -> dict[str, str]:
    """The generated page by its path under ``docs``."""
    kinds = "\n".join(_of_kind(kind) for kind in KINDS.values())
    rules = "".join(_row(code, rule) for code, rule in sorted(record_rules().rules.items()))
    return {PAGE: f"{HEAD}\n{kinds}\n{FOUND}{rules}"}


def _of_kind(kind: RecordKind) -> str:
    order = "; ".join(f"{first} not after {then}" for first, then in kind.in_order)
    facts = [f"A row is counted by `{kind.counted_on}`. Its key is {_coded(kind.key)}."]
    facts += [f"Order: {order}."] if order else []
    rows = "\n".join(
        f"| `{one.name}` | {_type(one)} | {'yes' if one.blank else 'no'} | {one.meaning} |"
        for one in kind.columns
    )
    table = f"| column | type | may be blank | meaning |\n|---|---|---|---|\n{rows}"
    return f"## {kind.label}\n\n`--kind {kind.name}`. {' '.join(facts)}\n\n{table}\n"


def _coded(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _type(column: Column) -> str:
    if column.codes:
        return f"one of {_coded(column.codes)}"
    if column.name in AREA_COLUMNS:
        return "code of [places](places.md)"
    if column.least is not None and column.most is not None:
        return f"{column.least:,} to {column.most:,}"
    return {"text": "text", "integer": "whole number", "date": "day", "yes_no": "true or false"}[
        column.type
    ]


def _row(code: str, rule: Rule) -> str:
    return (
        f"| {code} | {rule.name} | {rule.severity.value} | {'; '.join(_actions(rule))} "
        f"| {' '.join(rule.meaning.split())} |\n"
    )


def _actions(rule: Rule) -> Iterator[str]:
    yield rule.then
    if rule.counted_on:
        yield f"{rule.counted_on} where it is the date that counts"
    if rule.area:
        yield f"{rule.area} where it is an area"
