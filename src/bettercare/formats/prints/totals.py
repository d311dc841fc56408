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
NOT_OF_ROWS = ("income.", "admissions.")  # figures in pounds that no row of schemes counts to


class Total(msgspec.Struct, frozen=True, gc=False):
    """A total that the paper prints, and what the rows give; ``None`` where they give nothing.

    ``tolerance`` is how far the two may be apart by rounding: nothing in pounds. ``is_empty`` says
    that no row with money counts to it, as when such rows are lost.
    """

    printed: PrintedFigure
    label: str
    computed: Decimal | None
    tolerance: Decimal = NOUGHT
    unit: str = "GBP"
    is_empty: bool = False

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


def proven(totals: Totals, stood_in: frozenset[str], *, whole: bool = True) -> tuple[Total, ...]:
    """The totals that agree and prove something.

    One that stands in for lines proves nothing. One to which no row counts is what lost rows and
    columns give as well: it counts only where every other total agrees, and the tables are
    ``whole``.
    """
    all_agree = whole and all(one.agrees for one in totals.values())
    return tuple(
        one
        for key, one in totals.items()
        if one.agrees and key not in stood_in and (all_agree or not one.is_empty)
    )


def totals_of(plan: Plan, rules: Round, settled: Mapping[str, PrintedFigure]) -> Totals:
    """Every total that a paper prints beside what the rows of a plan give.

    Figures that the plan is given, such as a minimum, are no totals of its rows. Where no row has
    an amount in a year, the rows give nothing for it, rather than nought.
    """
    figures = Calculations(plan, rules).figures
    found = ((one, figures.get(one.id)) for one in settled.values() if not one.given)
    silent = _without_amounts(plan, rules)
    return {
        one.id: Total(
            one,
            figure.label,
            None if _rests_on(figure, silent, rules) else figure.value,
            _tolerance(one, figure),
            figure.unit,
            _is_empty(figure, figures),
        )
        for one, figure in found
        if figure is not None
    }


def _is_empty(figure: Figure, figures: Mapping[str, Figure]) -> bool:
    """Whether no row with money counts to a figure, or to the expenditure of a balance."""
    family, _, source = figure.id.partition(".")
    spent = figures.get(f"expenditure.{source}", figure) if family == "balance" else figure
    return not spent.value


def _without_amounts(plan: Plan, rules: Round) -> frozenset[str]:
    """The years in which no row of the plan has an amount."""
    given = {year for row in plan.schemes or () for year in row.amounts}
    return frozenset(rules.years) - given


def _rests_on(figure: Figure, years: frozenset[str], rules: Round) -> bool:
    """Whether a figure is of rows of one of some years."""
    if figure.unit != "GBP" or figure.id.startswith(NOT_OF_ROWS):
        return False
    return figure.id.endswith(tuple(years)) if rules.several_years else bool(years)


def _tolerance(one: PrintedFigure, figure: Figure) -> Decimal:
    """What rounding may do: half of the last digit printed, of anything but pounds."""
    exponent = one.value.as_tuple().exponent if one.value is not None else 0
    if figure.unit == "GBP" or not isinstance(exponent, int):
        return NOUGHT
    return figure.tolerance + HALF.scaleb(exponent)
