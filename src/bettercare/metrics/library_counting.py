"""Whether records of a kind can be counted as a definition says: columns, codes and dates."""

from collections.abc import Iterator, Mapping
from typing import Any

from bettercare.labels import listed, nearest
from bettercare.metrics.definition import Condition, Counting
from bettercare.metrics.records import KINDS, Column, RecordKind

Trouble = tuple[str, str, str]  # the key, what is wrong, the fix


def counting_troubles(values: Mapping[str, Any]) -> Iterator[Trouble]:
    """Everything in ``records``, ``count``, ``of``, ``area`` and ``breakdowns`` that cannot be."""
    records, count, of = values.get("records", ""), values.get("count"), values.get("of")
    if not records or count is None:
        for key in [key for key in ("records", "count", "of") if values.get(key)]:
            yield key, "Both 'records' and 'count' are needed to count.", "Add what is missing."
        return
    if records not in KINDS:
        near = nearest(records, tuple(KINDS))
        fix = f"Write '{near}'." if near else f"Write one of {listed(KINDS, 'or')}."
        yield "records", f"There is no kind of record '{records}'.", fix
        return
    kind = KINDS[records]
    yield from _unknown_columns("area", [values.get("area", "council")], kind)
    yield from _unknown_columns("breakdowns", values.get("breakdowns", ()), kind)
    for key, part in (("count", count), ("of", of)):
        if part is not None:
            yield from _of_part(key, part, kind)
    if of is not None and values.get("unit") not in ("percent", "mean_days"):
        yield "of", "Only a share or an average is of a count of records.", "Take it out."
    if of is None and values.get("unit") in ("percent", "mean_days"):
        yield "count", "A share or an average needs 'of' too.", "Add what it is of."


def _unknown_columns(key: str, names: Any, kind: RecordKind) -> Iterator[Trouble]:
    known = tuple(column.name for column in kind.columns)
    for name in names:
        if name not in known:
            near = nearest(name, known)
            fix = f"Write '{near}'." if near else f"The columns are {listed(known)}."
            yield key, f"There is no column '{name}' in {kind.name}.", fix


def _of_part(key: str, part: Counting, kind: RecordKind) -> Iterator[Trouble]:
    named = [name for one in part.where for name in (one.column, one.days_since) if name]
    amounts = [name for name in (part.sum, part.days_from, part.days_until) if name]
    unknown = list(_unknown_columns(key, dict.fromkeys([*named, *amounts]), kind))
    yield from unknown
    if unknown:
        return
    for one in part.where:
        for what, fix in _of_condition(one, kind.column(one.column), kind):
            yield key, what, fix
    if part.sum and kind.column(part.sum).type != "integer":
        yield key, f"'{part.sum}' holds no numbers to add up.", "Name a column of numbers."
    days = [name for name in (part.days_from, part.days_until) if name]
    if days and (len(days) == 1 or part.sum):
        fix = "Write both 'days_from' and 'days_until', and no 'sum'."
        yield key, "Days are added up from one date until another.", fix
    for name in days:
        if kind.column(name).type != "date":
            yield key, f"'{name}' is no date.", "Name a column of dates."


def _of_condition(one: Condition, column: Column, kind: RecordKind) -> Iterator[tuple[str, str]]:
    is_date = column.type == "date"
    numbers = one.at_least is not None or one.at_most is not None
    if one.days_since and not (is_date and numbers and kind.column(one.days_since).type == "date"):
        yield f"'{one.column}' cannot be counted in days.", "Name two dates and a number of days."
    if numbers and not one.days_since and column.type != "integer":
        yield f"'{one.column}' holds no numbers.", "Compare a column of numbers."
    if one.starts_with and column.type != "text":
        yield f"'{one.column}' holds no codes that begin so.", "Name a column of text."
    if isinstance(one.equal, bool) != (column.type == "yes_no") and one.equal is not None:
        yield f"'{one.column}' cannot be {one.equal!r}.", f"It is {column.type}."
    given = [*one.one_of, *([one.equal] if isinstance(one.equal, str) else [])]
    for code in [code for code in given if column.codes and code not in column.codes]:
        fix = f"Write one of {listed(column.codes, 'or')}."
        yield f"'{one.column}' has no code '{code}'.", fix
    if not (numbers or one.starts_with or given or one.equal is not None or one.codes):
        yield f"Nothing is asked of '{one.column}'.", "Say what it must be."
