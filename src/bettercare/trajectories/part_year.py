"""Part of a year as a whole one, by the months that are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bettercare.findings import Finding, Severity
from bettercare.money import round_half_up

MONTHS = 12
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PartYear:
    """A total over some months of a year, and what it comes to a month and a year.

    ``annual`` takes the months that are missing to be like those that are there: it knows of no
    season.
    """

    total: Decimal
    months: int
    missing: tuple[str, ...] = ()

    @property
    def per_month(self) -> Decimal:
        """The total over the months that are there, unrounded."""
        return self.total / self.months

    @property
    def annual(self) -> Decimal:
        """Twelve such months, unrounded; the total itself where the year is whole."""
        return self.total * MONTHS / self.months

    @property
    def whole(self) -> bool:
        """Whether every month is there."""
        return self.months == MONTHS


def part_year(total: Decimal, months: int) -> PartYear:
    """A total over so many months of a year.

    Raises ``ValueError`` unless there are 1 to 12 months.

    >>> found = part_year(Decimal(1399), 11)
    >>> round(found.per_month, 1), round(found.annual)
    (Decimal('127.2'), 1526)
    """
    if not 1 <= months <= MONTHS:
        raise ValueError("a part of a year is 1 to 12 months")
    return PartYear(total, months)


def from_months(values: Mapping[str, Decimal | None]) -> PartYear | None:
    """The months of one year as they are known; ``None`` where none is.

    A month with 0 is there; one with ``None`` is missing, as is one that is not named.

    >>> found = from_months({"2016-04": Decimal(59), "2016-05": Decimal(69), "2016-06": None})
    >>> found.total, found.months, found.missing
    (Decimal('128'), 2, ('2016-06',))
    """
    if len(values) > MONTHS:
        raise ValueError("a year has 12 months")
    known = [value for value in values.values() if value is not None]
    missing = tuple(month for month, value in values.items() if value is None)
    return PartYear(sum(known, Decimal(0)), len(known), missing) if known else None


def monthly_average_findings(printed: Decimal, known: PartYear) -> tuple[Finding, ...]:
    """The slip where a printed monthly average divides part of a year by all its months.

    >>> known = part_year(Decimal(1399), 11)
    >>> [one.message for one in monthly_average_findings(Decimal("116.6"), known)]
    ['116.6 a month is the total of 11 months divided by 12; over 11 it is 127.2.']
    """
    ours = round_half_up(known.per_month, TENTH)
    if round_half_up(printed, TENTH) == ours:
        return ()
    of_twelve = round_half_up(known.total / MONTHS, TENTH) == round_half_up(printed, TENTH)
    what = (
        f"{printed:f} a month is the total of {known.months} months divided by 12; "
        f"over {known.months} it is {ours:f}."
        if of_twelve
        else f"{printed:f} a month is not the total over {known.months} months, {ours:f}."
    )
    return (
        Finding(
            code="TRJ-02",
            name="monthly-average-differs",
            severity=Severity.WARNING,
            subject="Average of a month",
            message=what,
            fix="Divide by the months that are there.",
        ),
    )
