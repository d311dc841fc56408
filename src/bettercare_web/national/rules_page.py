"""What the rules of a round say, from its data: a page that anybody may read."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from bettercare.calculations.covered import WORDS
from bettercare.checks.registry import CHECKS
from bettercare.findings import Severity
from bettercare.rounds import Certainty, Round
from bettercare.rounds.spends import RequiredSpend

PAYERS = {"nhs": "From the NHS", "la": "Through the council"}
KINDS = {
    "minimum": "must be paid",
    "grant": "a grant for a purpose",
    "additional": "paid by choice",
    "mixed": "in parts of several kinds",
}
SIGNS_FOR = {"council": "the council", "nhs": "the NHS", "board": "the board", "": ""}
SURE = {
    Certainty.CONFIRMED: "Confirmed",
    Certainty.UNCONFIRMED: "Not confirmed",
}
SEVERITIES = (
    (Severity.ERROR, "Errors: these stop a plan from being submitted"),
    (Severity.WARNING, "Warnings: mend them, or give a reason"),
    (Severity.INFORMATION, "For information"),
)


class Fact(NamedTuple):
    """A thing that the round says, the document it rests on, and how sure it is."""

    name: str
    words: Sequence[str]
    source: str
    sure: str


class Family(NamedTuple):
    """The checks of one severity: code, name, message."""

    title: str
    checks: Sequence[tuple[str, str, str]]


class RulesPage(NamedTuple):
    """The page."""

    sources: Sequence[Fact]
    spends: Sequence[Fact]
    roles: Sequence[Fact]
    timetable: Sequence[tuple[date, str, str, str]]
    families: Sequence[Family]
    left_out: Sequence[tuple[str, str]]
    references: Sequence[Any]


def years_in_words(round_id: str) -> str:
    """The id of a round as people say it.

    >>> years_in_words("2019-20"), years_in_words("2022-23-discharge"), years_in_words("2017-19")
    ('2019 to 2020', '2022 to 2023, discharge', '2017 to 2019')
    """
    found = re.fullmatch(r"((?:19|20)\d\d)-(\d\d)(?:-(.+))?", round_id)
    if found is None:
        return round_id
    first, last, more = found.groups()
    return f"{first} to {first[:2]}{last}" + (f", {more.replace('-', ' ')}" if more else "")


def rules_page(rules: Round) -> RulesPage:
    """What a round says: sources, required spends, sign-off, dates and checks."""
    return RulesPage(
        sources=list(_sources(rules)),
        spends=[_spend(rules, one) for one in rules.required_spends.values()],
        roles=list(_roles(rules)),
        timetable=[
            (one.day, one.label, _title(rules, one.reference), SURE[one.certainty])
            for one in sorted(rules.timetable, key=lambda one: one.day)
        ],
        families=list(_families(rules)),
        left_out=[
            (_name(code), one.not_collected)
            for code, one in rules.checks.items()
            if one.not_collected
        ],
        references=list(rules.references.values()),
    )


def _title(rules: Round, reference: str) -> str:
    found = rules.references.get(reference)
    return found.title if found else ""


def _fact(rules: Round, name: str, words: Sequence[str], fact: Any) -> Fact:
    """A fact with its source; what a list says of itself counts where an item says nothing."""
    sure = SURE.get(fact.certainty, "")
    return Fact(name, [one for one in words if one], _title(rules, fact.reference), sure)


def _sources(rules: Round) -> Iterator[Fact]:
    for code, one in rules.sources.items.items():
        held = one if one.reference else rules.sources
        words = f"{PAYERS[one.payer]}: {KINDS[one.kind]}."
        types = [rules.scheme_types.name(each) for each in one.permitted_types]
        allowed = f"It pays for {' and '.join(types)} alone." if types else ""
        yield _fact(rules, rules.sources.name(code), [words, allowed], held)


def _spend(rules: Round, one: RequiredSpend) -> Fact:
    counted = "; ".join(condition.words for condition in one.conditions)
    words = [
        f"In the rules: {one.official}.",
        f"A row counts where {counted}.",
        f"The least: {one.minimum.words}.",
    ]
    if one.minimum.certainty is not one.certainty:
        words.append(f"How the least is worked out: {SURE[one.minimum.certainty].lower()}.")
    minimum = _title(rules, one.minimum.reference)
    if minimum and one.minimum.reference != one.reference:
        words.append(f"The least rests on: {minimum}.")
    return _fact(rules, one.label, words, one)


def _roles(rules: Round) -> Iterator[Fact]:
    for one in rules.sign_off.items.values():
        held = one if one.reference else rules.sign_off
        parts = [WORDS[each] for each in one.covers]
        if not one.signs_for:
            words = "Named, and signs nothing."
        else:
            covers = ", ".join(parts) or "the whole plan"
            words = f"Signs for {SIGNS_FOR[one.signs_for]}: {covers}."
        must = "" if one.required else "Not required."
        yield _fact(rules, one.label, [words, must], held)


def _families(rules: Round) -> Iterator[Family]:
    found: dict[Severity, list[tuple[str, str, str]]] = defaultdict(list)
    for code, rule in rules.checks.items():
        if rule.severity is not None and code in CHECKS:
            found[rule.severity].append((code, _name(code), CHECKS[code].why))
    for severity, title in SEVERITIES:
        if found[severity]:
            yield Family(title, found[severity])


def _name(code: str) -> str:
    held = CHECKS.get(code)
    return held.name.replace("-", " ").capitalize() if held else code
