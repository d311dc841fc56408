"""Which lines of a paper are the plan, and what else is bound with it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.formats.prints.area import areas_printed
from bettercare.formats.prints.heads import is_called
from bettercare.formats.prints.paper import Line, Paper
from bettercare.labels import normalise
from bettercare.rounds import Round

# How the cover of a report to a board names itself, in any council.
TITLE, OPENING = ("Title", "Report title", "Subject"), ("Meeting", "Report to", "Committee")
FEWEST_LINES = 5  # a cover has its lines this close together
LONGEST_TITLE = 150


class Bound(NamedTuple):
    """Another paper in the same file: its title, and the line that it begins on."""

    title: str
    line: int


class Region(NamedTuple):
    """The lines of the plan that is read, both ends included, and what else the file holds.

    ``areas`` are the areas whose plans the file prints, the one that is read first.
    """

    first: int
    last: int
    areas: tuple[str, ...]
    others: tuple[Bound, ...]

    def lines(self, paper: Paper) -> Sequence[Line]:
        """The lines of the plan."""
        return paper.lines[self.first - 1 : self.last]


def region_of(paper: Paper, rules: Round) -> Region:
    """The plan that a paper prints first: from its title to the next paper or another area's plan.

    A paper without a title of the template is the plan as a whole.
    """
    titles = _titles(paper, rules)
    others = tuple(_others(paper))
    areas = list(areas_printed(paper, rules))
    first = titles[0] if titles else 1
    ends = [one.line for one in others if one.line > first] if titles else []
    if another := next((one.line for one in areas if one.area != areas[0].area), None):
        own = max(one.line for one in areas if one.area == areas[0].area and one.line < another)
        ends.append(next((line for line in titles if own < line <= another), another))
    last = min(ends, default=len(paper.lines) + 1) - 1
    names = tuple(dict.fromkeys(one.area for one in areas))
    return Region(first, last, names, tuple(one for one in others if not first <= one.line <= last))


def _titles(paper: Paper, rules: Round) -> list[int]:
    """The lines that hold a title of the template."""
    labels = rules.prints.titles if rules.prints else ()
    return [line.number for line in paper.lines if is_called(line.cells[0], labels)]


def _others(paper: Paper) -> Iterator[Bound]:
    """The reports in a file, each from the line that its cover begins on."""
    opening = 0
    for line in paper.lines:
        label, *rest = line.cells
        if any(normalise(label) == normalise(one) for one in OPENING) and any(rest):
            opening = line.number
        elif any(normalise(label) == normalise(one) for one in TITLE) and any(rest):
            near = opening and line.number - opening <= FEWEST_LINES
            title = next(filter(None, rest))[:LONGEST_TITLE]
            yield Bound(title, opening if near else line.number)
