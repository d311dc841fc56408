"""Parts of the text reports: 80 columns, the answer first, no colour needed."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations.required import Requirement, distance_words
from bettercare.findings import Severity
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.report.summary import Summary

BALANCED = ("income", "schemes")  # the tables that a balance needs
NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFORMATION: ("note", "notes"),
}


def count_words(summary: Summary) -> str:
    """How many problems of each severity: "1 error, 12 warnings, 3 notes"."""
    return ", ".join(
        f"{count:,} {NOUNS[severity][count != 1]}" for severity, count in summary.counts.items()
    )


def heading(summary: Summary, rest: str) -> Iterator[str]:
    """The first line: whose plan, which round, and the answer."""
    yield from wrapped(f"{summary.plan.area or 'Plan'}, {summary.round}: {rest}")


def standing(test: Requirement, thin: Decimal) -> str:
    """One word for a required spend: met, thin, short, or not known."""
    if test.minimum is None or test.headroom is None:
        return "not known"
    if test.headroom < 0:
        return "short"
    return "thin" if test.minimum and test.headroom / test.minimum < thin else "met"


def required_lines(summary: Summary) -> Iterator[str]:
    """The table of required spends, and below it what is to know of minimums not given."""
    yield f"{'Required spends, £':<30}{'Minimum':>13}{'Planned':>13}{'Headroom':>13}"
    thin = summary.working.rules.thresholds.thin_headroom
    tests = summary.working.required.values()
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
            yield from below(f"{test.rule.label}: the minimum is {how} {test.how_derived()}")


def money_cell(amount: Decimal | None) -> str:
    """An amount in a table, and "not given" where there is none.

    >>> money_cell(Decimal(1500)), money_cell(None)
    ('1,500', 'not given')
    """
    return "not given" if amount is None else plain_pounds(amount)


def below(text: str) -> Iterator[str]:
    """A remark below a table."""
    yield from wrapped(text, "  ", "  ")


def overlap_line(summary: Summary) -> str:
    """What counts to both required spends, and what the plan would be without it."""
    overlap = summary.working.overlap
    if not overlap.both:
        return ""
    rows = len(overlap.both)
    line = f"Counted in both: {rows:,} row{'s' if rows > 1 else ''}, {pounds(overlap.total)}."
    short = [
        f"{distance_words(without, short=True)} on {test.rule.label}"
        for test in summary.working.required.values()
        if (without := overlap.without(test)) is not None
        and without < 0 <= (test.headroom or Decimal(0))
    ]
    them = "them" if rows > 1 else "it"
    return f"{line} Without {them}, {listed(short)}." if short else line


def out_of_balance(summary: Summary) -> dict[str | None, Decimal]:
    """The sources whose income and planned expenditure differ, with what is left or lacking.

    None where the plan does not give both income and schemes.
    """
    if summary.working.lost_tables(*BALANCED):
        return {}
    return {code: left for code, left in summary.working.balance.items() if left}


def balance_line(summary: Summary) -> str:
    """One sentence on the balances: all at £0, or which are not."""
    sources = summary.working.rules.sources
    off = out_of_balance(summary)
    if not summary.working.lines and not summary.working.rows:
        return "Balances: no income and no schemes were given."
    if lost := summary.working.lost_tables(*BALANCED):
        return f"Balances: not worked out, because {listed(lost)} was not given."
    if not off:
        return f"Balances: all {len(list(sources))} sources are at £0."
    named = (
        f"{sources.name(code) if code else 'no known source'} {pounds(left, sign=True)}"
        for code, left in off.items()
    )
    total = pounds(summary.working.total_income - summary.working.total_expenditure, sign=True)
    return f"Balances: {listed(named)}. In total {total}."
