"""Every figure of a plan, each with its working."""

from collections.abc import Mapping
from functools import cached_property

from bettercare.calculations.balances import balance_figures
from bettercare.calculations.completeness import completeness_figures, word_figures
from bettercare.calculations.figure import Figure, Input, Step
from bettercare.calculations.metrics import metric_figures
from bettercare.calculations.required import Overlap, Requirement, requirements
from bettercare.calculations.required_figures import required_figures
from bettercare.calculations.summaries import summary_figures
from bettercare.calculations.working import CodedRow, Working

__all__ = ["Calculations", "CodedRow", "Figure", "Input", "Step", "Working"]


class Calculations(Working):
    """A plan's working together with its required spends and all of its figures."""

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
            *balance_figures(self),
            *required_figures(self, self.required, self.overlap),
            *summary_figures(self),
            *metric_figures(self),
            *completeness_figures(self),
            *word_figures(self),
        ]
        return {figure.id: figure for figure in found}
