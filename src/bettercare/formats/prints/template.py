"""A printed planning template as a plan."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from bettercare.dates import short_year
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.delimited import Sheet
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.sections import Section, field_of, tabbed_sections
from bettercare.formats.reading import Reading
from bettercare.formats.tables import TableRead, read_table
from bettercare.plan import Plan
from bettercare.rounds import Round

_TITLE = re.compile(r"Better Care Fund[^\n]{0,40}?\b(20\d\d)\s?[-/]\s?(\d\d)\b", re.IGNORECASE)


def claims(paper: Paper) -> bool:
    """Whether this module can make something of a paper: the last that is asked, it always can."""
    return not paper.is_empty


def read(
    paper: Paper, load: Callable[[str], Round], round_id: str | None, notes: Sequence[Finding] = ()
) -> Reading:
    """Read the template that a paper prints.

    Raises ``UnknownRound`` when neither the caller nor the paper says which round it is for, and
    ``UnreadableFile`` when it prints no table of that round.
    """
    chosen = short_year(round_id) if round_id else _round_printed(paper)
    rules = load(chosen)
    sections = tabbed_sections(paper, rules)
    if not sections:
        raise UnreadableFile(
            f"Cannot read {paper.name}: it prints no table of a plan for {rules.round}."
        )
    tables = {table: _table(table, sections, rules) for table in _tables(sections)}
    records: dict[str, Any] = {name: table.records for name, table in tables.items()}
    origins = {name: table.origin for name, table in tables.items()}
    plan = Plan(round=chosen, origins=origins, **records)
    findings = (*notes, *(finding for table in tables.values() for finding in table.findings))
    return Reading(
        plan=plan, findings=findings, controls=tuple(one.control for one in tables.values())
    )


def _round_printed(paper: Paper) -> str:
    """The round that the title of the template names."""
    for line in paper.lines:
        found = _TITLE.search(line.text)
        if found:
            return short_year(f"{found[1]}-{found[2]}")
    raise UnknownRound(f"Cannot tell which round {paper.name} is for. Add --round.")


def _tables(sections: Sequence[Section]) -> list[str]:
    return list(dict.fromkeys(section.table for section in sections))


def _table(table: str, sections: Sequence[Section], rules: Round) -> TableRead:
    """The first section of a table as records."""
    section = next(one for one in sections if one.table == table)
    headers = {field_of(column): column.header for column in rules.tables[table].columns}
    head = [headers.get(field, "") for field in section.fields]
    rows = ([*row.cells] for row in section.rows)
    return read_table(table, Sheet(table, (head, *rows)), rules, own=False)
