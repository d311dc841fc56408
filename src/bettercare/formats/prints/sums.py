"""Whether the rows of a printed table of figures add up to its own total."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.formats.prints.settled import Settled
from bettercare.formats.prints.totals import NOUGHT, Totals
from bettercare.plan import Plan
from bettercare.rounds import Round


class Sum(NamedTuple):
    """The rows of one column of a printed table, added up, beside the total that it prints.

    ``filled`` are the labels of rows whose numbers are cut: what the plan gives stands in.
    """

    table: str
    column: str
    total: PrintedFigure
    added: Decimal
    filled: tuple[str, ...] = ()

    @property
    def over(self) -> Decimal:
        """How much more the rows come to than the total."""
        return self.added - (self.total.value or NOUGHT)


def sums_of(settled: Settled, totals: Totals, rules: Round) -> Iterator[Sum]:
    """The sum of each column of each table that has a total.

    ``totals`` say what the plan gives for figures that are cut in print; a column with a row of
    which nothing is known has no sum.
    """
    for name, table in (rules.prints.tables if rules.prints else {}).items():
        for column in table.columns if table.adds_to else ():
            cells = _cells(settled, name, column.key)
            total = next((one for one in cells if one.row == table.adds_to), None)
            rows = [one for one in cells if one.row != table.adds_to and not one.given]
            values = [_value(one, settled, totals) for one in rows]
            if total and total.id in settled.values and rows and None not in values:
                added = sum((value for value in values if value is not None), NOUGHT)
                filled = tuple(one.label for one in rows if one.id not in settled.values)
                yield Sum(table.label, column.key, total, added, filled)


def unplaced(plan: Plan, rules: Round, year: str) -> dict[str, Decimal]:
    """The pounds of rows whose source is none of the round's, by the label they have."""
    found: dict[str, Decimal] = {}
    for row in plan.schemes or ():
        label = row.source_of_funding
        if label and not rules.sources.match(label).accepted:
            found[label] = found.get(label, NOUGHT) + row.amounts.get(year, NOUGHT)
    return found


def _cells(settled: Settled, table: str, column: str) -> list[PrintedFigure]:
    """The figures of one column of a table, each once: as it counts, or else as first printed."""
    found = []
    for key, prints in settled.prints.items():
        here = [one for one in prints if one.table == table and one.column == column]
        if here:
            found.append(here[0] if key not in settled.values else _as_here(settled, key, here[0]))
    return found


def _as_here(settled: Settled, key: str, here: PrintedFigure) -> PrintedFigure:
    """A figure with the value that counts, under the label of this table."""
    counts = settled.values[key]
    return counts if counts.table == here.table else here


def _value(one: PrintedFigure, settled: Settled, totals: Totals) -> Decimal | None:
    counts = settled.values.get(one.id)
    if counts is not None:
        return counts.value
    return totals[one.id].computed if one.id in totals else None
