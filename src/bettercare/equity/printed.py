"""A published row of an equity audit worked out again: what holds, and which cell is a slip."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from itertools import product
from typing import NamedTuple

import msgspec

from bettercare.equity.candidates import (
    Pair,
    Printed,
    candidates,
    half_unit,
    prints_as,
    reproduces,
)
from bettercare.equity.shares import LEVEL, Limits, Verdict, people_to_reach, share, verdict

CELLS = ("percent", "lower", "upper")
_MORE = 5  # people above the fewest that are tried, to say how far a level is off


class PrintedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row as printed: the users, the people, the level to reach, and what was concluded.

    ``count`` and ``of`` are the users where the paper's text gives them; ``verdict`` is "" where
    the cell is blank.
    """

    code: str
    users: Printed
    people: Printed
    level: Printed
    verdict: str = ""
    count: int | None = None
    of: int | None = None


class Standing(Enum):
    """How far the printed level to reach can be had again from counts."""

    REPRODUCED = "as printed"
    ONE_CELL = "one cell differs"
    NOT_FEWEST = "not the fewest"
    NOT_REPRODUCED = "not reproduced"


class Slip(NamedTuple):
    """A printed cell of the level to reach, and what it should be in as many decimals."""

    cell: str
    printed: Decimal
    should_be: Decimal


class Rechecked(msgspec.Struct, frozen=True, kw_only=True):
    """What a printed row comes to.

    ``pairs`` are all counts that fit the users' row, ``level_pairs`` those that also fit the level,
    and ``levels`` the people of the level beside each of these.
    ``above`` says by how many people the printed level lies above the fewest, nearest first.
    """

    row: PrintedRow
    pairs: tuple[Pair, ...]
    level_pairs: tuple[Pair, ...]
    levels: tuple[Pair, ...]
    verdict: Verdict
    standing: Standing
    slip: Slip | None = None
    above: tuple[int, ...] = ()

    @property
    def is_wilson(self) -> bool:
        """Whether some counts print as the users' row with Wilson's interval."""
        return bool(self.pairs)

    @property
    def verdict_agrees(self) -> bool | None:
        """Whether the printed verdict follows from the printed limits; ``None`` where blank."""
        return None if not self.row.verdict else self.row.verdict == self.verdict.value


class _Fit(NamedTuple):
    """A pair, with a number of people that may be its level, so many above the fewest."""

    pair: Pair
    level: Pair
    above: int


def recheck(row: PrintedRow, level: float = LEVEL) -> Rechecked:
    """Work out a printed row again.

    The verdict comes from the printed limits. The level to reach is the fewest users whose Wilson
    lower limit lies above the population's upper limit, which is known only as far as printed: any
    limit that prints so is tried, with every pair of counts that fits the users' row.
    """
    pairs = _pairs(row, level)
    fits = [fit for pair in pairs for fit in _fits(row, pair, level)]
    whole = [fit for fit in fits if reproduces(fit.level, row.level, level)]
    fewest = [fit for fit in whole if not fit.above]
    slip = None if whole else _slip((fit for fit in fits if not fit.above), row.level, level)
    return Rechecked(
        row=row,
        pairs=pairs,
        level_pairs=tuple(dict.fromkeys(fit.pair for fit in fewest)),
        levels=tuple(fit.level for fit in fewest),
        verdict=verdict(_limits(row.users), _limits(row.people)),
        standing=_standing(bool(fewest), bool(whole), slip),
        slip=slip,
        above=() if fewest else tuple(sorted({fit.above for fit in whole})),
    )


def implied_upper_limit(found: Iterable[Rechecked], level: float = LEVEL) -> Limits:
    """Between which fractions the population's upper limit must lie, by levels that are reproduced.

    Give rows that are compared with the same people. It may lie at the lower end and lies below the
    upper one, so it is known to more decimals than are printed. Raises ``ValueError`` where no one
    limit gives all of their levels.
    """
    low, high = 0.0, 1.0
    for one in found:
        if one.levels:
            printed, half = float(one.row.people.upper), half_unit(one.row.people.upper)
            below = min(share(max(0, count - 1), of, level).lower for count, of in one.levels)
            low = max(low, below, (printed - half) / 100)
            above = max(share(count, of, level).lower for count, of in one.levels)
            high = min(high, above, (printed + half) / 100)
    if low >= high:
        raise ValueError("no one population gives all of these levels")
    return Limits(low, high)


def _standing(fewest: bool, whole: bool, slip: Slip | None) -> Standing:
    if fewest:
        return Standing.REPRODUCED
    if whole:
        return Standing.NOT_FEWEST
    return Standing.ONE_CELL if slip else Standing.NOT_REPRODUCED


def _pairs(row: PrintedRow, level: float) -> tuple[Pair, ...]:
    """The pairs that fit the users' row, and the counts of the text where it gives them."""
    return tuple(
        pair
        for pair in candidates(row.users, level)
        if row.count in {None, pair.number} and row.of in {None, pair.of}
    )


def _limits(printed: Printed) -> Limits:
    return Limits(float(printed.lower), float(printed.upper))


def _fits(row: PrintedRow, pair: Pair, level: float) -> Iterator[_Fit]:
    """Numbers that may be the level: the fewest for any limit that prints so, and a few above."""
    upper, half = float(row.people.upper), half_unit(row.people.upper)
    low = people_to_reach(pair.of, (upper - half) / 100, level)
    high = people_to_reach(pair.of, (upper + half) / 100, level)
    if low is None or high is None:
        return
    for count in range(low, min(high + _MORE, pair.of) + 1):
        yield _Fit(pair, Pair(count, pair.of), max(0, count - high))


def _slip(fits: Iterable[_Fit], printed: Printed, level: float) -> Slip | None:
    """The one cell that differs, where all counts that fit the two others agree on it."""
    found = {
        slip
        for fit, cell in product(list(fits), range(len(CELLS)))
        if (slip := _only(fit.level, cell, printed, level))
    }
    return found.pop() if len(found) == 1 else None


def _only(pair: Pair, cell: int, printed: Printed, level: float) -> Slip | None:
    """The slip in a cell, where the pair prints as the two others and not as this."""
    fractions = share(*pair, level)[2:]
    agrees = [prints_as(*both) for both in zip(fractions, printed, strict=True)]
    if agrees != [n != cell for n in range(len(CELLS))]:
        return None
    should_be = Decimal(fractions[cell] * 100).quantize(printed[cell])
    return Slip(CELLS[cell], printed[cell], should_be)
