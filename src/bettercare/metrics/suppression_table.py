"""The counts of one metric as a table: areas x periods x groups, and what a reader knows of each.

What is known of a number is its least and its most. The last row of the table is no area: it only
fills places up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bettercare.metrics.disclosure_rules import SourceRule
from bettercare.metrics.results import Count
from bettercare.metrics.suppression_axes import Axis, Sum, areas_axis, groups_axis, periods_axis

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Labels = NDArray[np.int8]
Cell = tuple[int, int, int, int]
Known = Mapping[tuple[str, str, str, str, str], tuple[float, float]]

SHOWN, SMALL, SECONDARY = 0, 1, 2
NEAR = 1e-6
NUMERATOR, DENOMINATOR = 0, 1

ALONE = Axis(("numerator",), ())
TWO = Axis(("numerator", "denominator"), ())
# Of 12 people 5 are counted and 7 are not: the last is not published, and is not below 0.
PART = Axis(("numerator", "denominator", "others"), ((1, (0, 2)),), frozenset({2}))


@dataclass(slots=True)
class Table:
    """One metric: true numbers, and for each its least and its most to whoever reads the tables.

    The sides are areas, periods, groups, and numerator or denominator. ``label`` says what is
    shown and what is hidden; ``given`` marks the numbers that are published or hidden, rather
    than follow from others.
    """

    axes: tuple[Axis, Axis, Axis, Axis]
    true: Numbers
    least: Numbers
    most: Numbers
    label: Labels
    given: Flags
    fixed: Flags
    rule: SourceRule
    whole: bool

    @property
    def hidden(self) -> Flags:
        """Which numbers are hidden."""
        found: Flags = self.given & (self.label != SHOWN)
        return found

    def hide(self, cell: Cell) -> None:
        """Hide one more number; the reader learns that it is not 0, and no more."""
        self.label[cell] = SECONDARY
        self.least[cell] = min(1.0, self.true[cell])
        self.most[cell] = np.inf
        if self.axes[3] is TWO and cell[3] == DENOMINATOR:
            days = (*cell[:3], NUMERATOR)
            if self.true[days] > 0 and self.label[days] == SHOWN and not self.fixed[days]:
                self.hide(days)

    def sums_with(self, cell: Cell) -> list[list[Cell]]:
        """The sums that a number stands in, each as its numbers."""
        return [
            [(*cell[:side], place, *cell[side + 1 :]) for place in (parent, *children)]  # type: ignore[misc]
            for side, axis in enumerate(self.axes)
            for parent, children in axis.sums
            if cell[side] == parent or cell[side] in children
        ]


def table_of(
    counts: Sequence[Count],
    rule: SourceRule,
    nested: Mapping[str, str],
    national: Sequence[str],
    *,
    denominators: str,
    earlier: Known | None = None,
) -> Table:
    """The table of one metric's counts.

    ``denominators`` is "people" where the numerator is a part of them, "other" where both are
    counted and neither is a part, and "" where there are none or they are public. ``earlier``
    gives least and most of numerators that have been published before.
    """
    axes = [
        areas_axis((one.area for one in counts), nested),
        periods_axis(one.period for one in counts),
        groups_axis((one.breakdown, one.group) for one in counts),
        {"people": PART, "other": TWO, "": ALONE}[denominators],
    ]
    true, given = _filled(counts, axes)
    for side in (2, 1, 0):
        true, given = _summed(true, given, axes, side)
    whole = bool(np.all(np.abs(true - np.round(true)) < NEAR))
    true = np.concatenate([true, np.zeros((1, *true.shape[1:]))])
    given = np.concatenate([given, np.zeros((1, *given.shape[1:]), dtype=bool)])
    table = Table(
        axes=(axes[0], axes[1], axes[2], axes[3]),
        true=np.round(true) if whole else true,
        least=np.zeros_like(true),
        most=np.full_like(true, np.inf),
        label=np.zeros(true.shape, dtype=np.int8),
        given=given,
        fixed=~given,
        rule=rule,
        whole=whole,
    )
    _publish(table, [axes[0].labels.index(area) for area in national if area in axes[0].labels])
    _learn(table, earlier or {})
    table.least[-1] = -np.inf
    return table


def _filled(counts: Sequence[Count], axes: Sequence[Axis]) -> tuple[Numbers, Flags]:
    """Numbers by place; where there is no count the number is 0 until a sum says otherwise."""
    at = [{label: n for n, label in enumerate(axis.labels)} for axis in axes]
    true = np.zeros([len(axis.labels) for axis in axes])
    given = np.zeros(true.shape, dtype=bool)
    for one in counts:
        place = (at[0][one.area], at[1][one.period], at[2][one.breakdown, one.group])
        numbers = (one.numerator, one.denominator)[: len(axes[3].labels)]
        for status, number in enumerate(numbers):
            if number is not None:
                true[(*place, status)] = float(number)
                given[(*place, status)] = True
    if axes[3] is PART:
        true[..., 2] = true[..., DENOMINATOR] - true[..., NUMERATOR]
    return true, given


def _summed(true: Numbers, given: Flags, axes: list[Axis], side: int) -> tuple[Numbers, Flags]:
    """Make every sum of one side hold: with a rest, with a total, or not as a sum at all."""
    for parent, children in _from_below(axes[side].sums):
        index = axes[side].sums.index((parent, children))
        total, parts = np.take(true, parent, side), np.take(true, children, side).sum(axis=side)
        known = np.take(given, parent, side) | (total > NEAR)
        gap = np.where(known, total - parts, 0.0)
        if (gap < -NEAR).any():
            axes[side] = axes[side].without(index)
            continue
        where: list[Any] = [slice(None)] * true.ndim
        where[side] = parent
        true[tuple(where)] = np.where(known, total, parts)
        if (gap > NEAR).any():
            axes[side] = axes[side].with_rest(index)
            true = np.concatenate([true, np.expand_dims(gap, side)], axis=side)
            nothing = np.zeros_like(np.expand_dims(known, side))
            given = np.concatenate([given, nothing], axis=side)
    return true, given


def _from_below(sums: Sequence[Sum]) -> list[Sum]:
    """Sums in such an order that a sum comes after those of its parts."""
    left, done = list(sums), []
    while left:
        parents = {parent for parent, _ in left}
        ready = [one for one in left if not parents.intersection(one[1])]
        done.extend(ready)
        left = [one for one in left if one not in ready]
    return done


def _publish(table: Table, national: Sequence[int]) -> None:
    """What a reader knows from the rule alone: small ones hidden, 0 shown, others rounded."""
    rule, true, given = table.rule, table.true, table.given
    half, top = rule.round_to / 2, rule.hide.to + 0.5
    small = given & (true > 0) & (true < top)
    large = given & (true >= top)
    rounded = np.floor(true / rule.round_to + 0.5) * rule.round_to
    least, most = np.maximum(rounded - half, top), rounded + half
    if table.whole:
        least, most = np.ceil(least), np.ceil(most) - 1
    table.least[large], table.most[large] = least[large], most[large]
    table.most[given & (true == 0)] = 0
    table.label[small] = SMALL
    table.least[small] = np.minimum(1.0, true[small])
    table.most[small] = rule.hide.to if table.whole else top
    missing = ~given & (true == 0) & ~_rest(table)
    table.most[missing] = 0
    if rule.national == "shown":
        for row in national:
            exact = given[row]
            table.label[row][exact] = SHOWN
            table.least[row][exact] = table.most[row][exact] = true[row][exact]
    _hide_with_denominator(table, small)


def _rest(table: Table) -> Flags:
    """The numbers that stand for what is left of a sum, and the row that fills up."""
    found = np.zeros(table.true.shape, dtype=bool)
    found[-1] = True
    for side, axis in enumerate(table.axes):
        for place in axis.rests:
            where: list[Any] = [slice(None)] * 4
            where[side] = place
            found[tuple(where)] = True
    return found


def _hide_with_denominator(table: Table, small: Flags) -> None:
    """A denominator that is hidden is not said to be small; days of few people go with them."""
    if table.axes[3] is ALONE:
        return
    for place in zip(*np.nonzero(small[..., DENOMINATOR]), strict=True):
        area, period, group = map(int, place)
        cell = (area, period, group, DENOMINATOR)
        if table.label[cell] != SHOWN:
            table.hide(cell)


def _learn(table: Table, earlier: Known) -> None:
    """Narrow what is known to what was published before, where it still holds."""
    at = [{label: n for n, label in enumerate(axis.labels)} for axis in table.axes[:3]]
    for (period, area, breakdown, group, which), (least, most) in earlier.items():
        wanted = ((at[0], area), (at[1], period), (at[2], (breakdown, group)))
        places = [labels[label] for labels, label in wanted if label in labels]
        status = DENOMINATOR if which == "denominator" else NUMERATOR
        if len(places) < len(wanted) or status >= len(table.axes[3].labels):
            continue
        cell = (places[0], places[1], places[2], status)
        if not least <= table.true[cell] <= most:
            continue  # the number has been revised since
        table.least[cell] = max(table.least[cell], least)
        table.most[cell] = min(table.most[cell], most)
        table.fixed[cell] = True
