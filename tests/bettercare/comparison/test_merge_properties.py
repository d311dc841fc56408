"""What holds of every merge, whatever stands in the three plans."""

from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.comparison.merge_fields import likeness_key, record_of, slots_of
from bettercare.plan import SchemeRow, without_places
from bettercare.plan.records import TABLES
from tests.bettercare.strategies import plans, records
from tests.bettercare.strategies_rows import plans as likely_plans

LEICESTER: Any = without_places(bc.read(examples.path("leicester")).plan)
YEAR = "2019-20"
SAMPLE = st.one_of(plans, likely_plans())


def replaced(plan, item, **fields):
    """A plan with some fields of one scheme row replaced."""
    rows = list(plan.schemes)
    rows[item - 1] = msgspec.structs.replace(rows[item - 1], **fields)
    return msgspec.structs.replace(plan, schemes=tuple(rows))


@st.composite
def copies(draw, base):
    """An edited copy: tables lost, brought in or left; rows dropped, moved, edited and added."""
    tables = {}
    for name in TABLES:
        held = getattr(base, name)
        if held is None or draw(st.integers(0, 9)) == 0:
            tables[name] = draw(st.sampled_from([None, (), held]))
            continue
        rows = [one for one in held if draw(st.integers(0, 5))]
        rows = draw(st.permutations(rows)) if draw(st.integers(0, 5)) == 0 else rows
        rows = [draw(edits(one)) if draw(st.integers(0, 2)) == 0 else one for one in rows]
        for _ in range(draw(st.integers(0, 2))):
            rows.insert(draw(st.integers(0, len(rows))), draw(records(name)))
        tables[name] = tuple(rows)
    area = draw(st.sampled_from([base.area, "Leicester", None]))
    facts = draw(st.sampled_from([base.facts, {**base.facts, "version": "2"}, {}]))
    return msgspec.structs.replace(base, area=area, facts=facts, **tables)


@st.composite
def edits(draw, record):
    """A record with one field taken from another record."""
    other = draw(records(next(name for name, kind in TABLES.items() if kind is type(record))))
    field = draw(st.sampled_from(record.__struct_fields__))
    return msgspec.structs.replace(record, **{field: getattr(other, field)})


@settings(max_examples=40)
@given(SAMPLE.flatmap(lambda base: st.tuples(st.just(base), copies(base))))
def test_what_only_one_changed_is_taken_whole(pair):
    base, copy = pair
    for found in (bc.merge(base, base, copy), bc.merge(base, copy, base)):
        assert found.plan == without_places(copy)
        assert found.conflicts == ()
    assert {one.by for one in bc.merge(base, base, copy).changes} <= {"theirs"}
    assert {one.by for one in bc.merge(base, copy, base).changes} <= {"mine"}


@settings(max_examples=40)
@given(SAMPLE.flatmap(lambda base: st.tuples(st.just(base), copies(base))))
def test_what_both_changed_alike_is_taken_once(pair):
    base, copy = pair
    found = bc.merge(base, copy, copy)
    assert found.plan == without_places(copy)
    assert found.conflicts == ()
    assert {one.by for one in found.changes} <= {"both"}


@given(SAMPLE)
def test_a_plan_merged_with_itself_is_itself(plan):
    found = bc.merge(plan, plan, plan)
    assert found.plan == without_places(plan)
    assert (found.changes, found.conflicts, found.doubts, found.notes) == ((), (), (), ())


def turned(one):
    """A conflict as it is seen from the other side."""
    swap = {"mine": "theirs", "theirs": "mine", None: None}
    differences = Counter(
        (each.field, *sorted(map(str, (each.before, each.after)))) for each in one.differences
    )
    return (
        one.kind, one.table, one.field, str(one.base), str(one.theirs), str(one.mine),
        swap[one.removed_by], tuple(sorted(differences.items())),
    )  # fmt: skip


def as_seen(one):
    return turned(msgspec.structs.replace(
        one, mine=one.theirs, theirs=one.mine,
        removed_by={"mine": "theirs", "theirs": "mine", None: None}[one.removed_by],
    ))  # fmt: skip


