"""What a metric is: words that say what it means, and data that say how it is counted.

A count is ``records`` of one kind that meet all ``where``: their number, or the sum of a column.
The same data are read by people, by DuckDB and by Spark.
"""

from datetime import date
from typing import Literal

from bettercare.rounds.lists import Part

Unit = Literal["count", "per_population", "per_day", "percent", "days", "mean_days", "local"]
Polarity = Literal["lower", "higher", "neither"]
PeriodKind = Literal["month", "quarter", "year"]
Method = Literal["wilson", "poisson", "mean", "dsr", "isr", ""]
PopulationRule = Literal["calendar_year_of_period", "calendar_year_of_start"]
Sureness = Literal["confirmed", "derived", "unconfirmed"]
Scope = Literal["national", "local"]


class Condition(Part, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One condition on a column; all that are given must hold. A blank cell meets none of them.

    With ``days_since`` the numbers are of the days from that column until ``column``, such as a
    length of stay. ``codes`` names the list that ``starts_with`` was taken from.
    """

    column: str
    equal: str | bool | int | None = None
    one_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    starts_with: tuple[str, ...] = ()
    days_since: str = ""
    codes: str = ""


class Counting(Part, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is counted: records, or the sum of a column over them.

    ``days_until`` sums days from the column ``days_from``: a length of stay or of a delay.
    """

    where: tuple[Condition, ...] = ()
    sum: str = ""
    days_from: str = ""
    days_until: str = ""


class Population(Part, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """People that a rate is taken of, and which year's estimate belongs to which period.

    ``rule`` is "calendar_year_of_period" (January to March take the estimate of the new year) or
    "calendar_year_of_start" (the whole financial year takes that of the year in which it begins).
    """

    label: str
    rule: PopulationRule
    at_least: int = 0
    at_most: int | None = None


class Definition(Part, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One definition of a metric, from a date until another; a change makes a new definition.

    ``unit`` says what numerator and denominator make: a ``count`` or ``days`` as they are, a rate
    ``per_population``, people ``per_day`` (days over the days of the period), ``percent``,
    ``mean_days``, or a ``local`` measure with a unit of its own. ``periods`` are those that a
    figure can be counted for; ``cohort`` is the quarter that stands for its year ("Q3").
    ``supersedes`` names what came before as ``key`` writes it; ``comparable`` says that both make
    one series, ``conversion`` how one is worked out of the other, and ``change`` why.
    ``unconfirmed`` are the fields that no document seen confirms.
    """

    metric: str
    version: str
    title: str
    why: str
    numerator: str
    denominator: str
    unit: Unit
    better: Polarity
    periods: tuple[PeriodKind, ...]
    source: str
    lag: str
    owner: str
    review: date
    reference: str
    certainty: Sureness
    scope: Scope
    interval: Method
    rounds: tuple[str, ...] = ()
    per: int = 1
    area: Literal["commissioner", "council"] = "council"
    records: str = ""
    count: Counting | None = None
    of: Counting | None = None
    population: Population | None = None
    breakdowns: tuple[str, ...] = ()
    supersedes: str = ""
    comparable: bool = False
    notes: str = ""
    short: str = ""
    start: date | None = None
    until: date | None = None
    conversion: str = ""
    change: str = ""
    unconfirmed: tuple[str, ...] = ()
    cohort: str = ""
    adds_over_time: bool = True

    @property
    def key(self) -> str:
        """The metric and its version: "nea@2017-19"."""
        return f"{self.metric}@{self.version}"
