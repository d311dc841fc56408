"""A plan as it might be, as text: the answer, the figures that would move, findings, and rows."""

from collections.abc import Iterator, Sequence

from bettercare.calculations.required import distance_words
from bettercare.comparison.dependence import Dependence
from bettercare.comparison.records import Comparison, Movement
from bettercare.comparison.settings import Setting
from bettercare.comparison.what_if import WhatIf
from bettercare.findings import Finding, Severity, group_problems
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.compare_layout import LABEL, head_line, in_unit, movement_line, rows_words
from bettercare.report.layout import NOUNS

NAMES = ("Now", "Then")
MOST = 8  # findings and rows named without --all
GROUPS = (
    (("required.",), "Required spends, £"),
    (("income.", "expenditure.", "balance."), "Money by source, £"),
    (("scheme_type.", "area_of_spend.", "commissioner.", "provider."), "Planned expenditure, £"),
)
KINDS = {
    "scheme_type": "Type",
    "area_of_spend": "Area",
    "commissioner": "Commissioner",
    "provider": "Provider",
}
MONEY = "GBP"
NOTHING = "nothing is changed, so this is the plan as it is. Try --set 19.commissioner=LA."


def what_if_text(found: WhatIf, path: str = "PATH", *, every: bool = False) -> str:
    """What the changes would do; ``every`` names all findings and all rows."""
    return "\n".join(_lines(found, path, every))


def _lines(found: WhatIf, path: str, every: bool) -> Iterator[str]:
    who = f"{found.plan.area or 'Plan'}, {found.years[0].after.round}"
    yield from wrapped(f"{who}, what if: {_asked(found)}")
    if found.settings and found.changes_nothing:
        yield "No figure and no finding would change."
    for year in found.years:
        yield from _standing(year, named=len(found.years) > 1)
    for year in found.years:
        yield from _figures(year, named=len(found.years) > 1)
    yield from _findings(found, every)
    yield ""
    yield from _depends(found.depends_on, every, named=len(found.years) > 1)
    yield ""
    yield from wrapped(f"Nothing was saved. The plan as it is: bettercare check {path}")


def _asked(found: WhatIf) -> str:
    said = []
    for one in found.settings:
        row = "" if one.noun.startswith("income of ") else f"{_where(one)}, "
        said.append(f"{row}{one.noun} {shortened(one.before, 40)} to {shortened(one.after, 40)}")
    return f"{'; '.join(said)}." if said else NOTHING


def _where(one: Setting) -> str:
    return f"row {one.item}" if one.table == "schemes" else f"{one.table} {one.item}"


def _standing(year: Comparison, *, named: bool) -> Iterator[str]:
    """How far the plan would be from each minimum."""
    when = f" in {year.after.year}" if named else ""
    for one in year.figures:
        if one.id.startswith("required.") and one.id.endswith(".headroom"):
            label = one.label.removesuffix(", headroom")
            now = distance_words(one.before, short=True) or "not known"
            then = distance_words(one.after) or "not known"
            text = f"{then}; now {now}" if one.moved else f"{then}, as now"
            yield from wrapped(f"{label}{when}: {text}.", rest="  ")


def _figures(year: Comparison, *, named: bool) -> Iterator[str]:
    """The figures that would move, in groups."""
    moved = [one for one in year.moved if not one.id.endswith(".under_spend")]
    when = f" in {year.after.year}" if named else ""
    for starts, title in GROUPS:
        group = [one for one in moved if one.id.startswith(starts) and one.unit == MONEY]
        if group:
            yield ""
            yield head_line(f"{title}{when}", NAMES)
            for one in group:
                signed = one.id.startswith("balance.") or one.id.endswith(".headroom")
                yield movement_line(f"  {_label(one)}", one, parts=not signed, absent=None)
    others = [one for one in moved if one.unit != MONEY]
    if others:
        yield ""
        yield f"{f'Others{when}':<{LABEL}}{NAMES[0]:>22}{NAMES[1]:>22}"
        yield from map(_other, others)


