"""What a metric is: words that say what it means, and data that say how it is counted.

A count is ``records`` of one kind that meet all ``where``: their number, or the sum of a column.
The same data are read by people, by DuckDB and by Spark.
"""

from datetime import date
from typing import Literal

import msgspec


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One condition on a column; all that are given must hold. A blank cell meets none of them."""

    column: str
    equal: str | bool | int | None = None
    one_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    starts_with: tuple[str, ...] = ()


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is counted: records, or the sum of a column over them.

    ``days_until`` sums days from the column ``days_from``: a length of stay or of a delay.
    """

    where: tuple[Condition, ...] = ()
    sum: str = ""
    days_from: str = ""
    days_until: str = ""


class Population(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """People that a rate is taken of, and which year's estimate belongs to which period.

    ``rule`` is "calendar_year_of_period" (January to March take the estimate of the new year) or
    "calendar_year_of_start" (the whole financial year takes that of the year in which it begins).
    """

    label: str
    rule: Literal["calendar_year_of_period", "calendar_year_of_start"]
    at_least: int = 0
    at_most: int | None = None


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One definition of a metric, from a date until another; a change makes a new definition."""

    metric: str
    version: str
    title: str
    why: str
    numerator: str
    denominator: str
    unit: Literal["count", "per_population", "percent", "days", "mean_days"]
    better: Literal["lower", "higher", "neither"]
    periods: tuple[Literal["month", "quarter", "year"], ...]
    source: str
    lag: str
    owner: str
    review: date
    reference: str
    certainty: Literal["confirmed", "derived", "unconfirmed"]
    scope: Literal["national", "local"]
    interval: Literal["wilson", "poisson", "mean", "dsr", "isr", ""]
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
