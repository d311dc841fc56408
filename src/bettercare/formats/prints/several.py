"""More than one plan in a file: only the first is read, and that is said."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.area import areas_printed
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.reading import noted, some
from bettercare.labels import listed, normalise
from bettercare.rounds import Round

NEAR = 6  # lines behind a title in which it says whose plan it is

_DIGITS = re.compile(r"\d+")


class _Start(NamedTuple):
    """A line where pages of a plan begin: its title or whose plan it is, "" where not said."""

    line: int
    title: str
    area: str


def first_plan(paper: Paper, rules: Round) -> tuple[Paper, tuple[Finding, ...]]:
    """A paper without the pages of any plan but the first of this round, and what was left out.

    Pages belong together by their title, which names the year, and by the area that they name.
    """
    starts = list(_starts(paper, rules))
    wanted = _titles(rules)
    ours = [one for one in starts if not one.title or one.title in wanted]
    area = next((one.area for one in ours if one.area), "")
    others = [one for one in starts if one not in ours or one.area not in ("", area)]
    if not others or not ours:
        return paper, ()
    gone = set(_lines_of(others, starts, paper))
    lines = tuple(_blank(line) if line.number in gone else line for line in paper.lines)
    return Paper(paper.name, lines), (_several(paper, others, area or rules.label),)


def _titles(rules: Round) -> frozenset[str]:
    return frozenset(map(normalise, rules.prints.titles if rules.prints else ()))


def _starts(paper: Paper, rules: Round) -> Iterator[_Start]:
    """The places where pages begin, in order; a title and the area behind it are one."""
    like = {_DIGITS.sub("0", title) for title in _titles(rules)}
    areas = {one.line: one.area for one in areas_printed(paper, rules)}
    taken: set[int] = set()
    for line in paper.lines:
        title = normalise(line.cells[0])
        if title and _DIGITS.sub("0", title) in like:
            near = [n for n in range(line.number, line.number + NEAR) if n in areas]
            taken.update(near[:1])
            yield _Start(line.number, title, areas[near[0]] if near else "")
        elif line.number in areas and line.number not in taken:
            yield _Start(line.number, "", areas[line.number])


def _lines_of(some_of: Sequence[_Start], starts: Sequence[_Start], paper: Paper) -> Iterator[int]:
    ends = [*(one.line for one in starts[1:]), len(paper.lines) + 1]
    for start, end in zip(starts, ends, strict=True):
        if start in some_of:
            yield from range(start.line, end)


def _blank(line: Line) -> Line:
    return Line(line.number, line.page, "", ("",))


def _several(paper: Paper, others: Sequence[_Start], kept: str) -> Finding:
    names = list(dict.fromkeys(one.area or one.title for one in others))
    message = (
        f"The file holds more than one plan. Only that of {kept} is read; left out: {some(names)}, "
        f"from line{'s' if len(others) > 1 else ''} {listed(str(o.line) for o in others[:4])} on."
    )
    fix = "Save each plan as a file of its own."
    places = tuple(Place(file=paper.name, row=one.line) for one in others)
    return noted("READ-39", Severity.WARNING, paper.name, message, fix, places)
