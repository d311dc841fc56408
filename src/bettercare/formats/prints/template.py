"""A printed planning template as a plan."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from bettercare.dates import short_year
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.notes import value_findings
from bettercare.formats.prints.contacts import contacts_left_out
from bettercare.formats.prints.coverage import Gap, gaps
from bettercare.formats.prints.documents import Beside, beside
from bettercare.formats.prints.draft import Draft
from bettercare.formats.prints.evidence_words import Words
from bettercare.formats.prints.figure_words import FigureWords
from bettercare.formats.prints.missing import missing_rows
from bettercare.formats.prints.pages import without_edges
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.proof import Proof, Prover
from bettercare.formats.prints.settled import settle
from bettercare.formats.prints.side_words import side_findings
from bettercare.formats.prints.standing_in import stand_ins
from bettercare.formats.prints.sums import sums_of
from bettercare.formats.prints.tabbed import Print, tabbed_print
from bettercare.formats.prints.texts import texts_in
from bettercare.formats.prints.totals import Total, totals_of
from bettercare.formats.prints.wrapped_tabs import Tabs
from bettercare.formats.reading import (
    NOT_PROVED,
    PARTIAL,
    PROOF,
    RECONCILED,
    Reading,
    controls_of,
)
from bettercare.labels import listed
from bettercare.plan import Plan
from bettercare.rounds import Round

PARTS = "print.parts_not_joined"

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
    rules = rules_of(paper, load, round_id)
    return reading_of(prover_of(paper, rules), notes)


def prover_of(paper: Paper, rules: Round) -> Prover:
    """What a paper prints, drafted and ready to be proved.

    Raises ``UnreadableFile`` when it prints no table of the round.
    """
    found = tabbed_print(without_edges(paper, rules), rules)
    if not found.sections:
        raise UnreadableFile(
            f"Cannot read {paper.name}: it prints no table of a plan for {rules.round}."
        )
    tables = {section.table for section in found.sections}
    own = msgspec.structs.replace(paper, lines=tuple(found.lines))
    texts = texts_in(Tabs(own, rules), rules, tables)
    whole = (*found.sections, *texts.sections)
    return prover(msgspec.structs.replace(found, sections=whole, facts=texts.facts), rules)


def prover(found: Print, rules: Round) -> Prover:
    """A print, drafted and ready to be proved."""
    return Prover(Draft(found, rules), settle(found.figures), rules)


def rules_of(paper: Paper, load: Callable[[str], Round], round_id: str | None) -> Round:
    """The round of a paper: as asked for, else as the title of its template says.

    Raises ``UnknownRound`` when neither says it.
    """
    return load(short_year(round_id) if round_id else _round_printed(paper))


def reading_of(prover: Prover, notes: Sequence[Finding] = ()) -> Reading:
    """Prove what was put together, and give the plan with the evidence."""
    found, rules, settled = prover.draft.found, prover.rules, prover.settled
    proof = prover.proof()
    bare, tables = prover.draft.plan(proof.choice, settled.values)
    plan = prover.plan(proof.choice)
    stood_in = frozenset(one.printed.id for one in stand_ins(bare, settled.values, rules))
    proven = proof.proven(stood_in)
    missing = tuple(gaps(plan, rules, proven))
    noticed = (
        *(finding for table in tables for finding in table.findings),
        *value_findings(plan, rules),
    )
    outcome = _outcome(proof, missing, (*notes, *noticed))
    facts = {**found.facts, PROOF: outcome, **_not_joined(proof)}
    papers = _beside(found, rules)
    documents = (papers.figures if papers else ()) or None
    plan = msgspec.structs.replace(plan, facts=facts, documents=documents)
    words = Words(found.paper.name, rules)
    findings = (
        *notes,
        *(words.bound(found.region) if found.region else ()),
        *words.repairs(proof),
        *_on_figures(prover, plan, proof, proven),
        *FigureWords(found.paper.name, rules, plan).gaps(missing),
        *(side_findings(papers.tables, plan, rules, found.paper.name) if papers else ()),
        *words.unread(found.unread),
        *contacts_left_out(found.lines, found.paper.name),
        *noticed,
    )
    controls = tuple(one.control for one in tables)
    more = (one for one in controls_of(plan) if one.table not in {c.table for c in controls})
    return Reading(plan=plan, findings=findings, controls=(*more, *controls))


def _beside(found: Print, rules: Round) -> Beside | None:
    """The papers that are bound with the plan; ``None`` where there are none."""
    if found.region is None or not found.region.others:
        return None
    return beside(found.paper, rules, found.region)


def _on_figures(
    prover: Prover, plan: Plan, proof: Proof, proven: Sequence[Total]
) -> Iterator[Finding]:
    """What the figures that the paper prints say of the plan."""
    settled, rules = prover.settled, prover.rules
    words = FigureWords(prover.draft.found.paper.name, rules, plan)
    first = {key: prints[0] for key, prints in settled.prints.items()}
    every = totals_of(plan, rules, {**first, **settled.values})
    yield from words.totals(proof.totals, missing_rows(proof.totals, rules), proven)
    yield from words.sums(tuple(sums_of(settled, every, rules)))
    yield from words.cut(settled, every)


def _not_joined(proof: Proof) -> dict[str, str]:
    """The rows of the parts of a table that are not equally many, as a fact of the plan."""
    counts = [[len(block.rows) for block in join.blocks] for join in proof.joins]
    unlike = [listed(map(str, rows)) for rows in counts if len(set(rows)) > 1]
    return {PARTS: "; ".join(unlike)} if unlike else {}


def _outcome(proof: Proof, missing: Sequence[Gap], noticed: Sequence[Finding]) -> str:
    """Whether every total is what the rows give, and reaches everything that it should.

    A plan with a fault that its reading found, such as a column that is missing, is partial.
    """
    agrees = all(total.agrees for total in proof.totals.values())
    faulty = any(one.severity is Severity.ERROR for one in noticed)
    if not agrees or not proof.is_whole or faulty:
        return PARTIAL
    return NOT_PROVED if missing else RECONCILED


def _round_printed(paper: Paper) -> str:
    """The round that the title of the template names."""
    for line in paper.lines:
        found = _TITLE.search(line.text)
        if found:
            return short_year(f"{found[1]}-{found[2]}")
    raise UnknownRound(f"Cannot tell which round {paper.name} is for. Add --round.")
