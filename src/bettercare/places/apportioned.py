"""The admissions of an area with their working: what each commissioner brings, what is missing."""

from decimal import Decimal, localcontext

import msgspec

from bettercare.findings import Finding, Place
from bettercare.places.mapping import EXACT, exact_sum
from bettercare.places.quarters import quarters_of, year_of
from bettercare.places.records import Area, Commissioner

RULE = "Add, over its commissioners, the plan for the quarter times the share who live in the area."


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one commissioner brings to an area in a quarter; ``plan`` is ``None`` if not given."""

    commissioner: Commissioner
    share: Decimal
    plan: Decimal | None
    place: Place

    @property
    def value(self) -> Decimal | None:
        """Plan times share, unrounded; 0 for a share of 0 even where there is no plan."""
        if self.plan is None:
            return None if self.share else Decimal(0)
        with localcontext(EXACT):
            return self.plan * self.share


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """The admissions of an area in a quarter, with the part of each commissioner."""

    quarter: str
    parts: tuple[Part, ...]
    margin: Decimal

    @property
    def missing(self) -> tuple[Commissioner, ...]:
        """The commissioners with people in the area that have no plan for the quarter."""
        return tuple(one.commissioner for one in self.parts if one.value is None)

    @property
    def known(self) -> Decimal:
        """The parts that can be worked out, added up."""
        return exact_sum(one.value for one in self.parts if one.value is not None)

    @property
    def value(self) -> Decimal | None:
        """The admissions, unrounded; ``None`` where a commissioner's plan is missing."""
        return None if self.missing else self.known


class Apportioned(msgspec.Struct, frozen=True, kw_only=True):
    """The admissions of an area by quarter, and what stood in the way of working them out."""

    area: Area
    quarters: tuple[Quarter, ...]
    findings: tuple[Finding, ...]
    reference: str
    rule: str = RULE

    def quarter(self, quarter: str) -> Quarter | None:
        """One quarter, or ``None`` where no plan has it."""
        return next((one for one in self.quarters if one.quarter == quarter), None)

    @property
    def years(self) -> tuple[str, ...]:
        """The financial years with at least one quarter."""
        return tuple(dict.fromkeys(year_of(one.quarter) for one in self.quarters))

    def total(self, year: str) -> Decimal | None:
        """The admissions of a year from its unrounded quarters; ``None`` if one is not known."""
        found = [self.quarter(one) for one in quarters_of(year)]
        values = [one.value for one in found if one is not None and one.value is not None]
        return exact_sum(values) if len(values) == len(found) else None
