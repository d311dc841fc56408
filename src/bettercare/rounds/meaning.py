"""Faults of meaning in a round: references, codes and dates that do not hold together."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bettercare.labels import listed, nearest
from bettercare.rounds.consistency import consistency_troubles
from bettercare.rounds.faults import Fault, key_lines
from bettercare.rounds.schema import Round
from bettercare.rounds.spends import Growth, Uplift

Keys = tuple[str, ...]  # from the top of the round down
Trouble = tuple[Keys, str, str]


def meaning_faults(rules: Round, files: Mapping[Path, str]) -> list[Fault]:
    """Every reference, code and date of a round that does not hold, with file and line."""
    troubles = [
        *_unknown_references(rules),
        *_dangling_codes(rules),
        *_wrong_dates(rules),
        *consistency_troubles(rules),
    ]
    if not troubles:
        return []
    lines = key_lines(files)
    return [Fault(*_nearest_line(lines, keys), what, fix) for keys, what, fix in troubles]


def overlap_faults(rules: Round, folder: Path, others: Sequence[tuple[Path, Round]]) -> list[Fault]:
    """Other rounds in force on the same days, unless one of the two amends the other."""
    text = (folder / "round.yaml").read_text(encoding="utf-8")
    path, line = key_lines({folder / "round.yaml": text})[("in_force",)]
    faults = []
    for other_folder, other in others:
        if rules.clashes(other):
            start, end = other.in_force.start, other.in_force.end
            what = f"In force on the same days as {other_folder.name} ({start} to {end})."
            fix = "Mend the dates of one, or add 'amends' to the one that amends the other."
            faults.append(Fault(path, line, what, fix))
    return faults


def _nearest_line(lines: Mapping[Keys, tuple[Path, int]], keys: Keys) -> tuple[Path, int]:
    while keys not in lines:
        keys = keys[:-1]
    return lines[keys]


def _unknown_references(rules: Round) -> Iterator[Trouble]:
    known = tuple(rules.references)
    for keys, name in _references(rules, ()):
        if name not in rules.references:
            near = nearest(name, known)
            fix = (
                f"Write '{near}', or add '{name}' to references."
                if near
                else (f"Add '{name}' to references, or use one of {listed(known, 'or')}.")
            )
            yield keys, f"There is no reference '{name}'.", fix


def _references(part: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(part, msgspec.Struct):
        yield from _references_of(part, keys)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _references(value, (*keys, str(key)))
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from _references(value, (*keys, str(number)))


def _references_of(part: msgspec.Struct, keys: Keys) -> Iterator[tuple[Keys, str]]:
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if field != "reference":
            yield from _references(value, (*keys, field))
        elif value or _must_cite(part):
            yield (*keys, field), value


def _must_cite(part: msgspec.Struct) -> bool:
    """A fact must cite; an item may leave that to its list."""
    return any(f.name == "reference" and f.required for f in msgspec.structs.fields(part))


def _dangling_codes(rules: Round) -> Iterator[Trouble]:
    for keys, code, known, noun in _uses(rules):
        if code not in known:
            near = nearest(code, tuple(known))
            fix = f"Write '{near}'." if near else f"Use one of {listed(known, 'or')}."
            yield (keys, f"There is no {noun} '{code}' in this round.", fix)


def _uses(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    """Every place where a code of another list is used: keys, code, that list, what it lists."""
    yield from _uses_in_sources(rules)
    yield from _uses_in_commissioners(rules)
    yield from _uses_in_types(rules)
    yield from _uses_in_required_spends(rules)
    yield from _uses_elsewhere(rules)


def _uses_in_sources(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    for code, source in rules.sources.items.items():
        here = ("sources", "items", code)
        for used in source.commissioners:
            yield (*here, "commissioners"), used, list(rules.commissioners), "commissioner"
        for used in source.permitted_types:
            yield (*here, "permitted_types"), used, list(rules.scheme_types), "scheme type"


def _uses_in_commissioners(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    for code, one in rules.commissioners.items.items():
        for field in ("nhs_part", "la_part"):
            used = getattr(one, field)
            if used or one.nhs_counts == "share":
                keys = ("commissioners", "items", code, field)
                yield keys, used, list(rules.commissioners), "commissioner"


def _uses_in_types(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    for code, kind in rules.scheme_types.items.items():
        here = ("scheme_types", "items", code, "outputs")
        if kind.outputs:
            for used in kind.outputs.units:
                yield (*here, "units"), used, list(rules.output_units), "output unit"
            for used in kind.outputs.sub_types:
                known = list(kind.sub_types) if kind.sub_types else []
                yield (*here, "sub_types"), used, known, f"sub type of {kind.label}"


def _uses_in_required_spends(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    lists: dict[str, Sequence[str]] = {
        "source_of_funding": list(rules.sources),
        "commissioner": list(rules.commissioners),
        "area_of_spend": list(rules.areas_of_spend),
        "scheme_type": list(rules.scheme_types),
    }
    for code, spend in rules.required_spends.items():
        here = ("required_spends", code)
        if spend.requirement:
            yield (*here, "requirement"), spend.requirement, list(rules.requirements), "requirement"
        if spend.condition:
            known = list(rules.national_conditions)
            yield (*here, "condition"), spend.condition, known, "national condition"
        yield (*here, "check"), spend.check, list(rules.checks), "check"
        yield (*here, "minimum", "source"), spend.minimum.source, list(rules.sources), "source"
        for number, condition in enumerate(spend.conditions):
            for used in (*condition.any_of, *condition.none_of):
                codes = lists[condition.field]
                yield (*here, "conditions", str(number)), used, codes, condition.field


def _uses_elsewhere(rules: Round) -> Iterator[tuple[Keys, str, Sequence[str], str]]:
    keys: Keys
    for part in ("requirements", "national_conditions"):
        for code, one in getattr(rules, part).items():
            if one.test:
                known = list(rules.required_spends)
                yield (part, code, "test"), one.test, known, "required spend"
    for part, field in (("metrics", "supporting_types"), ("questions", "scheme_types")):
        for code, one in getattr(rules, part).items():
            for used in getattr(one, field):
                yield (part, code, field), used, list(rules.scheme_types), "scheme type"
    if rules.hicm and rules.hicm.expected_level not in rules.hicm.levels:
        keys = ("hicm", "expected_level")
        yield keys, rules.hicm.expected_level, list(rules.hicm.levels), "maturity level"


def _wrong_dates(rules: Round) -> Iterator[Trouble]:
    if rules.in_force.start > rules.in_force.end:
        what = f"The round ends ({rules.in_force.end}) before it starts ({rules.in_force.start})."
        yield ("in_force",), what, "Swap or mend the two dates."
    for code, spend in rules.required_spends.items():
        if isinstance(spend.minimum, Uplift | Growth) and spend.minimum.base_year in rules.years:
            what = f"The base year {spend.minimum.base_year} is a year of the round itself."
            yield ("required_spends", code, "minimum"), what, "Give the year before the round."
    for code, metric in rules.metrics.items():
        if list(metric.years) != sorted(metric.years):
            yield ("metrics", code, "years"), "The years are not in time order.", "Sort them."
