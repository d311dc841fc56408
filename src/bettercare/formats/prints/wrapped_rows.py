"""The rows of a table whose columns are lost: cut behind each amount, and mended where that fails.

A row ends with its amount and what the round prints behind it. So the words under a head are cut
there, and each piece is parted into cells. Where a piece makes a poor row, one of three things has
happened to the print, and the cheapest is taken: an amount is lost, so that two rows stand in one
piece; an amount inside a free text cut a row in two; or words that belong to no row stand before
it. Only neighbours are tried, so the work grows with the length of the table.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import is_number, is_pounds
from bettercare.formats.prints.wrapped_row import GAP, Parted, RowParser, is_id
from bettercare.formats.tables import TOTALS
from bettercare.labels import normalise

LONGEST_PIECE = 400  # words; a longer run without an amount is no row
MOST_CUTS = 12  # places in one piece where a lost end of a row is looked for
LEFT_OUT = 1.5  # the price of a word that belongs to no row
POOR = GAP  # the doubt from which on a row is looked at again
LAST_BLOCKS = 30  # behind the last amount, where a row may have lost its own
FEWEST_VALUES = 5  # of lists, in a row without an amount


class Piece(NamedTuple):
    """What a run of words is: a row (``parted``), or words that belong to none."""

    words: Words
    parted: Parted | None

    @property
    def price(self) -> float:
        """What it costs to read the words so."""
        return self.parted.price if self.parted else LEFT_OUT * len(self.words)

    @property
    def doubt(self) -> float:
        """How much of the price nothing explains; none where nothing is read."""
        return self.parted.doubt if self.parted else 0.0


class RowFinder:
    """Finds the rows under a head."""

    def __init__(self, parser: RowParser) -> None:
        self._parser = parser
        money = [n for n, group in enumerate(parser.groups) if group.first.kind == "money"]
        self._behind_amount = parser.groups[money[-1] + 1 :] if money else ()

    def find(self, words: Words) -> list[Piece]:
        """The rows among some words, and what stands between them; what is behind is left out."""
        ends = [end for end in sorted(words.block_ends) if self._ends_a_row(words, end)]
        raw = [words.part(*run) for run in zip([0, *ends], ends, strict=False)]
        pieces: list[Piece] = []
        at = 0
        while at < len(raw):
            found, taken = self._next(raw, at)
            pieces += found
            at += taken
        rest = words.part(ends[-1] if ends else 0, len(words))
        last = self._without_amount(rest)
        return [*pieces, last] if last else pieces

    def _next(self, raw: Sequence[Words], at: int) -> tuple[list[Piece], int]:
        """The next pieces, and how many raw ones they take."""
        piece = self._as_row(raw[at])
        if piece.doubt < POOR:
            return [piece], 1
        here = self._mended(piece)
        if at + 1 == len(raw):
            return here, 1
        following = self._as_row(raw[at + 1])
        if _is_foreign(piece) and _begins_row(raw[at + 1]) and following.doubt < POOR:
            return [Piece(raw[at], None), following], 2
        both = self._as_row(Words((*raw[at].all, *raw[at + 1].all)))
        if both.price < _price(here) + _price(self._mended(following)):
            return [both], 2
        return here, 1

    def _as_row(self, words: Words) -> Piece:
        if is_total(words) or len(words) > LONGEST_PIECE:
            return Piece(words, None)
        parted = self._parser.parted(words)
        return Piece(words, parted if parted.price < inf else None)

    def _mended(self, piece: Piece) -> list[Piece]:
        """A poor row as the cheapest of: itself, two rows, or a row behind words of none."""
        if piece.doubt < POOR:
            return [piece]
        best = [piece]
        for cut in _cuts(piece.words)[:MOST_CUTS]:
            left, right = piece.words.part(0, cut), piece.words.part(cut, len(piece.words))
            row = self._as_row(right)
            best = min(best, [Piece(left, None), row], [self._as_row(left), row], key=_price)
        if len(best) > 1:
            return [*best[:-1], *self._mended(best[-1])]
        return best

    def _without_amount(self, words: Words) -> Piece | None:
        """A row at the end of a table whose amount is lost, where lists tell it from other text."""
        if not len(words) or not is_id(words.texts[0]):
            return None
        ends = [end for end in sorted(words.block_ends)[:LAST_BLOCKS] if end <= LONGEST_PIECE]
        rows = [self._parser.parted(words.part(0, end)) for end in ends]
        known = [row for row in rows if _values(row) >= FEWEST_VALUES]
        best = min(known, key=lambda row: row.price - LEFT_OUT * len(row.words), default=None)
        return Piece(best.words, best) if best else None

    def _ends_a_row(self, words: Words, end: int) -> bool:
        """Whether a block ends in an amount, and in what the table prints behind amounts."""
        for at in range(end - 1, max(words.block_start(end - 1), end - 5) - 1, -1):
            if is_number(words.texts[at]):
                return self._is_tail(words, at, end)
        return False

    def _is_tail(self, words: Words, at: int, end: int) -> bool:
        if at + 1 == end:
            return is_pounds(words.texts[at])
        lists = (self._parser.lists.of(group.first) for group in self._behind_amount)
        return any(
            choice.end == end for values in lists if values for choice in values.at(words, at + 1)
        )


def is_total(words: Words) -> bool:
    """Whether some words are a row of totals: a word for it, and numbers."""
    label = [text for text in words.texts if not is_number(text)]
    return normalise(" ".join(label)) in TOTALS and words.texts[0] == label[0]


def _cuts(words: Words) -> list[int]:
    """Where another row may begin in a piece: at an id that begins a block, or behind an amount."""
    starts = (n for n in words.block_starts if n and is_id(words.texts[n]))
    behind = (n + 2 for n, text in enumerate(words.texts) if is_pounds(text) and n + 2 < len(words))
    return sorted({*starts, *behind})


def _is_foreign(piece: Piece) -> bool:
    """Whether words neither begin as a row does nor hold the values that one has."""
    known = piece.parted is not None and _values(piece.parted) >= FEWEST_VALUES
    return not known and not _begins_row(piece.words)


def _begins_row(words: Words) -> bool:
    return is_id(words.texts[0])


def _price(pieces: Sequence[Piece]) -> float:
    return sum(piece.price for piece in pieces)


def _values(row: Parted) -> int:
    return sum(cell.value is not None for cell in row.cells)
