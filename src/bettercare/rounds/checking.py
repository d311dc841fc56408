"""How a round is checked: severities, the numbers compared with, and the returns of a year."""

from decimal import Decimal

from bettercare.findings import Severity
from bettercare.rounds.lists import Fact, Part


class Return(Fact, frozen=True, kw_only=True):
    """A return that is sent in the course of a year, such as a quarterly one.

    ``most_in_cell`` is the largest number that a cell takes. ``cumulative``: what is said of a
    quarter is what has come together since the year began. ``on_track`` and ``no_data`` are the
    words by which a metric is said to be so.
    """

    label: str
    most_in_cell: Decimal
    cumulative: bool = True
    on_track: tuple[str, ...] = ()
    no_data: tuple[str, ...] = ()


class SharesOff(Part, frozen=True, kw_only=True):
    """A commissioner whose shares in areas do not come to the whole in a mapping as printed.

    ``total`` is what they add to (a fraction), ``areas`` those that have a share of its people, and
    ``look_at`` names the row where the slip is likely.
    """

    name: str
    code: str
    total: Decimal
    areas: tuple[str, ...]
    look_at: str


class CommissionerMapping(Fact, frozen=True, kw_only=True):
    """The mapping of NHS commissioners to areas that was in use, and what is off in it."""

    id: str
    shares_off: tuple[SharesOff, ...] = ()


class CheckRule(Part, frozen=True, kw_only=True):
    """How a check applies in a round: its severity, or why it does not apply."""

    severity: Severity | None = None
    not_collected: str = ""


class Thresholds(Fact, frozen=True, kw_only=True):
    """The numbers that checks compare with; each may be edited by an administrator."""

    thin_headroom: Decimal
    large_row: Decimal
    other_share: Decimal
    metric_change: Decimal
    high_impact_share: Decimal
    social_care_uplift: Decimal
    short_description_words: int
    longest_name: int
    longest_description: int
    short_section: Decimal
    alike_names: int
    alike_words: int
    alike_part: Decimal
    balance_tolerance: Decimal
    formula_tolerance: Decimal
    population_change: Decimal
    amount_change: Decimal
    amount_change_least: Decimal
    additional_fall: Decimal
    source_growth: Decimal
    output_change: Decimal
    spend_steady: Decimal
    same_name: int
    spent_ahead: Decimal
    spent_behind: Decimal
    variance: Decimal
    variance_pounds: Decimal
    thousands_tolerance: Decimal
    narrative_near: Decimal
    smallest_repeated_output: int
    fewest_districts: int
    hicm_jump: int
    supporting_rank: int
