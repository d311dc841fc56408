"""The text of a printed paper as lines, each with its number, its page and its cells."""

import re

import msgspec

from bettercare.errors import UnreadableFile

LARGEST_PAPER = 20_000_000  # characters
MOST_PAGES = 500
PAGE_END = "\f"

_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()]{0,500}\)")
_BOLD = re.compile(r"\*\*([^*]{1,500})\*\*")
_SPACES = re.compile(r"[ \u00a0\u2002\u2003\u2009]+")


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a paper: its number from 1, its page from 1, its text as printed, its cells.

    A line without tabs is one cell. Cells hold plain text: no marks of bold, links or tags.
    """

    number: int
    page: int
    text: str
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that is printed on the line, its cells parted by spaces."""
        return " ".join(filter(None, self.cells))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not any(self.cells)

    @property
    def has_tabs(self) -> bool:
        """Whether the line is parted into cells."""
        return len(self.cells) > 1


class Paper(msgspec.Struct, frozen=True):
    """The text of a paper, line by line; ``name`` is that of its file."""

    name: str
    lines: tuple[Line, ...]

    @property
    def pages(self) -> int:
        """How many pages the paper has."""
        return self.lines[-1].page if self.lines else 0

    @property
    def is_empty(self) -> bool:
        """Whether no line has any text."""
        return all(line.is_blank for line in self.lines)


def paper_of(text: str, name: str) -> Paper:
    r"""Split the text of a paper into lines; a form feed ends a page.

    Raises ``UnreadableFile`` when the paper is longer than 20 million characters or 500 pages.

    >>> paper = paper_of("Income\tAmount\nDFG\t£5\fPage two", "paper.txt")
    >>> [(line.number, line.page, line.cells) for line in paper.lines]
    [(1, 1, ('Income', 'Amount')), (2, 1, ('DFG', '£5')), (3, 2, ('Page two',))]
    """
    if len(text) > LARGEST_PAPER:
        raise UnreadableFile(f"Cannot read {name}: it is longer than 20 million characters.")
    if text.count(PAGE_END) >= MOST_PAGES:
        raise UnreadableFile(f"Cannot read {name}: it has more than {MOST_PAGES} pages.")
    lines: list[Line] = []
    for page, part in enumerate(text.replace("\r\n", "\n").split(PAGE_END), 1):
        for printed in part.removesuffix("\n").split("\n"):
            cells = tuple(plain(cell) for cell in printed.split("\t"))
            lines.append(Line(len(lines) + 1, page, printed, cells))
    return Paper(name, tuple(lines))


def plain(cell: str) -> str:
    """The text of a cell without white space around it and without marks of its print.

    >>> plain(" <u>Scheme  Type</u> "), plain("**No**"), plain("[<< Link](#)"), plain("5 < 6")
    ('Scheme Type', 'No', '<< Link', '5 < 6')
    """
    text = _LINK.sub(r"\1", cell) if "](" in cell else cell
    text = _TAG.sub("", text) if "<" in text else text
    text = _BOLD.sub(r"\1", text) if "**" in text else text
    return _SPACES.sub(" ", text).strip()
