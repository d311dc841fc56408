"""Abbreviations in a text, and which of them need no words."""

import re
from collections.abc import Iterator

from bettercare.rounds import CodeList, Item, Round

_ABBREVIATION = re.compile(r"\b([A-Z]{2,6})s?\b")
_ROMAN = re.compile(r"[IVX]+")
# Words in capitals rather than abbreviations.
PLAIN_WORDS = ("ALL", "AND", "BY", "FOR", "IN", "IS", "NO", "NOT", "OF", "OR", "THE", "TO", "WILL")


def known_abbreviations(rules: Round) -> frozenset[str]:
    """The abbreviations of the round's own labels and terms, and those it says all know."""
    found = {one for text in _round_texts(rules) for one in _ABBREVIATION.findall(text)}
    return frozenset(found.union(rules.known_abbreviations, PLAIN_WORDS))


def _round_texts(rules: Round) -> Iterator[str]:
    lists: tuple[CodeList[Item], ...] = (
        rules.sources,
        rules.scheme_types,
        rules.areas_of_spend,
        rules.commissioners,
        rules.providers,
        rules.sign_off,
        rules.metric_names,
    )
    yield from rules.terms.values()
    for known in lists:
        for item in known.items.values():
            yield from (item.label, item.short, *item.aliases)
    for section in rules.narrative.values():
        yield from (word for topic in section.topics for word in topic.words)
    for condition in rules.national_conditions.values():
        yield from (condition.label, condition.words)


def unexplained(text: str, known: set[str]) -> list[str]:
    """Abbreviations whose first use is not explained, in order; all that are met join ``known``.

    One is explained by brackets: "Urgent Care Board (UCB)" or "UCB (Urgent Care Board)". A line
    all in capitals is a heading and is passed over.

    >>> unexplained("The UCB meets the Primary Care Board (PCB). The UCB and PCB agree.", set())
    ['UCB']
    """
    found = []
    for match, in_heading in _abbreviations(text):
        short = match[1]
        if short in known or _ROMAN.fullmatch(short):
            continue
        explained = _in_brackets(text, match.start(), match.end())
        if explained or not in_heading:
            known.add(short)
            found += [] if explained else [short]
    return found


def _abbreviations(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Each abbreviation with whether its line is all in capitals; a line is looked at once."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        in_heading = line.isupper()
        for match in _ABBREVIATION.finditer(text, start, end):
            yield match, in_heading
        start = end + 1


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Whether a short form stands in brackets after its words, or before words in brackets."""
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    return before.rstrip(" \n'\"‘“").endswith("(") or after.lstrip(" \n'\"’”").startswith("(")
