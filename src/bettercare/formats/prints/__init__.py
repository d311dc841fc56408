"""Printed papers as plans: the text of a council's paper, read by the labels that it prints.

Each kind of paper has a module of its own with ``claims(paper)``, which says whether it can make
something of a paper, and ``read(paper, load, round_id, notes)``. The first that claims it reads it.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.prints.paper import Paper, paper_of
from bettercare.formats.reading import Reading, noted
from bettercare.formats.text_files import decode, read_bytes
from bettercare.rounds import Round

KINDS = (".wrapped", ".template")


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read the text of a printed paper. ``load`` gives the rules of a round by its id.

    Raises ``UnreadableFile`` when there is nothing to read, and ``UnknownRound`` when nobody says
    which round the paper is for.
    """
    text, notes = decode(read_bytes(path), path.name)
    return read_paper(paper_of(text, path.name), load, round_id, notes)


def read_paper(
    paper: Paper, load: Callable[[str], Round], round_id: str | None, notes: Sequence[Finding] = ()
) -> Reading:
    """Read a paper, however its text was got; ``notes`` are findings of getting it."""
    if paper.is_empty:
        raise UnreadableFile(f"Cannot read {paper.name}: it holds no text.")
    modules = (import_module(kind, __name__) for kind in KINDS)
    reader = next((module for module in modules if module.claims(paper)), None)
    if reader is None:
        raise UnreadableFile(f"Cannot read {paper.name}: it is no paper of a known kind.")
    reading: Reading = reader.read(paper, load, round_id, notes)
    rules = load(reading.plan.round)
    unknown = () if rules.prints else (_layout_not_known(paper, rules),)
    return msgspec.structs.replace(reading, findings=(*unknown, *reading.findings))


def _layout_not_known(paper: Paper, rules: Round) -> Finding:
    what = (
        f"How prints of {rules.round} look is not known yet: only tables under the template's own "
        "headings are read, and no printed total proves them."
    )
    fix = f"Compare every figure with the paper, or add prints.yaml to the round {rules.round}."
    return noted("READ-40", Severity.WARNING, paper.name, what, fix)
