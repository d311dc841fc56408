"""Months added up to quarters and financial years, by whole numbers, and how they are written."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import ibis
from ibis.expr import types as ir

from bettercare.places.quarters import quarter_of, year_of

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
APRIL = 3  # months of a calendar year before the financial year
KEYS = ("area", "breakdown", "group")


def by_periods(found: ir.Table, kinds: Collection[str], counts: Sequence[str]) -> ir.Table:
    """Cells of months added up to periods: ``period_kind``, and ``period`` by its first month.

    A period is there where any of its months is; ``part_periods`` says which lack a month.
    """
    tables = [_by_period(found, kind, counts) for kind in MONTHS_IN if kind in kinds]
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def _by_period(found: ir.Table, kind: str, counts: Sequence[str]) -> ir.Table:
    month, length = found["month"], MONTHS_IN[kind]
    first = month if length == 1 else month - (month - APRIL) % length
    sums = {name: found[name].sum().cast("int64") for name in counts}
    summed = found.group_by(*KEYS, period=first).aggregate(**sums)
    return summed.select(
        *KEYS, *counts, period_kind=ibis.literal(kind), period=summed["period"].cast("int64")
    )


def first_month(month: int, kind: str) -> int:
    """The first month, by number, of the period that a month lies in.

    >>> period("month", first_month(2018 * 12 + 1, "quarter"))
    '2018-01'
    """
    return month - (month - APRIL) % MONTHS_IN[kind]


@lru_cache(maxsize=4096)
def period(kind: str, first: int) -> str:
    """A period as it is written, by the number of its first month.

    >>> period("month", 2019 * 12 + 3), period("month", 2020 * 12 + 0)
    ('2019-04', '2020-01')
    >>> period("quarter", 2020 * 12 + 0), period("year", 2019 * 12 + 3)
    ('2019-20 Q4', '2019-20')
    """
    month = f"{first // 12:04}-{first % 12 + 1:02}"
    if kind == "month":
        return month
    quarter = quarter_of(month) or month
    return quarter if kind == "quarter" else year_of(quarter)


def part_periods(months: Collection[int], kind: str) -> tuple[str, ...]:
    """The periods that some months lie in, of which other months are not there.

    >>> june, july = 2019 * 12 + 5, 2019 * 12 + 6
    >>> part_periods([june - 2, june - 1, june, july], "quarter")
    ('2019-20 Q2',)
    """
    present: dict[int, int] = {}
    for month in set(months):
        number = first_month(month, kind)
        present[number] = present.get(number, 0) + 1
    return tuple(
        period(kind, number) for number, n in sorted(present.items()) if n < MONTHS_IN[kind]
    )
