"""Pieces of a page: letters side by side in one line, and lines under one another as cells.

Only places are looked at, not words. A cell ends where a ruled line is drawn, or where the next
letters are neither beside nor under it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bettercare.formats.prints.pdf_letters import Box, Letter

# Parts of the height of a letter.
SAME_LINE = 0.4  # how far letters of one line may stand above one another
SPACE = 0.18  # the least gap that is a space
GAP = 0.9  # the least gap that parts letters drawn together
GAP_OF_RUNS = 0.45  # the least gap that parts letters drawn one after the other
OVERLAP = 0.3  # how far the box of a line may reach into that below
LEADING = 0.7  # the widest gap between two lines of one cell

FRAME = 0.5  # points that a letter may stand beyond a ruled line


class Piece(NamedTuple):
    """Letters side by side: their text, their box, and how wide the first of them is."""

    text: str
    box: Box
    first: float


class Cell(NamedTuple):
    """The lines of one cell; ``frame`` is the box that ruled lines draw around it, if any."""

    pieces: tuple[Piece, ...]
    frame: Box | None = None

    @property
    def box(self) -> Box:
        """The box around all lines."""
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(box.left for box in boxes),
            min(box.bottom for box in boxes),
            max(box.right for box in boxes),
            max(box.top for box in boxes),
        )

    @property
    def room(self) -> Box:
        """The box of its column: the frame, or else that of its lines."""
        return self.frame or self.box


class Rules:
    """The ruled lines of a page, to know what parts two places."""

    def __init__(self, rules: Sequence[Box]) -> None:
        # Cells side by side draw the line between them twice.
        once = {tuple(map(round, rule)): rule for rule in rules}.values()
        self.down = [rule for rule in once if rule.height > rule.width]
        self.across = [rule for rule in once if rule.height <= rule.width]

    def between(self, one: Box, other: Box) -> bool:
        """Whether a line down the page stands between two boxes in one line."""
        y = (one.bottom + one.top) / 2
        left, right = min(one.right, other.right), max(one.left, other.left)
        return any(
            left - FRAME <= rule.left <= right + FRAME and rule.bottom <= y <= rule.top
            for rule in self.down
        )

    def frame(self, box: Box) -> Box | None:
        """The box that lines draw around a place, or ``None`` where a side is missing."""
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        sides = [rule.left for rule in self.down if rule.bottom <= y <= rule.top]
        edges = [rule.bottom for rule in self.across if rule.left <= x <= rule.right]
        left = max((side for side in sides if side <= x), default=None)
        right = min((side for side in sides if side > x), default=None)
        bottom = max((edge for edge in edges if edge <= y), default=None)
        top = min((edge for edge in edges if edge > y), default=None)
        if left is None or right is None or bottom is None or top is None:
            return None
        return Box(left, bottom, right, top)


def pieces_of(letters: Sequence[Letter], rules: Rules) -> Iterator[Piece]:
    """Letters put together, in the order of the file."""
    held: list[Letter] = []
    for letter in letters:
        if not letter.text.strip():
            continue
        if held and _parts(held[-1], letter, rules):
            yield _piece(held)
            held = []
        held.append(letter)
    if held:
        yield _piece(held)


def _parts(before: Letter, letter: Letter, rules: Rules) -> bool:
    """Whether a letter begins a new piece."""
    one, other = before.box, letter.box
    height = max(one.height, other.height)
    if abs(one.bottom - other.bottom) > SAME_LINE * height:
        return True
    gap = other.left - one.right
    widest = GAP if before.run == letter.run else GAP_OF_RUNS
    if gap < -height or gap > widest * height:
        return True
    return gap > 0 and before.run != letter.run and rules.between(one, other)


def _piece(letters: Sequence[Letter]) -> Piece:
    text = letters[0].text
    for before, letter in pairwise(letters):
        gap = letter.box.left - before.box.right
        text += (" " if gap > SPACE * letter.box.height else "") + letter.text
    boxes = [letter.box for letter in letters]
    box = Box(
        boxes[0].left,
        min(one.bottom for one in boxes),
        boxes[-1].right,
        max(one.top for one in boxes),
    )
    return Piece(text, box, boxes[0].width)


def cells_of(pieces: Sequence[Piece], rules: Rules) -> list[Cell]:
    """Pieces put together: those in one frame, and outside of frames those under one another."""
    frames = [rules.frame(piece.box) for piece in pieces]
    framed: dict[Box, list[Piece]] = {}
    for piece, frame in zip(pieces, frames, strict=True):
        if frame:
            framed.setdefault(frame, []).append(piece)
    found: list[Cell] = []
    done: set[Box] = set()
    for piece, frame in zip(pieces, frames, strict=True):
        if frame and frame not in done:
            done.add(frame)
            found.append(Cell(tuple(_lines(framed[frame])), frame))
        elif not frame and found and not found[-1].frame and _goes_on(found[-1], piece, rules):
            found[-1] = Cell((*found[-1].pieces, piece))
        elif not frame:
            found.append(Cell((piece,)))
    return found


def _lines(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a frame from top to bottom; those side by side are one."""
    held: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (-round(one.box.bottom), one.box.left)):
        if held and abs(held[-1].box.bottom - piece.box.bottom) > SAME_LINE * piece.box.height:
            yield _side_by_side(held)
            held = []
        held.append(piece)
    if held:
        yield _side_by_side(held)


def _side_by_side(pieces: Sequence[Piece]) -> Piece:
    ordered = sorted(pieces, key=lambda one: one.box.left)
    boxes = [one.box for one in ordered]
    box = Box(
        boxes[0].left,
        min(one.bottom for one in boxes),
        max(one.right for one in boxes),
        max(one.top for one in boxes),
    )
    return Piece(" ".join(one.text for one in ordered), box, ordered[0].first)


def _goes_on(cell: Cell, piece: Piece, rules: Rules) -> bool:
    """Whether a piece is the next line of a cell without a frame."""
    last, box = cell.pieces[-1].box, piece.box
    gap = last.bottom - box.top
    under = -OVERLAP * box.height <= gap <= LEADING * box.height
    beside = box.right < cell.box.left or box.left > cell.box.right
    if not under or beside or abs(last.height - box.height) > OVERLAP * box.height:
        return False
    x = (max(last.left, box.left) + min(last.right, box.right)) / 2
    return not any(
        rule.left <= x <= rule.right and box.bottom <= rule.bottom <= last.top
        for rule in rules.across
    )
