"""Parts of the text reports: 80 columns, the answer first, no colour needed."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.calculations.required import Requirement, distance_words
from bettercare.findings import Severity
from bettercare.formats.reading import NOT_PROVED, PARTIAL, PROOF, RECONCILED
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.found import Found
from bettercare.report.summary import Summary

BALANCED = ("income", "schemes")  # the tables that a balance needs
PROOFS = {
    RECONCILED: "Read from a print; all of its own totals agree.",
    PARTIAL: "PARTIAL: read from a print whose own totals do not all agree with its rows.",
    NOT_PROVED: "Read from a print; its own totals do not prove all of it.",
}
NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFORMATION: ("note", "notes"),
}


def count_words(summary: Found) -> str:
    """How many problems of each severity: "1 error, 12 warnings, 3 notes"."""
    return ", ".join(
        f"{count:,} {NOUNS[severity][count != 1]}" for severity, count in summary.counts.items()
    )


def heading(summary: Summary, rest: str) -> Iterator[str]:
    """The first line: whose plan, which round, the answer; and what a print of it proves."""
    yield from wrapped(f"{summary.plan.area or 'Plan'}, {summary.round}: {rest}")
    proof = PROOFS.get(summary.plan.facts.get(PROOF, ""))
    if proof:
        yield from wrapped(proof)


def standing(test: Requirement, thin: Decimal) -> str:
    """One word for a required spend: met, thin, short, or not known."""
    if test.minimum is None or test.headroom is None:
        return "not known"
    if test.headroom < 0:
        return "short"
    return "thin" if test.minimum and test.headroom / test.minimum < thin else "met"


def titled(working: Calculations, title: str) -> str:
    """The title of a table, which names the year where the round has several."""
    return f"{title}, {working.year}" if working.rules.several_years else title


def required_lines(working: Calculations) -> Iterator[str]:
    """The table of required spends, and below it what is to know of minimums not given."""
    tests = working.required.values()
    if not tests:
        return
    title = titled(working, "Required spends, £")
    yield f"{title:<30}{'Minimum':>13}{'Planned':>13}{'Headroom':>13}"
    thin = working.rules.thresholds.thin_headroom
    for test in tests:
        minimum, planned = money_cell(test.minimum), money_cell(test.planned)
        room = plain_pounds(test.headroom, sign=True) if test.headroom is not None else ""
        yield (
            f"  {shortened(test.rule.label, 28):<28}{minimum:>13}"
            f"{planned:>13}{room:>13}  {standing(test, thin)}"
        ).rstrip()
    for test in tests:
        if test.given is None:
            how = "derived." if test.minimum is not None else "not known."
            why = test.how_derived()
            yield from below(f"{test.rule.label}: the minimum is {how} {why[:1].upper()}{why[1:]}")


def money_cell(amount: Decimal | None) -> str:
    """An amount in a table, and "not given" where there is none.

    >>> money_cell(Decimal(1500)), money_cell(None)
    ('1,500', 'not given')
    """
    return "not given" if amount is None else plain_pounds(amount)


def below(text: str) -> Iterator[str]:
    """A remark below a table."""
    yield from wrapped(text, "  ", "  ")


def overlap_line(working: Calculations) -> str:
    """What counts to both required spends, and what the plan would be without it."""
    overlap = working.overlap
    if not overlap.both:
        return ""
    rows = len(overlap.both)
    line = f"Counted in both: {rows:,} row{'s' if rows > 1 else ''}, {pounds(overlap.total)}."
    short = [
        f"{distance_words(without, short=True)} on {test.rule.label}"
        for test in working.required.values()
        if (without := overlap.without(test)) is not None
        and without < 0 <= (test.headroom or Decimal(0))
    ]
    them = "them" if rows > 1 else "it"
    return f"{line} Without {them}, {listed(short)}." if short else line


def out_of_balance(working: Calculations) -> dict[str | None, Decimal]:
    """The sources whose income and planned expenditure differ, with what is left or lacking.

    None where the plan does not give both income and schemes.
    """
    if working.lost_tables(*BALANCED):
        return {}
    return {code: left for code, left in working.balance.items() if left}


def balance_line(working: Calculations) -> str:
    """One sentence on the balances: all at £0, or which are not."""
    sources = working.rules.sources
    off = out_of_balance(working)
    title = titled(working, "Balances")
    if not working.lines and not working.rows:
        return f"{title}: no income and no schemes were given."
    if lost := working.lost_tables(*BALANCED):
        return f"{title}: not worked out, because {listed(lost)} was not given."
    if not off:
        return f"{title}: all {len(list(sources))} sources are at £0."
    named = (
        f"{sources.name(code) if code else 'no known source'} {pounds(left, sign=True)}"
        for code, left in off.items()
    )
    total = pounds(working.total_income - working.total_expenditure, sign=True)
    return f"{title}: {listed(named)}. In total {total}."
