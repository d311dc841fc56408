"""Which services were asked for data, which gave them, and why others did not."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bettercare.equity.tables import read_table

YES = {"y", "yes", "true", "1"}


class Asked(NamedTuple):
    """A service that was asked; ``reason`` is why it gave nothing, ``left_out`` why not used."""

    service: str
    answered: bool
    reason: str = ""
    left_out: str = ""


class Participation(NamedTuple):
    """How many services were asked, answered, and were used; reasons with their number."""

    asked: int
    answered: int
    used: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def silent(self) -> int:
        """How many gave no data."""
        return self.asked - self.answered


def participation(asked: Iterable[Asked]) -> Participation:
    """Count services, never rows of a table of results: one service may have several rows.

    >>> participation([Asked("a", True), Asked("b", True, left_out="closed"), Asked("c", False)])
    Participation(asked=3, answered=2, used=1, reasons=(('no reason given', 1),))
    """
    every = list(asked)
    answered = [one for one in every if one.answered]
    reasons = Counter(one.reason or "no reason given" for one in every if not one.answered)
    return Participation(
        asked=len(every),
        answered=len(answered),
        used=sum(not one.left_out for one in answered),
        reasons=tuple(sorted(reasons.items(), key=lambda found: (-found[1], found[0]))),
    )


def asked_of(path: Path) -> tuple[Asked, ...]:
    """Read a table of participation: service, answered (yes or no), reason, left_out."""
    rows = read_table(path, ("service", "answered"), ("reason", "left_out")).rows
    return tuple(
        Asked(row["service"], row["answered"].lower() in YES, row["reason"], row["left_out"])
        for row in rows
    )
