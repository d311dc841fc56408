"""Lines without columns as blocks of words.

Programs that take the text out of a paper start a new block (a blank line) behind a cell of several
lines, and go on in the same line behind a cell of one line. So a block is some cells of one line
each, side by side in its first line, and one last cell that may go on in the lines below:

    Packages 1,074.0 Medium High High Low Social Care LA Local
    Authority

This law, and not the width of anything, says most of where cells begin and end.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bettercare.formats.prints.paper import Line


class Word(NamedTuple):
    """One printed word: its text, the number of its line, and that of its block."""

    text: str
    line: int
    block: int


class Words:
    """The words of some lines in order, and the law of blocks for a run of them.

    Runs are given as in slices: the position of the first word, and that behind the last.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        self.all = tuple(words)
        self.texts = tuple(word.text for word in self.all)
        self._lines = tuple(word.line for word in self.all)
        # The first word of the block and of the line that each word stands in, and how many blocks
        # came before it: counted here, as some words may have been taken out between.
        self._block_start, self._line_start, self._nth_block = _starts(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """The positions at which a block begins."""
        return tuple(n for n, start in enumerate(self._block_start) if n == start)

    @cached_property
    def block_ends(self) -> frozenset[int]:
        """The positions behind the last word of a block."""
        return frozenset({*self.block_starts[1:], len(self.all)} if self.all else ())

    @cached_property
    def whole(self) -> frozenset[str]:
        """The words that cannot be the end of a cut one, in small letters.

        They stand behind another word in their line, or begin a block. The line before may hold
        cells of its own, so what it looks like says nothing.
        """
        return frozenset(
            text.casefold()
            for n, text in enumerate(self.texts)
            if n != self._line_start[n] or n == self._block_start[n]
        )

    def line(self, position: int) -> int:
        """The number of the line that a word stands in."""
        return self._lines[position]

    def block_start(self, position: int) -> int:
        """The position of the first word of the block of a word."""
        return self._block_start[position]

    def part(self, start: int, end: int) -> "Words":
        """A run of the words, as words of their own."""
        return Words(self.all[start:end])

    def without(self, runs: Iterable[tuple[int, int]]) -> "Words":
        """The words with some runs taken out."""
        gone = {n for start, end in runs for n in range(start, end)}
        return Words(word for n, word in enumerate(self.all) if n not in gone)

    def lines(self, start: int, end: int) -> list[str]:
        """The lines of a run of words, each with its words parted by one space."""
        found: list[list[str]] = []
        last = None
        for word in self.all[start:end]:
            if word.line != last:
                found.append([])
            found[-1].append(word.text)
            last = word.line
        return [" ".join(line) for line in found]

    def blocks(self, start: int, end: int) -> list[tuple[int, int]]:
        """The runs of a run of words that stand in one block each."""
        inside = (n for n in range(start + 1, end) if n == self._block_start[n])
        return list(pairwise((start, *inside, end)))

    def slips(self, start: int, end: int, cells: int = 1) -> int:
        """How often a run of words breaks the law of blocks, if it holds so many cells.

        Each cell may fill blocks of its own; a cell of several lines ends with its block, and a
        cell of one line does not end where another line of its block follows.
        """
        crossed = self._nth_block[end - 1] - self._nth_block[start]
        return max(0, crossed - cells + 1) + (not self._ends_well(start, end))

    def _ends_well(self, start: int, end: int) -> bool:
        if end == len(self.all) or self._block_start[end] == end:
            return True
        if self._line_start[end] == end:
            return False
        return max(start, self._block_start[end - 1]) >= self._line_start[end - 1]


def words_of(lines: Iterable[Line]) -> Words:
    r"""The words of some lines; a blank line begins a new block.

    >>> from bettercare.formats.prints.paper import paper_of
    >>> words = words_of(paper_of("1 Carers\nService\n\nRespite", "a.txt").lines)
    >>> [tuple(word) for word in words.all]
    [('1', 1, 1), ('Carers', 1, 1), ('Service', 2, 1), ('Respite', 4, 2)]
    """
    found: list[Word] = []
    block, blank = 0, True
    for line in lines:
        texts = line.words.split()
        block += bool(texts) and blank
        blank = not texts
        found += [Word(text, line.number, block) for text in texts]
    return Words(found)


def _starts(words: Sequence[Word]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    blocks: list[int] = []
    lines: list[int] = []
    nth: list[int] = []
    for n, word in enumerate(words):
        before = words[n - 1] if n else None
        new_block = before is None or word.block != before.block
        new_line = before is None or word.line != before.line
        blocks.append(n if new_block else blocks[-1])
        lines.append(n if new_line else lines[-1])
        nth.append((nth[-1] if nth else 0) + new_block)
    return tuple(blocks), tuple(lines), tuple(nth)
