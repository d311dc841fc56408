"""What adds up to what: periods, areas and groups as axes of a table, with their sums.

An axis has labels and sums: a place and the places that add up to it. A unit is the set of places
that one more person adds 1 to, such as April, its quarter and its year.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from bettercare.errors import BadRequest

TOTAL = ("", "")
ENGLAND = "E92000001"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4}-\d{2}) Q[1-4]")
_MOST_UNITS = 400

Label = str | tuple[str, str]
Sum = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a table: its labels, and which of them add up to which.

    ``rests`` are places that stand for what is left of a sum and are never published.
    """

    labels: tuple[Label, ...]
    sums: tuple[Sum, ...]
    rests: frozenset[int] = frozenset()

    @property
    def units(self) -> tuple[tuple[int, ...], ...]:
        """The places that one more person adds 1 to, one for each way to add a person."""
        parts = {parent for parent, _ in self.sums}
        above: dict[int, list[int]] = {}
        for parent, children in self.sums:
            for child in children:
                above.setdefault(child, []).append(parent)
        leaves = [n for n in range(len(self.labels)) if n not in parts]
        breakdowns = [children for parent, children in self.sums if self.labels[parent] == TOTAL]
        if breakdowns:
            return _crossed(self.labels.index(TOTAL), breakdowns, leaves)
        return tuple(_chain(leaf, above) for leaf in leaves)

    def without(self, index: int) -> "Axis":
        """The axis without one of its sums."""
        return replace(self, sums=self.sums[:index] + self.sums[index + 1 :])

    def with_rest(self, index: int) -> "Axis":
        """The axis where one of the sums has a further part, which is never published."""
        here = len(self.labels)
        parent, children = self.sums[index]
        rest: Label = ("", f"rest {here}") if isinstance(self.labels[0], tuple) else f"rest {here}"
        sums = list(self.sums)
        sums[index] = (parent, (*children, here))
        return Axis((*self.labels, rest), tuple(sums), self.rests | {here})


def _chain(leaf: int, above: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    found = [leaf]
    for place in found:
        found.extend(above.get(place, ()))
    return tuple(found)


def _crossed(
    total: int, breakdowns: Sequence[tuple[int, ...]], leaves: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """One group of each breakdown at once; where there are too many, every group at least once."""
    number = 1
    for groups in breakdowns:
        number *= len(groups)
    if number <= _MOST_UNITS:
        chosen: Iterable[tuple[int, ...]] = product(*breakdowns)
    else:
        longest = max(map(len, breakdowns))
        chosen = (
            tuple(
                groups[(n * (1 + shift * place)) % len(groups)]
                for place, groups in enumerate(breakdowns)
            )
            for shift in range(_MOST_UNITS // longest)
            for n in range(longest)
        )
    alone = {leaf for leaf in leaves if not any(leaf in groups for groups in breakdowns)}
    return (*((total, *one) for one in chosen), *((leaf,) for leaf in sorted(alone - {total})))


def part_of(period: str) -> str:
    """The quarter of a month, the financial year of a quarter, and "" for a year.

    What may be either, such as 2011-12, is a month: the fund has no year before 2013-14.

    >>> part_of("2019-04"), part_of("2020-01"), part_of("2019-20 Q4"), part_of("2019-20")
    ('2019-20 Q1', '2019-20 Q4', '2019-20', '')
    >>> part_of("2011-12")
    '2011-12 Q3'
    """
    if quarter := _QUARTER.fullmatch(period):
        return quarter[1]
    month = _MONTH.fullmatch(period)
    if not month:
        return ""
    year, number = int(month[1]), int(month[2])
    first = year if number > 3 else year - 1  # noqa: PLR2004 - a financial year starts in April
    return f"{first}-{(first + 1) % 100:02} Q{(number - 4) % 12 // 3 + 1}"


def periods_axis(periods: Iterable[str]) -> Axis:
    """Months, quarters and years, each with the narrowest that it is part of and that is there."""
    known = set(periods)

    def above(period: str) -> str:
        wider = part_of(period)
        return wider if wider in known or not wider else above(wider)

    return _tree(sorted(known), above)


def areas_axis(areas: Iterable[str], nested: Mapping[str, str]) -> Axis:
    """Areas, and what each is part of: ``nested`` gives the region of an area, or of a region.

    Whatever is part of nothing else is part of England, where that is among them. Raises
    ``BadRequest`` where an area is part of itself, or a region is there and nothing says what is
    part of it.
    """
    found = sorted(set(areas))
    regions = {area for area in found if area.startswith("E12")}
    if orphan := sorted(regions - set(nested.values())):
        raise BadRequest(
            f"Region {orphan[0]} has figures, and nothing says which areas are part of it."
        )
    for area in nested:
        _refuse_rings(area, nested)

    def above(area: str) -> str:
        place = nested.get(area, "")
        while place and place not in found:
            place = nested.get(place, "")
        return place or ENGLAND

    return _tree(found, above)


def _refuse_rings(area: str, nested: Mapping[str, str]) -> None:
    seen = {area}
    while area := nested.get(area, ""):
        if area in seen:
            raise BadRequest(f"Area {area} is said to be part of itself.")
        seen.add(area)


def groups_axis(groups: Iterable[tuple[str, str]]) -> Axis:
    """Everybody, and each breakdown whose groups add up to everybody."""
    labels = sorted(set(groups) | {TOTAL})
    breakdowns = sorted({name for name, _ in labels} - {""})
    sums = [
        (0, tuple(n for n, (name, _) in enumerate(labels) if name == breakdown))
        for breakdown in breakdowns
    ]
    return Axis(tuple(labels), tuple(sums))


def _tree(labels: Sequence[str], above: Callable[[str], str]) -> Axis:
    places = {label: n for n, label in enumerate(labels)}
    parts: dict[int, list[int]] = {}
    for label in labels:
        if (parent := above(label)) in places and parent != label:
            parts.setdefault(places[parent], []).append(places[label])
    return Axis(tuple(labels), tuple((at, tuple(of)) for at, of in sorted(parts.items())))
