"""Every scheme of two plans as text: what changed, is new, stopped, or is not settled."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bettercare.comparison.records import Comparison, FieldChange, RowOf, SchemeChange
from bettercare.labels import listed, normalise, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.compare_layout import LABEL, head_line, money_line

INDENT = " " * 9
LONGEST_VALUE = 60
Lines = Iterator[str]


def scheme_lines(found: Comparison, *, every: bool) -> Lines:
    """Schemes by what became of them, those that moved most pounds first."""
    pair = partial(_pair, every=every, repeated=_repeated(found))
    parts: list[tuple[str, Sequence[SchemeChange], Callable[[SchemeChange], Lines]]] = [
        ("Changed", found.of("changed"), pair),
        ("New", found.of("new"), _alone),
        ("Stopped", found.of("stopped"), _alone),
        ("Not settled", found.of("unsettled"), _unsettled),
        ("As before", found.of("unchanged") if every else (), pair),
    ]
    names = found.before.name or "Before", found.after.name or "Now"
    for title, schemes, lines in parts:
        if schemes:
            heading = f"{title} ({len(schemes):,}), £"
            yield ""
            yield heading if lines is _alone else head_line(heading, names)
            for one in sorted(schemes, key=lambda one: -abs(one.change)):
                yield from lines(one)


def _pair(one: SchemeChange, *, every: bool, repeated: frozenset[str]) -> Lines:
    before, after = one.before[0], one.after[0]
    label = _label(before.item, after.item, after)
    yield money_line(label, one.amount_before, one.amount_after)
    yield from _whole_name(label, after, again=normalise(after.name) in repeated)
    yield from field_lines(one.fields)
    yield from _other_years(before, after)
    if every:
        said = "; ".join(f"{reason.what} {reason.points:.0f}" for reason in one.reasons)
        yield from wrapped(f"Matched with {one.score:.0f} of 100: {said}.", INDENT, INDENT)


def field_lines(fields: Sequence[FieldChange]) -> Lines:
    """What differs besides pounds: a new name, labels that moved, and which fields were edited."""
    for field in fields:
        if field.kind == "renamed":
            yield from wrapped(f"Renamed, was '{_short(field.before)}'.", INDENT, INDENT)
        elif field.kind == "moved":
            yield from wrapped(f"Moved, {_from_to(field)}.", INDENT, INDENT)
    retyped = [_from_to(field) for field in fields if field.kind == "retyped"]
    if retyped:
        yield from wrapped(f"Retyped, {'; '.join(retyped)}.", INDENT, INDENT)
    edited = [field.noun for field in fields if field.kind == "edited"]
    if edited:
        yield from wrapped(f"Edited, {listed(edited)}.", INDENT, INDENT)


def _from_to(field: FieldChange) -> str:
    return f"{field.noun}: {_short(field.before)} to {_short(field.after)}"


def _short(text: str) -> str:
    return shortened(text, LONGEST_VALUE) or "blank"


def _alone(one: SchemeChange) -> Lines:
    """A row of one plan only: its number there, name, source and pounds."""
    for row in (*one.before, *one.after):
        name, source = shortened(row.name, 44), shortened(row.source, 17)
        yield f"{row.item:>4} {name:<45}{source:<18}{plain_pounds(row.amount):>12}"


def _unsettled(one: SchemeChange) -> Lines:
    for row in one.before:
        yield money_line(_label(row.item, None, row), row.amount, None)
    for row in one.after:
        yield money_line(_label(None, row.item, row), None, row.amount)
    text = f"Together {plain_pounds(one.change, sign=True)}. {one.why}"
    yield from wrapped(text, INDENT, INDENT)


def _whole_name(label: str, row: RowOf, *, again: bool) -> Lines:
    """A name that the table cuts short, in full; where other rows have it, what tells it apart."""
    kind = f" ({row.source}; {row.kind})" if again and row.kind else ""
    if len(label) >= LABEL or kind:
        yield from wrapped(f"{row.name}{kind}", INDENT, INDENT)


def _repeated(found: Comparison) -> frozenset[str]:
    """The names that several rows of the later plan have."""
    names = Counter(normalise(row.name) for one in found.schemes for row in one.after)
    return frozenset(name for name, times in names.items() if times > 1)


def _other_years(before: RowOf, after: RowOf) -> Lines:
    """Money in other years of a plan, where there is none in the year compared."""
    for row, verb in ((before, "Had"), (after, "Has")):
        if not row.amount and row.other_years:
            said = listed(f"{pounds(amount)} in {year}" for year, amount in row.other_years.items())
            yield from wrapped(f"{verb} {said}.", INDENT, INDENT)


def _label(before: int | None, after: int | None, row: RowOf) -> str:
    """The numbers of a row in both plans, and its name."""
    return f"{before or '':>4}{after or '':>4} {row.name}"
