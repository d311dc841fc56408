"""A merge as text: what to settle, what was taken from whom, and what that does to the plan."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.comparison.merge_records import By, Change, Conflict, Difference, Doubt, Merged
from bettercare.findings import Finding, group_problems
from bettercare.labels import shortened, wrapped
from bettercare.report.compare_layout import CHANGES, head_line, money_line, rows_words
from bettercare.report.merge_effects import Effects
from bettercare.report.merge_words import place_words, value_words, what_words

MOST = 12  # changes, and errors, of a kind that are named
LONGEST = 34  # of a value with its place beside it
TITLES: tuple[tuple[By, str], ...] = (
    ("theirs", "Taken from theirs"),
    ("mine", "Taken from mine"),
    ("both", "Changed alike by both"),
)
MONEY = "GBP"
NAMES = ("Base", "mine", "theirs")


class Copy(NamedTuple):
    """Where one of the three plans is, and how many findings its reading gave."""

    path: str
    noticed: int = 0


def merge_text(found: Merged, effects: Effects, copies: Sequence[Copy], written: str = "") -> str:
    """The whole page; ``copies`` are base, mine and theirs, ``written`` where the plan now is."""
    return "\n".join(_lines(found, effects, copies, written))


def _lines(found: Merged, effects: Effects, copies: Sequence[Copy], written: str) -> Iterator[str]:
    yield from wrapped(_headline(found))
    named = zip(NAMES, copies, strict=True)
    yield from wrapped(f"{', '.join(f'{name} {one.path}' for name, one in named)}.")
    for one in copies:
        if one.noticed:
            findings = "1 finding" if one.noticed == 1 else f"{one.noticed:,} findings"
            yield from wrapped(f"{findings} while reading. See: bettercare check {one.path}")
    for note in found.notes:
        yield from wrapped(note)
    yield from _conflicts(found.conflicts)
    yield from _doubts(found.doubts)
    for by, title in TITLES:
        yield from _changes(title, found.by(by))
    yield from _effects(effects)
    yield ""
    if written:
        yield from wrapped(f"Wrote {written}. Next: bettercare check {written}")
    else:
        yield "Nothing was written. To write the merged plan, add: -o FOLDER or -o FILE"


def _headline(found: Merged) -> str:
    changes, conflicts = len(found.changes), len(found.conflicts)
    taken = f"{changes:,} change{'' if changes == 1 else 's'} taken" if changes else "no change"
    left = f"{conflicts:,} conflict{'' if conflicts == 1 else 's'} for you to settle"
    who = f"{found.plan.area or 'Plan'}, {found.plan.round}"
    return f"{who}: {taken}, {left if conflicts else 'no conflicts'}."


def _conflicts(conflicts: Sequence[Conflict]) -> Iterator[str]:
    if not conflicts:
        return
    yield ""
    yield f"Conflicts ({len(conflicts):,}): both changed the same thing, not alike"
    for one in conflicts:
        yield from wrapped(what_words(one), "  ", "    ")
        yield from (_values if one.kind == "value" else _rows)(one)


def _values(one: Conflict) -> Iterator[str]:
    """The value of each plan with its place, and which of them the merged plan holds."""
    values = (one.base, one.mine, one.theirs)
    places = (one.places.base, one.places.mine, one.places.theirs)
    words = value_words(values, one.field, LONGEST)
    for name, value, place in zip(("base", "mine", "theirs"), words, places, strict=True):
        where = place_words(place) if place and one.table else ""
        yield f"    {name:<8}{value:<{LONGEST + 2}}{where}".rstrip()
    where = f"{place_words(one.places.now)}, " if one.places.now and one.table else ""
    yield f"    merged  {where}as {one.kept}"


def _rows(one: Conflict) -> Iterator[str]:
    """What was edited in a row or table that the other took away, or how two rows differ."""
    both = one.kind == "both added"
    for each in one.differences:
        yield from _difference(each, of_rows=one.kind == "table removed", both=both)
    names = {"base": one.places.base, "mine": one.places.mine, "theirs": one.places.theirs}
    known = {name: place for name, place in names.items() if place and (place.item or place.file)}
    said = "; ".join(f"{name} {place_words(place)}" for name, place in known.items())
    yield from wrapped(said, "    ", "    ")
    now, beside = one.places.now, one.places.beside
    if now and beside:
        kept = f"both are kept, {rows_words((now.item, beside.item))}"
    else:
        kept = f"{place_words(now) if now else 'the table'} is kept, as {one.kept}"
    yield f"    merged: {kept}"


def _difference(one: Difference, *, of_rows: bool, both: bool) -> Iterator[str]:
    row = f"row {one.item}, " if of_rows else ""
    if not one.field:
        became = "added" if one.before is None else "taken away"
        yield from wrapped(f"{row}{one.after or one.before or ''}: {became}", "    ", "      ")
        return
    before, after = value_words((one.before, one.after), one.field, LONGEST)
    text = f"mine {before}, theirs {after}" if both else f"{before} to {after}"
    yield from wrapped(f"{row}{one.noun}: {text}", "    ", "      ")


def _doubts(doubts: Sequence[Doubt]) -> Iterator[str]:
    """Rows of which nobody can say whether they are one."""
    if not doubts:
        return
    yield ""
    yield f"Not sure ({len(doubts):,}): taken as rows removed and rows added"
    for one in doubts[:MOST]:
        table = "" if one.table == "schemes" else f"{one.table.replace('_', ' ')} "
        was, now = rows_words(one.before), rows_words(one.after)
        text = f"not sure whether {table}{was} became {now} in {one.side}"
        yield from wrapped(text[:1].upper() + text[1:], "  ", "    ")
    yield from _more(len(doubts))


def _changes(title: str, changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield f"{title} ({len(changes):,})"
    for one in changes[:MOST]:
        yield from wrapped(_change(one), "  ", "    ")
    yield from _more(len(changes))


def _change(one: Change) -> str:
    if one.kind != "value":
        return what_words(one)
    before, after = value_words((one.before, one.after), one.field, LONGEST)
    return f"{what_words(one)}, {before} to {after}"


def _effects(effects: Effects) -> Iterator[str]:
    """The figures that the merge moves, and the errors it brings or takes away."""
    if effects.figures:
        yield ""
        yield head_line("Against mine", ("Mine, £", "Merged, £"))[:CHANGES].rstrip()
    for one in effects.figures:
        if one.unit == MONEY:
            line = money_line(f"  {one.label}", one.mine, one.merged)
            yield line[:CHANGES].rstrip()  # what may be below 0 has no change in per cent
    yield from _errors("New errors", effects.new_errors)
    gone = len(group_problems(effects.gone_errors))
    if gone:
        yield ""
        yield "1 error of mine is gone." if gone == 1 else f"{gone:,} errors of mine are gone."


def _errors(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    problems = group_problems(findings)
    if not problems:
        return
    yield ""
    yield f"{title} ({len(problems):,})"
    for slip in problems[:MOST]:
        one = slip[0]
        yield from wrapped(f"{one.code}, {one.subject}. {one.message}", "  ", "    ")
    yield from _more(len(problems))


def _more(count: int) -> Iterator[str]:
    if count > MOST:
        yield shortened(f"  {count - MOST:,} more: --format csv", 80)
