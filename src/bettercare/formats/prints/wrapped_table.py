"""A table whose columns are lost, as a section with columns, and what is not certain about it."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.formats.prints.sections import Row, Section, field_of
from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import Lists, as_printed, is_pounds
from bettercare.formats.prints.wrapped_heading import columns_of, heads_of
from bettercare.formats.prints.wrapped_row import Cell, Group, Parted, RowParser
from bettercare.formats.prints.wrapped_rows import POOR, RowFinder, is_total
from bettercare.formats.prints.wrapped_texts import border, is_cut, joined, width
from bettercare.money import read_number
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

FIRST_WORDS = 8  # of a row, to show which one it is
TWO = 2


class Note(NamedTuple):
    """Something about one row: its number from 1, its line, and the words that it is about."""

    row: int
    line: int
    text: str


class Wrapped(NamedTuple):
    """A table as a section with columns, and what to say of it.

    Of rows where two texts share a line, ``by_width`` are those that the width of the columns
    parts in one way, ``guessed`` those that it parts in several or none. ``mended`` are words that
    a column had cut, ``poor`` rows that neither lists nor blocks explain wholly, ``no_amount``
    those without an amount, ``left_out`` words of no row, ``totals`` the figures of rows of totals,
    ``unnamed`` columns whose labels the head lacks, and ``lines`` those that rows stand on.
    """

    section: Section
    by_width: tuple[Note, ...]
    guessed: tuple[Note, ...]
    mended: tuple[Note, ...]
    poor: tuple[Note, ...]
    no_amount: tuple[Note, ...]
    left_out: tuple[Words, ...]
    totals: tuple[PrintedFigure, ...]
    unnamed: tuple[str, ...]
    lines: frozenset[int]


def table_of(name: str, words: Words, pages: Mapping[int, int], rules: Round) -> Wrapped | None:
    """The table of a round whose head is among some words, or ``None`` when it is not.

    ``pages`` has the page of each line. The head may be printed again on each page.
    """
    table = rules.tables[name]
    heads = heads_of(table, words)
    if not heads:
        return None
    first = heads[0]
    columns = columns_of(first, table)
    body = words.without([(0, first.end), *((head.start, head.end) for head in heads[1:])])
    parser = RowParser(columns, Lists(rules))
    pieces = RowFinder(parser).find(body)
    rows = [piece.parted for piece in pieces if piece.parted]
    others = [piece.words for piece in pieces if not piece.parted]
    texts = Texts(rows, words.whole)
    section = Section(
        table=name,
        line=words.line(first.start),
        page=pages[words.line(first.start)],
        fields=tuple(map(field_of, columns)),
        head=tuple(column.label for column in columns),
        rows=tuple(_row(texts, n, row, pages) for n, row in enumerate(rows, 1)),
    )
    return Wrapped(
        section=section,
        by_width=tuple(texts.by_width),
        guessed=tuple(texts.guessed),
        mended=tuple(texts.mended),
        poor=_notes(rows, lambda row: row.doubt >= POOR and row.has_amount),
        no_amount=_notes(rows, lambda row: not row.has_amount),
        left_out=tuple(one for one in others if not is_total(one)),
        totals=tuple(_totals(others, columns, pages, rules)),
        unnamed=tuple(column.label for column in columns if column not in first.columns),
        lines=frozenset(word.line for row in rows for word in row.words.all),
    )


def _row(texts: "Texts", number: int, row: Parted, pages: Mapping[int, int]) -> Row:
    line = row.words.line(0)
    return Row(line, pages[line], texts.cells(number, row))


def _notes(rows: Sequence[Parted], holds: Callable[[Parted], bool]) -> tuple[Note, ...]:
    return tuple(
        Note(n, row.words.line(0), " ".join(row.words.texts[:FIRST_WORDS]))
        for n, row in enumerate(rows, 1)
        if holds(row)
    )


def _totals(
    others: Sequence[Words], columns: Sequence[Column], pages: Mapping[int, int], rules: Round
) -> Iterator[PrintedFigure]:
    """The figures of rows of totals, one for each column of amounts."""
    years = [column.key for column in columns if column.kind == "money"]
    for words in filter(is_total, others):
        texts = [text for text in words.texts if is_pounds(text)]
        line = words.line(len(words) - 1)
        for year, text in zip(years, texts, strict=True) if len(texts) == len(years) else ():
            end = f".{year}" if len(rules.years) > 1 else ""
            yield PrintedFigure(
                id=f"expenditure.total{end}",
                label=words.texts[0],
                table="schemes",
                text=text,
                value=read_number(text),
                line=line,
                page=pages[line],
            )


class Texts:
    """The texts of the cells of rows, with the widths of the columns that the rows show.

    ``words`` are those that are known to be whole.
    """

    def __init__(self, rows: Sequence[Parted], words: Container[str] = ()) -> None:
        self.by_width: list[Note] = []
        self.guessed: list[Note] = []
        self.mended: list[Note] = []
        self._words = words
        self._widths: dict[str, int] = {}
        for row in rows:
            if row.doubt == 0:
                self._learn(row)

    def cells(self, number: int, row: Parted) -> tuple[str, ...]:
        """The text of each column of a row; ``number`` is the row's, from 1."""
        return tuple(text for cell in row.cells for text in self._texts(number, row.words, cell))

    def _learn(self, row: Parted) -> None:
        """Take in how wide the lines of texts are whose borders are certain."""
        for cell in row.cells:
            if cell.group.is_free and cell.end > cell.start:
                runs = row.words.blocks(cell.start, cell.end)
                if len(runs) == len(cell.group.columns):
                    for column, run in zip(cell.group.columns, runs, strict=True):
                        widest = max(map(width, row.words.lines(*run)))
                        self._widths[column.header] = max(widest, self._width(column))

    def _width(self, column: Column) -> int:
        return self._widths.get(column.header, 0)

    def _texts(self, number: int, words: Words, cell: Cell) -> list[str]:
        """The text of each column of a group."""
        columns = cell.group.columns
        if cell.start == cell.end:
            return [""] * len(columns)
        if cell.value:
            return [as_printed(words, cell.start, cell.end, cell.value)]
        parts = self._parts(number, words, cell)
        return [
            self._joined(number, part, column) if part else ""
            for part, column in zip(parts, columns, strict=True)
        ]

    def _parts(self, number: int, words: Words, cell: Cell) -> list[list[tuple[str, int]]]:
        """The lines of each column of a group, with their numbers."""
        columns = cell.group.columns
        runs = words.blocks(cell.start, cell.end)
        blocks = [list(_numbered(words, *run)) for run in runs]
        if len(columns) == 1:
            return [[line for block in blocks for line in block]]
        if len(blocks) == 1 and len(columns) == TWO:
            return self._at_border(number, blocks[0], cell.group)
        first = blocks[: len(columns) - 1]
        rest = [line for block in blocks[len(columns) - 1 :] for line in block]
        return [*first, *[[] for _ in range(len(columns) - 1 - len(first))], rest]

    def _at_border(
        self, number: int, lines: list[tuple[str, int]], group: Group
    ) -> list[list[tuple[str, int]]]:
        """Two texts that begin in one line, parted where the widths of their columns say."""
        texts = [text for text, _ in lines]
        first, second = (self._width(column) for column in group.columns)
        found = border(texts, first, second)
        text, at = lines[0]
        words = text.split()
        parts = " ".join(words[: found.words]), " ".join(words[found.words :])
        if found.words == 0:
            parts = text, ""
        if len(words) > 1 and not (found.certain and found.words == 0):
            notes = self.by_width if found.certain else self.guessed
            notes.append(Note(number, at, " | ".join(filter(None, parts))))
        if found.words == 0:
            return [lines, []]
        second_lines = [(parts[1], at), *lines[1:]] if parts[1] else lines[1:]
        return [[(parts[0], at)], second_lines]

    def _joined(self, number: int, part: Sequence[tuple[str, int]], column: Column) -> str:
        lines = [text for text, _ in part]
        wide = self._width(column)
        for (line, at), following in zip(part, lines[1:], strict=False):
            if is_cut(line, following, wide, self._words):
                self.mended.append(Note(number, at, line + following.split()[0]))
        return joined(lines, wide, self._words)


def _numbered(words: Words, start: int, end: int) -> list[tuple[str, int]]:
    numbers = list(dict.fromkeys(words.line(n) for n in range(start, end)))
    return list(zip(words.lines(start, end), numbers, strict=True))
