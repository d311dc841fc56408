"""What stands at the edges of pages: numbers, and lines that come again on every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bettercare.formats.prints.area import areas_printed
from bettercare.formats.prints.paper import Line, Paper
from bettercare.labels import normalise
from bettercare.rounds import Round

EDGE = 2  # lines at the top and at the foot of a page
FEWEST_PAGES = 3  # that a line must stand on to belong to the paper and not to the plan
PAGE_GAP = 3  # blank lines that part pages where the print does not mark them
NEAR = 4  # lines behind the title of a tab in which the area is named

_PAGE = re.compile(r"(page )?\d{1,4}( ?(of|/) ?\d{1,4})?", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\d{1,2}\.\s+\S")


def without_edges(paper: Paper, rules: Round) -> Paper:
    """A paper whose pages follow one another: what only belongs to a page is made blank.

    That is page numbers, lines that stand at the same edge of most pages, and the titles of a tab
    that goes on from the page before.
    """
    pages = list(_pages(paper.lines))
    titles = tab_titles(paper, rules)
    kept = {number for first, second in titles for number in (first.number, second.number)}
    gone = {*_repeated(pages), *_numbers(pages)} - kept
    gone |= set(_same_tab(titles, paper, rules))
    lines = tuple(_blank(line) if line.number in gone else line for line in paper.lines)
    return Paper(paper.name, lines)


def tab_titles(paper: Paper, rules: Round) -> list[tuple[Line, Line]]:
    """Where tabs of the template begin: the line with its title, and that with the tab's own."""
    titles = tuple(map(normalise, rules.prints.titles)) if rules.prints else ()
    filled = [line for line in paper.lines if not line.is_blank]
    return [
        (first, second)
        for first, second in pairwise(filled)
        if normalise(first.text).startswith(titles) and _NUMBERED.match(second.text)
    ]


def _same_tab(titles: Sequence[tuple[Line, Line]], paper: Paper, rules: Round) -> Iterator[int]:
    """The titles, and the area behind them, of pages that go on with the tab of one plan."""
    areas = {one.line: one.area for one in areas_printed(paper, rules)}
    before: tuple[str, str] = ("", "")
    for first, second in titles:
        near = [n for n in range(second.number + 1, second.number + 1 + NEAR) if n in areas][:1]
        tab = normalise(second.text), areas[near[0]] if near else before[1]
        if tab == before:
            yield from (first.number, second.number, *near)
        before = tab


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
            if times >= FEWEST_PAGES and 2 * times >= len(pages) and not line.has_tabs:
                yield line.number


def _numbers(pages: Sequence[Sequence[Line]]) -> Iterator[int]:
    """The last lines of pages that are nothing but the number of the page."""
    last = [page[-1] for page in pages if _PAGE.fullmatch(page[-1].text.strip())]
    bare = [line for line in last if line.text.strip().isdigit()]
    for line in last:
        if line not in bare or len(bare) >= FEWEST_PAGES:
            yield line.number
