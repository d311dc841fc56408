"""Cells that stand beside their columns, and where the round's lists say they belong."""

from collections.abc import Callable, Sequence
from functools import cache

from bettercare.formats.prints.sections import Row, Section
from bettercare.money import is_not_given, read_number
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.schema import Column

FITS, TEXT, MISFIT, OUTSIDE = 4, 1, -4, -6
STEP = 1000  # more than a row has cells

Score = Callable[[str], int]
Placing = tuple[int, ...]  # the column of each filled cell


class Alignment:
    """Places the cells of a section's rows by what its columns may hold."""

    def __init__(self, section: Section, rules: Round) -> None:
        self._scores = [_score_of(column, rules) for column in _columns(section, rules)]

    def placed(self, row: Row) -> Row | None:
        """The row with its cells moved to where they fit best.

        Of placings that fit equally well the one that moves the fewest cells counts. ``None`` when
        they stand best as they are printed, or when two placings are equally good. Cells keep their
        order, and none is left out.
        """
        filled = [(n, cell) for n, cell in enumerate(row.cells) if cell]
        printed = self._as_printed(row)
        if printed == self._best_possible(row) or len(filled) > len(self._scores):
            return None
        score, ways, placing = self._best(filled)
        if score // STEP <= printed or ways != 1:
            return None
        cells = [""] * len(self._scores)
        for (_, cell), column in zip(filled, placing, strict=True):
            cells[column] = cell
        return Row(row.line, row.page, tuple(cells))

    def _as_printed(self, row: Row) -> int:
        return sum(self._score(n, cell) for n, cell in enumerate(row.cells) if cell)

    def _best_possible(self, row: Row) -> int:
        """The score of a row all of whose cells are where they may be, at the least."""
        return sum(
            TEXT if n < len(self._scores) and self._scores[n](cell) == TEXT else FITS
            for n, cell in enumerate(row.cells)
            if cell
        )

    def _score(self, column: int, cell: str) -> int:
        return self._scores[column](cell) if column < len(self._scores) else OUTSIDE

    def _best(self, filled: Sequence[tuple[int, str]]) -> tuple[int, int, Placing]:
        """The best placing from the left: its score, how many are as good, and the columns.

        A cell that fits is worth ``STEP`` times its score, and one more where it stays.
        """

        @cache
        def best(cell: int, column: int) -> tuple[int, int, Placing]:
            if cell == len(filled):
                return 0, 1, ()
            if len(self._scores) - column < len(filled) - cell:
                return OUTSIDE * STEP * len(filled) ** 2, 0, ()
            here, ways, rest = best(cell + 1, column + 1)
            printed, text = filled[cell]
            worth = STEP * self._scores[column](text) + (printed == column)
            put = here + worth, ways, (column, *rest)
            left = best(cell, column + 1)
            if put[0] == left[0]:
                return put[0], put[1] + left[1], put[2]
            return max(put, left, key=lambda one: one[0])

        return best(0, 0)


def _columns(section: Section, rules: Round) -> list[Column | None]:
    fields = (field.partition(".") for field in section.fields)
    return [rules.column(section.table, name, key) if name else None for name, _, key in fields]


def _score_of(column: Column | None, rules: Round) -> Score:
    """How well a text suits a column: a value of its list, a number, or any text."""
    if column is None:
        return lambda _: TEXT
    if column.kind != "text":
        return lambda text: FITS if read_number(text) is not None else _nearly(text)
    lists = lists_of(column, rules)
    if not lists:
        return lambda _: TEXT
    return lambda text: FITS if any(one.match(text).code for one in lists) else MISFIT


def _nearly(text: str) -> int:
    return TEXT if is_not_given(text) else MISFIT


def lists_of(column: Column, rules: Round) -> tuple[CodeList[Item], ...]:
    """The lists that the values of a column come from; none where any text may stand."""
    if column.choices == "sub_types":
        kinds = rules.scheme_types.items.values()
        return tuple(kind.sub_types for kind in kinds if kind.sub_types)
    if column.choices == "metrics":
        return (rules.metric_names,)
    found: object = rules
    for name in column.choices.split(".") if column.choices else ():
        found = getattr(found, name, None)
    return (found,) if isinstance(found, CodeList) else ()
