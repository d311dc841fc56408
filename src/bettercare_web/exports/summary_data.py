"""What the summary for the board says: every word and number of its two pages, as text."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import bettercare
from bettercare.calculations import Calculations
from bettercare.labels import listed
from bettercare.report import Summary
from bettercare_web import words
from bettercare_web.plans.files import Sealed

METRIC = re.compile(r"metric\.\w+\.\d{4}-\d{2}$")
MILLION = Decimal(1_000_000)
LARGEST = 20  # schemes on the second page
QUESTIONS = 5
LONGEST_BAR = Decimal(100)  # per cent of the widest
Data = dict[str, Any]


def summary_data(sealed: Sealed) -> Data:
    """The summary of a plan as text in its places; numbers are made up here, none in the page."""
    found = bettercare.summarise(sealed.plan)
    working = found.working
    return {
        "label": working.rules.label,
        "board": f"{sealed.area} {working.rules.terms.get('board_long', 'board')}",
        "mark": sealed.mark,
        "version": f"Version {sealed.version}, {words.day(sealed.at)}",
        "receipt": f"Receipt {sealed.receipt}" if sealed.receipt else "",
        "hash": " ".join(sealed.hash[at : at + 4] for at in (0, 4, 8)),
        "title": f"{working.rules.label}: {sealed.area}",
        "headline": headline(working),
        "rows": f"{len(working.rows):,} rows",
        "years": [_year(one) for one in working.by_year],
        "measures": [[one.label, one.display] for one in _measures(found)],
        "questions": list(_questions(found))[:QUESTIONS],
        "largest": _largest(working),
        "partners": _partners(working),
        "asked": f"Approve version {sealed.version} of the plan, {_millions(working)} in "
        f"{len(working.rows):,} schemes.",
    }


def headline(working: Calculations) -> str:
    """Whether the money adds up and the minimums are met, in two sentences."""
    off = [code for code, left in working.balance.items() if left]
    if off:
        count = f"{len(off)} source{'' if len(off) == 1 else 's'}"
        first = f"{_millions(working)}, {count} not at £0."
    else:
        first = f"{_millions(working)}, every pound allocated."
    return f"{first} {_minimums(working)}".strip()


def _millions(working: Calculations) -> str:
    return f"£{working.total_income / MILLION:,.1f} million"


def _minimums(working: Calculations) -> str:
    left = {
        test.rule.label: test.headroom
        for test in working.required.values()
        if test.headroom is not None
    }
    short = [f"{label} is {words.pounds(-one)} short" for label, one in left.items() if one < 0]
    if short or not left:
        return f"{listed(short)}." if short else ""
    label, least = min(left.items(), key=lambda one: one[1])
    met = {1: "The required spend is met", 2: "Both required spends are met"}
    all_met = met.get(len(left), f"All {len(left)} required spends are met")
    return f"{all_met}, {_lower(label)} by {words.pounds(least)}."


def _lower(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _year(working: Calculations) -> Data:
    rules = working.rules
    sources = [
        [
            rules.sources.label(code),
            _number(working.income[code]),
            _number(working.balance[code]),
        ]
        for code in rules.sources.items
    ]
    tests = [
        [
            rules.required_spends[code].label,
            _number(test.planned),
            _number(test.minimum),
            _number(test.headroom),
        ]
        for code, test in working.required.items()
    ]
    return {
        "year": working.year if rules.several_years else "",
        "sources": sources,
        "pool": [_number(working.total_income), _number(sum(working.balance.values(), Decimal(0)))],
        "tests": tests,
        "both": _both(working),
        "types": _types(working),
        "planned": _number(working.total_expenditure),
    }


def _both(working: Calculations) -> str:
    """The rows that count to every required spend, and what falls short without them."""
    overlap = working.overlap
    if not overlap.both:
        return ""
    rows = len(overlap.both)
    said = f"{rows} row{'' if rows == 1 else 's'} ({words.pounds(overlap.total)}) count to both."
    short = [
        f"{test.rule.label} would be {words.pounds(-left)} short"
        for test in working.required.values()
        if (left := overlap.without(test)) is not None and left < 0 <= (test.headroom or 0)
    ]
    return f"{said} Without them, {listed(short)}." if short else said


def _types(working: Calculations) -> list[list[Any]]:
    """Each scheme type with money: its name, pounds, share of the whole, and length of its bar."""
    sums: dict[str, Decimal] = {}
    for row in working.rows:
        code = row.scheme_type.accepted
        label = working.rules.scheme_types.label(code) if code else "Type not known"
        sums[label] = sums.get(label, Decimal(0)) + row.amount
    found = sorted(((name, one) for name, one in sums.items() if one), key=lambda one: -one[1])
    most = max((one for _, one in found), default=Decimal(1))
    whole = working.total_expenditure or Decimal(1)
    return [
        [name, _number(one), f"{one / whole * 100:.1f}", float(round(one / most * LONGEST_BAR, 1))]
        for name, one in found
    ]


def _measures(found: Summary) -> Iterator[Any]:
    return (one for key, one in found.figures.items() if METRIC.match(key))


def _questions(found: Summary) -> Iterator[str]:
    """What is wrong and what to ask about: errors first, then what tells of money or shares.

    Each kind of finding comes once.
    """
    seen: set[str] = set()
    for one in sorted(found.report.findings, key=_for_a_board):
        if one.severity is not bettercare.Severity.INFORMATION and one.code not in seen:
            seen.add(one.code)
            yield f"{one.subject}. {one.message}"


def _for_a_board(one: bettercare.Finding) -> tuple[int, bool]:
    """Where a finding stands among questions to ask: its severity, then whether it has a sum."""
    return one.severity.rank, not ("£" in one.message or "%" in one.message)


def _largest(working: Calculations) -> list[list[str]]:
    rows = sorted(working.rows, key=lambda row: -row.amount)[:LARGEST]
    rules = working.rules
    return [
        [
            row.name,
            rules.commissioners.label(row.commissioner.accepted or row.row.commissioner or ""),
            rules.providers.label(row.provider.accepted or row.row.provider or ""),
            _number(row.amount),
        ]
        for row in rows
        if row.amount
    ]


def _partners(working: Calculations) -> list[list[str]]:
    """Who commissions how much."""
    sums: Mapping[str, Decimal] = {}
    for row in working.rows:
        label = working.rules.commissioners.label(row.commissioner.accepted or "") or "Not known"
        sums = {**sums, label: sums.get(label, Decimal(0)) + row.amount}
    return [
        [name, _number(one)] for name, one in sorted(sums.items(), key=lambda one: -one[1]) if one
    ]


def _number(value: Decimal | None) -> str:
    return words.pounds(value).replace("£", "")
