"""Definitions made of what files and rounds say, with every fault of meaning found on the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import msgspec

from bettercare.labels import listed, nearest
from bettercare.metrics.definition import Condition, Counting, Definition, Population
from bettercare.metrics.library_counting import counting_troubles
from bettercare.metrics.library_files import Draft, Folder, PopulationWritten
from bettercare.metrics.library_rounds import (
    RULES,
    Stated,
    differing,
    own_words,
    period_of,
    said,
)
from bettercare.rounds import Round

REQUIRED = (
    *("title", "why", "unit", "better", "periods", "source", "lag", "owner", "review"),
    *("reference", "certainty", "scope", "interval", "version", "numerator", "denominator"),
)
FROM_ROUNDS = (
    *("title", "short", "numerator", "denominator", "unit", "per", "better", "interval"),
    *("reference", "certainty", "start", "until"),
)
CATEGORY = 3  # characters of an ICD-10 code before its point
ONE_DAY = timedelta(days=1)
Made = tuple[Draft, Definition]


def build(folder: Folder, rounds: Mapping[str, Round]) -> dict[str, tuple[Definition, ...]]:
    """The definitions of every metric, from the first to the last; faults go to the folder."""
    found: dict[str, list[Made]] = {}
    for metric in dict.fromkeys(draft.metric for draft in folder.drafts):
        drafts = [draft for draft in folder.drafts if draft.metric == metric]
        made = [(one, made) for one in drafts if (made := _definition(folder, one, rounds))]
        found[metric] = made
        _blame_twice(folder, drafts)
        _blame_dates(folder, made)
    _blame_gaps(folder, rounds)
    return {metric: _linked(folder, metric, found) for metric in found}


def _definition(folder: Folder, draft: Draft, rounds: Mapping[str, Round]) -> Definition | None:
    """One definition, before it is set in line with those around it."""
    before = len(folder.faults)
    values = dict(draft.values)
    stated = _stated(folder, draft, rounds)
    if stated:
        for key in sorted(set(FROM_ROUNDS) & values.keys() - own_words(stated[0].metric)):
            what = f"'{key}' is said by round {stated[0].rules.round} already."
            folder.blame(draft.file, (*draft.keys, key), what, "Take it out here.")
        values = said(stated, rounds.values()) | values
    else:
        _cite(folder, draft, values)
    _population(folder, draft, values, stated)
    _counting(folder, draft, values)
    _blame_missing(folder, draft, values)
    if len(folder.faults) > before:
        return None
    kept = {key: values[key] for key in Definition.__struct_fields__ if key in values}
    return Definition(metric=draft.metric, **kept | {"comparable": False})


def _stated(folder: Folder, draft: Draft, rounds: Mapping[str, Round]) -> list[Stated]:
    """The metric in each round of a version; rounds that lack it, or differ, are faults."""
    asked: Sequence[str] = draft.values.get("rounds", ())
    here = (*draft.keys, "rounds")
    for name in asked:
        if name not in rounds:
            near = nearest(name, tuple(rounds))
            fix = f"Write '{near}'." if near else f"Write one of {listed(rounds, 'or')}."
            folder.blame(draft.file, here, f"There is no round '{name}'.", fix)
        elif draft.metric not in rounds[name].metrics:
            what = f"Round {name} has no metric '{draft.metric}'."
            folder.blame(draft.file, here, what, "Take the round out.")
    stated = [
        Stated(rounds[name], rounds[name].metrics[draft.metric])
        for name in asked
        if name in rounds and draft.metric in rounds[name].metrics
    ]
    for what, first, other in differing(stated) if stated else ():
        text = f"Rounds {first} and {other} do not have the same {what}."
        folder.blame(draft.file, here, text, f"Begin a new version with {other}.")
    _blame_periods(folder, draft, stated)
    return stated


def _blame_periods(folder: Folder, draft: Draft, stated: Sequence[Stated]) -> None:
    """Periods that a round plans by and no figure is given for; a cohort stands for its year."""
    known = {*draft.values.get("periods", ()), *(["year"] if draft.values.get("cohort") else [])}
    for one in stated:
        kind = period_of(one.metric)
        if kind not in known:
            text = f"Round {one.rules.round} plans by {kind}."
            fix = f"Add '{kind}' to 'periods'."
            folder.blame(draft.file, (*draft.keys, "rounds"), text, fix)


def _cite(folder: Folder, draft: Draft, values: dict[str, Any]) -> None:
    """A reference by its name becomes its title; one that is not there is a fault."""
    name = values.get("reference")
    if name in folder.references:
        values["reference"] = folder.references[name].title
    elif name is not None:
        near = nearest(name, tuple(folder.references))
        fix = f"Write '{near}'." if near else f"Add '{name}' to the file of references."
        folder.blame(draft.file, (*draft.keys, "reference"), f"No reference '{name}'.", fix)


def _population(
    folder: Folder, draft: Draft, values: dict[str, Any], stated: Sequence[Stated]
) -> None:
    """The people of a rate: in the words of its denominator, by the rule of its round."""
    written: PopulationWritten | None = values.pop("population", None)
    is_rate = values.get("unit") == "per_population"
    keys = (*draft.keys, "population")
    if is_rate != (written is not None):
        what = "A rate needs a population." if is_rate else "What is no rate has no population."
        fix = "Add 'population: {at_least: 65}'." if is_rate else "Take 'population' out."
        folder.blame(draft.file, keys, what, fix)
    elif written is not None:
        rule = RULES[stated[0].metric.population] if stated else written.rule
        label = values["denominator"] if stated else written.label
        if rule is None or not label or (stated and (written.rule or written.label)):
            fix = "Write both without rounds, and neither where a round says them."
            folder.blame(draft.file, keys, "The population's 'rule' or 'label' is amiss.", fix)
            return
        values["population"] = Population(
            label=label, rule=rule, at_least=written.at_least, at_most=written.at_most
        )


def _counting(folder: Folder, draft: Draft, values: dict[str, Any]) -> None:
    """Counting rules with their code lists filled in, and whether records can be counted so."""
    for part in ("count", "of"):
        if part in values:
            values[part] = _filled(folder, draft, part, values[part])
    for key, what, fix in counting_troubles(values):
        folder.blame(draft.file, (*draft.keys, key), what, fix)


def _filled(folder: Folder, draft: Draft, part: str, counting: Counting) -> Counting:
    where: list[Condition] = []
    for one in counting.where:
        if one.codes and one.codes not in folder.code_lists:
            near = nearest(one.codes, tuple(folder.code_lists))
            fix = f"Write '{near}'." if near else f"Write {listed(folder.code_lists, 'or')}."
            what = f"There is no list of codes '{one.codes}'."
            folder.blame(draft.file, (*draft.keys, part), what, fix)
        elif one.codes:
            starts = tuple(_as_recorded(folder.code_lists[one.codes].codes))
            where.append(msgspec.structs.replace(one, starts_with=starts))
            continue
        where.append(one)
    return msgspec.structs.replace(counting, where=tuple(where))


def _as_recorded(codes: Iterable[str]) -> Iterator[str]:
    """Codes as records hold them: those of four characters with a point before the last, too."""
    for code in codes:
        yield code
        if len(code) > CATEGORY:
            yield f"{code[:CATEGORY]}.{code[CATEGORY:]}"


def _blame_missing(folder: Folder, draft: Draft, values: Mapping[str, Any]) -> None:
    for key in REQUIRED:
        if key not in values:
            folder.blame(draft.file, draft.keys, f"'{key}' is missing.", f"Add '{key}: ...'.")
    if values.get("unit") != "local" and values.get("numerator") == "":
        what = "Only a local measure may leave 'numerator' blank."
        folder.blame(draft.file, (*draft.keys, "numerator"), what, "Say what is counted.")
    known = Definition.__struct_fields__
    for name in values.get("unconfirmed", ()):
        if name not in known:
            near = nearest(name, known)
            fix = f"Write '{near}'." if near else "Name a key of a definition."
            keys = (*draft.keys, "unconfirmed")
            folder.blame(draft.file, keys, f"'{name}' is no part of a definition.", fix)


def _blame_twice(folder: Folder, drafts: Sequence[Draft]) -> None:
    """A version's name, or a round, that stands in two versions of a metric."""
    for key, noun in (("version", "version"), ("rounds", "round")):
        seen: set[str] = set()
        for draft in drafts:
            given = draft.values.get(key, ())
            names = (given,) if isinstance(given, str) else given
            for name in [one for one in names if one in seen]:
                what = f"'{draft.metric}' has {noun} '{name}' twice."
                folder.blame(draft.file, (*draft.keys, key), what, "Keep it in one version.")
            seen |= set(names)


