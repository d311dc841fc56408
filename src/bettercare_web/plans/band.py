"""The band over a plan: what is left to allocate by source, and the required spends.

Put ``band_of(plan, summary)`` into the context as ``band``, and in the template::

    {% block header %}{{ super() }}{% include "plans/band.jinja" %}{% endblock %}

with ``plans.css`` among its styles.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.required import Requirement
from bettercare.labels import listed
from bettercare.report import Summary
from bettercare.report.layout import standing
from bettercare_web.plans.addresses import address
from bettercare_web.plans.models import Plan
from bettercare_web.words import pounds

STATES = {"met": "fine", "thin": "warning", "short": "error", "not known": "cannot"}

WORSE = ("fine", "cannot", "warning", "error")


class Left(NamedTuple):
    """What is left of a source: 0 is fine, below 0 is spent twice."""

    name: str
    amount: Decimal | None
    href: str
    state: str


class Spend(NamedTuple):
    """A required spend: how far it is from its minimum, in words and as a share of it."""

    label: str
    words: str
    state: str
    share: float
    planned: Decimal | None
    planned_href: str
    minimum: Decimal | None
    minimum_href: str


class BandYear(NamedTuple):
    """The band of one year; ``verdict`` says of all sources whether they are allocated."""

    year: str
    pool: Decimal | None
    pool_href: str
    left: Sequence[Left]
    verdict: str
    balanced: bool
    state: str
    spends: Sequence[Spend]


class Band(NamedTuple):
    """The band of a plan: one part for each year that its round plans for."""

    years: Sequence[BandYear]


def band_of(plan: Plan, summary: Summary) -> Band:
    """The band of a plan, with links to the working of each figure."""
    return Band([_year(plan, summary, working) for working in summary.working.by_year])


def _year(plan: Plan, summary: Summary, working: Calculations) -> BandYear:
    left = [_left(plan, summary, working, code) for code in working.rules.sources]
    pool = working.id("income.total")
    return BandYear(
        year=working.year if working.rules.several_years else "",
        pool=summary.figures[pool].value,
        pool_href=address("working", plan.pk, pool),
        left=left,
        verdict=verdict(left),
        balanced=all(one.amount == 0 for one in left),
        state=max((one.state for one in left), key=WORSE.index, default="fine"),
        spends=[spend(plan, working, code) for code in working.required],
    )


def _left(plan: Plan, summary: Summary, working: Calculations, code: str) -> Left:
    figure_id = working.id(f"balance.{code}")
    amount = summary.figures[figure_id].value
    name = working.rules.sources.name(code)
    return Left(name, amount, address("working", plan.pk, figure_id), _left_state(amount))


def _left_state(amount: Decimal | None) -> str:
    if not amount:
        return "cannot" if amount is None else "fine"
    return "error" if amount < 0 else "warning"


def verdict(left: Sequence[Left]) -> str:
    """What all sources come to, in a sentence."""
    unknown = [one.name for one in left if one.amount is None]
    over = [one.name for one in left if one.amount is not None and one.amount < 0]
    some = [one.name for one in left if one.amount is not None and one.amount > 0]
    if unknown:
        return "Not known yet: income and schemes are needed."
    said = [f"{listed(over)}: more is planned than there is."] if over else []
    said += [f"{listed(some)}: not all is allocated."] if some else []
    every = "Its one source is" if len(left) == 1 else f"All {len(left)} sources are"
    return " ".join(said) or f"{every} fully allocated."


def spend(plan: Plan, working: Calculations, code: str) -> Spend:
    """A required spend as the pages show it."""
    test = working.required[code]
    stands = standing(test, working.rules.thresholds.thin_headroom)
    return Spend(
        label=test.rule.label,
        words=_distance(test, stands),
        state=STATES[stands],
        share=_share(test),
        planned=test.planned,
        planned_href=address("working", plan.pk, working.id(f"required.{code}.planned")),
        minimum=test.minimum,
        minimum_href=address("working", plan.pk, working.id(f"required.{code}.minimum")),
    )


def _distance(test: Requirement, stands: str) -> str:
    if test.headroom is None:
        return "Minimum not known" if test.minimum is None else "Not known yet"
    side = "short" if test.headroom < 0 else "above"
    thin = ": thin" if stands == "thin" else ""
    return f"{pounds(abs(test.headroom))} {side}{thin}"


def _share(test: Requirement) -> float:
    """The distance as a share of the minimum, for the gauge."""
    if test.headroom is None or not test.minimum:
        return 0.0
    return float(test.headroom / test.minimum)
