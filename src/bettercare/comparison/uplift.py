"""Amounts of rows raised as the income of their source grows, to the pound."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from bettercare.comparison.income_settings import in_proportion
from bettercare.money import round_half_up
from bettercare.plan import SchemeRow

Growth = Mapping[str, tuple[Decimal, Decimal]]  # by source: income before and now


def uplifted(
    rows: Sequence[SchemeRow], sources: Sequence[str | None], year: str, growth: Growth
) -> tuple[SchemeRow, ...]:
    """Scheme rows with the amounts of a year raised by the growth of their source.

    ``sources`` are the codes of the rows' sources. The rows of a source come to their old sum times
    the growth, rounded to pounds; what rounding leaves over goes to the largest row.
    """
    new = dict(enumerate(rows))
    for code, (before, now) in growth.items():
        own = [n for n, source in enumerate(sources) if source == code and year in rows[n].amounts]
        if not own or not before:
            continue
        amounts = [rows[n].amounts[year] for n in own]
        total = round_half_up(sum(amounts, Decimal(0)) * now / before)
        for n, amount in zip(own, in_proportion(total, amounts), strict=True):
            new[n] = msgspec.structs.replace(new[n], amounts={**new[n].amounts, year: amount})
    return tuple(new[n] for n in range(len(rows)))
