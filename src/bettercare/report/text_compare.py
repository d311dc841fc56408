"""Two plans side by side as text: the answer, what changed most, tables, then every scheme."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.calculations.required import distance_words
from bettercare.comparison.records import NOUGHT, Comparison, Head, SchemeChange
from bettercare.labels import listed, normalise, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.compare_layout import (
    Names,
    fraction,
    head_line,
    money_line,
    rows_words,
)
from bettercare.report.text_compare_gaps import gap_lines
from bettercare.report.text_compare_schemes import scheme_lines
from bettercare.report.text_compare_tables import tables

MOST = 8  # schemes named under what changed most
LONGEST_NAME = 60


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
    yield from _other_years(found)
    yield from _standing(found)
    parts = [_most(found), _made_of(found, names), *tables(found, names, every=every)]
    for part in [*parts, gap_lines(found, every=every)]:
        yield from _apart(part)
    yield ""
    yield "Every scheme that differs, with its row before and its row now"
    yield from scheme_lines(found, every=every)
    yield ""
    more = "" if every else "Rows as before, and why each was matched: --all. "
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


def _other_years(found: Comparison) -> Iterator[str]:
    """Rows that have money, and none of it in the year compared."""
    for side in ("before", "after"):
        rows = [row for one in found.schemes for row in getattr(one, side)]
        away = [row for row in rows if not row.amount and row.other_years]
        sums: dict[str, Decimal] = {}
        for year_of, amount in (pair for row in away for pair in row.other_years.items()):
            sums[year_of] = sums.get(year_of, NOUGHT) + amount
        if away:
            year = found.before.year if side == "before" else found.after.year
            said = listed(f"{pounds(amount)} in {other}" for other, amount in sums.items())
            have = "row has" if len(away) == 1 else "rows have"
            yield from wrapped(f"{len(away):,} {have} nothing in {year}, but {said}.")


def _standing(found: Comparison) -> Iterator[str]:
    """How far the plan is from each minimum, before and now."""
    figures = {one.id: one for one in found.figures}
    for one in found.figures:
        if one.id.startswith("required.") and one.id.endswith(".headroom"):
            planned = figures[one.id.replace(".headroom", ".planned")]
            now = _distance(one.after, planned.after, found.after)
            was = _distance(one.before, planned.before, found.before, short=True)
            same = "as before" if one.change == 0 else f"before {was}"
            yield from wrapped(f"{one.label.removesuffix(', headroom')}: {now}; {same}.", rest="  ")


def _distance(
    headroom: Decimal | None, planned: Decimal | None, head: Head, *, short: bool = False
) -> str:
    """How far from a minimum, or why that is not known."""
    if planned is None and head.rows:
        return f"not asked for in {head.round}"
    return distance_words(headroom, short=short) or "not known"


def _most(found: Comparison) -> Iterator[str]:
    """The schemes with the largest change in pounds; rows of one name are one scheme."""
    groups: dict[str, list[SchemeChange]] = {}
    for one in found.schemes:
        groups.setdefault(normalise(one.name), []).append(one)
    moved = [group for group in groups.values() if _change(group)]
    moved.sort(key=lambda group: -abs(_change(group)))
    if moved:
        yield "What changed most, £"
        for group in moved[:MOST]:
            text = f"{plain_pounds(_change(group), sign=True):>14}  {_what(group)}"
            yield from wrapped(text, "", " " * 16)


def _what(group: Sequence[SchemeChange]) -> str:
    """A scheme with what became of it: "New: iBCF (row 41)"."""
    status = group[0].status if len({one.status for one in group}) == 1 else "changed"
    before = sum((one.amount_before for one in group), NOUGHT)
    part = fraction(_change(group), before) if status == "changed" else ""
    words = {"new": "New", "stopped": "Stopped", "unsettled": "Not settled"}
    kind = words.get(status, f"Changed{f' {part}' if part else ''}")
    now = [row.item for one in group for row in one.after]
    was = [row.item for one in group for row in one.before]
    where = rows_words(sorted(now)) if now else f"{rows_words(sorted(was))} before"
    return f"{kind}: {shortened(group[0].name, LONGEST_NAME)} ({where})"


def _change(group: Sequence[SchemeChange]) -> Decimal:
    return sum((one.change for one in group), NOUGHT)


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
