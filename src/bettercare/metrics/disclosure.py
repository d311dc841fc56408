"""Counts as they may be published: small ones hidden, those that would give them away too.

A figure is worked out of the rounded numbers that stand beside it, so it gives away no more than
they do. What is hidden is ``None`` with its reason, never 0.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bettercare.metrics.definition import Definition
from bettercare.metrics.disclosure_rules import DisclosureRules, SourceRule, disclosure_rules
from bettercare.metrics.rates import NOTHING, figured
from bettercare.metrics.results import Count, Hidden, Result, Status
from bettercare.metrics.suppression import protect
from bettercare.metrics.suppression_table import (
    DENOMINATOR,
    NUMERATOR,
    SECONDARY,
    SHOWN,
    Table,
    table_of,
)

APPLIED = "applied"
NOT_APPLIED = "NOT FOR RELEASE"
REASONS: Mapping[int, Hidden] = {SHOWN: "", SECONDARY: "secondary"}  # any other is "small"


@dataclass(frozen=True, slots=True)
class Published:
    """Results, whether disclosure control was applied to them, and how many are hidden why.

    ``exposed`` counts hidden numbers that what is shown gives away all the same, as nothing else
    was left to hide; ``disclosure`` then says that nothing of it is for release.
    """

    results: tuple[Result, ...]
    disclosure: str
    small: int = 0
    secondary: int = 0
    exposed: int = 0


def publish(
    counts: Iterable[Count],
    definitions: Mapping[str, Definition],
    rules: DisclosureRules | None = None,
    *,
    nested: Mapping[str, str] | None = None,
    why_not_hidden: str = "",
    status: Status = "final",
) -> Published:
    """Counts as results that may be published, with value, interval, method and reference.

    ``definitions`` are by metric. ``nested`` says which area lies in which wider one. With
    ``why_not_hidden``, a reason in words, nothing is hidden and the results are not for release.

    >>> from decimal import Decimal
    >>> from bettercare.metrics.library import definition
    >>> counts = [Count("nea", "2019-20 Q1", "E08000018", Decimal(n), None, "age", age)
    ...           for age, n in (("0-17", 3), ("18-64", 52))]
    >>> found = publish(counts, {"nea": definition("nea", round_id="2019-20")})
    >>> [(one.group, one.numerator, one.hidden) for one in found.results]
    [('0-17', None, 'small'), ('18-64', Decimal('50'), '')]
    """
    known = rules or disclosure_rules()
    if why_not_hidden:
        results = [_result(one, definitions[one.metric], status, ("", "")) for one in counts]
        return Published(tuple(results), f"{NOT_APPLIED}: {why_not_hidden}")
    found: list[Result] = []
    small = secondary = exposed = 0
    for metric, some in groupby(sorted(counts, key=_order), key=lambda one: one.metric):
        made = definitions[metric]
        table, these = _protected(list(some), made, known, nested or {})
        done = protect(table)
        small, secondary = small + done.small, secondary + done.secondary
        exposed += len(done.exposed)
        rule = known.of(made.records)
        found += [_published(one, made, table, rule, status) for one in these]
    return Published(tuple(found), _said(exposed), small, secondary, exposed)


def _said(exposed: int) -> str:
    if not exposed:
        return APPLIED
    numbers = "1 hidden number" if exposed == 1 else f"{exposed:,} hidden numbers"
    return f"{NOT_APPLIED}: {numbers} can be worked out. Ask for fewer groups or longer periods"


def _order(one: Count) -> tuple[str, str, str, str, str]:
    return (one.metric, one.period, one.area, one.breakdown, one.group)


def _protected(
    counts: Sequence[Count],
    made: Definition,
    rules: DisclosureRules,
    nested: Mapping[str, str],
) -> tuple[Table, Sequence[Count]]:
    """The table of a metric's counts; a denominator that was not counted is public."""
    counted = made.of is not None
    held = counts if counted else [dataclasses.replace(one, denominator=None) for one in counts]
    kind = ("people" if made.unit == "percent" else "other") if counted else ""
    rule = rules.of(made.records)
    return table_of(held, rule, nested, rules.national_areas, denominators=kind), counts


def _published(
    one: Count, made: Definition, table: Table, rule: SourceRule, status: Status
) -> Result:
    place = (
        table.axes[0].labels.index(one.area),
        table.axes[1].labels.index(one.period),
        table.axes[2].labels.index((one.breakdown, one.group)),
    )
    top = _reason(table, (*place, NUMERATOR))
    counted = made.of is not None and one.denominator is not None
    bottom = _reason(table, (*place, DENOMINATOR)) if counted else ""
    denominator = one.denominator
    if counted and denominator is not None:
        denominator = rule.rounded(denominator)
    rounded = dataclasses.replace(
        one, numerator=rule.rounded(one.numerator), denominator=denominator
    )
    return _result(rounded, made, status, (top, bottom))


def _reason(table: Table, cell: tuple[int, int, int, int]) -> Hidden:
    return REASONS.get(int(table.label[cell]), "small")


def _result(one: Count, made: Definition, status: Status, hidden: tuple[Hidden, Hidden]) -> Result:
    """A result; where either number is withheld, so is all that is worked out of it."""
    top, bottom = hidden
    withheld: Hidden = top or ("part_hidden" if bottom else "")
    value = NOTHING if withheld else figured(one, made)
    return Result(
        metric=one.metric,
        period=one.period,
        area=one.area,
        breakdown=one.breakdown,
        group=one.group,
        numerator=None if top else one.numerator,
        denominator=None if bottom else one.denominator,
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        method=value.method,
        reference=made.reference,
        hidden=withheld,
        status=status,
    )
