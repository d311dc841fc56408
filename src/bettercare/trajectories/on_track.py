"""Whether an actual is on track against its plan, by a tolerance that is data with its source."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

Status = Literal["on_track", "not_on_track", "data_not_available", "no_direction"]
Better = Literal["lower", "higher", "neither"]
RULES = Path(__file__).with_name("data") / "on_track.yaml"


class Tolerance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far on the wrong side of a plan still counts as on track, as a share of the plan."""

    share: Decimal
    certainty: Literal["confirmed", "derived", "unconfirmed"]
    reference: str

    def __post_init__(self) -> None:
        """A share below 0 is refused, and a percentage written for a share."""
        if not 0 <= self.share < 1:
            raise ValueError("a tolerance is a share of the plan from 0 to below 1")


class StatusWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a status is called in the national return, and what it means."""

    label: str
    meaning: str


class OnTrackRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tolerance for all metrics, those agreed for one, and the statuses there are."""

    tolerance: Tolerance
    statuses: dict[Status, StatusWords]
    metrics: dict[str, Tolerance]

    def tolerance_of(self, metric: str) -> Tolerance:
        """The tolerance of a metric: its own, or the one for all."""
        return self.metrics.get(metric, self.tolerance)


class Progress(msgspec.Struct, frozen=True):
    """A status with what it rests on.

    ``gap`` is the actual less the plan; ``within_tolerance`` says that only the tolerance makes it
    on track. ``provisional`` is handed on: a status of provisional data may change.
    """

    status: Status
    label: str
    actual: Decimal | None
    plan: Decimal | None
    gap: Decimal | None
    within_tolerance: bool
    tolerance: Tolerance
    provisional: bool = False


@cache
def load_rules(path: Path = RULES) -> OnTrackRules:
    """The rules that ship with bettercare, or those of another file of the same form.

    Raises ``msgspec.ValidationError`` for a key that is not known or a tolerance out of range.

    >>> load_rules().tolerance.share, load_rules().tolerance.certainty
    (Decimal('0.02'), 'unconfirmed')
    """
    import yaml  # noqa: PLC0415  (only this needs it)

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = path.read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, loader), OnTrackRules, strict=False)  # noqa: S506


def progress(
    actual: Decimal | None,
    plan: Decimal | None,
    better: Better,
    *,
    metric: str = "",
    provisional: bool = False,
    rules: OnTrackRules | None = None,
) -> Progress:
    """Whether an actual is on track, with the tolerance used.

    Without an actual or a plan the answer is "data not available", which is valid. The tolerance is
    a share of the plan, so a plan of 0 has none.

    >>> one = progress(Decimal("1440"), Decimal("1428"), "lower")
    >>> one.status, one.within_tolerance, one.label
    ('on_track', True, 'On track to meet target')
    >>> progress(None, Decimal("1428"), "lower").status
    'data_not_available'
    """
    known = rules or load_rules()
    tolerance = known.tolerance_of(metric)
    gap = None if actual is None or plan is None else actual - plan
    status, within = _judged(gap, plan, better, tolerance)
    label = known.statuses[status].label
    return Progress(status, label, actual, plan, gap, within, tolerance, provisional)


def _judged(
    gap: Decimal | None, plan: Decimal | None, better: Better, tolerance: Tolerance
) -> tuple[Status, bool]:
    if gap is None or plan is None:
        return "data_not_available", False
    if better == "neither":
        return "no_direction", False
    wrong = gap if better == "lower" else -gap
    if wrong <= 0:
        return "on_track", False
    within = wrong <= tolerance.share * abs(plan)
    return ("on_track" if within else "not_on_track"), within


def tally(found: Mapping[str, Progress]) -> Mapping[Status, int]:
    """How many metrics have each status; "data not available" is counted like any other."""
    every = [one.status for one in found.values()]
    return {status: every.count(status) for status in load_rules().statuses}
