"""PDF files as printed papers: their text layer, with the columns that places and lines show.

Nothing is guessed from pictures: a page without a text layer is said to have none. Text that nobody
can see (tiny, white, off the page) is left out and said.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.prints import read_paper
from bettercare.formats.prints.paper import LARGEST_PAPER, MOST_PAGES, PAGE_END, Paper, paper_of
from bettercare.formats.prints.pdf_letters import Letter, Pdf, PdfPage
from bettercare.formats.prints.pdf_lines import Pages
from bettercare.formats.prints.pdf_pieces import Cell, Rules, cells_of, pieces_of
from bettercare.formats.reading import Reading, noted
from bettercare.formats.text_files import read_bytes
from bettercare.labels import listed, shortened
from bettercare.rounds import Round

MOST_NAMED = 8
LONGEST_QUOTE = 60
INVISIBLE = "invisible"
HYPHEN = "\x02"  # what PDFium gives for a hyphen at the end of a line


class Seen(msgspec.Struct):
    """What was seen in a PDF: the cells of its pages, and the pages of each kind by number."""

    cells: list[list[Cell]] = []
    pictures: list[int] = []
    empty: list[int] = []
    damaged: list[int] = []
    recognised: list[int] = []
    hidden: dict[str, list[Letter]] = {}
    pages: int = 0
    letters: int = 0


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read a plan from a PDF. ``load`` gives the rules of a round by its id.

    Raises ``UnreadableFile`` when there is no text to read, and ``UnknownRound`` when nobody says
    which round the paper is for.
    """
    paper, notes = paper_in(read_bytes(path), path.name)
    return read_paper(paper, load, round_id, notes)


def paper_in(data: bytes, name: str) -> tuple[Paper, tuple[Finding, ...]]:
    """The paper that a PDF prints, and what to say of the file.

    Raises ``UnreadableFile`` when it is damaged, needs a password, or has no text.
    """
    with Pdf(data, name) as pdf:
        seen = _look(pdf)
    if not any(seen.cells):
        raise UnreadableFile(f"Cannot read {name}: {_nothing(seen)}")
    pages = Pages(frozenset(_words(seen)))
    text = PAGE_END.join("\n".join(pages.lines(cells)) for cells in seen.cells)
    return paper_of(text, name), tuple(_notes(seen, name))


def _words(seen: Seen) -> Iterator[str]:
    """The words that cannot be the end of a cut one: the line before them has several words."""
    for cells in seen.cells:
        for cell in cells:
            alone = False
            for piece in cell.pieces:
                yield from piece.text.casefold().split()[alone:]
                alone = " " not in piece.text


def _look(pdf: Pdf) -> Seen:
    """Look at every page, as far as the limits go."""
    seen = Seen(pages=pdf.count)
    for number in range(1, min(pdf.count, MOST_PAGES) + 1):
        page = pdf.page(number)
        if page is None:
            seen.damaged.append(number)
            seen.cells.append([])
            continue
        seen.letters += len(page.letters)
        if seen.letters > LARGEST_PAPER:
            break
        seen.cells.append(_cells(page, seen))
    return seen


def _cells(page: PdfPage, seen: Seen) -> list[Cell]:
    """The cells of a page; what is odd about the page is kept in ``seen``."""
    letters = list(_visible(page, seen))
    if not any(letter.text.strip() for letter in letters):
        (seen.pictures if page.pictures else seen.empty).append(page.number)
        return []
    rules = Rules(page.rules)
    return cells_of(list(pieces_of(letters, rules)), rules)


def _visible(page: PdfPage, seen: Seen) -> Iterator[Letter]:
    """The letters that can be seen; all that lie unseen on a picture are what a scanner read."""
    filled = [letter for letter in page.letters if letter.text.strip()]
    recognised = page.pictures > 0 and all(one.hidden == INVISIBLE for one in filled)
    if recognised and filled:
        seen.recognised.append(page.number)
    for letter in page.letters:
        if letter.hidden and not recognised:
            seen.hidden.setdefault(letter.hidden, []).append(letter)
        elif letter.text == HYPHEN or letter.text.isprintable():
            yield letter._replace(text="-") if letter.text == HYPHEN else letter


def _nothing(seen: Seen) -> str:
    """Why a PDF has nothing to read."""
    if seen.pictures:
        return (
            "its pages are pictures and have no text layer, so nothing can be read and nothing was "
            "guessed. Ask for the file that it was printed from, or have its text recognised (OCR) "
            "and check every figure."
        )
    if seen.damaged:
        return "all its pages are damaged. Download it again, or ask for another copy."
    return "its pages hold no text."


def _notes(seen: Seen, name: str) -> Iterator[Finding]:
    """What to say of a file besides its plan."""
    read_to = len(seen.cells)
    if read_to < seen.pages:
        message = (
            f"Only the first {read_to} of {seen.pages:,} pages are read; a paper may have "
            f"{MOST_PAGES} pages and {LARGEST_PAPER // 1_000_000} million characters."
        )
        fix = "Save the pages of the plan as a file of their own."
        yield noted("READ-53", Severity.WARNING, name, message, fix)
    if seen.pictures:
        several = len(seen.pictures) > 1
        what, of = ("pictures", "them") if several else ("a picture", "it")
        message = (
            f"{_pages(seen.pictures)} {what} without text. Nothing of {of} is read or guessed."
        )
        fix = "Ask for the file that the paper was printed from."
        yield noted("READ-41", Severity.WARNING, name, message, fix)
    if seen.recognised:
        message = (
            f"{_pages(seen.recognised)} of pictures, with text that a program recognised on them. "
            "Such text has slips."
        )
        yield noted("READ-41", Severity.WARNING, name, message, "Check every figure.")
    if seen.damaged:
        message = f"{_pages(seen.damaged)} damaged and not read."
        yield noted("READ-53", Severity.WARNING, name, message, "Ask for another copy.")
    if seen.empty:
        message = f"{_pages(seen.empty)} without text."
        yield noted("READ-40", Severity.INFORMATION, name, message)
    for why, letters in seen.hidden.items():
        yield _hidden(why, letters, name)


def _hidden(why: str, letters: Sequence[Letter], name: str) -> Finding:
    text = " ".join("".join(one.text for one in letters if one.text.isprintable()).split())
    message = (
        f"{len(letters):,} letters that nobody can see ({why}) are left out: "
        f"'{shortened(text, LONGEST_QUOTE)}'."
    )
    fix = "Ask for a clean copy if they belong to the plan."
    return noted("READ-54", Severity.WARNING, name, message, fix)


def _pages(pages: Sequence[int]) -> str:
    """Pages as the beginning of a sentence.

    >>> _pages([3]), _pages([3, 5])
    ('Page 3 is', 'Pages 3 and 5 are')
    """
    named = [*map(str, pages[:MOST_NAMED])]
    rest = len(pages) - MOST_NAMED
    named += [f"{rest} more"] if rest > 0 else []
    several = len(pages) > 1
    return f"Page{'s' if several else ''} {listed(named)} {'are' if several else 'is'}"
