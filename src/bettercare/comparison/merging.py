"""Three-way merge: two edited copies of a plan brought together by row and field."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from bettercare.comparison.merge_facts import merged_facts
from bettercare.comparison.merge_presence import MergedTable, merged_table
from bettercare.comparison.merge_records import Doubt, Merged, Prefer, Side
from bettercare.comparison.merge_rows import Matched, is_of, match_rows
from bettercare.comparison.merge_tables import Three
from bettercare.dates import short_year
from bettercare.errors import BadRequest
from bettercare.formats.reading import Reading
from bettercare.labels import listed, normalise
from bettercare.plan import Origin, Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import load

NAMES = ("base", "mine", "theirs")


def merge(
    base: Plan | Reading,
    mine: Plan | Reading,
    theirs: Plan | Reading,
    prefer: Prefer = "mine",
    *,
    folders: Sequence[Path] = (),
) -> Merged:
    """Bring two edited copies of a plan together; ``base`` is the plan that both started from.

    What one copy changed is taken, and what both changed alike is taken once. What they changed
    differently is a conflict, for a person to settle; meanwhile the merged plan holds the value of
    ``prefer``. A row that one took away and the other edited stays. ``folders`` hold further
    rounds. Raises ``BadRequest`` for plans of different rounds.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> from msgspec.structs import replace
    >>> base = bc.read(examples.path("leicester")).plan
    >>> mine = replace(base, area="Leicester City")
    >>> theirs = replace(base, schemes=base.schemes[:-1])
    >>> found = merge(base, mine, theirs)
    >>> found.plan.area, len(found.plan.schemes), len(found.conflicts)
    ('Leicester City', 48, 0)
    """
    if prefer not in get_args(Prefer):
        raise BadRequest(f"Prefer {listed(get_args(Prefer), 'or')}, not '{prefer}'.")
    readings = [
        one if isinstance(one, Reading) else Reading(plan=one) for one in (base, mine, theirs)
    ]
    plans = [one.plan for one in readings]
    _refuse_other_rounds(plans)
    rules = load(short_year(plans[0].round), tuple(folders))
    three = Three(plans[0], plans[1], plans[2], prefer, rules)
    matched = {table: _matched(table, readings, three) for table in TABLES}
    tables = {table: merged_table(table, three, matched[table]) for table in TABLES}
    facts = merged_facts(three)
    given: dict[str, Any] = {t: one.records for t, one in tables.items() if one.records is not None}
    origins = dict(_columns((plans[1], plans[2]), given))
    said = plans[1].round if plans[1].round != plans[0].round else plans[2].round
    return Merged(
        plan=Plan(round=said, origins=origins, **facts.values, **given),
        prefer=prefer,
        changes=(*facts.changes, *(one for each in tables.values() for one in each.changes)),
        conflicts=(*facts.conflicts, *(one for each in tables.values() for one in each.conflicts)),
        doubts=tuple(_doubts(matched)),
        rows={name: tables[name].rows for name in given},
        notes=tuple(_notes(readings, tables)),
    )


def _columns(
    copies: tuple[Plan, Plan], given: Mapping[str, object]
) -> Iterator[tuple[str, Origin]]:
    """The columns that a table has in either copy, without a file: checks ask what was given."""
    for table in given:
        mine, theirs = (plan.origins.get(table, Origin()).columns for plan in copies)
        if mine or theirs:
            yield table, Origin(columns={**theirs, **mine})


def _matched(table: str, readings: Sequence[Reading], three: Three) -> tuple[Matched, Matched]:
    mine, theirs = (match_rows(table, three.base, one, three.rules) for one in readings[1:])
    return mine, theirs


def _refuse_other_rounds(plans: Sequence[Plan]) -> None:
    rounds = [short_year(plan.round) for plan in plans]
    if len(set(rounds)) > 1:
        said = listed(f"{name} {of}" for name, of in zip(NAMES, rounds, strict=True))
        raise BadRequest(
            f"These are plans of different rounds: {said}. Give three copies of one plan; to set "
            "plans of two rounds side by side use: bettercare compare"
        )


def _doubts(matched: dict[str, tuple[Matched, Matched]]) -> Iterator[Doubt]:
    sides: tuple[Side, Side] = ("mine", "theirs")
    for table, both in matched.items():
        for side, one in zip(sides, both, strict=True):
            for before, after in one.doubts:
                yield Doubt(side=side, table=table, before=before, after=after)


def _notes(readings: Sequence[Reading], tables: dict[str, MergedTable]) -> Iterator[str]:
    """What a reader must know first: other areas, workbooks of another base, two orders."""
    yield from _areas([one.plan.area for one in readings])
    for name, copy in zip(NAMES[1:], readings[1:], strict=True):
        if copy.exported is not None and not is_of(copy, readings[0].plan):
            yield (
                f"{name.capitalize()} is a workbook made of another version than this base, so "
                "its rows were matched by what they say."
            )
    for table, one in tables.items():
        if one.both_reordered:
            yield f"Both put the rows of {table} in another order; the order is mine's."


def _areas(areas: Sequence[str | None]) -> Iterator[str]:
    """Copies of one plan are of one area; two names may be two plans."""
    named = [(name, area) for name, area in zip(NAMES, areas, strict=True) if area]
    for (one, first), (other, second) in combinations(named, 2):
        if normalise(first) != normalise(second):
            yield f"These may be plans of two areas: {one} says {first}, {other} says {second}."
            return
