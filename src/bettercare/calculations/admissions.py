"""Emergency admissions: from the mapping to the plan, and the fund that insures a reduction.

The method is that of the planning template 2017-19: commissioners' plans mapped to the area, less
an additional reduction; a contingency fund of the reduction times the unit cost of an admission.
"""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.metrics import HALF, planned_lines
from bettercare.calculations.working import NOUGHT, Working
from bettercare.rounds.metric_rules import Admissions

Counts = dict[str, tuple[Decimal, CodedMetric]]


def admission_figures(working: Working) -> Iterator[Figure]:
    """For each quarter and year: mapped, reduction, plan, the share taken off, cost and fund."""
    rules = working.rules.admissions
    if rules is None or working.plan.metrics is None:
        return
    mapped = counts(working, rules.mapped)
    taken = counts(working, rules.reduction)
    for slot, (count, _) in mapped.items():
        less = taken[slot][0] if slot in taken else NOUGHT
        yield _figure(
            working,
            f"plan.{slot.replace(' ', '.')}",
            f"Planned admissions, {slot}",
            count - less,
            (Input("From the mapping", count), Input("less reduction", -less)),
        )
    for year in working.rules.years:
        yield from _of_year(working, rules, year, (mapped, taken))


def counts(working: Working, part: str) -> Counts:
    """The counts of one part of the metric, by year and quarter."""
    rules = working.rules.admissions
    found: Counts = {}
    for slot, line in planned_lines(working, rules.metric, part).items() if rules else ():
        count = line.line.numerator if line.line.numerator is not None else line.line.value_printed
        if count is not None:
            found[slot] = (count, line)
    return found


def unit_cost(working: Working, year: str) -> Decimal | None:
    """What an admission is held to cost in a year: as the plan gives it, else as the round does."""
    rules = working.rules.admissions
    given = working.plan.given.get(f"admissions.unit_cost.{year}")
    return given if given is not None or rules is None else rules.unit_cost


def reduction_in(working: Working, year: str) -> Decimal:
    """The additional reduction of a year, all its quarters together."""
    rules = working.rules.admissions
    taken = counts(working, rules.reduction) if rules else {}
    return _sum(taken, year)


def _of_year(
    working: Working, rules: Admissions, year: str, parts: tuple[Counts, Counts]
) -> Iterator[Figure]:
    mapped, taken = (_sum(one, year) for one in parts)
    periods = sum(slot.startswith(year) for slot in parts[0])
    if not periods:
        return
    slack = HALF * periods
    yield _figure(
        working, f"mapped.{year}", f"Admissions from the mapping, {year}", mapped,
        _inputs(parts[0], year), slack,
    )  # fmt: skip
    yield _figure(
        working, f"reduction.{year}", f"Additional reduction of admissions, {year}", taken,
        _inputs(parts[1], year), slack,
    )  # fmt: skip
    yield _figure(
        working, f"plan.{year}", f"Planned admissions, {year}", mapped - taken,
        (Input("From the mapping", mapped), Input("less reduction", -taken)), slack,
    )  # fmt: skip
    yield from _money(working, rules, year, (mapped, taken))


def _money(
    working: Working, rules: Admissions, year: str, sums: tuple[Decimal, Decimal]
) -> Iterator[Figure]:
    mapped, taken = sums
    cost = unit_cost(working, year) or NOUGHT
    reference = working.rules.cite(rules.reference)
    yield Figure(
        id=f"admissions.reduction_share.{year}",
        label=f"Additional reduction as a share, {year}",
        value=taken / mapped if mapped else None,
        unit="fraction",
        rule="Reduction over admissions from the mapping, from unrounded counts.",
        reference=reference,
        inputs=(Input("Reduction", taken), Input("From the mapping", mapped)),
        decimals=2,
    )
    yield Figure(
        id=f"admissions.fund.{year}",
        label=f"Contingency fund for admissions, {year}",
        value=taken * cost,
        unit="GBP",
        rule="Additional reduction of the year times the unit cost of an admission.",
        reference=reference,
        inputs=(Input("Reduction", taken), Input("Unit cost, £", cost)),
    )


def _figure(
    working: Working,
    key: str,
    label: str,
    value: Decimal,
    inputs: tuple[Input, ...],
    tolerance: Decimal = NOUGHT,
) -> Figure:
    rules = working.rules.admissions
    return Figure(
        id=f"admissions.{key}",
        label=label,
        value=value,
        unit="count",
        rule="Admissions from the mapping less the additional reduction."
        if key.startswith("plan")
        else "Add the quarters of the year, unrounded.",
        reference=working.rules.cite(rules.reference) if rules else "",
        inputs=inputs,
        tolerance=tolerance,
    )


def _sum(found: Counts, year: str) -> Decimal:
    return sum((count for slot, (count, _) in found.items() if slot.startswith(year)), NOUGHT)


def _inputs(found: Counts, year: str) -> tuple[Input, ...]:
    return tuple(Input(slot, count) for slot, (count, _) in found.items() if slot.startswith(year))
