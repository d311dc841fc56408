"""One row of a printed table: every way to put its cells under the columns that holds together.

A print may lose a cell, hold one too many, or run two together; all that stand behind it are then
in the wrong column. A way to mend that is one or two edits. It holds together when every cell suits
its column and the sources of each year add up to the annual budget.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from bettercare.formats.prints.programme_grid import Field
from bettercare.money import is_not_given, read_number
from bettercare.programmes.budget import NOUGHT, Budget
from bettercare.programmes.records import Programme
from bettercare.programmes.rules import Rules

MOST_WAYS = 40
Needs = Literal["line", "sums", "amounts"]  # a line; a row of totals; amounts without annual ones


class Edit(NamedTuple):
    """One change to a row: a blank cell put in, a needless one taken out, or two cells parted."""

    what: Literal["put in", "take out", "part"]
    at: int


class Way(NamedTuple):
    """One way to put a row's cells under the columns, and the edits that make it."""

    cells: tuple[str, ...]
    edits: tuple[Edit, ...] = ()


class Shape:
    """What the columns of a block ask of a row."""

    def __init__(self, fields: Sequence[Field], rules: Rules) -> None:
        self.fields = tuple(fields)
        self.rules = rules
        self._budget = Budget(Programme(), rules)

    @cached_property
    def last_money(self) -> int:
        """The position of the last column of amounts."""
        return max((at for at, field in enumerate(self.fields) if field.is_money), default=-1)

    @cached_property
    def first_money(self) -> int:
        """The position of the first column of amounts."""
        return next((at for at, field in enumerate(self.fields) if field.is_money), 0)

    @cached_property
    def years(self) -> Mapping[str, tuple[int | None, tuple[int, ...]]]:
        """Of each year, the column of annual budgets and those of its sources."""
        annual = {f.key: at for at, f in enumerate(self.fields) if f.role == "annual"}
        found: dict[str, tuple[int | None, tuple[int, ...]]] = {}
        for at, field in enumerate(self.fields):
            if field.role == "amount":
                year = field.key.rpartition(".")[2]
                before = found.get(year, (annual.get(year), ()))[1]
                found[year] = (annual.get(year), (*before, at))
        return found

    def position(self, role: str) -> int | None:
        """The column of a role, such as lead."""
        return next((at for at, field in enumerate(self.fields) if field.role == role), None)

    def amount(self, cell: str) -> Decimal | None:
        """The number in a cell; ``None`` for a blank, a dash and what is not known."""
        return None if is_not_given(cell) else read_number(cell)

    def is_unknown(self, cell: str) -> bool:
        """Whether a cell says that its amount is not known yet."""
        return self.rules.is_unknown(cell)

    def suits(self, cells: Sequence[str], needs: Needs) -> bool:
        """Whether each cell can stand in its column; totals have no lead, source and marks."""
        for at, cell in enumerate(cells):
            field = self.fields[at] if at < len(self.fields) else Field("")
            if not self._cell_suits(field, cell, total=needs != "line"):
                return False
        return True

    def holds(self, cells: Sequence[str], needs: Needs) -> bool:
        """Whether a row holds together: cells suit, years add up, a line has what it names."""
        if not self.suits(cells, needs) or not self.adds_up(cells, blank=needs == "amounts"):
            return False
        return needs != "line" or self.names_its_source(cells)

    def _cell_suits(self, field: Field, cell: str, *, total: bool) -> bool:
        if field.is_money:
            known = is_not_given(cell) or read_number(cell) is not None
            return known or (not total and self.is_unknown(cell))
        if field.role in {"metric", ""}:
            return not cell or (not total and self._is_mark(cell))
        if total and field.role in {"item", "use", "lead", "source"}:
            return not cell
        if field.role == "source":
            return bool(self.source_of(cell))
        if field.role == "lead":
            return bool(cell) and read_number(cell) is None and not self.is_unknown(cell)
        return True

    def _is_mark(self, cell: str) -> bool:
        return self._budget.strength(cell) is not None

    def source_of(self, cell: str) -> str:
        """The code of the source that a cell names, where the columns have it; else ""."""
        code = self._budget.code(cell)
        known = (f.key.rpartition(".")[0] for f in self.fields if f.role == "amount")
        return code if cell and code in known else ""

    def adds_up(self, cells: Sequence[str], *, blank: bool = False) -> bool:
        """Whether the sources of each year come to its annual budget, where both are known.

        ``blank`` says that a row need not have annual budgets.
        """
        return all(self._year_adds_up(cells, *year, blank) for year in self.years.values())

    def _year_adds_up(
        self, cells: Sequence[str], annual: int | None, parts: Iterable[int], blank: bool
    ) -> bool:
        texts = [cells[at] for at in parts]
        if annual is None or (blank and not cells[annual]):
            return True
        if any(map(self.is_unknown, (*texts, cells[annual]))):
            return True
        given = self.sum_of(texts)
        return given == (self.amount(cells[annual]) or NOUGHT)

    def sum_of(self, texts: Iterable[str]) -> Decimal:
        """The sum of the numbers in some cells."""
        return sum((self.amount(text) or NOUGHT for text in texts), NOUGHT)

    def names_its_source(self, cells: Sequence[str]) -> bool:
        """Whether in each year with money some of it is from the source that the row names."""
        at = self.position("source")
        code = self.source_of(cells[at]) if at is not None else ""
        if not code:
            return True
        for _, parts in self.years.values():
            paying = [p for p in parts if self.amount(cells[p])]
            its = [p for p in paying if self.fields[p].key.startswith(f"{code}.")]
            if paying and not its:
                return False
        return True

    def padded(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells with blanks added to the width of the table, and none beyond it."""
        width = len(self.fields)
        found = [*cells, *[""] * (width - len(cells))]
        while len(found) > width and not found[-1]:
            found.pop()
        return tuple(found)


def edited(shape: Shape, cells: Sequence[str], edits: Iterable[Edit]) -> tuple[str, ...] | None:
    """The cells after some edits, in order; ``None`` where one cannot be made.

    Only a blank or a nought can be too many, and only two amounts can be run together.
    """
    found = list(cells)
    for edit in edits:
        cell = found[edit.at] if edit.at < len(found) else ""
        if edit.what == "put in":
            found.insert(edit.at, "")
        elif edit.what == "take out":
            if shape.amount(cell) or not (is_not_given(cell) or read_number(cell) is not None):
                return None
            del found[edit.at]
        else:
            parts = cell.split()
            if len(parts) != 2 or any(read_number(part) is None for part in parts):  # noqa: PLR2004
                return None
            found[edit.at : edit.at + 1] = parts
    return shape.padded(found)


def ways(shape: Shape, cells: Sequence[str], needs: Needs) -> tuple[Way, ...]:
    """The ways to mend a row by the fewest edits that hold together, each outcome once.

    Of edits with the same outcome the last is taken: it leaves most cells where they stand.
    """
    for number in (1, 2):
        found: dict[tuple[str, ...], Way] = {}
        for edits in _edits(shape, number):
            after = edited(shape, cells, edits)
            if after is not None and shape.holds(after, needs):
                found[_outcome(shape, after)] = Way(after, edits)
        if found:
            return tuple(found.values())[:MOST_WAYS]
    return ()


def _edits(shape: Shape, number: int) -> Iterator[tuple[Edit, ...]]:
    """All edits up to the last column of amounts, from left to right; two are of one kind."""
    upto = shape.last_money + 1
    one = [
        Edit(what, at)
        for at in range(upto + 1)
        for what in ("part", "take out", "put in")
        if at <= shape.last_money or what == "take out"
    ]
    if number == 1:
        return ((edit,) for edit in one)
    pairs = ((first, second) for first in one for second in one if first.at <= second.at)
    return (pair for pair in pairs if pair[0].what == pair[1].what)


def _outcome(shape: Shape, cells: Sequence[str]) -> tuple[str, ...]:
    """What a way comes to: amounts with blanks as noughts, lead, source and marks."""
    found = []
    for at, cell in enumerate(cells):
        field = shape.fields[at] if at < len(shape.fields) else Field("")
        if field.is_money:
            amount = shape.amount(cell)
            found.append(cell if shape.is_unknown(cell) else f"{amount or NOUGHT:f}")
        elif field.role not in {"measure", "item", "use"}:
            found.append(cell)
    return tuple(found)
