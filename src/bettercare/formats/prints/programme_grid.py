"""The table of a printed programme: heads of two lines, and rows in columns of text and money."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from bettercare.dates import year_meant
from bettercare.formats.prints.paper import Line, Paper
from bettercare.labels import normalise
from bettercare.programmes.budget import Column, slug
from bettercare.programmes.rules import Rules

Kind = Literal["line", "section", "priority", "total", "available", "remaining"]
FEWEST_LABELS = 3
GROUPS = ("annual", "year", "metrics")

_YEAR = re.compile(r"(20\d\d ?[-/–] ?(?:20)?\d\d)")
_UNIT = re.compile(r"\(\s*\S{0,3}?\s*(k|000s?)\s*\)", re.IGNORECASE)
_SECTION = re.compile(r"(\d+)[.)]\s+(\S.*)")


class Field(NamedTuple):
    """One column of a table: its role, its key, and the headings over it.

    ``role`` is measure, item, use, lead, source, annual, amount, metric, or "" where no heading
    says what it holds. ``key`` is a year, "source.year", or the code of a metric.
    """

    role: str
    key: str = ""
    text: str = ""
    group: str = ""

    @property
    def is_money(self) -> bool:
        """Whether the column holds amounts."""
        return self.role in {"annual", "amount"}


class Row(NamedTuple):
    """One row of a table: the number and page of its line, its cells, and what kind it is.

    ``code`` is the number of the priority that a total or a section is of.
    """

    line: int
    page: int
    cells: tuple[str, ...]
    kind: Kind
    code: str = ""


class Block(NamedTuple):
    """One page's part of the table: its columns and its rows."""

    page: int
    line: int
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]

    @property
    def money(self) -> tuple[int, ...]:
        """The positions of the columns that hold amounts."""
        return tuple(at for at, field in enumerate(self.fields) if field.is_money)


class Words:
    """The words of the rules that printed tables are known by, folded."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Roles of columns by their labels; a label of two roles has the first."""
        found: dict[str, str] = {}
        for role, labels in self.rules.print.columns.items():
            for label in labels:
                found.setdefault(normalise(label), role)
        return found

    def is_head(self, cells: Sequence[str]) -> bool:
        """Whether a line is the first of a table's head."""
        first = self.roles.get(normalise(cells[0])) if cells else None
        known = sum(normalise(cell) in self.roles for cell in cells if cell)
        return first == "measure" and known >= FEWEST_LABELS

    def kind_of(self, cells: Sequence[str]) -> tuple[Kind, str]:
        """What kind of row some cells are, and the number of the priority it is about."""
        first, rest = normalise(cells[0]), any(cells[1:])
        totals = self.rules.print.totals
        for pattern in totals.priority:
            found = re.fullmatch(
                normalise(pattern.replace("{n}", "0")).replace("0", r"(\d+)"), first
            )
            if found:
                return "priority", found[1]
        ends: tuple[tuple[Kind, tuple[str, ...]], ...] = (
            ("total", totals.total),
            ("available", totals.available),
            ("remaining", totals.remaining),
        )
        for kind, labels in ends:
            if first in {normalise(label) for label in labels}:
                return kind, ""
        section = _SECTION.fullmatch(cells[0])
        return ("section", section[1]) if section and not rest else ("line", "")


def blocks_of(paper: Paper, rules: Rules) -> tuple[Block, ...]:
    """The parts of a paper's table, one for each head; each head counts as a page of its own."""
    words = Words(rules)
    starts = [at for at, line in enumerate(paper.lines) if words.is_head(line.cells)]
    ends = [*starts[1:], len(paper.lines)]
    return tuple(
        _block(number, paper.lines[start:end], words)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _block(page: int, lines: Sequence[Line], words: Words) -> Block:
    head, below = lines[0], lines[1] if len(lines) > 1 else None
    two = below is not None and not below.cells[0] and _is_sub_head(below, head, words)
    fields = tuple(_fields(head.cells, below.cells if two and below else (), words))
    rows = tuple(_rows(page, lines[2 if two else 1 :], words))
    return Block(page, head.number, fields, rows)


def _is_sub_head(below: Line, head: Line, words: Words) -> bool:
    """Whether a line has labels under the groups of a head, and none where a column has its own."""
    alone = [at for at, cell in enumerate(head.cells) if words.roles.get(normalise(cell)) == "lead"]
    return not any(below.cells[at] for at in alone if at < len(below.cells))


def _fields(head: Sequence[str], below: Sequence[str], words: Words) -> Iterator[Field]:
    """The columns: a heading that spans several holds for the blank ones after it."""
    role, group = "", ""
    for at in range(max(len(head), len(below))):
        top = head[at] if at < len(head) else ""
        under = below[at] if at < len(below) else ""
        if top:
            role, group = _role(top, words), top
        elif role not in GROUPS:
            role, group = "", ""
        yield _field((role, group), under, words)


def _role(label: str, words: Words) -> str:
    known = words.roles.get(normalise(label))
    return known or ("year" if _year_in(label) else "")


def _field(held: tuple[str, str], under: str, words: Words) -> Field:
    role, group = held
    year = _year_in(under if role == "annual" else group)
    if role == "annual":
        return Field("annual", year, under, group) if year else Field("")
    if role == "year":
        source = _source_code(under, words.rules) if under else ""
        return Field("amount", Column(source, year).key, under, group) if source else Field("")
    if role == "metrics":
        code = (words.rules.metrics.match(under).accepted or slug(under)) if under else ""
        return Field("metric", code, under, group) if code else Field("")
    return Field(role, "", group, group)


def _year_in(text: str) -> str:
    found = _YEAR.search(text)
    return (year_meant(found[1]) or "") if found else ""


def year_before(text: str) -> str | None:
    """The year that the label of a source begins with: that of money carried over.

    >>> year_before("2016-17 carry over"), year_before("iBCF")
    ('2016-17', None)
    """
    return _year_in(text) or None


def _source_code(label: str, rules: Rules) -> str:
    carried = "carry_over" if rules.is_carried(label) else None
    return rules.sources.match(label).accepted or carried or slug(label)


def in_thousands(texts: Sequence[str]) -> bool:
    """Whether headings say that amounts are in thousands of pounds, however the sign is spelt.

    >>> in_thousands(["2017-18 (Ek)"]), in_thousands(["2017-18"])
    (True, False)
    """
    return any(_UNIT.search(text) for text in texts)


def _rows(page: int, lines: Sequence[Line], words: Words) -> Iterator[Row]:
    for line in lines:
        kind, code = words.kind_of(line.cells)
        if not line.is_blank and (line.has_tabs or kind == "section"):
            yield Row(line.number, page, line.cells, kind, code)
