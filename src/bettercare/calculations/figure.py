"""A figure that shows its working: value, rule, source and the rows it came from."""

from decimal import Decimal
from typing import Literal

import msgspec

from bettercare.findings import Place
from bettercare.money import percent, pounds, round_half_up

LEAST = "Least "  # a note that starts so tells the minimum a figure is held against
Standing = Literal["computed", "given", "derived", "unconfirmed"]


class Input(msgspec.Struct, frozen=True, gc=False):
    """One value that goes into a figure: a row, a line, another figure, or a question.

    ``mark`` is a sign beside a row, or a word that is shown in place of the value.
    """

    label: str
    value: Decimal
    place: Place | None = None
    detail: str = ""
    mark: str = ""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step from a larger sum to the figure: what is taken, in how many rows, how much."""

    label: str
    rows: int
    amount: Decimal


class Figure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A figure with its working.

    ``value`` is unrounded, in ``unit``; ``None`` when an input is missing (``notes`` say which).
    ``unit`` is GBP, GBP thousand, fraction, rate (per 100,000), count, words, or a noun shown after
    the number.
    ``rule`` is the formula in words, ``reference`` the document it rests on, and ``standing`` says
    whether the value was computed from the plan, given with it, or derived in place of a given one.
    ``tolerance`` is how far a printed value may be off because its parts were rounded first.
    """

    id: str
    label: str
    value: Decimal | None
    unit: str
    rule: str
    reference: str
    standing: Standing = "computed"
    inputs: tuple[Input, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    decimals: int = 1
    answer: str = ""
    tolerance: Decimal = Decimal(0)

    @property
    def display(self) -> str:
        """The value as people read it, rounded half up; "not given" when there is none.

        >>> Figure(id="x", label="X", value=Decimal("585.82"), unit="rate", rule="", reference="",
        ...        ).display
        '585.8 per 100,000'
        """
        if self.value is None:
            return "not given"
        if self.unit == "GBP":
            return pounds(self.value)
        if self.unit == "GBP thousand":
            return f"{pounds(self.value)}k"
        if self.unit == "fraction":
            return percent(self.value, self.decimals)
        if self.unit in {"count", "words"}:
            return f"{round_half_up(self.value):,}"
        shown = f"{round_half_up(self.value, Decimal(1).scaleb(-self.decimals)):,}"
        return f"{shown} per 100,000" if self.unit == "rate" else f"{shown} {self.unit}"

    def explain(self) -> str:
        """The whole working as text of at most 80 columns, down to the rows."""
        from bettercare.calculations.explain import explained  # noqa: PLC0415

        return explained(self)