def _blame_gaps(folder: Folder, rounds: Mapping[str, Round]) -> None:
    """A metric of a round that no version is for."""
    covered = {(d.metric, name) for d in folder.drafts for name in d.values.get("rounds", ())}
    by_metric = {draft.metric: draft for draft in folder.drafts}
    for name, rules in rounds.items():
        for metric in rules.metrics:
            if (metric, name) not in covered and metric in by_metric:
                what = f"No version of '{metric}' is for round {name}."
                fix = f"Add '{name}' to the rounds of one, or write a new version."
                folder.blame(by_metric[metric].file, ("versions",), what, fix)
            elif (metric, name) not in covered and folder.texts:
                first = next(iter(folder.texts))
                what = f"Round {name} has metric '{metric}', which no file defines."
                folder.blame(first, (), what, f"Write {metric}.yaml.")


def _blame_dates(folder: Folder, made: Sequence[Made]) -> None:
    """Versions out of order, and gaps and overlaps; those of rounds may have years between them."""
    for (draft, before), (later, after) in pairwise(made):
        if before.start and after.start and after.start <= before.start:
            what = f"Version {after.version} begins before version {before.version}, or with it."
            folder.blame(later.file, later.keys, what, "Put the versions in order of time.")
        elif before.until and after.start and not after.rounds:
            days = (after.start - before.until).days - 1
            if days:
                kind = "leave a gap" if days > 0 else "overlap"
                what = f"Versions {before.version} and {after.version} {kind}."
                fix = f"Begin on {before.until + ONE_DAY}, or mend 'until' of the one before."
                folder.blame(later.file, (*later.keys, "start"), what, fix)
        elif before.until is None and after.start:
            what = f"Version {before.version} has no end, and another comes after it."
            folder.blame(draft.file, draft.keys, what, f"Add 'until: {after.start - ONE_DAY}'.")


