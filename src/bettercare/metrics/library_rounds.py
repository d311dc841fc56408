"""What the rounds say of a metric, so that no definition says it again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from bettercare.metrics.definition import PopulationRule
from bettercare.rounds import Round
from bettercare.rounds.metric_rules import Metric

UNITS: Mapping[str, tuple[str, int]] = {
    "count": ("count", 1),
    "per 100,000": ("per_population", 100_000),
    "fraction": ("percent", 100),
    "per cent": ("percent", 100),
    "delays a day": ("per_day", 1),
    "days": ("mean_days", 1),
    "local measure": ("local", 1),
}
METHODS = {"wilson": "wilson", "byar": "poisson", "none": ""}
PERIODS = {0: "year", 2: "quarter", 4: "quarter", 12: "month"}
RULES: Mapping[str, PopulationRule] = {
    "year": "calendar_year_of_start",
    "calendar_year": "calendar_year_of_period",
}


class Stated(NamedTuple):
    """A metric as one round states it."""

    rules: Round
    metric: Metric


def said(stated: Sequence[Stated], others: Iterable[Round]) -> dict[str, Any]:
    """The values that rounds give to a definition; ``others`` are all rounds.

    Of several rounds the first gives the words and the last the title; references are listed.
    """
    first, last = stated[0].metric, stated[-1].metric
    unit, per = UNITS[first.unit]
    sure = all(one.metric.certainty.value == "confirmed" for one in stated)
    cited = dict.fromkeys(one.rules.cite(one.metric.reference) for one in stated)
    return {
        "title": last.label,
        "short": last.short,
        "numerator": first.numerator,
        "denominator": first.denominator,
        "unit": unit,
        "per": per,
        "better": "neither" if first.better == "local" else first.better,
        "interval": METHODS[first.interval],
        "reference": "; ".join(cited),
        "certainty": "confirmed" if sure else "unconfirmed",
        "start": min(one.rules.in_force.start for one in stated),
        "until": last_day(stated, others),
    }


def last_day(stated: Sequence[Stated], others: Iterable[Round]) -> date:
    """The day on which the last of these rounds ends, or is amended so that it drops the metric."""
    last = max(stated, key=lambda one: one.rules.in_force.end).rules
    named = {one.rules.round for one in stated}
    drops = [
        one.in_force.start - timedelta(days=1)
        for one in others
        if one.amends == last.round and one.round not in named and one.metrics
    ]
    return min([last.in_force.end, *drops])


def own_words(metric: Metric) -> frozenset[str]:
    """The keys that a definition may write beside a round: what the round leaves unsaid.

    A round that asks for one value says in one phrase what the value is, not what it is made of.
    """
    words = {"numerator", "denominator"} if metric.collected == "value" else set()
    return frozenset(words | ({"interval"} if metric.interval == "none" else set()))


def period_of(metric: Metric) -> str:
    """The kind of period that a round plans a metric by."""
    return PERIODS[len(metric.periods)]


def differing(stated: Sequence[Stated]) -> list[tuple[str, str, str]]:
    """Where rounds of one version say different things: what, and the two rounds."""
    first = stated[0]
    return [
        (name, first.rules.round, other.rules.round)
        for other in stated[1:]
        for name in ("numerator", "denominator", "unit", "scale", "better", "population")
        if getattr(other.metric, name) != getattr(first.metric, name)
    ]
