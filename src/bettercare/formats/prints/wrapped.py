"""A printed template whose columns are lost: every line is text, and cells go on over lines."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from bettercare.findings import Finding
from bettercare.formats.prints import template
from bettercare.formats.prints.area import area_printed
from bettercare.formats.prints.draft import Draft
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.proof import Prover
from bettercare.formats.prints.settled import settle
from bettercare.formats.prints.several import first_plan
from bettercare.formats.prints.tabbed import POUNDS, Print
from bettercare.formats.prints.wrapped_answers import Answers
from bettercare.formats.prints.wrapped_figures import Figures
from bettercare.formats.prints.wrapped_income import income_section
from bettercare.formats.prints.wrapped_metrics import metrics_section
from bettercare.formats.prints.wrapped_narrative import Narrative, narrative_in
from bettercare.formats.prints.wrapped_notes import notes_on
from bettercare.formats.prints.wrapped_pages import Tabs
from bettercare.formats.prints.wrapped_table import Wrapped, table_of
from bettercare.formats.reading import Reading
from bettercare.rounds import Round

INCOME, SCHEMES, METRICS, NARRATIVE = "income", "schemes", "metrics", "narrative"
FEW_TABS = 20  # one line with tabs in so many is no table
WORDS_LEFT = "words_left"  # begins the facts that keep how many words the print says are left


class Found(NamedTuple):
    """What was found in a paper: its print, its expenditure as parted, its narrative."""

    printed: Print
    table: Wrapped | None
    narrative: Narrative


def claims(paper: Paper) -> bool:
    """Whether the lines of a paper have next to no tabs."""
    filled = sum(not line.is_blank for line in paper.lines)
    tabbed = sum(line.has_tabs and not line.is_blank for line in paper.lines)
    return filled > 0 and tabbed * FEW_TABS < filled


def read(
    paper: Paper, load: Callable[[str], Round], round_id: str | None, notes: Sequence[Finding] = ()
) -> Reading:
    """Read the template that a paper without columns prints.

    Raises ``UnknownRound`` when neither the caller nor the paper says which round it is for, and
    ``UnreadableFile`` when it prints no table of that round.
    """
    rules = template.rules_of(paper, load, round_id)
    whole, several = first_plan(paper, rules)
    found = find(whole, rules)
    if not (found.printed.sections or found.printed.figures):
        return template.read(paper, load, round_id, notes)
    said = notes_on(found.table, paper.name, rules) if found.table else ()
    reading = template.reading_of(_prover(found.printed, rules), (*notes, *several, *said))
    left = {f"{WORDS_LEFT}_{code}": text for code, text in found.narrative.words_left.items()}
    plan = msgspec.structs.replace(reading.plan, facts={**reading.plan.facts, **left})
    return msgspec.structs.replace(reading, plan=plan)


def _prover(printed: Print, rules: Round) -> Prover:
    return Prover(Draft(printed, rules), settle(printed.figures), rules)


def find(paper: Paper, rules: Round) -> Found:
    """Find every table of a round in a paper without columns."""
    tabs = Tabs(paper, rules)
    table = table_of(SCHEMES, tabs.words(SCHEMES), tabs.pages, rules)
    narrative = narrative_in(tabs.lines(NARRATIVE), rules)
    sections = (
        income_section(tabs.lines(INCOME), rules),
        table.section if table else None,
        narrative.section,
        metrics_section(tabs.lines(METRICS), tabs.lines(""), rules),
        *Answers(tabs.words(""), tabs.pages, rules).sections(),
    )
    kept = tuple(section for section in sections if section)
    figures = Figures(tabs.words(""), tabs.pages, rules).found()
    totals = table.totals if table else ()
    area = area_printed(paper, rules)
    printed = Print(paper, area, kept, (*figures, *totals))
    unread = _unread(tabs, printed, table.lines if table else frozenset())
    return Found(msgspec.structs.replace(printed, unread=tuple(unread)), table, narrative)


def _unread(tabs: Tabs, printed: Print, read_lines: frozenset[int]) -> Iterator[int]:
    """Lines with pounds that belong to nothing that was found; those of texts are not looked at."""
    known = {figure.line for figure in printed.figures} | read_lines
    known |= {row.line for section in printed.sections for row in section.rows}
    for table in ("", INCOME, SCHEMES):
        for line in tabs.lines(table):
            if line.number not in known and POUNDS.search(line.text):
                yield line.number
