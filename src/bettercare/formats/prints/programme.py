"""Printed papers that hold a local programme budget: a table of lines, or a proposal."""

from collections.abc import Sequence
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.prints.paper import Paper, paper_of
from bettercare.formats.prints.programme_grid import Words
from bettercare.formats.prints.programme_proposal import is_proposal, proposal_of
from bettercare.formats.prints.programme_table import programme_of
from bettercare.formats.programme import ProgrammeReading
from bettercare.formats.programme_notes import controls_of, value_findings
from bettercare.formats.text_files import decode, read_bytes
from bettercare.programmes.rules import Rules, load


def claims_file(path: Path) -> bool:
    """Whether the text of a paper holds a programme; a file that is no text does not."""
    try:
        text, _ = decode(read_bytes(path), path.name)
        return _may_hold_one(text, load()) and claims(paper_of(text, path.name))
    except UnreadableFile:
        return False


def _may_hold_one(text: str, rules: Rules) -> bool:
    """Whether a label that heads a programme's table stands anywhere; most papers have none."""
    folded = text.casefold()
    heads = (*rules.print.columns["measure"], *rules.print.proposal.budget)
    return any(label.casefold() in folded for label in heads)


def claims(paper: Paper) -> bool:
    """Whether a paper prints the table of a programme."""
    return _is_table(paper, load()) or is_proposal(paper, load())


def read(path: Path) -> ProgrammeReading:
    """Read the text of a printed paper; raises ``UnreadableFile`` when it holds no programme."""
    text, notes = decode(read_bytes(path), path.name)
    return read_paper(paper_of(text, path.name), notes)


def read_paper(paper: Paper, notes: Sequence[Finding] = ()) -> ProgrammeReading:
    """Read a paper, however its text was got; ``notes`` are findings of getting it."""
    rules = load()
    if _is_table(paper, rules):
        programme, findings = programme_of(paper, rules)
    elif is_proposal(paper, rules):
        programme, findings = proposal_of(paper, rules)
    else:
        raise UnreadableFile(f"Cannot read {paper.name}: it prints no programme of a known kind.")
    return ProgrammeReading(
        programme=programme,
        findings=(*notes, *findings, *value_findings(programme, rules)),
        controls=controls_of(programme),
    )


def _is_table(paper: Paper, rules: Rules) -> bool:
    words = Words(rules)
    return any(line.has_tabs and words.is_head(line.cells) for line in paper.lines)
