"""A printed proposal for a programme: schemes, a draft budget, and what schemes became."""

import re
from collections.abc import Mapping, Sequence

from bettercare.dates import year_meant
from bettercare.findings import Finding
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.programme_budget import Budgeted, budget_findings, budget_of
from bettercare.formats.prints.programme_grid import in_thousands
from bettercare.formats.prints.programme_mapping import mapping_findings, mappings_of
from bettercare.formats.prints.programme_prose import metric_names, stated_shares
from bettercare.formats.prints.programme_schemes import Scheme, scheme_findings, schemes_of
from bettercare.labels import normalise
from bettercare.plan.records import Origin
from bettercare.programmes.records import Line, Measure, Metric, Priority, Programme
from bettercare.programmes.rules import Rules

_COUNCIL = re.compile(r"\b([A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:County |City |Borough )Council\b")
_FOR_YEAR = re.compile(r"\b(20\d\d ?[-/–] ?(?:20)?\d\d)\b")
FIRST_LINES = 12


def is_proposal(paper: Paper, rules: Rules) -> bool:
    """Whether a paper prints the draft budget of a proposal."""
    return budget_head(paper, rules) is not None


def budget_head(paper: Paper, rules: Rules) -> int | None:
    """The position of the line that heads the draft budget; ``None`` where there is none."""
    wanted = {normalise(label) for label in rules.print.proposal.budget}
    for at, line in enumerate(paper.lines):
        if line.has_tabs and normalise(line.cells[0]) in wanted:
            return at
    return None


def proposal_of(paper: Paper, rules: Rules) -> tuple[Programme, list[Finding]]:
    """The programme that a proposal holds, and what was done to read it."""
    head = budget_head(paper, rules) or 0
    budget = budget_of(paper.lines[head:], rules)
    schemes = schemes_of(paper, rules)
    year = _year(paper)
    priority_of = {line.ref: line.priority for line in budget.lines if line.ref}
    mapped = mappings_of(paper, budget, rules)
    programme = Programme(
        area=_area(paper),
        title=next((line.cells[0] for line in paper.lines if line.cells[0]), None),
        unit="£k" if in_thousands(paper.lines[head].cells) else "£",
        years=(year,) if year else (),
        priorities=tuple(
            Priority(code=code, label=label, row=row)
            for code, (label, row) in budget.priorities.items()
        ),
        measures=tuple(_measure(scheme, priority_of) for scheme in schemes.schemes),
        metrics=_metrics(schemes.metrics, metric_names(paper, rules)),
        lines=tuple(_lines(budget, year)),
        mappings=mapped.mappings,
        stated=tuple(stated_shares(paper.lines[:head], budget, year, rules)),
        printed=dict(budget.printed(year)),
        origins={"lines": Origin(file=paper.name), "measures": Origin(file=paper.name)},
    )
    findings = [
        *scheme_findings(paper.name, schemes),
        *budget_findings(paper.name, budget),
        *mapping_findings(paper.name, mapped),
    ]
    return programme, findings


def _year(paper: Paper) -> str:
    """The year that the title is for."""
    for line in paper.lines[:FIRST_LINES]:
        found = _FOR_YEAR.search(line.text)
        if found and (year := year_meant(found[1])):
            return year
    return ""


def _area(paper: Paper) -> str | None:
    """The area of the council that the first lines name."""
    for line in paper.lines[:FIRST_LINES]:
        found = _COUNCIL.search(line.text)
        if found:
            return found[1]
    return None


def _measure(scheme: Scheme, priority_of: Mapping[str, str]) -> Measure:
    return Measure(
        row=scheme.line,
        code=scheme.ref,
        priority=priority_of.get(scheme.ref),
        label=scheme.name,
        description=scheme.plans or None,
        marks=scheme.marks,
    )


def _metrics(labels: Mapping[str, str], names: Sequence[str]) -> tuple[Metric, ...]:
    """The metrics of the scheme tables, with the names of a list of as many, in order."""
    full = names if len(names) == len(labels) else [None] * len(labels)
    return tuple(
        Metric(code=code, label=label, name=name)
        for (code, label), name in zip(labels.items(), full, strict=True)
    )


def _lines(budget: Budgeted, year: str) -> list[Line]:
    return [
        Line(
            row=one.line,
            priority=one.priority,
            measure=one.ref or None,
            item=one.label or None,
            lead=one.lead or None,
            source=one.source or None,
            annual={} if one.amount is None else {year: one.amount},
            share=one.share,
            written={f"annual.{year}": one.written} if one.written else {},
        )
        for one in budget.lines
    ]
