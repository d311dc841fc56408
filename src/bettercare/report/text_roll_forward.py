"""A plan carried to a later round, as text: what was carried, what to decide, what to know."""

from collections.abc import Iterator, Sequence

from bettercare.calculations import Calculations
from bettercare.comparison.roll_forward import RolledForward
from bettercare.findings import Finding, Severity
from bettercare.labels import shortened, wrapped
from bettercare.money import plain_pounds, pounds
from bettercare.rounds import Round

INDENT = " " * 9


def roll_forward_text(found: RolledForward, rules: Round, written: str = "") -> str:
    """The whole page; ``rules`` are those of the later round, ``written`` where the draft is."""
    return "\n".join(_lines(found, rules, written))


def _lines(found: RolledForward, rules: Round, written: str) -> Iterator[str]:
    yield from wrapped(_headline(found))
    for one in found.income:
        text = f"{one.noun[:1].upper()}{one.noun[1:]}: {one.before} to {one.after}."
        yield from wrapped(text, "  ", "    ")
    yield ""
    yield from _sources(found, rules)
    decide = found.decisions
    know = [one for one in found.findings if one.severity is Severity.INFORMATION]
    yield from _listed("To decide", decide)
    yield from _listed("To know", know)
    yield ""
    if written:
        yield from wrapped(f"Wrote {written}. Next: bettercare check {written}")
    else:
        yield "Nothing was written. To write the draft, add: -o FOLDER or -o FILE.json"


def _headline(found: RolledForward) -> str:
    rows = len(found.plan.schemes or ())
    year, planned = list(found.planned.items())[-1]
    who = f"{found.plan.area or 'Plan'}, {found.from_round} to {found.plan.round}"
    kept = f"{rows:,} {'row' if rows == 1 else 'rows'} and {pounds(found.planned_before)} carried"
    if planned != found.planned_before:
        kept += f", uplifted to {pounds(planned)} in {year}"
    count = len(found.decisions)
    things = "1 thing" if count == 1 else f"{count:,} things"
    return f"{who}: {kept}; {f'{things} to decide' if count else 'nothing is left to decide'}."


def _sources(found: RolledForward, rules: Round) -> Iterator[str]:
    """Proposed income and planned expenditure of the draft, by source, in its last year."""
    working = Calculations(found.plan, rules)
    yield f"{f'Proposed for {rules.year}, £':<34}{'Income':>15}{'Planned':>15}{'Left':>15}"
    lost = working.income[None] or working.expenditure[None]
    for code in [*rules.sources, *([None] if lost else [])]:
        name = rules.sources.name(code) if code else "Source still to decide"
        cells = (working.income[code], working.expenditure[code], working.balance[code])
        shown = "".join(f"{plain_pounds(value):>15}" for value in cells)
        yield f"  {shortened(name, 31):<32}{shown}"
    income, planned = working.total_income, working.total_expenditure
    shown = "".join(f"{plain_pounds(value):>15}" for value in (income, planned, income - planned))
    yield f"  {'Total':<32}{shown}"


def _listed(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield f"{title} ({len(findings):,})"
    for one in findings:
        yield from wrapped(f"{one.code:<9}{one.subject}. {one.message}", "", INDENT)
        if one.fix:
            yield from wrapped(f"{one.fix}", INDENT, INDENT)
