"""Two plans side by side as text: the answer, what changed most, tables, then every scheme."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.calculations.required import distance_words
from bettercare.comparison.records import NOUGHT, Comparison, Movement, SchemeChange
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.compare_layout import (
    Names,
    fraction,
    head_line,
    in_unit,
    money_line,
    movement_line,
    movers_lines,
    rows_words,
)
from bettercare.report.text_compare_gaps import gap_lines
from bettercare.report.text_compare_schemes import scheme_lines

MOST = 6  # schemes named under what changed most
FAMILIES = (
    ("scheme_type", "Scheme type, £"),
    ("area_of_spend", "Area of spend, £"),
    ("commissioner", "Commissioner, £"),
    ("provider", "Provider, £"),
)
PREFIX = "Planned expenditure, "


def compare_text(
    found: Comparison, paths: tuple[str, str] = ("A", "B"), *, every: bool = False
) -> str:
    """The whole page; ``every`` adds unchanged schemes, why rows were matched, and all gaps."""
    return "\n".join(_lines(found, paths, every))


def _lines(found: Comparison, paths: tuple[str, str], every: bool) -> Iterator[str]:
    names = found.before.name or "Before", found.after.name or "Now"
    yield from wrapped(_headline(found))
    for note in found.notes:
        yield from wrapped(note)
    if found.is_empty:
        return
    yield from wrapped(_counts(found))
    yield from _standing(found)
    parts = [_most(found), _made_of(found, names), *_sources(found, names), _required(found, names)]
    parts += [_family(found, names, family, title) for family, title in FAMILIES]
    parts += [_metrics(found, names), gap_lines(found, every=every)]
    for part in parts:
        yield from _apart(part)
    yield ""
    yield "Every scheme that differs, with its row before and its row now"
    yield from scheme_lines(found, every=every)
    yield ""
    more = "" if every else "Why each row was matched, and rows as before: --all. "
    yield from wrapped(f"{more}As data: bettercare compare {paths[0]} {paths[1]} --format csv")


def _apart(lines: Iterator[str]) -> Iterator[str]:
    """Lines after a blank one, where there are any."""
    held = list(lines)
    if held:
        yield ""
        yield from held


def _headline(found: Comparison) -> str:
    before, after = found.before, found.after
    if found.is_empty:
        return f"{_whose(found)}: no difference. {pounds(after.total)} in {_rows(after.rows)}."
    change = after.total - before.total
    part = fraction(change, before.total)
    how = f"{pounds(change, sign=True)}{f', {part}' if part else ''}" if change else "the same"
    return f"{_whose(found)}: planned {pounds(before.total)}, then {pounds(after.total)} ({how})."


def _whose(found: Comparison) -> str:
    """Whose plans these are, and what tells them apart: area, year, or only the version."""
    before, after = found.before, found.after
    areas = list(dict.fromkeys(one.area for one in (before, after) if one.area)) or ["Plan"]
    if before.name:
        return f"{listed(areas)}, {before.year} to {after.year}"
    return f"{listed(areas)}, {after.year}" + (", two versions" if len(areas) == 1 else "")


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _counts(found: Comparison) -> str:
    """How many rows changed, are new, stopped or are as before."""
    kinds = {
        "changed": found.of("changed"),
        "new": found.of("new"),
        "stopped": found.of("stopped"),
        "as before": found.of("unchanged"),
    }
    said = [f"{len(schemes):,} {word}" for word, schemes in kinds.items() if schemes]
    unsettled = sum(len(one.before) + len(one.after) for one in found.of("unsettled"))
    said += [f"{unsettled:,} not settled"] if unsettled else []
    text = f"{_rows(found.before.rows)} before, {_rows(found.after.rows)} now"
    return f"{text}: {listed(said)}." if said else f"{text}."


def _standing(found: Comparison) -> Iterator[str]:
    """How far the plan is from each minimum, before and now."""
    for one in found.figures:
        if one.id.startswith("required.") and one.id.endswith(".headroom"):
            now = distance_words(one.after) or "distance from the minimum not known"
            was = distance_words(one.before, short=True) or "not known"
            same = "as before" if one.change == 0 else f"before {was}"
            yield from wrapped(f"{one.label.removesuffix(', headroom')}: {now}; {same}.", rest="  ")


def _most(found: Comparison) -> Iterator[str]:
    """The schemes with the largest change in pounds."""
    moved = sorted((one for one in found.schemes if one.change), key=lambda one: -abs(one.change))
    if moved:
        yield "What changed most, £"
        for one in moved[:MOST]:
            text = f"{plain_pounds(one.change, sign=True):>14}  {_what(one)}"
            yield from wrapped(text, "", " " * 16)


def _what(one: SchemeChange) -> str:
    """A scheme with what became of it: "New: iBCF (row 41)"."""
    part = fraction(one.change, one.amount_before)
    words = {"new": "New", "stopped": "Stopped", "unsettled": "Not settled", "changed": "Changed"}
    where = [row.item for row in one.after] or [row.item for row in one.before]
    again = "" if one.after else " before"
    kind = words[one.status] + (f" {part}" if part and one.status == "changed" else "")
    return f"{kind}: {shortened(one.name, 70)} ({rows_words(where)}{again})"


def _made_of(found: Comparison, names: Names) -> Iterator[str]:
    """What the difference of the totals is made of; the lines add up to it."""
    changed = found.of("changed")
    parts = {
        "New": found.of("new"),
        "Stopped": found.of("stopped"),
        "More than before": [one for one in changed if one.change > 0],
        "Less than before": [one for one in changed if one.change < 0],
        "Changed, not in pounds": [one for one in changed if not one.change],
        "Not settled": found.of("unsettled"),
        "As before": found.of("unchanged"),
    }
    yield head_line("The difference is made of, £", names)
    for word, schemes in parts.items():
        if schemes:
            before = sum((one.amount_before for one in schemes), NOUGHT)
            after = sum((one.amount_after for one in schemes), NOUGHT)
            yield money_line(f"  {word} ({len(schemes):,})", before, after)
    yield money_line("  Total", found.before.total, found.after.total)


def _sources(found: Comparison, names: Names) -> Iterator[Iterator[str]]:
    """Income, planned expenditure and balance by source; one line where nothing differs."""
    for family, title in (
        ("income", "Income"),
        ("expenditure", "Planned expenditure"),
        ("balance", "Left to allocate (balance)"),
    ):
        lines = [one for one in _of_family(found, family) if one.before or one.after]
        if any(_differs(one) for one in lines):
            yield _source_lines(head_line(f"{title}, £", names), lines, parts=family != "balance")
        elif family != "balance":
            yield iter([f"{title} by source: as before."])


def _source_lines(head: str, lines: Sequence[Movement], *, parts: bool) -> Iterator[str]:
    yield head
    for one in lines:
        name = one.label.partition(", ")[2]
        label = "Total" if one.id.endswith(".total") else name
        yield movement_line(f"  {label}", one, parts=parts)
        yield from _noted(one)


def _noted(one: Movement) -> Iterator[str]:
    if one.note:
        yield from wrapped(one.note, " " * 6, " " * 6)


def _differs(one: Movement) -> bool:
    return one.moved or not one.comparable


def _of_family(found: Comparison, family: str) -> list[Movement]:
    """The figures of a family, but for the one that adds up two of the others."""
    whole = f"{family}.minimum_la"
    return [one for one in found.figures if one.id.startswith(f"{family}.") and one.id != whole]


def _required(found: Comparison, names: Names) -> Iterator[str]:
    """Each required spend: minimum, planned with what moved it, and headroom."""
    lines = [one for one in found.figures if one.id.startswith("required.")]
    shown = [one for one in lines if not one.id.endswith(".under_spend")]
    if any(one.moved for one in shown):
        yield head_line("Required spends, £", names)
        for one in shown:
            yield movement_line(f"  {one.label}", one, parts=not one.id.endswith(".headroom"))
            yield from movers_lines(one.movers if one.moved else ())


def _family(found: Comparison, names: Names, family: str, title: str) -> Iterator[str]:
    """Planned expenditure by the codes of a list, with what moved each, in the template's order."""
    lines = [one for one in _of_family(found, family) if one.before or one.after]
    moved = [one for one in lines if _differs(one)]
    if moved:
        yield head_line(title, names)
        for one in moved:
            yield movement_line(f"  {one.label.removeprefix(PREFIX)}", one)
            yield from movers_lines(one.movers, 2)
            yield from _noted(one)
        still = [one.after or NOUGHT for one in lines if not _differs(one)]
        if still:
            total = sum(still, NOUGHT)
            yield money_line(f"  {len(still)} others as before", total, total)


def _metrics(found: Comparison, names: Names) -> Iterator[str]:
    lines = [one for one in found.figures if one.id.startswith("metric.")]
    shown = [one for one in lines if _given(one) and (one.moved or not one.comparable)]
    if shown:
        yield f"{'Metrics':<38}{names[0]:>21}{names[1]:>21}"
        for one in shown:
            before, after = in_unit(one, one.before), in_unit(one, one.after)
            yield f"  {shortened(one.label, 35):<36}{before:>21}{after:>21}"
            yield from _noted(one)


def _given(one: Movement) -> bool:
    values: list[Decimal | None] = [one.before, one.after]
    return any(value is not None for value in values)
