"""A plan drafted from a print: with or without each repair, so that totals can tell which holds."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import msgspec

from bettercare.formats.delimited import Sheet
from bettercare.formats.prints.alignment import Alignment
from bettercare.formats.prints.blocks import Block, blocks_of
from bettercare.formats.prints.figures import PrintedFigure
from bettercare.formats.prints.joins import by_label, by_position, labels_in
from bettercare.formats.prints.sections import Row, Section, field_of
from bettercare.formats.prints.tabbed import Print
from bettercare.formats.tables import TableRead, read_table
from bettercare.plan import Plan
from bettercare.rounds import Round

Join = Literal["position", "label", "none"]


class Move(NamedTuple):
    """A row whose cells the lists move: its line, and the row as moved."""

    table: str
    line: int
    row: Row
    before: str  # the label of the first column whose cell moved there
    steps: int  # how far that cell moved; below 0 to the left

    @property
    def group(self) -> tuple[str, str, int]:
        """Moves of the same kind."""
        return self.table, self.before, self.steps


class Choice(NamedTuple):
    """Which repairs a draft makes: lines whose cells are moved, and how each table is joined."""

    moved: frozenset[int] = frozenset()
    joins: Mapping[str, Join] = {}


class Draft:
    """The tables of a print, ready to be read in more than one way."""

    def __init__(self, found: Print, rules: Round) -> None:
        self.found, self.rules = found, rules
        tables = dict.fromkeys(section.table for section in found.sections)
        self.blocks = {table: blocks_of(table, found.sections, rules) for table in tables}
        self.moves = {
            move.line: move
            for blocks in self.blocks.values()
            for block in blocks
            for move in _moves(block, rules)
        }

    def tables(self, choice: Choice) -> dict[str, TableRead]:
        """Every table of the print, read as chosen."""
        return {table: self.table(table, choice) for table in self.blocks}

    def table(self, table: str, choice: Choice) -> TableRead:
        """One table, read as chosen."""
        blocks = [_as_chosen(block, self.moves, choice.moved) for block in self.blocks[table]]
        join = choice.joins.get(table, "position")
        if len(blocks) == 1 or join == "none":
            section = main_block(blocks).section
        elif join == "label":
            section = by_label(blocks, labels_in(blocks)[0])
        else:
            section = by_position(blocks)
        return _read(section, self.found.paper.name, self.rules)

    def plan(
        self, choice: Choice, settled: Mapping[str, PrintedFigure]
    ) -> tuple[Plan, tuple[TableRead, ...]]:
        """The plan as chosen, and its tables."""
        tables = self.tables(choice)
        records: dict[str, Any] = {name: table.records for name, table in tables.items()}
        plan = Plan(
            round=self.rules.round,
            area=self.found.area,
            given={
                one.id: one.value for one in settled.values() if one.given and one.value is not None
            },
            printed={
                one.id: one.value
                for one in settled.values()
                if not one.given and one.value is not None
            },
            origins={name: table.origin for name, table in tables.items()},
            **records,
        )
        return plan, tuple(tables.values())


def _values(settled: Mapping[str, PrintedFigure], *, given: bool) -> dict[str, Decimal]:
    """The figures that come to the plan from elsewhere, or those that it prints of itself."""
    found = (one for one in settled.values() if one.given == given)
    return {one.id: one.value for one in found if one.value is not None}


def main_block(blocks: Sequence[Block]) -> Block:
    """The part of a table that has its amounts; the first where none has."""
    return next((b for b in blocks if any(f.startswith("amounts") for f in b.fields)), blocks[0])


def _moves(block: Block, rules: Round) -> Iterator[Move]:
    alignment = Alignment(block.section, rules)
    for row in block.rows:
        placed = alignment.placed(row)
        if placed:
            before = [n for n, cell in enumerate(row.cells) if cell]
            after = [n for n, cell in enumerate(placed.cells) if cell]
            was, now = next((a, b) for a, b in zip(before, after, strict=True) if a != b)
            yield Move(block.section.table, row.line, placed, block.section.head[now], now - was)


def _as_chosen(block: Block, moves: Mapping[int, Move], moved: frozenset[int]) -> Block:
    rows = tuple(moves[row.line].row if row.line in moved else row for row in block.rows)
    return msgspec.structs.replace(block, section=msgspec.structs.replace(block.section, rows=rows))


def _read(section: Section, name: str, rules: Round) -> TableRead:
    """The records of a section, each with the line that it is printed on."""
    known = rules.tables[section.table].columns if section.table in rules.tables else ()
    headers = {field_of(column): column.header for column in known}
    pairs = zip(section.fields, section.head, strict=True)
    head = [headers.get(field, field) or text for field, text in pairs]
    lines = (section.line, *(row.line for row in section.rows))
    rows = (head, *([*row.cells] for row in section.rows))
    return read_table(section.table, Sheet(name, rows, lines=lines), rules, own=False)
