"""Metrics of a round: what is counted, for whom, when, and what rests on the counts."""

from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from bettercare.rounds.lists import Fact, Item


class MetricPart(Item, frozen=True, kw_only=True):
    """A part that a metric is split into; those that ``adds`` come together to the whole."""

    adds: bool = True


class Ceiling(Fact, frozen=True, kw_only=True):
    """The most that is expected nationally, an average day, for ``per`` people; by part too."""

    daily: Decimal
    per: int
    parts: dict[str, Decimal] = msgspec.field(default_factory=dict)


class Expectation(Fact, frozen=True, kw_only=True):
    """What was expected of one area on an average day, from a period of a year on."""

    area: str
    year: str
    period: str = ""
    daily: Decimal
    parts: dict[str, Decimal] = msgspec.field(default_factory=dict)


class Metric(Fact, frozen=True, kw_only=True):
    """A national metric and what the template collects for it.

    ``collected``: ``ratio`` (numerator and denominator), ``value`` (one number), ``count`` (one
    count, which adds up over the periods of a year) or ``words``. ``scale`` is what the ratio is
    multiplied by (100000 for a rate, 1 for a fraction). ``periods`` are the quarters or months that
    it is planned by, in order; none for whole years. ``population`` says whose people are the
    denominator: those of the year, or of the calendar year that a quarter is in. ``counts_days``:
    the numerator is a number of days, which an average day can be worked out from. ``better`` is
    ``local`` where each area chooses the measure.
    """

    label: str
    short: str
    aliases: tuple[str, ...] = ()
    collected: Literal["ratio", "value", "count", "words"]
    unit: str
    scale: int = 1
    decimals: int = 1
    better: Literal["lower", "higher", "local"]
    numerator: str = ""
    denominator: str = ""
    people: str = ""
    years: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    parts: dict[str, MetricPart] = msgspec.field(default_factory=dict)
    population: Literal["year", "calendar_year"] = "year"
    counts_days: bool = False
    days_in_year: int | None = None
    ceiling: Ceiling | None = None
    expectations: tuple[Expectation, ...] = ()
    interval: Literal["wilson", "byar", "none"] = "none"
    smallest_cohort: int | None = None
    largest_plausible: Decimal | None = None
    supporting_types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The years asked for, or each period of them: "2017-18", or "2017-18 Q1"."""
        return tuple(slot for year in self.years for slot in self.slots_of(year))

    def slots_of(self, year: str) -> tuple[str, ...]:
        """The slots of one year."""
        return tuple(f"{year} {period}" for period in self.periods) or (year,)


class Admissions(Fact, frozen=True, kw_only=True):
    """How a plan takes emergency admissions from commissioners' plans, and insures itself.

    ``metric`` is planned after a reduction; ``mapped`` and ``reduction`` are the parts of it that
    hold what the mapping gives and what is taken off. ``unit_cost`` is what an admission is held to
    cost in pounds unless the plan gives another, with a reason; ``ring_fence`` names the required
    spend that the contingency fund is held from. The two questions are codes of the round.
    """

    metric: str
    mapped: str
    reduction: str
    unit_cost: Decimal
    ring_fence: str
    reduction_question: str
    contingency_question: str
    cost_question: str


class Payment(Fact, frozen=True, kw_only=True):
    """Pay for performance: pounds for each admission avoided, quarter by quarter, cumulative.

    ``slots`` are the quarters paid for, such as "2014-15 Q4"; lines of the metric of kind
    ``baseline``, ``plan`` and ``actual`` hold the counts. ``least`` is the smallest reduction that
    is expected, as a fraction of the baseline.
    """

    metric: str
    unit_price: Decimal
    least: Decimal
    slots: tuple[str, ...]
