"""The rows of a printed table under their columns: as printed, or moved where totals prove it.

A row that does not hold together is moved only if exactly one way to do so makes every column of
its priority come to the printed total. Where several ways do, or none, nothing is guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Literal, NamedTuple

from bettercare.formats.prints.programme_grid import Block, Field, Row
from bettercare.formats.prints.programme_rows import Edit, Needs, Shape, Way, edited, ways
from bettercare.programmes.budget import NOUGHT
from bettercare.programmes.rules import Rules

MOST_COMBINATIONS = 4000
FEWEST_ALIKE = 3  # lines with money that must share a change before it is that of their page
NEEDS: Mapping[str, Needs] = {
    "line": "line",
    "priority": "sums",
    "total": "sums",
    "available": "amounts",
    "remaining": "amounts",
}
Standing = Literal["as printed", "moved", "not placed"]


class Placed(NamedTuple):
    """A row with its cells under the columns, how it came there, and the edits that moved it."""

    row: Row
    cells: tuple[str, ...]
    standing: Standing = "as printed"
    edits: tuple[Edit, ...] = ()


class Layout(NamedTuple):
    """A change that the lines of one page share: a column without a heading, or one left out."""

    page: int
    edit: Edit
    rows: int


class Table(NamedTuple):
    """The table put right: what its columns are, its rows, and the changes of whole pages."""

    shape: Shape
    rows: tuple[Placed, ...]
    layouts: tuple[Layout, ...]


class _Open(NamedTuple):
    """A row whose place is still to be proven: the ways it may stand, and what it falls back to."""

    row: Row
    ways: tuple[Way, ...]
    fallback: Placed


def aligned(blocks: Sequence[Block], rules: Rules) -> Table:
    """Put every row of a table under its columns."""
    shape = Shape(shared_fields(blocks), rules)
    layouts = {block.page: _layout(shape, block) for block in blocks}
    rows = [
        row
        for block in blocks
        for row in block.rows
        if row.kind != "line" or not is_heading(shape, row.cells)
    ]
    first = [_first(shape, row, layouts[row.page]) for row in rows if row.kind != "section"]
    placed = _proven(shape, rows, first)
    found = tuple(layout for layout in layouts.values() if layout)
    return Table(shape, tuple(placed[row.line] for row in rows if row.line in placed), found)


def shared_fields(blocks: Sequence[Block]) -> tuple[Field, ...]:
    """The columns of all pages: where a page heads one in another way, most pages count.

    A page that is as wide as none of the others is left out of the count.
    """
    width, _ = Counter(len(block.fields) for block in blocks).most_common(1)[0]
    alike = [block.fields for block in blocks if len(block.fields) == width]
    return tuple(
        Counter(fields[at] for fields in alike).most_common(1)[0][0]
        if len({fields[at][:2] for fields in alike}) == 1
        else _most_common(fields[at] for fields in alike)
        for at in range(width)
    )


def _most_common(fields: Iterable[Field]) -> Field:
    """The field that most pages have, however its heading is spelt."""
    found = list(fields)
    wanted, _ = Counter(field[:2] for field in found).most_common(1)[0]
    return next(field for field in found if field[:2] == wanted)


def is_heading(shape: Shape, cells: Sequence[str]) -> bool:
    """Whether a row only names a measure: it has no lead, no source and no amount but noughts."""
    found = shape.padded(cells)
    texts = [shape.position(role) for role in ("lead", "source", "use")]
    if any(found[at] for at in texts if at is not None):
        return False
    behind = [cell for at, cell in enumerate(found) if at > (shape.position("use") or 0)]
    return bool(found[0]) and all(not cell or shape.amount(cell) == NOUGHT for cell in behind)


def _layout(shape: Shape, block: Block) -> Layout | None:
    """The one change that most lines of a page share, where the page does not hold without it."""
    every = (shape.padded(row.cells) for row in block.rows if row.kind == "line")
    lines = [cells for cells in every if any(map(shape.amount, cells[shape.first_money :]))]
    plain = sum(shape.holds(cells, "line") for cells in lines)
    best: Layout | None = None
    for at in range(shape.last_money + 2):
        for what in ("take out", "put in"):
            edit = Edit(what, at)
            after = (edited(shape, cells, [edit]) for cells in lines)
            count = sum(cells is not None and shape.holds(cells, "line") for cells in after)
            enough = count > max(plain, len(lines) / 2) and count >= FEWEST_ALIKE
            if enough and count >= (best.rows if best else 0):
                best = Layout(block.page, edit, count)
    return best


def _first(shape: Shape, row: Row, layout: Layout | None) -> Placed | _Open:
    """A row as it is printed where it holds together; else the ways it may be meant."""
    needs = NEEDS[row.kind]
    plain = shape.padded(row.cells)
    by_page = edited(shape, plain, [layout.edit]) if layout else None
    options = [by_page, plain] if row.kind == "line" else [plain]
    known = [cells for cells in options if cells is not None]
    for cells in known:
        if shape.holds(cells, needs):
            return Placed(row, cells)
    suiting = next((cells for cells in known if shape.suits(cells, needs)), None)
    # What is available has no lines to tell on it: where it does not hold, it is not used.
    usable = suiting is not None and needs != "amounts"
    fallback = Placed(row, suiting or known[0], "as printed" if usable else "not placed")
    as_printed = (Way(suiting),) if suiting and shape.adds_up(suiting) else ()
    return _Open(row, (*as_printed, *ways(shape, plain, needs)), fallback)


def _proven(
    shape: Shape, rows: Sequence[Row], first: Sequence[Placed | _Open]
) -> dict[int, Placed]:
    """Every row by its line: those still open where the totals of their columns prove them."""
    placed = {one.row.line: one for one in first if isinstance(one, Placed)}
    still = {one.row.line: one for one in first if isinstance(one, _Open)}
    second: dict[int, Placed] = {}
    for group in _groups(rows):
        lines = [row.line for row in group if row.kind == "line"]
        total = next((row.line for row in group if row.kind == "priority"), None)
        if total is not None and still.keys() & {*lines, total}:
            placed |= _solved(shape, [*lines, total], placed, still)
        elif total is not None:
            second |= _second_look(shape, [*lines, total], placed)
    for line, one in still.items():
        if one.row.kind in {"line", "priority"}:
            placed.setdefault(line, one.fallback)
    rest = [one for one in still.values() if one.row.line not in placed]
    placed |= _ends(shape, rows, placed, rest)
    return placed | (second if _is_borne_out(shape, placed) else {})


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each priority: from its heading, or the total before, to its own total."""
    group: list[Row] = []
    for row in rows:
        if row.kind == "section":
            yield group
            group = []
        elif row.kind in {"line", "priority"}:
            group.append(row)
        if row.kind == "priority":
            yield group
            group = []
    yield group


