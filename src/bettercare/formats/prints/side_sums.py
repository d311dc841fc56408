"""Whether the tables bound with a plan add up: down to their total, and across to their sums."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.prints.side_tables import SideRow, SideTable

NOUGHT = Decimal(0)
FEWEST_PARTS = 2
MOST_WRONG = 0.2  # of the rows: where more do not fit, the columns were never meant to add up


class ColumnSum(NamedTuple):
    """A column whose items are added up, beside the total that is printed under it."""

    head: str
    printed: Decimal
    added: Decimal


class Across(NamedTuple):
    """Columns next to one another that add up to the one behind or before them.

    ``wrong`` are the rows in which they do not.
    """

    parts: tuple[int, ...]
    whole: int
    wrong: tuple[SideRow, ...]


def down(table: SideTable) -> tuple[ColumnSum, ...]:
    """Each column of a table that has a total, with what its items come to."""
    total = table.total
    if total is None:
        return ()
    return tuple(
        ColumnSum(table.heads[n], printed, table.sum_of(n))
        for n, printed in enumerate(total.values)
        if n and printed is not None
    )


def across(table: SideTable) -> tuple[Across, ...]:
    """The columns of a table that add up to another one next to them.

    They must do so in the row of the total, and in nearly all other rows. Columns are tried from
    left to right; a part is a part only once, and no sum itself.
    """
    total = table.total
    if total is None:
        return ()
    found: list[Across] = []
    for whole, parts in _ways(len(table.heads)):
        taken = {part for one in found for part in one.parts}
        wholes = {one.whole for one in found}
        used = taken.intersection((whole, *parts)) or wholes.intersection(parts)
        if used or not _fits(total, parts, whole):
            continue
        wrong = tuple(row for row in table.items if not _fits(row, parts, whole))
        if len(wrong) <= MOST_WRONG * len(table.items):
            found.append(Across(parts, whole, wrong))
    return tuple(found)


def _ways(width: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each column with the runs of columns that end right before it, then those right after it."""
    for whole in range(1 + FEWEST_PARTS, width):
        for many in range(FEWEST_PARTS, whole):
            yield whole, tuple(range(whole - many, whole))
    for whole in range(1, width - FEWEST_PARTS):
        for many in range(FEWEST_PARTS, width - whole):
            yield whole, tuple(range(whole + 1, whole + many + 1))


def _fits(row: SideRow, parts: Sequence[int], whole: int) -> bool:
    values = [row.value(part) for part in parts]
    total = row.value(whole)
    if all(value is None for value in (*values, total)):
        return True
    return sum((value or NOUGHT for value in values), NOUGHT) == (total or NOUGHT)
