"""Required minimum spends: which rows count to one, and how its minimum comes about."""

from decimal import Decimal
from typing import Literal

from bettercare.rounds.lists import Fact, Part


class Condition(Part, frozen=True, kw_only=True):
    """One test of a scheme row: its field is one of some codes, or none of them.

    ``words`` say it in a sentence; ``left_out`` names the rows it leaves out.
    """

    field: Literal["source_of_funding", "commissioner", "area_of_spend", "scheme_type"]
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    words: str
    left_out: str

    def holds(self, code: str | None) -> bool:
        """Whether a row with this code passes; a row without a known code never does."""
        if code is None:
            return False
        return code in self.any_of if self.any_of else code not in self.none_of


class Ratio(Fact, frozen=True, kw_only=True, tag_field="method", tag="ratio"):
    """A minimum that is a fixed share of an income source: numerator over denominator."""

    source: str
    numerator: Decimal
    denominator: Decimal
    words: str


class Uplift(Fact, frozen=True, kw_only=True, tag_field="method", tag="uplift"):
    """A minimum that is last year's minimum times the growth of an income source in the area."""

    source: str
    base_year: str
    words: str


class Growth(Fact, frozen=True, kw_only=True, tag_field="method", tag="growth"):
    """A minimum that grows from last year's by rates set nationally, one a year of the round.

    ``rates``: what the amount of the year before is multiplied by, by year; nothing is rounded on
    the way.
    """

    source: str
    base_year: str
    rates: dict[str, Decimal]
    words: str


class Published(Fact, frozen=True, kw_only=True, tag_field="method", tag="published"):
    """A minimum that is only published, area by area: there is no formula to work it out."""

    source: str
    words: str


class Baseline(Fact, frozen=True, kw_only=True):
    """Last year's unrounded minimum of an area, and its source amount where an uplift needs it."""

    area: str
    year: str
    minimum: Decimal
    source_amount: Decimal | None = None


class RequiredSpend(Fact, frozen=True, kw_only=True):
    """A required minimum spend: which rows count, how Joint counts, how the minimum comes about.

    ``check`` is the code of the check that compares the plan with it; ``requirement`` and
    ``condition`` name the planning requirement or national condition that asks for it.
    """

    label: str
    official: str
    requirement: str = ""
    condition: str = ""
    check: str
    conditions: tuple[Condition, ...]
    joint: Literal["nhs_share", "whole"]
    minimum: Ratio | Uplift | Growth | Published
    baselines: tuple[Baseline, ...] = ()
