"""Parts of a round that name nothing, say nothing, or say it twice."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bettercare.labels import listed, nearest, normalise
from bettercare.rounds.lists import CodeList
from bettercare.rounds.schema import Column, Round
from bettercare.rounds.spends import Growth, Ratio

Keys = tuple[str, ...]
Trouble = tuple[Keys, str, str]


def consistency_troubles(rules: Round) -> Iterator[Trouble]:
    """Every such part, by the path of its keys, with what is wrong and the fix."""
    yield from _topics(rules)
    yield from _columns(rules)
    yield from _rules_that_say_nothing(rules)
    yield from _numbers(rules)
    yield from _paths_to_nothing(rules)
    yield from _income_parts(rules)
    for keys, codes in lists_of(rules):
        yield from _repeated(keys, codes)


def lists_of(rules: Round) -> Iterator[tuple[Keys, CodeList[Any]]]:
    """Every list of a round, those inside others too, by the path of its keys."""
    for field in rules.__struct_fields__:
        found = getattr(rules, field)
        if isinstance(found, CodeList):
            yield (field,), found
    for code, kind in rules.scheme_types.items.items():
        if kind.sub_types:
            yield ("scheme_types", "items", code, "sub_types"), kind.sub_types
    if rules.hicm:
        yield ("hicm", "changes"), rules.hicm.changes
        yield ("hicm", "levels"), rules.hicm.levels


def _topics(rules: Round) -> Iterator[Trouble]:
    for code, section in rules.narrative.items():
        for number, topic in enumerate(section.topics):
            keys = ("narrative", code, "topics", str(number))
            if topic.requirement not in rules.requirements:
                yield keys, *_nothing("requirement", topic.requirement, list(rules.requirements))


def _columns(rules: Round) -> Iterator[Trouble]:
    choices = ["sub_types", "metrics", *(".".join(keys) for keys, _ in lists_of(rules))]
    for name, table in rules.tables.items():
        for number, column in enumerate(table.columns):
            keys = ("tables", name, "columns", str(number))
            if column.choices and column.choices not in choices:
                yield keys, *_nothing("list", column.choices, choices)
            known = _keys_of(rules, column)
            if column.key and known and column.key not in known:
                yield keys, *_nothing("year or metric", column.key, known)


def _keys_of(rules: Round, column: Column) -> list[str]:
    return list(rules.metrics) if column.field == "impacts" else list(rules.years)


def _nothing(noun: str, written: str, known: list[str]) -> tuple[str, str]:
    near = nearest(written, tuple(known))
    fix = f"Write '{near}'." if near else f"Use one of {listed(known, 'or')}."
    return f"There is no {noun} '{written}' in this round.", fix


def _rules_that_say_nothing(rules: Round) -> Iterator[Trouble]:
    for code, rule in rules.checks.items():
        if (rule.severity is None) != bool(rule.not_collected):
            what = f"{code} has neither a severity nor a reason, or both."
            yield ("checks", code), what, "Give either 'severity' or 'not_collected'."
    for code, spend in rules.required_spends.items():
        for number, condition in enumerate(spend.conditions):
            if bool(condition.any_of) == bool(condition.none_of):
                keys = ("required_spends", code, "conditions", str(number))
                what = "A condition has neither 'any_of' nor 'none_of', or both."
                yield keys, what, "Give one of the two."


def _numbers(rules: Round) -> Iterator[Trouble]:
    if not rules.years:
        yield ("years",), "The round plans for no year.", 'Write at least one, such as "2019-20".'
    for code, spend in rules.required_spends.items():
        keys = ("required_spends", code)
        if isinstance(spend.minimum, Ratio) and spend.minimum.denominator <= 0:
            yield (*keys, "minimum", "denominator"), "It must be above 0.", "Mend the number."
        if isinstance(spend.minimum, Growth):
            for year in (one for one in rules.years if one not in spend.minimum.rates):
                what = f"There is no rate for {year}."
                yield (*keys, "minimum", "rates"), what, "Give what the year before grows by."
        for number, base in enumerate(spend.baselines):
            if base.source_amount is not None and base.source_amount <= 0:
                place = (*keys, "baselines", str(number))
                yield place, f"The source amount of {base.area} must be above 0.", "Mend it."


def _income_parts(rules: Round) -> Iterator[Trouble]:
    """A part of a source that goes by the name of another, and a source mixed of nothing."""
    seen = set(rules.sources)
    for code, source in rules.sources.items.items():
        keys = ("sources", "items", code)
        if (source.kind == "mixed") != bool(source.income_parts):
            fix = "Give both, 'kind: mixed' and 'income_parts', or neither."
            yield (*keys, "kind"), f"'{code}' is mixed without parts, or has parts of no kind.", fix
        for part in source.income_parts:
            if part in seen:
                what = f"'{part}' is the code of another source or part of one."
                yield (*keys, "income_parts", part), what, "Give it a code of its own."
            seen.add(part)
    if any(source.income_parts for source in rules.sources.items.values()):
        yield from _repeated(("sources",), rules.income_names)


def _paths_to_nothing(rules: Round) -> Iterator[Trouble]:
    """Paths that are said to be confirmed, or to replace those of the base, and lead nowhere."""
    whole: Any = msgspec.to_builtins(rules) if rules.confirmed or rules.replaces else {}
    for field, said in (("confirmed", "is confirmed"), ("replaces", "is replaced")):
        for number, path in enumerate(getattr(rules, field)):
            part = whole
            for key in path.split("."):
                part = part.get(key) if isinstance(part, dict) else None
            if part is None:
                what = f"'{path}' {said}, and the round has no such part."
                yield (field, str(number)), what, "Mend the path, or take it out."


def _repeated(keys: Keys, codes: CodeList[Any]) -> Iterator[Trouble]:
    """One label or alias must not stand for two codes of the same list."""
    seen: dict[str, str] = {}
    for code, item in codes.items.items():
        for text in filter(None, (item.label, item.short, *item.aliases)):
            first = seen.setdefault(normalise(text), code)
            if first != code:
                what = f"'{text}' stands for both '{first}' and '{code}'."
                yield (*keys, "items", code), what, "Keep it under one of them."
