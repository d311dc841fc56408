"""What belongs to a plan as a whole, merged value by value: area, figures given, facts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bettercare.comparison.merge_fields import NOTHING, Held, Settled, Slot, keys_of_both, settle
from bettercare.comparison.merge_records import Change, Conflict, Places
from bettercare.comparison.merge_tables import Three
from bettercare.findings import Place
from bettercare.plan import Plan

HOMES = ("given", "printed", "facts")
NOUNS: Mapping[str, str] = {"given": "figure given", "printed": "figure printed", "facts": "fact"}


Held3 = tuple[Held, Held, Held]  # in the base, mine and theirs


class MergedFacts(NamedTuple):
    """The merged values by field of the plan, and what there is to tell of them."""

    values: Mapping[str, Any]
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def merged_facts(three: Three) -> MergedFacts:
    """Merge everything of three plans that is not in a table."""
    base, mine, theirs = (_slots(plan) for plan in three[:3])
    values: dict[str, Any] = {home: {} for home in HOMES}
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for slot in keys_of_both(mine, theirs, base):
        held = base.get(slot, NOTHING), mine.get(slot, NOTHING), theirs.get(slot, NOTHING)
        one = settle(*held, three.prefer)
        _fill(values, slot, one.value)
        if one.by is not None:
            changes.append(_change(slot, held, one))
        if one.conflict:
            conflicts.append(_conflict(slot, held, one, three))
    return MergedFacts(values, tuple(changes), tuple(conflicts))


def _slots(plan: Plan) -> dict[Slot, Held]:
    found = {Slot("area"): Held(plan.area)} if plan.area is not None else {}
    for home in HOMES:
        found |= {Slot(home, name): Held(value) for name, value in getattr(plan, home).items()}
    return found


def _fill(values: dict[str, Any], slot: Slot, held: Held) -> None:
    if slot.key is None:
        values[slot.field] = held.value
    elif held.value is not None:
        values[slot.field][slot.key] = held.value


def _noun(slot: Slot) -> str:
    return slot.field if slot.key is None else f"{NOUNS[slot.field]} {slot.key}"


def _change(slot: Slot, held: Held3, one: Settled[Held]) -> Change:
    return Change(
        kind="value",
        by=one.by or "both",
        table="",
        row="",
        field=slot.name,
        noun=_noun(slot),
        before=held[0].said,
        after=one.value.said,
        places=_places(slot, held, one),
    )


def _conflict(slot: Slot, held: Held3, one: Settled[Held], three: Three) -> Conflict:
    return Conflict(
        kind="value",
        table="",
        row="",
        field=slot.name,
        noun=_noun(slot),
        base=held[0].said,
        mine=held[1].said,
        theirs=held[2].said,
        now=one.value.said,
        kept=three.prefer,
        places=_places(slot, held, one),
    )


def _places(slot: Slot, held: Held3, one: Settled[Held]) -> Places:
    """The name of the value stands for its place, in each plan that has it."""
    base, mine, theirs, now = (
        Place(column=slot.name) if value != NOTHING else None for value in (*held, one.value)
    )
    return Places(base=base, mine=mine, theirs=theirs, now=now)
