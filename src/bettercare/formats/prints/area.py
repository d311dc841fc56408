"""Whose plan a paper prints, and where in it."""

from collections.abc import Iterator
from typing import NamedTuple

from bettercare.formats.prints.paper import Line, Paper
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
    labels = tuple(map(normalise, rules.prints.area)) if rules.prints else ()
    for at, line in enumerate(paper.lines):
        label = next((one for one in labels if normalise(line.cells[0]).startswith(one)), None)
        if label:
            after = paper.lines[at + 1 : at + 1 + LOOK_AHEAD]
            name = _on_line(line, label) or next(
                (one.cells[0] for one in after if one.cells[0]), ""
            )
            if 0 < len(name) <= LONGEST_AREA:
                yield AreaNamed(name, line.number)


def _on_line(line: Line, label: str) -> str:
    """What stands on the line after its label."""
    first, *others = line.cells
    rest = first.partition(":")[2].strip() if normalise(first) != label else ""
    return rest or next(filter(None, others), "")
