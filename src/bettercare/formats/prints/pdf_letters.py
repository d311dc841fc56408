"""The letters of a PDF with the places they are printed at, by PDFium: all that touches it is here.

Nothing of a PDF is run or followed: no script, form, attachment or link is looked at.
"""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, pairwise
from typing import Any, NamedTuple

import msgspec

from bettercare.errors import UnreadableFile

PASSWORD = 4  # PDFium's code for a file that needs one
TINY = 2.0  # points: a smaller letter cannot be read
RULE = 2.5  # points: a thinner box is a line
WHITE = 245  # of 255: paler letters cannot be seen on paper
INVISIBLE = 3  # PDFium's way of drawing letters that are not drawn
QUARTER = 90  # degrees
MOST_RULES = 50_000  # on one page: a page with more is a drawing


class Box(NamedTuple):
    """A box on a page as it is shown, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    def holds(self, other: "Box") -> bool:
        """Whether the middle of another box is inside."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class Letter(NamedTuple):
    """One printed letter; ``run`` is the same for letters that the file draws together.

    ``hidden`` says why nobody can see it: "tiny", "white", "off the page" or "invisible".
    """

    text: str
    box: Box
    run: int
    hidden: str = ""


class PdfPage(msgspec.Struct, frozen=True):
    """A page: its letters in the order of the file, its ruled lines, and how many pictures."""

    number: int
    letters: tuple[Letter, ...]
    rules: tuple[Box, ...] = ()
    pictures: int = 0


class Pdf:
    """A PDF that is open; use it in a ``with`` statement."""

    def __init__(self, data: bytes, name: str) -> None:
        self._pdfium = pdfium(name)
        self._name = name
        try:
            self._document = self._pdfium.PdfDocument(data)
        except self._pdfium.PdfiumError as error:
            raise UnreadableFile(f"Cannot read {name}: {_why(error)}") from error

    def __enter__(self) -> "Pdf":
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def page(self, number: int) -> PdfPage | None:
        """A page by its number from 1; ``None`` where the file is damaged there."""
        try:
            page = self._document[number - 1]
            try:
                return _Reader(self._pdfium.raw, page).read(number)
            finally:
                page.close()
        except self._pdfium.PdfiumError:
            return None


def pdfium(name: str) -> Any:
    """The package that reads PDF files, loaded when the first is read."""
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableFile(
            f"Cannot read {name}: PDF files need the package pypdfium2, which is not installed. "
            "Install it with: pip install pypdfium2"
        ) from error
    return pypdfium2


def _why(error: Any) -> str:
    if error.err_code == PASSWORD:
        return "it is protected by a password. Ask whoever published it for an open copy."
    return "it is no PDF, or it is damaged. Download it again, or ask for another copy."


class _Reader:
    """Reads one page."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw, self._page = raw, page
        self._edge = Box(*page.get_bbox())
        self._turned = page.get_rotation()

    def read(self, number: int) -> PdfPage:
        """The letters, ruled lines and pictures of the page."""
        raw = self._raw
        paths = list(self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
        pictures = list(self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        rules = tuple(islice((rule for path in paths for rule in self._rules(path)), MOST_RULES))
        behind = [
            self._shown(*one.get_bounds()) for one in (*filter(self._is_dark, paths), *pictures)
        ]
        text = self._page.get_textpage()
        try:
            letters = tuple(self._letters(text, behind))
        finally:
            text.close()
        return PdfPage(number, letters, rules, len(pictures))

    def _letters(self, text: Any, behind: list[Box]) -> Iterator[Letter]:
        """Every letter; ``behind`` are the dark boxes that a white letter can be seen on."""
        raw, found = self._raw, self._raw.FS_RECTF()
        run, before = 0, 0
        look = _NO_LOOK
        for at in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, at)
            drawn = raw.FPDFText_GetTextObject(text, at)
            address = ctypes.cast(drawn, ctypes.c_void_p).value or 0
            if address and address != before:
                run, before = run + 1, address
                look = self._look(text, at, drawn)
            raw.FPDFText_GetLooseCharBox(text, at, found)
            box = self._shown(found.left, found.bottom, found.right, found.top)
            hidden = self._hidden(box, look, behind) if address else ""
            yield Letter(chr(code) if code else "", box, run, hidden)

    def _look(self, text: Any, at: int, drawn: Any) -> "_Look":
        invisible = self._raw.FPDFTextObj_GetTextRenderMode(drawn) == INVISIBLE
        return _Look(invisible, _is_white(partial(self._raw.FPDFText_GetFillColor, text, at)))

    def _hidden(self, box: Box, look: "_Look", behind: list[Box]) -> str:
        if look.invisible:
            return "invisible"
        if box.height < TINY:
            return "tiny"
        if not self._shown(*self._edge).holds(box):
            return "off the page"
        return "white" if look.white and not any(one.holds(box) for one in behind) else ""

    def _is_dark(self, path: Any) -> bool:
        """Whether a shape is filled with a colour on which white letters can be seen."""
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        self._raw.FPDFPath_GetDrawMode(path, mode, stroke)
        return bool(mode.value) and not _is_white(partial(self._raw.FPDFPageObj_GetFillColor, path))

    def _rules(self, path: Any) -> Iterator[Box]:
        """The straight lines of a path that run along the page or down it."""
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        self._raw.FPDFPath_GetDrawMode(path, mode, stroke)
        if not (mode.value or stroke.value):
            return
        points = list(self._points(path))
        for (x, y), (to_x, to_y) in pairwise(points):
            box = self._shown(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
            if min(box.width, box.height) < RULE < max(box.width, box.height):
                yield box

    def _points(self, path: Any) -> Iterator[tuple[float, float]]:
        """The corners of a path, back to its first where it is closed."""
        raw, matrix = self._raw, path.get_matrix()
        x, y = ctypes.c_float(), ctypes.c_float()
        first: tuple[float, float] | None = None
        for at in range(min(raw.FPDFPath_CountSegments(path), MOST_RULES)):
            segment = raw.FPDFPath_GetPathSegment(path, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix.on_point(x.value, y.value)
            first = first or point
            yield point
            if raw.FPDFPathSegment_GetClose(segment):
                yield first
                first = None

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the file as the page shows it, which may be turned by a quarter or more."""
        edge = self._edge
        if self._turned == QUARTER:
            return Box(
                bottom - edge.bottom, edge.right - right, top - edge.bottom, edge.right - left
            )
        if self._turned == 2 * QUARTER:
            return Box(edge.right - right, edge.top - top, edge.right - left, edge.top - bottom)
        if self._turned == 3 * QUARTER:
            return Box(edge.top - top, left - edge.left, edge.top - bottom, right - edge.left)
        return Box(left - edge.left, bottom - edge.bottom, right - edge.left, top - edge.bottom)


class _Look(NamedTuple):
    """How letters are drawn: not at all, or in white."""

    invisible: bool
    white: bool


_NO_LOOK = _Look(invisible=False, white=False)


def _is_white(colour: Callable[..., int]) -> bool:
    """Whether a colour, as PDFium gives it, cannot be seen on paper."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(*parts):
        return False
    *paint, solid = (part.value for part in parts)
    return min(paint) >= WHITE or solid == 0
