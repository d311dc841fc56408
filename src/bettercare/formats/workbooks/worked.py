"""Columns that are worked out beside a table: formulas of ours, locked, with their values now."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.headers import letter
from bettercare.formats.workbooks.grid import WORKED_OUT
from bettercare.formats.workbooks.pen import Look

ROW = "{r}"  # stands for the number of the row in a formula
Value = str | int | float


class Worked(NamedTuple):
    """A column that is worked out: its formula by row, and the value of each line of the table.

    ``blank`` is its value on a line that nobody has filled. One that is not ``shown`` is hidden: it
    only helps others.
    """

    name: str
    head: str
    formula: str
    values: Sequence[Value]
    blank: Value = 0
    shown: bool = False
    look: Look | None = None
    width: float = 14.0


class WorkedColumns:
    """The columns worked out for one table, each of which may build on those before it.

    ``data`` says where the columns of the table are; theirs start at ``first``.
    """

    def __init__(self, data: Mapping[str, int], first: int) -> None:
        self._at = dict(data)
        self._first = first
        self.found: list[Worked] = []

    def __getitem__(self, name: str) -> str:
        """The cell of a column on the row; an empty text where the table has no such column."""
        at = self._at.get(name)
        return '""' if at is None else f"${letter(at)}{ROW}"

    def __contains__(self, name: str) -> bool:
        return name in self._at

    @property
    def used(self) -> str:
        """The formula of whether the row holds anything in the columns of the table, 1 or 0."""
        cells = (letter(at) for at in (min(self._at.values()), self._first - 1))
        return f"--(COUNTA({':'.join(f'${one}{ROW}' for one in cells)})>0)"

    def add(self, name: str, formula: str, values: Sequence[Value], blank: Value = 0) -> str:
        """Add a hidden column that helps others; gives its cell."""
        return self._put(Worked(name, f"{name} {WORKED_OUT}", formula, values, blank))

    def show(  # noqa: PLR0913, PLR0917  (a column that people see has a look too)
        self,
        name: str,
        head: str,
        formula: str,
        values: Sequence[Value],
        blank: Value = 0,
        look: Look | None = None,
        width: float = 14.0,
    ) -> str:
        """Add a column that people see; gives its cell."""
        title = f"{head} {WORKED_OUT}"
        return self._put(Worked(name, title, formula, values, blank, True, look, width))

    def _put(self, column: Worked) -> str:
        self._at[column.name] = self._first + len(self.found)
        self.found.append(column)
        return self[column.name]
