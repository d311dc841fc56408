"""The rows and lines of a plan with what their labels stand for in a round."""

from decimal import Decimal
from typing import NamedTuple

from bettercare.plan import IncomeLine, MetricPlan, SchemeRow
from bettercare.rounds import Match
from bettercare.rounds.schema import SchemeType

CODED = {
    "source_of_funding": "source",
    "commissioner": "commissioner",
    "area_of_spend": "area",
    "scheme_type": "scheme_type",
}
ONE = Decimal(1)


class CodedRow(NamedTuple):
    """A scheme row with what its labels stand for; ``amount`` is pounds in the working's year.

    ``kind`` is its scheme type where that is known, and ``sub_type`` what its sub type stands for
    under that.
    """

    item: int
    row: SchemeRow
    amount: Decimal
    source: Match
    scheme_type: Match
    area: Match
    commissioner: Match
    provider: Match
    kind: SchemeType | None
    sub_type: Match

    @property
    def name(self) -> str:
        """The scheme's name, or a plain stand-in where it has none."""
        return self.row.scheme_name or f"row {self.item} (no name)"

    def code(self, field: str) -> str | None:
        """The accepted code of a field, as the conditions of a round name it."""
        match: Match = getattr(self, CODED[field])
        return match.accepted

    @property
    def stated_share(self) -> Decimal | None:
        """The share of the NHS that the row states, or implies by that of the council."""
        if self.row.nhs_share is not None:
            return self.row.nhs_share
        return ONE - self.row.la_share if self.row.la_share is not None else None


class CodedLine(NamedTuple):
    """An income line with what its source stands for; ``amount`` is pounds in the year.

    ``part`` is the code of the part of the source that it is about, "" for the whole.
    """

    item: int
    line: IncomeLine
    amount: Decimal
    source: Match
    part: str = ""


class CodedMetric(NamedTuple):
    """A metric line with the metric it stands for."""

    item: int
    line: MetricPlan
    metric: Match
