"""Family G: the High Impact Change Model, its changes and their levels of maturity."""

from collections.abc import Iterator
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.checks.choices import CHOOSE_FIX, choice_fix, choices_of
from bettercare.checks.keyed import lines_of, repeated, unplaced
from bettercare.checks.registry import Slip, check, softness
from bettercare.findings import Place
from bettercare.labels import listed, shortened
from bettercare.plan import HicmChange
from bettercare.rounds.schema import Hicm


class Change(NamedTuple):
    """A change of the model, its line in the plan, and how high its two levels are (0 lowest)."""

    code: str
    name: str
    item: int
    line: HicmChange
    current: int | None
    planned: int | None


def _changes(working: Calculations, hicm: Hicm) -> Iterator[Change]:
    """The changes of the round in their order; one without a line has an empty one, number 0."""
    found = lines_of(working, "hicm")
    for code, change in hicm.changes.items.items():
        item, line = found.first(code, HicmChange())
        if not isinstance(line, HicmChange):
            continue
        current, planned = _height(hicm, line.current), _height(hicm, line.planned)
        yield Change(code, change.label, item, line, current, planned)


def _height(hicm: Hicm, text: str | None) -> int | None:
    code = hicm.levels.match(text).accepted
    return list(hicm.levels).index(code) if code else None


def _level(hicm: Hicm, height: int) -> str:
    return hicm.levels.labels[height]


def _model(working: Calculations) -> tuple[Hicm, list[Change]] | None:
    hicm = working.rules.hicm
    return (hicm, list(_changes(working, hicm))) if hicm else None


def _subject(working: Calculations, change: Change, field: str) -> str:
    column = working.rules.column("hicm", field)
    return f"{change.name}, {column.noun if column else field}"


def _places(working: Calculations, change: Change, *fields: str) -> tuple[Place, ...]:
    return tuple(working.place("hicm", change.item, field) for field in fields)


@check(
    "CHK-115",
    name="maturity-level-missing",
    message="Give the {missing} for '{change}'.",
    fix=CHOOSE_FIX,
    cites="hicm",
    needs=("hicm",),
)
def maturity_level_missing(working: Calculations) -> Iterator[Slip]:
    """Each change needs its level today and the level planned, or no progress can be seen.

    Where the file has no column for the level today, it is not asked for.
    """
    hicm, changes = _model(working) or (None, [])
    if hicm is None:
        return
    yield from repeated(working, "hicm", softness(hicm.changes))
    yield from unplaced(working, "hicm", softness(hicm.changes))
    asked = ["planned"] if _lacks_current(working) else ["current", "planned"]
    meant = lines_of(working, "hicm").meant
    for change in changes:
        blank = [field for field in asked if not getattr(change.line, field)]
        if blank and change.code not in meant:
            yield _level_missing(working, hicm, change, blank)


def _level_missing(working: Calculations, hicm: Hicm, change: Change, blank: list[str]) -> Slip:
    words = f"{listed(blank)} level{'s' if len(blank) > 1 else ''}"
    facts = {"missing": words, "change": change.name, "choices": choices_of(hicm.levels)}
    where = _places(working, change, *blank)
    return Slip(f"{change.name}, {words}", where, facts, problem=f"hicm.{change.code}")


def _lacks_current(working: Calculations) -> str:
    """What is lacking where the file has no column for the level today."""
    columns = working.plan.origins["hicm"].columns if "hicm" in working.plan.origins else {}
    told = any(line.current for line in working.plan.hicm or ())
    return "" if told or "current" in columns else "the current levels of maturity"


@check(
    "CHK-116",
    name="maturity-level-not-in-list",
    message="'{value}' is not a level of maturity.",
    fix=CHOOSE_FIX,
    cites="hicm",
    needs=("hicm",),
)
def maturity_level_not_in_list(working: Calculations) -> Iterator[Slip]:
    """A level outside the list cannot be compared with other areas, or with last year."""
    hicm, changes = _model(working) or (None, [])
    for change in changes:
        for field in ("current", "planned"):
            text = getattr(change.line, field)
            if hicm and text and getattr(change, field) is None:
                yield _not_a_level(working, hicm, change, field)


def _not_a_level(working: Calculations, hicm: Hicm, change: Change, field: str) -> Slip:
    text = getattr(change.line, field)
    facts = {
        "value": shortened(text, 60),
        "suggestion": hicm.levels.suggestion(text),
        "choices": choices_of(hicm.levels),
    }
    return Slip(
        _subject(working, change, field),
        _places(working, change, field),
        facts,
        softness(hicm.levels),
        fix=choice_fix(facts),
    )


def _steps(working: Calculations) -> Iterator[tuple[Change, int, dict[str, object]]]:
    """The changes with two known levels, how many levels each rises, and its facts."""
    hicm, changes = _model(working) or (None, [])
    for change in changes:
        if hicm and change.current is not None and change.planned is not None:
            facts: dict[str, object] = {
                "change": change.name,
                "current": _level(hicm, change.current),
                "planned": _level(hicm, change.planned),
            }
            yield change, change.planned - change.current, facts


@check(
    "CHK-117",
    name="maturity-planned-to-fall",
    message="'{change}' is planned to fall from {current} to {planned}.",
    fix="Check both levels, or say why it falls.",
    cites="hicm",
    needs=("hicm",),
    lacks=_lacks_current,
)
def maturity_planned_to_fall(working: Calculations) -> Iterator[Slip]:
    """A plan to fall back is rare: the two levels are more often the wrong way round."""
    for change, rise, facts in _steps(working):
        if rise < 0:
            where = _subject(working, change, "planned")
            yield Slip(where, _places(working, change, "planned", "current"), facts)


@check(
    "CHK-118",
    name="maturity-below-expected",
    message="Say why '{change}' will be {planned} and not {expected} by {day}.",
    fix="Give the reason, or plan for {expected}.",
    cites="hicm",
    needs=("hicm",),
)
def maturity_below_expected(working: Calculations) -> Iterator[Slip]:
    """The round expects each change to reach a level by a day; a lower plan needs its reason."""
    hicm, changes = _model(working) or (None, [])
    for change in changes:
        if hicm is None or change.planned is None or change.line.reason:
            continue
        expected = list(hicm.levels).index(hicm.expected_level)
        if change.planned < expected:
            facts = {
                "change": change.name,
                "planned": _level(hicm, change.planned),
                "expected": _level(hicm, expected),
                "day": f"{hicm.expected_by.day} {hicm.expected_by:%B %Y}",
            }
            where = _subject(working, change, "reason")
            places = _places(working, change, "reason")
            yield Slip(where, places, facts, reference=hicm.reference)


@check(
    "CHK-119",
    name="maturity-rises-fast",
    message="'{change}' is planned to rise from {current} to {planned} in a year.",
    fix="Give the milestones on the way, or plan for a level between.",
    cites="hicm",
    needs=("hicm",),
    lacks=_lacks_current,
)
def maturity_rises_fast(working: Calculations) -> Iterator[Slip]:
    """Two levels in one year is a great deal; an assessor will ask how."""
    most = working.rules.thresholds.hicm_jump
    for change, rise, facts in _steps(working):
        if rise >= most:
            where = _subject(working, change, "planned")
            yield Slip(where, _places(working, change, "planned", "current"), facts)
