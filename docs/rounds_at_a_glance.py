"""The page that shows the rounds side by side: what is the same in all, and what changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from check_pages import in_time_order, table

from bettercare.labels import listed
from bettercare.rounds import Certainty, Round
from bettercare.rounds.facts import facts

UNSURE = "?"
NOTHING = "–"
HEAD = """# Rounds at a glance

Generated from the rounds. It shows what stays the same in all of them, what each asks for, and what
changed from one to the next. `bettercare round ROUND` shows one whole, `bettercare round diff A B`
says all that changed between two, and [crosswalks](../reference/crosswalks.md) say what became of
each code.

A question mark stands after what is not confirmed by a document of that round. Round 2020-21 had no
national plan: what it holds lets a local plan be checked. A round in italics changes another within
its time.
"""
METHODS = {
    "Ratio": "a share of the NHS minimum",
    "Uplift": "grows with the area's NHS minimum",
    "Growth": "grows by a national rate",
    "Published": "published by area",
}
Cells = Callable[[Round], Iterable[str]]


def page() -> str:
    """The whole page."""
    known = in_time_order()
    whole = [rules for rules in known if not rules.amends]
    parts = [HEAD, "## What stays the same", *_constant(whole)]
    for title, columns in TABLES.items():
        parts += [f"## {title}", _by_round(known, columns)]
    parts += ["## What changed from one round to the next", *_changes(whole)]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _constant(known: Sequence[Round]) -> Iterator[str]:
    """Codes and numbers that every round has alike, in the words of the last one."""
    last = known[-1]
    lists: Mapping[str, Callable[[Round], Mapping[str, str]]] = {
        "Sources of funding": lambda one: _names(one.sources.items),
        "Areas of spend": lambda one: _names(one.areas_of_spend.items),
        "Commissioners": lambda one: _names(one.commissioners.items),
        "Scheme types": lambda one: _names(one.scheme_types.items),
        "Metrics": lambda one: {code: metric.short for code, metric in one.metrics.items()},
        "Required spends": lambda one: {c: s.label for c, s in one.required_spends.items()},
    }
    rows = [("In every round", "")]
    for title, names in lists.items():
        asked = [names(one) for one in known if names(one)]
        common = [name for code, name in names(last).items() if all(code in one for one in asked)]
        silent = [one.round for one in known if not names(one)]
        but = f" (none in {listed(silent)})" if silent and common else ""
        rows.append((title, f"{listed(common) or NOTHING}{but}"))
    yield table(rows)


def _names(items: Mapping[str, object]) -> dict[str, str]:
    return {code: str(getattr(item, "name", code)) for code, item in items.items()}


def _by_round(known: Sequence[Round], columns: Mapping[str, Cells]) -> str:
    head = ("Round", *columns)
    rows = [(_title(one), *("<br>".join(c(one)) or NOTHING for c in columns.values()))
            for one in known]  # fmt: skip
    return table([head, *rows]).replace("\\<br>", "<br>").replace("\\*", "*")


def _title(rules: Round) -> str:
    return f"*{rules.round}*" if rules.amends else rules.round


def _sure(text: str, certainty: Certainty | None) -> str:
    return text if certainty is Certainty.CONFIRMED else f"{text} {UNSURE}"


def _day(words: str) -> Cells:
    """The day of an event of the timetable that is called so."""

    def cells(rules: Round) -> Iterator[str]:
        for event in rules.timetable:
            if event.label.startswith(words):
                yield _sure(f"{event.day:%d %B %Y}".lstrip("0"), event.certainty)

    return cells


def _sources(rules: Round) -> Iterator[str]:
    for source in rules.sources.items.values():
        yield _sure(source.name, source.certainty or rules.sources.certainty)


def _spends(rules: Round) -> Iterator[str]:
    for spend in rules.required_spends.values():
        method = METHODS[type(spend.minimum).__name__]
        yield _sure(f"{spend.label}: {method}", spend.minimum.certainty)


def _metrics(rules: Round) -> Iterator[str]:
    for metric in rules.metrics.values():
        periods = len(metric.periods)
        how = {0: "", 2: ", two quarters", 4: ", by quarter", 12: ", by month"}[periods]
        yield _sure(f"{metric.short}{how}", metric.certainty)


def _conditions(rules: Round) -> Iterator[str]:
    for code, condition in rules.national_conditions.items():
        yield _sure(f"{code} {condition.label}", condition.certainty)


def _types(rules: Round) -> Iterator[str]:
    yield _sure(str(len(rules.scheme_types.items)), rules.scheme_types.certainty)


def _sub_types(rules: Round) -> Iterator[str]:
    lists = [kind.sub_types for kind in rules.scheme_types.items.values() if kind.sub_types]
    if lists:
        sure = all(one.certainty is Certainty.CONFIRMED for one in lists)
        count = sum(len(one.items) for one in lists)
        yield _sure(str(count), Certainty.CONFIRMED if sure else None)


def _outputs(rules: Round) -> Iterator[str]:
    asked = [kind.outputs for kind in rules.scheme_types.items.values() if kind.outputs]
    if asked:
        sure = all(one.certainty is Certainty.CONFIRMED for one in asked)
        yield _sure(f"{len(asked)} types", Certainty.CONFIRMED if sure else None)


def _impacts(rules: Round) -> Iterator[str]:
    if rules.impact_levels.items:
        yield _sure(f"{len(rules.impact_levels.items)} levels", rules.impact_levels.certainty)


def _also(rules: Round) -> Iterator[str]:
    """What else a scheme or a plan says in some rounds only."""
    columns = {column.field for column in rules.tables["schemes"].columns}
    for field, words in (
        ("duration", "duration of each scheme"),
        ("share_of_service", "share of the service that the fund pays"),
        ("primary_objective", "primary objective of each scheme"),
    ):
        if field in columns:
            yield words
    if rules.hicm:
        yield "levels of the High Impact Change Model"
    if "capacity" in rules.tables:
        yield "capacity and demand"


def _narrative(rules: Round) -> Iterator[str]:
    if rules.narrative:
        sections = rules.narrative.values()
        yield f"{len(sections)} sections, {sum(one.limit for one in sections):,} words at most"


def _signs(rules: Round) -> Iterator[str]:
    for role in rules.sign_off.items.values():
        if role.in_person:
            yield _sure(f"{role.name} in person", role.certainty or rules.sign_off.certainty)


def _certainty(rules: Round) -> Iterator[str]:
    found = [fact.certainty for fact in facts(rules)]
    yield f"{found.count(Certainty.CONFIRMED)} of {len(found)}"


TABLES: Mapping[str, Mapping[str, Cells]] = {
    "When, and for whom": {
        "Years": lambda one: one.years,
        "NHS commissioner": lambda one: [one.terms["nhs_commissioner"]],
        "Plans submitted": _day("Plans submitted"),
        "Section 75 signed": _day("Section 75 agreements signed"),
    },
    "Money": {"Sources of funding": _sources, "Required spends": _spends},
    "What a plan must meet": {
        "National conditions": _conditions,
        "Planning requirements": lambda one: [str(len(one.requirements))] * bool(one.requirements),
        "Metrics": _metrics,
    },
    "What is asked of schemes": {
        "Scheme types": _types,
        "Sub types": _sub_types,
        "Outputs are counted for": _outputs,
        "Impacts on metrics": _impacts,
        "Also": _also,
    },
    "Words, signatures and checks": {
        "Narrative in the template": _narrative,
        "Who signs in person": _signs,
        "Checks that run": lambda one: [
            str(sum(rule.severity is not None for rule in one.checks.values()))
        ],
        "Facts that are confirmed": _certainty,
    },
}


def _changes(known: Sequence[Round]) -> Iterator[str]:
    """Sources, metrics and scheme types that came and went, round by round."""
    rows = [("From", "To", "New", "Gone")]
    for before, after in pairwise(known):
        for title, names in (
            ("sources", lambda one: _names(one.sources.items)),
            ("metrics", lambda one: {c: m.short for c, m in one.metrics.items()}),
            ("scheme types", lambda one: _names(one.scheme_types.items)),
        ):
            old, new = names(before), names(after)
            came = [name for code, name in new.items() if code not in old]
            went = [name for code, name in old.items() if code not in new]
            if came or went:
                said = (f"{title}: {listed(one)}" if one else NOTHING for one in (came, went))
                rows.append((before.round, after.round, *said))
    yield table(rows)
