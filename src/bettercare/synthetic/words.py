"""The words and sizes that synthetic plans are made of: what no round says, kept as data."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from bettercare.rounds.metric_rules import Metric
from bettercare.rounds.schema import IncomePart, Source


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How large a metric usually is, and its people as a part (a fraction) of all people."""

    low: int
    high: int
    people: Decimal


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that plans are made of.

    ``sources``: the usual size of a source of funding as a part of a whole pool, by its code, and
    ``kinds_of_source`` by its kind; ``metrics`` and ``kinds_of_metric`` likewise. ``schemes``:
    names of services by the code of their scheme type.
    """

    people: tuple[str, ...]
    sources: dict[str, Decimal]
    kinds_of_source: dict[str, Decimal]
    providers: dict[str, tuple[str, ...]]
    health_areas: tuple[str, ...]
    area_providers: dict[str, str]
    other_types: tuple[str, ...]
    other_areas: tuple[str, ...]
    objectives: tuple[str, ...]
    services: tuple[str, ...]
    work: tuple[str, ...]
    comment: str
    housing: tuple[str, ...]
    schemes: dict[str, tuple[str, ...]]
    metrics: dict[str, Span]
    kinds_of_metric: dict[str, Span]
    metric_narrative: str
    topic_sentences: tuple[str, ...]
    sentences: tuple[str, ...]

    def size_of(self, code: str, source: Source | IncomePart) -> Decimal:
        """How large a source usually is, as a part of a whole pool."""
        return self.sources.get(code) or self.kinds_of_source[source.kind]

    def span_of(self, code: str, metric: Metric) -> Span:
        """How large a metric usually is, in the unit that it is shown in."""
        key = f"{code}_daily" if metric.days_in_year else code
        kind = "fraction" if metric.collected == "ratio" and metric.scale == 1 else metric.collected
        return self.metrics.get(key) or self.kinds_of_metric[kind]


@cache
def words() -> Words:
    """The words that ship with bettercare.

    >>> "carers" in words().schemes
    True
    """
    text = files("bettercare.synthetic").joinpath("data", "words.json").read_bytes()
    return msgspec.json.decode(text, type=Words)
