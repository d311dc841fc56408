"""Tables that a print shows as text, whatever its layout: answers, metrics and the narrative."""

from collections.abc import Container, Mapping
from typing import NamedTuple

from bettercare.formats.prints.sections import Section
from bettercare.formats.prints.wrapped_answers import Answers
from bettercare.formats.prints.wrapped_cover import sign_off_section
from bettercare.formats.prints.wrapped_metrics import metrics_section
from bettercare.formats.prints.wrapped_narrative import narrative_in
from bettercare.formats.prints.wrapped_tabs import Tabs
from bettercare.rounds import Round

METRICS, NARRATIVE, COVER = "metrics", "narrative", "sign_off"
WORDS_LEFT = "words_left"  # begins the facts that keep how many words the print says are left


class Texts(NamedTuple):
    """The sections that were found in text, and facts such as the words that are left."""

    sections: tuple[Section, ...]
    facts: Mapping[str, str]


def texts_in(tabs: Tabs, rules: Round, known: Container[str] = ()) -> Texts:
    """The tables in the text of a print, but for those that are ``known`` already."""
    narrative = narrative_in(tabs.lines(NARRATIVE), rules)
    found = (
        sign_off_section(tabs.lines(COVER), rules),
        narrative.section,
        metrics_section(tabs.lines(METRICS), tabs.lines(""), rules),
        *Answers(tabs.words(""), tabs.pages, rules).sections(),
    )
    sections = tuple(one for one in found if one and one.table not in known)
    facts = {f"{WORDS_LEFT}_{code}": text for code, text in narrative.words_left.items()}
    return Texts(sections, facts)
