"""The tables of schemes of a printed proposal: reference, name, plans, and a mark for each metric.

Pages cut the tables: a row may go on below the head of the next page, and its name too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.reading import noted, some
from bettercare.labels import listed, normalise
from bettercare.programmes.budget import slug
from bettercare.programmes.rules import Rules

_REF = re.compile(r"[A-Z]{1,6}\d+")
_HYPHEN = re.compile(r"(\w+)- (\w+)")
TEXTS = 3  # columns before the marks: reference, name, plans


class Scheme(NamedTuple):
    """A scheme as its rows print it; ``lines`` are those of the paper that it stands on."""

    line: int
    ref: str
    name: str
    plans: str
    marks: Mapping[str, str]
    lines: tuple[int, ...]
    printed_name: str = ""


class Schemes(NamedTuple):
    """All schemes of a paper, the metrics by code, and the lines that were not understood."""

    schemes: tuple[Scheme, ...]
    metrics: Mapping[str, str]
    lost: tuple[int, ...] = ()


def schemes_of(paper: Paper, rules: Rules) -> Schemes:
    """Read every scheme table of a paper and join what pages cut."""
    found: list[Scheme] = []
    metrics: dict[str, str] = {}
    lost: list[int] = []
    codes: tuple[str, ...] = ()
    for at, line in enumerate(paper.lines):
        if _is_head(line, rules):
            labels = line.cells[TEXTS:]
            codes = tuple(slug(label) for label in labels)
            metrics |= {code: label for code, label in zip(codes, labels, strict=True) if code}
        elif codes and line.has_tabs and not _is_above_head(paper.lines, at, rules):
            _take(found, line, codes, lost)
        elif codes and not line.is_blank and not line.has_tabs:
            codes = ()  # text ends a table
    text = " ".join(line.text for line in paper.lines)
    return Schemes(tuple(_whole(one, text) for one in found), metrics, tuple(lost))


def _is_head(line: Line, rules: Rules) -> bool:
    """Whether a line has the labels of reference and name; that of plans may stand above it."""
    labels = [normalise(label) for label in rules.print.proposal.schemes]
    return [normalise(cell) for cell in line.cells[:2]] == labels[:2]


def _is_above_head(lines: Sequence[Line], at: int, rules: Rules) -> bool:
    """Whether a line is the upper part of a head: it has no reference, and the head follows."""
    follows = at + 1 < len(lines) and _is_head(lines[at + 1], rules)
    return follows and not lines[at].cells[0]


def _take(found: list[Scheme], line: Line, codes: Sequence[str], lost: list[int]) -> None:
    """Begin a scheme with a row that has a reference, or go on with the one before."""
    ref, name, plans, *cells = (*line.cells, *[""] * TEXTS)[: TEXTS + len(codes)]
    marks = {code: cell for code, cell in zip(codes, cells, strict=False) if code and cell}
    if _REF.fullmatch(ref):
        found.append(Scheme(line.number, ref, name, plans, marks, (line.number,)))
    elif ref or not found:
        lost.append(line.number)
    else:
        last = found[-1]
        found[-1] = last._replace(
            name=_joined(last.name, name),
            plans=_joined(last.plans, plans),
            marks={**marks, **last.marks},
            lines=(*last.lines, line.number),
        )


def _joined(start: str, more: str) -> str:
    return " ".join(filter(None, (start, more)))


def _whole(one: Scheme, text: str) -> Scheme:
    """The name with words whole again that a narrow column parted, where the paper has them so."""

    def mended(found: re.Match[str]) -> str:
        word = f"{found[1]}{found[2]}"
        return word if re.search(rf"\b{re.escape(word)}\b", text) else found[0]

    return one._replace(name=_HYPHEN.sub(mended, one.name), printed_name=one.name)


def scheme_findings(name: str, schemes: Schemes) -> Iterator[Finding]:
    """Rows that pages cut, words that a column parted, and rows that belong to no scheme."""
    cut = [one for one in schemes.schemes if len(one.lines) > 1]
    if cut:
        yield noted(
            "READ-30",
            Severity.INFORMATION,
            "Tables of schemes",
            f"{listed(one.ref for one in cut)} go on below the head of the next page; each is one"
            " row again.",
            places=tuple(Place(file=name, row=line) for one in cut for line in one.lines),
        )
    parted = [one for one in schemes.schemes if one.name != one.printed_name]
    if parted:
        yield noted(
            "READ-30",
            Severity.INFORMATION,
            "Names of schemes",
            f"{some([one.printed_name for one in parted])} is read as"
            f" {some([one.name for one in parted])}, as the paper writes it elsewhere.",
            places=tuple(Place(file=name, row=one.line) for one in parted),
        )
    if schemes.lost:
        yield noted(
            "READ-44",
            Severity.WARNING,
            "Tables of schemes",
            f"{len(schemes.lost)} rows belong to no scheme; not read.",
            "Look at them in the paper.",
            tuple(Place(file=name, row=line) for line in schemes.lost),
        )
