"""One row of a table whose columns are lost: the cells that explain its words best.

A row is its cells in the order of the columns. What each can be is known from the round (a value
of a list, a number, an amount, or free text) and from the law of blocks. Every way to part the
words into cells has a price; the cheapest is taken. Words cost where nothing vouches for them, so
the cells that lists explain are found first, and free text is what is left between.

The search goes column by column and keeps only the cheapest way to each word. Its work grows with
the words of a row times its columns, however ambiguous the words are. A row without any slip, gap
or stranger is looked for first, which is quick; only where none is without doubt are those let in.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import (
    SUB_TYPES,
    TYPES,
    Choice,
    Lists,
    Value,
    is_number,
    is_pounds,
)
from bettercare.rounds.schema import Column

# Prices, in words of free text. A slip is a break of the law of blocks, a stranger a value that its
# list does not have, a gap a cell that every row should have.
WORD = 1.0
WORD_OF_OPTION = 1.05  # in a text that a row need not have: where two texts could have it
SLIP = 4.0
STRANGER = 4.0
STRANGE_WORD = 2.0
GAP = 6.0
NO_AMOUNT = 12.0
NOT_THE_LABEL = 1.0  # for each step away from the label: another name of the value, an old name
OTHER_TYPE = 0.5  # a sub type of another scheme type
NO_SUB_TYPES = 3.0  # a sub type where the scheme type has none
ODD_NUMBER = 3.0  # pounds without their sign, an id without a digit

LONGEST_STRANGER = 6  # words
LONGEST_TEXT = 150  # words of free text
LONGEST_ID = 8  # characters
ID = "scheme_id"


class Group(NamedTuple):
    """Columns that are read together: one, or several free texts side by side."""

    columns: tuple[Column, ...]

    @property
    def first(self) -> Column:
        """The only column of most groups."""
        return self.columns[0]

    @property
    def is_free(self) -> bool:
        """Whether any words may stand here."""
        return is_free(self.first)

    @property
    def price_of_word(self) -> float:
        """What each word costs here; nothing where lists or numbers vouch for it."""
        if not self.is_free:
            return 0.0
        return WORD if self.first.required == "always" else WORD_OF_OPTION


class Cell(NamedTuple):
    """A run of words that fills a group; ``value`` where it is one of a list.

    ``doubt`` is the price of what nothing explains; free words have a price, and are no doubt.
    """

    group: Group
    start: int
    end: int
    doubt: float
    value: Value | None = None

    @property
    def price(self) -> float:
        """What it costs to read the words so."""
        return self.doubt + self.group.price_of_word * (self.end - self.start)


class Parted(NamedTuple):
    """The words of a row parted into cells, and the price of that."""

    words: Words
    cells: tuple[Cell, ...]
    price: float

    @property
    def doubt(self) -> float:
        """What nothing explains: 0 for a row that the round and the law of blocks explain."""
        return sum(cell.doubt for cell in self.cells)

    @property
    def has_amount(self) -> bool:
        """Whether an amount was found."""
        return any(c.group.first.kind == "money" and c.end > c.start for c in self.cells)


def is_free(column: Column) -> bool:
    """Whether a column takes any words."""
    return column.kind == "text" and not column.choices and column.field != ID


def groups_of(columns: Sequence[Column]) -> tuple[Group, ...]:
    """Columns in groups: free texts side by side go together."""
    found: list[Group] = []
    for column in columns:
        if found and is_free(column) and found[-1].is_free:
            found[-1] = Group((*found[-1].columns, column))
        else:
            found.append(Group((column,)))
    return tuple(found)


class RowParser:
    """Parts words into the cells of a row, for one order of columns."""

    def __init__(self, columns: Sequence[Column], lists: Lists) -> None:
        self.groups = groups_of(columns)
        self.lists = lists

    def parted(self, words: Words) -> Parted:
        """The cheapest way to part all the words; its price has no end where there is none."""
        search = _Search(self, words)
        strict = search.best(strict=True)
        if strict.price < inf and strict.doubt == 0:
            return strict
        return min(strict, search.best(strict=False), key=lambda one: one.price)


State = tuple[int, str]  # the position reached, and the scheme type while a sub type may follow


class _Way(NamedTuple):
    """The cheapest way to a state: its price, the state before and the cell between."""

    price: float
    before: State
    cell: Cell


class _Search:
    def __init__(self, parser: RowParser, words: Words) -> None:
        self.words = words
        self.groups = parser.groups
        self._lists = parser.lists
        self._choices: dict[tuple[str, int], tuple[Choice, ...]] = {}
        self._strict = False

    def best(self, *, strict: bool) -> Parted:
        """The cheapest row; a ``strict`` one has neither slips, gaps, odd numbers nor strangers."""
        self._strict = strict
        steps: list[dict[State, _Way]] = []
        reached: dict[State, float] = {(0, ""): 0.0}
        for group in self.groups:
            step = self._step(group, reached)
            steps.append(step)
            reached = {state: way.price for state, way in step.items()}
        whole = [state for state in reached if state[0] == len(self.words)]
        if not whole:
            return Parted(self.words, (), inf)
        state = end = min(whole, key=lambda one: reached[one])
        cells = []
        for step in reversed(steps):
            way = step[state]
            cells.append(way.cell)
            state = way.before
        return Parted(self.words, tuple(reversed(cells)), reached[end])

    def _step(self, group: Group, reached: dict[State, float]) -> dict[State, _Way]:
        """The cheapest way to every state behind a group."""
        found: dict[State, _Way] = {}
        for state, price in reached.items():
            for cell in self._cells(group, *state):
                if self._strict and cell.doubt >= ODD_NUMBER:
                    continue
                to = (cell.end, _kind_after(group, state[1], cell))
                total = price + cell.price
                if to not in found or total < found[to].price:
                    found[to] = _Way(total, state, cell)
        return found

    def _cells(self, group: Group, start: int, kind: str) -> Iterator[Cell]:
        """What may fill a group from a word on: nothing, or a run of words."""
        yield Cell(group, start, start, _price_of_gap(group))
        if start == len(self.words):
            return
        if group.is_free:
            yield from self._texts(group, start)
        elif group.first.field == ID:
            yield self._one_word(group, start, ODD_NUMBER * (not is_id(self.words.texts[start])))
        elif group.first.choices:
            yield from self._values(group, start, kind)
            if not self._strict:
                yield from self._strangers(group, start)
        elif is_number(self.words.texts[start]):
            is_odd = (group.first.kind == "money") != is_pounds(self.words.texts[start])
            yield self._one_word(group, start, ODD_NUMBER * is_odd)

    def _one_word(self, group: Group, start: int, price: float) -> Cell:
        return Cell(group, start, start + 1, price + SLIP * self.words.slips(start, start + 1))

    def _values(self, group: Group, start: int, kind: str) -> Iterator[Cell]:
        for end, value in self._choices_at(group.first, start):
            doubt = NOT_THE_LABEL * value.distance + SLIP * self.words.slips(start, end)
            if value.owners and kind not in value.owners:
                doubt += OTHER_TYPE if self._lists.has_sub_types(kind) else NO_SUB_TYPES
            yield Cell(group, start, end, doubt, value)

    def _strangers(self, group: Group, start: int) -> Iterator[Cell]:
        for end in range(start + 1, min(start + LONGEST_STRANGER, len(self.words)) + 1):
            price = STRANGER + STRANGE_WORD * (end - start) + SLIP * self.words.slips(start, end)
            yield Cell(group, start, end, price)

    def _texts(self, group: Group, start: int) -> Iterator[Cell]:
        cells = len(group.columns)
        for end in self._ends:
            if start < end <= start + LONGEST_TEXT:
                slips = self.words.slips(start, end, cells)
                yield Cell(group, start, end, SLIP * slips)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        """Where a free text may end: at the end of a block, or before what a round can name."""
        columns = [group.first for group in self.groups if not group.is_free]
        named = (
            n
            for n, text in enumerate(self.words.texts)
            if is_number(text) or any(self._choices_at(column, n) for column in columns)
        )
        return tuple(sorted({*named, *self.words.block_ends}))

    def _choices_at(self, column: Column, start: int) -> tuple[Choice, ...]:
        key = (column.choices, start)
        if key not in self._choices:
            values = self._lists.of(column)
            self._choices[key] = tuple(values.at(self.words, start)) if values else ()
        return self._choices[key]


def _kind_after(group: Group, kind: str, cell: Cell) -> str:
    if group.first.choices == TYPES:
        return cell.value.code if cell.value else ""
    return "" if group.first.choices == SUB_TYPES else kind


def _price_of_gap(group: Group) -> float:
    if group.first.required != "always":
        return 0.0
    return NO_AMOUNT if group.first.kind == "money" else GAP


def is_id(text: str) -> bool:
    """Whether a word can be the id of a scheme: short, with a digit."""
    return len(text) <= LONGEST_ID and any(map(str.isdigit, text))
