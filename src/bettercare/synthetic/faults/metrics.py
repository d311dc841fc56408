"""Faults of metrics: numbers that are missing, impossible or not like the others."""

from collections.abc import Callable
from decimal import Decimal

from bettercare.plan import MetricPlan
from bettercare.rounds.metric_rules import Metric
from bettercare.synthetic.faults.kinds import Planting, cell, kind
from bettercare.synthetic.faults.site import Site

NOUGHT = Decimal(0)
DOUBLE = Decimal(2)
WORSE = Decimal("1.2")


def _metric(site: Site, line: MetricPlan) -> Metric | None:
    code = site.rules.metric_names.match(line.metric).accepted
    return site.rules.metrics[code] if code else None


def _line(site: Site, fits: Callable[[Metric, MetricPlan], bool], part: str | None = None) -> int:
    """A line of the whole of a metric, in a year of the plan, that fits; 0 where there is none."""

    def takes(line: MetricPlan) -> bool:
        metric = _metric(site, line)
        planned = line.year in site.rules.years and line.part == part
        return planned and metric is not None and fits(metric, line)

    return site.pick("metrics", takes)


def _is_ratio(metric: Metric, line: MetricPlan) -> bool:
    numbers = line.numerator, line.denominator, line.value_printed
    return metric.collected == "ratio" and None not in numbers


def _is_share(metric: Metric, line: MetricPlan) -> bool:
    return _is_ratio(metric, line) and metric.scale == 1


def _told(site: Site, found: Planting) -> Planting:
    """A fault with the name of its metric, for checks that point at another of its cells."""
    metric = _metric(site, site.get("metrics", found.item))
    return found._replace(subject=metric.short if metric else "")


@kind("numerator-blank", "CHK-090")
def numerator_blank(site: Site) -> Planting | None:
    """What is counted is not given."""
    item = _line(site, lambda _, line: bool(line.numerator))
    if not item:
        return None
    site.set("metrics", item, value_printed=None)
    return cell(site, "metrics", item, ("numerator", None), "no count")


@kind("value-differs", "CHK-091")
def value_differs(site: Site) -> Planting | None:
    """A printed value that its own numbers do not give."""
    item = _line(site, _is_ratio)
    if not item:
        return None
    now = site.get("metrics", item).value_printed * WORSE
    return cell(site, "metrics", item, ("value_printed", now), "not what its numbers give")


@kind("denominator-nought", "CHK-092")
def denominator_nought(site: Site) -> Planting | None:
    """A rate of nobody."""
    item = _line(site, _is_ratio)
    if not item:
        return None
    return cell(site, "metrics", item, ("denominator", NOUGHT), "of nobody")


@kind("numerator-too-large", "CHK-095")
def numerator_too_large(site: Site) -> Planting | None:
    """More people at home than were sent home."""
    item = _line(site, _is_share)
    if not item:
        return None
    now = site.get("metrics", item).denominator + 1
    return cell(site, "metrics", item, ("numerator", now), "more than the denominator")