def _linked(
    folder: Folder, metric: str, lines: Mapping[str, Sequence[Made]]
) -> tuple[Definition, ...]:
    """The definitions of a metric, each with the one that it takes the place of."""
    found: list[Definition] = []
    for draft, one in lines[metric]:
        before = found[-1].key if found else _named_before(folder, draft, lines)
        found.append(_compared(folder, draft, one, before))
    return tuple(found)


def _named_before(folder: Folder, draft: Draft, lines: Mapping[str, Sequence[Made]]) -> str:
    """The last definition of the metric that a file says it supersedes."""
    if not draft.supersedes:
        return ""
    if draft.supersedes not in {one.metric for one in folder.drafts}:
        near = nearest(draft.supersedes, tuple(lines))
        fix = f"Write '{near}'." if near else "Name a metric of the library."
        what = f"There is no metric '{draft.supersedes}'."
        folder.blame(draft.file, ("supersedes",), what, fix)
        return ""
    line = lines[draft.supersedes]
    return line[-1][1].key if line else ""


def _compared(folder: Folder, draft: Draft, one: Definition, before: str) -> Definition:
    how = draft.values.get("comparable")
    for key, needed in (
        ("comparable", bool(before)),
        ("change", bool(before)),
        ("conversion", how == "convertible"),
    ):
        if needed != (key in draft.values) and (before or not draft.supersedes):
            state = "is missing" if needed else "has nothing that it is about"
            fix = f"Add '{key}: ...'." if needed else "Take it out."
            folder.blame(draft.file, (*draft.keys, key), f"'{key}' {state}.", fix)
    return msgspec.structs.replace(one, supersedes=before, comparable=how == "yes")
