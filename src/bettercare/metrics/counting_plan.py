"""What is asked of one kind of record and of one kind of area, worked out before a row is read.

Definitions that count alike share what they count; a breakdown is a column, in bands where it holds
numbers. Whatever cannot be counted is refused here, in words and all at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import prod

from bettercare.errors import BadRequest
from bettercare.labels import listed
from bettercare.metrics.definition import Condition, Counting, Definition
from bettercare.metrics.records import KINDS, RecordKind

OTHER = "other"  # the group of a number in none of the bands
UNKNOWN_GROUP = "unknown"  # the group of a blank
CROSSED = 256  # groups of breakdowns that are crossed, by area and month
MANY = 200  # groups of a column of which codes are not listed
BITS = 30  # conditions that one whole number of a cell can answer, on any engine


@dataclass(frozen=True, slots=True)
class Band:
    """A band of whole numbers, both ends in it; ``None`` where it has no end."""

    label: str
    at_least: int | None = None
    at_most: int | None = None


AGES = (
    Band("0-17", None, 17),
    Band("18-64", 18, 64),
    Band("65-74", 65, 74),
    Band("75-84", 75, 84),
    Band("85+", 85, None),
)
BANDS: Mapping[str, tuple[Band, ...]] = {"age": AGES}


@dataclass(frozen=True)
class Plan:
    """What is counted of one kind of record by one kind of area, and the bands of breakdowns.

    ``area`` is the column that holds the area: "commissioner" or "council".
    """

    kind: RecordKind
    area: str
    definitions: tuple[Definition, ...]
    bands: Mapping[str, tuple[Band, ...]] = field(hash=False)

    @cached_property
    def countings(self) -> tuple[Counting, ...]:
        """The different things that are counted, each once."""
        return tuple(dict.fromkeys(one for d in self.definitions for one in counted(d)))

    @cached_property
    def conditions(self) -> tuple[tuple[Condition, ...], ...]:
        """The different sets of conditions that rows are counted under."""
        return tuple(dict.fromkeys(one.where for one in self.countings))

    @cached_property
    def common(self) -> tuple[Condition, ...]:
        """The conditions that rows of every counting meet."""
        first, *others = self.conditions
        return tuple(one for one in first if all(one in where for where in others))

    def apart(self, where: tuple[Condition, ...]) -> tuple[Condition, ...]:
        """What of some conditions is not common to all."""
        return tuple(one for one in where if one not in self.common)

    @cached_property
    def marked_by(self) -> str:
        """The column of codes that alone tells which conditions a row meets; "" where none does.

        To group by the code is quicker than to ask each row what it meets.
        """
        apart = [one for where in self.conditions for one in self.apart(where)]
        names = {one.column for one in apart}
        if len(names) != 1 or any(one.days_since for one in apart):
            return ""
        (name,) = names
        return name if self.kind.column(name).codes else ""

    @cached_property
    def amounts(self) -> tuple[tuple[str, str, str], ...]:
        """The different amounts that are added up, as a column, or days from one to another."""
        return tuple(dict.fromkeys(amount(one) for one in self.countings if any(amount(one))))

    @cached_property
    def breakdowns(self) -> tuple[str, ...]:
        """The columns that any of the counts is broken down by."""
        return tuple(dict.fromkeys(name for d in self.definitions for name in d.breakdowns))

    @cached_property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """The breakdowns that rows are grouped by together, one scan of their columns each.

        Groups of all breakdowns crossed could be nearly as many as rows, and then save nothing.
        """
        found: list[list[str]] = [[]]
        for name in self.breakdowns:
            fitting = (some for some in found if self._most(*some, name) <= CROSSED)
            some = next(fitting, None) if found[0] else found[0]
            if some is None:
                found.append([name])
            else:
                some.append(name)
        return tuple(map(tuple, found))

    def _most(self, *names: str) -> int:
        """The most groups that breakdowns crossed can have, by area and month."""
        return prod(self._groups(name) for name in names)

    def _groups(self, name: str) -> int:
        column = self.kind.column(name)
        if name in self.bands:
            return len(self.bands[name]) + 2
        if column.least is not None and column.most is not None:
            return column.most - column.least + 2
        return len(column.codes) + 1 if column.codes else {"yes_no": 3}.get(column.type, MANY)

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The kinds of period that any of the counts is asked for."""
        return tuple(dict.fromkeys(name for d in self.definitions for name in d.periods))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the records that are looked at, and no others."""
        of_parts = (name for one in self.countings for name in columns(one))
        named = (self.kind.counted_on, self.area, *self.breakdowns, *of_parts)
        return tuple(dict.fromkeys(named))

    def wanted(self, breakdown: str = "") -> tuple[int, ...]:
        """The countings, by number, that are asked for by a breakdown, or for everybody."""
        asked = {
            one
            for d in self.definitions
            if not breakdown or breakdown in d.breakdowns
            for one in counted(d)
        }
        return tuple(n for n, one in enumerate(self.countings) if one in asked)


def amount(counting: Counting) -> tuple[str, str, str]:
    """What a counting adds up: a column, or two days; nothing where rows are counted."""
    return counting.sum, counting.days_from, counting.days_until


def counted(definition: Definition) -> tuple[Counting, ...]:
    """What a definition counts: its numerator, and its denominator where that is counted too."""
    return tuple(one for one in (definition.count, definition.of) if one is not None)


def plans(
    definitions: Iterable[Definition], bands: Mapping[str, tuple[Band, ...]] | None = None
) -> tuple[Plan, ...]:
    """One plan for each kind of record and of area that definitions count, in the order named.

    ``bands`` are those of breakdowns by number, by column; those of age are given where not.
    Raises ``BadRequest``, naming everything that cannot be counted and why.
    """
    asked = tuple(definitions)
    known = {**BANDS, **(bands or {})}
    faults = [*_twice(asked), *_misfit_bands(known)]
    faults += [fault for one in asked for fault in _faults(one, known)]
    if faults or not asked:
        raise BadRequest(" ".join(faults) or "There is nothing to count: name a metric.")
    found: dict[tuple[str, str], list[Definition]] = {}
    for one in asked:
        found.setdefault((one.records, one.area), []).append(one)
    return tuple(
        Plan(KINDS[kind], area, tuple(some), known) for (kind, area), some in found.items()
    )


def _twice(asked: Sequence[Definition]) -> Iterator[str]:
    names = [one.metric for one in asked]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"Metric {name} is asked for twice: count its definitions one after the other."


def _misfit_bands(bands: Mapping[str, tuple[Band, ...]]) -> Iterator[str]:
    """Bands that overlap would count a person twice; labels given twice would hide which."""
    for column, some in bands.items():
        ends = [(-1 if one.at_least is None else one.at_least, one.at_most) for one in some]
        if any(before[1] is None or before[1] >= after[0] for before, after in pairwise(ends)):
            yield f"The bands of {column} must go up and not overlap."
        labels = [one.label for one in some]
        if len(set(labels)) < len(labels) or {"", OTHER, UNKNOWN_GROUP} & set(labels):
            yield f"Each band of {column} needs a label of its own, other than {OTHER}."


def _faults(one: Definition, bands: Mapping[str, tuple[Band, ...]]) -> Iterator[str]:
    if one.count is None or one.records not in KINDS:
        kinds = listed(KINDS)
        yield f"Metric {one.metric} is not counted from records. Kinds of record: {kinds}."
        return
    kind = KINDS[one.records]
    types = {column.name: column.type for column in kind.columns}
    named = [one.area, *one.breakdowns, *(name for part in counted(one) for name in columns(part))]
    for name in dict.fromkeys(name for name in named if name not in types):
        yield f"Metric {one.metric} needs a column {name}, which {kind.name} do not have."
    for name in one.breakdowns:
        if types.get(name) == "date" or (name in bands and types.get(name) != "integer"):
            yield f"Metric {one.metric} cannot be broken down by {name} as asked."
    for part in counted(one):
        yield from _misfit_amount(one.metric, part, types)


def _misfit_amount(metric: str, part: Counting, types: Mapping[str, str]) -> Iterator[str]:
    days = [part.days_from, part.days_until]
    if any(days) and (not all(days) or part.sum):
        yield f"Metric {metric} must add up one column, or days from one date until another."
    if any(types.get(name, "date") != "date" for name in days if name):
        yield f"Metric {metric} can only count days between dates."
    if types.get(part.sum, "integer") != "integer":
        yield f"Metric {metric} can only add up whole numbers."


def columns(part: Counting) -> tuple[str, ...]:
    """The columns that a counting looks at."""
    asked = (name for one in part.where for name in (one.column, one.days_since))
    named = (*asked, *amount(part))
    return tuple(dict.fromkeys(name for name in named if name))
