"""What to say of a workbook of ours that came back: what was edited, and what of its ids is not."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.reading import noted, some
from bettercare.formats.workbooks.restoring import Back
from bettercare.labels import listed
from bettercare.plan import Plan

MOST_NAMED = 5


def back_findings(
    file: str,
    plan: Plan,
    backs: Mapping[str, Back],
    fields: Sequence[Place],
) -> Iterator[Finding]:
    """What came back since the workbook was written, table by table where its ids are damaged."""
    yield _came_back(file, backs, fields)
    for table, back in backs.items():
        yield from _of_ids(back, len(getattr(plan, table) or ()))
        if back.lost:
            what = (
                f"There is no column for {some(back.lost)} any more; its values are those of when "
                "the workbook was written."
            )
            fix = "Put the heading back. To take values away, clear their cells."
            yield noted("READ-79", Severity.ERROR, back.read.origin.sheet, what, fix)
        if back.new:
            what = f"The round has no column for {some(back.new)}; kept, and not used."
            fix = "Check that none is misspelt."
            yield noted("READ-04", Severity.INFORMATION, back.read.origin.sheet, what, fix)


def _came_back(file: str, backs: Mapping[str, Back], fields: Sequence[Place]) -> Finding:
    changed = [*chain.from_iterable(back.changed for back in backs.values()), *fields]
    added = sum(len(back.added) for back in backs.values())
    removed = sum(len(back.removed) for back in backs.values())
    what = (
        f"{_count(len(changed), 'cell')} changed, {_count(added, 'row')} added, "
        f"{removed:,} removed since the workbook was written"
    )
    named = [f"{place.sheet}, {place.cell}" for place in changed[:MOST_NAMED] if place.cell]
    more = len(changed) - len(named)
    named += [f"{more:,} more"] if named and more > 0 else []
    where = f": {listed(named)}." if named else "."
    return noted("READ-79", Severity.INFORMATION, file, f"{what}{where}", "", tuple(changed))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _of_ids(back: Back, rows: int) -> Iterator[Finding]:
    """Ids that are gone, out of step, or there twice."""
    sheet = back.read.origin.sheet
    if back.matched.by_content:
        what = (
            f"The hidden ids do not stand beside their rows; {back.matched.by_content:,} of "
            f"{rows:,} rows were known by their content instead."
        )
        fix = "Sort and copy whole rows, the hidden column too."
        yield noted("READ-79", Severity.WARNING, sheet, what, fix)
    if back.matched.copies:
        copies = _count(back.matched.copies, "row")
        what = f"{copies} with the id of another row; read as added."
        yield noted("READ-79", Severity.INFORMATION, sheet, what)
