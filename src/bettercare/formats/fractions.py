"""Fractions written as per cent: read as fractions of 1, and said."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

import msgspec

from bettercare.findings import Finding, Severity
from bettercare.formats.reading import alike, noted, noun_of, row_words
from bettercare.money import is_in_range
from bettercare.plan import MetricPlan, Plan
from bettercare.plan.records import Record
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

HUNDRED = Decimal(100)
NEAR = Decimal("0.5")  # shares that add to 100 within this are all in per cent
PRINTED = ("value_printed", "value_printed_on_summary")

R = TypeVar("R", bound=Record)


class Scaled(NamedTuple):
    """A value that was written as per cent: where, how it was written, how it was read."""

    table: str
    item: int
    field: str
    was: str
    now: Decimal


def shares_as_fractions(
    table: str, columns: Sequence[Column], records: Sequence[Record], said: Sequence[Scaled] = ()
) -> tuple[tuple[Record, ...], list[Scaled]]:
    """Read shares of up to 100 as fractions: a share of more than 1 is per cent.

    In a row whose shares add to 100 all of them are, so that 99 and 1 come to 0.99 and 0.01.
    ``said`` are those with a per cent sign of their own, which are fractions already.
    """
    done = {(one.item, one.field) for one in said}
    fields = [column.field for column in columns if column.kind == "share"]
    scaled: list[Scaled] = []
    found = []
    for item, record in enumerate(records if fields else (), 1):
        shares = {f: getattr(record, f) for f in fields if (item, f) not in done}
        given = {field: share for field, share in shares.items() if share is not None}
        found.append(_divided(record, _per_cent(given), (table, item), scaled))
    return tuple(found or records), scaled


def metrics_as_fractions(
    metrics: Sequence[MetricPlan], rules: Round, said: Sequence[Scaled] = ()
) -> tuple[tuple[MetricPlan, ...], list[Scaled]]:
    """Read the printed values of a metric that is a fraction of 1 as such when they are above 1.

    ``said`` are values with a per cent sign of their own, which are fractions already.
    """
    done = {(one.item, one.field) for one in said if one.table == "metrics"}
    scaled: list[Scaled] = []
    found = []
    for item, line in enumerate(metrics, 1):
        code = rules.metric_names.match(line.metric).accepted
        metric = rules.metrics[code] if code else None
        fraction = metric is not None and metric.collected == "ratio" and metric.scale == 1
        given = {field: getattr(line, field) for field in PRINTED} if fraction else {}
        large = {f: v for f, v in given.items() if v is not None and 1 < v <= HUNDRED}
        above = {f: v for f, v in large.items() if (item, f) not in done}
        found.append(_divided(line, above, ("metrics", item), scaled))
    return tuple(found), scaled


def _per_cent(given: dict[str, Decimal]) -> dict[str, Decimal]:
    """The shares that are written as per cent."""
    above = {field: share for field, share in given.items() if 1 < share <= HUNDRED}
    if above and abs(sum(given.values()) - HUNDRED) <= NEAR:
        return {field: share for field, share in given.items() if share > 0}
    return above


def _divided(
    record: R, per_cent: dict[str, Decimal], at: tuple[str, int], scaled: list[Scaled]
) -> R:
    """The record with some of its values divided by 100."""
    new = {field: value.scaleb(-2) for field, value in per_cent.items()}
    new = {field: value for field, value in new.items() if is_in_range(value)}
    for field, value in new.items():
        scaled.append(Scaled(*at, field, f"{per_cent[field]:f}", value))
    return msgspec.structs.replace(record, **new) if new else record


def scaled_findings(plan: Plan, rules: Round, scaled: Sequence[Scaled]) -> Iterator[Finding]:
    """One finding for each column in which values were written as per cent."""
    columns: dict[tuple[str, str], list[Scaled]] = {}
    for one in sorted(scaled, key=lambda one: one.item):
        columns.setdefault((one.table, one.field), []).append(one)
    for (table, field), found in columns.items():
        first, items = found[0], [one.item for one in found]
        yield noted(
            "READ-10",
            Severity.INFORMATION,
            f"{row_words(rules, table, first.item)}, {noun_of(rules, table, field)}",
            f"'{first.was}' is read as per cent, so as {first.now:f}{alike(items)}.",
            "Write 0.6 for 60%, and 1 for 100%.",
            tuple(plan.place(table, item, field) for item in items),
        )
