"""What speaks against a printed total although the lines give it too.

A print may slip in the same way in a line and in its total; then both agree and both are wrong. So
a total is in doubt where anything else about its lines or its column does not hold.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bettercare.programmes.budget import Budget, Column, Numbered, total
from bettercare.programmes.records import NOT_PLACED


class Doubt(NamedTuple):
    """One thing that speaks against a total, and the slip that it is a sign of."""

    words: str
    problem: str


class Doubts:
    """The doubts about a programme's printed totals; ``wrong`` are columns whose total differs."""

    def __init__(self, budget: Budget, wrong: frozenset[str]) -> None:
        self.budget = budget
        self._wrong = wrong

    def about(self, name: str) -> Iterator[Doubt]:
        """What speaks against the printed figure of this id."""
        column = self.column_of(name)
        key = column.key if column.source else column.year
        whole = f"total.{key}"
        if name != whole and whole in self._wrong:
            words = f"All of {self._words(column)} does not agree with its print."
            yield Doubt(words, f"printed.{whole}")
        yield from self._of_rows(name.removesuffix(f".{key}"))
        for one in self.budget.lines:
            if column.source and column in self._elsewhere.get(one.item, ()):
                yield Doubt(
                    f"Line {one.item} names {one.line.source}, and its money stands elsewhere.",
                    f"source.{one.item}",
                )
            if self._counts(name, one):
                yield from self._of_line(one, key)

    def column_of(self, name: str) -> Column:
        """The source and year that a printed figure is about; no source for all of them."""
        for column in self.budget.columns:
            if name.endswith(f".{column.key}"):
                return column
        return Column("", name.rpartition(".")[2])

    def _words(self, column: Column) -> str:
        label = self.budget.label(column.source) if column.source else ""
        return f"{label} {column.year}".strip()

    def _counts(self, name: str, one: Numbered) -> bool:
        """Whether a line is part of a printed figure."""
        return not name.startswith("priority.") or name.startswith(f"priority.{one.line.priority}.")

    def _of_rows(self, start: str) -> Iterator[Doubt]:
        for row in dict.fromkeys((start, "total")):
            if row in self._rows_that_do_not_add_up:
                words = "The printed sources of a year do not add up to its printed total."
                yield Doubt(words, f"printed.{row}")

    @cached_property
    def _rows_that_do_not_add_up(self) -> frozenset[str]:
        """The printed rows of totals whose sources do not come to the total of a year."""
        starts = ("total", *(f"priority.{code}" for code in self.budget.priorities))
        years = self.budget.years
        return frozenset(
            start for start in starts if not all(self._row_adds_up(start, year) for year in years)
        )

    def _row_adds_up(self, start: str, year: str) -> bool:
        printed = self.budget.programme.printed
        whole = printed.get(f"{start}.{year}")
        parts = [printed.get(f"{start}.{column.key}") for column in self.budget.of_year(year)]
        if whole is None or not parts or None in parts:
            return True
        return abs(total(parts) - whole) <= self.budget.rounding(len(parts))

    def _of_line(self, one: Numbered, key: str) -> Iterator[Doubt]:
        if one.line.alignment == NOT_PLACED:
            yield Doubt(f"The cells of line {one.item} could not be placed.", f"line.{one.item}")
        elif self.budget.unreadable(one.line, key):
            yield Doubt(f"An amount of line {one.item} cannot be read.", f"line.{one.item}")
        if one.item in self._odd_shares:
            words = f"The printed share of line {one.item} is not that of its amount."
            yield Doubt(words, f"printed.share.line.{one.item}")
        # A line that is wrong in one year may have the money of another there.
        for year in self._broken.get(one.item, ()):
            words = f"The sources of line {one.item} do not add up to its annual budget of {year}."
            yield Doubt(words, f"line.{one.item}.{year}")

    @cached_property
    def _odd_shares(self) -> frozenset[int]:
        """The lines whose printed share is further from that of their amount than rounding goes."""
        near = self.budget.rules.rounding.percent / 100
        years = [year for year in self.budget.years if self._whole_of(year)]
        return frozenset(
            one.item
            for one in self.budget.lines
            if one.line.share is not None
            for year in years[:1]
            if abs(self._share(one, year) - one.line.share) > near
        )

    def _whole_of(self, year: str) -> Decimal:
        return total(self.budget.money(line, year) for _, line in self.budget.lines)

    def _share(self, one: Numbered, year: str) -> Decimal:
        return (self.budget.money(one.line, year) or Decimal(0)) / self._whole_of(year)

    @cached_property
    def _elsewhere(self) -> Mapping[int, frozenset[Column]]:
        """The columns of each line that has money, and none of it of the source that it names.

        Those with the money, and those of the source: any of them may be the wrong one.
        """
        known = {column.source for column in self.budget.columns}
        return {
            one.item: frozenset(columns)
            for one in self.budget.lines
            if (code := self.budget.code(one.line.source)) in known
            and (columns := [c for year in self.budget.years for c in self._apart(one, code, year)])
        }

    def _apart(self, one: Numbered, code: str, year: str) -> list[Column]:
        columns = self.budget.of_year(year)
        its = [c for c in columns if self._has_money(one, c)]
        if any(column.source == code for column in its):
            return []
        return [*its, *(c for c in columns if c.source == code)] if its else []

    def _has_money(self, one: Numbered, column: Column) -> bool:
        """Whether a line has money in a column, known or not."""
        return bool(
            self.budget.amount(one.line, column) or self.budget.unknown(one.line, column.key)
        )

    @cached_property
    def _broken(self) -> Mapping[int, tuple[str, ...]]:
        """The years in which the sources of a line speak against its annual budget."""
        found = {
            one.item: tuple(year for year in self.budget.years if self._is_broken(one, year))
            for one in self.budget.lines
        }
        return {item: years for item, years in found.items() if years}

    def _is_broken(self, one: Numbered, year: str) -> bool:
        columns = self.budget.of_year(year)
        if not columns:
            return False
        unknown = self.budget.unknown(one.line, year)
        if unknown:  # both the annual budget and a source, or neither
            kinds = {field.partition(".")[0] for field in unknown}
            return year in self._years_with_annual and len(kinds) == 1
        annual = one.line.annual.get(year)
        if annual is None:
            return False
        given = [self.budget.amount(one.line, column) for column in columns]
        off = abs(total(given) - annual)
        return off > self.budget.rounding(sum(map(bool, given)))

    @cached_property
    def _years_with_annual(self) -> frozenset[str]:
        """The years in which lines have annual budgets, known or not."""
        return frozenset(
            year
            for year in self.budget.years
            for _, line in self.budget.lines
            if year in line.annual or f"annual.{year}" in line.written
        )


def is_off(printed: Decimal | None, computed: Decimal | None) -> bool:
    """Whether both numbers are known and not the same.

    >>> is_off(Decimal(90), Decimal(89)), is_off(None, Decimal(0))
    (True, False)
    """
    return printed is not None and computed is not None and printed != computed