def _solved(
    shape: Shape, lines: Sequence[int], placed: Mapping[int, Placed], still: Mapping[int, _Open]
) -> dict[int, Placed]:
    """The rows whose place all combinations that agree with the printed total have in common.

    Nothing is proven by a total that is itself to be moved: only whole lines can prove that.
    """
    fixed = {line: placed[line].cells for line in lines if line in placed}
    unsure = [still[line] for line in lines if line not in placed]
    if not unsure or (lines[-1] in still and len(unsure) > 1):
        return {}
    agreeing = []
    combinations = product(*(one.ways for one in unsure))
    for chosen in islice(combinations, MOST_COMBINATIONS + 1):
        cells = fixed | {one.row.line: way.cells for one, way in zip(unsure, chosen, strict=True)}
        if agrees(shape, [cells[line] for line in lines[:-1]], cells[lines[-1]]):
            agreeing.append(chosen)
    if next(combinations, None) is not None:
        return {}  # too many to tell
    return {
        one.row.line: _moved(one.row, options[0])
        for at, one in enumerate(unsure)
        if (options := [chosen[at] for chosen in agreeing])
        and all(option == options[0] for option in options)
    }


def _moved(row: Row, way: Way) -> Placed:
    return Placed(row, way.cells, "moved" if way.edits else "as printed", way.edits)


