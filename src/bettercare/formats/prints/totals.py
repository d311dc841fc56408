"""Each total that a paper prints beside what the rows of a plan give."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from bettercare.calculations import Calculations, Figure
from bettercare.formats.prints.figures import PrintedFigure
from bettercare.plan import Plan
from bettercare.rounds import Round

NOUGHT = Decimal(0)
HALF = Decimal("0.5")


class Total(msgspec.Struct, frozen=True, gc=False):
    """A total that the paper prints, and what the rows give; ``None`` where they give nothing.

    ``tolerance`` is how far the two may be apart by rounding: nothing in pounds.
    """

    printed: PrintedFigure
    label: str
    computed: Decimal | None
    tolerance: Decimal = NOUGHT
    unit: str = "GBP"

    @property
    def id(self) -> str:
        """The id of the figure."""
        return self.printed.id

    @property
    def agrees(self) -> bool:
        """Whether the two are the same, in pounds to the penny."""
        return self.computed is not None and abs(self.short_by) <= self.tolerance

    @property
    def short_by(self) -> Decimal:
        """How much less the rows give than is printed; below 0 where they give more."""
        return (self.printed.value or NOUGHT) - (self.computed or NOUGHT)


Totals = Mapping[str, Total]


def totals_of(plan: Plan, rules: Round, settled: Mapping[str, PrintedFigure]) -> Totals:
    """Every total that a paper prints beside what the rows of a plan give.

    Figures that the plan is given, such as a minimum, are no totals of its rows.
    """
    figures = Calculations(plan, rules).figures
    found = ((one, figures.get(one.id)) for one in settled.values() if not one.given)
    return {
        one.id: Total(one, figure.label, figure.value, _tolerance(one, figure), figure.unit)
        for one, figure in found
        if figure is not None
    }


def _tolerance(one: PrintedFigure, figure: Figure) -> Decimal:
    """What rounding may do: half of the last digit printed, of anything but pounds."""
    exponent = one.value.as_tuple().exponent if one.value is not None else 0
    if figure.unit == "GBP" or not isinstance(exponent, int):
        return NOUGHT
    return figure.tolerance + HALF.scaleb(exponent)
