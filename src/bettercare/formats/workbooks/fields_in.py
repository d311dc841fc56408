"""The sheet of plan fields read back: single facts of a plan, and which of them were edited."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.plan_fields import SINGLE, home_of
from bettercare.formats.reading import noted, some
from bettercare.formats.values import as_typed
from bettercare.formats.workbooks.about import FieldCell
from bettercare.formats.workbooks.fields_sheet import plan_fields
from bettercare.formats.workbooks.grid import as_read, plain
from bettercare.money import read_number
from bettercare.plan import Plan
from bettercare.rounds import Round


class Facts(NamedTuple):
    """The single facts of a plan, as ``Plan`` holds them."""

    area: str | None = None
    given: Mapping[str, Decimal] = {}
    printed: Mapping[str, Decimal] = {}
    facts: Mapping[str, str] = {}


class Edited(NamedTuple):
    """The facts of a plan after some of their cells were edited, and where these are."""

    plan: Plan
    changed: tuple[Place, ...]


def facts_in(cells: Sequence[FieldCell]) -> tuple[Facts, list[Finding]]:
    """The facts on a sheet of plan fields; a field that comes twice counts once."""
    found = Facts(given={}, printed={}, facts={})
    seen: set[str] = set()
    twice = []
    for cell in cells:
        name = cell.field.strip()
        if name in seen:
            twice.append(cell)
        elif (text := as_typed(cell.text)) is not None:
            found = _with(found, name, text)
        seen.add(name)
    return found, list(_twice(twice))


def _twice(cells: Sequence[FieldCell]) -> Iterator[Finding]:
    if cells:
        what = f"Given twice: {some([cell.field for cell in cells])}; the first is used."
        places = tuple(cell.place for cell in cells)
        where = f"{places[0].sheet}, {places[0].cell}"
        yield noted("READ-15", Severity.WARNING, where, what, "Keep one row of each.", places)


def _with(facts: Facts, field: str, text: str) -> Facts:
    """Facts with one more."""
    home, name = home_of(_folded(field), text, own=True)
    if home == "single":
        return facts._replace(area=text) if name == "area" else facts
    if home == "facts":
        return facts._replace(facts={**facts.facts, name: text})
    number = read_number(text)
    if home == "" or number is None:
        return facts
    return _put(facts, home, {**getattr(facts, home), name: number})


def _folded(field: str) -> str:
    return field.casefold() if field.casefold() in SINGLE else field


def _without(facts: Facts, field: str) -> Facts:
    """Facts without the one that a field of our own holds."""
    home, name = home_of(field, "0", own=True)
    if home == "single":
        return facts._replace(area=None) if name == "area" else facts
    kept = {key: value for key, value in getattr(facts, home).items() if key != name}
    return _put(facts, home, kept)


def _put(facts: Facts, home: str, held: Mapping[str, Any]) -> Facts:
    """Facts with one of their three parts in place of what it was."""
    parts = {"given": facts.given, "printed": facts.printed, "facts": facts.facts, home: held}
    return Facts(facts.area, **parts)


def restored_facts(plan: Plan, cells: Sequence[FieldCell], rules: Round) -> Edited:
    """The facts of a plan that was written to a workbook, with what was edited there since.

    A field that is gone was taken away.
    """
    written = [
        (plain(one.field), one.field, as_read(one.value)) for one in plan_fields(plan, rules)
    ]
    facts = Facts(plan.area, plan.given, plan.printed, plan.facts)
    changed = []
    left = [(name, field, text) for name, field, text in written]
    for cell in cells:
        at = next((n for n, one in enumerate(left) if one[0] == cell.field), -1)
        _, field, text = left.pop(at) if at >= 0 else (cell.field, cell.field.strip(), "")
        if cell.text != text:
            facts = _without(facts, field)
            typed = as_typed(cell.text)
            facts = _with(facts, field, typed) if typed is not None else facts
            changed.append(cell.place)
    for name, field, text in left:
        if text and name.strip():  # else no cell shows the name, so nobody took it away
            facts = _without(facts, field)
            changed.append(Place(table="plan", column=field))
    return Edited(msgspec.structs.replace(plan, **facts._asdict()), tuple(changed))
