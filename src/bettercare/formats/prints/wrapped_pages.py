"""Pages of a paper: what stands at their edges, and the tabs of the template between titles."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.wrapped_blocks import Words, words_of
from bettercare.labels import normalise
from bettercare.rounds import Round

EDGE = 2  # lines at the top and at the foot of a page
FEWEST_PAGES = 3  # that a line must stand on to belong to the paper and not to the plan
PAGE_GAP = 3  # blank lines that part pages where the print does not mark them

_PAGE = re.compile(r"(page )?\d{1,4}( ?(of|/) ?\d{1,4})?", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\d{1,2}\.\s+\S")


class Tabs:
    """The lines of a printed template by the table whose tab they stand in; ``pages`` by line."""

    def __init__(self, paper: Paper, rules: Round) -> None:
        tables = {normalise(table.label): name for name, table in rules.tables.items()}
        self.pages = {line.number: line.page for line in paper.lines}
        self._lines: dict[str, list[Line]] = {}
        self._all: list[Line] = []
        for tab in tabs_of(paper, rules):
            self._lines.setdefault(tables.get(normalise(tab.title), ""), []).extend(tab.lines)
            self._all += tab.lines

    def lines(self, table: str) -> list[Line]:
        """The lines of the tab of a table; "" for those of no one table, such as the summary."""
        return self._lines.get(table, [])

    def words(self, table: str) -> Words:
        """The words of the tab of a table; all words for "", or where its title is not printed."""
        return words_of(self.lines(table) or self._all) if table else words_of(self._all)


class Tab(msgspec.Struct, frozen=True):
    """One tab of the template in print: its title and its lines, those of all its pages."""

    title: str
    lines: tuple[Line, ...]


def tabs_of(paper: Paper, rules: Round) -> tuple[Tab, ...]:
    """The tabs of a printed template, in order; what stands before the first has no title.

    A tab begins with the title of the template and its own title on the next line. Printed again
    on the next page, they begin nothing new.
    """
    titles = tuple(map(normalise, rules.prints.titles)) if rules.prints else ()
    lines = _without_edges(paper)
    filled = [line for line in lines if not line.is_blank]
    title_of = {
        first.number: second
        for first, second in pairwise(filled)
        if normalise(first.text).startswith(titles) and _NUMBERED.match(second.text)
    }
    found: list[tuple[str, list[Line]]] = [("", [])]
    skip = 0
    for line in lines:
        second = title_of.get(line.number)
        if second is not None:
            skip = second.number
            if normalise(second.text) != normalise(found[-1][0]):
                found.append((second.cells[0], []))
        if line.number > skip:
            found[-1][1].append(line)
    return tuple(Tab(title, tuple(lines)) for title, lines in found)


def _without_edges(paper: Paper) -> list[Line]:
    """The lines, those that only belong to the pages made blank."""
    pages = list(_pages(paper.lines))
    gone = {*_repeated(pages), *_numbers(pages)}
    return [_blank(line) if line.number in gone else line for line in paper.lines]


def _blank(line: Line) -> Line:
    return Line(line.number, line.page, "", ("",))


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The filled lines of each page; where the print marks no pages, long gaps do."""
    page: list[Line] = []
    gap = 0
    for line in lines:
        gap = gap + 1 if line.is_blank else 0
        ends = gap == PAGE_GAP or (page and line.page != page[-1].page)
        if ends and page:
            yield page
            page = []
        if not line.is_blank:
            page.append(line)
    if page:
        yield page


def _repeated(pages: Sequence[Sequence[Line]]) -> Iterator[int]:
    """Lines that stand at the same edge of at least three pages, and of half of all pages."""
    for edge in (*range(EDGE), *range(-EDGE, 0)):
        lines = [page[edge] for page in pages if len(page) > 2 * EDGE]
        counts = Counter(line.text.strip() for line in lines)
        for line in lines:
            times = counts[line.text.strip()]
            if times >= FEWEST_PAGES and 2 * times >= len(pages):
                yield line.number


def _numbers(pages: Sequence[Sequence[Line]]) -> Iterator[int]:
    """The last lines of pages that are nothing but the number of the page."""
    last = [page[-1] for page in pages if _PAGE.fullmatch(page[-1].text.strip())]
    counted = [line for line in last if line.text.strip().isdigit()]
    for line in last:
        if line not in counted or len(counted) >= FEWEST_PAGES:
            yield line.number
