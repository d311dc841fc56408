"""Which of several tables of one kind is read: the better one, or parts that go on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.reading import noted
from bettercare.formats.workbooks.finding import Found
from bettercare.labels import listed


class Chosen(NamedTuple):
    """The parts of a table that are read, one below the other, and others that are not."""

    parts: tuple[Found, ...]
    others: tuple[Found, ...]


def chosen_tables(found: Iterable[Found]) -> Mapping[str, Chosen]:
    """The tables that are read, by table.

    The one is read that most speaks for: with ids of ours, with most headings that are known, on a
    sheet that is shown, with most rows, first. What stands below it on the same sheet under the
    same headings in the same columns continues it, for so do printed pages; all else would count
    twice what it repeats.
    """
    by_table: dict[str, list[Found]] = {}
    for one in found:
        by_table.setdefault(one.table, []).append(one)
    return {table: _chosen(every) for table, every in by_table.items()}


def _chosen(found: Sequence[Found]) -> Chosen:
    best = max(found, key=_rank)
    parts = tuple(one for one in found if one is best or _continues(one, best))
    return Chosen(parts, tuple(one for one in found if one not in parts))


def _rank(found: Found) -> tuple[bool, int, int, bool, int]:
    has_ids = found.ids >= 0
    return (has_ids, *found.size, found.sheet.shown, found.end - found.body)


def _continues(one: Found, best: Found) -> bool:
    same = one.sheet is best.sheet and one.left == best.left and one.heads == best.heads
    return same and one.ids < 0


def twice_findings(tables: Mapping[str, Chosen], file: str) -> Iterator[Finding]:
    """A note of each table that was found more than once."""
    for table, chosen in tables.items():
        first = chosen.parts[0]
        if len(chosen.parts) > 1:
            where = listed(_heading(one) for one in chosen.parts)
            what = f"The table stands in {len(chosen.parts)} parts ({where}); read as one table."
            yield _twice(table, first, chosen.parts[1:], what, file)
        if chosen.others:
            where = listed(f"{one.sheet.name}, {_heading(one)}" for one in chosen.others)
            what = f"Read from here; the same table stands elsewhere and is not read: {where}."
            yield _twice(table, first, chosen.others, what, file)


def _twice(table: str, first: Found, others: Sequence[Found], what: str, file: str) -> Finding:
    places = tuple(
        Place(table=table, file=file, sheet=one.sheet.name, row=one.sheet.top + one.top + 1)
        for one in (first, *others)
    )
    subject = f"{first.sheet.name}, {_heading(first)}"
    fix = "Keep one of them, or check that both are meant."
    return noted("READ-75", Severity.WARNING, subject, what, fix, places)


def _heading(found: Found) -> str:
    return f"row {found.sheet.top + found.body}"
