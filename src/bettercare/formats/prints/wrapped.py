"""A printed template whose columns are lost: every line is text, and cells go on over lines."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from bettercare.findings import Finding
from bettercare.formats.prints import template
from bettercare.formats.prints.area import area_printed
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.several import first_plan
from bettercare.formats.prints.tabbed import POUNDS, Print
from bettercare.formats.prints.texts import texts_in
from bettercare.formats.prints.wrapped_figures import Figures
from bettercare.formats.prints.wrapped_income import income_section
from bettercare.formats.prints.wrapped_notes import notes_on
from bettercare.formats.prints.wrapped_table import Wrapped, table_of
from bettercare.formats.prints.wrapped_tabs import Tabs
from bettercare.formats.reading import Reading
from bettercare.rounds import Round

INCOME, SCHEMES = "income", "schemes"
FEW_TABS = 20  # one line with tabs in so many is no table
WIDTH_OF_TABLE, ROWS_OF_TABLE = 4, 3  # cells in a line, and such lines in a row


class Found(NamedTuple):
    """What was found in a paper: its print, and its expenditure with what is not certain."""

    printed: Print
    table: Wrapped | None


def claims(paper: Paper) -> bool:
    """Whether a paper has next to no lines with tabs, and no table of them among its text."""
    filled = sum(not line.is_blank for line in paper.lines)
    tabbed = sum(line.has_tabs and not line.is_blank for line in paper.lines)
    return filled > 0 and tabbed * FEW_TABS < filled and not _has_table(paper)


def _has_table(paper: Paper) -> bool:
    """Whether so many wide lines with tabs follow one another that they are a table."""
    rows = 0
    for line in paper.lines:
        if not line.is_blank:
            rows = rows + 1 if len(line.cells) >= WIDTH_OF_TABLE else 0
        if rows >= ROWS_OF_TABLE:
            return True
    return False


def read(
    paper: Paper, load: Callable[[str], Round], round_id: str | None, notes: Sequence[Finding] = ()
) -> Reading:
    """Read the template that a paper without columns prints.

    Raises ``UnknownRound`` when neither the caller nor the paper says which round it is for, and
    ``UnreadableFile`` when it prints no table of that round.
    """
    rules = template.rules_of(paper, load, round_id)
    first, several = first_plan(paper, rules)
    printed, table = find(first, rules)
    if not (printed.sections or printed.figures):
        return template.read(paper, load, round_id, notes)
    said = notes_on(table, paper.name, rules) if table else ()
    return template.reading_of(template.prover(printed, rules), (*notes, *several, *said))


def find(paper: Paper, rules: Round) -> Found:
    """Find every table of a round in a paper without columns."""
    tabs = Tabs(paper, rules)
    table = table_of(SCHEMES, tabs.words(SCHEMES), tabs.pages, rules)
    income = income_section(tabs.lines(INCOME), rules)
    texts = texts_in(tabs, rules)
    printed = Print(
        paper=paper,
        area=area_printed(paper, rules),
        sections=(*(one for one in (income, table and table.section) if one), *texts.sections),
        figures=(
            *Figures(tabs.words(""), tabs.pages, rules).found(),
            *(table.totals if table else ()),
        ),
        facts=texts.facts,
    )
    unread = _unread(tabs, printed, table.lines if table else frozenset())
    return Found(msgspec.structs.replace(printed, unread=tuple(unread)), table)


def _unread(tabs: Tabs, printed: Print, read_lines: frozenset[int]) -> Iterator[int]:
    """Lines with pounds that belong to nothing that was found; those of texts are not looked at."""
    known = {figure.line for figure in printed.figures} | read_lines
    known |= {row.line for section in printed.sections for row in section.rows}
    for table in ("", INCOME, SCHEMES):
        for line in tabs.lines(table):
            if line.number not in known and POUNDS.search(line.text):
                yield line.number
