"""Family H, first part: what is written in the narrative and in other free text."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.completeness import word_count
from bettercare.checks.abbreviations import known_abbreviations, unexplained
from bettercare.checks.free_text import free_texts, place, subject
from bettercare.checks.keyed import lines_of, unplaced
from bettercare.checks.personal import holds_personal_data, kinds_of_personal_data
from bettercare.checks.registry import Slip, check
from bettercare.findings import Place
from bettercare.labels import listed, normalise
from bettercare.rounds.schema import NarrativeSection

MOST_NAMED = 8
# Marks that hold a place in any round: crosses, a bracket that asks for something, question marks.
_PARTS_OF_MARKS = ("xxx", "[", "?")
_MARKS = r"\bx{3,}\b|\[\s*(?:insert|enter|add|name|date|xx+|tbc)\b|\?{2,}|^\s*\?\s*$"


class Section(NamedTuple):
    """A section of the round's narrative with what the plan writes in it."""

    code: str
    rule: NarrativeSection
    items: tuple[int, ...]
    text: str

    @property
    def words(self) -> int:
        """Words written."""
        return word_count(self.text)


def _sections(working: Calculations) -> list[Section]:
    """The sections of the round in their order; one that the plan does not have is number 0.

    One that is written in several lines is all of them together.
    """
    lines = lines_of(working, "narrative").lines
    texts = working.section_texts
    return [
        Section(
            code,
            rule,
            tuple(item for item, _ in lines.get(code, ())) or (0,),
            texts.get(code, ""),
        )
        for code, rule in working.rules.narrative.items()
    ]


def _place(working: Calculations, section: Section) -> tuple[Place, ...]:
    return tuple(working.place("narrative", item, "text") for item in section.items)


def _slip(working: Calculations, section: Section, facts: Mapping[str, object]) -> Slip:
    rule = section.rule
    where = _place(working, section)
    said = {**facts, "label": rule.label, "limit": rule.limit}
    return Slip(f"Section {section.code}", where, said, reference=rule.reference)


@check(
    "CHK-120",
    name="section-empty",
    message="'{label}' is empty.",
    fix="Write it in at most {limit:,} words.",
    cites="narrative",
    needs=("narrative",),
)
def section_empty(working: Calculations) -> Iterator[Slip]:
    """Every section of the narrative must be written: requirements are judged by it.

    A text under a section that the round does not have is asked about, and not called missing.
    """
    yield from unplaced(working, "narrative")
    meant = lines_of(working, "narrative").meant
    for section in _sections(working):
        if not section.words and section.code not in meant:
            yield _slip(working, section, {})


@check(
    "CHK-121",
    name="section-over-limit",
    message="'{label}' has {words:,} words, {over:,} over its limit of {limit:,}.",
    fix="Take out at least {over:,} words.",
    cites="narrative",
    needs=("narrative",),
)
def section_over_limit(working: Calculations) -> Iterator[Slip]:
    """A section over its word limit is not read beyond it, or is sent back."""
    for section in _sections(working):
        over = section.words - section.rule.limit
        if over > 0:
            yield _slip(working, section, {"words": section.words, "over": over})


@check(
    "CHK-122",
    name="section-short",
    message="'{label}' has only {words:,} of up to {limit:,} words.",
    fix="Say more, or give a reason.",
    cites="narrative",
    needs=("narrative",),
)
def section_short(working: Calculations) -> Iterator[Slip]:
    """A section far below its limit seldom answers every question put to it."""
    least = working.rules.thresholds.short_section
    for section in _sections(working):
        if 0 < section.words < least * section.rule.limit:
            yield _slip(working, section, {"words": section.words})


@check(
    "CHK-123",
    name="topic-not-mentioned",
    message="There is no mention of {topic} ({requirement}).",
    fix="Say what the plan does about it, or where it is written.",
    cites="narrative",
    needs=("narrative",),
)
def topic_not_mentioned(working: Calculations) -> Iterator[Slip]:
    """Assessors look in each section for its topics; a topic is found by any of its words."""
    for section in _sections(working):
        text = f" {normalise(section.text)}"
        for topic in section.rule.topics if section.words else ():
            if not any(f" {normalise(word)}" in text for word in topic.words):
                facts = {"topic": topic.label, "requirement": topic.requirement}
                yield _slip(working, section, facts)


@check(
    "CHK-124",
    name="placeholder-text",
    message="'{text}' looks like a placeholder.",
    fix="Write what belongs there, or clear it.",
    needs=(),
)
def placeholder_text(working: Calculations) -> Iterator[Slip]:
    """Words that hold a place while a plan is made should not be in the plan that is sent."""
    words = working.rules.placeholder_words
    pattern = _placeholders(words)
    parts = (*map(str.casefold, words), *_PARTS_OF_MARKS)

    def may_hold_one(text: str) -> bool:  # a look that costs far less than the next
        return any(map(text.casefold().__contains__, parts))

    for found in free_texts(working, may_hold_one):
        match = pattern.search(found.text)
        if match:
            text = match[0].strip()
            facts = {"text": f"{text} ...]" if text.startswith("[") else text}
            yield Slip(subject(working, found), place(working, found), facts)


@lru_cache(maxsize=8)
def _placeholders(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the round's words that hold a place, and for the marks that do in any round."""
    any_word = "|".join(re.escape(word) for word in words)
    return re.compile(rf"\b(?:{any_word})\b|{_MARKS}" if words else _MARKS, re.IGNORECASE)


@check(
    "CHK-125",
    name="abbreviation-not-explained",
    message="{abbreviations} are not explained where they are first used.",
    fix="Write each in full the first time, with the short form in brackets.",
    cites="narrative",
    needs=("narrative",),
)
def abbreviation_not_explained(working: Calculations) -> Iterator[Slip]:
    """Members of the public and assessors from elsewhere do not know local abbreviations.

    Those in the round's own lists, and a few that everybody in England knows, need no words.
    """
    known = set(known_abbreviations(working.rules))
    for section in _sections(working):
        new = unexplained(section.text, known)
        named = [f"'{one}'" for one in new[:MOST_NAMED]]
        more = len(new) - len(named)
        facts = {"abbreviations": listed(named + [f"{more} more"] * bool(more))}
        one = "{abbreviations} is not explained where it is first used."
        if new:
            yield _slip(working, section, facts)._replace(message=one if len(new) == 1 else "")


@check(
    "CHK-126",
    name="personal-data",
    message="This text holds {kinds}, and plans are published.",
    fix="Take it out; name a role or a team.",
    needs=(),
)
def personal_data(working: Calculations) -> Iterator[Slip]:
    """Plans go to public meetings, so they must not carry what identifies a person.

    It looks for e-mail addresses, phone numbers and NHS numbers, and never repeats what it found.
    """
    for found in free_texts(working, holds_personal_data):
        facts = {"kinds": listed(kinds_of_personal_data(found.text))}
        yield Slip(subject(working, found), place(working, found), facts)
