"""The figures of two plans side by side, as tables in pounds, with the schemes that moved each."""

from collections.abc import Iterator, Sequence

from bettercare.comparison.records import NOUGHT, Comparison, Movement
from bettercare.labels import shortened, wrapped
from bettercare.report.compare_layout import (
    LABEL,
    Names,
    head_line,
    in_unit,
    money_line,
    movement_line,
    movers_lines,
)

SOURCES = (
    ("income", "Income"),
    ("expenditure", "Planned expenditure"),
    ("balance", "Left to allocate (balance)"),
)
FAMILIES = (
    ("scheme_type", "Scheme type, £"),
    ("area_of_spend", "Area of spend, £"),
    ("commissioner", "Commissioner, £"),
    ("provider", "Provider, £"),
)
PREFIX = "Planned expenditure, "
PARTS = (".minimum", ".planned", ".headroom", ".in_both", ".in_neither")  # shown of required spends
NAMED = 2  # schemes named under a line of a table


def tables(found: Comparison, names: Names, *, every: bool) -> Iterator[Iterator[str]]:
    """Sources, required spends, the lists that spending is told by, and metrics."""
    for family, title in SOURCES:
        yield _sources(found, names, family, title)
    yield _required(found, names, every=every)
    for family, title in FAMILIES:
        yield _family(found, names, family, title)
    yield _metrics(found, names)


def _sources(found: Comparison, names: Names, family: str, title: str) -> Iterator[str]:
    """Income, planned expenditure or balance by source; one line where nothing differs."""
    lines = [one for one in _of_family(found, family) if one.before or one.after]
    if any(_differs(one) for one in lines):
        yield head_line(f"{title}, £", names)
        for one in sorted(lines, key=lambda one: one.id.endswith(".total")):
            yield from _source(one, parts=family != "balance")
    elif family != "balance":
        yield f"{title} by source: as before."


def _source(one: Movement, *, parts: bool) -> Iterator[str]:
    whole = one.id.endswith(".total")
    yield movement_line(_source_label(one), one, parts=parts)
    if one.id.startswith("expenditure.") and not whole:
        yield from movers_lines(one.movers if one.moved else (), NAMED)
    if not one.part_of:
        yield from _noted(one)


def _source_label(one: Movement) -> str:
    if one.id.endswith(".total"):
        return "  Total"
    name = one.label.partition(", ")[2]
    if one.part_of:
        return f"    of which {name}"
    return f"  {name.capitalize() if name.startswith('no ') else name}"


def _required(found: Comparison, names: Names, *, every: bool) -> Iterator[str]:
    """Each required spend: minimum, planned with what moved it, and headroom."""
    lines = [one for one in found.figures if one.id.startswith("required.") and one.unit == "GBP"]
    shown = [one for one in lines if one.id.endswith(PARTS) or (every and ".area." in one.id)]
    if any(one.moved for one in shown):
        yield head_line("Required spends, £", names)
        for one in shown:
            parts = not one.id.endswith(".headroom")
            yield movement_line(f"  {one.label}", one, parts=parts, absent=None)
            yield from movers_lines(one.movers if one.change else ())


def _family(found: Comparison, names: Names, family: str, title: str) -> Iterator[str]:
    """Planned expenditure by the codes of a list, with what moved each, in the template's order."""
    lines = [one for one in _of_family(found, family) if one.before or one.after]
    moved = [one for one in lines if _differs(one)]
    if moved:
        yield head_line(title, names)
        for one in moved:
            name = one.label.removeprefix(PREFIX)
            yield movement_line(f"  {name[:1].upper()}{name[1:]}", one)
            yield from movers_lines(one.movers, NAMED)
            yield from _noted(one)
        still = [one.after or NOUGHT for one in lines if not _differs(one)]
        if still:
            total = sum(still, NOUGHT)
            others = "1 other" if len(still) == 1 else f"{len(still)} others"
            yield money_line(f"  {others} as before", total, total)


def _metrics(found: Comparison, names: Names) -> Iterator[str]:
    """The metrics that can be compared and differ; the others are told among the gaps."""
    lines = [one for one in found.figures if one.id.startswith("metric.") and one.moved]
    if lines:
        yield f"{'Metrics':<{LABEL}}{names[0]:>22}{names[1]:>22}"
        for one in lines:
            before, after = in_unit(one, one.before), in_unit(one, one.after)
            yield f"  {shortened(one.label, LABEL - 3):<{LABEL - 2}}{before:>22}{after:>22}"
            yield from _noted(one)


def _noted(one: Movement) -> Iterator[str]:
    if one.note:
        yield from wrapped(one.note, " " * 6, " " * 6)


def _differs(one: Movement) -> bool:
    return one.moved or not one.comparable


def _of_family(found: Comparison, family: str) -> Sequence[Movement]:
    """The figures of a family, but for the one that adds up two of the others."""
    whole = f"{family}.minimum_la"
    return [one for one in found.figures if one.id.startswith(f"{family}.") and one.id != whole]