@kind("cohort-small", "CHK-096")
def cohort_small(site: Site) -> Planting | None:
    """A share of very few people."""
    item = _line(
        site, lambda metric, line: bool(metric.smallest_cohort) and _is_share(metric, line)
    )
    metric = _metric(site, site.get("metrics", item)) if item else None
    if metric is None or not metric.smallest_cohort:
        return None
    few = Decimal(metric.smallest_cohort // 2)
    site.set("metrics", item, numerator=few - 2, value_printed=None)
    return cell(site, "metrics", item, ("denominator", few), "very few people")


def _against_year_before(site: Site) -> int:
    """A line of the first planned year that the plan has the year before for."""
    first = site.year

    def fits(metric: Metric, line: MetricPlan) -> bool:
        return (
            _is_ratio(metric, line)
            and line.year == first
            and first in metric.years[1:]
            and metric.better != "local"
        )

    return _line(site, fits)


def _other_numerator(site: Site, factor: Decimal, words: str) -> Planting | None:
    item = _against_year_before(site)
    if not item:
        return None
    line = site.get("metrics", item)
    metric = _metric(site, line)
    better = metric is not None and metric.better == "higher"
    now = (line.numerator / factor if better else line.numerator * factor).to_integral_value()
    site.set("metrics", item, value_printed=None)
    return _told(site, cell(site, "metrics", item, ("numerator", now), words))


@kind("metric-worse", "CHK-097")
def metric_worse(site: Site) -> Planting | None:
    """A plan to do worse than the year before."""
    return _other_numerator(site, WORSE, "worse than the year before")


@kind("metric-changes-much", "CHK-098")
def metric_changes_much(site: Site) -> Planting | None:
    """A number that is far from that of the year before."""
    return _other_numerator(site, DOUBLE, "far from the year before")


@kind("metric-in-another-unit", "CHK-103")
def metric_in_another_unit(site: Site) -> Planting | None:
    """A daily figure that is a number of days."""
    item = _line(site, lambda metric, line: bool(metric.largest_plausible and line.value_printed))
    metric = _metric(site, site.get("metrics", item)) if item else None
    if metric is None or metric.largest_plausible is None:
        return None
    now = metric.largest_plausible * DOUBLE
    return cell(site, "metrics", item, ("value_printed", now), "in another unit")


@kind("metric-line-twice", "CHK-113")
def metric_line_twice(site: Site) -> Planting | None:
    """Two lines for one metric in one year."""
    item = _line(site, lambda metric, _: bool(metric.years))
    if not item:
        return None
    line = site.get("metrics", item)
    site.taken.add(("metrics", item))
    added = site.add("metrics", line)
    return Planting("metrics", added, "year", "", line.year, f"line {item} once more")


@kind("metric-not-described", "CHK-105")
def metric_not_described(site: Site) -> Planting | None:
    """A metric without a plan in words."""
    item = _line(site, lambda _, line: bool(line.narrative))
    found = cell(site, "metrics", item, ("narrative", None), "no words") if item else None
    return _told(site, found) if found else None


@kind("grant-not-in-narrative", "CHK-077")
def grant_not_in_narrative(site: Site) -> Planting | None:
    """A metric whose narrative leaves out the money that is paid for it."""
    item = _line(site, lambda metric, line: bool(metric.topics and line.narrative))
    if not item:
        return None
    text = "The partners review this every month and act on what they find."
    return cell(site, "metrics", item, ("narrative", text), "no word of the grant")


@kind("quarters-unlike", "CHK-102")
def quarters_unlike(site: Site) -> Planting | None:
    """One quarter with twice as many days as the others."""

    def fits(metric: Metric, line: MetricPlan) -> bool:
        return metric.counts_days and bool(line.numerator)

    item = _line(site, fits)
    year = _of_year(site, site.get("metrics", item)) if item else set()
    if not item or site.taken & year:
        return None
    site.taken |= year
    now = site.get("metrics", item).numerator * DOUBLE
    site.set("metrics", item, value_printed=None)
    return _told(site, cell(site, "metrics", item, ("numerator", now), "twice the days"))


def _of_year(site: Site, line: MetricPlan) -> set[tuple[str, int]]:
    """The lines of a metric in one year, which are compared with one another."""
    return {
        ("metrics", item)
        for item, one in enumerate(site.records("metrics"), 1)
        if (one.metric, one.year) == (line.metric, line.year)
    }


@kind("reduction-against-answer", "CHK-107")
def reduction_against_answer(site: Site) -> Planting | None:
    """A reduction of admissions below an answer of No."""
    rules = site.rules.admissions
    item = _line(site, lambda *_: True, rules.reduction) if rules else 0
    metric = _metric(site, site.get("metrics", item)) if item else None
    change = "numerator", Decimal(25)
    return (
        cell(site, "metrics", item, change, "a reduction, answered No")._replace(
            subject=metric.short
        )
        if metric
        else None
    )
