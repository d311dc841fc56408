"""What lines and schemes are said to do for each metric: marks, and the money behind them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bettercare.calculations.figure import Figure, Input
from bettercare.findings import Place
from bettercare.programmes.budget import Budget, Numbered, total

MARKED = "Count the {letter}s that lines or schemes have for {metric}."
MONEY = (
    "Add the lines with a mark for {metric}. A line counts for each of its metrics, so these "
    "figures do not add up to the total."
)
LEVEL = "Count the marks for {metric} that stand for {level}."


class Marked(NamedTuple):
    """A line or scheme with its marks, where they stand, and the lines that it has."""

    name: str
    table: str
    item: int
    marks: Mapping[str, str]
    lines: Sequence[Numbered]


class Contributions:
    """The marks of a programme: those of its lines where they have any, else of its schemes."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    @cached_property
    def marked(self) -> tuple[Marked, ...]:
        """Every line or scheme that can have marks."""
        budget = self.budget
        if any(line.marks for _, line in budget.lines):
            return tuple(
                Marked(budget.name(one), "lines", one.item, one.line.marks, (one,))
                for one in budget.lines
            )
        return tuple(
            Marked(
                " ".join(filter(None, (measure.code, measure.label))),
                "measures",
                item,
                measure.marks,
                tuple(one for one in budget.lines if one.line.measure == measure.code),
            )
            for item, measure in enumerate(budget.programme.measures, 1)
        )

    @cached_property
    def metrics(self) -> Mapping[str, str]:
        """The label of each metric by its code, with those that only marks name."""
        metrics = self.budget.programme.metrics
        listed = {one.code: one.label or one.code for one in metrics if one.code}
        used = dict.fromkeys(code for one in self.marked for code in one.marks)
        return listed | {code: code for code in used if code not in listed}

    def strength(self, one: Marked, metric: str) -> int:
        """How many letters a line or scheme has for a metric; a text that is no mark has none."""
        return self.budget.strength(one.marks.get(metric)) or 0

    def place(self, one: Marked, metric: str) -> Place:
        """Where a mark stands."""
        return self.budget.programme.place(one.table, one.item, f"marks.{metric}")


def contribution_figures(found: Contributions) -> Iterator[Figure]:
    """Of each metric: letters, lines or schemes by level, and the money of each year."""
    for metric, label in found.metrics.items():
        yield _letters(found, metric, label)
        yield from _levels(found, metric, label)
        for year in found.budget.years:
            yield _money(found, metric, label, year)


def _letters(found: Contributions, metric: str, label: str) -> Figure:
    letter = found.budget.rules.marks.letter
    return _counted(
        found,
        (f"marks.{metric}", f"Marks for {label}", MARKED.format(letter=letter, metric=label)),
        [(one, found.strength(one, metric)) for one in found.marked],
        metric,
    )


def _levels(found: Contributions, metric: str, label: str) -> Iterator[Figure]:
    """How many lines or schemes have each number of letters, but none; more than the scale too."""
    levels = found.budget.rules.marks.levels
    beyond = max((found.strength(one, metric) for one in found.marked), default=0)
    for strength in range(1, max(len(levels), beyond + 1)):
        known = strength < len(levels)
        name = levels[strength] if known else found.budget.rules.marks.letter * strength
        rule = LEVEL.format(metric=label, level=name)
        alike = [(one, int(found.strength(one, metric) == strength)) for one in found.marked]
        key = name.casefold() if known else "beyond"
        named = (f"marks.{metric}.{key}", f"{name} for {label}", rule)
        yield _counted(found, named, alike, metric)


def _counted(
    found: Contributions,
    named: tuple[str, str, str],
    counts: Sequence[tuple[Marked, int]],
    metric: str,
) -> Figure:
    figure_id, label, rule = named
    return Figure(
        id=figure_id,
        label=label,
        value=Decimal(sum(count for _, count in counts)),
        unit="count",
        rule=rule,
        reference=found.budget.rules.cite(found.budget.rules.marks.reference),
        inputs=tuple(
            Input(one.name, Decimal(count), found.place(one, metric))
            for one, count in counts
            if count
        ),
        decimals=0,
    )


def _money(found: Contributions, metric: str, label: str, year: str) -> Figure:
    budget = found.budget
    inputs = tuple(
        Input(one.name, amount, found.place(one, metric))
        for one in found.marked
        if found.strength(one, metric)
        and (amount := total(budget.money(n.line, year) for n in one.lines))
    )
    return Figure(
        id=f"metric.{metric}.{year}",
        label=f"Money behind {label}, {year}",
        value=total(one.value for one in inputs),
        unit=budget.unit,
        rule=MONEY.format(metric=label),
        reference=budget.rules.cite("own_table"),
        inputs=inputs,
        decimals=0,
    )
