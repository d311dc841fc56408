"""Additional reductions of admissions, and the fund held against their not happening.

An area may plan for fewer admissions than its commissioners' plans give. What those fewer
admissions would have cost can be held back, and is released as far as the reduction happens.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

import msgspec

from bettercare.places.mapping import EXACT, exact_sum
from bettercare.places.quarters import quarters_of, year_of


class Reduced(msgspec.Struct, frozen=True, kw_only=True):
    """Admissions of a period before and after a reduction; ``None`` where not known."""

    period: str
    before: Decimal | None
    reduction: Decimal

    @property
    def after(self) -> Decimal | None:
        """The admissions that remain, unrounded; below 0 where more is taken off than there is."""
        if self.before is None:
            return None
        with localcontext(EXACT):
            return self.before - self.reduction

    @property
    def fraction(self) -> Decimal | None:
        """The part of the admissions that is taken off; ``None`` where there were none before.

        >>> Reduced(period="2017-18 Q1", before=Decimal(7395), reduction=Decimal(0)).fraction
        Decimal('0')
        """
        return self.reduction / self.before if self.before else None


def reduce_admissions(
    admissions: Mapping[str, Decimal | None], reductions: Mapping[str, Decimal]
) -> tuple[Reduced, ...]:
    """Admissions by quarter after additional reductions, in order of quarter.

    A quarter without a reduction keeps its admissions; one with a reduction and no admissions is
    there too, without a value.

    >>> [one.after for one in reduce_admissions({"2017-18 Q1": Decimal(7000)},
    ...     {"2017-18 Q1": Decimal(30)})]
    [Decimal('6970')]
    """
    return tuple(
        Reduced(
            period=quarter,
            before=admissions.get(quarter),
            reduction=reductions.get(quarter, Decimal(0)),
        )
        for quarter in sorted({*admissions, *reductions})
    )


def reduced_in_year(quarters: Iterable[Reduced], year: str) -> Reduced:
    """The four quarters of a year together, from unrounded numbers.

    ``before`` is ``None`` where one of the four is not known.
    """
    found = {one.period: one for one in quarters if year_of(one.period) == year}
    before = [found[quarter].before for quarter in quarters_of(year) if quarter in found]
    known = [one for one in before if one is not None]
    whole = len(known) == len(quarters_of(year))
    return Reduced(
        period=year,
        before=exact_sum(known) if whole else None,
        reduction=exact_sum(one.reduction for one in found.values()),
    )


def contingency_fund(
    reductions: Mapping[str, Decimal], unit_costs: Mapping[str, Decimal]
) -> dict[str, Decimal | None]:
    """The fund of each quarter in pounds: the planned reduction times what one admission costs.

    ``unit_costs`` is by financial year; a quarter of a year without one has no fund (``None``).

    >>> quarters = {f"2017-18 Q{n}": Decimal(30) for n in (1, 2, 3, 4)}
    >>> contingency_fund(quarters, {"2017-18": Decimal(1831)})["2017-18 Q1"]
    Decimal('54930')
    """
    with localcontext(EXACT):
        return {
            quarter: reduction * cost if cost is not None else None
            for quarter, reduction in sorted(reductions.items())
            for cost in (unit_costs.get(year_of(quarter)),)
        }


def released(fund: Decimal, planned: Decimal, actual: Decimal) -> Decimal:
    """What of a quarter's fund is released: its part of the planned reduction that happened.

    Never more than the fund, and nothing where admissions rose. What is left pays for the
    admissions that were not avoided. Unrounded, in pounds.

    >>> released(Decimal(54930), planned=Decimal(30), actual=Decimal(20))
    Decimal('36620')
    >>> released(Decimal(54930), planned=Decimal(30), actual=Decimal(45))
    Decimal('54930')
    """
    if planned <= 0 or actual <= 0:
        return Decimal(0)
    with localcontext(EXACT):
        return fund * min(planned, actual) / planned


def above_ring_fence(fund: Decimal, ring_fence: Decimal) -> Decimal:
    """How much a year's fund is more than the ring-fence that it is held from; 0 where it fits.

    >>> above_ring_fence(Decimal(219720), Decimal(5283443))
    Decimal('0')
    """
    with localcontext(EXACT):
        return max(Decimal(0), fund - ring_fence)
