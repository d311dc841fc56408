"""What comes out of counting: counts, and results that may be published.

A count is whole where records are counted and fractional where it was apportioned. A suppressed
number is ``None`` with the reason beside it, never 0.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Hidden = Literal["", "small", "secondary", "part_hidden"]
Status = Literal["provisional", "final"]


@dataclass(frozen=True, slots=True)
class Count:
    """One cell as counted from records: not for release before disclosure control.

    ``breakdown`` and ``group`` are "" for everybody, or the name of a breakdown and the group in
    it: "age" and "75-84". ``denominator`` is ``None`` for a measure that is a count alone.
    """

    metric: str
    period: str
    area: str
    numerator: Decimal
    denominator: Decimal | None = None
    breakdown: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One figure after disclosure control, with its method and its source.

    ``hidden`` says why numbers are withheld: the count is small, it would give a small one away, or
    a part of it is withheld. Limits are those of a 95% interval by ``method``.
    """

    metric: str
    period: str
    area: str
    breakdown: str
    group: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    lower: float | None
    upper: float | None
    method: str
    reference: str
    hidden: Hidden = ""
    status: Status = "final"