def _label(one: Movement) -> str:
    """What a figure is called under its heading: "Commissioner CCG"."""
    kind = KINDS.get(one.id.partition(".")[0])
    return f"{kind} {one.label.partition(', ')[2]}" if kind else one.label


def _other(one: Movement) -> str:
    cells = f"{in_unit(one, one.before):>22}{in_unit(one, one.after):>22}"
    return f"  {shortened(one.label, LABEL - 3):<{LABEL - 2}}{cells}"


def _findings(found: WhatIf, every: bool) -> Iterator[str]:
    """Findings that would come, go, and say something else."""
    parts = (
        ("Findings that would appear", _by_slip(found.appeared)),
        ("Findings that would go away", _by_slip(found.gone)),
        ("Findings that would change", list(found.reworded)),
    )
    for title, pairs in parts:
        if not pairs:
            continue
        yield ""
        yield f"{title} ({len(pairs):,})"
        shown = pairs if every or len(pairs) <= MOST + 1 else pairs[:MOST]
        for before, after in shown:
            yield from _finding(before, after)
        if len(shown) < len(pairs):
            yield f"  {len(pairs) - len(shown):,} more (--all)."


def _by_slip(findings: Sequence[Finding]) -> list[tuple[Finding, Finding]]:
    """Findings that see one slip are told once, by the one that leads."""
    return [(slip[0], slip[0]) for slip in group_problems(findings)]


def _finding(before: Finding, after: Finding) -> Iterator[str]:
    kind = NOUNS[after.severity][0].capitalize()
    was = f" Now: {before.message}" if before is not after else ""
    yield from wrapped(f"{kind} {after.code}, {after.subject}. {after.message}{was}", "  ", "    ")
    if before is after and after.fix and after.severity is not Severity.INFORMATION:
        yield from wrapped(f"Fix: {after.fix[:1].lower()}{after.fix[1:]}", "    ", "    ")


def _depends(depends_on: Sequence[Dependence], every: bool, *, named: bool) -> Iterator[str]:
    yield "Rows your compliance depends on"
    for one in depends_on:
        yield from _rests_on(one, every, named=named)
        without = one.without_shared
        if one.shared and without is not None and without < 0 <= (one.headroom or 0):
            rows = rows_words(one.shared)
            text = f"Without {rows}, which count to another required spend too: "
            yield from wrapped(f"{text}{distance_words(without)}.", "    ", "    ")


def _rests_on(one: Dependence, every: bool, *, named: bool) -> Iterator[str]:
    """One required spend: how many of its rows it could not lose, and which are the smallest."""
    label = f"{one.label} in {one.year}" if named else one.label
    if one.headroom is None:
        yield from wrapped(f"{label}: the distance from the minimum is not known.", "  ", "    ")
    elif one.headroom < 0:
        text = f"{distance_words(one.headroom)}, so no row can be spared"
        yield from wrapped(f"{label}: {text}.", "  ", "    ")
    elif not one.rows:
        text = f"{pounds(one.headroom)} above, more than any of its rows"
        yield from wrapped(f"{label}: {text}.", "  ", "    ")
    else:
        of = f"{len(one.rows):,} of {one.counted:,} rows" if one.counted > 1 else "its one row"
        text = f"{pounds(one.headroom)} above. Without any one of {of} it would be short"
        yield from wrapped(f"{label}: {text}: {_named(one, every)}.", "  ", "    ")


def _named(one: Dependence, every: bool) -> str:
    shown = one.rows if every or len(one.rows) <= MOST + 1 else one.rows[:MOST]
    said = [f"{row.item} {shortened(row.name, 30)} ({plain_pounds(row.amount)})" for row in shown]
    more = len(one.rows) - len(shown)
    return listed([*said, *([f"{more} larger ones"] if more else [])])
