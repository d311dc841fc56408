"""The summary: balances, required spends and spending, as formulas over the other sheets.

Hidden columns before the labels hold the id of each figure, so that it can be found and compared.
"""

import re
from collections.abc import Iterator

from bettercare.formats.headers import letter
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.heights import height_of
from bettercare.formats.workbooks.marks import mark_pence, mark_words
from bettercare.formats.workbooks.page import section_title
from bettercare.formats.workbooks.pen import Look, Sheet
from bettercare.formats.workbooks.styles import (
    BOXED,
    HEAD,
    HEAD_RIGHT,
    INDENTED,
    PERCENT,
    POUNDS,
    SMALL,
    TOTAL,
    WHOLE,
    WORKED,
)
from bettercare.formats.workbooks.summary_balances import balance_blocks
from bettercare.formats.workbooks.summary_required import required_blocks
from bettercare.formats.workbooks.summary_spending import spending_blocks, word_block
from bettercare.formats.workbooks.sums import Block, Cell, Row, Sums
from bettercare.rounds import Round

TOP = 3
LEAST_VALUES = 3  # columns of figures, more in a round of more years
LOOKS: dict[tuple[str, bool], Look] = {
    (unit, total): (TOTAL if total else WORKED) | more
    for total in (False, True)
    for unit, more in (
        ("GBP", {"num_format": POUNDS}),
        ("words", {"num_format": WHOLE}),
        ("fraction", {"num_format": PERCENT}),
        ("text", {"align": "right"}),
    )
}
SAID: Look = WORKED | INDENTED | {"bold": True}
NOTE: Look = BOXED | INDENTED | {"font_size": 9}
LABEL: Look = BOXED | INDENTED
LABEL_TOTAL: Look = LABEL | {"bold": True}
LABELS, FIGURES, RULE, REFERENCE = 40.0, 22.0, 52.0, 38.0
SMALL_LINE = 12.0  # points
SMALLER = 1.25  # how many more letters of a note fit than of a text
_PLACE = re.compile(r"\{(left|up)(\d+)\}")


def summary_blocks(build: Build) -> Iterator[Block]:
    """Every block that the round and the plan have."""
    sums = Sums(build)
    yield from balance_blocks(sums)
    if "schemes" in build.tabs:
        yield from required_blocks(sums)
        yield from spending_blocks(sums)
    if "narrative" in build.tabs and build.rules.narrative:
        yield word_block(sums)


def values_of(rules: Round) -> int:
    """How many columns of figures the summary has; as many before the labels hold ids."""
    return max(LEAST_VALUES, len(rules.years))


class Summary:
    """The summary sheet in the making."""

    def __init__(self, build: Build, sheet: Sheet) -> None:
        self.build, self.sheet, self.pen = build, sheet, build.pen
        self.values = values_of(build.rules)
        self.label = self.values  # the columns before hold ids
        self.words = self.label + self.values + 1

    def write(self) -> None:
        """Write every block, one under the other."""
        self._set_widths()
        row = TOP
        for block in summary_blocks(self.build):
            row = self._block(block, row) + 1

    def _set_widths(self) -> None:
        sheet = self.sheet
        sheet.set_column(0, self.label - 1, 10, None, {"hidden": True})
        sheet.set_column(self.label, self.label, LABELS)
        sheet.set_column(self.label + 1, self.words - 1, FIGURES)
        sheet.set_column(self.words, self.words, 24)
        sheet.set_column(self.words + 1, self.words + 1, RULE)
        sheet.set_column(self.words + 2, self.words + 2, REFERENCE)

    def _mark(self, block: Block, row: int) -> None:
        """Pence in the pounds of a block, and colours for its words."""
        first, last = self.label + 1, row + len(block.rows) - 1
        cell = f"{letter(first)}{row + 1}"
        pounds = max(
            (n for one in block.rows for n, c in enumerate(one.cells, 1) if c and c.unit == "GBP"),
            default=0,
        )
        if pounds:
            mark_pence(self.pen, self.sheet, (row, first, last, self.label + pounds), cell)
        mark_words(self.pen, self.sheet, (row, first, last, self.words), cell)

    def _block(self, block: Block, row: int) -> int:
        """Write a block from a row on; gives the row after it."""
        pen, sheet = self.pen, self.sheet
        section_title(pen, sheet, (row, self.label), block.title)
        for at in range(self.label + 1, self.words + 1):
            pen.content(sheet, (row + 1, at), None, HEAD)
        pen.text(sheet, (row + 1, self.label), "What", HEAD)
        for at, head in enumerate(block.heads, self.label + 1):
            pen.text(sheet, (row + 1, at), head, HEAD_RIGHT)
        if any(one.words for one in block.rows):
            pen.text(sheet, (row + 1, self.words), "In words", HEAD)
        pen.text(sheet, (row + 1, self.words + 1), "How it is worked out", HEAD)
        pen.text(sheet, (row + 1, self.words + 2), "Where the rule is from", HEAD)
        for at, one in enumerate(block.rows, row + 2):
            self._row(one, at)
        self._mark(block, row + 2)
        return row + 2 + len(block.rows)

    def _row(self, one: Row, row: int) -> None:
        pen, sheet = self.pen, self.sheet
        pen.text(sheet, (row, self.label), one.label, LABEL_TOTAL if one.is_total else LABEL)
        for at in range(self.label + 1, self.words + 1):
            pen.content(sheet, (row, at), None, BOXED)
        for n, cell in enumerate(one.cells):
            if cell:
                self._cell(cell, (row, self.label + 1 + n), one.is_total)
                pen.text(sheet, (row, n), cell.id, SMALL)
        last = one.cells[-1]
        if one.words and last:
            here = f"{letter(self.label + len(one.cells))}{row + 1}"
            words = one.words
            pen.formula(
                sheet, (row, self.words), f"={words.formula(here)}", SAID, words.now(last.value)
            )
        pen.text(sheet, (row, self.words + 1), one.rule, NOTE)
        pen.text(sheet, (row, self.words + 2), one.reference, NOTE)
        texts = (
            (one.label, LABELS),
            (one.rule, RULE * SMALLER),
            (one.reference, REFERENCE * SMALLER),
        )
        sheet.set_row(row, height_of(texts, SMALL_LINE))

    def _cell(self, cell: Cell, at: tuple[int, int], is_total: bool) -> None:
        look = LOOKS[cell.unit, is_total]
        said = cell.says
        formula = said.formula("{up1}") if said else cell.formula
        value = said.now(cell.value) if said else cell.value
        self.pen.formula(self.sheet, at, f"={_placed(formula, at)}", look, value)


def _placed(formula: str, at: tuple[int, int]) -> str:
    """The formula with the cells that it names by how far they are away.

    >>> _placed("ROUND({left2}-{up1},6)", (9, 5))
    'ROUND(D10-F9,6)'
    """
    row, column = at

    def cell(found: re.Match[str]) -> str:
        away = int(found[2])
        left, up = (away, 0) if found[1] == "left" else (0, away)
        return f"{letter(column - left)}{row - up + 1}"

    return _PLACE.sub(cell, formula)