def _second_look(
    shape: Shape, lines: Sequence[int], placed: Mapping[int, Placed]
) -> dict[int, Placed]:
    """Where every row holds together and a column does not agree: the one row that may be moved."""
    before = [placed[line] for line in lines]
    if agrees(shape, [one.cells for one in before[:-1]], before[-1].cells):
        return {}
    found: list[tuple[int, Way]] = []
    for at, one in enumerate(before[:-1]):
        for way in ways(shape, shape.padded(one.row.cells), "line"):
            cells = [other.cells for other in before[:-1]]
            cells[at] = way.cells
            if agrees(shape, cells, before[-1].cells):
                found.append((lines[at], way))
    if len(found) != 1:
        return {}
    line, way = found[0]
    return {line: _moved(placed[line].row, way)}


def _is_borne_out(shape: Shape, placed: Mapping[int, Placed]) -> bool:
    """Whether the totals of the priorities come to the total of the whole table."""
    parts = [one.cells for one in placed.values() if one.row.kind == "priority"]
    wholes = [one for one in placed.values() if one.row.kind == "total"]
    if len(wholes) != 1 or wholes[0].standing == "not placed":
        return False
    return agrees(shape, parts, wholes[0].cells)


def agrees(shape: Shape, lines: Iterable[Sequence[str]], total: Sequence[str], *roles: str) -> bool:
    """Whether every column of amounts comes to its total; what is not known is left out.

    ``roles`` limits it to amounts by source, or to annual budgets.
    """
    found = list(lines)
    for at, field in enumerate(shape.fields):
        if field.is_money and (not roles or field.role in roles):
            given = shape.sum_of(cells[at] for cells in found)
            if given != (shape.amount(total[at]) or NOUGHT):
                return False
    return True


def _ends(
    shape: Shape, rows: Sequence[Row], placed: Mapping[int, Placed], rest: Sequence[_Open]
) -> dict[int, Placed]:
    """The rows below the priorities: their total, and what is available and remains."""
    found: dict[int, Placed] = {}
    priorities = [one for one in placed.values() if one.row.kind == "priority"]
    parts, as_printed = _cells(priorities), all(one.standing == "as printed" for one in priorities)
    for one in rest:
        if one.row.kind == "total":
            right = [way for way in one.ways if as_printed and agrees(shape, parts, way.cells)]
            found[one.row.line] = _moved(one.row, right[0]) if len(right) == 1 else one.fallback
    every = {**placed, **found}
    kinds = Counter(row.kind for row in rows)
    total = next((one for one in every.values() if one.row.kind == "total"), None)
    if total and all(kinds[kind] == 1 for kind in ("total", "available", "remaining")):
        last = [one for one in rest if one.row.kind != "total"]
        found |= _what_remains(shape, total, last, every)
    for one in rest:
        found.setdefault(one.row.line, one.fallback)
    return found


def _cells(rows: Iterable[Placed]) -> list[tuple[str, ...]]:
    return [one.cells for one in rows]


def _what_remains(
    shape: Shape, total: Placed, rest: Sequence[_Open], placed: Mapping[int, Placed]
) -> dict[int, Placed]:
    """What is available and what remains, where only one way makes them differ by the total."""
    if total.standing == "not placed":
        return {}
    options: dict[str, Sequence[Way]] = {
        one.row.kind: (Way(one.cells),) for one in placed.values() if one.row.kind != "line"
    }
    options |= {one.row.kind: one.ways for one in rest}
    agreeing = [
        {"available": available, "remaining": remaining}
        for available, remaining in product(options["available"], options["remaining"])
        if agrees(shape, [total.cells, remaining.cells], available.cells, "amount")
        and _is_anchored(shape, total.cells, available.cells)
    ]
    if len(agreeing) != 1:
        return {}
    return {one.row.line: _moved(one.row, agreeing[0][one.row.kind]) for one in rest}


def _is_anchored(shape: Shape, total: Sequence[str], available: Sequence[str]) -> bool:
    """Whether each amount available stands where the total has one: a nought proves no place."""
    money = (at for at, field in enumerate(shape.fields) if field.role == "amount")
    return all(shape.amount(total[at]) for at in money if shape.amount(available[at]))
