"""Every figure of a programme by its id, each with its working."""

from collections.abc import Mapping
from functools import cached_property

from bettercare.calculations.figure import Figure
from bettercare.programmes.budget import Budget
from bettercare.programmes.contributions import Contributions, contribution_figures
from bettercare.programmes.funding import Funding, funding_figures
from bettercare.programmes.shares import share_figures
from bettercare.programmes.totals import total_figures


class Working(Budget):
    """A programme together with all of its figures.

    >>> from decimal import Decimal
    >>> from bettercare.programmes import Fund, Line, Programme
    >>> from bettercare.programmes.rules import load
    >>> programme = Programme(
    ...     years=("2018-19",), unit="£k",
    ...     funds=(Fund(source="carry_over", year="2018-19", available=Decimal(0)),),
    ...     lines=(Line(amounts={"carry_over.2018-19": Decimal(63)}),))
    >>> Working(programme, load()).figures["remaining.carry_over.2018-19"].display
    '-£63k'
    """

    @cached_property
    def funding(self) -> Funding:
        """What each source has to give, leaves and carries forward."""
        return Funding(self)

    @cached_property
    def contributions(self) -> Contributions:
        """The marks for metrics."""
        return Contributions(self)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by id: totals, funding, contributions, shares."""
        found = [
            *total_figures(self),
            *funding_figures(self.funding),
            *contribution_figures(self.contributions),
            *share_figures(self),
        ]
        return {figure.id: figure for figure in found}
