"""What changed from one round to another, in the words of policy.

Things are the same where their codes are, or else their labels. References, how sure a fact is,
and other names that a label is read by are no policy and are not compared.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NamedTuple

import msgspec

from bettercare.findings import Severity
from bettercare.labels import listed, normalise
from bettercare.rounds.checking import CheckRule
from bettercare.rounds.crosswalk import Crosswalk
from bettercare.rounds.crosswalk_files import LISTS, codes
from bettercare.rounds.facts import facts
from bettercare.rounds.lists import Certainty, CodeList
from bettercare.rounds.metric_rules import Metric
from bettercare.rounds.policy_words import (
    CODES,
    INSIDE,
    PARTS,
    READING_AIDS,
    WHOLE,
    Words,
    field_words,
)
from bettercare.rounds.schema import Round

Kind = Literal["new", "gone", "changed"]
Keys = tuple[str, ...]
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"[a-z]+(_[a-z]+)+")  # a value of the schema, such as nhs_share


class Change(msgspec.Struct, frozen=True):
    """One thing that changed: ``part`` is the field of the round, ``path`` its keys with dots.

    ``certainty`` is that of what the later round says.
    """

    part: str
    kind: Kind
    path: str
    words: str
    before: str = ""
    after: str = ""
    certainty: Certainty = Certainty.CONFIRMED


class _Seen(NamedTuple):
    """A change as it was met, before it is known how sure it is."""

    kind: Kind
    keys: Keys
    words: str
    before: str = ""
    after: str = ""


class _Pair(NamedTuple):
    """The two rounds, to find the labels of codes in, and what became of the codes."""

    old: Round
    new: Round
    crosswalk: Crosswalk | None


def differences(old: Round, new: Round, crosswalk: Crosswalk | None = None) -> tuple[Change, ...]:
    """Every change of policy from one round to another, part by part.

    With a ``crosswalk``, what is gone also says what took its place.

    >>> from bettercare.rounds import load
    >>> differences(load("2019-20"), load("2019-20"))
    ()
    """
    sure = _how_sure(new)
    return tuple(
        Change(
            part=part,
            kind=one.kind,
            path=".".join(one.keys),
            words=one.words,
            before=one.before,
            after=one.after,
            certainty=_certainty(sure, one.keys),
        )
        for part in PARTS
        for one in _in_part(_Pair(old, new, crosswalk), part)
    )


def _how_sure(rules: Round) -> dict[str, Certainty]:
    """How sure each fact is, by its path; those of a tuple by their names."""
    found = {one.path: one.certainty for one in facts(rules)}
    for part in PARTS:
        value = getattr(rules, part)
        if isinstance(value, tuple):
            named = {f"{part}.{name}": one for name, one in _items(value).items()}
            found |= {path: one.certainty for path, one in named.items()}
    return found


def _certainty(sure: Mapping[str, Certainty], keys: Keys) -> Certainty:
    """How sure the nearest fact above a place is."""
    for length in range(len(keys), 0, -1):
        found = sure.get(".".join(keys[:length]))
        if found is not None:
            return found
    return Certainty.CONFIRMED


def _in_part(pair: _Pair, part: str) -> Iterator[_Seen]:
    before, after = getattr(pair.old, part), getattr(pair.new, part)
    if part == "checks":
        yield from _checks(before, after)
    elif part == "terms":
        yield from _terms(before, after)
    elif part in WHOLE and (before is None or after is None):
        yield from _come_or_gone(PARTS[part], (part,), before, after)
    elif _is_keyed(before, after):
        yield from _keyed(pair, PARTS[part], (part,), _items(before), _items(after))
    elif isinstance(after, msgspec.Struct):
        yield from _inside(pair, "", (part,), before, after)
    else:
        yield from _value(pair, "", (part,), before, after)


def _checks(before: Mapping[str, CheckRule], after: Mapping[str, CheckRule]) -> Iterator[_Seen]:
    for code in sorted({*before, *after}):
        old, new = (side.get(code, CheckRule()) for side in (before, after))
        keys = ("checks", code)
        if old.severity is new.severity:
            continue
        was, now = _severity(old.severity), _severity(new.severity)
        if new.severity is None:
            why = f": {new.not_collected}" if new.not_collected else "."
            yield _Seen("gone", keys, f"{code} no longer applies{why}", was, now)
        elif old.severity is None:
            yield _Seen("new", keys, f"{code} now applies, as {now}.", was, now)
        else:
            yield _Seen("changed", keys, f"{code} is now {now} (was {was}).", was, now)


def _severity(severity: Severity | None) -> str:
    words = {Severity.ERROR: "an error", Severity.WARNING: "a warning", None: "not applied"}
    return words.get(severity, "a note")


def _terms(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[_Seen]:
    """Words that changed, but for those that only hold the year."""
    for key in sorted(one for one in {*before, *after} if not one.endswith("year_text")):
        was, now = before.get(key, ""), after.get(key, "")
        if normalise(_DIGIT.sub("", was)) != normalise(_DIGIT.sub("", now)):
            words = f"{_quoted(was)} is now {_quoted(now)}."
            yield _Seen("changed", ("terms", key), words, was, now)


def _quoted(text: str) -> str:
    return f"'{text}'" if text else "nothing"


def _is_keyed(*sides: object) -> bool:
    """Whether two values are lists of things that have names, one of them perhaps of nothing."""
    filled = [bool(_items(side)) for side in sides]
    blank = [not side or isinstance(side, CodeList) for side in sides]
    return any(filled) and all(one or two for one, two in zip(filled, blank, strict=True))


def _items(part: Any) -> dict[str, Any]:
    """The things of a list by code; those of a tuple by name. Nothing where there are none."""
    if isinstance(part, CodeList):
        return dict(part.items)
    if isinstance(part, dict):
        return part if all(isinstance(one, msgspec.Struct) for one in part.values()) else {}
    if isinstance(part, tuple) and all(isinstance(one, msgspec.Struct) for one in part):
        return _by_name(part)
    return {}


def _by_name(things: tuple[Any, ...]) -> dict[str, Any]:
    """The things of a tuple by header or label; a second one of a name has a number."""
    found: dict[str, Any] = {}
    for number, one in enumerate(things, 1):
        name = str(getattr(one, "header", "") or getattr(one, "label", "") or number)
        found[name if name not in found else f"{name} {number}"] = one
    return found


def _keyed(
    pair: _Pair,
    words: Words,
    keys: Keys,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    of: str = "",
) -> Iterator[_Seen]:
    """Things that are new, gone or changed, told apart by code and then by label."""
    same = _same(old, new)
    owner = f"{of}: " if of else ""
    for code, one in new.items():
        if code not in same:
            text = f"{owner}{_capital(f'new {words.noun}', of)}: {_named(words, code, one)}."
            yield _Seen("new", (*keys, code), text, after=_label(code, one))
    for code, one in old.items():
        if code not in same.values():
            said = f"{_named(words, code, one)}{_became(pair, (*keys, code))}"
            text = f"{owner}{_capital(f'no longer {words.gone}', of)}: {said}."
            yield _Seen("gone", (*keys, code), text, before=_label(code, one))
    for code, before in same.items():
        if old[before] != new[code]:
            yield from _changed(pair, words, (*keys, code), old[before], new[code], of)


def _became(pair: _Pair, keys: Keys) -> str:
    """What took the place of a code that is gone, where a crosswalk says so."""
    name, code = ("sub_types", f"{keys[1]}/{keys[-1]}") if "sub_types" in keys else keys[:2]
    if pair.crosswalk is None or name not in LISTS:  # narrative topics have no crosswalk
        return ""
    known = codes(pair.new, name)
    labels = [known[one.code] for one in pair.crosswalk.successors(name, code)]
    return f" (in its place: {listed(labels)})" if labels else ""


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """The code of before of each thing that is in both rounds."""
    found = {code: code for code in new if code in old}
    left = {normalise(_label(code, one)): code for code, one in old.items() if code not in found}
    for code, one in new.items():
        if code not in found and normalise(_label(code, one)) in left:
            found[code] = left.pop(normalise(_label(code, one)))
    return found


def _changed(pair: _Pair, words: Words, keys: Keys, old: Any, new: Any, of: str) -> Iterator[_Seen]:
    code, was, now = keys[-1], _label(keys[-1], old), _label(keys[-1], new)
    if not _alike(was, now):
        owner = f"{of}: " if of else ""
        text = f"{owner}'{was}' {words.renamed} '{now}'."
        if words.by_code:
            text = f"{code} is now: {now} (was: {was})."
        yield _Seen("changed", keys, text, was, now)
    name = _named(words, code, new).partition(":")[0] if words.by_code else now
    yield from _inside(pair, f"{of}, {name}" if of else name, keys, old, new)


def _alike(was: str, now: str) -> bool:
    """Whether two labels say the same but for numbering, capitals, spaces and signs."""
    return was == now or normalise(was) == normalise(now) != ""


def _inside(pair: _Pair, name: str, keys: Keys, old: Any, new: Any) -> Iterator[_Seen]:
    """What changed in a thing that both rounds have, field by field."""
    if type(old) is not type(new):
        was, now = (_plain(getattr(one, "words", "")) for one in (old, new))
        yield _Seen("changed", keys, f"{name}: {now} (was: {was}).", was, now)
        return
    for field in new.__struct_fields__:
        before, after = getattr(old, field), getattr(new, field)
        told = field == "label" and keys[1:] and not isinstance(new, Metric)  # as another name
        if before != after and field not in READING_AIDS and not told:
            yield from _value(pair, name, (*keys, field), before, after)


def _value(pair: _Pair, name: str, keys: Keys, before: Any, after: Any) -> Iterator[_Seen]:
    """What changed in one field."""
    field = keys[-1]
    said = f"{name}, {field_words(field)}" if name else _capital(field_words(field))
    if field in INSIDE and _is_keyed(before, after):
        yield from _keyed(pair, INSIDE[field], keys, _items(before), _items(after), name)
    elif isinstance(before, msgspec.Struct) and isinstance(after, msgspec.Struct):
        yield from _inside(pair, said, keys, before, after)
    elif isinstance(after, tuple) and isinstance(before, tuple):
        yield from _several(pair, said, keys, before, after)
    elif isinstance(after, dict) and isinstance(before, dict):
        for key in [key for key in {**before, **after} if before.get(key) != after.get(key)]:
            yield from _value(pair, said, (*keys, key), before.get(key), after.get(key))
    elif isinstance(after, msgspec.Struct):
        yield _Seen("new", keys, f"{name}: new: {field_words(field)}.", after=field_words(field))
    elif isinstance(before, msgspec.Struct):
        text = f"{name}: no longer: {field_words(field)}."
        yield _Seen("gone", keys, text, before=field_words(field))
    else:
        yield from _scalar(said, keys, *(_shown(one, pair, field) for one in (before, after)))


def _scalar(said: str, keys: Keys, was: str, now: str) -> Iterator[_Seen]:
    if was != now:
        yield _Seen("changed", keys, f"{said}: {now} (was {was}).", was, now)


def _several(
    pair: _Pair, said: str, keys: Keys, before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[_Seen]:
    """Values that came to a list of values, and those that left it."""
    added, gone = (
        [_shown(one, pair, keys[-1]) for one in side if one not in other]
        for side, other in ((after, before), (before, after))
    )
    words = [f"adds {listed(added)}"] * bool(added) + [f"drops {listed(gone)}"] * bool(gone)
    if words:
        was, now = (listed(_shown(one, pair, keys[-1]) for one in side) for side in (before, after))
        yield _Seen("changed", keys, f"{said}: {'; '.join(words)}.", was, now)


def _come_or_gone(words: Words, keys: Keys, before: Any, after: Any) -> Iterator[_Seen]:
    label = _label(words.noun, before if after is None else after)
    if after is not None and before is None:
        yield _Seen("new", keys, f"New: {label}.", after=label)
    elif before is not None and after is None:
        yield _Seen("gone", keys, f"No longer {words.gone}: {label}.", before=label)


def _label(code: str, one: Any) -> str:
    """The label of a thing; its words or code where it has none. A metric's is a sentence."""
    if isinstance(one, Metric):
        return one.short
    label = getattr(one, "label", None) or getattr(one, "words", None)
    day = getattr(one, "day", None)
    return f"{label}, {_shown(day)}" if isinstance(day, date) and not label else str(label or code)


def _named(words: Words, code: str, one: Any) -> str:
    """A thing by its label, its code before it where people know it by that."""
    day = getattr(one, "day", None)
    dated = f" ({_shown(day)})" if isinstance(day, date) else ""
    return f"{code}: {_label(code, one)}" if words.by_code else f"{_label(code, one)}{dated}"


def _shown(value: object, pair: _Pair | None = None, field: str = "") -> str:
    """A value as a sentence shows it: codes by their labels."""
    if isinstance(value, msgspec.Struct):
        return f"'{_label(field_words(field), value)}'"
    if isinstance(value, str) and value and pair and field in CODES:
        return _label_of_code(pair, CODES[field], value)
    return _plain(value)


def _plain(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    text = str(value.value if isinstance(value, Enum) else value).removesuffix(".")
    return text.replace("_", " ") if _CODE.fullmatch(text) else text


def _label_of_code(pair: _Pair, part: str, code: str) -> str:
    for rules in (pair.new, pair.old):
        known: CodeList[Any] = getattr(rules, part)
        if code in known:
            return known.label(code)
    return _plain(code)


def _capital(text: str, before: str = "") -> str:
    """A text that starts a sentence, unless something stands before it."""
    return text if before else f"{text[:1].upper()}{text[1:]}"
