"""Labels of one round as labels of a later one: only where the crosswalk leaves no doubt."""

from collections.abc import Iterable
from typing import NamedTuple

from bettercare.calculations import CodedRow
from bettercare.comparison.carried import Carrying
from bettercare.comparison.traits import SUB_TYPE
from bettercare.rounds import CodeList, Item, Match
from bettercare.rounds.crosswalk import Successor

KEPT = "left blank, and kept beside the row"
At = tuple[str, int, str]  # table, row, field


class Carried(NamedTuple):
    """What a label became: the new label, if one is sure, and what is kept beside the row."""

    label: str | None
    kept: str | None = None


class Types(NamedTuple):
    """What scheme type and sub type became."""

    scheme_type: Carried
    sub_type: Carried


def carried_label(to: Carrying, at: At, kin: str, match: Match, text: str | None) -> Carried:
    """One label of a list, carried; what cannot be is noted, with the choices there are."""
    if not text:
        return Carried(None)
    if match.accepted is None:
        return _unknown(to, at, kin, text)
    return _chosen(to, at, kin, to.walk.successors(kin, match.accepted), text)


def carried_types(to: Carrying, row: CodedRow, item: int) -> Types:
    """The scheme type and sub type of a row: what the sub type became decides the type.

    A successor of the type that has no sub types is not ruled out by what the sub type became.
    """
    kind, sub = row.scheme_type.accepted, row.sub_type.accepted
    at = ("schemes", item, "scheme_type")
    text, sub_text = row.row.scheme_type, row.row.sub_type
    if kind and sub:
        found = [one for one in to.walk.successors("sub_types", f"{kind}/{sub}") if one.comparable]
        types = dict.fromkeys(one.code.partition("/")[0] for one in found)
        types |= dict.fromkeys(_without_sub_types(to, kind) if found else ())
        if len(types) == 1:
            return _settled_by_sub_type(to, row, item, found)
        if types:
            several = _several(to, at, "scheme_types", types, text or "")
            return Types(several, Carried(None, sub_text))
    scheme_type = carried_label(to, at, "scheme_types", row.scheme_type, text)
    return Types(scheme_type, _sub_type_alone(to, row, item, scheme_type.label, sub_text))


def _without_sub_types(to: Carrying, kind: str) -> list[str]:
    """The successors of a scheme type that have no sub types."""
    found = to.walk.successors("scheme_types", kind)
    types = to.rules.scheme_types
    return [one.code for one in found if one.comparable and types[one.code].sub_types is None]


def _settled_by_sub_type(to: Carrying, row: CodedRow, item: int, found: list[Successor]) -> Types:
    kind = found[0].code.partition("/")[0]
    kept = None if row.scheme_type.accepted == kind else row.row.scheme_type
    at = ("schemes", item, SUB_TYPE)
    sub_type = _chosen(to, at, "sub_types", tuple(found), row.row.sub_type or "")
    return Types(Carried(to.rules.scheme_types.label(kind), kept), sub_type)


def _sub_type_alone(
    to: Carrying, row: CodedRow, item: int, label: str | None, text: str | None
) -> Carried:
    """A sub type whose scheme type was carried by itself, or was not."""
    if not text:
        return Carried(None)
    kind = to.rules.scheme_types.match(label).accepted
    if kind is None:  # the scheme type is still to be decided, and the sub type with it
        return Carried(None, text)
    subs = to.rules.scheme_types[kind].sub_types
    at = ("schemes", item, SUB_TYPE)
    if subs is None:
        message = (
            f"'{label}' has no sub types in {to.rules.round}; '{text}' is kept beside the row."
        )
        to.note("ROLL-05", message, at=at)
        return Carried(None, text)
    if row.sub_type.accepted is None:
        return _unknown(to, at, "sub_types", text, subs)
    return _none(to, at, text)


def _chosen(
    to: Carrying,
    at: At,
    kin: str,
    successors: tuple[Successor, ...],
    text: str,
) -> Carried:
    """The label of the one successor; with none, or several, the field stays blank."""
    found = [one for one in successors if one.comparable]
    if len(found) == 1:
        return _only(to, at, kin, found[0], text)
    if not found:
        return _none(to, at, text)
    return _several(to, at, kin, [one.code for one in found], text)


def _none(to: Carrying, at: At, text: str) -> Carried:
    message = f"'{text}' has no successor in {to.rules.round}; {KEPT}."
    to.note("ROLL-01", message, "Choose a value that fits.", at=at)
    return Carried(None, text)


def _several(to: Carrying, at: At, kin: str, found: Iterable[str], text: str) -> Carried:
    message = f"'{text}' became {to.choice(kin, found)} in {to.rules.round}; {KEPT}."
    to.note("ROLL-02", message, "Choose one of them.", at=at)
    return Carried(None, text)


def _only(to: Carrying, at: At, kin: str, one: Successor, text: str) -> Carried:
    label = to.choice(kin, [one.code])
    if one.fit == "same":
        return Carried(label)
    said = f"is now a part of '{label}'" if one.fit == "part" else f"is now '{label}', the nearest"
    to.note("ROLL-03", f"'{text}' {said}. {one.note}".strip(), at=at)
    return Carried(label, text)


def _unknown(
    to: Carrying, at: At, kin: str, text: str, known: CodeList[Item] | None = None
) -> Carried:
    """A label that the old round did not know: carried if the new one does, else kept."""
    known = known if known is not None else getattr(to.rules, kin)
    code = known.match(text).accepted
    if code is not None:
        return Carried(known.label(code), text)
    near = known.suggestion(text)
    fix = f"Did you mean '{near}'? If so, write that." if near else "Choose a value of the list."
    to.note("ROLL-04", f"'{text}' is no value of {to.was}, and is kept as it is.", fix, at=at)
    return Carried(text)


def label_of_code(known: CodeList[Item], was: CodeList[Item], text: str | None) -> str | None:
    """A label of a list without crosswalk, by its code in both rounds; ``None`` where it has none.

    >>> from bettercare.rounds import load
    >>> units = load("2019-20").output_units
    >>> label_of_code(units, units, "Package")
    'Packages'
    """
    code = was.match(text).accepted
    return known.label(code) if code is not None and code in known else None
