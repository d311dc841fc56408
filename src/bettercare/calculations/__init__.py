"""Every figure of a plan, each with its working."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Self

import msgspec

from bettercare.calculations.admissions import admission_figures
from bettercare.calculations.balances import balance_figures
from bettercare.calculations.beside import Beside
from bettercare.calculations.coded import CodedRow
from bettercare.calculations.completeness import completeness_figures, word_figures
from bettercare.calculations.figure import Figure, Input, Step
from bettercare.calculations.metrics import metric_figures
from bettercare.calculations.payment import payment_figures
from bettercare.calculations.required import Overlap, Requirement, requirements
from bettercare.calculations.required_figures import required_figures
from bettercare.calculations.summaries import summary_figures
from bettercare.calculations.working import Working
from bettercare.plan import Plan
from bettercare.rounds import Round

__all__ = ["Calculations", "CodedRow", "Figure", "Input", "Step", "Working"]


class Calculations(Working):
    """A plan's working together with its required spends and all of its figures.

    ``beside`` is last year's plan, with what became of its rows, where it is given.
    """

    def __init__(
        self,
        plan: Plan,
        rules: Round,
        year: str | None = None,
        beside: Beside | None = None,
    ) -> None:
        super().__init__(plan, rules, year)
        self.beside = beside

    def _for_year(self, year: str) -> Self:
        return type(self)(self.plan, self.rules, year, self.beside)

    @property
    def earlier(self) -> "Calculations | None":
        """The plan in the year before: its own first year's is last year's plan, where given."""
        if self.year_before is not None:
            return self.year_before
        own = self.beside is not None and self.beside.year == self.year
        return self.beside.previous if self.beside and own else None

    @cached_property
    def required(self) -> Mapping[str, Requirement]:
        """The required spends by code."""
        return requirements(self)

    @cached_property
    def overlap(self) -> Overlap:
        """The rows that count to all required spends, and to none."""
        return Overlap(self, self.required)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by its id, in the order of the template."""
        found = [
            *(figure for one in self.by_year for figure in one.money_figures()),
            *metric_figures(self),
            *admission_figures(self),
            *payment_figures(self),
            *completeness_figures(self),
            *word_figures(self),
        ]
        return {figure.id: figure for figure in found}

    def money_figures(self) -> Iterator[Figure]:
        """The figures of the working's own year that are about money."""
        found = (
            *balance_figures(self),
            *required_figures(self, self.required, self.overlap),
            *summary_figures(self),
        )
        if not self.rules.several_years:
            yield from found
            return
        for figure in found:
            label = f"{figure.label}, {self.year}"
            yield msgspec.structs.replace(figure, id=self.id(figure.id), label=label)
