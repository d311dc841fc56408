"""Rows of the summary: each cell a formula over the sheets of tables, and the figure that it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure, Working
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.lists import name_of, number_in
from bettercare.formats.workbooks.summary_words import Words

LEFT, UP = "{left%d}", "{up%d}"  # a cell so many columns before, or rows above, in a formula
NOUGHT = Decimal(0)


class Cell(NamedTuple):
    """One figure on the summary: its id, the formula, and what it is now (``None``: unknown).

    With ``says`` it is those words about the cell above it instead.
    """

    id: str
    formula: str
    value: Decimal | None
    unit: str = "GBP"
    says: Words | None = None


class Row(NamedTuple):
    """A line of the summary; ``words`` say what its last figure means."""

    label: str
    cells: tuple[Cell | None, ...]
    rule: str = ""
    reference: str = ""
    words: Words | None = None
    is_total: bool = False


class Block(NamedTuple):
    """Lines under a title, with heads over their figures."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


class Sums:
    """Makes the cells and formulas of the summary of one plan."""

    def __init__(self, build: Build) -> None:
        self.build, self.rules = build, build.rules
        self.figures: Mapping[str, Figure] = build.working.figures
        self.years = build.working.by_year
        self.year_heads = tuple(working.year for working in self.years)

    def cell(self, id_: str, formula: str, unknown: Decimal | None = NOUGHT) -> Cell:
        """A cell with the value that our own figure has; ``unknown`` where there is none."""
        found = self.figures.get(id_)
        value = unknown if found is None or found.value is None else found.value
        return Cell(id_, formula, value, found.unit if found else "GBP")

    def row(self, label: str, *cells: Cell | None, rule: str = "") -> Row:
        """A row with the rule and reference of its last figure; ``rule`` where that has none."""
        last = next(one for one in reversed(cells) if one)
        found = self.figures.get(last.id)
        own = found.rule if found else rule
        return Row(label, cells, own, found.reference if found else "")

    def source(self, code: str) -> int:
        """The number of a source in the list of sources."""
        return number_in(self.rules.sources, code)

    def of(self, working: Calculations, table: str, **numbers: int) -> str:
        """The formula of the pounds of a year on the lines with certain numbers in columns."""
        amounts = self.build.named(table, f"amounts.{working.year}")
        columns = [self.build.named(table, column) for column in numbers]
        if not amounts or not all(columns):
            return "0"
        pairs = zip(columns, numbers.values(), strict=True)
        tests = ",".join(f"{column},{number}" for column, number in pairs)
        return f"SUMIFS({amounts},{tests})"

    def all(self, working: Calculations, table: str) -> str:
        """The formula of all pounds of a year."""
        amounts = self.build.named(table, f"amounts.{working.year}")
        return f"SUM({amounts})" if amounts else "0"

    @staticmethod
    def column(part: str, working: Working) -> str:
        """The name of a column of the expenditure sheet for a year."""
        return name_of("schemes", f"{part}.{working.year}")
