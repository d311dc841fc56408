"""Every printed figure beside what the lines come to: what agrees, what differs, what is in doubt.

A total is called right only when nothing else speaks against it: see ``doubts``.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from bettercare.calculations.figure import Figure
from bettercare.money import round_half_up
from bettercare.programmes.budget import NOUGHT, Numbered, column_of, total
from bettercare.programmes.doubts import Doubts, is_off
from bettercare.programmes.figures import Working

Result = Literal["ok", "ok_within_rounding", "differs", "in_doubt", "not_testable"]
HUNDRED = Decimal(100)


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One printed number and what was worked out in its place; ``difference`` is ours less theirs.

    ``unit`` is that of the programme, or "percent". ``printed`` is ``None`` where the source prints
    no such number, and ``result`` then "not_testable". ``problem`` is the slip that makes a doubt.
    """

    id: str
    label: str
    unit: str
    printed: Decimal | None
    computed: Decimal | None
    result: Result
    within_rounding: bool = False
    note: str = ""
    problem: str = ""

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
            *self._of_lines.values(),
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

    @cached_property
    def _of_lines(self) -> Mapping[str, Comparison]:
        return {one.id: one for one in self._money()}

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
        doubts = list(self._doubts.about(found.id)) if found.result == "ok" else []
        words = dict.fromkeys(doubt.words for doubt in doubts)
        return msgspec.structs.replace(
            found,
            result="in_doubt" if doubts else found.result,
            note=" ".join((*words, *notes)) or found.note,
            problem=doubts[0].problem if doubts else "",
        )

    @cached_property
    def _doubts(self) -> Doubts:
        printed = self.working.programme.printed
        wrong = (
            name
            for name in printed
            if name.startswith("total.")
            and (figure := self._figure_of(name))
            and is_off(printed[name], figure.value)
        )
        return Doubts(self.working, frozenset(wrong))

    def _figure_of(self, name: str) -> Figure | None:
        """What a printed figure is compared with: an annual total with the annual budgets."""
        figures = self.working.figures
        return figures.get(f"annual.{name.removeprefix('total.')}") or figures.get(name)

    def _adding_up(self) -> Iterator[Comparison]:
        """Printed totals beside the sum of the printed totals that they are made of."""
        printed = self.working.programme.printed
        for name in [one for one in printed if one.startswith("total.")]:
            rest = name.removeprefix("total.")
            parts = [printed.get(f"priority.{code}.{rest}") for code in self.working.priorities]
            if parts and None not in parts:
                label = f"Printed priority totals beside the printed total, {self._words(rest)}"
                found = self._compared(
                    f"{name}.from_priorities", label, printed[name], total(parts), len(parts)
                )
                yield self._borne_out(found, name)
        for year in self.working.years:
            sources = [printed.get(f"total.{column.key}") for column in self.working.of_year(year)]
            if f"total.{year}" in printed and sources and None not in sources:
                label = f"Printed source totals beside the printed total, {year}"
                name, count = f"total.{year}", len(sources)
                found = self._compared(
                    f"{name}.from_sources", label, printed[name], total(sources), count
                )
                yield self._borne_out(found, name)

    def _borne_out(self, found: Comparison, name: str) -> Comparison:
        """Totals that add up to another, which is in doubt where its lines do not come to it."""
        lines = self._of_lines.get(name)
        if found.result != "ok" or lines is None or lines.result == "ok":
            return found
        note = "The lines do not come to it, or are in doubt themselves."
        problem = lines.problem or f"printed.{name}"
        return msgspec.structs.replace(found, result="in_doubt", note=note, problem=problem)

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
