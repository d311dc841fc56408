"""Family F, second part: what is planned for each metric against the year before.

The year before is what the plan itself shows for it: often an estimate, so never called an actual.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.metrics import kind_of, rate
from bettercare.checks.metric_lines import metric_slip
from bettercare.checks.metrics import Lines, by_metric, plain, shown, slot_before, value_of
from bettercare.checks.registry import Slip, check
from bettercare.dates import FIRST_MONTH
from bettercare.labels import normalise
from bettercare.money import percent, round_half_up
from bettercare.rounds.metric_rules import Metric
from bettercare.statistics import Interval, byar, wilson


class Change(NamedTuple):
    """A metric in a year (or period) of the plan and in one before it, both with a value."""

    metric: Metric
    slot: str
    earlier: str
    now: CodedMetric
    before: CodedMetric
    value: Decimal
    previous: Decimal

    @property
    def better(self) -> bool:
        """Whether the plan is to improve, as far as the shown digits tell."""
        rises = self.value > self.previous
        return self.moves and rises == (self.metric.better == "higher")

    @property
    def worse(self) -> bool:
        """Whether the plan is to do worse; nobody can tell of a measure that is chosen locally."""
        return self.moves and not self.better and self.metric.better != "local"

    @property
    def moves(self) -> bool:
        """Whether the two values are shown as different numbers."""
        return shown(self.metric, self.value) != shown(self.metric, self.previous)


def changes(working: Calculations) -> Iterator[Change]:
    """The metrics that can be compared with the year before."""
    for metric, lines in by_metric(working):
        for slot in (slot for year in working.rules.years for slot in metric.slots_of(year)):
            earlier = _earlier(working, lines, slot)
            now, before = lines.get(slot), lines.get(earlier)
            if now and before:
                value, previous = value_of(metric, now), value_of(metric, before)
                if value is not None and previous is not None:
                    yield Change(metric, slot, earlier, now, before, value, previous)


def _earlier(working: Calculations, lines: Lines, slot: str) -> str:
    """What a slot is compared with: in the first year of the plan the last actual, if it has one.

    Otherwise the same period of the year before.
    """
    year, _, period = slot.partition(" ")
    if year == working.rules.years[0]:
        actual = [
            one
            for one, line in lines.items()
            if one < slot and one.partition(" ")[2] == period and kind_of(line) == "actual"
        ]
        if actual:
            return max(actual)
        return f"{working.rules.previous_year} {period}".strip()
    return slot_before(slot)


def _slip(working: Calculations, change: Change) -> Slip:
    facts = {
        "now": shown(change.metric, change.value),
        "before": shown(change.metric, change.previous),
        "year": change.slot,
        "previous_year": change.earlier,
    }
    field = "value_printed" if change.metric.collected == "value" else "numerator"
    slip = metric_slip(working, change.metric, change.now, [field], facts)
    several = working.rules.several_years or change.metric.periods
    return slip._replace(subject=f"{slip.subject}, {change.slot}") if several else slip


@check(
    "CHK-097",
    name="metric-gets-worse",
    message="{now} in {year} is worse than {before} in {previous_year}.",
    fix="Say why, or plan an improvement.",
    cites="metrics",
    needs=("metrics",),
)
def metric_gets_worse(working: Calculations) -> Iterator[Slip]:
    """A plan to do worse than the year before can be right, and always needs a reason."""
    for change in changes(working):
        if change.worse:
            yield _slip(working, change)._replace(subject=change.metric.short)


@check(
    "CHK-098",
    name="metric-changes-much",
    message="{before} to {now} is a change of {change} {since}.",
    fix="Check the numbers, or say what will bring it about.",
    cites="thresholds",
    needs=("metrics",),
)
def metric_changes_much(working: Calculations) -> Iterator[Slip]:
    """A change this large is a slip in typing more often than an ambition."""
    for one in changes(working):
        change = one.value / one.previous - 1 if one.previous > 0 else Decimal(0)
        if abs(change) > working.rules.thresholds.metric_change:
            slip = _slip(working, one)
            sign = "+" if change > 0 else ""
            one_year = one.earlier == slot_before(one.slot)
            since = "in one year" if one_year else f"since {one.earlier}"
            facts = {"change": f"{sign}{percent(change, 0)}", "since": since}
            yield slip._replace(facts={**slip.facts, **facts})


@check(
    "CHK-099",
    name="change-within-chance",
    message="{before} to {now} cannot be told from chance.",
    fix="Nothing to mend: read the result with this in mind.",
    cites="metrics",
    needs=("metrics",),
)
def change_within_chance(working: Calculations) -> Iterator[Slip]:
    """The planned value lies inside the 95% interval of the year before.

    Then even a plan that is met proves nothing by this number alone. Proportions have a Wilson
    interval, rates Byar's; below 10 events there is none.
    """
    for change in changes(working):
        interval = _interval(change)
        if interval and interval.holds(float(change.value)) and _count_changes(change):
            yield _slip(working, change)


def _count_changes(change: Change) -> bool:
    return change.now.line.numerator != change.before.line.numerator


def _interval(change: Change) -> Interval[float] | None:
    """The interval of the year before, where its numbers allow one."""
    metric, line = change.metric, change.before.line
    if rate(change.now, metric) is None or rate(change.before, metric) is None:
        return None
    top, of = float(line.numerator or 0), float(line.denominator or 0)
    if metric.interval == "wilson" and 0 <= top <= of:
        return wilson(top, of)
    return byar(top, of, metric.scale) if metric.interval == "byar" else None


@check(
    "CHK-100",
    name="rate-falls-by-population",
    message="{count} in both years: the rate falls from {from_rate} to {to_rate} only because the "
    "population grows.",
    fix="Plan fewer, or say so.",
    cites="metrics",
    needs=("metrics",),
)
def rate_falls_by_population(working: Calculations) -> Iterator[Slip]:
    """The same number of people, or more, in a larger population is holding, not improving."""
    for change in changes(working):
        now, before = change.now.line, change.before.line
        if not (now.numerator and before.numerator and _is_rate(change.metric) and change.better):
            continue
        if now.numerator >= before.numerator:
            slip = _slip(working, change)
            facts = {
                "count": plain(now.numerator),
                "was": plain(before.numerator),
                "from_rate": f"{round_half_up(change.previous):,}",
                "to_rate": f"{round_half_up(change.value):,}",
            }
            more = (
                "{count} after {was} is more {people}: the rate falls from {from_rate} to "
                "{to_rate} only because the population grows."
            )
            message = more if now.numerator > before.numerator else ""
            yield slip._replace(facts={**slip.facts, **facts}, message=message)


def _is_rate(metric: Metric) -> bool:
    """Whether fewer people in the same population would be the improvement."""
    return metric.collected == "ratio" and metric.scale > 1 and metric.better == "lower"


def _lacks_area(working: Calculations) -> str:
    return "" if working.plan.area else "the name of the area"


@check(
    "CHK-114",
    name="boundary-changed",
    message="{label} on {day}; figures before that are not comparable.",
    fix="Say for which boundary the earlier figures stand.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_area,
)
def boundary_changed(working: Calculations) -> Iterator[Slip]:
    """Two years can be compared only if they are of the same place."""
    compared = list(changes(working))
    first = min((one.earlier for one in compared), default=working.rules.previous_year)
    start = date(int(first[:4]), FIRST_MONTH, 1)
    area = normalise(working.plan.area or "")
    for event in working.rules.geography:
        here = area in {normalise(name) for name in event.areas}
        if here and compared and start < event.day <= working.rules.in_force.end:
            places = tuple(working.place("metrics", one.before.item, "year") for one in compared)
            facts = {"label": event.label, "day": f"{event.day.day} {event.day:%B %Y}"}
            yield Slip("Metrics", places, facts, reference=event.reference)
