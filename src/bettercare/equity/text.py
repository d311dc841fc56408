"""The report of an audit as text in 80 columns, the answer first."""

from collections.abc import Iterator

from bettercare.equity.auditing import Audit, ServiceAudit
from bettercare.equity.comparing import Compared
from bettercare.equity.slope import Slope
from bettercare.equity.words import (
    BANNER,
    BY,
    HIDDEN,
    basis_words,
    control_lines,
    further_words,
    headline,
    level_words,
    participation_line,
    percent,
    verdict_words,
)
from bettercare.findings import Finding, Severity
from bettercare.labels import shortened, wrapped

NOUNS = {
    Severity.ERROR: ("ERROR", "ERRORS"),
    Severity.WARNING: ("WARNING", "WARNINGS"),
    Severity.INFORMATION: ("NOTE", "NOTES"),
}
NAME = 27
SHORT = "hidden"


def audit_text(audit: Audit) -> str:
    """The whole report.

    >>> from bettercare.equity.records import Inputs
    >>> from bettercare.equity.auditing import audit
    >>> print(audit_text(audit(Inputs(services=(), people=(), title="leeds"))))
    leeds: No services were given.
    """
    return "\n".join(_lines(audit))


def _lines(audit: Audit) -> Iterator[str]:
    if audit.not_for_release:
        yield from wrapped(f"{BANNER}: small numbers are shown. Why: {audit.not_for_release}")
    yield from wrapped(f"{audit.title or 'Equity audit'}: {headline(audit)}")
    yield from wrapped(" ".join(control_lines(audit)))
    yield from wrapped(participation_line(audit))
    if audit.compared:
        yield from _shares(audit)
        yield from _levels(audit)
    for one in audit.compared:
        yield from _groups(one)
    if audit.printed:
        yield ""
        yield from wrapped(printed_words(audit))
    for severity in Severity:
        yield from _findings(severity, [f for f in audit.findings if f.severity is severity])


def _shares(audit: Audit) -> Iterator[str]:
    yield ""
    yield f"{'Share from the areas, %':<{NAME}} {'Users':<17} {'People':<17} Verdict"
    for one in audit.compared:
        if one.compared:
            yield _row(f"{one.service.code} {one.service.label}", one.compared)


def _row(name: str, found: Compared) -> str:
    users = percent(found.users) if found.users else SHORT
    verdict = verdict_words(found).replace(HIDDEN, SHORT)
    people = percent(found.people)
    return f"  {shortened(name, NAME - 3):<{NAME - 2}} {users:<17} {people:<17} {verdict}"


def _levels(audit: Audit) -> Iterator[str]:
    yield ""
    yield f"{'Users to reach equity':<{NAME}} {'Of as many':<16} {'%':<17} More, all staying"
    for one in audit.compared:
        if found := one.compared:
            share = percent(found.level) if found.level else ""
            level = level_words(found) if found.level else SHORT if found.hidden else "too few"
            more = further_words(found).replace(HIDDEN, SHORT)
            name = f"{one.service.code} {one.service.label}"
            yield f"  {shortened(name, NAME - 3):<{NAME - 2}} {level:<16} {share:<17} {more}"
    yield ""
    yield from wrapped(
        "Compared with: "
        + "; ".join(f"{one.service.code} {basis_words(one)}" for one in audit.compared)
        + "."
    )


def _groups(one: ServiceAudit) -> Iterator[str]:
    for by, rows in one.groups.items():
        yield ""
        yield from wrapped(f"{one.service.label}, by {BY[by]}")
        yield f"  {'Group':<{NAME - 2}} {'Users, %':<17} {'People, %':<17} Users' share is"
        for found in rows:
            yield _row(found.group, found)
        if by == "quintile" and one.slope:
            yield from wrapped(slope_words(one.slope), "  ", "  ")


def slope_words(found: Slope) -> str:
    """The slope index in a sentence.

    >>> slope_words(Slope(4.0, 1.5, 6.5))
    'From the least to the most deprived end: +4.0 users per 1,000 people (+1.5 to +6.5).'
    """
    return (
        f"From the least to the most deprived end: {found.value:+.1f} users per 1,000 people "
        f"({found.lower:+.1f} to {found.upper:+.1f})."
    )


def printed_words(audit: Audit) -> str:
    """What of the printed figures was had again, in a sentence."""
    rows = audit.printed
    agreeing = [one.verdict_agrees for one in rows]
    blank = agreeing.count(None)
    said = f" and {blank} blank worked out" if blank else ""
    return (
        f"Printed figures: intervals {sum(one.is_wilson for one in rows)} of {len(rows)}; verdicts "
        f"{agreeing.count(True)} of {len(rows) - blank}{said}; levels to reach "
        f"{sum(bool(one.level_pairs) for one in rows)} of {len(rows)}."
    )


def _findings(severity: Severity, found: list[Finding]) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield f"{NOUNS[severity][len(found) != 1]} ({len(found)})"
    for one in found:
        yield from wrapped(f"{one.code}  {one.subject}. {one.message}", "", "        ")
        if one.fix:
            yield from wrapped(f"Fix: {one.fix[:1].lower()}{one.fix[1:]}", "        ", "        ")
