"""What a plan says of a measure: its value by period, and the schemes that are meant to move it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.metrics.definition import Definition
from bettercare.metrics.period_months import months_in
from bettercare.report import Summary
from bettercare.rounds.metric_rules import Metric
from bettercare_web.words import pounds

LEVELS = frozenset({"per_day", "percent", "mean_days"})  # a part of the year has the year's level
FIRST_MONTH = 4
PERCENT = 100


class SchemeMeant(NamedTuple):
    """A scheme that is meant to move a measure: its name, pounds, and how much it is to do."""

    name: str
    planned: str
    why: str


def plan_of(
    summary: Summary, code: str, definition: Definition, periods: Sequence[str]
) -> Mapping[str, float]:
    """The planned value of each period, in the unit of the definition.

    A period has its own line of the plan or, where the measure is a level and no sum, that of the
    quarter or year that it lies in.
    """
    found: dict[str, float] = {}
    for period in periods:
        for slot in _slots(period) if definition.unit in LEVELS else [period]:
            figure = summary.figures.get(f"metric.{code}.{slot.replace(' ', '.')}")
            if figure is not None and figure.value is not None:
                by = PERCENT if definition.unit == "percent" and figure.unit == "fraction" else 1
                found[period] = float(figure.value * by)
                break
    return found


def _slots(period: str) -> list[str]:
    """A period, then the quarter and the financial year that it lies in.

    >>> _slots("2019-05"), _slots("2019-20 Q1")
    (['2019-05', '2019-20 Q1', '2019-20'], ['2019-20 Q1', '2019-20'])
    """
    month = months_in(period)[0]
    since = month - (FIRST_MONTH - 1)
    start = since // 12
    year = f"{start}-{(start + 1) % 100:02}"
    quarter = f"{year} Q{since % 12 // 3 + 1}"
    wider = [quarter, year] if len(months_in(period)) == 1 else [year]
    return list(dict.fromkeys([period, *wider]))


def next_period(period: str, step: int) -> str:
    """The period of the same length so many further on.

    >>> next_period("2019-12", 1), next_period("2019-20 Q4", 1), next_period("2019-20", 2)
    ('2020-01', '2020-21 Q1', '2021-22')
    """
    months = months_in(period)
    first = months[0] + step * len(months)
    if len(months) == 1:
        return f"{first // 12}-{first % 12 + 1:02}"
    since = first - (FIRST_MONTH - 1)
    year = f"{since // 12}-{(since // 12 + 1) % 100:02}"
    return year if len(months) == 12 else f"{year} Q{since % 12 // 3 + 1}"  # noqa: PLR2004


def schemes_for(working: Calculations, code: str, metric: Metric) -> list[SchemeMeant]:
    """The schemes that the plan says will move a metric, the dearest first.

    Where the plan says nothing of it in any row, they are those of the types that usually do.
    """
    stated = [(row, row.row.impacts.get(code, "")) for row in working.rows]
    meant = [
        (row, f"{level} impact") for row, level in stated if level and not _is_none(working, level)
    ]
    if not meant and not any(level for _, level in stated):
        types = set(metric.supporting_types)
        kinds = [(row, row.scheme_type.accepted) for row in working.rows]
        meant = [(row, "its type usually does") for row, kind in kinds if kind in types]
    ordered = sorted(meant, key=lambda one: (-one[0].amount, one[0].item))
    return [SchemeMeant(row.name, pounds(row.amount), why) for row, why in ordered]


def _is_none(working: Calculations, level: str) -> bool:
    """Whether a level says that a scheme does nothing to a metric."""
    known = working.rules.impact_levels
    code = known.match(level).accepted
    return code is not None and known.items[code].rank == 0
