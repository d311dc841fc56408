"""Income given in blocks, as the official templates have it: a source, and below it who pays.

The head of a block names a source in its first cell and the amounts beside it. Lines of
contributor and amount follow, and a total. A question before it may be answered Yes or No.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.dates import short_year
from bettercare.formats.headers import Header, Layout, letter
from bettercare.formats.rows import RowReader, Tidied
from bettercare.formats.tables import Body, TableRead, total_findings
from bettercare.formats.workbooks.sheets_in import Book, SheetCells, meant_by
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.plan.records import Origin
from bettercare.rounds import Round

TABLE = "income"
WIDEST = 8  # columns right of the head of a block that belong to it
LONGEST = 100  # lines of a block
ADDITIONAL = "additional"  # the kind of a source that is offered by choice, behind a question
_AMOUNT = re.compile(r"\b(contributions?|amounts?|gross|income|allocation)\b", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(comments?|notes?)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\W*total\b", re.IGNORECASE)
_PART = re.compile(r"\bbreakdown\b|\bof which\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)\s?[-/–]\s?(?:20)?(\d\d)\b", re.ASCII)


class Head(NamedTuple):
    """The head of a block: the source as written, and the columns of amounts and comments."""

    source: str
    is_additional: bool
    column: int
    amounts: tuple[tuple[str, int], ...]  # year and column
    comment: int


class Line(NamedTuple):
    """A line of income: its row on the sheet from 1, and its cells by field."""

    row: int
    cells: tuple[tuple[str, str | None], ...]


class Blocks(NamedTuple):
    """The lines of all blocks of a sheet, and the columns that every block has in common."""

    sheet: SheetCells
    lines: tuple[Line, ...]
    columns: tuple[tuple[str, str], ...]


def income_blocks(book: Book, rules: Round) -> Blocks | None:
    """The blocks of income on the first sheet that has at least two of them."""
    for sheet in book.sheets:
        reader = _Blocks(sheet, rules)
        lines = tuple(reader.lines())
        if len(reader.heads) > 1:
            return Blocks(sheet, lines, reader.columns)
    return None


def read_blocks(blocks: Blocks, file: str, rules: Round) -> TableRead:
    """The income lines of some blocks, with proof that none was lost."""
    layout = Layout(TABLE, rules)
    years = [f"amounts.{year}" for year in rules.years]
    fields = ["source_of_funding", "contributor", *years, "answer", "comment"]
    headers = [_header(layout, at, field) for at, field in enumerate(fields)]
    body = Body(RowReader(TABLE, headers, own=False), headers, rules)
    for line in blocks.lines:
        held = dict(line.cells)
        cells: Tidied = [held.get(field) for field in fields]
        body.take(line.row, cells, cells)
    origin = Origin(file=file, sheet=blocks.sheet.name, columns=dict(blocks.columns))
    return TableRead(
        records=tuple(body.records),
        origin=origin,
        control=body.control(len(blocks.lines)),
        findings=tuple(total_findings(TABLE, body.totals, origin)),
        totals=tuple(body.totals),
    )


def _header(layout: Layout, at: int, field: str) -> Header:
    name, _, key = field.partition(".")
    column = next((c for c in layout.columns if c.field == name and c.key == key), None)
    return Header(at, field, "field", column=column or layout.of_key(name, key), key=key or None)


class _Blocks:
    """Goes down a sheet from block to block."""

    def __init__(self, sheet: SheetCells, rules: Round) -> None:
        self.heads: list[Head] = []
        self._sheet, self._rules = sheet, rules
        self._rows = [meant_by(row) for row in sheet.rows[: LONGEST * WIDEST]]
        self._answer: str | None = None

    def lines(self) -> Iterator[Line]:
        """The lines of each block, and rows of totals."""
        head: Head | None = None
        count = 0
        for at, row in enumerate(self._rows):
            found = self._head(row)
            if found is not None:
                yield from self._unsaid(head, count, at)
                head, count = found, 0
                self.heads.append(found)
                continue
            if self._asks(row) or _is_part(row):
                yield from self._unsaid(head, count, at)
                head = None
            elif head is not None and (line := self._line(head, at, row)):
                is_total = _TOTAL.match(line.cells[0][1] or "") is not None
                if is_total:
                    yield from self._unsaid(head, count, at)
                    head = None
                count += not is_total
                yield line

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The letters of the columns that are the same in every block."""
        every = [dict(_letters(head)) for head in self.heads]
        return tuple(
            (field, one)
            for field, one in (every[0] if every else {}).items()
            if all(other.get(field, one) == one for other in every)
        )

    def _head(self, row: Sequence[str | None]) -> Head | None:
        for column, text in enumerate(row):
            match = self._rules.income_names.match(text)
            if text is not None and match.accepted:
                amounts, comment = self._beside(row, column)
                if amounts:
                    source = self._rules.source_of_income(text)[0].code
                    kind = self._rules.sources[source].kind if source else ""
                    return Head(text, kind == ADDITIONAL, column, amounts, comment)
        return None

    def _beside(
        self, row: Sequence[str | None], column: int
    ) -> tuple[tuple[tuple[str, int], ...], int]:
        """The columns of amounts right of a source, and that of comments, or -1."""
        years, amounts, comment = self._rules.years, [], -1
        for at in range(column + 1, min(column + 1 + WIDEST, len(row))):
            text = row[at] or ""
            if _COMMENT.match(text):
                comment = at
            elif _AMOUNT.search(text):
                said = [short_year(f"{one[1]}-{one[2]}") for one in _YEARS.finditer(text)]
                year = said[0] if said else years[0] if len(years) == 1 else ""
                amounts += [(year, at)] if year in years else []
        return tuple(amounts), comment

    def _asks(self, row: Sequence[str | None]) -> bool:
        """Whether a row is a question; its answer is kept for the next source of that kind."""
        asked = next((at for at, text in enumerate(row) if text and "?" in text), -1)
        if asked < 0:
            return False
        answers = (text for text in row[asked + 1 :] if self._rules.yes_or_no.match(text).accepted)
        self._answer = next(answers, self._answer)
        return True

    def _line(self, head: Head, at: int, row: Sequence[str | None]) -> Line | None:
        label = row[head.column] if head.column < len(row) else None
        pounds = [(year, row[column]) for year, column in head.amounts if column < len(row)]
        if label is None and not any(text for _, text in pounds):
            return None
        cells: list[tuple[str, str | None]] = [("source_of_funding", head.source)]
        if _TOTAL.match(label or ""):
            cells = [("source_of_funding", label)]
        else:
            cells.append(("contributor", label))
            comment = row[head.comment] if 0 <= head.comment < len(row) else None
            cells += [("comment", comment), ("answer", self._taken(head))]
        cells += [(f"amounts.{year}", text) for year, text in pounds]
        return Line(self._sheet.top + at + 1, tuple(cells))

    def _taken(self, head: Head) -> str | None:
        """The answer to the question before a source that is offered by choice, once."""
        answer = self._answer if head.is_additional else None
        self._answer = None if answer else self._answer
        return answer

    def _unsaid(self, head: Head | None, count: int, at: int) -> Iterator[Line]:
        """A source of which nothing but an answer is said."""
        if head is not None and not count and head.is_additional and self._answer:
            cells = (("source_of_funding", head.source), ("answer", self._taken(head)))
            yield Line(self._sheet.top + at, cells)


def _is_part(row: Sequence[str | None]) -> bool:
    """Whether a row heads a breakdown of what was said before, which would count twice."""
    filled = [text for text in row if text]
    no_number = all(read_number(text) is None for text in filled)
    return no_number and any(_PART.search(text) for text in filled)


def _letters(head: Head) -> Iterator[tuple[str, str]]:
    yield "contributor", letter(head.column)
    yield from ((f"amounts.{year}", letter(at)) for year, at in head.amounts)
    if head.comment >= 0:
        yield "comment", letter(head.comment)


def is_summary(heads: Sequence[str]) -> bool:
    """Whether headings are those of a summary of income beside spending, not of income itself.

    >>> is_summary(["Funding Sources", "Income", "Expenditure", "Difference"])
    True
    """
    folded = set(map(normalise, heads))
    return bool(folded & {"expenditure", "spending"}) and bool(folded & {"balance", "difference"})
