"""Every printed figure beside what the lines come to: what agrees, what differs, what is in doubt.

A total is called right only when nothing else speaks against it. One that agrees with its own print
is in doubt when the sum of its whole column does not, when a line of it does not add up, or when a
line stands in the column of another source than the one it names.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from bettercare.calculations.figure import Figure
from bettercare.money import round_half_up
from bettercare.programmes.budget import NOUGHT, Column, Numbered, column_of, total
from bettercare.programmes.figures import Working

Result = Literal["ok", "ok_within_rounding", "differs", "in_doubt", "not_testable"]
HUNDRED = Decimal(100)


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One printed number and what was worked out in its place; ``difference`` is ours less theirs.

    ``unit`` is that of the programme, or "percent". ``printed`` is ``None`` where the source prints
    no such number, and ``result`` then "not_testable".
    """

    id: str
    label: str
    unit: str
    printed: Decimal | None
    computed: Decimal | None
    result: Result
    within_rounding: bool = False
    note: str = ""

    @property
    def difference(self) -> Decimal | None:
        """What was worked out less what is printed."""
        if self.printed is None or self.computed is None:
            return None
        return self.computed - self.printed


class Comparisons:
    """The comparisons of one programme."""

    def __init__(self, working: Working) -> None:
        self.working = working

    @cached_property
    def all(self) -> tuple[Comparison, ...]:
        """Every comparison: lines, priorities, totals, what remains, shares."""
        return (
            *self._lines(),
            *self._money(),
            *self._adding_up(),
            *self._shares(),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Comparison]:
        """The comparisons by id."""
        return {one.id: one for one in self.all}

    def agree(self) -> tuple[Comparison, ...]:
        """Those that agree, also within rounding."""
        return tuple(one for one in self.all if one.result in {"ok", "ok_within_rounding"})

    # -- the parts

    def _lines(self) -> Iterator[Comparison]:
        """Each line: what its sources give beside its annual budget."""
        working = self.working
        for year in working.years:
            for one in working.lines if working.of_year(year) else ():
                annual = one.line.annual.get(year)
                unknown = bool(working.unknown(one.line, year))
                if annual is None and not unknown and not working.money(one.line, year):
                    continue
                yield self._compared(
                    f"line.{one.item}.{year}",
                    f"Line {one.item}, {working.name(one)}: sources beside annual budget, {year}",
                    annual,
                    None if unknown else working.money(one.line, year),
                    self._parts(one, year),
                )

    def _parts(self, one: Numbered, year: str) -> int:
        found = (self.working.amount(one.line, column) for column in self.working.of_year(year))
        return sum(bool(amount) for amount in found)

    def _money(self) -> Iterator[Comparison]:
        """Each printed figure of money that we work out too."""
        for name, printed in self.working.programme.printed.items():
            figure = self._figure_of(name)
            if figure is None or name.startswith("share."):
                continue
            found = self._compared(
                name, figure.label, printed, figure.value, max(len(figure.inputs), 1)
            )
            yield self._doubted(found, figure.notes)

    def _doubted(self, found: Comparison, notes: Iterable[str]) -> Comparison:
        """A comparison that agrees, unless something else speaks against it."""
        why = " ".join(self._doubts(found.id)) if found.result == "ok" else ""
        note = " ".join(filter(None, (why, *notes)))
        result = "in_doubt" if why else found.result
        return msgspec.structs.replace(found, result=result, note=note or found.note)

    def _doubts(self, name: str) -> Iterator[str]:
        """What speaks against a total that agrees with its own print."""
        column = self._column_of(name)
        whole = f"total.{column.key if column.source else column.year}"
        other = self._whole(whole)
        if name != whole and other is not None and other.result == "differs":
            yield f"All of {self._words(column.key)} does not agree with its print."
        for one in self.working.lines:
            if self._counts(name, one):
                yield from self._doubts_of_line(one, column)

    def _doubts_of_line(self, one: Numbered, column: Column) -> Iterator[str]:
        if column.source and self._stands_elsewhere(one, column):
            yield f"Line {one.item} names {one.line.source}, and its money stands elsewhere."
        if self._does_not_add_up(one, column.year):
            yield f"The sources of line {one.item} do not add up to its annual budget."

    def _whole(self, name: str) -> Comparison | None:
        """The printed total of a whole column beside its lines."""
        printed = self.working.programme.printed.get(name)
        figure = self._figure_of(name)
        if printed is None or figure is None:
            return None
        return self._compared(name, figure.label, printed, figure.value, len(figure.inputs))

    def _figure_of(self, name: str) -> Figure | None:
        """What a printed figure is compared with: an annual total with the annual budgets."""
        figures = self.working.figures
        return figures.get(f"annual.{name.removeprefix('total.')}") or figures.get(name)

    def _column_of(self, name: str) -> Column:
        """The source and year that a printed figure is about; no source for all of them."""
        for column in self.working.columns:
            if name.endswith(f".{column.key}"):
                return column
        return Column("", name.rpartition(".")[2])

    def _counts(self, name: str, one: Numbered) -> bool:
        """Whether a line is part of a printed figure."""
        return not name.startswith("priority.") or name.startswith(f"priority.{one.line.priority}.")

    def _stands_elsewhere(self, one: Numbered, column: Column) -> bool:
        """Whether a line has money in the year, and none of it from the source that it names."""
        code = self.working.code(one.line.source)
        its = [c for c in self.working.of_year(column.year) if self.working.amount(one.line, c)]
        known = any(c.source == code for c in self.working.columns)
        concerns = column in its or column.source == code
        return bool(its) and known and concerns and all(c.source != code for c in its)

    def _does_not_add_up(self, one: Numbered, year: str) -> bool:
        annual = one.line.annual.get(year)
        if annual is None or not self.working.of_year(year):
            return False
        if self.working.unknown(one.line, year):
            return False
        money = self.working.money(one.line, year) or NOUGHT
        return abs(money - annual) > self.working.rounding(self._parts(one, year))

    def _adding_up(self) -> Iterator[Comparison]:
        """Printed totals beside the sum of the printed totals that they are made of."""
        printed = self.working.programme.printed
        for name in [one for one in printed if one.startswith("total.")]:
            rest = name.removeprefix("total.")
            parts = [printed.get(f"priority.{code}.{rest}") for code in self.working.priorities]
            if parts and None not in parts:
                label = f"Printed priority totals beside the printed total, {self._words(rest)}"
                yield self._compared(
                    f"{name}.from_priorities", label, printed[name], total(parts), len(parts)
                )
        for year in self.working.years:
            sources = [printed.get(f"total.{column.key}") for column in self.working.of_year(year)]
            if f"total.{year}" in printed and sources and None not in sources:
                label = f"Printed source totals beside the printed total, {year}"
                yield self._compared(
                    f"total.{year}.from_sources",
                    label,
                    printed[f"total.{year}"],
                    total(sources),
                    len(sources),
                )

    def _words(self, rest: str) -> str:
        column = column_of(rest)
        return f"{self.working.label(column.source)} {column.year}" if column.source else rest

    def _shares(self) -> Iterator[Comparison]:
        """Printed percentages beside what the amounts give, and beside each other."""
        working, printed = self.working, self.working.programme.printed
        for year in working.years:
            for one in working.lines:
                if one.line.share is not None:
                    yield self._share(f"share.line.{one.item}.{year}", one.line.share)
            for code in working.priorities:
                share = printed.get(f"share.priority.{code}.{year}")
                if share is not None:
                    yield self._share(f"share.priority.{code}.{year}", share)
                    yield from self._summed_shares(code, year, share)
            parts = [printed.get(f"share.priority.{code}.{year}") for code in working.priorities]
            whole = printed.get(f"share.total.{year}")
            if whole is not None and None not in parts:
                label = f"Printed shares of priorities beside the whole, {year}"
                yield self._percent(f"share.total.{year}", label, whole, (total(parts), len(parts)))

    def _share(self, name: str, share: Decimal) -> Comparison:
        """A printed percentage beside that of the amounts, rounded as it is printed."""
        figure = self.working.figures[name]
        value = figure.value
        computed = None if value is None else round_half_up(value * HUNDRED) / HUNDRED
        label = f"{figure.label}: printed beside worked out"
        return self._percent(name, label, share, (computed, 0))

    def _summed_shares(self, code: str, year: str, share: Decimal) -> Iterator[Comparison]:
        found = [one.line.share for one in self.working.in_priority(code)]
        known = [one for one in found if one is not None]
        if known:
            name = self.working.priority_label(code)
            yield self._percent(
                f"share.priority.{code}.{year}.from_lines",
                f"Printed shares of the lines of {name}, beside its own, {year}",
                share,
                (sum(known, NOUGHT), len(known)),
            )

    def _percent(
        self, name: str, label: str, printed: Decimal, found: tuple[Decimal | None, int]
    ) -> Comparison:
        """Percentages, each of which is rounded by itself: a sum of many may be off by some."""
        computed, parts = found
        near = parts * self.working.rules.rounding.percent
        wrong = None if computed is None else abs(computed - printed) * HUNDRED
        result: Result = "not_testable"
        if wrong is not None:
            result = "ok" if not wrong else "ok_within_rounding" if wrong <= near else "differs"
        return Comparison(
            id=name,
            label=label,
            unit="percent",
            printed=printed * HUNDRED,
            computed=None if computed is None else computed * HUNDRED,
            result=result,
        )

    def _compared(
        self, name: str, label: str, printed: Decimal | None, computed: Decimal | None, parts: int
    ) -> Comparison:
        """Money: it must agree, and where rounding may be the reason that is said."""
        result: Result = "not_testable"
        rounded = False
        if printed is not None and computed is not None:
            off = abs(computed - printed)
            result = "differs" if off else "ok"
            rounded = 0 < off <= self.working.rounding(parts)
        return Comparison(
            id=name,
            label=label,
            unit=self.working.unit,
            printed=printed,
            computed=computed,
            result=result,
            within_rounding=rounded,
            note=f"Rounding of {parts} amounts can explain it." if rounded else "",
        )
