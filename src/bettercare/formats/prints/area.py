"""Whose plan a paper prints, and where in it."""

from collections.abc import Iterator
from typing import NamedTuple

from bettercare.formats.prints.paper import Paper
from bettercare.labels import normalise
from bettercare.rounds import Round

LONGEST_AREA = 60
LOOK_AHEAD = 3  # lines after the label, blank ones too


class AreaNamed(NamedTuple):
    """The name of an area and the line that says it."""

    area: str
    line: int


def area_printed(paper: Paper, rules: Round) -> str | None:
    """The area whose plan is printed first."""
    return next((one.area for one in areas_printed(paper, rules)), None)


def areas_printed(paper: Paper, rules: Round) -> Iterator[AreaNamed]:
    """Each place where the print says whose plan it is, in order.

    The name stands behind the label, in the next cell, or on one of the next lines.
    """
    labels = frozenset(map(normalise, rules.prints.area)) if rules.prints else frozenset()
    for at, line in enumerate(paper.lines):
        label, _, name = line.cells[0].partition(":")
        if label and normalise(label) in labels:
            after = paper.lines[at + 1 : at + 1 + LOOK_AHEAD]
            texts = (name.strip(), *line.cells[1:], *(one.cells[0] for one in after))
            found = next(filter(None, texts), "")
            if 0 < len(found) <= LONGEST_AREA:
                yield AreaNamed(found, line.number)