@settings(max_examples=40)
@given(SAMPLE.flatmap(lambda base: st.tuples(st.just(base), copies(base), copies(base))))
def test_conflicts_are_the_same_from_either_side(three):
    base, mine, theirs = three
    one, other = bc.merge(base, mine, theirs), bc.merge(base, theirs, mine)
    assert Counter(map(as_seen, one.conflicts)) == Counter(map(turned, other.conflicts))


def values_of(records):
    return {pair for one in records or () for pair in slots_of(one).items()}


@settings(max_examples=40)
@given(
    SAMPLE.flatmap(lambda base: st.tuples(st.just(base), copies(base), copies(base))),
    st.sampled_from(["mine", "theirs", "base"]),
)
def test_nothing_is_lost_without_a_word(three, prefer):
    base, mine, theirs = three
    found = bc.merge(base, mine, theirs, prefer)
    for side in ("mine", "theirs"):
        copy = {"mine": mine, "theirs": theirs}[side]
        for table in TABLES:
            before, after = getattr(base, table), getattr(copy, table)
            if after is None:
                continue
            told = [one for one in found.conflicts if one.table == table]
            changed_values = {
                (slot, held)
                for record in after
                if likeness_key(record) not in set(map(likeness_key, before or ()))
                for slot, held in slots_of(record).items()
            }
            merged_values = values_of(getattr(found.plan, table))
            in_base = values_of(before)
            said = {one.field for one in told} | {
                each.field for one in told for each in one.differences
            }
            whole = any(each.field == "" for one in told for each in one.differences)
            for slot, held in changed_values - merged_values - in_base:
                assert slot.name in said or whole, (side, table, slot, held)


def test_a_record_is_its_slots_and_back():
    @given(st.sampled_from(list(TABLES)).flatmap(records))
    def holds(record):
        again = record_of(type(record), slots_of(record))
        assert again == msgspec.structs.replace(record, row=0)

    holds()


CELLS = st.one_of(
    st.tuples(st.just("amounts"), st.integers(1, 10**6).map(lambda n: {YEAR: Decimal(n) / 4})),
    st.tuples(st.just("description"), st.sampled_from(["New words", "Others"])),
    st.tuples(st.just("commissioner"), st.sampled_from(["LA", "Joint"])),
    st.tuples(st.just("provider"), st.sampled_from(["CCG", "Local Authority"])),
)
ROWS = st.integers(1, 49)  # those of Leicester
EDITS = st.dictionaries(ROWS, st.tuples(CELLS, CELLS).map(dict), max_size=6)


def made(plan: Any, edited: Any) -> Any:
    for item, fields in edited.items():
        plan = replaced(plan, item, **fields)
    return plan


@settings(max_examples=40)
@given(EDITS, EDITS)
def test_edits_of_different_rows_are_all_made_in_either_order(one, other):
    other = {item: fields for item, fields in other.items() if item not in one}
    mine, theirs = made(LEICESTER, one), made(LEICESTER, other)
    found = bc.merge(LEICESTER, mine, theirs)
    assert found.plan == made(mine, other) == made(theirs, one)
    assert found.plan == bc.merge(LEICESTER, theirs, mine).plan
    assert (found.conflicts, found.doubts) == ((), ())


@settings(max_examples=40)
@given(st.sets(ROWS, max_size=4), EDITS, st.sets(ROWS, max_size=4))
def test_rows_removed_added_and_edited_elsewhere(removed, edited, after):
    edited = {item: fields for item, fields in edited.items() if item not in removed}
    kept = [row for item, row in enumerate(LEICESTER.schemes, 1) if item not in removed]
    mine = msgspec.structs.replace(LEICESTER, schemes=tuple(kept))
    rows, expected = [], []
    for item, row in enumerate(made(LEICESTER, edited).schemes or (), 1):
        new = [SchemeRow(scheme_id=f"N{item}", scheme_name=f"New service {item}")]
        new = new if item in after else []
        rows += [row, *new]
        expected += [*([] if item in removed else [row]), *new]
    theirs = msgspec.structs.replace(LEICESTER, schemes=tuple(rows))
    found = bc.merge(LEICESTER, mine, theirs)
    assert found.plan.schemes == tuple(expected)
    assert (found.conflicts, found.doubts) == ((), ())
