"""A printed planning template as a plan."""

import re
from collections.abc import Callable, Sequence

import msgspec

from bettercare.dates import short_year
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.notes import value_findings
from bettercare.formats.prints.coverage import Gap, gaps
from bettercare.formats.prints.draft import Draft
from bettercare.formats.prints.evidence_words import Words
from bettercare.formats.prints.pages import without_edges
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.proof import Proof, Prover
from bettercare.formats.prints.settled import settle
from bettercare.formats.prints.several import first_plan
from bettercare.formats.prints.standing_in import stood_in
from bettercare.formats.prints.tabbed import Print, tabbed_print
from bettercare.formats.prints.texts import texts_in
from bettercare.formats.prints.wrapped_tabs import Tabs
from bettercare.formats.reading import Reading, controls_of
from bettercare.rounds import Round

PROOF = "proof"  # the fact that says what the totals of the paper prove
RECONCILED, PARTIAL, NOT_PROVED = "reconciled", "partial", "not proved"

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
    first, several = first_plan(paper, rules)
    return reading_of(prover_of(first, rules), (*notes, *several))


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
    texts = texts_in(Tabs(paper, rules), rules, tables)
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
    circular = stood_in(bare, settled.values, rules)
    plan = prover.plan(proof.choice)
    missing = tuple(gaps(plan, rules, proof.totals, circular))
    plan = msgspec.structs.replace(plan, facts={**found.facts, PROOF: _outcome(proof, missing)})
    words = Words(found.paper.name, rules)
    findings = (
        *notes,
        *words.findings(proof, circular),
        *words.gaps(missing),
        *words.unread(found.unread),
        *(finding for table in tables for finding in table.findings),
        *value_findings(plan, rules),
    )
    controls = tuple(one.control for one in tables)
    more = (one for one in controls_of(plan) if one.table not in {c.table for c in controls})
    return Reading(plan=plan, findings=findings, controls=(*more, *controls))


def _outcome(proof: Proof, missing: Sequence[Gap]) -> str:
    """Whether every total is what the rows give, and reaches everything that it should."""
    agrees = all(total.agrees for total in proof.totals.values())
    whole = all(join.join != "none" for join in proof.joins)
    if not agrees or not whole:
        return PARTIAL
    return NOT_PROVED if missing else RECONCILED


def _round_printed(paper: Paper) -> str:
    """The round that the title of the template names."""
    for line in paper.lines:
        found = _TITLE.search(line.text)
        if found:
            return short_year(f"{found[1]}-{found[2]}")
    raise UnknownRound(f"Cannot tell which round {paper.name} is for. Add --round.")
