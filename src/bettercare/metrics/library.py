"""The library of metric definitions: every national metric of every round, and local ones.

>>> definition("dtoc", round_id="2017-19").per
100000
>>> definition("dtoc", round_id="2019-20").unit
'per_day'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bettercare.errors import UnknownMetric
from bettercare.labels import listed, nearest
from bettercare.metrics.definition import Definition
from bettercare.metrics.library_build import build
from bettercare.metrics.library_files import SHIPPED, CodeList, read_folder, refusal
from bettercare.rounds import Round, available, load


@dataclass(frozen=True, slots=True)
class Library:
    """Definitions by metric, each metric's from the first to the last, and lists of codes."""

    metrics: Mapping[str, tuple[Definition, ...]]
    code_lists: Mapping[str, CodeList]

    def versions(self, metric: str) -> tuple[Definition, ...]:
        """Every definition of a metric; raises ``UnknownMetric`` where there is none."""
        code = metric.strip().casefold()
        if code not in self.metrics:
            near = nearest(code, tuple(self.metrics))
            hint = f" Do you mean '{near}'?" if near else " bettercare measures lists them all."
            raise UnknownMetric(f"There is no metric '{metric}'.{hint}")
        return self.metrics[code]

    def definition(
        self, metric: str, *, round_id: str = "", day: date | None = None, version: str = ""
    ) -> Definition:
        """The definition of a metric in a round, on a day or by its version; else the last one.

        Raises ``UnknownMetric`` where the metric is not known, or had no definition then.
        """
        found = self.versions(metric)
        fitting = [
            one
            for one in found
            if (not round_id or round_id in one.rounds)
            and (day is None or _is_on(one, day))
            and (not version or one.version == version)
        ]
        if fitting:
            return fitting[-1]
        when = round_id or version or f"{day}"
        known = listed(one.version for one in found)
        raise UnknownMetric(f"'{metric}' has no definition for {when}. Its versions: {known}.")

    def of_round(self, round_id: str) -> tuple[Definition, ...]:
        """The definitions of a round's metrics; none where it has no metrics."""
        return tuple(
            one for made in self.metrics.values() for one in made if round_id in one.rounds
        )

    def due(self, day: date) -> tuple[Definition, ...]:
        """The definitions whose review was due by a day."""
        return tuple(one for made in self.metrics.values() for one in made if one.review <= day)


def _is_on(one: Definition, day: date) -> bool:
    started = one.start is None or one.start <= day
    return started and (one.until is None or day <= one.until)


@lru_cache(maxsize=1)
def library() -> Library:
    """The library that ships with bettercare."""
    return read_library(SHIPPED)


def read_library(folder: Path, rounds: Mapping[str, Round] | None = None) -> Library:
    """Read a folder of definitions, for the shipped rounds or those that are given.

    Raises ``UnusableLibrary`` with every fault of shape, or, where the shape is right, every fault
    of meaning: each with its file, its line and how to mend it.
    """
    found = read_folder(folder)
    if found.faults:
        raise refusal(found.faults)
    known = {name: load(name) for name in available()} if rounds is None else rounds
    metrics = build(found, known)
    if found.faults:
        raise refusal(found.faults)
    return Library(metrics, found.code_lists)


def definition(
    metric: str, *, round_id: str = "", day: date | None = None, version: str = ""
) -> Definition:
    """The shipped definition of a metric in a round, on a day or by its version; else the last.

    Raises ``UnknownMetric`` where there is none.

    >>> definition("res", round_id="2017-19").population.at_least
    65
    """
    return library().definition(metric, round_id=round_id, day=day, version=version)


def versions(metric: str) -> tuple[Definition, ...]:
    """Every shipped definition of a metric, from the first to the last.

    >>> [one.version for one in versions("nea")]
    ['2015-16', '2016-17', '2019-20']
    """
    return library().versions(metric)


def metrics_of_round(round_id: str) -> tuple[Definition, ...]:
    """The shipped definitions of a round's metrics.

    >>> sorted(one.metric for one in metrics_of_round("2025-26"))
    ['ddelay', 'emadm65', 'res']
    """
    return library().of_round(round_id)
