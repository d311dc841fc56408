"""The texts of the commands about definitions of metrics."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

import msgspec

from bettercare import rounds
from bettercare.labels import listed, wrapped
from bettercare.metrics.counting_words import counting_in_words, population_in_words, unit_in_words
from bettercare.metrics.definition import Definition
from bettercare.metrics.library import library
from bettercare.metrics.side_by_side import Difference, SideBySide, side_by_side

HEADS = ("metric", "version", "scope", "title", "unit", "per", "better", "start", "until",
         "rounds", "certainty", "reference")  # fmt: skip
INDENT = 15
BETTER = 9  # columns of the words lower, higher and neither
VERDICTS = {
    "comparable": "can be compared",
    "convertible": "can be converted",
    "not_comparable": "cannot be compared",
}
MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def listing(round_id: str, form: str) -> str:
    """Every metric with its latest definition, or those of a round; data has every version."""
    found = _asked(round_id)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(found)).decode()
    if form == "csv":
        return _csv([_row(one) for one in found])
    if not found:
        return f"Round {round_id} asks for no metrics."
    latest = list({one.metric: one for one in found}.values())
    lines = [line for scope in ("national", "local") for line in _of_scope(latest, scope)]
    return "\n".join([*lines, "See what one means: bettercare measures show dtoc"])


def _asked(round_id: str) -> list[Definition]:
    known = library()
    if round_id:
        rounds.load(round_id)  # says which rounds there are where this is none
        return list(known.of_round(round_id))
    return [one for made in known.metrics.values() for one in made]


def _row(one: Definition) -> tuple[Any, ...]:
    found = {name: getattr(one, name) for name in HEADS} | {"rounds": " ".join(one.rounds)}
    return tuple("" if value is None else value for value in found.values())


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([HEADS, *rows])
    return out.getvalue().rstrip()


def _of_scope(found: Sequence[Definition], scope: str) -> Iterator[str]:
    chosen = [one for one in found if one.scope == scope]
    if not chosen:
        return
    yield scope.capitalize()
    wide = max(len(one.metric) for one in chosen) + 2
    for one in chosen:
        first = f"  {one.metric:<{wide}}{one.better:<{BETTER}}"
        yield from wrapped(one.short or one.title, first, " " * len(first))
    yield ""


def shown(metric: str, round_id: str, form: str) -> str:
    """One definition in full, then each change of it side by side."""
    known = library()
    one = known.definition(metric, round_id=round_id)
    changes = side_by_side(one.metric)
    if form == "csv":
        return _csv([_row(version) for version in known.versions(metric)])
    if form == "json":
        told = {"definition": one, "versions": known.versions(metric), "changes": changes}
        return msgspec.json.format(msgspec.json.encode(told)).decode()
    lines = [*wrapped(f"{one.title} ({one.metric})"), "", *_definition(one)]
    for change in changes:
        lines += ["", *_change(change)]
    return "\n".join(lines)


def _definition(one: Definition) -> Iterator[str]:
    for what, text in facts_of(one).items():
        if text:
            yield from wrapped(text, f"{what:<{INDENT}}", " " * INDENT)


def facts_of(one: Definition) -> dict[str, str]:
    """All that a definition says, in words, by heading; what it does not say is blank.

    >>> facts_of(library().definition("res"))["Better"]
    'lower'
    """
    until = f" to {one.until}" if one.until else " on"
    of_rounds = f"; rounds {listed(one.rounds)}" if one.rounds else ""
    return {
        "Version": f"{one.version}, from {one.start}{until}{of_rounds}",
        "Why": one.why,
        "Numerator": one.numerator or "not stated in the source",
        "Denominator": one.denominator,
        "Unit": unit_in_words(one),
        "Better": one.better,
        "Population": population_in_words(one.population),
        "Figures by": listed(one.periods, "or"),
        "Cohort": f"{one.cohort} stands for the year" if one.cohort else "",
        "Records": one.records,
        "Count": counting_in_words(one.count),
        "Of": counting_in_words(one.of),
        "Area": f"counted by {one.area}" if one.records else "",
        "Breakdowns": listed(one.breakdowns),
        "Interval": one.interval,
        "Source": one.source,
        "Lag": one.lag,
        "Owner": one.owner,
        "Review": f"by {one.review}",
        "Reference": one.reference,
        "Certainty": one.certainty,
        "Not confirmed": listed(one.unconfirmed),
        "Notes": one.notes,
    }


def _change(change: SideBySide) -> Iterator[str]:
    verdict = VERDICTS[change.verdict]
    yield from wrapped(f"{change.before.key} and {change.after.key}: {verdict}")
    yield from wrapped(change.why, "  ", "  ")
    if change.conversion:
        yield from wrapped(change.conversion, "  ", "  ")
    for one in change.differences:
        yield from wrapped(marked(one), f"  {one.what:<{INDENT - 2}}", " " * INDENT)


def marked(one: Difference) -> str:
    """The words of a difference: [-gone-] and {+new+}; both texts where little is the same.

    >>> from bettercare.metrics.side_by_side import word_differences
    >>> marked(Difference("Unit", "a count", "a rate", word_differences("a count", "a rate")))
    'a [-count-] {+rate+}'
    """
    return " ".join(MARKS[kind].format(text) for kind, text in one.words)
