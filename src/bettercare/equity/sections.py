"""The published report as sections of words and tables, for whatever form it is written in."""

from collections.abc import Iterator
from typing import NamedTuple

from bettercare.equity.auditing import Audit, ServiceAudit
from bettercare.equity.comparing import Compared
from bettercare.equity.text import printed_words, slope_words
from bettercare.equity.words import (
    BANNER,
    BY,
    METHOD,
    basis_words,
    control_lines,
    for_release,
    further_words,
    level_words,
    participation_line,
    percent,
    verdict_words,
)


class Section(NamedTuple):
    """A part of the report: its heading, sentences, and a table, whose first row is its head."""

    title: str
    words: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def sections(audit: Audit) -> Iterator[Section]:
    """The parts of a published report. No row of a list of users is in it, nor a small number."""
    if audit.not_for_release:
        yield Section(BANNER, (f"Small numbers are shown. Why: {audit.not_for_release}",))
    yield Section("Users beside the people who live there", (METHOD,), tuple(_shares(audit)))
    yield Section("Users to reach equity", (), tuple(_levels(audit)))
    for one in audit.compared:
        for by, rows in one.groups.items():
            slope = (slope_words(one.slope),) if by == "quintile" and one.slope else ()
            yield Section(f"{one.service.label}, by {BY[by]}", slope, tuple(_groups(rows)))
    if audit.printed:
        yield Section("Printed figures worked out again", (printed_words(audit),))
    found = for_release(audit)
    if found:
        head = ("Severity", "Where", "What", "How to mend it")
        told = ((one.severity.value, one.subject, one.message, one.fix) for one in found)
        yield Section("What was found", (), (head, *told))
    yield Section("What this rests on", tuple(_basis(audit)))


def _shares(audit: Audit) -> Iterator[tuple[str, ...]]:
    yield "Service", "Compared with", "Users, % (limits)", "People, % (limits)", "Verdict"
    for one in audit.services:
        yield _share_row(one)


def _share_row(one: ServiceAudit) -> tuple[str, ...]:
    found = one.compared
    if found is None:
        return one.service.label, basis_words(one), "", "", "not compared"
    users, people = percent(found.users), percent(found.people)
    return one.service.label, basis_words(one), users, people, verdict_words(found)


def _levels(audit: Audit) -> Iterator[tuple[str, ...]]:
    yield "Service", "Of as many users as now", "% (limits)", "More users, all staying"
    for one in audit.compared:
        if found := one.compared:
            share = percent(found.level) if found.level else ""
            yield one.service.label, level_words(found), share, further_words(found)


def _groups(rows: tuple[Compared, ...]) -> Iterator[tuple[str, ...]]:
    yield "Group", "Users, % (limits)", "People, % (limits)", "Users' share is"
    for one in rows:
        yield one.group, percent(one.users), percent(one.people), verdict_words(one)


def _basis(audit: Audit) -> Iterator[str]:
    yield " ".join(control_lines(audit))
    yield participation_line(audit)
    yield f"Intervals: {audit.rules.level:.0%}, {audit.rules.method}."
    yield f"Rules: {audit.rules.reference}."
    if not audit.not_for_release:
        small = audit.rules.smallest_shown - 1
        yield (
            f"Groups of 1 to {small} people are merged with others, or hidden." if small > 0 else ""
        )
