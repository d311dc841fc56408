"""The findings of a plan as text: worst first, each with its place and how to mend it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bettercare.findings import Finding, Report, Severity, group_problems
from bettercare.labels import listed, wrapped
from bettercare.money import pounds
from bettercare.report.layout import (
    NOUNS,
    balance_line,
    count_words,
    heading,
    out_of_balance,
    required_lines,
)
from bettercare.report.summary import Summary

INDENT = " " * 9
SHOWN = 6
NEEDED = 5  # things that checks not run need, named in one sentence
NAMED = 20  # places that are named in one sentence
TITLES = {
    Severity.ERROR: "stops submission",
    Severity.WARNING: "change, or give a reason",
    Severity.INFORMATION: "",
}
Problem = tuple[Finding, ...]
_OF_ONE = re.compile(r"(?P<noun>\D+) (?P<item>\d+)(?P<rest>, .+)?")  # "Row 9, output"


def check_text(summary: Summary, path: str = "PATH", *, every: bool = False) -> str:
    """Headline, control totals, required spends, balances, findings, and what was not run.

    Like findings share a heading; beyond six of a kind only places are listed, unless ``every``.
    """
    return "\n".join(_lines(summary, path, every))


def _lines(summary: Summary, path: str, every: bool) -> Iterator[str]:
    yield from heading(summary, count_words(summary))
    yield from _controls(summary)
    yield ""
    for working in summary.working.by_year:
        yield from required_lines(working)
        yield from wrapped(balance_line(working), rest=" " * 10)
    yield from finding_lines(summary.report, every=every)
    yield f"Next: bettercare explain {path} {_next_figure(summary)}"


def finding_lines(report: Report, *, every: bool) -> Iterator[str]:
    """The findings of a report by severity, like ones together, and what was not run."""
    problems = group_problems(report.findings)
    for severity in Severity:
        chosen = [one for one in problems if one[0].severity is severity]
        if chosen:
            yield ""
            yield _title(severity, len(chosen))
            yield from _grouped(chosen, every)
    if report.not_run:
        yield ""
        yield from _not_run(report, every)


def _controls(summary: Summary) -> Iterator[str]:
    for one in summary.controls:
        if one.table == "schemes":
            yield from wrapped(
                f"Read {one.rows_read:,} scheme rows, {pounds(one.sum_read)}. "
                f"Kept {one.rows_kept:,} rows, {pounds(one.sum_kept)}."
            )
            aside = [
                f"{count:,} {kind} row{'s' if count > 1 else ''}"
                for count, kind in ((one.blank_rows, "blank"), (one.total_rows, "total"))
                if count
            ]
            if aside:
                yield f"Set aside {listed(aside)}."


def _title(severity: Severity, count: int) -> str:
    word = NOUNS[severity][count != 1].upper()
    title = TITLES[severity].replace("stops", "stop" if count > 1 else "stops")
    return f"{word} ({count:,}){': ' if title else ''}{title}"


def _grouped(problems: Sequence[Problem], every: bool) -> Iterator[str]:
    """Problems led by the same code under one heading, in order of first appearance."""
    order = {code: n for n, code in enumerate(dict.fromkeys(one[0].code for one in problems))}
    ordered = sorted(problems, key=lambda one: order[one[0].code])
    for code, group in groupby(ordered, key=lambda one: one[0].code):
        yield from _of_code(code, list(group), every)


def _of_code(code: str, group: list[Problem], every: bool) -> Iterator[str]:
    said = _joined(group)
    shown = said if every or len(said) <= SHOWN + 1 else said[:SHOWN]
    fixes = {alike[0][0].fix for alike in said}
    for number, alike in enumerate(shown):
        lead = alike[0][0]
        start = f"{code:<9}" if number == 0 else INDENT
        where = f"{_subject(alike).removesuffix('.')}{_cells(alike)}"
        text = f"{where}. {lead.message}{_also(alike[0])}"
        yield from wrapped(text, start, INDENT)
        if len(fixes) > 1 or number == len(shown) - 1:
            yield from _fix(lead)
    yield from _rest([problem for alike in said[len(shown) :] for problem in alike])


def _joined(group: Sequence[Problem]) -> list[list[Problem]]:
    """Problems that say the same of several rows, together; in order of first appearance."""
    found: dict[tuple[str, ...], list[Problem]] = {}
    for number, problem in enumerate(group):
        lead = problem[0]
        one = _OF_ONE.fullmatch(lead.subject)
        alike = (
            (lead.message, lead.fix, _also(problem), one["noun"], one["rest"] or "") if one else ()
        )
        found.setdefault(alike or (str(number),), []).append(problem)
    return list(found.values())


def _subject(alike: Sequence[Problem]) -> str:
    """The place of a finding, or of several that say the same: "Rows 10 and 11, sub type"."""
    first = _OF_ONE.fullmatch(alike[0][0].subject)
    if first is None or len(alike) == 1:
        return alike[0][0].subject
    items = [one["item"] for (lead, *_) in alike if (one := _OF_ONE.fullmatch(lead.subject))]
    more = [f"{len(items) - NAMED:,} more"] if len(items) > NAMED else []
    return f"{first['noun']}s {listed([*items[:NAMED], *more])}{first['rest'] or ''}"


def _cells(alike: Sequence[Problem]) -> str:
    """The cells of a workbook that a finding, or several that say the same, are about."""
    places = [problem[0].places[0] for problem in alike if problem[0].places]
    sheet = places[0].sheet if places else ""
    cells = [one.cell for one in places if one.cell and one.sheet == sheet]
    lead = alike[0][0]
    if not (sheet and cells) or sheet in f"{lead.subject} {lead.message}":
        return ""
    more = [f"{len(cells) - NAMED:,} more"] if len(cells) > NAMED else []
    return f" ({sheet}, {listed([*cells[:NAMED], *more])})"


def _also(problem: Problem) -> str:
    """The other codes that see the same slip."""
    others = list(dict.fromkeys(f.code for f in problem[1:] if f.code != problem[0].code))
    return f" (Also {listed(others)}.)" if others else ""


def _fix(lead: Finding) -> Iterator[str]:
    if lead.fix and lead.severity is not Severity.INFORMATION:
        fix = f"Fix: {lead.fix[:1].lower()}{lead.fix[1:]}"
        yield from wrapped(fix, INDENT, INDENT)


def _rest(rest: Sequence[Problem]) -> Iterator[str]:
    if not rest:
        return
    named = "; ".join(problem[0].subject for problem in rest[:NAMED])
    more = f"; and {len(rest) - NAMED:,} more" if len(rest) > NAMED else ""
    text = f"The same kind in {len(rest):,} more places: {named}{more}. See all with --all."
    yield from wrapped(text, INDENT, INDENT)


def _not_run(report: Report, every: bool) -> Iterator[str]:
    """How many checks were not run, and what most of them need."""
    needs = Counter(need for one in report.not_run for need in one.needs.split(", ")).most_common()
    shown = needs if every or len(needs) <= NEEDED + 1 else needs[:NEEDED]
    more = len(needs) - len(shown)
    words = [*(need for need, _ in shown), *([f"{more} other things (--all)"] if more else [])]
    count = len(report.not_run)
    checks = "1 check that needs" if count == 1 else f"{count} checks that need"
    yield from wrapped(f"Not run: {checks} {listed(words)}.", rest=INDENT)


def _next_figure(summary: Summary) -> str:
    """The figure most worth explaining: a source out of balance, else the tightest minimum."""
    for working in summary.working.by_year:
        off = out_of_balance(working)
        if off:
            largest = max(off, key=lambda code: abs(off[code]))
            return working.id(f"balance.{largest or 'not_placed'}")
    years = summary.working.by_year
    tests = [t for one in years for t in one.required.values() if t.headroom is not None]
    if not tests:
        names = ("balance.total", "expenditure.total", "income.total")
        totals = [summary.working.id(name) for name in names]
        known = [one for one in totals if summary.figures[one].value is not None]
        return (known or totals)[0]
    tightest = min(tests, key=lambda test: (test.headroom or 0) / (test.minimum or 1))
    return tightest.working.id(f"required.{tightest.code}.planned")
