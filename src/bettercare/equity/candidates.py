"""Which whole numbers stand behind a printed percentage and its interval."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from bettercare.equity.shares import LEVEL, share

MOST_PEOPLE = 10_000
_SLACK = 1e-9  # a value half-way between two prints may print as either


class Printed(NamedTuple):
    """A percentage and its limits as printed, each with its own number of decimals."""

    percent: Decimal
    lower: Decimal
    upper: Decimal


class Pair(NamedTuple):
    """So many people of so many."""

    number: int
    of: int


def prints_as(fraction: float, printed: Decimal) -> bool:
    """Whether a fraction, rounded once, prints as a percentage; a tie may print as either.

    >>> prints_as(0.07048, Decimal("7.0")), prints_as(0.07048, Decimal("7.1"))
    (True, False)
    """
    return abs(fraction * 100 - float(printed)) <= half_unit(printed) + _SLACK


def half_unit(printed: Decimal) -> float:
    """Half a unit of the last printed decimal, in per cent: how far rounding may have moved it."""
    exponent = printed.as_tuple().exponent
    return 10.0 ** (exponent if isinstance(exponent, int) else 0) / 2


@lru_cache(maxsize=64)
def candidates(printed: Printed, level: float = LEVEL, most: int = MOST_PEOPLE) -> tuple[Pair, ...]:
    """Every pair up to ``most`` people whose share and Wilson interval print as shown.

    One pair means that the counts can be told from the print; none that it is no Wilson interval.

    >>> candidates(Printed(Decimal("73.3"), Decimal("48.0"), Decimal("89.1")))
    (Pair(number=11, of=15),)
    """
    return tuple(
        pair
        for of in range(1, most + 1)
        if _may_fit(printed, of, level)
        for pair in _counts(printed.percent, of)
        if reproduces(pair, printed, level)
    )


def reproduces(pair: Pair, printed: Printed, level: float = LEVEL) -> bool:
    """Whether a pair prints as a percentage and both its limits."""
    found = share(*pair, level)
    return all(prints_as(*both) for both in zip(found[2:], printed, strict=True))


def _counts(percent: Decimal, of: int) -> Iterator[Pair]:
    """The counts whose share prints as a percentage, with one to spare on either side."""
    low = (float(percent) - half_unit(percent)) / 100 * of
    high = (float(percent) + half_unit(percent)) / 100 * of
    for count in range(max(0, floor(low)), min(of, ceil(high)) + 1):
        yield Pair(count, of)


def _may_fit(printed: Printed, of: int, level: float) -> bool:
    """Whether about the printed share ``of`` so many people has an interval like the printed one.

    A limit moves at most twice as far as the share does, so what is further off than that fits no
    count. This spares nine tenths of the work and loses no pair.
    """
    percent = float(printed.percent)
    found = share(min(of, max(0, round(percent / 100 * of))), of, level)
    moved = 2 * (abs(found.value * 100 - percent) + half_unit(printed.percent))
    return all(
        abs(limit * 100 - float(given)) <= moved + half_unit(given) + _SLACK
        for limit, given in zip(found[3:], printed[1:], strict=True)
    )
