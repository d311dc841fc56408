"""Family J: what a return says of metrics, of sums over quarters, and of capacity."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.metrics import kind_of, part_of, planned_lines, slot_of
from bettercare.checks.agreement import HALF_A_POINT, agrees
from bettercare.checks.grants import purposes, share_of
from bettercare.checks.metric_lines import metric_slip
from bettercare.checks.metrics import plain, shown, value_of
from bettercare.checks.registry import Slip, check
from bettercare.checks.returns import (
    LTP,
    QUARTERLY,
    QUARTERS,
    Line,
    progress,
    progress_slip,
    rules_of,
    sureness,
)
from bettercare.labels import normalise, shortened
from bettercare.money import percent, pounds, round_half_up
from bettercare.rounds.metric_rules import Metric

ONE = Decimal(1)
NOUGHT = Decimal(0)


def _said(working: Calculations, words: Sequence[str]) -> Iterator[tuple[Metric, CodedMetric]]:
    """The lines of metrics whose status is one of some words."""
    known = {normalise(one) for one in words}
    for line in working.metric_lines:
        code = line.metric.accepted
        if code and normalise(line.line.status or "") in known:
            yield working.rules.metrics[code], line


def _value(metric: Metric, line: CodedMetric | None) -> Decimal | None:
    """The value of a line, of a count too."""
    if line is None:
        return None
    value = value_of(metric, line)
    return line.line.numerator if value is None and metric.collected == "count" else value


def _actual(working: Calculations, line: CodedMetric) -> CodedMetric | None:
    """The actual of what a line speaks of: the line itself, or one for the same period."""
    if kind_of(line) == "actual":
        return line
    about = _about(working, line)
    actuals = (one for one in working.metric_lines if kind_of(one) == "actual")
    return next((one for one in actuals if _about(working, one) == about), None)


def _about(working: Calculations, line: CodedMetric) -> tuple[str | None, str, str]:
    """The metric, the time and the part that a line is about, however the part is written."""
    return line.metric.accepted, slot_of(line), part_of(working, line)


def _plan(working: Calculations, line: CodedMetric) -> CodedMetric | None:
    found = planned_lines(working, line.metric.accepted or "", part_of(working, line))
    plan = found.get(slot_of(line))
    return plan if plan and kind_of(plan) != "actual" else None


@check(
    "CHK-145",
    name="on-track-against-actual",
    message="{slot} is said to be on track; the actual is {actual} against a plan of {plan}.",
    fix="Correct the status, or say why it is on track all the same.",
    cites="returns.quarterly",
    needs=("metrics",),
    of_return=QUARTERLY,
)
def on_track_against_actual(working: Calculations) -> Iterator[Slip]:
    """A status is believed only while the published figure does not say otherwise.

    The two are compared as they are shown, so that rounding alone makes no difference.
    """
    for metric, line in _said(working, rules_of(working).on_track):
        actual = _value(metric, _actual(working, line))
        plan = _value(metric, _plan(working, line))
        if actual is not None and plan is not None and _is_worse(metric, actual, plan):
            facts = {
                "slot": slot_of(line),
                "actual": shown(metric, actual),
                "plan": shown(metric, plan),
            }
            yield metric_slip(working, metric, line, ["status"], facts)


def _is_worse(metric: Metric, actual: Decimal, plan: Decimal) -> bool:
    decimals = metric.decimals + (2 if metric.collected == "ratio" and metric.scale == 1 else 0)
    unit = ONE.scaleb(-decimals)
    apart = round_half_up(actual, unit) - round_half_up(plan, unit)
    return (metric.better == "lower" and apart > 0) or (metric.better == "higher" and apart < 0)


@check(
    "CHK-146",
    name="data-said-to-be-missing",
    message="{slot} is said to have no data; its actual is {actual}.",
    fix="Say how progress stands against that figure.",
    cites="returns.quarterly",
    needs=("metrics",),
    of_return=QUARTERLY,
)
def data_said_to_be_missing(working: Calculations) -> Iterator[Slip]:
    """A metric that has a figure for the period can be judged."""
    for metric, line in _said(working, rules_of(working).no_data):
        value = _value(metric, _actual(working, line))
        if value is not None:
            facts = {"slot": slot_of(line), "actual": shown(metric, value)}
            yield metric_slip(working, metric, line, ["status"], facts)


Key = tuple[str, str]


def _by_scheme(lines: Sequence[Line]) -> Mapping[Key, Sequence[Line]]:
    """Lines about one scheme, and one source of it; by scheme alone where a line names none."""
    unnamed = {one.scheme for one in lines if not one.source}
    found: dict[Key, list[Line]] = {}
    for one in lines:
        source = "" if one.scheme in unnamed else one.source
        found.setdefault((one.scheme, source), []).append(one)
    return {key: own for key, own in found.items() if key[0]}


@check(
    "CHK-147",
    name="cumulative-figure-falls",
    message="'{scheme}': {noun} falls from {before} in Q{earlier} to {now} in Q{quarter}.",
    fix="Enter what has come together since April.",
    cites="returns.quarterly",
    needs=("progress",),
    of_return=QUARTERLY,
)
def cumulative_figure_falls(working: Calculations) -> Iterator[Slip]:
    """What is counted from the start of the year can only grow."""
    dated = [one for one in progress(working) if one.quarter]
    for own in _by_scheme(dated).values():
        for field, noun in (("spent", "spending"), ("output_delivered", "output")):
            yield from _falls(working, own, field, noun)


def _falls(working: Calculations, lines: Sequence[Line], field: str, noun: str) -> Iterator[Slip]:
    show = pounds if field == "spent" else plain
    sums: dict[int, Decimal] = {}
    last: dict[int, Line] = {}
    for one in lines:
        value = getattr(one.line, field)
        if value is not None:
            sums[one.quarter] = sums.get(one.quarter, NOUGHT) + value
            last[one.quarter] = one
    quarters = sorted(sums)
    for earlier, quarter in pairwise(quarters):
        if sums[quarter] < sums[earlier]:
            facts = {"noun": noun, "earlier": earlier, "quarter": quarter}
            amounts = {"before": show(sums[earlier]), "now": show(sums[quarter])}
            yield progress_slip(working, last[quarter], [field], facts | amounts)


def _lacks_purposes(working: Calculations) -> str:
    split = [one for one in working.rules.sources.items.values() if purposes(working, one)]
    return "" if split else "how a grant was used, purpose by purpose"


@check(
    "CHK-148",
    name="purposes-of-a-return",
    message="The purposes of the {source} add to {share}.",
    fix="Make them add to 100%.",
    cites="returns.quarterly",
    needs=("answers",),
    lacks=_lacks_purposes,
    of_return=QUARTERLY,
)
def purposes_of_a_return(working: Calculations) -> Iterator[Slip]:
    """A return says how a grant was used, purpose by purpose; together that is all of it."""
    for source in working.rules.sources.items.values():
        found = purposes(working, source)
        shares = [share_of(text) for _, text in found.values()]
        total = sum((share for share in shares if share is not None), NOUGHT)
        if found and not agrees(total, ONE, HALF_A_POINT):
            places = tuple(working.place("answers", item, "response") for item, _ in found.values())
            facts = {"source": source.name, "share": percent(total)}
            slip = Slip(f"{source.name} purposes", places, facts, sureness(working))
            yield slip._replace(problem=f"purposes.{source.name}")


def _lacks_annual(working: Calculations) -> str:
    annual = any(not one.quarter for one in progress(working))
    return "" if annual else "the annual table (lines whose period is the year)"


@check(
    "CHK-149",
    name="quarters-unlike-year",
    message="'{scheme}': {noun} by quarter comes to {quarters}, the annual table gives {year}.",
    fix="Correct the quarter or the annual figure, and say which was wrong.",
    cites="returns.ltp",
    needs=("progress",),
    lacks=_lacks_annual,
    of_return=LTP,
)
def quarters_unlike_year(working: Calculations) -> Iterator[Slip]:
    """The quarters of a line add up to what the annual table says of it.

    Quarters that already come to more than the year are wrong; ones that come to less only when
    all four are given.
    """
    for lines in _by_scheme(progress(working)).values():
        yield from _unlike(working, lines, "spent", "spending")
        yield from _unlike(working, lines, "planned", "planned spending")


def _unlike(working: Calculations, lines: Sequence[Line], field: str, noun: str) -> Iterator[Slip]:
    parts, years = _amounts(lines, field, quarters=True), _amounts(lines, field, quarters=False)
    whole = len({one.quarter for one in lines if one.quarter}) == QUARTERS
    total, year = sum(parts.values(), NOUGHT), sum(years.values(), NOUGHT)
    if parts and years and (total > year or (whole and total < year)):
        by_item = {one.item: one for one in lines}
        facts = {"noun": noun, "quarters": pounds(total), "year": pounds(year)}
        slip = progress_slip(working, by_item[next(iter(years))], [field], facts)
        places = tuple(working.place("progress", item, field) for item in (*years, *parts))
        yield slip._replace(places=places)


def _amounts(lines: Sequence[Line], field: str, *, quarters: bool) -> Mapping[int, Decimal]:
    """The amounts of lines for quarters, or for the year, by number of line."""
    found = {one.item: getattr(one.line, field) for one in lines if bool(one.quarter) == quarters}
    return {item: amount for item, amount in found.items() if amount is not None}


@check(
    "CHK-150",
    name="capacity-below-demand",
    message="{month}: {service} is short by {short}, and no mitigation is given.",
    fix="Say how the demand will be met, or add capacity.",
    cites="capacity",
    needs=("capacity",),
)
def capacity_below_demand(working: Calculations) -> Iterator[Slip]:
    """A month with more demand than capacity keeps people waiting unless something is done."""
    for item, line in enumerate(working.plan.capacity or (), 1):
        demand, capacity = line.demand, line.capacity
        told = (line.mitigation or "").strip()
        if demand is not None and capacity is not None and capacity < demand and not told:
            facts = {
                "month": line.month or "A month",
                "service": shortened(line.service or "a service", 60),
                "short": plain(demand - capacity),
            }
            place = (working.place("capacity", item, "capacity"),)
            yield Slip(f"Capacity line {item}", place, facts)
